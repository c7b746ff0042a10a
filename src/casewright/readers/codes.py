"""Codes of terms: whether each is written as its system writes them, at its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Edit, near
from casewright.model.codes import SYSTEMS
from casewright.readers.yaml_file import YamlFile


def check_codes(file: YamlFile, found: Diagnostics) -> None:
    """Report unknown systems, and codes that their system cannot hold."""
    for path, codes in _codes_in(file.data, ""):
        for system, given in codes.items():
            if system not in SYSTEMS:
                _unknown_system(file, f"{path}.{system}", system, found)
                continue
            listed = isinstance(given, tuple)
            for number, code in enumerate(given if listed else (given,)):
                if isinstance(code, str) and not SYSTEMS[system].accepts(code):
                    where = f"{path}.{system}.{number}" if listed else f"{path}.{system}"
                    _wrong_code(file, where, system, code, found)


def _unknown_system(file: YamlFile, path: str, system: str, found: Diagnostics) -> None:
    guess = near(system, SYSTEMS)
    span = file.key_place(path)
    hint = f"did you mean '{guess}'?" if guess else f"the systems are {', '.join(SYSTEMS)}"
    edit = Edit(span, guess) if guess else None
    found.add(RULES["CASE002"], f"'{system}' is no system of codes", span, hint=hint, edit=edit)


def _wrong_code(file: YamlFile, path: str, system: str, code: str, found: Diagnostics) -> None:
    known = SYSTEMS[system]
    upper = code.upper()
    span = file.place(path)
    if known.accepts(upper):
        hint, edit = f"did you mean '{upper}'?", Edit(span, upper)
    else:
        hint, edit = f"a code of {system} looks like '{known.example}'", None
    if known.digits_checked and code.isdigit() and 6 <= len(code) <= 18:
        hint = "its last digit does not check: compare it with the browser of the terminology"
    found.add(RULES["CASE003"], f"'{code}' is no code of {system}", span, hint=hint, edit=edit)


def _codes_in(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every mapping under a key `codes`, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            where = f"{path}.{key}" if path else str(key)
            if key == "codes" and isinstance(inner, dict):
                yield where, inner
            else:
                yield from _codes_in(inner, where)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _codes_in(inner, f"{path}.{number}" if path else str(number))

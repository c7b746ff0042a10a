"""Patterns for any case find what `re.IGNORECASE` finds, in what the rules are tried on."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casewright import rules
from casewright.rules.any_case import AnyCase

TESTS = Path(__file__).parent
TEXTS = [
    line
    for folder in ("privacy", "consistency", "rules")
    for path in sorted((TESTS / folder).rglob("*.md"))
    for line in path.read_text("utf-8").splitlines()
    if len(line) > 30
]


def patterns() -> Iterator[tuple[str, AnyCase]]:
    for module in pkgutil.walk_packages(rules.__path__, "casewright.rules."):
        found = vars(importlib.import_module(module.name))
        for name, value in found.items():
            if isinstance(value, AnyCase):
                yield f"{module.name.removeprefix('casewright.rules.')}.{name}", value


PATTERNS = dict(patterns())


def spans(pattern: AnyCase | re.Pattern[str], text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(one.span()), one.groups("")) for one in pattern.finditer(text)]


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_it_finds_what_the_flag_finds(name: str) -> None:
    plain = re.compile(PATTERNS[name].pattern, re.IGNORECASE)
    text = "\n".join([*TEXTS[::2], *(line.upper() for line in TEXTS[::15])])
    assert spans(PATTERNS[name], text) == spans(plain, text)


@given(st.text("aAbBiIİısSſßKk \n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_letters_of_two_signs_keep_their_places(text: str, start: int, end: int) -> None:
    pattern = AnyCase(r"(?P<Word>[A-B]+)\b|\bB(?=\sA)")
    plain = re.compile(pattern.pattern, re.IGNORECASE)
    assert [one.span() for one in pattern.finditer(text, start, end)] == [
        one.span() for one in plain.finditer(text, start, end)
    ]
    first, other = pattern.search(text, start, end), plain.search(text, start, end)
    assert (first and first.groupdict()) == (other and other.groupdict())

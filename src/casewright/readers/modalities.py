"""Whether a lesion is described in the words of the modality that showed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Edit
from casewright.model.imaging import MEASURES, foreign_words, techniques
from casewright.readers.yaml_file import YamlFile


def check_modalities(file: YamlFile, found: Diagnostics) -> None:
    """Report descriptors and measures of another modality (CASE015)."""
    course = file.data.get("course") if isinstance(file.data, dict) else None
    for number, event in enumerate(course if isinstance(course, tuple) else ()):
        if not isinstance(event, dict) or event.get("kind") != "imaging":
            continue
        modality, findings = event.get("modality"), event.get("findings")
        if not isinstance(modality, str):
            continue
        for place, finding in enumerate(findings if isinstance(findings, tuple) else ()):
            if isinstance(finding, dict):
                path = f"course.{number}.findings.{place}"
                _check_words(file, path, finding, modality, found=found)
                _check_measures(file, path, finding, modality, found=found)


def _check_words(
    file: YamlFile, path: str, finding: Mapping[str, Any], modality: str, *, found: Diagnostics
) -> None:
    known = ", ".join(sorted(techniques(modality)))
    for where, text in _texts(finding):
        for word, instead in foreign_words(text, modality):
            span = file.place(f"{path}.{where}")
            message = f"'{word}' does not describe what {modality} shows"
            verb = "call it" if where == "what" else "write"
            hint = f"on {modality} {verb} {instead}" if instead else f"use words of {known}"
            single = where != "what" and word == text and " or " not in instead and instead
            edit = Edit(span, instead.strip("'")) if single else None
            found.add(RULES["CASE015"], message, span, hint=hint, edit=edit)


def _texts(finding: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(finding.get("what"), str):
        yield "what", finding["what"]
    for key in ("descriptors", "features"):
        items = finding.get(key)
        for number, item in enumerate(items if isinstance(items, tuple) else ()):
            if isinstance(item, str):
                yield f"{key}.{number}", item


def _check_measures(
    file: YamlFile, path: str, finding: Mapping[str, Any], modality: str, *, found: Diagnostics
) -> None:
    own = techniques(modality)
    for key, technique in MEASURES.items():
        if key in finding and own and technique not in own:
            span = file.key_place(f"{path}.{key}")
            message = f"'{key}' is measured on {technique}, not on {modality}"
            hint = "delete it, or make an event of the study that showed it"
            found.add(RULES["CASE015"], message, span, hint=hint)

"""Image files that tell of the patient beside their picture: metadata and file names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Severity
from casewright.model.document import HARMLESS_TRACES
from casewright.model.floats import Figure
from casewright.rules.identifiers.vocabulary import first_names
from casewright.rules.subject import Subject

_TELLING_NUMBER = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])|\d{6,})(?!\d)"
    r"|(?<![\d.])\d(?:\.\d+){5,}"
)
"""A date to the day, the number of a record, a DICOM identifier."""


_WITHOUT = (
    "the manuscript shows it without; if the file itself is sent or kept in git, export it without "
    "metadata"
)


def check_figure_traces(subject: Subject) -> Iterator[Diagnostic]:
    """What the files of the figures tell, as they lie beside the case."""
    for path, facts in subject.image_facts.items():
        place = subject.case.place(f"{path}.file")
        if facts.traces:
            rule = RULES["PRV017"]
            harmless = HARMLESS_TRACES.issuperset(facts.traces)
            yield Diagnostic(
                rule,
                f"'{facts.name}' holds in its metadata {_listed(facts.traces)}",
                place,
                _WITHOUT,
                severity=Severity.NOTE if harmless else rule.severity,
            )
        if what := told_by_name(facts.name):
            yield Diagnostic(
                RULES["PRV018"],
                f"the name of '{facts.name}' holds {what}",
                place,
                "rename it after what it shows: ct-abdomen.png",
                severity=RULES["PRV018"].severity,
            )


def check_pictured_text(subject: Subject) -> Iterator[Diagnostic]:
    """Photographs and scans of which nobody has said that no name stands in the picture."""
    rule = RULES["PRV020"]
    images = (one for one in subject.case.figures if isinstance(one, Figure))
    for figure in images:
        for part in (figure, *figure.panels):
            facts = subject.image_facts.get(part.path)
            if facts is None or facts.format == "SVG" or part.checked_for_text:
                continue
            yield Diagnostic(
                rule,
                f"nobody has said that '{facts.name}' shows no name, date or number",
                subject.case.place(f"{part.path}.file"),
                "look at it in its full size, or run `casewright inspect --ocr` on it; then write "
                "'checked_for_text: true'",
                severity=rule.severity,
            )


def _listed(things: tuple[str, ...]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def told_by_name(name: str) -> str | None:
    """What the name of a file tells of a person."""
    stem = PurePosixPath(name).stem
    if _TELLING_NUMBER.search(stem):
        return "a date or a long number, as records have them"
    words = re.findall(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+(?![a-z])", stem)
    if any(word.capitalize() in first_names() for word in words if len(word) > 3):
        return "what may be the name of a person"
    return None

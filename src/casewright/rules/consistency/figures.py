"""CON035: a figure that stands for several things, and numbers of figures that are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.model.events import Event
from casewright.model.floats import Figure
from casewright.rules.subject import Typed

_TYPED = re.compile(r"\b(?P<what>Fig(?:ure|\.)?s?|Tables?) ?(?P<number>\d+)(?P<panel>[A-Ha-h])?\b")

_EXAMINED = frozenset({"imaging", "endoscopy", "pathology", "physiology"})


def check_figures(subject: Typed) -> Iterator[Diagnostic]:
    """Report one image that several examinations call, and calls that are typed as numbers."""
    found = Diagnostics()
    _shared(subject, found)
    _typed(subject, found)
    yield from found


def _shared(subject: Typed, found: Diagnostics) -> None:
    whole = {one.id for one in subject.case.figures if isinstance(one, Figure) and not one.panels}
    first: dict[str, Event] = {}
    for case in subject.case.cases:
        for event in case.course:
            if event.figure is None or event.figure.figure not in whole:
                continue
            if event.kind not in _EXAMINED:
                continue  # a rash may be seen at presentation and on examination
            before = first.setdefault(event.figure.figure, event)
            if _differ(before, event):
                found.add(
                    RULES["CON035"],
                    f"the figure '{event.figure.figure}' shows {_shown(event)} here, and "
                    f"{_shown(before)} at {subject.place(before.at_path('figure'))}",
                    subject.place(event.at_path("figure")),
                    hint="give each image under 'panels', and call 'figure/panel'",
                )


def _differ(one: Event, other: Event) -> bool:
    """Whether no image shows both; a region that is not told may be the same."""
    regions = {region for event in (one, other) if (region := getattr(event, "region", None))}
    modalities = {getattr(event, "modality", event.kind) for event in (one, other)}
    return one is not other and (len(modalities) > 1 or len(regions) > 1)


def _shown(event: Event) -> str:
    """What an image of this event shows: 'MRI of the thigh', 'pathology'."""
    what = getattr(event, "modality", None) or event.kind.replace("_", " ")
    region = getattr(event, "region", None)
    return f"{what} of {region}" if region else what


def _typed(subject: Typed, found: Diagnostics) -> None:
    for sentence in subject.sentences:
        if sentence.cited or sentence.passage.path.startswith(("figures", "tables")):
            continue
        for match in _TYPED.finditer(sentence.text):
            name = "tab" if match["what"].startswith("T") else "fig"
            found.add(
                RULES["CON035"],
                f"'{match[0]}' is typed: its number does not follow the figures of the report",
                sentence.of(match),
                hint=f"call it by its id: @{name}:…",
            )

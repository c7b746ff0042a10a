"""What must not be published without the consent of the person shown (ICMJE, CARE 13)."""

from __future__ import annotations

from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.model.case import Report
from casewright.model.declarations import Consent
from casewright.model.floats import Figure, Panel


def check_consent(report: Report) -> Diagnostics:
    """Hold the images of people against the consent that is recorded."""
    found = Diagnostics()
    consent = report.consent
    if isinstance(consent, Consent) and consent.covers_images:
        return found
    for path, name in _people(report):
        found.add(
            RULES["PRV002"],
            f"a person can be recognized in '{name}', and no consent to publish images is recorded",
            report.place(path),
            hint="record it under 'consent' with 'images' in its 'scope', or leave the image out",
        )
    return found


def _people(report: Report) -> Iterator[tuple[str, str]]:
    for figure in report.figures:
        if not isinstance(figure, Figure):
            continue
        parts: tuple[Figure | Panel, ...] = (figure, *figure.panels)
        for part in parts:
            if part.shows_person:
                yield part.at_path("shows_person"), part.id

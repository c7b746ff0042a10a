"""What must not be published without the consent of the person shown (ICMJE, CARE 13)."""

from __future__ import annotations

from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.model.declarations import Consent, Perspective
from casewright.model.floats import Figure, Panel
from casewright.model.series import CaseReport


def check_consent(report: CaseReport) -> Diagnostics:
    """Hold the images of people, and their own words, against the consent that is recorded."""
    found = Diagnostics()
    _images(report, found)
    _perspectives(report, found)
    return found


def _perspectives(report: CaseReport, found: Diagnostics) -> None:
    """CARE 12: patients share their perspective; nobody publishes it against their will."""
    for one in (report, *report.cases):
        told = one.perspective
        if isinstance(told, Perspective) and told.consented is False:
            found.add(
                RULES["PRV003"],
                f"the {told.by} did not agree to the publication of this perspective",
                report.place(told.at_path("consented")),
                hint="ask again and record the answer, or delete the perspective",
            )


def _images(report: CaseReport, found: Diagnostics) -> None:
    given = [one.consent for one in report.cases]
    if all(isinstance(consent, Consent) and consent.covers_images for consent in given):
        return
    for path, name in _people(report):
        found.add(
            RULES["PRV002"],
            f"a person can be recognized in '{name}', and no consent to publish images is recorded",
            report.place(path),
            hint="record it under 'consent' with 'images' in its 'scope', or leave the image out",
        )


def _people(report: CaseReport) -> Iterator[tuple[str, str]]:
    for figure in report.figures:
        if not isinstance(figure, Figure):
            continue
        parts: tuple[Figure | Panel, ...] = (figure, *figure.panels)
        for part in parts:
            if part.shows_person:
                yield part.at_path("shows_person"), part.id

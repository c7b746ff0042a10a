"""What the CARE guideline asks of a report, whatever the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.outcomes import AdverseEvent, FollowUp
from casewright.model.treatments import Medication, Procedure, Treatment


def check_care(case: Case) -> Diagnostics:
    """Hold one patient's facts against CARE."""
    found = Diagnostics()
    _adverse_events(case, found)
    _drug_names(case, found)
    return found


def _adverse_events(case: Case, found: Diagnostics) -> None:
    """CARE 10d: adverse events are listed, or it is said that there were none."""
    treated = [e for e in case.course if isinstance(e, Procedure | Treatment)]
    if not treated or any(_says_harm(event) for event in case.course):
        return
    found.add(
        RULES["CARE010"],
        "it is not said whether there were adverse events (CARE 10d)",
        case.place(treated[0].path),
        hint="add an event 'kind: adverse_event' with its 'term', or with 'term: none'",
    )


def _says_harm(event: Event) -> bool:
    match event:
        case AdverseEvent():
            return True
        case Procedure():
            return event.complications is not None or event.text is not None
        case FollowUp():
            return event.course is not None or event.text is not None
        case Treatment():
            return event.text is not None
    return False


def _drug_names(case: Case, found: Diagnostics) -> None:
    """CARE 9b: drugs by their nonproprietary names, which are written in lower case."""
    for path, name in _drugs(case):
        if re.match(r"[A-Z][a-z]+\b", name):
            found.add(
                RULES["CARE009"],
                f"'{name}' is written like a brand name",
                case.place(path),
                hint="write the nonproprietary name in lower case, and the brand under 'brand'",
            )


def _drugs(case: Case) -> Iterator[tuple[str, str]]:
    for event in case.course:
        if isinstance(event, Medication):
            if event.drug:
                yield event.at_path("drug"), event.drug
            yield from ((one.at_path("drug"), one.drug) for one in event.drugs)

"""What the journal demands of the reporting guideline: that it is followed, and named."""

from __future__ import annotations

import re

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.model.checklists import Answer, Status
from casewright.model.guidelines import GUIDELINES
from casewright.model.journal import Journal
from casewright.model.series import CaseReport
from casewright.rules.reporting.answers import Reporting, answer_items
from casewright.rules.reporting.printed import Printed, sentences_of
from casewright.rules.subject import Subject
from casewright.rules.summary import unsure

_FEW = 8
"""As many items as are named in a finding."""


def check_guideline(subject: Subject) -> Diagnostics:
    """Hold the report against the guideline that the journal requires."""
    found = Diagnostics()
    _named(subject.case, subject.journal, found)
    _missing(subject, found)
    return found


def _named(case: CaseReport, journal: Journal, found: Diagnostics) -> None:
    """JRN021: the author's statement names the guideline that the journal requires."""
    lists = journal.checklists
    wanted = lists.required_of(len(case.cases)) if lists else ()
    named = case.statements.reporting_guideline if case.statements else None
    name = next((one for one in GUIDELINES if one == named), None)
    if lists is None or not wanted or name is None:
        return
    if any(_is_same(name, one) for one in wanted):
        return
    told = unsure(lists, "series" if wanted == lists.series else "required")
    names = " or ".join(GUIDELINES[one] for one in wanted)
    found.add(
        RULES["JRN021"],
        f"the report says that it follows {GUIDELINES[name]}; {journal.title} requires "
        f"{names}{told}",
        case.place("statements.reporting_guideline"),
        hint=f"follow that one, and write '{wanted[0]}'",
    )


def _is_same(named: str, wanted: str) -> bool:
    """Whether two names are of one guideline; without a year, any version is meant."""
    if named == wanted:
        return True
    family, other = (re.sub(r"-\d{4}$", "", name) for name in (named, wanted))
    return family == other and (named == family or wanted == other)


def _missing(subject: Subject, found: Diagnostics) -> None:
    """CARE020: every item of the checklist that the journal requires is answered somehow."""
    if subject.checklist is None:
        return
    case, journal, document = subject.case, subject.journal, subject.document
    printed = Printed(sentences_of(document, journal))
    reporting = Reporting(case, journal, printed, subject.asks, len(document.keywords))
    answers = answer_items(subject.checklist, reporting)
    missing = [one for one in answers if one.status is Status.MISSING]
    if not missing:
        return
    name = case.file.removeprefix("cases/").removesuffix("/case.yaml")
    found.add(
        RULES["CARE020"],
        f"nothing answers {_told(missing)} of the checklist that {journal.title} requires "
        f"({subject.checklist.id})",
        next((one.span for one in missing if one.span), case.place("")),
        hint=f"`casewright checklist {name} --journal {journal.id}` tells what they ask for",
    )


def _told(missing: list[Answer]) -> str:
    names = [one.item.number or f"'{one.item.text}'" for one in missing]
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f"item{'s' * (len(names) > 1)} {', '.join(names[:_FEW])}{more}"

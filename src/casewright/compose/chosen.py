"""Which patient and which events a generated table or figure shows."""

from __future__ import annotations

from collections.abc import Sequence

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, suggest
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.floats import DrawnFigure, GeneratedTable
from casewright.model.series import CaseReport, Series

_FEW = 12
"""As many names are worth reading in a hint."""


def patient_of(
    one: GeneratedTable | DrawnFigure, report: CaseReport, diagnostics: Diagnostics
) -> Case | None:
    """The patient whose facts are shown; None, and a finding, where that is not known."""
    if not isinstance(report, Series):
        return report.cases[0]
    names = [patient.id or "" for patient in report.patients]
    if one.patient in names:
        return report.cases[names.index(one.patient)]
    if one.patient is None:
        message = f"it is not said whose facts '{one.id}' shows"
        place = report.place(one.path)
        hint = f"add 'patient: …': one of {', '.join(names)}"
    else:
        message = f"there is no patient '{one.patient}'"
        place = report.place(one.at_path("patient"))
        hint = suggest(one.patient, names, otherwise=f"the patients are {', '.join(names)}")
    diagnostics.add(RULES["FIG006"], message, place, hint=hint)
    return None


def chosen_events(
    one: GeneratedTable | DrawnFigure, case: Case, report: CaseReport, diagnostics: Diagnostics
) -> list[Event]:
    """The events that `events` names, in the order of the course; all of them if it is empty."""
    return events_by_id(one, "events", case, report, diagnostics) or list(case.course)


def events_by_id(
    one: GeneratedTable | DrawnFigure,
    key: str,
    case: Case,
    report: CaseReport,
    diagnostics: Diagnostics,
) -> list[Event]:
    """The events that the field `key` names; a name that leads nowhere is reported."""
    wanted: Sequence[str] = getattr(one, key, ())
    known = [event.id for event in case.course if event.id]
    for number, name in enumerate(wanted):
        if name not in known:
            there = f"the ids are {', '.join(known)}; " if 0 < len(known) <= _FEW else ""
            new = f"{there}give the event that is meant an 'id: …'"
            hint = suggest(name, known, otherwise=new)
            place = report.place(one.at_path(key, number))
            message = f"there is no event with the id '{name}'"
            diagnostics.add(RULES["CASE007"], message, place, hint=hint)
    return [event for event in case.course if event.id in wanted]

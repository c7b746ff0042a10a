"""Sections that a case has nothing for: they are left out, and the author is told why."""

from __future__ import annotations

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Severity
from casewright.model.case import Report
from casewright.model.journal import Journal
from casewright.model.journal_text import Section

_COURSE_HINT = "add events to the course of the case, or move them here with 'section:'"
_WHEN_EMPTY: dict[str, tuple[str, str]] = {
    "core_tip": ("core_tip", "write it under core_tip"),
    "highlights": ("highlights", "list them under highlights, or the lessons under lessons"),
    "key_message": ("key_message", "write it under key_message, or the lessons under lessons"),
    "learning_objectives": ("learning_objectives", "list them under learning_objectives"),
    "what_this_adds": ("what_this_adds", "list it under what_this_adds"),
    "practice_impact": ("practice_impact", "write it under practice_impact"),
    "introduction": ("introduction", "write introduction.md beside case.yaml"),
    "discussion": ("discussion", "write discussion.md beside case.yaml"),
    "differential": (
        "diagnosis.differential",
        "list the diagnoses considered under diagnosis.differential",
    ),
    "learning_points": ("lessons", "list the lessons of the case under lessons"),
    "perspective": ("perspective", "give the patient's own words under perspective.text"),
    "consent": ("consent", "say under consent whether it was obtained, and from whom"),
    "acknowledgments": ("statements", "write them under statements.acknowledgments"),
    "statements": ("statements", "write them under statements"),
    "references": ("introduction", "cite works of the library as [@key]"),
    "figures": ("figures", "describe figures under figures"),
}


def report_empty(
    section: Section, case: Report, journal: Journal, *, diagnostics: Diagnostics
) -> None:
    """Say that a section has been left out, and what to write for it."""
    path, hint = _WHEN_EMPTY.get(section.parts[0], ("course", _COURSE_HINT))
    diagnostics.add(
        RULES["JRN001"],
        f"the case has nothing for the section '{section.heading}' of {journal.title}; "
        "it is left out",
        case.place(path),
        hint=hint,
        severity=Severity.NOTE if section.optional else None,
    )

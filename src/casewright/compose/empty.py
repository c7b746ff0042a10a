"""Sections that a case has nothing for: they are left out, and the author is told why."""

from __future__ import annotations

from casewright.catalogue import RULES
from casewright.compose.statements import HINTS
from casewright.diagnostics import Diagnostics, Severity
from casewright.model.case import Report
from casewright.model.journal import Journal
from casewright.model.journal_text import Section
from casewright.model.statement_places import STATEMENT_KINDS

_COURSE_HINT = "add events to the course of the case, or move them here with 'section:'"
_TIMELINE_HINT = "add a figure or table of 'kind: timeline'"
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
    "statements": ("statements", "write them under statements"),
    "past_history": ("history", "list what was known before under history"),
    "personal_and_family_history": (
        "history",
        "say under history how the patient lived and what relatives had",
    ),
    "consultation": ("consultation", "write it under consultation"),
    "conclusion": ("conclusion", "write it under conclusion, or the lessons under lessons"),
    "timeline": ("figures", _TIMELINE_HINT),
    "challenge_question": ("challenge", "write question, options and answer under challenge"),
    "challenge_answer": ("challenge", "write question, options and answer under challenge"),
    "abbreviations": ("abbreviations", "list them under abbreviations"),
    "references": ("introduction", "cite works of the library as [@key]"),
    "figures": ("figures", "describe figures under figures"),
}


def report_empty(
    section: Section, case: Report, journal: Journal, *, diagnostics: Diagnostics
) -> None:
    """Say that a section has been left out, and what to write for it."""
    part = section.parts[0]
    path, hint = _WHEN_EMPTY.get(part, ("course", _COURSE_HINT))
    if part in STATEMENT_KINDS:
        path = part if part in ("consent", "ethics") else "statements"
        hint = HINTS[part]
    diagnostics.add(
        RULES["JRN001"],
        f"the case has nothing for the section '{section.heading}' of {journal.title}; "
        "it is left out",
        case.place(path),
        hint=hint,
        severity=Severity.NOTE if section.optional else None,
    )


def report_no_timeline(case: Report, journal: Journal, *, diagnostics: Diagnostics) -> None:
    """Say that the journal wants a timeline among what stands under a heading."""
    diagnostics.add(
        RULES["JRN001"],
        f"{journal.title} wants a timeline as a figure or table; the case has none",
        case.place("figures"),
        hint=_TIMELINE_HINT,
    )

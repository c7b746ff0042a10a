"""What came of it: adverse events and follow-up."""

from __future__ import annotations

from typing import Literal

from casewright.model.event import CourseEvent
from casewright.model.node import Maybe, Text
from casewright.model.scores import GradeValue


class AdverseEvent(CourseEvent):
    """A complication or side effect, or the statement that there was none (CARE 10d)."""

    kind: Literal["adverse_event"]
    term: Text
    """'none' states that there was no adverse event."""
    grade: GradeValue | None = None
    """'severe', 'CTCAE grade 3', 'Clavien-Dindo IIIa'."""
    action: Text | None = None
    """What was done, as a clause in the past tense: 'the drug was stopped'."""


class FollowUp(CourseEvent):
    """The course after treatment and the status at last contact (CARE 10)."""

    kind: Literal["follow_up"]
    course: Literal["uneventful"] | None = None
    period: Text = "postoperative"
    """The period that `course` describes."""
    status: Maybe[Text] | None = None
    """A predicate at last contact: 'alive without recurrence'."""

"""What the times of a course are counted from: events by their `id`, and day 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from casewright.model.events import Event
from casewright.model.intervals import Bounds, age_span, gestation_span
from casewright.model.patient import Patient
from casewright.model.times import AtAge, CourseDay

CALENDAR, BIRTH, GESTATION = -1, -2, -3
"""The points in time that are no event: the origin of the calendar, the patient's birth, and the
day from which the weeks of a pregnancy are counted."""

Point: TypeAlias = int | tuple[int, str]
"""The place of an event in the course, or with 'until' its end; `CALENDAR`, `BIRTH` or
`GESTATION`."""

_ANY_BIRTH = Bounds(20 * 7, 45 * 7 + 6)
"""How long a pregnancy can last that ends with a birth: what ends before 20 weeks is a loss (ACOG
Practice Bulletin 200)."""


class Anchors:
    """The events of a course that times are counted from; `anchor` is the `id` of day 0."""

    def __init__(self, course: Sequence[Event], anchor: str | None) -> None:
        self._course = course
        self._by_id = {event.id: n for n, event in enumerate(course) if event.id}
        presented = (n for n, event in enumerate(course) if event.kind == "presentation")
        self.anchor = next(presented, None) if anchor is None else self._by_id.get(anchor)
        """The place in the course of the event that is day 0."""

    def operation_before(self, place: int) -> int | None:
        """The last procedure before `place`, which 'postoperative day' counts from."""
        before = range(place - 1, -1, -1)
        return next((n for n in before if self._course[n].kind == "procedure"), None)

    def origin_of(self, day: CourseDay, place: int) -> int | None:
        """The place of the event that a day is counted from; None if there is none."""
        if day.anchor:
            return self._by_id.get(day.anchor)
        return self.operation_before(place) if day.postoperative else self.anchor


def since_birth(at: AtAge) -> tuple[Point, Bounds]:
    """What an age is counted from, and so many days; a gestational age has its own day 0."""
    before_birth = at.age is not None and at.age.gestation is not None
    return GESTATION if before_birth else BIRTH, age_span(at.age)


def pregnancy_span(patient: Patient, course: Sequence[Event]) -> Bounds | None:
    """How long the pregnancy lasted from which the patient was born, in days.

    None where the gestational ages of the course are those of the patient's own pregnancy.
    """
    if patient.pregnancy or any(event.kind == "delivery" for event in course):
        return None
    known = patient.birth.gestational_age if patient.birth else None
    return gestation_span(known) if known else _ANY_BIRTH

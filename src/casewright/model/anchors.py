"""What the times of a course are counted from: events by their `id`, and day 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from casewright.model.events import Event
from casewright.model.times import CourseDay

CALENDAR, BIRTH = -1, -2
"""The points in time that are no event: the origin of the calendar, and the patient's birth."""

Point: TypeAlias = int | tuple[int, str]
"""The place of an event in the course, or with 'until' its end; `CALENDAR` or `BIRTH`."""


class Anchors:
    """The events of a course that times are counted from; `anchor` is the `id` of day 0."""

    def __init__(self, course: Sequence[Event], anchor: str | None) -> None:
        self._course = course
        self._by_id = {event.id: n for n, event in enumerate(course) if event.id}
        presented = (n for n, event in enumerate(course) if event.kind == "presentation")
        self.anchor = next(presented, None) if anchor is None else self._by_id.get(anchor)
        """The place in the course of the event that is day 0."""

    def place_of(self, event_id: str) -> int | None:
        """The place in the course of the event with this `id`."""
        return self._by_id.get(event_id)

    def operation_before(self, place: int) -> int | None:
        """The last procedure before `place`, which 'postoperative day' counts from."""
        before = range(place - 1, -1, -1)
        return next((n for n in before if self._course[n].kind == "procedure"), None)

    def origin_of(self, day: CourseDay, place: int) -> int | None:
        """The place of the event that a day is counted from; None if there is none."""
        if day.anchor:
            return self._by_id.get(day.anchor)
        return self.operation_before(place) if day.postoperative else self.anchor

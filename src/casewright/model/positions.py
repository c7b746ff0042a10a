"""Where events stand on an axis of time: days from day 0, by the shortest chain of what is told.

Other than bounds, which say what is certain, a position is the one day that a reader would point
at: the middle of a month, nine times 30.4 days for nine months.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from casewright.model.events import Event
from casewright.model.intervals import DAYS, days_within
from casewright.model.times import CalendarDate, CourseDay, Duration, Interval, When

_CALENDAR = -1
Point: TypeAlias = int | tuple[int, str]
"""The place of an event in the course, or with 'until' its end."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the axis."""

    days: float
    """From day 0."""
    error: float
    """By how many days it may be wrong, as far as it was told."""


@dataclass(frozen=True, slots=True)
class _Link:
    origin: Point
    offset: float
    error: float


class Positions:
    """The positions of the events of a course; `anchor` is the `id` of day 0."""

    def __init__(self, course: Sequence[Event], *, anchor: str | None = None) -> None:
        self._course = course
        self._places = {event.id: n for n, event in enumerate(course) if event.id}
        self.anchor = self._day_zero(anchor)
        """The place in the course of day 0."""
        self._known = self._reached()

    def _day_zero(self, anchor: str | None) -> int:
        if anchor in self._places:
            return self._places[anchor]
        presented = (n for n, event in enumerate(self._course) if event.kind == "presentation")
        return next(presented, 0)

    def start(self, place: int) -> Position | None:
        """When an event happened or began; None where no chain leads from day 0 to it."""
        return self._known.get(place)

    def end(self, place: int) -> Position | None:
        """When an event ended: as told, by its duration, or when another took its place."""
        if known := self._known.get((place, "until")):
            return known
        start, lasted = self.start(place), getattr(self._course[place], "duration", None)
        if start is None or not isinstance(lasted, Duration):
            return self._replaced(place)
        length = days_of(lasted)
        return Position(start.days + length, start.error + length / 10)

    def _replaced(self, place: int) -> Position | None:
        """When a treatment was replaced by another."""
        name = self._course[place].id
        for number, other in enumerate(self._course):
            if name and name in getattr(other, "replaces", ()):
                return self.start(number)
        return None

    def of(self, when: When, place: int) -> Position | None:
        """The position of a time that stands in the event at `place`."""
        link = self._link(when, place)
        origin = self._known.get(link.origin) if link else None
        if link is None or origin is None:
            return None
        return Position(origin.days + link.offset, origin.error + link.error)

    @property
    def calendar(self) -> Position | None:
        """The proleptic Gregorian ordinal of day 0; None where no date leads to it."""
        known = self._known.get(_CALENDAR)
        return Position(-known.days, known.error) if known else None

    def _links(self) -> Iterator[tuple[Point, _Link]]:
        for place, event in enumerate(self._course):
            if event.at is not None and (link := self._link(event.at, place)):
                yield place, link
            until = getattr(event, "until", None)
            if until is not None and (link := self._link(until, place)):
                yield (place, "until"), link

    def _link(self, when: When, place: int) -> _Link | None:
        match when:
            case CalendarDate():
                days = days_within(when)
                return _Link(_CALENDAR, days.middle, (days.high - days.low) / 2)
            case CourseDay():
                origin = self._origin(when, place)
                return _Link(origin, when.number, 0) if origin is not None else None
            case Interval():
                return self._interval(when)
        return None

    def _origin(self, day: CourseDay, place: int) -> int | None:
        if anchor := getattr(day, "anchor", None):
            return self._places.get(anchor)
        if not getattr(day, "postoperative", False):
            return self.anchor
        before = range(place - 1, -1, -1)
        return next((n for n in before if self._course[n].kind == "procedure"), None)

    def _interval(self, when: Interval) -> _Link | None:
        origin = self._places.get(when.anchor)
        if origin is None:
            return None
        if str(when.relation) == "on the same day as":
            return _Link(origin, 0, 0)
        if when.amount is None:
            return None
        length = days_of(when.amount)
        sign = -1 if when.relation == "before" else 1
        step = DAYS[when.amount.unit]
        return _Link(origin, sign * length, step / 2 if step > 1 else 0)

    def _reached(self) -> dict[Point, Position]:
        """Every point that a chain leads to, by the chain with the least error (Dijkstra)."""
        around: dict[Point, list[tuple[Point, float, float]]] = {}
        for point, link in self._links():
            around.setdefault(link.origin, []).append((point, link.offset, link.error))
            around.setdefault(point, []).append((link.origin, -link.offset, link.error))
        known: dict[Point, Position] = {}
        waiting: list[tuple[float, int, Point, float]] = [(0.0, 0, self.anchor, 0.0)]
        count = 0
        while waiting:
            error, _, point, days = heapq.heappop(waiting)
            if point in known:
                continue
            known[point] = Position(days, error)
            for other, offset, more in around.get(point, ()):
                count += 1
                heapq.heappush(waiting, (error + more, count, other, days + offset))
        return known


def days_of(duration: Duration) -> float:
    """The mean length of a duration; the middle of a range."""
    low = float(duration.value)
    high = float(duration.high or low)
    days = (low + high) / 2 * DAYS[duration.unit]
    if duration.rest:
        number, unit = duration.rest
        days += number * DAYS[unit]
    return days

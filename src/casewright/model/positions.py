"""Where events stand on an axis of time: days from day 0, by the shortest chain of what is told.

Other than bounds, which say what is certain, a position is the one day that a reader would point
at: the middle of a month, nine times 30.4 days for nine months.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from casewright.model.anchors import (
    BIRTH,
    CALENDAR,
    GESTATION,
    Anchors,
    Point,
    pregnancy_span,
    since_birth,
)
from casewright.model.events import Event
from casewright.model.intervals import Bounds, days_within, gestation_span, mean_days
from casewright.model.patient import Patient
from casewright.model.time_units import DAYS
from casewright.model.times import AtAge, CalendarDate, CourseDay, Interval, When
from casewright.model.treatments import Medication, Procedure, Treatment

Lasting: TypeAlias = Procedure | Treatment
"""Events whose duration is the time that they went on."""


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


class Positions(Anchors):
    """The positions of the events of a course; `anchor` is the `id` of day 0."""

    def __init__(
        self, course: Sequence[Event], *, anchor: str | None = None, patient: Patient | None = None
    ) -> None:
        super().__init__(course, anchor)
        self.zero = self.anchor or 0
        """The place in the course of day 0; its first event where none is."""
        self._patient = patient
        self._known = self._reached()

    def start(self, place: int) -> Position | None:
        """When an event happened or began; None where no chain leads from day 0 to it."""
        return self._known.get(place)

    def end(self, place: int) -> Position | None:
        """When an event ended: as told, by its duration, or when another took its place."""
        if known := self._known.get((place, "until")):
            return known
        event, start = self._course[place], self.start(place)
        # The duration of a presentation is that of the complaints before it.
        lasted = getattr(event, "duration", None) if isinstance(event, Lasting) else None
        if start is None or lasted is None:
            return self._replaced(place)
        length = mean_days(lasted)
        return Position(start.days + length, start.error + length / 10)

    def _replaced(self, place: int) -> Position | None:
        """When a treatment was replaced by another."""
        name = self._course[place].id
        for number, other in enumerate(self._course):
            if name and isinstance(other, Medication) and name in other.replaces:
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
        known = self._known.get(CALENDAR)
        return Position(-known.days, known.error) if known else None

    def _links(self) -> Iterator[tuple[Point, _Link]]:
        if self._patient is not None:
            yield from self._links_of(self._patient)
        for place, event in enumerate(self._course):
            if event.at is not None and (link := self._link(event.at, place)):
                yield place, link
            if event.until is not None and (link := self._link(event.until, place)):
                yield (place, "until"), link

    def _links_of(self, patient: Patient) -> Iterator[tuple[Point, _Link]]:
        """What the patient's age, birth and pregnancy say."""
        yield self.zero, _about(*since_birth(AtAge(patient.age)))
        if known := pregnancy_span(patient, self._course):
            yield BIRTH, _about(GESTATION, known)
        expecting = patient.pregnancy.gestational_age if patient.pregnancy else None
        if expecting and self._course[self.zero].kind == "presentation":
            yield self.zero, _about(GESTATION, gestation_span(expecting))

    def _link(self, when: When, place: int) -> _Link | None:
        match when:
            case CalendarDate():
                return _about(CALENDAR, days_within(when))
            case CourseDay():
                origin = self.origin_of(when, place)
                return _Link(origin, when.number, 0) if origin is not None else None
            case AtAge():
                return _about(*since_birth(when))
            case Interval():
                return self._interval(when)
        return None

    def _interval(self, when: Interval) -> _Link | None:
        origin = self._by_id.get(when.anchor)
        if origin is None:
            return None
        if when.relation == "on the same day as":
            return _Link(origin, 0, 0)
        if when.amount is None:
            return None
        length = mean_days(when.amount)
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
        waiting: list[tuple[float, int, Point, float]] = [(0.0, 0, self.zero, 0.0)]
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


def _about(origin: Point, days: Bounds) -> _Link:
    """The middle of what is known."""
    return _Link(origin, days.middle, (days.high - days.low) / 2)

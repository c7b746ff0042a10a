"""When the events of a course happened relative to each other, with the precision known.

The times of a case are a simple temporal network (Dechter, Meiri and Pearl 1991): each says that
two events are at least and at most so many days apart. Shortest paths give the tightest bounds
between any two events; a cycle of negative length is a contradiction.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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
from casewright.model.intervals import (
    LATER,
    SAME_DAY,
    UNKNOWN,
    Bounds,
    days_of,
    days_within,
)
from casewright.model.patient import Patient
from casewright.model.times import AtAge, CalendarDate, CourseDay, Interval, When

_MOST = 20
"""How many contradictions are looked for: who has more has made one mistake many times."""


@dataclass(frozen=True, slots=True)
class Link:
    """What one fact says: `later` comes so many days after `earlier`."""

    earlier: Point
    later: Point
    days: Bounds
    event: int
    """The place in the course of the event that says so; -1 for what the patient's birth says."""
    field: str
    """'at', 'until', 'private' for a private date, or 'birth'."""


@dataclass(frozen=True, slots=True)
class _Step:
    start: Point
    end: Point
    length: float
    link: Link


class Chronology(Anchors):
    """The times of a course, as bounds between its events.

    `anchor` is the `id` of day 0; `patient` says how birth and pregnancy belong together, which
    matters where gestational ages are told; `private` holds real dates by the `id` of their event.
    """

    def __init__(
        self,
        course: Sequence[Event],
        *,
        anchor: str | None = None,
        patient: Patient | None = None,
        private: Mapping[str, CalendarDate] | None = None,
    ) -> None:
        super().__init__(course, anchor)
        self.links = tuple(self._links(patient, private or {}))
        self._ahead: dict[Point, list[_Step]] = {}
        self._back: dict[Point, list[_Step]] = {}
        for link in self.links:
            if not math.isinf(link.days.high):
                self._add(_Step(link.earlier, link.later, link.days.high, link))
            if not math.isinf(link.days.low):
                self._add(_Step(link.later, link.earlier, -link.days.low, link))

    def _add(self, step: _Step) -> None:
        self._ahead.setdefault(step.start, []).append(step)
        self._ahead.setdefault(step.end, [])
        self._back.setdefault(step.end, []).append(
            _Step(step.end, step.start, step.length, step.link)
        )
        self._back.setdefault(step.start, [])

    def between(self, first: Point, second: Point) -> Bounds:
        """The days from `first` to `second`; unknown where nothing connects them."""
        if first == second:
            return SAME_DAY
        there = _shortest(first, self._ahead).get(second, math.inf)
        back = _shortest(second, self._ahead).get(first, math.inf)
        return Bounds(-back, there)

    def out_of_order(self) -> Iterator[tuple[int, int]]:
        """Every event that happened before one that stands before it, with the first such one.

        Only what is certain counts. There must be no contradiction.
        """
        earliest = self._since_root(self._back, sign=-1)
        latest = self._since_root(self._ahead, sign=1)
        most: dict[Point, tuple[float, float]] = {}
        for place in range(len(self._course)):
            if place not in self._back:
                continue
            root, low = earliest[place]
            high = latest[place][1]
            least_low, least_high = most.get(root, (-math.inf, -math.inf))
            most[root] = max(least_low, low), max(least_high, high)
            # Who cannot be earlier than any before it, seen from the root, need not be compared.
            may_be = low < least_low or math.isinf(low)
            if may_be and (high < least_high or least_high == math.inf):
                behind = _shortest(place, self._back)
                later = next((n for n in range(place) if behind.get(n, 0) < 0), None)
                if later is not None:
                    yield place, later

    def _since_root(
        self, steps: Mapping[Point, list[_Step]], *, sign: int
    ) -> dict[Point, tuple[Point, float]]:
        """The root of each point's connected part, and the bound of the days since it."""
        found: dict[Point, tuple[Point, float]] = {}
        for root in self._ahead:
            if root in found:
                continue
            far = _shortest(root, steps)
            for point in self._connected(root):
                found[point] = (root, sign * far.get(point, math.inf))
        return found

    def _connected(self, root: Point) -> set[Point]:
        """All points that some chain of facts connects with `root`."""
        seen, due = {root}, [root]
        while due:
            here = due.pop()
            for step in (*self._ahead[here], *self._back[here]):
                if step.end not in seen:
                    seen.add(step.end)
                    due.append(step.end)
        return seen

    def from_anchor(self, place: Point) -> Bounds:
        """The days from day 0 to an event; unknown without a day 0."""
        if self.anchor is None:
            return UNKNOWN
        there, back = self._around_anchor
        return Bounds(-back.get(place, math.inf), there.get(place, math.inf))

    @cached_property
    def _around_anchor(self) -> tuple[dict[Point, float], dict[Point, float]]:
        """The shortest paths from day 0, and those to it."""
        assert self.anchor is not None
        return _shortest(self.anchor, self._ahead), _shortest(self.anchor, self._back)

    def _links(
        self, patient: Patient | None, private: Mapping[str, CalendarDate]
    ) -> Iterator[Link]:
        if patient and (known := pregnancy_span(patient, self._course)):
            yield Link(GESTATION, BIRTH, known, -1, "birth")
        for place, event in enumerate(self._course):
            yield from self._told(event.at, place, place, "at")
            if event.until is not None:
                end = (place, "until")
                yield Link(place, end, LATER, place, "until")
                yield from self._told(event.until, place, end, "until")
            if event.id and event.id in private:
                days = days_within(private[event.id])
                yield Link(CALENDAR, place, days, place, "private")

    def _told(self, at: When | None, place: int, point: Point, field: str) -> Iterator[Link]:
        """What a time says of `point`, in bounds."""
        match at:
            case CalendarDate():
                yield Link(CALENDAR, point, days_within(at), place, field)
            case AtAge():
                origin, days = since_birth(at)
                yield Link(origin, point, days, place, field)
            case CourseDay():
                zero = self.origin_of(at, place)
                if zero is not None and zero != point:
                    yield Link(zero, point, Bounds(at.number, at.number), place, field)
            case Interval() if at.anchor in self._by_id and self._by_id[at.anchor] != place:
                yield from self._interval(at, place, point, field)

    def _interval(self, at: Interval, place: int, point: Point, field: str) -> Iterator[Link]:
        origin: Point = self._by_id[at.anchor]
        if at.relation == "on the same day as":
            yield Link(origin, point, SAME_DAY, place, field)
        elif at.relation == "before":
            yield Link(point, origin, days_of(at.amount) if at.amount else LATER, place, field)
        elif at.amount:
            yield Link(origin, point, days_of(at.amount), place, field)
        else:
            yield Link(origin, point, LATER, place, field)
            if at.relation == "during" and self._course[self._by_id[at.anchor]].until:
                yield Link(point, (self._by_id[at.anchor], "until"), LATER, place, field)

    def contradictions(self) -> list[tuple[Link, ...]]:
        """Sets of facts that cannot all be true; the last fact of a set is in no later one."""
        found: list[tuple[Link, ...]] = []
        left_out: set[Link] = set()
        while len(found) < _MOST and (cycle := self._negative_cycle(left_out)):
            found.append(cycle)
            left_out.add(max(cycle, key=lambda link: (link.event, link.field)))
        return found

    def _negative_cycle(self, left_out: set[Link]) -> tuple[Link, ...]:
        """The facts of one cycle of negative length (Bellman and Ford); none if there is none."""
        far = dict.fromkeys(self._ahead, 0.0)
        came: dict[Point, _Step] = {}
        steps = [s for row in self._ahead.values() for s in row if s.link not in left_out]
        changed: Point | None = None
        for _ in range(len(far) + 1):
            changed = None
            steps.reverse()  # a chain told backwards is as quick as one told forwards
            for step in steps:
                if far[step.start] + step.length < far[step.end]:
                    far[step.end] = far[step.start] + step.length
                    came[step.end] = step
                    changed = step.end
            if changed is None:
                return ()
        assert changed is not None
        for _ in range(len(far)):
            changed = came[changed].start
        cycle, at = [came[changed].link], came[changed].start
        while at != changed:
            cycle.append(came[at].link)
            at = came[at].start
        return tuple(dict.fromkeys(cycle))


def _shortest(start: Point, steps: Mapping[Point, list[_Step]]) -> dict[Point, float]:
    """The length of the shortest path to every point; with a contradiction, some length."""
    far = {start: 0.0}
    due, waiting = deque([start]), {start}
    most = len(steps) * max(1, len(steps))
    while due and most:
        most -= 1
        here = due.popleft()
        waiting.discard(here)
        for step in steps.get(here, ()):
            length = far[here] + step.length
            if length < far.get(step.end, math.inf):
                far[step.end] = length
                if step.end not in waiting:
                    due.append(step.end)
                    waiting.add(step.end)
    return far

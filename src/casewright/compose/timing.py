"""Which time of an event is printed, by the journal's policy for dates."""

from __future__ import annotations

from functools import cached_property

from casewright.compose.marks import Md
from casewright.compose.phrases import times
from casewright.model.case import Case
from casewright.model.chronology import Chronology
from casewright.model.events import Event
from casewright.model.intervals import days_within, interval_of
from casewright.model.journal import Journal
from casewright.model.times import CalendarDate, Computed, Interval, When


class Timing:
    """The times of a case as one journal prints them."""

    def __init__(self, case: Case, journal: Journal) -> None:
        self._case = case
        self._journal = journal

    def at(self, event: Event) -> When | None:
        """When an event happened or began; None where it is not known or not printed."""
        return self._shown(event, event.at, end=False)

    def until(self, event: Event) -> When | None:
        """When an event ended; None where it is not known or not printed."""
        return self._shown(event, event.until, end=True)

    def phrase(self, event: Event, told: Event | None) -> Md | None:
        """The time of an event in words; `told` is the event just before it in the text."""
        at, until = self.at(event), self.until(event)
        if until is not None:
            return times.period_phrase(at, until, self._case, self._journal, told=told)
        return times.time_phrase(at, self._case, self._journal, told=told) if at else None

    def later(self, event: Event, before: Event) -> Md | None:
        """'later that month', for a date that prints like the one before it."""
        first, second = self.at(before), self.at(event)
        if not isinstance(first, CalendarDate) or not isinstance(second, CalendarDate):
            return None
        if event.until or days_within(first).high >= days_within(second).low:
            return None
        return Md(f"later that {'year' if self._journal.dates.calendar == 'year' else 'month'}")

    @cached_property
    def _chronology(self) -> Chronology:
        case = self._case
        return Chronology(case.course, anchor=case.anchor, patient=case.patient)

    def _shown(self, event: Event, when: When | None, *, end: bool) -> When | None:
        """A date becomes an interval from day 0 where the journal prints no dates."""
        if isinstance(when, Computed):
            return None
        if not isinstance(when, CalendarDate) or self._journal.dates.calendar != "none":
            return when
        return self._since_day_zero(event, end=end)

    def _since_day_zero(self, event: Event, *, end: bool) -> Interval | None:
        """None where the precision does not allow it, and for day 0 itself."""
        place = next(n for n, other in enumerate(self._case.course) if other.path == event.path)
        zero = self._chronology.anchor
        if zero is None or (zero == place and not end):
            return None
        return interval_of(self._chronology.from_anchor((place, "until") if end else place), "")

"""Where a paragraph begins in the story of a patient."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from casewright.model.events import Event
from casewright.model.times import CourseDay, Interval, When
from casewright.model.treatments import Procedure

_INVESTIGATIONS = frozenset(
    {"laboratory", "imaging", "endoscopy", "physiology", "microbiology", "genetics"}
)
_BREAKS = _INVESTIGATIONS | {
    *("presentation", "examination"),
    *("procedure", "medication", "radiotherapy", "other_treatment"),
}
_LONG = 5
"""Events after which a paragraph is long."""


def paragraphs(
    events: Iterable[Event], *, has_history: bool, at: Callable[[Event], When | None]
) -> list[list[Event]]:
    """Group events: a new paragraph where time moves on or an operation begins.

    `at` gives the time of an event as it is printed.

    Minutes, hours and days of the course follow one another quickly: these begin a paragraph only
    after a long one. What was found at the bedside is long with a history before it.
    """
    groups: list[list[Event]] = []
    stated: When | None = None
    for event in events:
        before = groups[-1] if groups else []
        time = at(event)
        moves_on = time is not None and time != stated
        if before and not _begins(event, before, time if moves_on else None, has_history):
            before.append(event)
        else:
            groups.append([event])
        stated = time or stated
    return groups


def _begins(event: Event, before: list[Event], time: When | None, has_history: bool) -> bool:
    """Whether an event begins a paragraph; `time` is None where it has not moved on."""
    if isinstance(event, Procedure) and event.findings:
        return True
    if event.kind in _INVESTIGATIONS and before[-1].kind == "examination":
        opens = has_history and before[0].kind == "presentation"
        if opens:
            return True
    if isinstance(time, CourseDay) or _is_soon(time):
        return len(before) >= _LONG
    return isinstance(time, Interval) and event.kind in _BREAKS


def _is_soon(at: When | None) -> bool:
    """Whether a time is told in minutes or hours from another event."""
    return isinstance(at, Interval) and at.amount is not None and at.amount.unit in _SOON


_SOON = frozenset({"second", "minute", "hour"})

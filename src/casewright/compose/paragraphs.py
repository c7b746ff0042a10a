"""Where a paragraph begins in the story of a patient."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from casewright.compose.order import SECTION_OF_KIND
from casewright.model.events import Event
from casewright.model.outcomes import AdverseEvent, FollowUp
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
_SOME = 3
"""Events after which the next stage begins a paragraph."""
_STAGES = ("presentation", "investigations", "treatment", "outcome")


def paragraphs(
    events: Iterable[Event], *, has_history: bool, at: Callable[[Event], When | None]
) -> list[list[Event]]:
    """Group events: a new paragraph where time moves on or an operation begins.

    `at` gives the time of an event as it is printed.

    Minutes, hours and days of the course follow one another quickly: these begin a paragraph only
    after a long one. What was found at the bedside is long with a history before it. A paragraph of
    some events also ends where the next stage begins: the treatment after the results, the outcome
    after the treatment.
    """
    groups: list[list[Event]] = []
    stated: When | None = None
    came, stage = False, 0
    for event in events:
        before = groups[-1] if groups else []
        time = at(event)
        moves_on = time is not None and time != stated
        later = len(before) >= _SOME and _begins_stage(event, stage)
        seen = has_history and came and bool(before) and before[-1].kind == "examination"
        results = seen and event.kind in _INVESTIGATIONS
        if before and not (later or results or _begins(event, before, time if moves_on else None)):
            before.append(event)
        else:
            groups.append([event])
            came, stage = False, 0
        if event.kind == "presentation":
            came, stage = True, 0
        stage = max(stage, _stage(event))
        stated = time or stated
    return groups


def _begins(event: Event, before: list[Event], time: When | None) -> bool:
    """Whether an event begins a paragraph; `time` is None where it has not moved on."""
    if isinstance(event, Procedure) and event.findings:
        return True
    if isinstance(time, CourseDay) or _is_soon(time):
        return len(before) >= _LONG
    return isinstance(time, Interval) and event.kind in _BREAKS and not _is_aside(before)


def _is_aside(before: list[Event]) -> bool:
    """Whether nothing was told yet but how a time went: 'The postoperative course was uneventful.'

    That alone makes no paragraph.
    """
    return len(before) == 1 and isinstance(before[0], FollowUp) and bool(before[0].course)


def _begins_stage(event: Event, stage: int) -> bool:
    """Whether an event is of a later stage than `stage`, the latest since the patient last came.

    An operation may join the image before it, and a complication the result that showed it.
    """
    if isinstance(event, Procedure) or (isinstance(event, AdverseEvent) and not event.known):
        return False
    return _stage(event) > stage


def _stage(event: Event) -> int:
    return _STAGES.index(SECTION_OF_KIND[event.kind])


def _is_soon(at: When | None) -> bool:
    """Whether a time is told in minutes or hours from another event."""
    return isinstance(at, Interval) and at.amount is not None and at.amount.unit in _SOON


_SOON = frozenset({"second", "minute", "hour"})

"""The times of a course: what is computed from private dates, and what cannot be true."""

from __future__ import annotations

from itertools import islice
from typing import Any, TypeVar

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.model.case import PatientCase
from casewright.model.chronology import Chronology, Link
from casewright.model.events import Event
from casewright.model.intervals import Bounds, days_within, interval_of
from casewright.model.times import Computed, CourseDay, Interval
from casewright.readers.private_dates import PrivateDates
from casewright.readers.yaml_file import YamlFile

_MOST = 20
"""How many events out of order are reported: the rest of a list turned round says nothing new."""

CaseT = TypeVar("CaseT", bound=PatientCase)


def with_times(case: CaseT, file: YamlFile, private: PrivateDates, found: Diagnostics) -> CaseT:
    """The case with the intervals that its private dates give; times that cannot be are reported.

    CASE007: a postoperative day without an operation.
    CON001: times that contradict each other. CON002: an event out of the order of time. CON003:
    a time that cannot be computed.
    """
    _check_operations(case, file, found)
    chronology = Chronology(
        case.course, anchor=case.anchor, patient=case.patient, private=private.dates
    )
    contradictions = chronology.contradictions()
    for links in contradictions:
        _report_contradiction(links, case, file, private=private, found=found)
    if not contradictions:
        _check_order(chronology, case, file, found)
    origin = _origin(chronology.anchor, case, private)
    course = [
        _computed(place, case, file, private=private, origin=origin, found=found)
        for place in range(len(case.course))
    ]
    return case.model_copy(update={"course": tuple(course)})


_IN_WORDS = {
    "follow_up": "follow-up",
    "adverse_event": "adverse event",
    "other_treatment": "treatment",
}
"""What the kinds of events are called in a sentence, where that is not their name."""


def _named(place: int, case: PatientCase) -> str:
    """An event in a message: by its id, or by its position."""
    event = case.course[place]
    kind = _IN_WORDS.get(event.kind, event.kind)
    return f"'{event.id}'" if event.id else f"the {kind} (item {place + 1} of 'course')"


def _check_operations(case: PatientCase, file: YamlFile, found: Diagnostics) -> None:
    for place, event in enumerate(case.course):
        for key, at in (("at", event.at), ("until", event.until)):
            if not isinstance(at, CourseDay) or not at.postoperative:
                continue
            if not any(one.kind == "procedure" for one in case.course[:place]):
                message = "there is no procedure before this event to count from"
                hint = f"write 'day {at.number} after <id>', with the id of the event that is meant"
                where = file.place(f"course.{place}.{key}")
                found.add(RULES["CASE007"], message, where, hint=hint)


def _report_contradiction(
    links: tuple[Link, ...],
    case: PatientCase,
    file: YamlFile,
    *,
    private: PrivateDates,
    found: Diagnostics,
) -> None:
    """All facts of a contradiction, at the place of the last one in the course."""
    facts = sorted({(link.field == "private", link.event, link.field) for link in links})
    said = [_fact(place, key, case, file) for _, place, key in facts]
    places = [_place(place, key, case, file, private) for _, place, key in facts]
    shown = [number for number, fact in enumerate(facts) if not fact[0]]
    main = shown[-1] if shown else len(facts) - 1
    others = list(dict.fromkeys(str(place) for n, place in enumerate(places) if n != main))
    hint = "correct one of them" + (f"; see also {', '.join(others)}" if others else "")
    message = f"these times cannot all be true: {'; '.join(said)}"
    found.add(RULES["CON001"], message, places[main], hint=hint)


def _fact(place: int, key: str, case: PatientCase, file: YamlFile) -> str:
    data: Any = file.data
    if key == "birth":
        known = case.patient.birth and case.patient.birth.gestational_age
        told = f"at '{data['patient']['birth']['gestational_age']}'" if known else ""
        return f"the patient was born {told or 'after 20 to 45 weeks of gestation'}"
    name = _named(place, case)
    if key == "private":
        return f"the private date of {name}"
    raw = data["course"][place].get(key, "")
    return f"{name} {'lasts until' if key == 'until' else 'is'} '{raw}'"


def _place(place: int, key: str, case: PatientCase, file: YamlFile, private: PrivateDates) -> Span:
    if key == "birth":
        return file.place("patient.birth.gestational_age")
    if key == "private":
        return private.places[case.course[place].id or ""]
    return file.place(f"course.{place}.{key}")


def _check_order(
    chronology: Chronology, case: PatientCase, file: YamlFile, found: Diagnostics
) -> None:
    """No event stands after one that certainly happened later."""
    for place, later in islice(chronology.out_of_order(), _MOST):
        message = f"{_named(place, case)} stands after {_named(later, case)} but happened before it"
        hint = "move it up: the course is told in the order of time"
        found.add(RULES["CON002"], message, file.place(f"course.{place}.at"), hint=hint)


def _computed(
    place: int,
    case: PatientCase,
    file: YamlFile,
    *,
    private: PrivateDates,
    origin: str | None,
    found: Diagnostics,
) -> Event:
    """The event at `place`, with the interval that its private date gives from `origin`."""
    event = case.course[place]
    if isinstance(event.at, Computed):
        anchor = event.at.anchor or origin
        interval = _interval(event, anchor, private)
        known = anchor is None or any(one.id == anchor for one in case.course)
        if interval is None and known:
            missing, remedy = _missing((event.id, anchor), private)
            where = file.place(f"course.{place}.at")
            hint = f"{remedy}, or write the interval here: '9 months after {anchor or '<id>'}'"
            message = f"the time cannot be computed: {missing}"
            found.add(RULES["CON003"], message, where, hint=hint)
        return event.model_copy(update={"at": interval})
    if event.at is None and event.id in private.dates:
        interval = _interval(event, origin, private)
        if interval and interval.relation != "on the same day as":
            return event.model_copy(update={"at": interval})
    return event


def _missing(ids: tuple[str | None, str | None], private: PrivateDates) -> tuple[str, str]:
    """Why a time is not computed, and what to do about it."""
    own, anchor = ids
    if own is None:
        return "this event has no 'id'", f"give it one, and a date in {private.name}"
    if anchor is None:
        return "day 0 has no 'id'", "write 'computed from <id>'"
    undated = [f"'{name}'" for name in ids if name not in private.dates]
    if undated:
        lacks = f"{private.name} beside this file has no date of {' and '.join(undated)}"
        return lacks, f"write a line for each there, such as {undated[0][:-1]}: 2005-09-12'"
    return (
        f"the dates of '{own}' and '{anchor}' in {private.name} are not precise enough",
        "give them to the day",
    )


def _origin(zero: int | None, case: PatientCase, private: PrivateDates) -> str | None:
    """What intervals are counted from: day 0, or the first dated event if day 0 has no date."""
    name = None if zero is None else case.course[zero].id
    if name in private.dates:
        return name
    return next((event.id for event in case.course if event.id in private.dates), name)


def _interval(event: Event, anchor: str | None, private: PrivateDates) -> Interval | None:
    if not event.id or not anchor or event.id == anchor:
        return None
    if event.id not in private.dates or anchor not in private.dates:
        return None
    start, end = days_within(private.dates[anchor]), days_within(private.dates[event.id])
    length = Bounds(end.low - start.high, end.high - start.low)
    return interval_of(length, anchor)

"""When and how long, by a journal's policy: 'in September 2005', 'nine months after it'."""

from __future__ import annotations

import calendar

from casewright.compose.language import number_word, plural
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import NBSP
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.journal import Journal
from casewright.model.times import CalendarDate, CourseDay, Duration, Interval, When


def duration(value: Duration) -> Md:
    """A duration as a span that a later pass prints by its place in the sentence."""
    text = f"{value.value} {plural(value.unit, value.value)}"
    span = f'[{text}]{{.time value="{value.value}" unit="{value.unit}"}}'
    return Md(f"about {span}" if value.approximate else span)


_ARRIVALS = {"admitted": "admission", "referred": "referral", "transferred": "transfer"}

_TESTING = {
    "laboratory": "laboratory testing",
    "microbiology": "microbiological testing",
    "genetics": "genetic testing",
}


def event_name(event: Event) -> str:
    """How other sentences call an event."""
    if event.short:
        return event.short
    match event.kind:
        case "procedure" | "endoscopy" | "other_treatment":
            return event.name
        case "presentation":
            return _ARRIVALS.get(event.manner, "presentation")
        case "imaging":
            return f"{event.modality} of {event.region}" if event.region else event.modality
        case "medication":
            return f"the start of {event.name}"
        case "physiology":
            return event.test
        case "pathology":
            return "histologic examination"
        case "microbiology" | "genetics" | "laboratory":
            return _TESTING[event.kind]
        case "radiotherapy":
            return event.modality
    return f"the {event.kind.replace('_', ' ')}"


def time_phrase(at: When, case: Case, journal: Journal) -> Md | None:
    """A time by the journal's policy: 'in September 2005', 'nine months after the operation'.

    None where the journal does not print it, and for an anchor that is not there.
    """
    if isinstance(at, CalendarDate):
        return _date_phrase(at, journal)
    if isinstance(at, CourseDay):
        return Md.of(f"on day{NBSP}{at.number}")
    event = next((event for event in case.course if event.id == at.anchor), None)
    if event is None:
        return None
    anchor = Md.of(event_name(event))
    if at.amount is None:
        return Md.join_all(at.relation, " ", anchor)
    return Md.join_all(duration(at.amount), " ", at.relation, " ", anchor)


def _date_phrase(date: CalendarDate, journal: Journal) -> Md | None:
    finest = journal.dates.calendar
    if finest == "none":
        return None
    if date.month is None or finest == "year":
        return Md.of(f"in {date.year}")
    month = calendar.month_name[date.month]
    if date.day is None or finest == "month":
        return Md.of(f"in {month} {date.year}")
    if journal.language.value == "en-GB":
        return Md.of(f"on {date.day}{NBSP}{month} {date.year}")
    return Md.of(f"on {month}{NBSP}{date.day}, {date.year}")


def same_time(a: When | None, b: When | None) -> bool:
    """Whether two times are told in the same words."""
    return a is not None and a == b


def is_interval(at: When | None) -> bool:
    """Whether a time is told from another event."""
    return isinstance(at, Interval)


def spelled(value: int) -> str:
    """A count for the start of a sentence; numerals above 999."""
    return number_word(value) if 0 <= value <= 999 else str(value)

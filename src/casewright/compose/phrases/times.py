"""When and how long, by a journal's policy: 'in September 2005', 'nine months after it'."""

from __future__ import annotations

import calendar
from collections.abc import Mapping

from casewright.compose.language import article, number_word, plural
from casewright.compose.marks import Md
from casewright.compose.phrases import people
from casewright.compose.phrases.quantities import NBSP
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.journal import Journal
from casewright.model.times import AtAge, CalendarDate, CourseDay, Duration, Interval, When


def duration(value: Duration) -> Md:
    """A duration as a span that a later pass prints by its place in the sentence."""
    span = f'[{value.bare}]{{.time length="{value.bare}"}}'
    return Md(f"{value.qualifier} {span}" if value.qualifier else span)


def in_digits(length: Duration, short: Mapping[str, str]) -> str:
    """'9 mo', '2-3 weeks', '2 years 3 months' without the qualifier; no-break spaces.

    `short` holds the forms of units after a numeral; two units are both short, or both in full.
    """
    unit = short.get(length.unit)
    many = f"{length.value}-{length.high}" if length.high else length.value
    text = f"{many} {unit or unit_of(length)}"
    if length.rest:
        more, smaller = length.rest
        if unit and smaller in short:
            text = f"{many} {unit} {more} {short[smaller]}"
        else:
            text = f"{many} {unit_of(length)} {more} {plural(smaller, more)}"
    return text.replace(" ", NBSP)


def unit_of(length: Duration) -> str:
    """The first unit of a duration in the number that its value asks for."""
    return plural(length.unit, 1 if length.value == "1" and not length.high else 2)


def before_noun(value: Duration) -> str | None:
    """A duration before a noun: 'a 10-hour'; None for one that is inexact or in two units."""
    if value.qualifier or value.high or value.rest:
        return None
    phrase = f"{value.value}-{value.unit}"
    return f"{article(phrase)} {phrase}"


_ARRIVALS = {"admitted": "admission", "referred": "referral", "transferred": "transfer"}
_NAMES = {
    "laboratory": "laboratory testing",
    "microbiology": "microbiological testing",
    "genetics": "genetic testing",
    "pathology": "histologic examination",
    "follow_up": "the follow-up visit",
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
        case "radiotherapy":
            return event.modality
        case "follow_up" if event.discharged:
            return "discharge"
    return _NAMES.get(event.kind, f"the {event.kind.replace('_', ' ')}")


def time_phrase(at: When, case: Case, journal: Journal, *, told: Event | None = None) -> Md | None:
    """A time by the journal's policy: 'in September 2005', 'nine months after the operation'.

    `told` is the event that the reader has just been told of: 'two days later'. None where the
    journal does not print it, and for an anchor that is not there.
    """
    match at:
        case CalendarDate():
            return _date_phrase(at, journal)
        case CourseDay():
            return _day_phrase(at, case, told)
        case AtAge():
            age = at.age
            return people.at_age(age, case.patient, journal) if age else Md("at birth")
        case Interval():
            return _interval_phrase(at, case, told)
    return None


def period_phrase(
    at: When | None, until: When, case: Case, journal: Journal, *, told: Event | None = None
) -> Md | None:
    """A time that lasted: 'from September 2005 to January 2006', 'from day 3 to day 10'."""
    start = time_phrase(at, case, journal, told=told) if at else None
    end = time_phrase(until, case, journal)
    if start is None or end is None or start == end:
        return start or (_until(end) if end else None)
    if isinstance(at, Interval) and isinstance(until, Interval):
        between = _between(at, until, case, told)
        if between:
            return between
    if isinstance(at, AtAge) or (isinstance(at, Interval) and at.amount is None):
        return Md.join_all(start, " ", _until(end))
    word = "to" if type(at) is type(until) and not isinstance(at, Interval) else "until"
    return Md.join_all("from ", _noun(start), f" {word} ", _noun(end))


def _between(at: Interval, until: Interval, case: Case, told: Event | None) -> Md | None:
    """Two times after one event: 'from 2 to 12 days after it', 'for the first 3 months'."""
    event, last = _event(at.anchor, case), until.amount
    if event is None or last is None or at.anchor != until.anchor or last.qualifier:
        return None
    if {at.relation, until.relation} != {"after"}:
        return None
    first = at.amount
    if first is None:
        spoken = Md.join_all("for the first ", duration(last))
    elif first.unit == last.unit and not (first.rest or first.high or first.qualifier):
        spoken = Md.join_all(f"from {first.value} to ", duration(last))
    else:
        spoken = Md.join_all("from ", duration(first), " to ", duration(last))
    after = None
    if _is_same(event, told):
        after = "later" if first else "afterwards"
    return Md.join_all(spoken, " ", after or Md.join_all("after ", event_name(event)))


def _until(end: Md) -> Md:
    return Md.join_all("until ", _noun(end))


def _noun(phrase: Md) -> Md:
    """A time without its preposition, to stand after another one."""
    return Md(str(phrase).removeprefix("on ").removeprefix("in "))


def _event(event_id: str | None, case: Case) -> Event | None:
    """The event with this `id`; day 0 for no id."""
    wanted = event_id or case.anchor
    if wanted is None:
        return next((event for event in case.course if event.kind == "presentation"), None)
    return next((event for event in case.course if event.id == wanted), None)


def _is_same(event: Event, told: Event | None) -> bool:
    """Whether an event is the one just told, or a part of it: an abstract tells events in part."""
    return told is not None and event.path == told.path


def _interval_phrase(at: Interval, case: Case, told: Event | None) -> Md | None:
    event = _event(at.anchor, case)
    if event is None:
        return None
    anchor = Md.of(event_name(event))
    if at.relation == "on the same day as":
        return (
            Md("on the same day")
            if _is_same(event, told)
            else Md.join_all("on the day of ", anchor)
        )
    if at.amount is None:
        return Md.join_all(at.relation, " ", anchor)
    amount = at.amount
    within = amount.qualifier == "up to"
    start = Md.join_all("within ", duration(amount.bare)) if within else duration(amount)
    if _is_same(event, told) and at.relation == "after":
        return start if within else Md.join_all(start, " later")
    relation = "of" if within and at.relation == "after" else at.relation
    return Md.join_all(start, " ", relation, " ", anchor)


def _day_phrase(day: CourseDay, case: Case, told: Event | None) -> Md | None:
    """'on day 12', 'on postoperative day 3', '2 days before admission'."""
    if day.postoperative:
        on = f"on postoperative day{NBSP}{day.number}"
        return Md.of(on if day.number else "on the day of the operation")
    event = _event(day.anchor, case)
    if day.number < 0:
        amount = Duration(str(-day.number), "day")
        name = event_name(event) if event else "presentation"
        return Md.join_all(duration(amount), " before ", name)
    if day.number == 0 and event:
        return Md.of(f"on the day of {event_name(event)}")
    if day.anchor is None or event is None:
        return Md.of(f"on day{NBSP}{day.number}")
    operations = [one for one in case.course if one.kind == "procedure"]
    if event.kind == "procedure" and (_is_same(event, told) or len(operations) == 1):
        return Md.of(f"on postoperative day{NBSP}{day.number}")
    return Md.of(f"on day{NBSP}{day.number} after {event_name(event)}")


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


def opens_sentence(at: When) -> bool:
    """Whether the words of a time can begin a sentence; '2.3 years after …' cannot."""
    amount = at.amount if isinstance(at, Interval) else None
    if amount is None or amount.qualifier:
        return True
    return all(in_words(number) for number in (amount.value, amount.high or "1"))


def in_words(number: str) -> str | None:
    """Digits as words: 'nine', 'one and a half'; None for a number that has no short name."""
    whole, _, decimals = number.partition(".")
    if int(whole) > 999 or decimals not in ("", "5"):
        return None
    if decimals:
        return f"{number_word(int(whole))} and a half" if int(whole) else None
    return number_word(int(whole))


def spelled(value: int) -> str:
    """A count for the start of a sentence; numerals above 999."""
    return number_word(value) if 0 <= value <= 999 else str(value)

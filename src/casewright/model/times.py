"""When things happened and how long they took: durations, dates and intervals."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from casewright.diagnostics import suggest
from casewright.model.ages import Age
from casewright.model.declare import PlainValidator
from casewright.model.time_units import TIME_UNITS, TimeUnit
from casewright.model.values import NotAValue, value_schema

_TIME_UNITS: dict[str, TimeUnit] = {name + s: name for name in TIME_UNITS for s in ("", "s")}

Qualifier: TypeAlias = Literal["about", "less than", "more than", "at least", "up to", "nearly"]
_QUALIFIERS: dict[str, Qualifier] = {
    **dict.fromkeys(("about", "approximately", "around", "~"), "about"),
    **dict.fromkeys(("less than", "under", "<"), "less than"),
    **dict.fromkeys(("more than", "over", ">"), "more than"),
    **dict.fromkeys(("at least", ">=", "≥"), "at least"),
    **dict.fromkeys(("up to", "at most", "within", "<=", "≤"), "up to"),
    **dict.fromkeys(("nearly", "almost"), "nearly"),
}
_NUMBER = r"\d{1,4}(?:\.\d{1,2})?"
_DURATION = re.compile(
    rf"(?:({'|'.join(sorted(_QUALIFIERS, key=len, reverse=True))})\s*)?"
    rf"({_NUMBER})(?:\s*(?:-|–|to)\s*({_NUMBER}))?\s+([a-z]+)(?:,? (?:and )?(\d+) ([a-z]+))?"
)
_DURATION_HELP = "write a duration as '9 months', '2-3 weeks', 'about 10 days' or '1 year 6 months'"


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of time: exact, a range, with a qualifier, or in two units."""

    value: str
    """Digits as written: '9', '1.5'; the low end of a range."""
    unit: TimeUnit
    high: str | None = None
    """The high end of a range."""
    qualifier: Qualifier | None = None
    rest: tuple[int, TimeUnit] | None = None
    """What follows in a smaller unit: the 3 months of '2 years 3 months'."""

    @classmethod
    def parse(cls, raw: object) -> Duration:
        match = _DURATION.fullmatch(raw) if isinstance(raw, str) else None
        if not match:
            raise ValueError(_DURATION_HELP)
        word, low, high, unit, more, smaller = match.groups()
        made = cls(
            low,
            _time_unit(unit),
            high,
            _QUALIFIERS[word] if word else None,
            (int(more), _time_unit(smaller)) if more else None,
        )
        made._check()
        return made

    def _check(self) -> None:
        if float(self.high or self.value) == 0:
            raise NotAValue("a duration is longer than nothing", "check the number")
        if self.high and float(self.high) <= float(self.value):
            hint = f"write it as '{self.high}-{self.value} {self.unit}s'"
            raise NotAValue("the shorter end of a range comes first", hint)
        if self.rest and (self.high or "." in self.value):
            raise ValueError(_DURATION_HELP)
        if self.rest and TIME_UNITS.index(self.rest[1]) >= TIME_UNITS.index(self.unit):
            raise NotAValue("the larger unit comes first", "write it as '2 years 3 months'")

    @property
    def bare(self) -> Duration:
        """The same without its qualifier."""
        return Duration(self.value, self.unit, self.high, None, self.rest)

    def __str__(self) -> str:
        """The duration as a case file holds it; `parse` reads it back."""
        many = f"{self.value}-{self.high}" if self.high else self.value
        unit = self.unit if many == "1" else f"{self.unit}s"
        said = f"{many} {unit}"
        if self.rest:
            number, smaller = self.rest
            said += f" {number} {smaller}{'' if number == 1 else 's'}"
        return f"{self.qualifier} {said}" if self.qualifier else said


def _time_unit(word: str) -> TimeUnit:
    if word in _TIME_UNITS:
        return _TIME_UNITS[word]
    also = suggest(word, _TIME_UNITS, otherwise=f"the units are {', '.join(TIME_UNITS)}")
    raise NotAValue(f"there is no unit of time '{word}'", also)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        return "day" if self.day else "month" if self.month else "year"

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Interval:
    """A time told from another event, with or without an amount."""

    relation: Literal["after", "before", "during", "on the same day as"]
    anchor: str
    """The `id` of the event that it is counted from; empty for day 0, which may have none."""
    amount: Duration | None = None


@dataclass(frozen=True, slots=True)
class CourseDay:
    """A day counted from an event, which is day 0."""

    number: int
    anchor: str | None = None
    """The `id` of day 0; the anchor of the case, or its first presentation, if not given."""
    postoperative: bool = False
    """Counted from the last procedure before it in the course."""


@dataclass(frozen=True, slots=True)
class AtAge:
    """A time told by the age of the patient; no age is birth."""

    age: Age | None


@dataclass(frozen=True, slots=True)
class Computed:
    """A time that is computed from the private dates of the case."""

    anchor: str | None = None
    """The `id` to count from; the anchor of the case, or its first presentation, if not given."""


When: TypeAlias = CalendarDate | Interval | CourseDay | AtAge | Computed
_WHEN_HELP = (
    "write a date as 2005, 2005-09 or 2005-09-12, or a time as '9 months after <event id>', "
    "'after <event id>', 'on the same day as <event id>', 'day 12', 'postoperative day 3' or "
    "'at the age of 3 years'"
)
_ID = r"([a-z0-9][a-z0-9-]*)"
_INTERVAL = re.compile(rf"(?:(.+) )?(after|before|during) {_ID}")
_SAME_DAY = re.compile(rf"(?:on )?(?:the )?same day as {_ID}")
_COURSE_DAY = re.compile(rf"(?:on )?(postoperative )?day (-?\d{{1,5}})(?: after {_ID})?")
_AT_AGE = re.compile(r"at (?:the )?age (?:of )?(.+)|at (.+) of age|at (.+ of gestation)")
_COMPUTED = re.compile(rf"computed(?: from {_ID})?")


def parse_when(raw: object) -> When:
    """Read the time of an event.

    Raises `ValueError` when it is neither a real date nor a time told from an event.
    """
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str):
        raise ValueError(_WHEN_HELP)
    return _plain_time(raw) or _time_from_event(raw)


def _plain_time(raw: str) -> When | None:
    """A time that needs no other event."""
    if match := re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", raw):
        return _calendar_date(raw, *(int(part) if part else None for part in match.groups()))
    if raw == "at birth":
        return AtAge(None)
    if match := _AT_AGE.fullmatch(raw):
        return AtAge(Age.parse(match[1] or match[2] or match[3]))
    return None


def _time_from_event(raw: str) -> When:
    if match := _COURSE_DAY.fullmatch(raw):
        return _course_day(*match.groups())
    if match := _SAME_DAY.fullmatch(raw):
        return Interval("on the same day as", match[1])
    if match := _COMPUTED.fullmatch(raw):
        return Computed(match[1])
    if match := _INTERVAL.fullmatch(raw):
        amount, relation, anchor = match.groups()
        if amount and relation == "during":
            raise ValueError(_WHEN_HELP)
        return Interval(relation, anchor, Duration.parse(amount) if amount else None)  # type: ignore[arg-type]
    raise ValueError(_WHEN_HELP)


def _course_day(postoperative: str | None, number: str, anchor: str | None) -> CourseDay:
    if postoperative and int(number) < 0:
        hint = f"write 'day {int(number)} after <id>', with the id of the operation"
        raise NotAValue("a postoperative day is not before the operation", hint)
    return CourseDay(int(number), anchor, bool(postoperative and not anchor))


def parse_told(raw: object) -> When:
    """Read a time that is not computed from private dates; raises `ValueError`."""
    at = parse_when(raw)
    if isinstance(at, Computed):
        hint = "write '6 weeks after <event id>', or a date"
        raise NotAValue("only the 'at' of an event is computed", hint)
    return at


def anchor_of(at: When | None) -> str | None:
    """The `id` that a time names, if it names one."""
    return at.anchor if isinstance(at, Interval | CourseDay | Computed) else None


_DATE_HELP = "write year, month and day, as in 2005-09-12; leave out what is not known"


def _calendar_date(
    raw: str, year: int | None, month: int | None = None, day: int | None = None
) -> CalendarDate:
    assert year is not None
    if not 1800 <= year <= 2200:
        raise NotAValue(f"'{raw}' is no date: it is before 1800 or after 2200", _DATE_HELP)
    if month is not None and not 1 <= month <= 12:
        raise NotAValue(f"'{raw}' is no date: there is no month {month:02}", _DATE_HELP)
    if day == 0 or (day and month and day > calendar.monthrange(year, month)[1]):
        raise NotAValue(f"'{raw}' is no date: that month has no day {day:02}", _DATE_HELP)
    return CalendarDate(year, month, day)


DurationValue: TypeAlias = Annotated[
    Duration,
    PlainValidator(Duration.parse),
    value_schema(
        "A duration.",
        *("9 months", "about 2 weeks", "2-3 weeks", "less than 24 hours", "2 years 3 months"),
    ),
]
_WHEN_EXAMPLES = (
    2005,
    "2005-09",
    "2005-09-12",
    "9 months after operation",
    "after operation",
    "2-3 weeks before operation",
    "on the same day as operation",
    "day 12",
    "day 3 after operation",
    "postoperative day 3",
    "at birth",
    "at the age of 3 years",
    "at 22 weeks of gestation",
)
EventTimeValue: TypeAlias = Annotated[
    When,
    PlainValidator(parse_when),
    value_schema("When an event happened.", *_WHEN_EXAMPLES, "computed from operation"),
]
WhenValue: TypeAlias = Annotated[
    When,
    PlainValidator(parse_told),
    value_schema("When something happened.", *_WHEN_EXAMPLES),
]
UntilValue: TypeAlias = Annotated[
    When,
    PlainValidator(parse_told),
    value_schema("When something ended.", "2006-01", "6 weeks after operation", "day 12"),
]

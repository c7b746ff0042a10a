"""When things happened and how long they took: durations, dates and intervals."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import PlainValidator

from casewright.model.values import value_schema

TimeUnit = Literal["minute", "hour", "day", "week", "month", "year"]
_TIME_UNITS: dict[str, TimeUnit] = {
    name + plural: name
    for name in ("minute", "hour", "day", "week", "month", "year")
    for plural in ("", "s")
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of minutes, hours, days, weeks, months or years."""

    value: int
    unit: TimeUnit
    approximate: bool = False

    @classmethod
    def parse(cls, raw: object) -> Duration:
        match = isinstance(raw, str) and re.fullmatch(r"(about )?(\d+) ([a-z]+)", raw)
        if not match or match[3] not in _TIME_UNITS:
            raise ValueError("write a duration as '9 months' or 'about 2 weeks'")
        return cls(int(match[2]), _TIME_UNITS[match[3]], bool(match[1]))


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        return "day" if self.day else "month" if self.month else "year"


@dataclass(frozen=True, slots=True)
class Interval:
    """A time told from another event, with or without an amount."""

    relation: Literal["after", "before", "during"]
    anchor: str
    """The `id` of the event that it is counted from."""
    amount: Duration | None = None


@dataclass(frozen=True, slots=True)
class CourseDay:
    """A day counted from the presentation, which is day 0."""

    number: int


When: TypeAlias = CalendarDate | Interval | CourseDay
_WHEN_HELP = (
    "write a date as 2005, 2005-09 or 2005-09-12, or a time as '9 months after <event id>', "
    "'after <event id>' or 'day 12'"
)


def parse_when(raw: object) -> When:
    """Read the time of an event.

    Raises `ValueError` when it is neither a real date nor a time told from an event.
    """
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str):
        raise ValueError(_WHEN_HELP)
    if match := re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", raw):
        return _calendar_date(raw, *(int(part) if part else None for part in match.groups()))
    if match := re.fullmatch(r"day (-?\d+)", raw):
        return CourseDay(int(match[1]))
    if match := re.fullmatch(r"(?:(.+) )?(after|before|during) ([a-z0-9][a-z0-9-]*)", raw):
        amount, relation, anchor = match.groups()
        if amount and relation == "during":
            raise ValueError(_WHEN_HELP)
        return Interval(relation, anchor, Duration.parse(amount) if amount else None)  # type: ignore[arg-type]
    raise ValueError(_WHEN_HELP)


def _calendar_date(
    raw: str, year: int | None, month: int | None = None, day: int | None = None
) -> CalendarDate:
    assert year is not None
    if not 1800 <= year <= 2200:
        raise ValueError(f"'{raw}' is not a date: the year must be between 1800 and 2200")
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"'{raw}' is not a date: there is no month {month:02}")
    if day == 0 or (day and month and day > calendar.monthrange(year, month)[1]):
        raise ValueError(f"'{raw}' is not a date: that month has no day {day:02}")
    return CalendarDate(year, month, day)


DurationValue: TypeAlias = Annotated[
    Duration,
    PlainValidator(Duration.parse),
    value_schema("A duration.", "9 months", "about 2 weeks"),
]
WhenValue: TypeAlias = Annotated[
    When,
    PlainValidator(parse_when),
    value_schema(
        "When an event happened.",
        2005,
        "2005-09",
        "2005-09-12",
        "9 months after operation",
        "after operation",
        "day 12",
    ),
]

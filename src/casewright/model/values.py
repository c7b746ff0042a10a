"""Typed clinical values, each written in a case file as one short scalar.

Every class has `parse`, which raises `ValueError` with a sentence that says what to write.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

TimeUnit = Literal["minute", "hour", "day", "week", "month", "year"]

_TIME_UNITS: dict[str, TimeUnit] = {
    name + plural: name
    for name in ("minute", "hour", "day", "week", "month", "year")
    for plural in ("", "s")
}
_NUMBER = r"\d+(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Absent:
    """A value that is known to be missing, in one of three states."""

    state: Literal["not stated", "not done", "not applicable"]
    reason: str | None = None

    @classmethod
    def parse(cls, raw: object) -> Absent:
        match = isinstance(raw, str) and re.fullmatch(
            r"(not stated|not done|not applicable)(?::\s+(\S.*))?", raw
        )
        if not match:
            raise ValueError("write 'not stated', 'not done' or 'not applicable: <reason>'")
        state, reason = match.groups()
        if state == "not applicable" and not reason:
            raise ValueError("say why: 'not applicable: <reason>'")
        return cls(state, reason)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Age:
    """An age in one unit, such as 66 years or 6 months."""

    value: int
    unit: Literal["day", "week", "month", "year"]

    @classmethod
    def parse(cls, raw: object) -> Age:
        match = isinstance(raw, str) and re.fullmatch(r"(\d{1,3}) (day|week|month|year)s?", raw)
        if not match:
            raise ValueError("write an age as '66 years', '6 months', '3 weeks' or '2 days'")
        value, unit = int(match[1]), match[2]
        if unit == "year" and value > 125:
            raise ValueError("an age over 125 years is not possible: check the number")
        return cls(value, unit)  # type: ignore[arg-type]

    @property
    def years(self) -> int:
        """Completed years."""
        per_year = {"day": 365, "week": 52, "month": 12, "year": 1}
        return self.value // per_year[self.unit]


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


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured value with its unit; the digits are kept as they were written."""

    number: str
    """Digits as written, such as '2.30': trailing zeros carry precision."""
    unit: str | None = None
    comparator: Literal["<", ">", "≤", "≥", "about"] | None = None

    @classmethod
    def parse(cls, raw: object) -> Quantity:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = str(raw)
        match = isinstance(raw, str) and re.fullmatch(
            rf"(<=|>=|[<>≤≥]|about )?\s*(-?{_NUMBER})(?:\s*(\S.*))?", raw
        )
        if not match:
            raise ValueError("write a quantity as '68 g/L', '<0.04 ng/mL' or 'about 4 cm'")
        sign = {"<=": "≤", ">=": "≥"}.get(match[1] or "", (match[1] or "").strip()) or None
        return cls(match[2], match[3], sign)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ReferenceRange:
    """A laboratory reference range, with either end open."""

    low: str | None
    high: str | None

    @classmethod
    def parse(cls, raw: object) -> ReferenceRange:
        text = raw if isinstance(raw, str) else ""
        if match := re.fullmatch(rf"({_NUMBER})\s*(?:-|–|to)\s*({_NUMBER})", text):
            if float(match[1]) > float(match[2]):
                raise ValueError("the low end of a reference range comes first")
            return cls(match[1], match[2])
        if match := re.fullmatch(rf"<\s*({_NUMBER})", text):
            return cls(None, match[1])
        if match := re.fullmatch(rf">\s*({_NUMBER})", text):
            return cls(match[1], None)
        raise ValueError("write a reference range as '120-160', '<5' or '>60'")


@dataclass(frozen=True, slots=True)
class Size:
    """One to three lengths in one unit: 4 cm, 4 x 3 cm, about 4 cm long."""

    lengths: tuple[str, ...]
    unit: Literal["mm", "cm", "m", "µm"]
    approximate: bool = False
    dimension: Literal["long", "wide", "thick", "deep", "in diameter"] | None = None

    @classmethod
    def parse(cls, raw: object) -> Size:
        match = isinstance(raw, str) and re.fullmatch(
            rf"(about )?({_NUMBER}(?:\s*[x×]\s*{_NUMBER}){{0,2}})\s*(mm|cm|m|µm|um)"
            r"(?: (long|wide|thick|deep|in diameter))?",
            raw,
        )
        if not match:
            raise ValueError("write a size as '4 x 3 cm', '1 cm' or 'about 4 cm long'")
        lengths = tuple(re.split(r"\s*[x×]\s*", match[2]))
        unit = "µm" if match[3] == "um" else match[3]
        return cls(lengths, unit, bool(match[1]), match[4])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A figure, or one panel of it."""

    figure: str
    panel: str | None = None

    @classmethod
    def parse(cls, raw: object) -> FigureRef:
        match = isinstance(raw, str) and re.fullmatch(
            r"([a-z0-9][a-z0-9-]*)(?:/([a-z0-9][a-z0-9-]*))?", raw
        )
        if not match:
            raise ValueError("write the id of a figure, or 'figure/panel' as in 'imaging/a'")
        return cls(match[1], match[2])


def _slug(raw: object) -> str:
    if isinstance(raw, str) and re.fullmatch(r"[a-z][a-z0-9-]{0,39}", raw):
        return raw
    raise ValueError(
        "an id is a lower-case letter, then up to 39 lower-case letters, digits or hyphens"
    )


def _schema(description: str, *examples: str | int) -> WithJsonSchema:
    kinds = sorted({"integer" if isinstance(e, int) else "string" for e in examples})
    return WithJsonSchema(
        {
            "type": kinds[0] if len(kinds) == 1 else kinds,
            "description": description,
            "examples": list(examples),
        }
    )


Slug: TypeAlias = Annotated[
    str,
    PlainValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9-]{0,39}$"}),
]
AgeValue: TypeAlias = Annotated[
    Age, PlainValidator(Age.parse), _schema("An age.", "66 years", "6 months", "2 days")
]
DurationValue: TypeAlias = Annotated[
    Duration, PlainValidator(Duration.parse), _schema("A duration.", "9 months", "about 2 weeks")
]
WhenValue: TypeAlias = Annotated[
    When,
    PlainValidator(parse_when),
    _schema(
        "When an event happened.",
        2005,
        "2005-09",
        "2005-09-12",
        "9 months after operation",
        "after operation",
        "day 12",
    ),
]
QuantityValue: TypeAlias = Annotated[
    Quantity,
    PlainValidator(Quantity.parse),
    _schema("A value with its unit.", "68 g/L", "<0.04 ng/mL", "about 4 cm", 7),
]
RangeValue: TypeAlias = Annotated[
    ReferenceRange,
    PlainValidator(ReferenceRange.parse),
    _schema("A reference range.", "120-160", "<5", ">60"),
]
SizeValue: TypeAlias = Annotated[
    Size, PlainValidator(Size.parse), _schema("A size.", "4 x 3 cm", "1 cm", "about 4 cm long")
]
FigureRefValue: TypeAlias = Annotated[
    FigureRef,
    PlainValidator(FigureRef.parse),
    _schema("A figure, or a panel of it.", "histology", "imaging/a"),
]
AbsentValue: TypeAlias = Annotated[
    Absent,
    PlainValidator(Absent.parse),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^(not stated|not done|not applicable: .+)$",
            "description": "Known to be missing.",
        }
    ),
]


def absent_tag(raw: object) -> str:
    """Tell a missing value from a given one, for the discriminated unions of the case."""
    if isinstance(raw, Absent):
        return "absent"
    if isinstance(raw, str) and raw.startswith(("not stated", "not done", "not applicable")):
        return "absent"
    return "given"

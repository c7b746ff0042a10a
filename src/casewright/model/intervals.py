"""Arithmetic of times that are known to some precision: lengths as bounds in days.

Bounds are generous where people round, so that what falls outside them is wrong for certain.
"""

from __future__ import annotations

import datetime
import math
from calendar import monthrange
from dataclasses import dataclass

from casewright.model.ages import Age, GestationalAge
from casewright.model.time_units import DAYS, TimeUnit
from casewright.model.times import CalendarDate, Duration, Interval

_UNEVEN = {"month": 2.0, "year": 1.0}
"""By how many days a month or a year can differ from the mean."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest number of days that a length can have."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    @property
    def exact(self) -> bool:
        """Whether the length is known to the day."""
        return self.low == self.high


UNKNOWN = Bounds(-math.inf, math.inf)
LATER = Bounds(0, math.inf)
SAME_DAY = Bounds(0, 0)


def days_of(duration: Duration) -> Bounds:
    """The whole days between the dates of two events that are `duration` apart.

    A number of units may be rounded, or count those completed: 9 months are 8.5 to 10. Two events
    some hours apart may have the same date, or not.
    """
    low, _ = _counted(duration.value, duration.unit)
    _, high = _counted(duration.high or duration.value, duration.unit)
    if duration.rest:
        number, unit = duration.rest
        whole = float(duration.value) * DAYS[duration.unit]
        rest = _counted(str(number), unit)
        low, high = whole + rest[0] - 1, whole + rest[1] + 1
    match duration.qualifier:
        case "about":
            low, high = low * 0.6, high * 1.5
        case "less than" | "up to":
            low = 0
        case "nearly":
            low *= 0.75
        case "more than" | "at least":
            high = math.inf
    return Bounds(math.floor(low), high if math.isinf(high) else math.ceil(high))


def _counted(number: str, unit: TimeUnit) -> tuple[float, float]:
    """From half a step below the number to just under a step above it."""
    length, value = DAYS[unit], float(number)
    if length < 1:
        return math.floor(value * length), math.ceil(value * length)
    decimals = number.partition(".")[2]
    step = 0.5 if decimals == "5" else 10.0 ** -len(decimals)
    slack = _UNEVEN.get(unit, 0.0)
    low, high = (value - step / 2) * length - slack, (value + step) * length + slack
    # Days are counted, not measured: 2 days are never 3.
    return (value, value) if unit == "day" and not decimals else (max(low, 0), high)


def mean_days(duration: Duration) -> float:
    """The mean length of a duration; the middle of a range."""
    low = float(duration.value)
    high = float(duration.high or low)
    days = (low + high) / 2 * DAYS[duration.unit]
    if duration.rest:
        number, unit = duration.rest
        days += number * DAYS[unit]
    return days


def age_span(age: Age | None) -> Bounds:
    """The days since birth at which a patient is of this age; birth itself for no age.

    The age of a fetus is counted from the last menstrual period (ACOG Committee Opinion 700).
    """
    if age is None:
        return SAME_DAY
    if age.gestation:
        return gestation_span(age.gestation)
    last = DAYS[age.finest]
    last = {None: last, "decade": 10 * DAYS["year"], "or older": 130 * DAYS["year"]}[age.group]
    return Bounds(math.floor(age.days) - 2, math.ceil(age.days + last) + 2)


def gestation_span(age: GestationalAge) -> Bounds:
    """The days since the last menstrual period at which a pregnancy is of this age."""
    weeks = age.weeks * 7
    return Bounds(weeks + (age.days or 0), weeks + (6 if age.days is None else age.days))


def days_within(date: CalendarDate) -> Bounds:
    """The first and the last day of a date, as proleptic Gregorian ordinals."""
    first = datetime.date(date.year, date.month or 1, date.day or 1)
    last_month = date.month or 12
    last_day = date.day or monthrange(date.year, last_month)[1]
    return Bounds(first.toordinal(), datetime.date(date.year, last_month, last_day).toordinal())


_LONGEST = (("day", 14.0), ("week", 8.0), ("month", 24.0), ("year", math.inf))


def interval_of(length: Bounds, anchor: str) -> Interval | None:
    """A length as the interval that a report prints, from the event called `anchor`.

    Below 14 days in days, below 8 weeks in weeks, below 24 months in months, then in years. It is
    'about' so much where rounding moved it by more than a twentieth, or where the dates were not
    known to the day; None where they are so vague that the middle says little, or which came
    first is not known.
    """
    if length == SAME_DAY:
        return Interval("on the same day as", anchor)
    if math.isinf(length.low) or math.isinf(length.high) or length.low <= 0 <= length.high:
        return None
    middle = abs(length.middle)
    if (length.high - length.low) / 2 > middle / 2:
        return None
    number, unit = next(
        (round(middle / DAYS[unit]), unit)
        for unit, limit in _LONGEST
        if round(middle / DAYS[unit]) < limit
    )
    rounded = abs(number * DAYS[unit] - middle) > middle / 20
    about = not length.exact or rounded
    amount = Duration(str(number), unit, qualifier="about" if about else None)  # type: ignore[arg-type]
    return Interval("after" if middle == length.middle else "before", anchor, amount)

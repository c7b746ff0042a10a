"""The axis of time of a chart: calendar months or years where the journal prints them, else days,
weeks, months or years from day 0.
"""

from __future__ import annotations

import calendar
import datetime
import math

from casewright.compose.phrases.times import event_name
from casewright.model.case import Case
from casewright.model.charts import TimeAxis
from casewright.model.journal import Journal
from casewright.model.positions import Positions
from casewright.model.time_units import DAYS

_UNITS = (("hour", 3.0), ("day", 70.0), ("week", 200.0), ("month", 1500.0), ("year", math.inf))
"""Up to how many days an axis is told in a unit."""
_STEPS = {
    "hour": (1, 2, 3, 6, 12, 24),
    "day": (1, 2, 5, 7, 10, 14),
    "week": (1, 2, 4, 8),
    "month": (1, 2, 3, 6, 12),
    "year": (1, 2, 5, 10, 20, 50),
}
_MOST_TICKS = 9
_LEAST_DAYS = {"month": 75.0, "year": 900.0}
"""Below so many days, an axis of calendar months or years would have hardly a tick."""


def time_axis(
    low: float, high: float, case: Case, journal: Journal, positions: Positions
) -> TimeAxis:
    """The axis from `low` to `high` days from day 0."""
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    zero = positions.calendar
    finest = "month" if journal.dates.calendar == "day" else journal.dates.calendar
    if zero is not None and finest != "none":
        least = max(_LEAST_DAYS[finest], zero.error * 4)
        if high - low >= least:
            return _calendar_axis(low, high, zero.days, finest)
    return _relative_axis(low, high, case, positions)


def _relative_axis(low: float, high: float, case: Case, positions: Positions) -> TimeAxis:
    unit = next(unit for unit, most in _UNITS if high - low <= most)
    length = DAYS[unit]
    step = next(
        (s for s in _STEPS[unit] if (high - low) / length / s <= _MOST_TICKS), _STEPS[unit][-1]
    )
    first, last = math.ceil(low / length / step - 1e-6), math.floor(high / length / step + 1e-6)
    ticks = tuple(
        (n * step * length, str(n * step).replace("-", "−")) for n in range(first, last + 1)
    )
    anchor = event_name(case.course[positions.zero])
    return TimeAxis(f"Time from {anchor} ({unit}s)", low, high, ticks)


def _calendar_axis(low: float, high: float, zero: float, finest: str) -> TimeAxis:
    first = datetime.date.fromordinal(math.floor(low + zero))
    last = datetime.date.fromordinal(math.ceil(high + zero))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    yearly = finest == "year" or months > 24
    sizes = (12, 24, 60, 120, 240) if yearly else (1, 2, 3, 6)
    step = next((size for size in sizes if months / size <= _MOST_TICKS), sizes[-1])
    ticks = []
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1):
        at = datetime.date(month // 12, month % 12 + 1, 1).toordinal() - zero
        if month % step == 0 and low - 1e-6 <= at <= high + 1e-6:
            name = f"{calendar.month_abbr[month % 12 + 1]} {month // 12}"
            ticks.append((at, str(month // 12) if yearly else name))
    return TimeAxis("Year" if yearly else "Month", low, high, tuple(ticks))

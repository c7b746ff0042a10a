"""Units of time, and how long each is."""

from __future__ import annotations

from typing import Literal, get_args

TimeUnit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
TIME_UNITS: tuple[TimeUnit, ...] = get_args(TimeUnit)
"""From short to long."""

DAYS: dict[str, float] = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1,
    "week": 7,
    "month": 365.25 / 12,
    "year": 365.25,
}
"""The mean length of each unit in days."""

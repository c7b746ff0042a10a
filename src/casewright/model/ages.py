"""How old a patient is: before birth, in hours of life, in years, or as a group of ages."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import PlainValidator
from casewright.model.time_units import DAYS
from casewright.model.values import NotAValue, value_schema

AgeUnit: TypeAlias = Literal["minute", "hour", "day", "week", "month", "year"]
_UNIT = r"(minute|hour|day|week|month|year)s?"
_SMALLER = {"year": ("month", 12), "month": ("week", 5), "week": ("day", 7), "day": ("hour", 24)}
_TERM = 40
"""The weeks after which a birth is expected."""
_WEEKS = r"(\d{1,2})(?: weeks?(?:(?: \+| and|,)? (\d) days?)?|\+(\d) weeks?)"


@dataclass(frozen=True, slots=True)
class GestationalAge:
    """Completed weeks of a pregnancy, and days where they are known."""

    weeks: int
    days: int | None = None

    @classmethod
    def parse(cls, raw: object) -> GestationalAge:
        """Read '28 weeks', '28 weeks + 3 days' or '28+3 weeks'; raises `ValueError`."""
        match = isinstance(raw, str) and re.fullmatch(_WEEKS, raw.removesuffix(" of gestation"))
        if not match:
            raise ValueError(
                "write a gestational age as '28 weeks', '28 weeks + 3 days' or '28+3 weeks'"
            )
        weeks, days = int(match[1]), match[2] or match[3]
        if weeks > 45:
            raise NotAValue("a pregnancy of more than 45 weeks is not possible", "check the number")
        if days and int(days) > 6:
            hint = f"check the days, or write '{weeks + int(days) // 7}+{int(days) % 7} weeks'"
            raise NotAValue("seven days are a week", hint)
        return cls(weeks, int(days) if days else None)


@dataclass(frozen=True, slots=True)
class Age:
    """An age: 66 years, 6 years 6 months, 2 hours; of a fetus, the age of the pregnancy."""

    value: int
    unit: AgeUnit
    rest: int | None = None
    """The number of the next smaller unit: the 3 of '6 years 3 months'."""
    group: Literal["decade", "or older"] | None = None
    """'decade' for '60s', 'or older' for '90 years or older': no more is known than that."""
    day_of_life: bool = False
    """True for 'day 3 of life'."""
    gestation: GestationalAge | None = None
    """The age of a fetus."""

    @classmethod
    def parse(cls, raw: object) -> Age:
        """Read an age; raises `ValueError` with a sentence that says what to write."""
        text = raw if isinstance(raw, str) else ""
        if text.endswith(" of gestation"):
            gestation = GestationalAge.parse(text)
            return cls(0, "day", gestation=gestation)
        if match := re.fullmatch(r"day (\d{1,2}) of life", text):
            return cls(int(match[1]), "day", day_of_life=True)
        if match := re.fullmatch(r"([1-8]0)s", text):
            return cls(int(match[1]), "year", group="decade")
        if match := re.fullmatch(r"(\d{2,3}) years or older", text):
            return cls(_possible(int(match[1])), "year", group="or older")
        match = re.fullmatch(rf"(\d{{1,3}}) {_UNIT}(?:,? (?:and )?(\d{{1,2}}) {_UNIT})?", text)
        if not match:
            raise ValueError(
                "write an age as '66 years', '6 years 6 months', '3 weeks', '2 hours', "
                "'day 3 of life', '60s' or '22 weeks of gestation'"
            )
        value, unit = int(match[1]), match[2]
        if unit == "year":
            _possible(value)
        return cls(value, unit, _rest(unit, match[3], match[4]))  # type: ignore[arg-type]

    @property
    def years(self) -> int:
        """Completed years."""
        # A year of age is full on the birthday, which 365 days may reach.
        return math.floor((self.value * DAYS[self.unit] + 0.25) / DAYS["year"])

    @property
    def finest(self) -> str:
        """The unit up to which the age is told."""
        return self.unit if self.rest is None else _SMALLER[self.unit][0]

    @property
    def days(self) -> float:
        """About how many days, to put ages in order; below 0 before birth."""
        if self.gestation:
            return (self.gestation.weeks - _TERM) * DAYS["week"] + (self.gestation.days or 0)
        return self.value * DAYS[self.unit] + (self.rest or 0) * DAYS[self.finest]

    @property
    def is_neonatal(self) -> bool:
        """Whether the patient is in the first month of life (AMA 11)."""
        return self.gestation is None and self.days < 28.1


def _possible(years: int) -> int:
    if years > 125:
        raise NotAValue("an age over 125 years is not possible", "check the number")
    return years


_ONE_UNIT = "write one unit alone"


def _rest(unit: str, number: str | None, rest_unit: str | None) -> int | None:
    """The number of the smaller unit; None where there is none."""
    if number is None:
        return None
    smaller, most = _SMALLER.get(unit, ("", 0))
    if rest_unit != smaller:
        hint = f"write {smaller}s after {unit}s, or leave them out" if smaller else _ONE_UNIT
        raise NotAValue(f"{unit}s and {rest_unit}s do not go together in an age", hint)
    if int(number) >= most:
        sentence = f"an age has fewer than {most} {smaller}s after its {unit}s"
        raise NotAValue(sentence, f"check the {smaller}s, or count them as {unit}s")
    return int(number)


AgeValue: TypeAlias = Annotated[
    Age,
    PlainValidator(Age.parse),
    value_schema(
        "An age.",
        "66 years",
        "6 years 6 months",
        "8 months",
        "2 hours",
        "day 3 of life",
        "60s",
        "90 years or older",
        "22 weeks of gestation",
    ),
]
GestationalAgeValue: TypeAlias = Annotated[
    GestationalAge,
    PlainValidator(GestationalAge.parse),
    value_schema("The age of a pregnancy.", "28 weeks", "28 weeks + 3 days", "28+3 weeks"),
]

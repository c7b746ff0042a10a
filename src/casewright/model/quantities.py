"""Measured values: quantities with their units, reference ranges and sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import PlainValidator

from casewright.model.values import value_schema

_NUMBER = r"\d+(?:\.\d+)?"


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


QuantityValue: TypeAlias = Annotated[
    Quantity,
    PlainValidator(Quantity.parse),
    value_schema("A value with its unit.", "68 g/L", "<0.04 ng/mL", "about 4 cm", 7),
]
RangeValue: TypeAlias = Annotated[
    ReferenceRange,
    PlainValidator(ReferenceRange.parse),
    value_schema("A reference range.", "120-160", "<5", ">60"),
]
SizeValue: TypeAlias = Annotated[
    Size, PlainValidator(Size.parse), value_schema("A size.", "4 x 3 cm", "1 cm", "about 4 cm long")
]

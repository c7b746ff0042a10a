"""Laboratory results: analytes with value, reference range and flag, once or over time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from casewright.model.codes import Coded
from casewright.model.declare import Field, PlainValidator, field_validator, model_validator
from casewright.model.event import CourseEvent
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue, RangeValue, ReferenceRange
from casewright.model.times import WhenValue
from casewright.model.values import NotAValue, value_schema

if TYPE_CHECKING:
    from pydantic import ValidationInfo

Flag: TypeAlias = Literal[
    "low", "slightly low", "markedly low",
    "normal",
    "high", "slightly high", "markedly high",
    "positive", "weakly positive", "strongly positive", "equivocal", "negative",
    "reactive", "non-reactive", "detected", "not detected", "trace",
]  # fmt: skip
"""How a result was judged."""


def _titer(raw: object) -> str:
    if isinstance(raw, str) and re.fullmatch(r"[<>≤≥]?1:[1-9]\d*", raw):
        return raw
    raise ValueError('write a titer between quotation marks, as in "1:320"')


TiterValue: TypeAlias = Annotated[
    str, PlainValidator(_titer), value_schema("A titer.", "1:320", "<1:20")
]


class Measured(Node):
    """A result of one analyte at one time."""

    at: WhenValue
    """When the specimen was taken: 'day 1', '6 hours after admission'."""
    value: QuantityValue
    flag: Flag | None = None
    """How this result was judged, where the reference range does not say it."""


class CellType(Node):
    """A kind of cell of a differential count."""

    cell: Text
    """In the plural: 'neutrophils'."""
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    count: QuantityValue | None = None
    """The absolute number, with its unit: '16.4 × 10^9^/L'."""

    @model_validator(mode="after")
    def _is_counted(self) -> CellType:
        if self.percent is None and self.count is None:
            raise NotAValue("cells of a differential need a number", "add 'percent' or 'count'")
        return self


class Baseline(Node):
    """What an analyte had been before the results that are told."""

    value: QuantityValue
    """'52-69 × 10^9^/L'."""
    period: Text | None = None
    """For how long: 'several years'."""


class LaboratoryTest(Coded):
    """One analyte."""

    analyte: Text
    """The analyte without article: 'hemoglobin', 'white cell count'."""
    group: Text | None = None
    """What this and its neighbours are together: 'tumor markers'."""
    plural: bool = False
    """True when the analyte is a plural that does not end in s."""
    baseline: Baseline | None = None
    """What it had been before: {value: 52-69 × 10^9^/L, period: several years}."""
    value: QuantityValue | None = None
    """The result: '68 g/L', '<0.04 ng/mL'."""
    differential: tuple[CellType, ...] = ()
    """Which cells a count consists of: [{cell: neutrophils, percent: 84}]."""
    titer: TiterValue | None = None
    """The result of a serial dilution: '1:320'."""
    values: Annotated[tuple[Measured, ...], Field(min_length=2)] | None = None
    """Results at several times, in their order; instead of `value`."""
    range: RangeValue | None = None
    """The reference range: '120-160', '<5'; in the unit of the value, which it may repeat."""
    flag: Flag | None = None
    """How the result was judged, where the value and its range do not say it."""
    key: bool = False
    """True when the abstract names this result; without any, it names all abnormal ones."""

    @field_validator("range")
    @classmethod
    def _in_unit(cls, limits: ReferenceRange | None, info: ValidationInfo) -> ReferenceRange | None:
        results = info.data.get("values") or ()
        value = info.data.get("value") or next((one.value for one in results), None)
        return limits.in_unit_of(value) if limits else None


class Laboratory(CourseEvent):
    """Laboratory results: abnormal ones with value and range, normal ones summed up (CARE 8a)."""

    kind: Literal["laboratory"]
    specimen: Text | None = None
    """What was examined, where it was not blood: 'cerebrospinal fluid', 'pleural fluid'."""
    tests: tuple[LaboratoryTest, ...] = ()
    """The analytes that are named, abnormal or normal."""
    others: Literal["normal"] | None = None
    """'normal' when every other result was within normal limits."""

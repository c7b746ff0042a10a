"""What was measured on an image or in a test of function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from casewright.model.declare import Field, field_validator
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue, RangeValue, ReferenceRange

if TYPE_CHECKING:
    from pydantic import ValidationInfo


class Measurement(Node):
    """A measured quantity with its reference."""

    name: Text
    """'PR interval', 'left ventricular ejection fraction', 'FEV~1~'."""
    value: QuantityValue
    """'520 ms', '35%'."""
    range: RangeValue | None = None
    """The reference range: '<450'; in the unit of the value, which it may repeat."""
    predicted: Annotated[int, Field(ge=1, le=300)] | None = None
    """Per cent of the predicted value."""
    z_score: Annotated[float, Field(ge=-15, le=15)] | None = None
    """Standard deviations from the mean for age or body size."""
    flag: Literal["reduced", "normal", "increased"] | None = None
    """How it was judged, where the reference does not say it."""

    @field_validator("range")
    @classmethod
    def _in_unit(cls, limits: ReferenceRange | None, info: ValidationInfo) -> ReferenceRange | None:
        return limits.in_unit_of(info.data.get("value")) if limits else None

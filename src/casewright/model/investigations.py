"""What was investigated, and with what result."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casewright.model.event import CourseEvent, Finding
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue, RangeValue
from casewright.model.values import Slug


class LaboratoryTest(Node):
    """One analyte."""

    analyte: Text
    group: Text | None = None
    """What this and its neighbours are together: 'tumor markers'."""
    plural: bool = False
    """True when the analyte is a plural: 'antinuclear antibodies'."""
    value: QuantityValue | None = None
    range: RangeValue | None = None
    flag: Literal["low", "normal", "high", "positive", "negative"] | None = None


class Laboratory(CourseEvent):
    """Laboratory results: abnormal ones with value and range, normal ones summed up (CARE 8a)."""

    kind: Literal["laboratory"]
    tests: tuple[LaboratoryTest, ...] = ()
    others: Literal["normal"] | None = None
    """'normal' when every other result was within normal limits."""


class Imaging(CourseEvent):
    """An imaging study: technique, region, findings, negatives (CARE 8a)."""

    kind: Literal["imaging"]
    modality: Text
    """An abbreviation of `abbreviations` or a name: CT, MRI, ultrasonography."""
    region: Text | None = None
    """'the abdomen'."""
    contrast: Text | None = None
    """A premodifier: 'contrast-enhanced', 'gadolinium-enhanced T1-weighted'."""
    purpose: Literal["staging", "follow-up"] | None = None
    findings: tuple[Finding, ...] = ()
    absent: tuple[Text, ...] = ()
    """What was looked for and not seen: 'other distant metastases'."""


class Component(Node):
    """A part of a tumour of mixed type."""

    type: Text
    percent: Annotated[int, Field(ge=0, le=100)] | None = None


class Immunohistochemistry(Node):
    """A panel of immunohistochemical markers."""

    positive: tuple[Text, ...] = ()
    negative: tuple[Text, ...] = ()
    cells: Text = "tumor cells"


class Pathology(CourseEvent):
    """Examination of a specimen: gross, microscopic, immunohistochemistry, diagnosis (CARE 8a)."""

    kind: Literal["pathology"]
    of: Slug | None = None
    """The id of the procedure that gave the specimen."""
    gross: tuple[Finding, ...] = ()
    microscopic: Text | None = None
    """A noun phrase: 'a malignant neoplasm with a predominance of spindle cells'."""
    immunohistochemistry: Immunohistochemistry | None = None
    diagnosis: Text | None = None
    components: tuple[Component, ...] = ()

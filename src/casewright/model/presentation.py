"""How the patient came and what was found: presentation and physical examination."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casewright.model.event import CourseEvent, Finding
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue
from casewright.model.times import DurationValue
from casewright.model.values import FigureRefValue


class Complaint(Node):
    """A symptom or concern in the patient's terms (CARE 5b)."""

    what: Text
    site: Text | None = None
    duration: DurationValue | None = None
    plural: bool = False
    uncountable: bool = False
    """True for nouns without 'a': 'discomfort', 'pain'."""
    figure: FigureRefValue | None = None


class Presentation(CourseEvent):
    """How the patient came, and with what (CARE 5b)."""

    kind: Literal["presentation"]
    manner: Literal["presented", "referred", "admitted", "transferred", "reported"] = "presented"
    to: Text | None = None
    """The setting, such as 'the emergency department'."""
    complaints: Annotated[tuple[Complaint, ...], Field(min_length=1)]
    absent: tuple[Text, ...] = ()
    """Pertinent negatives: 'fever', 'weight loss'."""


class VitalSign(Node):
    """A vital sign with its value."""

    name: Text
    value: QuantityValue


class Examination(CourseEvent):
    """Physical examination, with the pertinent negatives (CARE 6)."""

    kind: Literal["examination"]
    vitals: tuple[VitalSign, ...] = ()
    findings: tuple[Finding, ...] = ()
    absent: tuple[Text, ...] = ()
    normal: tuple[Text, ...] = ()
    """What was examined and unremarkable: 'cardiovascular examination'."""

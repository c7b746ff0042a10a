"""What was done for the patient, and what was offered."""

from __future__ import annotations

from typing import Literal

from casewright.model.event import CourseEvent, Finding
from casewright.model.node import Maybe, Text
from casewright.model.quantities import QuantityValue
from casewright.model.times import DurationValue


class Procedure(CourseEvent):
    """An operation or an interventional procedure (CARE 9)."""

    kind: Literal["procedure"]
    name: Text
    plural: bool = False
    """True when the name is a plural: 'biopsies'."""
    target: Text | None = None
    """What it was done to: 'the mass in the right thigh'."""
    approach: Text | None = None
    """'laparotomy', 'laparoscopy'."""
    findings: tuple[Finding, ...] = ()
    because_of_findings: bool = False
    """True when the operative findings led to the procedure ('Therefore, …')."""


class Medication(CourseEvent):
    """A drug treatment by its international nonproprietary name (CARE 9b, 9c)."""

    kind: Literal["medication"]
    drug: Text
    dose: QuantityValue | None = None
    route: Text | None = None
    """'intravenous', 'oral'."""
    frequency: Text | None = None
    """'once daily', 'every 8 hours'."""
    duration: DurationValue | None = None
    reason: Maybe[Text] | None = None
    """What it was given for: 'suspected sepsis'."""


class Advice(CourseEvent):
    """A treatment that was offered, and what the patient decided."""

    kind: Literal["advice"]
    treatment: Text
    plural: bool = False
    """True when the treatment is a plural: 'compression stockings'."""
    response: Literal["accepted", "declined"]
    reason: Maybe[Text] | None = None

"""How the patient came and what was found: presentation and physical examination."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from casewright.model.codes import Coded
from casewright.model.declare import Field, PlainValidator, model_validator
from casewright.model.event import CourseEvent, Finding
from casewright.model.node import Node, Text
from casewright.model.quantities import Quantity, QuantityValue, parse_vital
from casewright.model.scores import ScoreValue
from casewright.model.times import DurationValue
from casewright.model.values import FigureRefValue, value_schema


class Complaint(Coded):
    """A symptom or concern in the patient's terms (CARE 5b)."""

    what: Text
    """The noun: 'pain', 'swelling'."""
    site: Text | None = None
    """'right thigh'; printed after 'in', unless it brings its own preposition."""
    laterality: Literal["left", "right", "left-sided", "right-sided", "bilateral"] | None = None
    severity: Text | None = None
    """'mild', 'severe', or with a scale: 'severe (8/10)'."""
    quality: Text | None = None
    """'burning', 'colicky'."""
    onset: Literal["sudden", "acute", "gradual", "insidious"] | None = None
    progression: (
        Literal["progressive", "worsening", "improving", "constant", "intermittent", "recurrent"]
        | None
    ) = None
    duration: DurationValue | None = None
    value: QuantityValue | None = None
    """What was measured of it: a fever of '38.9 °C'."""
    timing: Text | None = None
    """When it occurred: 'at rest', 'at night'."""
    frequency: Text | None = None
    """How often it occurred: 'two or three times per week'."""
    episode: QuantityValue | None = None
    """How long each episode lasted: 'up to 30 minutes'."""
    radiation: Text | None = None
    """Where it went: 'the back'."""
    worse_with: tuple[Text, ...] = ()
    """What made it worse: 'swallowing'."""
    better_with: tuple[Text, ...] = ()
    """What made it better: 'rest'."""
    with_it: tuple[Text, ...] = ()
    """What came along with it: 'nausea'."""
    plural: bool = False
    uncountable: bool = False
    """True for nouns without 'a': 'discomfort', 'pain'."""
    figure: FigureRefValue | None = None


class Presentation(CourseEvent):
    """How the patient came, and with what (CARE 5b)."""

    kind: Literal["presentation"]
    manner: Literal[
        "presented", "referred", "admitted", "transferred", "brought", "reported", "developed"
    ] = "presented"
    to: Text | None = None
    """The setting, such as 'the emergency department'."""
    by: Text | None = None
    """Who sent or brought the patient: 'a general practitioner', 'ambulance'."""
    reason: Text | None = None
    """For what, where it was no complaint: 'evaluation of an incidental renal mass'."""
    duration: DurationValue | None = None
    """How long all the complaints had lasted, where it was the same time."""
    complaints: tuple[Complaint, ...] = ()
    absent: tuple[Text, ...] = ()
    """Pertinent negatives: 'fever', 'weight loss'."""

    @model_validator(mode="after")
    def _has_an_occasion(self) -> Presentation:
        moved = self.manner == "transferred" and self.to
        if not (self.complaints or self.reason or moved):
            raise ValueError("write 'complaints', or the 'reason' of a patient who had none")
        return self


Vital: TypeAlias = Annotated[
    Quantity,
    PlainValidator(parse_vital),
    value_schema("A vital sign with its unit.", "112/min", "38.6 °C", "90/60 mm Hg"),
]


class VitalSign(Node):
    """A vital sign with its value."""

    name: Text
    """'heart rate', 'blood pressure', 'oxygen saturation'."""
    value: Vital
    support: Text | None = None
    """Under what it was measured: 'room air', 'oxygen at 2 L/min'."""


class Growth(Node):
    """A body measure of a child, with its place among children of the same age and sex."""

    measure: Literal["weight", "length", "height", "head circumference", "body mass index"]
    value: QuantityValue | None = None
    percentile: Annotated[int, Field(ge=0, le=100)] | None = None
    z_score: QuantityValue | None = None
    standard: Text | None = None
    """Whose charts: 'WHO'."""

    @model_validator(mode="after")
    def _says_something(self) -> Growth:
        if self.value is None and self.percentile is None and self.z_score is None:
            raise ValueError("write its 'value', 'percentile' or 'z_score'")
        return self


class System(Node):
    """What was found in one part of the examination."""

    name: Text
    """'abdominal examination', 'auscultation of the lungs'."""
    findings: tuple[Finding, ...] = ()
    absent: tuple[Text, ...] = ()
    normal: bool = False
    """True when it was unremarkable."""


class Murmur(Node):
    """A heart murmur, as parts of a noun phrase."""

    grade: ScoreValue | None = None
    """'Levine 2/6'."""
    timing: (
        Literal[
            "systolic", "early systolic", "midsystolic", "late systolic", "holosystolic",
            "diastolic", "early diastolic", "mid-diastolic", "presystolic", "continuous",
        ]
        | None
    ) = None  # fmt: skip
    quality: Text | None = None
    """'blowing', 'harsh', 'crescendo–decrescendo'."""
    cause: Text | None = None
    """The lesion that it is ascribed to: 'tricuspid regurgitation'."""
    loudest: Text | None = None
    """Where it was heard best: 'left sternal border'."""
    radiation: Text | None = None
    """Where it went: 'axilla'."""
    accentuation: Text | None = None
    """What made it louder, as an adjective: 'inspiratory'."""


class Examination(CourseEvent):
    """Physical examination, with the pertinent negatives (CARE 6)."""

    kind: Literal["examination"]
    general: tuple[Text, ...] = ()
    """How the patient was, as predicates: 'alert', 'in respiratory distress'."""
    vitals: tuple[VitalSign, ...] = ()
    """Printed in the conventional order, whatever the order here."""
    scores: tuple[ScoreValue, ...] = ()
    """[GCS 13 (E3V4M6), ECOG 1]."""
    growth: tuple[Growth, ...] = ()
    findings: tuple[Finding, ...] = ()
    murmurs: tuple[Murmur, ...] = ()
    """[{grade: Levine 2/6, timing: holosystolic, loudest: cardiac apex}]."""
    systems: tuple[System, ...] = ()
    """Findings by the part of the examination."""
    absent: tuple[Text, ...] = ()
    """Pertinent negatives: 'lymphadenopathy'."""
    normal: tuple[Text, ...] = ()
    """What was examined and unremarkable: 'cardiovascular examination'."""
    others: Literal["normal"] | None = None
    """'normal' when all else was unremarkable."""

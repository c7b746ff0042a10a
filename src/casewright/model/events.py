"""What happened to the patient: the typed events of the course."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from casewright.model.node import Maybe, Node, Text
from casewright.model.values import (
    DurationValue,
    FigureRefValue,
    QuantityValue,
    RangeValue,
    SizeValue,
    Slug,
    WhenValue,
)


class Signal(Node):
    """How a lesion looks on one MRI sequence."""

    sequence: Text
    """Such as 'T1-weighted' or 'diffusion-weighted'."""
    intensity: Literal["low", "intermediate", "high"]
    pattern: Literal["homogeneous", "heterogeneous"] | None = None


class Finding(Node):
    """Something that was seen, felt or measured, as parts of a noun phrase."""

    what: Text
    """The noun: 'mass', 'ulcer'."""
    known: bool = False
    """True when the reader has met it already: 'the mass' instead of 'a mass'."""
    new: bool = False
    plural: bool = False
    uncountable: bool = False
    """True for nouns without 'a': 'ascites'."""
    descriptors: tuple[Text, ...] = ()
    """Adjectives in the order they are to be printed: [lobulated, solid]."""
    size: SizeValue | None = None
    features: tuple[Text, ...] = ()
    """Noun phrases joined with 'with': 'a thin wall'."""
    site: Text | None = None
    """'head of the pancreas'; printed after 'in', unless it brings its own preposition."""
    effect: Text | None = None
    """A verb phrase in the past tense: 'displaced the surrounding duodenum'."""
    signals: tuple[Signal, ...] = ()
    sense: Literal["palpable", "visible"] | None = None
    """How the surgeon perceived it: 'a mass was palpable in …'."""
    figure: FigureRefValue | None = None


SectionName: TypeAlias = Literal[
    "presentation", "investigations", "differential", "treatment", "outcome"
]


class _Event(Node):
    """What every event of the course may carry."""

    id: Slug | None = None
    """The name that other events use to refer to this one."""
    at: WhenValue | None = None
    short: Text | None = None
    """How later sentences call this event: 'the operation', 'pancreaticoduodenectomy'."""
    key: bool = False
    """True when the event belongs in the abstract."""
    section: SectionName | None = None
    """The place in journals that regroup the course, where the kind's own place is wrong."""
    text: Text | None = None
    """The author's own sentences (Markdown), printed instead of generated ones."""
    figure: FigureRefValue | None = None


class Complaint(Node):
    """A symptom or concern in the patient's terms (CARE 5b)."""

    what: Text
    site: Text | None = None
    duration: DurationValue | None = None
    plural: bool = False
    uncountable: bool = False
    """True for nouns without 'a': 'discomfort', 'pain'."""
    figure: FigureRefValue | None = None


class Presentation(_Event):
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


class Examination(_Event):
    """Physical examination, with the pertinent negatives (CARE 6)."""

    kind: Literal["examination"]
    vitals: tuple[VitalSign, ...] = ()
    findings: tuple[Finding, ...] = ()
    absent: tuple[Text, ...] = ()
    normal: tuple[Text, ...] = ()
    """What was examined and unremarkable: 'cardiovascular examination'."""


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


class Laboratory(_Event):
    """Laboratory results: abnormal ones with value and range, normal ones summed up (CARE 8a)."""

    kind: Literal["laboratory"]
    tests: tuple[LaboratoryTest, ...] = ()
    others: Literal["normal"] | None = None
    """'normal' when every other result was within normal limits."""


class Imaging(_Event):
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


class Pathology(_Event):
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


class Procedure(_Event):
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


class Medication(_Event):
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


class Advice(_Event):
    """A treatment that was offered, and what the patient decided."""

    kind: Literal["advice"]
    treatment: Text
    plural: bool = False
    """True when the treatment is a plural: 'compression stockings'."""
    response: Literal["accepted", "declined"]
    reason: Maybe[Text] | None = None


class AdverseEvent(_Event):
    """A complication or side effect, or the statement that there was none (CARE 10d)."""

    kind: Literal["adverse_event"]
    term: Text
    """'none' states that there was no adverse event."""
    grade: Text | None = None
    action: Text | None = None
    """What was done, as a clause in the past tense: 'the drug was stopped'."""


class FollowUp(_Event):
    """The course after treatment and the status at last contact (CARE 10)."""

    kind: Literal["follow_up"]
    course: Literal["uneventful"] | None = None
    period: Text = "postoperative"
    """The period that `course` describes."""
    status: Maybe[Text] | None = None
    """A predicate at last contact: 'alive without recurrence'."""


Event: TypeAlias = Annotated[
    Presentation
    | Examination
    | Laboratory
    | Imaging
    | Pathology
    | Procedure
    | Medication
    | Advice
    | AdverseEvent
    | FollowUp,
    Field(discriminator="kind"),
]

"""The clinical case in CARE terms: blocks of facts and one chronological course of events.

Every node knows its path in the case file (`course.3.findings`), and `Case.place` turns a path
into the line and column it was read from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Tag

from casewright.diagnostics import Span
from casewright.model.values import (
    AbsentValue,
    AgeValue,
    DurationValue,
    FigureRefValue,
    QuantityValue,
    RangeValue,
    SizeValue,
    Slug,
    WhenValue,
    absent_tag,
)

T = TypeVar("T")
Maybe = Annotated[
    Annotated[T, Tag("given")] | Annotated[AbsentValue, Tag("absent")], Discriminator(absent_tag)
]
"""A value, or the statement that it is missing (not stated, not done, not applicable: why)."""

Text: TypeAlias = Annotated[str, Field(min_length=1)]


class Node(BaseModel):
    """A mapping of the case file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    _path: str = PrivateAttr(default="")

    @property
    def path(self) -> str:
        """Where this node stands in its file, such as `course.3`; empty for the whole file."""
        return self._path

    def at_path(self, *parts: str | int) -> str:
        """The path of something inside this node."""
        return ".".join(str(part) for part in (self._path, *parts) if part != "")


class Title(Node):
    """What the report is about; journals add to it or forbid parts of it (CARE 1)."""

    focus: Text
    """The focus without 'a case report', in sentence case."""
    running: Text | None = None
    """A short form for the running head."""


class Patient(Node):
    """De-identified demographics (CARE 5a)."""

    age: AgeValue
    sex: Literal["female", "male", "intersex", "not stated"]
    ethnicity: Text | None = None
    occupation: Text | None = None


class History(Node):
    """What was known before the illness (CARE 5c, 5d); each part is a list of noun phrases."""

    medical: Maybe[tuple[Text, ...]] | None = None
    surgical: Maybe[tuple[Text, ...]] | None = None
    drug: Maybe[tuple[Text, ...]] | None = None
    allergy: Maybe[tuple[Text, ...]] | None = None
    family: Maybe[tuple[Text, ...]] | None = None
    social: Maybe[tuple[Text, ...]] | None = None
    absent: tuple[Text, ...] = ()
    """Pertinent negatives: 'diabetes', 'smoking'."""


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
    reason: Text | None = None


class Advice(_Event):
    """A treatment that was offered, and what the patient decided."""

    kind: Literal["advice"]
    treatment: Text
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


class DifferentialItem(Node):
    """A diagnosis that was considered, with what spoke for and against it (CARE 8c)."""

    diagnosis: Text
    evidence_for: tuple[Text, ...] = ()
    evidence_against: tuple[Text, ...] = ()


class Diagnosis(Node):
    """The final diagnosis and the alternatives considered (CARE 8b to 8d)."""

    final: Text
    """A noun phrase without article: 'metastatic leiomyosarcoma of the pancreas'."""
    primary: Text | None = None
    differential: Maybe[tuple[DifferentialItem, ...]] | None = None


class Affiliation(Node):
    """An institution of one or more authors."""

    id: Slug
    name: Text
    city: Text | None = None
    country: Text | None = None


class Author(Node):
    """An author; the order of given and family name is never guessed."""

    given: Text
    family: Text
    degrees: tuple[Text, ...] = ()
    affiliations: tuple[Slug, ...] = ()
    email: Text | None = None
    orcid: Text | None = None
    corresponding: bool = False

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class Consent(Node):
    """Informed consent, as the author states it; never generated (CARE 13)."""

    statement: Text


class Perspective(Node):
    """The patient's perspective in the patient's words; never generated (CARE 12)."""

    text: Text


class Statements(Node):
    """Declarations in the author's own words."""

    acknowledgments: Maybe[Text] | None = None
    funding: Maybe[Text] | None = None
    conflicts: Maybe[Text] | None = None
    data_availability: Maybe[Text] | None = None
    ai_use: Maybe[Text] | None = None


class Panel(Node):
    """One lettered part of a figure."""

    id: Slug
    file: Text
    legend: Text
    alt: Text


class Figure(Node):
    """A figure: one image, or lettered panels in their order."""

    id: Slug
    title: Text
    """The first sentence of the legend, without a full stop."""
    file: Text | None = None
    alt: Text | None = None
    legend: Text | None = None
    panels: tuple[Panel, ...] = ()
    width: Annotated[int, Field(ge=10, le=100)] = 60
    """Per cent of the text width."""


class Table(Node):
    """A table of text; the first row is the header."""

    id: Slug
    title: Text
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=2)]
    note: Text | None = None


class Abstract(Node):
    """Moves of the abstract that the author writes; the others are made from key events."""

    background: Text | None = None
    presentation: Text | None = None
    workup: Text | None = None
    diagnosis: Text | None = None
    treatment: Text | None = None
    outcome: Text | None = None
    lesson: Text | None = None


class Case(Node):
    """One patient's case as it stands in `case.yaml`."""

    title: Title
    keywords: tuple[Text, ...] = ()
    authors: Annotated[tuple[Author, ...], Field(min_length=1)]
    affiliations: tuple[Affiliation, ...] = ()
    patient: Patient
    history: Maybe[History] | None = None
    diagnosis: Diagnosis
    course: Annotated[tuple[Event, ...], Field(min_length=1)]
    abstract: Abstract | None = None
    introduction: Text | None = None
    discussion: Text | None = None
    lessons: tuple[Text, ...] = ()
    """Take-away lessons in the author's words (CARE 11d)."""
    perspective: Maybe[Perspective] | None = None
    consent: Maybe[Consent] | None = None
    ethics: Maybe[Text] | None = None
    statements: Statements | None = None
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    abbreviations: Mapping[str, Text] = Field(default_factory=dict)
    """Short form to long form, both as they stand in running text."""

    _file: str = PrivateAttr(default="")
    _places: Mapping[str, Span] = PrivateAttr(default_factory=dict)
    _prose: Mapping[str, Prose] = PrivateAttr(default_factory=dict)

    @property
    def file(self) -> str:
        """The case file, relative to the workspace."""
        return self._file

    @property
    def prose(self) -> Mapping[str, Prose]:
        """Authored Markdown by field name (`introduction`, `discussion` …)."""
        return self._prose

    def place(self, path: str) -> Span:
        """Where the value at `path` was read; the nearest enclosing one if it has no place."""
        while path and path not in self._places:
            path = path.rpartition(".")[0]
        return self._places.get(path, Span(self._file, 1, 1))

    def event(self, event_id: str) -> Event:
        """Return the event called `event_id`; raises `KeyError` if there is none."""
        for event in self.course:
            if event.id == event_id:
                return event
        raise KeyError(event_id)

    def nodes(self) -> Iterator[Node]:
        """Every node of the case, outermost first."""
        yield from walk_nodes(self)


class Prose:
    """Authored Markdown with the place of each of its lines."""

    __slots__ = ("lines", "text")

    def __init__(self, text: str, lines: tuple[Span, ...]) -> None:
        self.text = text
        """The Markdown, with `\\n` line ends."""
        self.lines = lines
        """The place of the first character of each line of `text`."""


def walk_nodes(value: Any) -> Iterator[Node]:
    """Every node inside `value`, outermost first."""
    if isinstance(value, Node):
        yield value
        for name in type(value).model_fields:
            yield from walk_nodes(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from walk_nodes(item)

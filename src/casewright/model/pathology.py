"""Pathology: what a specimen showed to the eye, under the microscope and by its markers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from casewright.model.codes import Coded
from casewright.model.declare import Field, PlainValidator, model_validator
from casewright.model.event import CourseEvent, Finding
from casewright.model.imaging import Certainty
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue, SizeValue
from casewright.model.scores import ScoreValue
from casewright.model.values import NotAValue, Slug, value_schema


@dataclass(frozen=True, slots=True)
class NodeCount:
    """Lymph nodes with metastasis among those examined."""

    positive: int
    examined: int

    @classmethod
    def parse(cls, raw: object) -> NodeCount:
        match = isinstance(raw, str) and re.fullmatch(r"(\d{1,3})\s*(?:of|/)\s*(\d{1,3})", raw)
        if not match:
            raise ValueError("write lymph nodes as '2 of 14': with metastasis, of those examined")
        made = cls(int(match[1]), int(match[2]))
        if made.positive > made.examined or not made.examined:
            raise NotAValue(
                f"{made.positive} of {made.examined} lymph nodes cannot have metastasis",
                "write those with metastasis first, as in '2 of 14'",
            )
        return made


NodeCountValue: TypeAlias = Annotated[
    NodeCount, PlainValidator(NodeCount.parse), value_schema("Lymph nodes.", "2 of 14", "0 of 9")
]


class Component(Coded):
    """A part of a tumour of mixed type."""

    type: Text
    percent: Annotated[int, Field(ge=0, le=100)] | None = None


class Marker(Node):
    """One immunohistochemical marker with what a plain list cannot hold."""

    marker: Text
    """'ALK', 'estrogen receptor'."""
    result: Literal["positive", "negative", "focal", "weak", "strong", "equivocal"]
    """How the cells were stained."""
    clone: Text | None = None
    """The clone of the antibody: 'D5F3'."""
    maker: Text | None = None
    """Who makes the antibody."""
    percent: QuantityValue | None = None
    """The part of the cells that were stained: '90%'."""
    pattern: Text | None = None
    """'membranous', 'nuclear', 'dot-like'."""


class Immunohistochemistry(Node):
    """A panel of immunohistochemical markers."""

    positive: tuple[Text, ...] = ()
    negative: tuple[Text, ...] = ()
    focal: tuple[Text, ...] = ()
    """Markers that were positive in places."""
    weak: tuple[Text, ...] = ()
    """Markers that were weakly positive."""
    strong: tuple[Text, ...] = ()
    """Markers that were strongly positive."""
    markers: tuple[Marker, ...] = ()
    """Markers with clone, per cent or pattern; instead of their names in the lists."""
    cells: Text = "tumor cells"
    ki_67: QuantityValue | None = None
    """The Ki-67 proliferation index: '15%'."""

    @model_validator(mode="after")
    def _each_once(self) -> Immunohistochemistry:
        names = [*self.positive, *self.negative, *self.focal, *self.weak, *self.strong]
        names += [one.marker for one in self.markers]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise NotAValue(f"the marker '{twice}' is named twice", "keep one of them")
        return self


class Stain(Node):
    """A histochemical stain other than the routine one."""

    name: Text
    """'periodic acid–Schiff', 'Congo red', 'Ziehl-Neelsen'."""
    result: Literal["positive", "negative"]
    """What it gave."""
    what: Text | None = None
    """What it was positive or negative for: 'amyloid', 'acid-fast bacilli'."""


class Margins(Node):
    """The margins of a resected specimen."""

    status: Literal["clear", "close", "involved"]
    """Whether the lesion reached the margin."""
    distance: SizeValue | None = None
    """The distance to the nearest margin: '4 mm'."""
    nearest: Text | None = None
    """The nearest or the involved margin: 'the deep margin'."""


class Ultrastructure(Node):
    """What electron microscopy showed."""

    findings: tuple[Finding, ...] = ()
    absent: tuple[Text, ...] = ()
    """What was looked for and not seen: 'Birbeck granules'."""


class Pathology(CourseEvent):
    """Examination of a specimen: gross, microscopic, markers, spread, diagnosis (CARE 8a, 8d)."""

    kind: Literal["pathology"]
    of: Slug | None = None
    """The id of the procedure that gave the specimen."""
    specimen: Text | None = None
    """What was examined: 'the core biopsy', 'bone marrow aspirate'."""
    gross: tuple[Finding, ...] = ()
    microscopic: Text | None = None
    """A noun phrase: 'a malignant neoplasm with a predominance of spindle cells'."""
    mitotic_count: QuantityValue | None = None
    """'12 per 10 high-power fields'."""
    atypical_mitoses: Literal["seen", "not seen"] | None = None
    """Whether there were atypical mitotic figures."""
    stains: tuple[Stain, ...] = ()
    """Histochemical stains."""
    immunohistochemistry: Immunohistochemistry | None = None
    ultrastructure: Ultrastructure | None = None
    """Electron microscopy."""
    molecular: tuple[Text, ...] = ()
    """What molecular tests of the tissue showed: 'a *KIT* exon 11 deletion'."""
    diagnosis: Text | None = None
    """A noun phrase without article: 'metastatic leiomyosarcoma'."""
    certainty: Certainty = "diagnostic"
    """How far the findings support the diagnosis."""
    classification: Text | None = None
    """What the diagnosis was made by: 'World Health Organization classification, 2022'."""
    components: tuple[Component, ...] = ()
    grade: Text | None = None
    """In words: 'grade 2', 'high grade'."""
    scores: tuple[ScoreValue, ...] = ()
    """Grades and stages with a name: 'Gleason 7 (3+4)', 'WHO CNS 4', 'pT3N1b'."""
    invasion: tuple[Text, ...] = ()
    """Invasion that was found: 'lymphovascular', 'perineural'."""
    no_invasion: tuple[Text, ...] = ()
    """Invasion that was looked for and not found."""
    margins: Margins | None = None
    nodes: NodeCountValue | None = None
    """Lymph nodes with metastasis, of those examined: '2 of 14'."""
    absent: tuple[Text, ...] = ()
    """What was looked for and not seen: 'granulomas', 'dysplasia'."""

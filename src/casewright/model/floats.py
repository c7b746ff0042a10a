"""Figures and tables."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import Discriminator, Field, PlainValidator, Tag
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue
from casewright.model.values import Slug, value_schema

Width: TypeAlias = Annotated[int, Field(ge=10, le=100)]


def _kind_or(default: str, value: object) -> str:
    """The tag of a figure or table: its `kind`, or `default` where it has none."""
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return str(kind) if kind is not None else default


def _figure_tag(value: object) -> str:
    return _kind_or("image", value)


def _table_tag(value: object) -> str:
    return _kind_or("written", value)


def _magnification(raw: object) -> str:
    match = re.fullmatch(r"[x×]?\s?([1-9][0-9,]{0,6})\s?[x×]?", str(raw))
    if not match or isinstance(raw, bool | float):
        raise ValueError("write the magnification as '×400'")
    return f"×{match[1]}"


MagnificationValue: TypeAlias = Annotated[
    str, PlainValidator(_magnification), value_schema("The original magnification.", "×400", 400)
]


class Reuse(Node):
    """Where an image was published before, and who allows it to be printed again (ICMJE)."""

    source: Text
    """Whose it is, with the citation: 'Koh *et al* [@koh2007]'. It ends the credit line."""
    how: Literal["reproduced", "adapted"] = "reproduced"
    """Whether it is shown as it was, or changed."""
    licence: Text | None = None
    """The licence under which it may be reused: 'CC BY 4.0'."""
    permission: Text | None = None
    """Who gave permission in writing: 'Elsevier', 'the authors'."""

    @property
    def opening(self) -> str:
        """What stands before the source in the credit line: 'adapted under CC BY 4.0 from'."""
        permission = f" with permission of {self.permission}" if self.permission else ""
        licence = f" under {self.licence}" if self.licence else ""
        return f"{self.how}{permission}{licence} from"


class Picture(Node):
    """What an image file and each of several panels may have; the legend prints it."""

    id: Slug
    shows_person: bool | None = None
    """Whether a person can be recognized in it: by a face, a tattoo, a whole body."""
    checked_for_text: bool = False
    """True when somebody has looked for names, dates and numbers in the picture: none is there."""
    stain: Text | None = None
    """How the tissue was stained: 'hematoxylin and eosin', 'desmin', or 'unstained'."""
    magnification: MagnificationValue | None = None
    """The original magnification: '×400'."""
    scale_bar: QuantityValue | None = None
    """The length of the bar in the image: '50 um'."""
    reused: Reuse | None = None
    """For an image that was published before."""


class Panel(Picture):
    """One lettered part of a figure."""

    file: Text
    legend: Text
    alt: Text


class Figure(Picture):
    """A figure: one image, or lettered panels in their order."""

    title: Text
    """The first sentence of the legend, without a full stop."""
    file: Text | None = None
    alt: Text | None = None
    legend: Text | None = None
    panels: Annotated[tuple[Panel, ...], Field(max_length=26)] = ()
    width: Width = 60
    """Per cent of the text width."""

    @property
    def pictures(self) -> tuple[Figure | Panel, ...]:
        """The panels, or the figure itself where it is one image."""
        return self.panels or (self,)


class DrawnFigure(Node):
    """What every figure that is drawn from the facts has."""

    id: Slug
    alt: Text | None = None
    """What it shows, for who cannot see it; written from the data unless given."""
    legend: Text | None = None
    """Sentences of the author after the title; how to read the figure is added."""
    width: Width = 100
    """Per cent of the text width."""
    patient: Slug | None = None
    """Whose facts it shows, where the report has several patients: the `id` of the patient."""

    @property
    def file(self) -> None:
        """A drawn figure has no file."""
        return None

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Nor has it lettered parts."""
        return ()


class TimelineFigure(DrawnFigure):
    """The course along an axis of time, in lanes by kind (CARE 7)."""

    kind: Literal["timeline"]
    title: Text = "Timeline of the clinical course"
    """The first sentence of the legend, without a full stop."""
    events: tuple[Slug, ...] = ()
    """The `id` of each event that is drawn; all events whose time is known unless given."""


class TrendFigure(DrawnFigure):
    """Laboratory values over time, with the reference range and the treatments (CARE 8a)."""

    kind: Literal["trend"]
    title: Text
    """The first sentence of the legend, without a full stop."""
    analytes: Annotated[tuple[Text, ...], Field(min_length=1, max_length=8)]
    """Analytes as the laboratory events name them; those with one unit share an axis."""
    treatments: tuple[Slug, ...] = ()
    """The `id` of each treatment that is marked above."""
    scale: Literal["linear", "logarithmic"] = "linear"
    """The axis of the values."""


AnyFigure: TypeAlias = Annotated[
    Annotated[Figure, Tag("image")]
    | Annotated[TimelineFigure, Tag("timeline")]
    | Annotated[TrendFigure, Tag("trend")],
    Discriminator(_figure_tag),
]
"""A figure of image files, or one that is drawn from the facts."""


class Table(Node):
    """A table of text; the first row is the header."""

    id: Slug
    title: Text
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=2)]
    note: Text | None = None


class GeneratedTable(Node):
    """What every table that is made from the facts has."""

    id: Slug
    note: Text | None = None
    """Sentences of the author below the table; what its signs mean is added."""
    patient: Slug | None = None
    """Whose facts it shows, where the report has several patients: the `id` of the patient."""


class LaboratoryTable(GeneratedTable):
    """Laboratory results with reference ranges; a column for each time (CARE 8a)."""

    kind: Literal["laboratory"]
    title: Text = "Laboratory results"
    """The first sentence of the caption, without a full stop."""
    events: tuple[Slug, ...] = ()
    """The `id` of each laboratory event that is shown; all of them unless given."""
    analytes: tuple[Text, ...] = ()
    """The analytes that are shown, in this order; all of them unless given."""


class TimelineTable(GeneratedTable):
    """When and what: a row for each event (CARE 7)."""

    kind: Literal["timeline"]
    title: Text = "Timeline of the clinical course"
    """The first sentence of the caption, without a full stop."""
    events: tuple[Slug, ...] = ()
    """The `id` of each event that is shown; all of them unless given."""


SimilarColumn: TypeAlias = Literal[
    "report", "age", "sex", "site", "presentation", "diagnosis", "treatment", "outcome", "follow-up"
]


class SimilarCasesTable(GeneratedTable):
    """Published cases that resemble this one, from the block `similar_cases` (CARE 11b)."""

    kind: Literal["similar_cases"]
    title: Text = "Similar cases in the literature"
    """The first sentence of the caption, without a full stop."""
    columns: Annotated[tuple[SimilarColumn, ...], Field(min_length=1)] = (
        "report",
        "age",
        "sex",
        "site",
        "treatment",
        "outcome",
    )
    """What is shown of each case, in this order."""


AnyTable: TypeAlias = Annotated[
    Annotated[Table, Tag("written")]
    | Annotated[LaboratoryTable, Tag("laboratory")]
    | Annotated[TimelineTable, Tag("timeline")]
    | Annotated[SimilarCasesTable, Tag("similar_cases")],
    Discriminator(_table_tag),
]
"""A table that the author wrote, or one that is made from the facts."""

ColumnName: TypeAlias = Literal[
    "age", "sex", "presentation", "diagnosis", "treatment", "outcome", "follow-up"
]


class SummaryColumn(Node):
    """A column of the summary table: one fact of each patient."""

    heading: Text
    fact: Text
    """The fact by its name in the file of a patient: `course.operation.name`."""


def _column_tag(value: object) -> str:
    return "own" if isinstance(value, dict | SummaryColumn) else "usual"


Column: TypeAlias = Annotated[
    Annotated[ColumnName, Tag("usual")] | Annotated[SummaryColumn, Tag("own")],
    Discriminator(_column_tag),
]


class SummaryTable(Node):
    """A row for each patient, filled in from the facts (PROCESS: all cases in one table)."""

    id: Slug = "patients"
    """The name by which the text calls it: `[@tab:patients]`."""
    title: Text = "Characteristics of the patients"
    """The first sentence of the caption, without a full stop."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1)] = (
        "age",
        "sex",
        "presentation",
        "diagnosis",
        "treatment",
        "outcome",
    )
    """Names of usual columns, or a heading with a fact of one's own choice."""
    note: Text | None = None

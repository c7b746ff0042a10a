"""Figures and tables."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from casewright.model.node import Node, Text
from casewright.model.values import Slug


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
    panels: Annotated[tuple[Panel, ...], Field(max_length=26)] = ()
    width: Annotated[int, Field(ge=10, le=100)] = 60
    """Per cent of the text width."""


class Table(Node):
    """A table of text; the first row is the header."""

    id: Slug
    title: Text
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=2)]
    note: Text | None = None


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

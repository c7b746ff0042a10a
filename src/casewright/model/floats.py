"""Figures and tables."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

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

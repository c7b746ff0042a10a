"""What a drawn figure shows: a timeline, or laboratory values over time; x is days from day 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The horizontal axis."""

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    """Days from day 0, with what stands below."""


@dataclass(frozen=True, slots=True)
class ChartItem:
    """Something that happened at a time or lasted."""

    label: str
    start: float
    end: float | None = None
    """None for what happened at one time."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of a timeline."""

    name: str
    items: tuple[ChartItem, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes of events above one axis."""

    axis: TimeAxis
    lanes: tuple[Lane, ...]
    last_contact: float | None
    """The end of follow-up."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One result."""

    x: float
    y: float
    censored: bool = False
    """Whether the value is a limit ('<0.04 ng/mL'); drawn as an open symbol."""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One analyte over time."""

    name: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class TrendPanel:
    """Analytes that share a unit, above one axis."""

    label: str
    lines: tuple[TrendLine, ...]
    band: tuple[float | None, float | None] | None
    """The reference range that all lines have in common; None for an open end."""
    logarithmic: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """Panels above each other, with the treatments on top."""

    axis: TimeAxis
    panels: tuple[TrendPanel, ...]
    treatments: tuple[ChartItem, ...]


Picture: TypeAlias = Timeline | Trend


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its words."""

    picture: Picture
    alt: str
    """What it shows, with the data in words, for who cannot see it."""
    legend: str
    """How to read it, in sentences; may be empty."""

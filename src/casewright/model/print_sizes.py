"""Sizes of the page that outputs and rules share, in millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the PDF worker needs sizes, and does without pydantic
    from casewright.model.style import PageStyle

PAPERS: Mapping[str, tuple[float, float]] = {
    "A4": (210.0, 297.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}

TALLEST = 0.8
"""The part of the page that an image may fill, so that its caption fits below."""
PANEL_GAP = 6.0
"""Per cent of the text width between two panels."""

Orientation = Literal["portrait", "landscape"]


def text_width_mm(style: PageStyle, orientation: Orientation = "portrait") -> float:
    """The width of the page between its margins."""
    paper = PAPERS[style.paper][0 if orientation == "portrait" else 1]
    return paper - style.margin_left - style.margin_right


def text_height_mm(style: PageStyle) -> float:
    """The height of the page between its margins."""
    return PAPERS[style.paper][1] - style.margin_top - style.margin_bottom


def panel_percent() -> float:
    """The width of one panel in per cent of its figure."""
    return (100.0 - PANEL_GAP) / 2

"""`PageStyle`: one declarative page specification for both DOCX and PDF."""

from __future__ import annotations

from typing import Annotated, Literal

from casewright.model.declare import BaseModel, ConfigDict, Field


class _Style(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Heading(_Style):
    """How one level of heading is set."""

    size: float = 12
    """Points."""
    bold: bool = True
    italic: bool = False
    caps: bool = False
    space_before: float = 12
    """Points."""
    space_after: float = 3
    """Points."""


class PageStyle(_Style):
    """Page, type and block styles; lengths in millimetres, type sizes in points."""

    paper: Literal["A4", "letter"] = "A4"
    margin_top: float = 25
    margin_right: float = 25
    margin_bottom: float = 25
    margin_left: float = 25
    font: Literal["serif", "sans"] = "serif"
    """serif: Times New Roman, drawn with Liberation Serif where it is missing;
    sans: Arial and Liberation Sans, which have the same metrics."""
    font_size: float = 12
    line_spacing: Annotated[float, Field(ge=1, le=3)] = 2.0
    """A multiple of single spacing (1.149 of the type size, as in Word)."""
    paragraph_indent: float = 0
    """First-line indent in millimetres; 0 separates paragraphs by space."""
    paragraph_space: float = 6
    """Points after a paragraph."""
    align: Literal["left", "justify"] = "left"
    line_numbers: Literal["none", "continuous", "page"] = "none"
    page_numbers: Literal["none", "page", "page-of-pages"] = "page-of-pages"
    running_head: bool = True
    title_page_break: bool = True
    """Start the abstract on a new page."""
    title_size: float = 16
    headings: tuple[Heading, Heading, Heading] = (
        Heading(size=12, bold=True, caps=False),
        Heading(size=12, bold=True, italic=True),
        Heading(size=12, bold=False, italic=True),
    )
    caption_size: float = 10
    table_size: float = 10
    reference_indent: float = 10
    """Hanging indent of the reference list in millimetres."""

"""`PageStyle`: one declarative page specification for both DOCX and PDF."""

from __future__ import annotations

from typing import Annotated, Literal

from casewright.model.declare import BaseModel, ConfigDict, Field
from casewright.model.fonts import FontName

Margin = Annotated[float, Field(ge=10, le=80)]
Points = Annotated[float, Field(ge=6, le=36)]
Space = Annotated[float, Field(ge=0, le=72)]


class _Style(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Heading(_Style):
    """How one level of heading is set."""

    size: Points = 12
    """Points."""
    bold: bool = True
    italic: bool = False
    caps: bool = False
    align: Literal["left", "center"] = "left"
    space_before: Space = 12
    """Points."""
    space_after: Space = 3
    """Points."""


class PageStyle(_Style):
    """Page, type and block styles; lengths in millimetres, type sizes in points."""

    paper: Literal["A4", "letter", "legal"] = "A4"
    margin_top: Margin = 25
    margin_right: Margin = 25
    margin_bottom: Margin = 25
    margin_left: Margin = 25
    font: FontName = "serif"
    """serif is Times New Roman, sans is Arial. The DOCX names the font; the PDF is set in the free
    font of the same widths: Liberation Serif, Liberation Sans (also for Helvetica), Carlito for
    Calibri, Caladea for Cambria, TeX Gyre Pagella for Book Antiqua."""
    font_size: Points = 12
    line_spacing: Annotated[float, Field(ge=1, le=3)] = 2.0
    """A multiple of the single spacing of the font, as in Word: 1.5, 2.0."""
    paragraph_indent: Annotated[float, Field(ge=0, le=30)] = 0
    """First-line indent in millimetres; 0 separates paragraphs by space."""
    paragraph_space: Space = 6
    """Points after a paragraph."""
    align: Literal["left", "justify"] = "left"
    line_numbers: Literal["none", "continuous", "per-page"] = "none"
    """Numbers beside the lines of the text, through the whole manuscript or anew on every page.
    Figures, tables, their captions, heads and feet are not counted."""
    line_numbers_every: Annotated[int, Field(ge=1, le=10)] = 1
    """Print every line's number, or every fifth."""
    page_numbers: Literal["none", "page", "page-of-pages"] = "page-of-pages"
    """3, or Page 3 of 9."""
    page_numbers_at: Literal["bottom-center", "bottom-right", "top-right"] = "bottom-center"
    """Where page numbers stand. At the top right, the running head moves to the left."""
    running_head: bool = True
    """Print the running title at the head of every page but the first."""
    title_page_break: bool = True
    """Start the abstract on a new page."""
    title_size: Points = 16
    headings: tuple[Heading, Heading, Heading] = (
        Heading(size=12, bold=True, caps=False),
        Heading(size=12, bold=True, italic=True),
        Heading(size=12, bold=False, italic=True),
    )
    """The headings of sections, of their parts, and of the parts of these."""
    caption_size: Points = 10
    table_size: Points = 10
    table_rules: Literal["three-line", "rows", "grid"] = "three-line"
    """three-line: above the head, below it, and below the table; rows: a thin line under each row
    too; grid: lines around every cell."""
    wide_tables: Literal["landscape", "portrait"] = "landscape"
    """Where tables that are too wide for the page stand: on pages of their own that are turned, or
    in the text."""
    reference_indent: Annotated[float, Field(ge=0, le=30)] = 10
    """Hanging indent of the reference list in millimetres."""

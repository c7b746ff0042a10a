"""`Document`: pandoc's AST with metadata, the one form that every writer takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from casewright.diagnostics import Span

Ast: TypeAlias = dict[str, Any]
"""A node of pandoc's JSON AST: `{"t": tag, "c": content}`."""

SOURCE_CLASS = "source"
"""Class of the `Span` around a sentence; its attribute `data-source` holds keys of
`Document.sources`, separated by spaces."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence comes from."""

    path: str
    """The path in the case (`course.3.findings`), or the name of the prose field."""
    span: Span
    kind: str
    """`fact` for a sentence made from facts, `prose` for the author's own."""


@dataclass(frozen=True, slots=True)
class Image:
    """A figure file as it goes into the outputs: sanitised, with a neutral name."""

    name: str
    """`figure-1a.png`; the target of the AST's `Image` is `figures/<name>`."""
    mime: str
    data: bytes = field(repr=False)
    pixels: tuple[int, int]
    """Width and height."""
    dpi: float


HARMLESS_TRACES = frozenset({"when it was taken"})
"""What the metadata of many pictures tell, and hardly anybody is recognized by."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What the header of an author's image file says."""

    name: str
    """As the case names it: `figures/ct.png`."""
    format: Literal["JPEG", "PNG", "TIFF", "SVG"]
    """By the content of the file."""
    size: int
    """Bytes."""
    pixels: tuple[int, int] | None
    """Width and height, upright; none of a drawing made of lines (SVG)."""
    colour: Literal["bilevel", "grey", "RGB", "CMYK"] | None
    """None of a drawing made of lines."""
    traces: tuple[str, ...] = ()
    """What the metadata tell of persons, places and times, in words."""


@dataclass(frozen=True, slots=True)
class Document:
    """A composed manuscript.

    `blocks` hold, in reading order: `Div` with attribute `custom-style` for front matter
    (`Title`, `Author`, `Affiliation`, `Correspondence`, `Keywords`), `Header` level 1 for the
    journal's sections, `Figure` (nested `Figure` for panels), `Table`, and the `refs` `Div` that
    pandoc's citeproc makes.
    """

    title: str
    """Plain text, for the properties of the files."""
    authors: tuple[str, ...]
    running_title: str
    language: str
    """BCP 47: `en-US`, `en-GB`."""
    keywords: tuple[str, ...]
    blocks: list[Ast]
    api_version: list[int]
    """`pandoc-api-version` of the AST."""
    images: Mapping[str, Image]
    """By the image's target in the AST."""
    sources: Mapping[str, Source]
    """By the key used in `data-source`."""
    moves: Mapping[str, str] = field(default_factory=dict)
    """The move of the abstract by the path of each of its sources."""
    title_page: Document | None = None
    """The title page, where it is a file of its own."""

    @property
    def all_blocks(self) -> list[Ast]:
        """The blocks of every file, those of the title page first."""
        return [*(self.title_page.blocks if self.title_page else ()), *self.blocks]

"""The pieces of a manuscript that some formats want apart: title, abstract and sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.journal_text import Part
from casewright.model.statement_places import is_blinded
from casewright.model.tree import (
    NUMBER_CLASS,
    SPACES,
    div_class,
    heading_text,
    plain_text,
    source_keys,
    walk,
)
from casewright.writers.tree import custom_style, is_page_break


@dataclass(slots=True)
class Section:
    """A section of the manuscript: its heading and what stands under it."""

    header: Ast
    parts: tuple[Part, ...] = ()
    """What the journal has under this heading and those below it; nothing for the abstract's."""
    blocks: list[Ast] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A manuscript taken apart; the rest of its front matter is in the case and the journal."""

    title: list[Ast]
    """Inlines."""
    abstract: list[Ast]
    """Paragraphs."""
    sections: list[Section]


def take_apart(document: Document, journal: Journal) -> Pieces:
    """Find the pieces of `document` by the headings and marks of its layout."""
    made = Pieces([], [], [])
    parts = {section.heading: section.all_parts for section in journal.sections.order}
    for block in document.blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            made.sections.append(Section(block, parts.get(heading_text(block), ())))
        elif custom_style(block) == "Title":
            made.title.extend(inline for inner in block["c"][1] for inline in inner["c"])
        elif div_class(block, "abstract"):
            made.abstract.extend(block["c"][1])
            made.sections.pop()
        elif made.sections and not custom_style(block) and not is_page_break(block):
            made.sections[-1].blocks.append(block)
    return made


def front_statements(document: Document, journal: Journal) -> Iterator[Ast]:
    """The paragraphs of what the authors declare on the title page.

    For double-blind review only those of a title page that stands in the manuscript itself.
    """
    for block in document.blocks if is_blinded(journal) else document.all_blocks:
        if custom_style(block) == "Statement" and any(source_keys(one) for one in walk(block)):
            yield from block["c"][1]


def split_number(header: Ast) -> tuple[str, list[Ast]]:
    """The number of a heading, nothing where it has none, and its words."""
    inlines: list[Ast] = header["c"][2]
    first = inlines[0] if inlines else None
    if first is None or first["t"] != "Span" or NUMBER_CLASS not in first["c"][0][1]:
        return "", inlines
    words = inlines[1:]
    while words and words[0]["t"] in SPACES:
        words = words[1:]
    return plain_text([first]), words

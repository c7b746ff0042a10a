"""A title page that is a file of its own, and a manuscript that does not tell who wrote it."""

from __future__ import annotations

from dataclasses import replace

from casewright.model.document import Document
from casewright.model.journal import Journal
from casewright.model.statement_places import is_blinded
from casewright.model.tree import div_class

END_CLASS = "title-page-end"
"""The class of the empty `Div` that the layout puts after such a title page."""


def in_files(document: Document, journal: Journal) -> Document:
    """The manuscript with its title page apart, where the layout has one apart.

    Where reviewers may not know the authors, the properties of the manuscript do not name them.
    """
    blocks = document.blocks
    ends = [position for position, one in enumerate(blocks) if div_class(one, END_CLASS)]
    if not ends:
        return document
    title_page = replace(document, blocks=blocks[: ends[0]], images={}, moves={})
    authors = () if is_blinded(journal) else document.authors
    return replace(document, blocks=blocks[ends[0] + 1 :], authors=authors, title_page=title_page)

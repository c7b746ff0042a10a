"""The title page as a file of its own, and files that do not tell who wrote the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casewright.catalogue import RULES
from casewright.diagnostics import Span
from casewright.manuscript import Manuscript, Phases
from casewright.pandoc import Pandoc

TITLE_PAGE = "title-page"
"""The name of its files."""


def write_title_page(
    manuscript: Manuscript, pandoc: Pandoc, *, formats: Sequence[str], phases: Phases
) -> dict[str, bytes]:
    """The title page by format, where it is a file of its own; its HTML for a PDF, too.

    Raises `PandocFailed`.
    """
    document = manuscript.document.title_page if manuscript.document else None
    if document is None or manuscript.journal is None:
        return {}
    style = manuscript.journal.page.style.model_copy(update={"line_numbers": "none"})
    made: dict[str, bytes] = {}
    with phases.phase("title page"):
        if {"pdf", "html"} & set(formats):
            from casewright.writers.html import write_html

            made["html"] = write_html(document, style, pandoc)
        if "docx" in formats:
            from casewright.writers.docx import write_docx

            made["docx"] = write_docx(document, style, pandoc)
        if "md" in formats:
            from casewright.writers.markdown import write_markdown

            made["md"] = write_markdown(document, pandoc)
    return made


def find_authors(manuscript: Manuscript, files: Mapping[str, bytes]) -> None:
    """Report where a file for reviewers who may not know the authors names them."""
    from casewright.model.statement_places import is_blinded

    case, journal = manuscript.case, manuscript.journal
    if case is None or journal is None or not is_blinded(journal):
        return
    from casewright.rules.leaks import leaks

    seen = {name: data for name, data in files.items() if not name.startswith(TITLE_PAGE)}
    for message in leaks(case, seen):
        hint = "leave it out of the title, the keywords, the figures and the names of files"
        manuscript.diagnostics.add(RULES["PRV004"], message, Span(case.file, 1, 1), hint=hint)

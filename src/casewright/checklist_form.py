"""The filled form of a reporting guideline as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casewright.model.checklists import Answer, Checklist, Status
from casewright.model.document import Ast, Document
from casewright.model.style import Heading, PageStyle
from casewright.model.tree import plain_text, words
from casewright.rules.reporting.places import told_places

_COLUMNS = (("Item", 7), ("Topic", 16), ("What it asks for", 28), ("Status", 13), ("Where", 36))
"""The columns and their widths in per cent."""
_MARK = "*"
"""After the number of an item that was not read in the text of the guideline."""
_NO_ATTR: list[object] = ["", [], []]


@dataclass(frozen=True, slots=True)
class Filled:
    """A checklist with the answers of one manuscript."""

    checklist: Checklist
    answers: tuple[Answer, ...]
    manuscript: str
    """The title of the manuscript."""
    journal: str
    """The title of the journal."""
    numbered: bool
    """Whether the lines of the manuscript have numbers."""
    asked_as: str | None = None
    """What the journal calls the guideline, if it asks for one."""

    def count(self, status: Status) -> int:
        """How many items have this status."""
        return Counter(one.status for one in self.answers)[status]


def form_style(page: PageStyle) -> PageStyle:
    """The page of the form, on the journal's paper."""
    return PageStyle(
        paper=page.paper,
        margin_top=20,
        margin_right=18,
        margin_bottom=20,
        margin_left=18,
        font="sans",
        font_size=10,
        line_spacing=1.0,
        paragraph_space=6,
        title_size=14,
        headings=(Heading(size=11), Heading(size=10), Heading(size=10)),
        table_size=9,
        table_rules="rows",
        wide_tables="portrait",
        running_head=False,
    )


def form_document(filled: Filled, api_version: list[int]) -> Document:
    """The form: what it is and of what, the table of items, and where the items were read."""
    checklist = filled.checklist
    title = checklist.title
    blocks = [
        {"t": "Div", "c": [["", [], [["custom-style", "Title"]]], [_para(title)]]},
        _para(f"{checklist.version}; {checklist.count}"),
        _para(f"Manuscript: {filled.manuscript}"),
        _para(f"Prepared for: {filled.journal}"),
        _para(_said(filled)),
        _table(filled),
        *(_para(text) for text in _notes(filled)),
    ]
    return Document(
        title=f"{title}: {filled.manuscript}",
        authors=(),
        running_title="",
        language="en-US",
        keywords=(),
        blocks=blocks,
        api_version=api_version,
        images={},
        sources={},
    )


def in_single_lines(form: Document) -> Document:
    """The form with one line in each cell, as tables of Markdown want it."""
    return replace(form, blocks=[_single_lines(one) for one in form.blocks])


def _single_lines(block: Ast) -> Ast:
    if block["t"] != "Table":
        return block
    *before, bodies, foot = block["c"]
    (attr, stub, head, rows), *_ = bodies
    joined = [[at, [_joined(cell) for cell in cells]] for at, cells in rows]
    return {"t": "Table", "c": [*before, [[attr, stub, head, joined]], foot]}


def _joined(cell: list[Any]) -> list[Any]:
    return _cell([". ".join(plain_text(one).removesuffix(".") for one in cell[4])])


def _said(filled: Filled) -> str:
    counts = [f"{filled.count(status)} {word_for(filled, status).lower()}" for status in Status]
    lines = "Page and line numbers are" if filled.numbered else "Page numbers are"
    return f"{len(filled.answers)} items: {', '.join(counts)}. {lines} those of manuscript.pdf."


def word_for(filled: Filled, status: Status) -> str:
    """What the form calls a status."""
    return filled.checklist.answers.get(status.value, status.value.capitalize())


def _notes(filled: Filled) -> Iterator[str]:
    checklist = filled.checklist
    told = {one.told for one in checklist.items} - {"published"}
    if "general knowledge" in told:
        yield (
            f"{_MARK} Not read in the text of the guideline, but general knowledge: the published "
            "form may number, divide and word it otherwise."
        )
    if "third party" in told:
        yield f"{_MARK} Read in the words of a third party, not in the published form."
    if filled.asked_as:
        yield f"The journal asks for {filled.asked_as}."
    if checklist.note:
        yield checklist.note
    yield (
        "An item counts as reported where a sentence of the manuscript comes from the facts or the "
        "prose that it asks for. No words are searched for but those that the guideline prescribes."
    )
    yield f"Guideline: {checklist.citation}"
    yield f"License: {checklist.licence} Source: {'; '.join(checklist.source)}; {checklist.as_of}."


def _table(filled: Filled) -> Ast:
    columns = [
        [{"t": "AlignLeft"}, {"t": "ColWidth", "c": share / 100 + 1e-6}] for _, share in _COLUMNS
    ]
    head = [_NO_ATTR, [_row([name for name, _ in _COLUMNS])]]
    rows = [_row(_cells(answer, filled)) for answer in filled.answers]
    body = [_NO_ATTR, 0, [], rows]
    return {"t": "Table", "c": [_NO_ATTR, [None, []], columns, head, [body], [_NO_ATTR, []]]}


def _cells(answer: Answer, filled: Filled) -> list[str | list[str]]:
    item = answer.item
    number = item.number or "–"
    number += "" if item.told == "published" else f" {_MARK}"
    where = [*told_places(answer.sentences), *(_sentence(one) for one in answer.remarks)]
    return [number, item.topic, item.text, word_for(filled, answer.status), where or ["–"]]


def _sentence(remark: str) -> str:
    return f"{remark[:1].upper()}{remark[1:]}."


def _row(cells: Sequence[str | list[str]]) -> list[object]:
    return [_NO_ATTR, [_cell([one] if isinstance(one, str) else one) for one in cells]]


def _cell(paragraphs: Sequence[str]) -> list[object]:
    kind = "Plain" if len(paragraphs) == 1 else "Para"
    blocks = [{"t": kind, "c": _words(text)} for text in paragraphs if text]
    return [_NO_ATTR, {"t": "AlignDefault"}, 1, 1, blocks]


def _para(text: str) -> Ast:
    return {"t": "Para", "c": _words(text)}


def _words(text: str) -> list[Ast]:
    return words(text.replace("'", "’"))

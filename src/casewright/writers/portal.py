"""The manuscript as plain text in blocks, to be pasted into the fields of a submission form.

Journals such as Cureus take no file: title, abstract, keywords, each section, tables, legends and
references are pasted one by one. What plain text cannot show is left out (italics) or written in
other signs: 10⁹, CO₂, and raised citation numbers in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.series import CaseReport
from casewright.model.statement_places import is_blinded
from casewright.model.tree import heading_text, plain_text, walk, words
from casewright.model.words import word_count
from casewright.pandoc import Pandoc
from casewright.writers.sections import Pieces, front_statements, split_number, take_apart
from casewright.writers.tree import ast_of, rewrite, unwrap

_EMPHASIS = frozenset({"Emph", "Strong", "Underline", "SmallCaps"})
_CUT = "\u241e"
"""Stands between two blocks on their way through pandoc."""
_TAB = "\u2409"
_SPACES = re.compile("[\u00a0\u2009\u202f]")
_NUMBER = re.compile(r"^\W*(\d+)\W*\s")


def write_portal(
    document: Document, case: CaseReport, journal: Journal, *, pandoc: Pandoc
) -> bytes:
    """Write the manuscript as blocks of plain text, each with its counts; raises `PandocFailed`."""
    named = [*_blocks(take_apart(document, journal), document, case, journal)]
    blocks: list[Ast] = []
    for _, inner in named:
        blocks += [*rewrite(inner, _plain), _words(_CUT)]
    options = {"wrap_text": "none"}
    written = pandoc.write(ast_of(document, blocks), "plain", options=options).decode()
    written = _SPACES.sub(" ", written).replace(_TAB, "\t")
    texts = (text.strip() for text in written.split(_CUT))
    shown = [_block(name, text) for (name, _), text in zip(named, texts, strict=False) if text]
    return "\n".join(shown).encode()


def _block(name: str, text: str) -> str:
    counts = f"{word_count(text)} words, {len(text)} characters"
    return f"=== {name} ({counts}) ===\n\n{text}\n"


def _blocks(
    pieces: Pieces, document: Document, case: CaseReport, journal: Journal
) -> Iterator[tuple[str, list[Ast]]]:
    """The fields of a form in their usual order, each with what is pasted into it."""
    yield "ARTICLE TYPE", [_words(journal.article_type)]
    yield "TITLE", [{"t": "Para", "c": pieces.title}]
    yield "RUNNING TITLE", [_words(document.running_title)]
    if not is_blinded(journal):
        yield "AUTHORS", [_words(line) for line in _authors(case)]
    yield journal.abstract.heading.upper(), pieces.abstract
    yield "KEYWORDS", [_words(journal.keywords.separator.join(document.keywords))]
    floats = [block for section in pieces.sections for block in section.blocks]
    for section in pieces.sections:
        kept = [block for block in section.blocks if not _is_apart(block)]
        if section.parts != ("references",):
            yield heading_text(section.header).upper(), kept
    yield "STATEMENTS", [*front_statements(document, journal)]
    for number, table in enumerate(_of_kind(floats, "Table"), 1):
        yield f"TABLE {number}", _table(table)
    yield "FIGURE LEGENDS", [_legend(one["c"][1][1]) for one in _of_kind(floats, "Figure")]
    yield "REFERENCES", [*_references(document)]


def _is_apart(block: Ast) -> bool:
    """Whether a block has a field of its own, wherever it stands."""
    refs = block["t"] == "Div" and block["c"][0][0] == "refs"
    return refs or block["t"] in {"Figure", "Table"}


def _authors(case: CaseReport) -> Iterator[str]:
    """One line for each author: name, degrees, institutions, e-mail, ORCID."""
    places = {one.id: one for one in case.affiliations}
    for author in case.authors:
        known = [places[key] for key in author.affiliations if key in places]
        where = [one.address for one in known]
        name = ", ".join([author.name, *author.degrees])
        corresponding = "corresponding author" if author.corresponding else None
        told = [name, *where, corresponding, author.email, author.orcid]
        yield "; ".join(filter(None, told))


def _of_kind(blocks: Sequence[Ast], kind: str) -> Iterator[Ast]:
    return (block for block in blocks if block["t"] == kind)


def _legend(caption: list[Ast]) -> Ast:
    """A caption with a stop behind its label, which is told apart by no bold type here."""
    inlines = [inline for block in caption for inline in block["c"]]
    if inlines and inlines[0]["t"] == "Strong" and inlines[0]["c"][:1]:
        label, *title = inlines[0]["c"]
        if label["t"] == "Str" and label["c"][-1:].isdecimal():
            inlines[:1] = [{"t": "Str", "c": f"{label['c']}."}, *title]
    return {"t": "Para", "c": inlines}


def _table(table: Ast) -> list[Ast]:
    """The caption, then the rows with tabs between the cells, as spreadsheets take them."""
    _, caption, _, head, bodies, foot = table["c"]
    rows = [*head[1], *(row for body in bodies for row in [*body[2], *body[3]]), *foot[1]]
    lines: list[Ast] = []
    for _, cells in rows:
        lines += [{"t": "LineBreak"}] if lines else []
        for position, cell in enumerate(cells):
            lines += [{"t": "Str", "c": _TAB}] if position else []
            lines += [inline for block in cell[4] for inline in block["c"]]
    return [_legend(caption[1]), {"t": "Para", "c": lines}]


def _references(document: Document) -> Iterator[Ast]:
    """The entries of the list, numbered in one way whatever the style does."""
    for block in walk(document.blocks):
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for number, entry in enumerate(block["c"][1], 1):
                inlines = [i for one in _without_label(entry) for i in one["c"]]
                shown = _NUMBER.match(plain_text(inlines))
                same = shown is not None and shown[1] == str(number)
                label = [] if same else [*words(f"{number}. ")]
                yield {"t": "Para", "c": [*label, *inlines]}


def _without_label(entry: Ast) -> list[Ast]:
    return rewrite(entry["c"][1], _unlabelled)


def _unlabelled(node: Ast) -> list[Ast] | None:
    return [] if node["t"] == "Span" and "csl-left-margin" in node["c"][0][1] else None


def _plain(node: Ast) -> list[Ast] | None:
    match node["t"]:
        case "Cite":
            return _marker(node["c"][1])
        case tag if tag in _EMPHASIS:
            inside: list[Ast] = node["c"]
            return inside
        case "Link" | "Span":
            linked: list[Ast] = node["c"][1]
            return linked
        case "Header":
            return [{"t": "Para", "c": split_number(node)[1]}]
    return unwrap(node)


def _marker(inlines: Sequence[Ast]) -> list[Ast]:
    """A raised marker in brackets: without them, its numbers would run into the words."""
    if not any(node["t"] == "Superscript" for node in walk(list(inlines))):
        return [*inlines]
    return [{"t": "Str", "c": f"[{plain_text(list(inlines)).strip('[]()')}]"}]


def _words(text: str) -> Ast:
    return {"t": "Para", "c": words(text)}

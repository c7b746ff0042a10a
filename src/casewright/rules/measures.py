"""How much of everything a composed manuscript has, counted as the journal counts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, get_args

from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.journal_text import Counted, Part, Section, StatementKind
from casewright.model.series import CaseReport
from casewright.model.tree import attribute, div_class, heading_text, plain_text, walk
from casewright.model.words import word_count


@dataclass(frozen=True, slots=True)
class SectionWords:
    """The words of the paragraphs under a heading of the journal."""

    heading: str
    words: int
    counted: bool
    """Whether the journal counts them as main text."""
    points: int = 0
    """Items of its lists."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How much of everything a manuscript has."""

    sections: tuple[SectionWords, ...]
    main_text: int
    """Words of the main text, as the journal counts it."""
    abstract: int
    """Words of the abstract."""
    references: int
    figures: int
    tables: int
    panels: int
    """Panels of the figure that has the most."""
    authors: int
    patients: int
    keywords: int
    title: str = ""
    running_title: str = ""
    orcids: int = 0
    """Authors whose ORCID iD is given."""
    corresponding: int = 0
    """Authors to whom readers write."""
    corresponding_orcids: int = 0
    """Those of them whose ORCID iD is given."""
    abstract_parts: tuple[SectionWords, ...] = ()
    """The words under each heading of the abstract."""


def measure(case: CaseReport, journal: Journal, document: Document) -> Measures:
    """Count what the manuscript has."""
    figures = [block for block in document.blocks if block["t"] == "Figure"]
    sections = tuple(_sections(journal, document))
    abstract = sum(_words(one) for one in document.blocks if div_class(one, "abstract"))
    body = sum(one.words for one in sections if one.counted) + _beside(journal, document)
    return Measures(
        sections=sections,
        main_text=abstract if journal.abstract.is_report else body,
        abstract=abstract,
        references=sum(len(one["c"][1]) for one in document.blocks if _is_references(one)),
        figures=len(figures),
        tables=sum(block["t"] == "Table" for block in document.blocks),
        panels=max(map(_panels, figures), default=0),
        authors=len(case.authors),
        patients=len(case.cases),
        keywords=len(document.keywords),
        title=document.title,
        running_title=document.running_title,
        orcids=sum(bool(one.orcid) for one in case.authors),
        corresponding=sum(one.corresponding for one in case.authors),
        abstract_parts=abstract_parts(journal, document),
        corresponding_orcids=sum(one.corresponding and bool(one.orcid) for one in case.authors),
    )


def abstract_parts(journal: Journal, document: Document) -> tuple[SectionWords, ...]:
    """The words under each heading of the abstract, in the order of the journal."""
    headings = [part.heading for part in journal.abstract.parts if part.heading]
    words: Counter[str] = Counter()
    heading = ""
    for block in document.blocks:
        for paragraph in block["c"][1] if div_class(block, "abstract") else ():
            first = paragraph["c"][0] if paragraph["t"] == "Para" else {"t": ""}
            opening = plain_text(first["c"]) if first["t"] == "Strong" else ""
            heading = opening if opening in headings else heading
            words[heading] += _words(paragraph) - word_count(opening if heading == opening else "")
    return tuple(SectionWords(one, words[one], counted=False) for one in headings if one in words)


_Parts: TypeAlias = frozenset[Part]
_ASIDE: _Parts = frozenset(
    {
        *("abbreviations", "core_tip", "figures", "highlights", "key_message"),
        *("learning_objectives", "references", "what_this_adds"),
    }
)
"""Parts that stand beside the report rather than in it."""
_STATEMENTS: _Parts = frozenset[Part](("statements",)).union(get_args(StatementKind))
_COUNTED_WITH: tuple[tuple[_Parts, Counted], ...] = (
    (frozenset({"learning_points"}), "learning_points"),
    (frozenset({"acknowledgments"}), "acknowledgments"),
    (frozenset({"funding"}), "funding"),
    (_STATEMENTS, "statements"),
)
"""Sections that count only where the journal says so."""

_PARAGRAPHS = frozenset({"Para", "Plain", "BulletList", "OrderedList", "BlockQuote"})


def _sections(journal: Journal, document: Document) -> Iterator[SectionWords]:
    """The words under each heading of the journal, those of headings below it included."""
    known = {section.heading: section for section in journal.sections.each()}
    words: Counter[str] = Counter()
    points: Counter[str] = Counter()
    heading = ""
    for block in document.blocks:
        if block["t"] == "Header" and (block["c"][0] == 1 or heading_text(block) in known):
            heading = heading_text(block)
        elif block["t"] in _PARAGRAPHS and heading in known:
            words[heading] += _words(block)
            points[heading] += _items(block)
    for heading, count in words.items():
        counted = _is_counted(known[heading], journal)
        yield SectionWords(heading, count, counted, points[heading])


def _items(block: Ast) -> int:
    if block["t"] == "BulletList":
        return len(block["c"])
    return len(block["c"][1]) if block["t"] == "OrderedList" else 0


def _is_counted(section: Section, journal: Journal) -> bool:
    also = journal.main_text.counts if journal.main_text else ()
    parts = frozenset(section.parts)
    if not parts:
        return True
    for uncounted, name in _COUNTED_WITH:
        if parts <= uncounted and name in also:
            return True
    uncounted = _ASIDE.union(*(some for some, _ in _COUNTED_WITH))
    return not parts <= uncounted


def _beside(journal: Journal, document: Document) -> int:
    """The words beside the paragraphs of the body that the journal counts."""
    also = journal.main_text.counts if journal.main_text else ()
    return sum(
        _words(block) for name in also if name in _BESIDE for block in _BESIDE[name](document)
    )


def _style(block: Ast) -> str:
    return (attribute(block, "custom-style") or "") if block["t"] == "Div" else ""


def _captions(document: Document) -> Iterator[Ast]:
    for block in document.blocks:
        if block["t"] in ("Figure", "Table"):
            caption = block["c"][1][1]
            yield {"t": "Div", "c": [["", [], []], caption]}


def _tables(document: Document) -> Iterator[Ast]:
    for block in document.blocks:
        if block["t"] == "Table":
            attr, _, *rest = block["c"]
            yield {"t": "Table", "c": [attr, [None, []], *rest]}


_BESIDE: dict[str, Callable[[Document], Iterator[Ast]]] = {
    "abstract": lambda document: (one for one in document.blocks if div_class(one, "abstract")),
    "captions": _captions,
    "headings": lambda document: (one for one in document.blocks if one["t"] == "Header"),
    "keywords": lambda document: (one for one in document.blocks if _style(one) == "Keywords"),
    "references": lambda document: filter(_is_references, document.blocks),
    "tables": _tables,
    "title_page": lambda document: (
        one for one in document.blocks if _style(one) not in {"", "Keywords"}
    ),
}
"""Blocks that are no paragraphs of the body, by the name under which a journal may count them."""


def _words(block: Ast) -> int:
    return word_count(plain_text(block))


def _is_references(block: Ast) -> bool:
    return bool(block["t"] == "Div" and block["c"][0][0] == "refs")


def _panels(figure: Ast) -> int:
    return sum(bool(node["t"] == "Figure") for node in walk(figure)) - 1

"""The manuscript as XML of the Journal Article Tag Suite (JATS Publishing 1.2, Z39.96-2019).

Its graphics are the files `figures/<name>` beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from lxml import etree

from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.journal_text import Part, StatementKind
from casewright.model.reference import CslItem
from casewright.model.series import CaseReport
from casewright.pandoc import Pandoc
from casewright.writers.jats_front import article_meta, journal_meta
from casewright.writers.jats_parts import XLINK, Parts, sources_in, titled, words_of
from casewright.writers.jats_permissions import add_permissions
from casewright.writers.jats_references import reference_list
from casewright.writers.sections import Section, front_statements, take_apart

_DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2 20190208//EN"'
    ' "JATS-journalpublishing1.dtd">'
)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CASE: tuple[Part, ...] = (
    *("narrative", "presentation", "chief_complaint", "present_illness", "past_history"),
    *("personal_and_family_history", "physical_examination", "investigations", "laboratory"),
    *("imaging", "other_investigations", "consultation", "differential", "final_diagnosis"),
    *("treatment", "outcome", "timeline"),
)
_TYPES: Mapping[Part, str] = {
    "introduction": "intro",
    "methods": "methods",
    **dict.fromkeys(_CASE, "cases"),
    "discussion": "discussion",
    "conclusion": "conclusions",
}
"""`sec-type` by the first part of a section, in the values that JATS suggests."""
_STATEMENTS: frozenset[Part] = frozenset({"statements", *get_args(StatementKind)})
_BACK_TAGS: Mapping[tuple[Part, ...], str] = {
    ("acknowledgments",): "ack",
    ("abbreviations",): "glossary",
}
_FRONT = "front"
"""Stands for the number of the section, for statements on the title page."""
_NOTE_TYPES = {"statements.funding": "financial-disclosure", "statements.conflicts": "conflict"}
"""`fn-type` of a statement by the path of what it says; the tag set has none for the others."""


def write_jats(
    document: Document,
    case: CaseReport,
    journal: Journal,
    *,
    items: Mapping[str, CslItem],
    pandoc: Pandoc,
) -> bytes:
    """Write the manuscript as JATS; raises `PandocFailed`."""
    article = _Article(document, journal, items)
    pieces, notes = article.parts.write(pandoc)
    root = etree.Element(
        "article",
        {"article-type": "case-report", "dtd-version": "1.2", _LANG: document.language},
        nsmap={"xlink": XLINK},
    )
    body, back, floats = article.filled(pieces, notes)
    front = etree.SubElement(root, "front")
    front.append(journal_meta(journal))
    counts = {
        "fig-count": len([*body.iter("fig"), *floats.iter("fig")]),
        "table-count": len([*body.iter("table-wrap"), *floats.iter("table-wrap")]),
        "ref-count": len(items),
    }
    title, abstract = words_of(pieces["title"], "article-title"), article.abstract(pieces)
    meta = article_meta(document, case, journal, title=title, abstract=abstract, counts=counts)
    front.append(meta)
    root.extend(part for part in (body, back, floats) if len(part))
    add_permissions(root, document, case)
    _separate(root)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=_DOCTYPE)
    return text + b"\n"


class _Article:
    """The sections of a document and where they go."""

    def __init__(self, document: Document, journal: Journal, items: Mapping[str, CslItem]) -> None:
        self._journal, self._items = journal, items
        pieces = take_apart(document, journal)
        self._sections = pieces.sections
        self.parts = Parts(document, journal.callouts, [*items])
        self.parts.add("title", [{"t": "Para", "c": pieces.title}])
        self.parts.add("abstract", pieces.abstract)
        self._kinds: dict[str, str] = {}
        for number, section in enumerate(self._sections):
            self.parts.add_heading(f"heading-{number}", section.header)
            if _is_of_statements(section):
                for at, blocks in enumerate(_statements_in(section)):
                    self._kinds[f"{number}-{at}"] = _statement_kind(document, blocks)
                    self.parts.add(f"{number}-{at}", blocks)
            elif section.parts != ("references",):
                self.parts.add(str(number), section.blocks)
        for at, block in enumerate(front_statements(document, journal)):
            self._kinds[f"{_FRONT}-{at}"] = _statement_kind(document, [block])
            self.parts.add(f"{_FRONT}-{at}", [block])

    def abstract(self, pieces: Mapping[str, etree._Element]) -> etree._Element | None:
        """The abstract, with sections where the journal has headings in it."""
        paragraphs = [*pieces["abstract"]]
        if not paragraphs:
            return None
        made = etree.Element("abstract")
        headings = {part.heading for part in self._journal.abstract.parts if part.heading}
        section = made
        for paragraph in paragraphs:
            heading = _taken_heading(paragraph, headings)
            if heading is not None:
                section = etree.SubElement(made, "sec")
                section.append(heading)
            if paragraph.text or len(paragraph):
                section.append(paragraph)
        return made

    def filled(
        self, pieces: Mapping[str, etree._Element], notes: list[etree._Element]
    ) -> tuple[etree._Element, etree._Element, etree._Element]:
        """The body, what stands behind it, and the figures and tables that stand at the end."""
        body, back, floats = (etree.Element(tag) for tag in ("body", "back", "floats-group"))
        for number, section in enumerate(self._sections):
            (head,) = pieces[f"heading-{number}"]
            if section.parts == ("references",):
                made = etree.SubElement(back, "ref-list")
                made.extend(titled(head))
                made.extend(reference_list(self._items))
            elif _is_of_statements(section):
                back.append(self._statements(number, head, pieces))
            elif section.parts == ("figures",):
                floats.extend(pieces[str(number)])
            else:
                made = self._section(section, head, pieces[str(number)])
                (body if made.tag == "sec" else back).append(made)
        if any(name.startswith(_FRONT) for name in self._kinds):
            back.append(self._statements(_FRONT, None, pieces))
        if self._items and back.find("ref-list") is None:
            etree.SubElement(back, "ref-list").extend(reference_list(self._items))
        if notes:
            etree.SubElement(back, "fn-group").extend(notes)
        return body, back, floats

    def _section(
        self, section: Section, head: etree._Element, piece: etree._Element
    ) -> etree._Element:
        made = etree.Element(_BACK_TAGS.get(section.parts, "sec"))
        kind = next((_TYPES[part] for part in section.parts[:1] if part in _TYPES), None)
        if kind:
            made.set("sec-type", kind)
        made.extend(titled(head))
        made.extend(piece)
        return made

    def _statements(
        self, number: int | str, head: etree._Element | None, pieces: Mapping[str, etree._Element]
    ) -> etree._Element:
        group = etree.Element("fn-group")
        if head is not None:
            group.extend(titled(head))
        for name, kind in self._kinds.items():
            if name.partition("-")[0] == str(number):
                note = etree.SubElement(group, "fn", {"fn-type": kind})
                note.extend(_flat(pieces[name]))
        return group


def _is_of_statements(section: Section) -> bool:
    return (
        section.parts not in _BACK_TAGS
        and bool(section.parts)
        and (_STATEMENTS.issuperset(section.parts))
    )


def _statements_in(section: Section) -> Iterator[list[Ast]]:
    """What stands under each heading of a section, or each paragraph where it has no headings."""
    statement: list[Ast] = []
    headed = False
    for block in section.blocks:
        if statement and (block["t"] == "Header" or not headed):
            yield statement
            statement, headed = [], False
        headed = headed or block["t"] == "Header"
        statement.append(block)
    if statement:
        yield statement


def _flat(piece: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a statement, its heading in bold: a note has no sections."""
    for element in [*piece]:
        if element.tag != "sec":
            yield element
            continue
        for inner in [*element]:
            if inner.tag == "title":
                paragraph = etree.Element("p")
                inner.tag = "bold"
                paragraph.append(inner)
                yield paragraph
            elif inner.tag != "label":
                yield from _flat(inner) if inner.tag == "sec" else [inner]


def _statement_kind(document: Document, blocks: list[Ast]) -> str:
    paths = [path for block in blocks for path in sources_in(document, block)]
    for begins, kind in _NOTE_TYPES.items():
        if paths and all(path.startswith(begins) for path in paths):
            return kind
    return "other"


def _taken_heading(paragraph: etree._Element, headings: set[str]) -> etree._Element | None:
    """Take a heading from the start of a paragraph of the abstract."""
    first = paragraph[0] if len(paragraph) else None
    if first is None or first.tag != "bold" or paragraph.text:
        return None
    if "".join(first.itertext()) not in headings:
        return None
    title = etree.Element("title")
    title.text = "".join(first.itertext()).rstrip(":. ")
    paragraph.text = (first.tail or "").lstrip()
    paragraph.remove(first)
    return title


def _separate(root: etree._Element) -> None:
    """Begin a line with each block, so that the file can be read and compared."""
    for element in root.iter(*_BLOCKS):
        if not (element.tail or "").strip():
            element.tail = "\n"
        if len(element) and element[0].tag in _BLOCKS and not (element.text or "").strip():
            element.text = "\n"


_BLOCKS = frozenset(
    """
    front journal-meta article-meta journal-id journal-title-group journal-title issn publisher
    abbrev-journal-title article-categories title-group alt-title contrib-group
    contrib aff author-notes corresp pub-date-not-available abstract kwd-group kwd counts fig-count
    table-count ref-count body sec title p list list-item fig table-wrap caption label graphic table
    permissions license license-p thead tbody tr back ack glossary fn-group fn ref-list ref
    element-citation floats-group
    """.split()  # noqa: SIM905
)

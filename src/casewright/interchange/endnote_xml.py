"""EndNote's XML.

Source: EndNote's "RSXML.dtd", as its exports and those of Zotero follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from casewright.interchange.reading import Draft, Reading, Written, left_out
from casewright.interchange.safe_xml import rich_text
from casewright.model.work import (
    Work,
    date_fields,
    listed,
    month_name,
    month_number,
    person,
    unlisted,
    whole_pages,
    written_name,
)

_KINDS: Mapping[str, tuple[str, str]] = {
    "Journal Article": ("17", "article"),
    "Book": ("6", "book"),
    "Book Section": ("5", "incollection"),
    "Conference Proceedings": ("10", "inproceedings"),
    "Thesis": ("32", "phdthesis"),
    "Report": ("27", "techreport"),
    "Unpublished Work": ("34", "unpublished"),
    "Web Page": ("12", "online"),
    "Dataset": ("59", "dataset"),
    "Computer Program": ("9", "software"),
    "Generic": ("13", "misc"),
}
_ALSO = {
    **dict.fromkeys(("Electronic Article", "Magazine Article", "Newspaper Article"), "article"),
    **{"Edited Book": "book", "Electronic Book": "book", "Conference Paper": "inproceedings"},
    **{"Electronic Book Section": "incollection", "Encyclopedia": "incollection"},
    **{"Blog": "online", "Online Multimedia": "online", "Manuscript": "unpublished"},
}
_FIELDS: Mapping[str, str] = {
    "titles/title": "title",
    "titles/short-title": "shorttitle",
    "titles/tertiary-title": "series",
    "periodical/full-title": "journal",
    "periodical/abbr-1": "shortjournal",
    "volume": "volume",
    "number": "number",
    "edition": "edition",
    "publisher": "publisher",
    "pub-location": "address",
    "isbn": "isbn",
    "electronic-resource-num": "doi",
    "accession-num": "pmid",
    "custom2": "pmcid",
    "urls/related-urls/url": "url",
    "access-date": "urldate",
    "language": "language",
    "notes": "note",
    "abstract": "abstract",
}
_ROLES = {
    **{"authors": "author", "secondary-authors": "editor", "subsidiary-authors": "translator"},
    "tertiary-authors": "editor",
}
_WRAPPERS = frozenset(
    {
        "contributors", "titles", "periodical", "alt-periodical", "keywords", "dates", "urls",
        "related-urls", "pub-dates", "web-urls", "pdf-urls", "text-urls", "image-urls", "xml",
        "record", "style", "alt-title",
    }
)  # fmt: skip
_BOOKKEEPING = frozenset(
    {
        "database", "source-app", "rec-number", "foreign-keys", "key", "ref-type", "label",
        "auth-address", "remote-database-name", "remote-database-provider", "work-type",
    }
)  # fmt: skip


def read_endnote_xml(root: etree._Element, file: str) -> Reading:
    """Every record of a library."""
    reading = Reading(file)
    for record in root.iter("record"):
        reading.add(read_record(record, reading), record.sourceline or 1)
    return reading.done()


def read_record(record: etree._Element, reading: Reading) -> Work:
    """One record; citations in Word files hold the same."""
    draft = Draft()
    kind = record.find("ref-type")
    name = (kind.get("name") or "") if kind is not None else ""
    numbers = dict(_KINDS.values())
    by_number = numbers.get(rich_text(kind), "misc")
    draft.kind = _KINDS[name][1] if name in _KINDS else _ALSO.get(name, by_number)
    draft.key = rich_text(record.find("label")) or rich_text(record.find("foreign-keys/key"))
    done = set(_hosts(draft, record))
    for wrapper, role in _ROLES.items():
        for element in record.iterfind(f"contributors/{wrapper}/author"):
            draft.add_person(role, person(rich_text(element)))
            done.add(element)
    for path, field in _FIELDS.items():
        for element in record.iterfind(path):
            if _take(draft, field, rich_text(element)):
                done.add(element)
    words = [rich_text(one) for one in record.iterfind("keywords/keyword")]
    draft.set("keywords", listed(words))
    _dates(draft, record)
    draft.set("pages", whole_pages(rich_text(record.find("pages"))))
    _report(record, done, reading)
    return draft.work()


def _hosts(draft: Draft, record: etree._Element) -> Iterator[etree._Element]:
    """What the secondary title is depends on the type; titles of journals are given twice."""
    host = {"incollection": "booktitle", "inproceedings": "booktitle", "book": "series"}
    periodical = record.find("periodical/full-title")
    for path in ("titles/secondary-title", "titles/alt-title", "alt-periodical/full-title"):
        for element in record.iterfind(path):
            text = rich_text(element)
            if path != "titles/secondary-title":
                known = (rich_text(periodical), draft.fields.get("journal"))
                if text in known or draft.set("shortjournal", text):
                    yield element
                continue
            name = host.get(draft.kind, "journal")
            if periodical is not None and name != "booktitle" and text == rich_text(periodical):
                name = "journal"
            if draft.set(name, text):
                yield element


def _take(draft: Draft, field: str, text: str) -> bool:
    if field == "pmid" and not re.fullmatch(r"\d{1,8}", text):
        return not text
    if field == "pmcid" and not re.fullmatch(r"PMC\d+", text):
        return not text
    if field == "publisher" and draft.kind in {"phdthesis", "techreport"}:
        field = "institution"
    if field == "isbn" and len(re.sub(r"[^\dXx]", "", text)) == 8:
        field = "issn"
    if field == "doi":
        text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.I)
    return draft.set(field, text)


def _dates(draft: Draft, record: etree._Element) -> None:
    year = rich_text(record.find("dates/year"))
    date = rich_text(record.find("dates/pub-dates/date"))
    words = re.findall(r"[A-Za-z]+|\d+", date)
    month = next((word for word in words if word.isalpha() and month_number(word)), "")
    day = next((word for word in words if word.isdecimal() and len(word) < 3), "")
    draft.fields.update(date_fields(year, month, day if month else ""))


_HANDLED = frozenset({"year", "date", "pages", "keyword"})


def _report(record: etree._Element, done: set[etree._Element], reading: Reading) -> None:
    for element in record.iter():
        name = element.tag
        if element in done or name in _WRAPPERS | _BOOKKEEPING | _HANDLED:
            continue
        if not isinstance(name, str) or name in _ROLES or not rich_text(element):
            continue
        parent = element.getparent()
        if parent is not None and parent in done:
            continue
        reading.unknown(f"<{name}>", element.sourceline or 1)


_HELD = frozenset(_FIELDS.values()) | {
    *("author", "editor", "translator", "booktitle", "year", "month", "day", "pages", "keywords"),
    *("institution", "issn"),
}


def write_endnote_xml(works: Iterable[Work]) -> Written:
    """The works as EndNote's XML."""
    given = list(works)
    root = etree.Element("xml")
    records = etree.SubElement(root, "records")
    for number, work in enumerate(given, 1):
        _record(etree.SubElement(records, "record"), work, number)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    lost = [(work.key, name) for work in given for name in _misplaced(work)]
    return Written(data, (*left_out(given, _HELD), *lost))


def _misplaced(work: Work) -> Iterator[str]:
    if "booktitle" in work.fields and work.kind not in {"incollection", "inproceedings"}:
        yield "booktitle"
    thesis = work.kind in {"phdthesis", "techreport"}
    if ("publisher" if thesis else "institution") in work.fields:
        yield "publisher" if thesis else "institution"
    for name in ("isbn", "issn"):
        eight = len(re.sub(r"[^\dXx]", "", work.text(name))) == 8
        if name in work.fields and eight is not (name == "issn"):
            yield name
    if "issn" in work.fields and "isbn" in work.fields:
        yield "issn"
    for name, form in (("pmid", r"\d{1,8}"), ("pmcid", r"PMC\d+")):
        if name in work.fields and not re.fullmatch(form, work.fields[name]):
            yield name


def _record(record: etree._Element, work: Work, number: int) -> None:
    name, code = next((name, code) for name, (code, kind) in _KINDS.items() if kind == work.kind)
    _put(record, "rec-number", str(number))
    etree.SubElement(record, "ref-type", name=name).text = code
    for wrapper, role in list(_ROLES.items())[:3]:
        for one in work.people.get(role, ()):
            _put(record, f"contributors/{wrapper}/author", written_name(one), again=True)
    misplaced = set(_misplaced(work))
    paths = {field: path for path, field in _FIELDS.items()}
    paths |= {"booktitle": "titles/secondary-title", "issn": "isbn", "institution": "publisher"}
    paths["pages"] = "pages"
    for field in sorted(
        paths, key=lambda one: list(work.fields).index(one) if one in work.fields else -1
    ):
        if field in work.fields and field not in misplaced:
            _put(record, paths[field], work.fields[field])
    for word in unlisted(work.text("keywords")):
        _put(record, "keywords/keyword", word, again=True)
    if work.text("year"):
        _put(record, "dates/year", work.text("year"))
        if work.text("month"):
            day = work.text("day")
            text = f"{month_name(work.text('month'))} {day}".strip()
            _put(record, "dates/pub-dates/date", text)
    if work.key:
        _put(record, "label", work.key)


_STYLED = {"i": "italic", "b": "bold", "sub": "subscript", "sup": "superscript"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def _put(parent: etree._Element, path: str, text: str, *, again: bool = False) -> None:
    *before, last = path.split("/")
    for name in before:
        found = parent.find(name)
        parent = etree.SubElement(parent, name) if found is None else found
    if not again and parent.find(last) is not None:
        return
    element = etree.SubElement(parent, last)
    for face, piece in _faces(_UNPRINTABLE.sub("", text)):
        etree.SubElement(element, "style", face=face).text = piece


def _faces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each with its face; tags inside others stay as they are written."""
    at = 0
    for match in re.finditer(r"<(i|b|sub|sup)>([^<>]+)</\1>", text):
        if at < match.start():
            yield "normal", text[at : match.start()]
        yield _STYLED[match[1]], match[2]
        at = match.end()
    if at < len(text) or not text:
        yield "normal", text[at:]

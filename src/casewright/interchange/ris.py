"""RIS, as reference managers and databases write it.

Source: "RIS Format Specifications" of the Institute for Scientific Information (2001), and what
EndNote, Zotero and the databases make of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from casewright.interchange.reading import Draft, Reading, Written, left_out
from casewright.interchange.tagged import Tagged, lines_of, tagged_lines
from casewright.model.work import (
    Work,
    date_fields,
    listed,
    person,
    tidy,
    unlisted,
    whole_pages,
    written_name,
)

_HEAD = re.compile(r"\s*([A-Z][A-Z0-9])(?: {1,2}-|- ) ?(.*)")
_KINDS: Mapping[str, str] = {
    "JOUR": "article",
    "BOOK": "book",
    "CHAP": "incollection",
    "CPAPER": "inproceedings",
    "THES": "phdthesis",
    "RPRT": "techreport",
    "UNPB": "unpublished",
    "ELEC": "online",
    "DATA": "dataset",
    "COMP": "software",
    "GEN": "misc",
}
"""The types that are written."""
_READ: Mapping[str, str] = {
    **_KINDS,
    **dict.fromkeys(
        ("MGZN", "NEWS", "EJOUR", "ABST", "INPR", "JFULL", "JOURNALARTICLE"), "article"
    ),
    **dict.fromkeys(("EBOOK", "EDBOOK", "SER", "CONF"), "book"),
    **dict.fromkeys(("ECHAP", "ENCYC", "DICT"), "incollection"),
    **dict.fromkeys(("WEB", "ICOMM", "BLOG", "MULTI"), "online"),
    **{
        "DBASE": "dataset",
        "MANSCPT": "unpublished",
        "GOVDOC": "techreport",
        "CONF": "inproceedings",
    },
}
_PEOPLE: Mapping[str, str] = {
    **{"AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A3": "editor"},
    "A4": "translator",
}
_FIELDS: Mapping[str, str] = {
    "TI": "title",
    "T1": "title",
    "JF": "journal",
    "J2": "shortjournal",
    "JA": "shortjournal",
    "J1": "shortjournal",
    "BT": "booktitle",
    "T3": "series",
    "VL": "volume",
    "VO": "volume",
    "IS": "number",
    "CP": "number",
    "PB": "publisher",
    "CY": "address",
    "PP": "address",
    "ET": "edition",
    "DO": "doi",
    "UR": "url",
    "LK": "url",
    "Y2": "urldate",
    "LA": "language",
    "AB": "abstract",
    "N2": "abstract",
    "N1": "note",
    "ST": "shorttitle",
    "AD": "address",
}
_BOOKS = frozenset({"book", "incollection", "phdthesis", "techreport"})
_NO_RECORD = re.compile(r"\d+\.?|Record #\d+.*|(?:Provider|Content|Database): .*")


def read_ris(text: str, file: str) -> Reading:
    """Every record of a file, however its tags and line ends are written."""
    reading = Reading(file)
    record: list[Tagged] = []
    for one in tagged_lines(text, _HEAD):
        if one.tag == "?":
            if not _NO_RECORD.fullmatch(one.text):
                reading.unknown(f"'{one.text[:40]}', which has no tag,", one.line)
            continue
        if one.tag == "TY" and record and any(old.tag != "TY" for old in record):
            if len(record) > 1 and not _ends(record):
                reading.damaged("the record before this has no end", one.line, hint="add 'ER  - '")
            _read(record, reading)
            record = []
        if one.tag == "ER":
            _read(record, reading)
            record = []
        else:
            record.append(one)
    if record:
        line = record[0].line
        reading.damaged("the record that begins here has no end", line, hint="add 'ER  - '")
        _read(record, reading)
    return reading.done()


def _ends(record: list[Tagged]) -> bool:
    return record[-1].tag == "ER"


def _read(record: list[Tagged], reading: Reading) -> None:
    if not record:
        return
    draft = Draft()
    by_tag: dict[str, list[Tagged]] = {}
    for one in record:
        by_tag.setdefault(one.tag, []).append(one)
    kind = by_tag.pop("TY", [record[0]])[0]
    name = re.sub(r"\W", "", kind.text).upper()
    draft.kind = _READ.get(name, "misc")
    if name not in _READ:
        reading.unknown(f"the type '{kind.text}'", kind.line)
    if draft.kind == "book" and "BT" in by_tag and not {"TI", "T1"} & set(by_tag):
        by_tag["TI"] = [one._replace(tag="TI") for one in by_tag.pop("BT")]
    if not {"TI", "T1"} & set(by_tag) and "ST" in by_tag:
        by_tag["TI"] = [one._replace(tag="TI") for one in by_tag.pop("ST")]
    for tag in _titles(draft, by_tag):
        by_tag.pop(tag)
    _dates(draft, by_tag, reading)
    _pages(draft, by_tag)
    for found in by_tag.values():
        for one in found:
            if not _take(draft, one):
                reading.unknown(_named(one), one.line, kind=f"'{one.tag}'")
    reading.add(draft.work(), record[0].line)


def _named(one: Tagged) -> str:
    shown = one.text if len(one.text) <= 40 else f"{one.text[:40]}…"
    return f"'{one.tag}  - {tidy(shown)}'"


def _titles(draft: Draft, by_tag: Mapping[str, list[Tagged]]) -> Iterator[str]:
    """T2 and JO mean a journal, a book or a series, by the type; the tags that are done with."""
    host = "booktitle" if draft.kind in {"incollection", "inproceedings"} else "journal"
    if draft.kind == "book":
        host = "series"
    for tag in ("JF", "T2", "JO"):
        if tag not in by_tag:
            continue
        text = by_tag[tag][0].text
        if len(by_tag[tag]) > 1:
            continue
        book = host == "booktitle" and not {"T2", "BT"} & set(by_tag)
        place = "journal" if tag == "JF" and not book else host
        if tag == "JO" and place in draft.fields:
            place = "shortjournal"
        if draft.set(place, text):
            yield tag


def _dates(draft: Draft, by_tag: dict[str, list[Tagged]], reading: Reading) -> None:
    """The most precise date that begins with the year."""
    best: dict[str, str] = {}
    for tag in ("PY", "Y1", "DA"):
        for one in by_tag.pop(tag, []):
            year, month, day = [*re.split(r"[/-]", one.text), "", "", ""][:3]
            if not re.fullmatch(r"\s*\d{4}\s*", year):
                words = re.fullmatch(r"[A-Za-z. ]+", one.text.strip("/ "))
                if words and tag != "DA" and one.text != "YEAR/MONTH/DAY/" and not best:
                    best = {"year": tidy(one.text.strip("/ "))}
                elif one.text.strip("/ "):
                    reading.unknown(_named(one), one.line, kind=f"'{one.tag}'")
                continue
            found = date_fields(year, month, day)
            if not best or (found["year"] == best["year"] and len(found) > len(best)):
                best = found
            elif found["year"] != best["year"]:
                reading.unknown(_named(one), one.line, kind=f"'{one.tag}'")
    draft.fields.update(best)


def _pages(draft: Draft, by_tag: dict[str, list[Tagged]]) -> None:
    """First and last page; some write the whole range as the first page."""
    first, last = (tidy(by_tag.get(tag, [Tagged(tag, "", 0)])[0].text) for tag in ("SP", "EP"))
    for tag, _text in (("SP", first), ("EP", last)):
        if tag in by_tag and len(by_tag[tag]) == 1:
            del by_tag[tag]
    if first and last and first != last and "-" not in first:
        draft.set("pages", whole_pages(f"{first}-{last}"))
    else:
        draft.set("pages", whole_pages(first or last))


def _take(draft: Draft, one: Tagged) -> bool:
    """Put the text of a tag where it belongs; False if there is no such place."""
    tag, text = one.tag, one.text
    if not text:
        return True
    if tag in _PEOPLE:
        draft.add_person(_PEOPLE[tag], person(text))
        return True
    if tag == "KW":
        draft.fields["keywords"] = listed([draft.fields.get("keywords", ""), *text.split("\n")])
        return True
    taken = _take_special(draft, tag, text)
    if taken is not None:
        return taken
    if tag == "UR" and (several := re.match(r"(\S+?) ?; ?https?://", text)):
        draft.set("url", several[1])
        return False
    return tag in _FIELDS and draft.set(_FIELDS[tag], text)


def _take_special(draft: Draft, tag: str, text: str) -> bool | None:
    """The same for tags that mean a field by what stands in them; None for the others."""
    match tag:
        case "ID":
            draft.key = text
            return True
        case "DB":
            return text == "PubMed"
        case "AN" if re.fullmatch(r"(?:PMID:? ?)?\d{1,8}", text):
            return draft.set("pmid", re.sub(r"\D", "", text))
        case "C2" if re.fullmatch(r"PMC\d+", text):
            return draft.set("pmcid", text)
        case "SN":
            number = re.match(r"[\dXx][\dXx -]{6,16}[\dXx](?= |$)", text)
            text = number[0] if number else text
            return draft.set(_serial(draft, text), text)
        case "PB" if draft.kind in {"phdthesis", "techreport"}:
            return draft.set("institution", text)
        case "DO" | "M3" if doi := re.search(r"10\.\d{4,}\S*/\S+", text):
            return draft.set("doi", doi[0])
    return None


def _serial(draft: Draft, text: str) -> str:
    digits = re.sub(r"[^\dX]", "", text.upper())
    return "isbn" if draft.kind in _BOOKS or len(digits) in (10, 13) else "issn"


_WRITTEN = (
    *(("TI", "title"), ("JF", "journal"), ("J2", "shortjournal"), ("T2", "booktitle")),
    *(("T3", "series"), ("VL", "volume"), ("IS", "number"), ("ET", "edition")),
    *(("PB", "publisher"), ("PB", "institution"), ("CY", "address"), ("SN", "issn")),
    *(("SN", "isbn"), ("DO", "doi"), ("C2", "pmcid"), ("UR", "url"), ("Y2", "urldate")),
    *(("LA", "language"), ("ST", "shorttitle"), ("AB", "abstract"), ("N1", "note")),
)
_HELD = frozenset(name for _, name in _WRITTEN) | {
    *("author", "editor", "translator", "year", "month", "day", "pages", "keywords", "pmid"),
}


def write_ris(works: Iterable[Work]) -> Written:
    """The works as RIS in UTF-8, with the line ends that the specification wants."""
    given = list(works)
    text = "\n".join(lines_of(_record(work), "{}  - {}") + "ER  - \n" for work in given)
    lost = [(work.key, name) for work in given for name in _misplaced(work)]
    return Written(text.replace("\n", "\r\n").encode(), (*left_out(given, _HELD), *lost))


def _misplaced(work: Work) -> Iterator[str]:
    """Fields that the type of the work would take for something else."""
    host = {"incollection": "booktitle", "inproceedings": "booktitle", "book": "series"}
    if "booktitle" in work.fields and host.get(work.kind) != "booktitle":
        yield "booktitle"
    chapter = host.get(work.kind) == "booktitle" and "booktitle" not in work.fields
    if chapter and "journal" in work.fields:
        yield "journal"
    thesis = work.kind in {"phdthesis", "techreport"}
    if ("publisher" if thesis else "institution") in work.fields:
        yield "publisher" if thesis else "institution"
    for name in ("isbn", "issn"):
        other = "issn" if name == "isbn" else "isbn"
        draft = Draft()
        draft.kind = work.kind
        if name in work.fields and _serial(draft, work.fields[name]) == other:
            yield name


def _record(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", next(tag for tag, kind in _KINDS.items() if kind == work.kind)
    if work.key:
        yield "ID", work.key
    for tag, role in (("AU", "author"), ("ED", "editor"), ("A4", "translator")):
        yield from ((tag, written_name(one)) for one in work.people.get(role, ()))
    if year := work.text("year"):
        yield "PY", year
        if work.text("month"):
            month, day = int(work.text("month")), work.text("day")
            yield "DA", f"{year}/{month:02}/{day.zfill(2) if day else ''}"
    misplaced = set(_misplaced(work))
    for tag, name in _WRITTEN:
        if name in work.fields and name not in misplaced:
            yield tag, work.fields[name]
    pages = re.fullmatch(r"([^\s-]+)-([^\s-]+)", work.text("pages"))
    if pages:
        yield from zip(("SP", "EP"), pages.groups(), strict=True)
    elif work.text("pages"):
        yield "SP", work.text("pages")
    if work.text("pmid"):
        yield from (("DB", "PubMed"), ("AN", work.text("pmid")))
    yield from (("KW", word) for word in unlisted(work.text("keywords")))

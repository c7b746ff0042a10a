"""PubMed's own format (.nbib).

Source: "MEDLINE/PubMed Data Element (Field) Descriptions", National Library of Medicine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from casewright.interchange.reading import Draft, Reading, Written, left_out
from casewright.interchange.tagged import Tagged, lines_of, tagged_lines
from casewright.model.work import (
    OTHERS,
    Person,
    Work,
    date_fields,
    listed,
    month_name,
    tidy,
    unlisted,
    whole_pages,
)

_HEAD = re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_KINDS: Mapping[str, str] = {
    "Journal Article": "article",
    "Book": "book",
    "Book Chapter": "incollection",
    "Congress": "inproceedings",
    "Academic Dissertation": "phdthesis",
    "Technical Report": "techreport",
    "Unpublished Work": "unpublished",
    "Dataset": "dataset",
}
_FIELDS: Mapping[str, str] = {
    "PMID": "pmid",
    "TI": "title",
    "BTI": "booktitle",
    "CTI": "series",
    "JT": "journal",
    "TA": "shortjournal",
    "VI": "volume",
    "IP": "number",
    "EN": "edition",
    "PB": "publisher",
    "PL": "address",
    "PMC": "pmcid",
    "PG": "pages",
    "LA": "language",
    "ISBN": "isbn",
    "GN": "note",
    "AB": "abstract",
}
_BOOKKEEPING = frozenset(
    {
        "OWN", "STAT", "DA", "DCOM", "LR", "EDAT", "MHDA", "CRDT", "PHST", "PST", "DEP", "SO",
        "JID", "SB", "SFM", "NR", "OTO", "OCI", "PUBM", "AUID", "CDAT", "CTDT", "AD", "IRAD",
        "IR", "FIR", "RN", "NM", "GR", "COIS", "CI", "OABL", "GS", "SI", "CON",
    }
)  # fmt: skip
"""PubMed's notes on its record, addresses, substances, grants, statements: no reference has them.
Links to comments, errata and retractions are not among these: they are named when left out."""
LANGUAGES: Mapping[str, str] = {
    **{"eng": "en", "ger": "de", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "rus": "ru"},
    **{"jpn": "ja", "chi": "zh", "dut": "nl", "pol": "pl", "tur": "tr", "dan": "da", "swe": "sv"},
    **{"nor": "no", "fin": "fi", "kor": "ko", "hun": "hu", "cze": "cs", "gre": "el"},
}
"""MARC's codes of languages, by which PubMed names them, and those of the Web."""


def read_medline(text: str, file: str) -> Reading:
    """Every record of a file."""
    reading = Reading(file)
    record: list[Tagged] = []
    for one in tagged_lines(text, _HEAD, keeps_empty=True):
        if one.tag == "?":
            reading.unknown(f"'{one.text[:40]}', which has no tag,", one.line)
            continue
        if one.tag == "PMID" and any(old.tag == "PMID" for old in record):
            _read(record, reading)
            record = []
        if one.tag:
            record.append(one)
        elif record and any(old.tag == "TI" for old in record):
            _read(record, reading)
            record = []
    _read(record, reading)
    return reading.done()


def _read(record: list[Tagged], reading: Reading) -> None:
    if not record:
        return
    draft = Draft()
    kinds = [_KINDS[one.text] for one in record if one.tag == "PT" and one.text in _KINDS]
    journal = any(one.tag in ("JT", "TA") for one in record)
    draft.kind = kinds[0] if kinds else "article" if journal else "misc"
    full = {"FAU", "FED"} & {one.tag for one in record}
    place = draft.kind in ("article",)
    for one in record:
        tag = one.tag
        if (
            tag in _BOOKKEEPING
            or (tag == "AU" and "FAU" in full)
            or (tag == "ED" and "FED" in full)
        ):
            continue
        if tag == "RIN" or (tag == "PT" and one.text == "Retracted Publication"):
            continue  # told below
        if place and tag == "PL":
            continue  # the country of the journal, which no reference prints
        if not _take(draft, one):
            shown = f"'{tag.ljust(4)}- {tidy(one.text)[:40]}'"
            reading.unknown(shown, one.line, kind=f"'{tag}'")
    notices = [tidy(one.text) for one in record if one.tag == "RIN"]
    if notices or any(one.text == "Retracted Publication" for one in record if one.tag == "PT"):
        title = draft.fields.get("title", "")
        reading.retracted(title, record[0].line, notice="".join(notices[:1]))
    reading.add(draft.work(), record[0].line)


def _take(draft: Draft, one: Tagged) -> bool:
    tag, text = one.tag, tidy(one.text)
    match tag:
        case "FAU" | "AU" | "FED" | "ED":
            role = "author" if tag.endswith("AU") else "editor"
            draft.add_person(role, _name(text, short=len(tag) == 2))
        case "CN":
            draft.add_person("author", Person(text, group=True))
        case "DP":
            draft.fields.update(medline_date(text))
        case "LID" | "AID":
            return _take_identifier(draft, text)
        case "IS":
            number = _ISSN.match(text)
            # print and online have a number each; the first is as good as the other
            draft.set("issn", number[0] if number else "")
            return bool(number)
        case "OT" | "MH":
            draft.fields["keywords"] = listed([draft.fields.get("keywords", ""), text])
        case "PT":
            return "etract" not in text  # every article has several types; a retraction matters
        case _:
            text = _MADE[tag](text) if tag in _MADE else text
            return tag in _FIELDS and draft.set(_FIELDS[tag], text)
    return True


_MADE: Mapping[str, Callable[[str], str]] = {
    "PG": whole_pages,
    "TI": lambda text: text.removesuffix("."),
    "BTI": lambda text: text.removesuffix("."),
    "LA": lambda text: LANGUAGES.get(text, text),
    "ISBN": lambda text: text.removeprefix("ISBN").strip(),
}


def _take_identifier(draft: Draft, text: str) -> bool:
    match = re.fullmatch(r"(.+?) \[(doi|pii|bookaccession)\]", text)
    if not match:
        return False
    if match[2] == "doi":
        return draft.set("doi", match[1])
    if re.fullmatch(r"e\w{2,15}", match[1]):
        draft.set("pages", match[1])
    return True  # the publisher's own number


def _name(text: str, *, short: bool) -> Person:
    family, comma, given = text.partition(",")
    if short and not comma:
        family, _, given = text.rpartition(" ")
        if not (family and re.fullmatch(r"[A-Z]{1,4}", given)):
            family, given = text, ""
    given, _, suffix = given.strip().partition(",")
    return Person(family.strip(), given.strip(), suffix.strip())


def medline_date(text: str) -> dict[str, str]:
    """`2016 Apr 19`, `2016 Mar-Apr` and `2016 Winter` as fields."""
    match = re.match(r"(\d{4})(?:[ -]([A-Za-z]{3})(?:-[A-Za-z]{3})?)?(?: (\d{1,2}))?", text)
    return date_fields(match[1], match[2] or "", match[3] or "") if match else {"year": text}


_WRITTEN = (
    *(("PMID", "pmid"), ("TI", "title"), ("BTI", "booktitle"), ("CTI", "series")),
    *(("JT", "journal"), ("TA", "shortjournal"), ("VI", "volume"), ("IP", "number")),
    *(("EN", "edition"), ("PB", "publisher"), ("PL", "address"), ("PG", "pages")),
    *(("PMC", "pmcid"), ("GN", "note"), ("AB", "abstract"), ("IS", "issn"), ("ISBN", "isbn")),
)
_HELD = frozenset(name for _, name in _WRITTEN) | {
    *("author", "editor", "year", "month", "day", "doi", "language", "keywords"),
}


def write_medline(works: Iterable[Work]) -> Written:
    """The works as PubMed would write them."""
    given = list(works)
    text = "\n".join(lines_of(_record(work), "{:<4}- {}") for work in given)
    lost = [(work.key, name) for work in given for name in _misplaced(work)]
    return Written(text.encode(), (*left_out(given, _HELD), *lost))


def _misplaced(work: Work) -> Iterator[str]:
    journal = work.kind == "article"
    if work.kind not in _KINDS.values():
        yield f"the type {work.kind}"
        journal = bool({"journal", "shortjournal"} & set(work.fields))
    if journal and "address" in work.fields:
        yield "address"
    if "issn" in work.fields and not _ISSN.fullmatch(work.fields["issn"]):
        yield "issn"
    if OTHERS in (*work.people.get("author", ()), *work.people.get("editor", ())):
        yield "et al."
    if any(one.group and one != OTHERS for one in work.people.get("editor", ())):
        yield "a group of editors"


def _record(work: Work) -> Iterator[tuple[str, str]]:
    misplaced = set(_misplaced(work))
    for tag, name in _WRITTEN:
        if name in work.fields and name not in misplaced:
            ends = tag in ("TI", "BTI") and not work.fields[name].endswith(("?", "!"))
            yield tag, work.fields[name] + "." * ends
    yield from _people(work)
    if year := work.text("year"):
        month = work.text("month")
        yield "DP", " ".join([year, *([month_name(month), work.text("day")] if month else [])])
    if doi := work.text("doi"):
        yield "LID", f"{doi} [doi]"
    codes = {code: name for name, code in LANGUAGES.items()}
    if language := work.text("language"):
        yield "LA", codes.get(language, language)
    yield from (("OT", word) for word in unlisted(work.text("keywords")))
    kind = next((name for name, kind in _KINDS.items() if kind == work.kind), None)
    if kind:
        yield "PT", kind


def _people(work: Work) -> Iterator[tuple[str, str]]:
    for tag, role in (("FAU", "author"), ("FED", "editor")):
        for one in work.people.get(role, ()):
            if not one.group:
                yield tag, _written(one)
            elif role == "author" and one != OTHERS:
                yield "CN", one.family


def _written(one: Person) -> str:
    rest = f"{one.given}, {one.suffix}" if one.suffix else one.given
    return f"{one.family}, {rest}" if rest.strip() else one.family

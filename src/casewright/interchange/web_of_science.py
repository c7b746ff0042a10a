"""The tagged files of Web of Science.

Source: "Web of Science Core Collection Field Tags", Clarivate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from casewright.interchange.reading import Draft, Reading
from casewright.interchange.tagged import Tagged, tagged_lines
from casewright.model.work import date_fields, listed, person, tidy, whole_pages

_HEAD = re.compile(r"([A-Z][A-Z0-9])(?= |$) ?(.*)")
_KINDS = {"J": "article", "B": "book", "S": "book", "P": "misc"}
_FIELDS: Mapping[str, str] = {
    **{"TI": "title", "JI": "shortjournal", "VL": "volume", "IS": "number", "SN": "issn"},
    **{"DI": "doi", "PM": "pmid", "BN": "isbn", "AB": "abstract", "LA": "language"},
    **{"SE": "series", "AR": "pages"},
}
_BOOKKEEPING = frozenset(
    {
        "FN", "VR", "EF", "ER", "C1", "RP", "EM", "RI", "OI", "CR", "NR", "TC", "Z9", "U1", "U2",
        "PA", "WC", "SC", "GA", "UT", "DA", "J9", "ID", "DT", "EI", "PG", "AU", "BA", "PI", "PU",
        "HC", "HP", "OA", "FU", "FX", "C3",
    }
)  # fmt: skip
"""Addresses, funding, counts and cited works, none of which a reference prints."""


def read_web_of_science(text: str, file: str) -> Reading:
    """Every record of a file."""
    reading = Reading(file)
    record: list[Tagged] = []
    for one in tagged_lines(text, _HEAD):
        if one.tag == "ER":
            if record:
                _read(record, reading)
            record = []
        elif one.tag not in ("FN", "VR", "EF"):
            record.append(one)
    if record:
        line = record[0].line
        reading.damaged("the record that begins here has no end", line, hint="add 'ER' after it")
        _read(record, reading)
    return reading.done()


def _read(record: list[Tagged], reading: Reading) -> None:
    draft = Draft()
    tags = {one.tag: one.text for one in record}
    draft.kind = _KINDS.get(tags.get("PT", "J"), "misc")
    title = tidy(tags.get("SO", ""))
    draft.set("journal", _in_small_letters(title) if title.isupper() else title)
    authors = next((tags[tag] for tag in ("AF", "AU", "BF", "BA") if tag in tags), "")
    for name in authors.split("\n"):
        draft.add_person("author", person(name))
    for name in tags.get("BE", "").split("\n"):
        draft.add_person("editor", person(name))
    for name in tags.get("CA", "").split("\n"):
        draft.add_person("author", person(f"{name},") if name else None)
    month = re.match(r"[A-Z]{3}", tags.get("PD", ""))
    day = re.search(r"\d+", tags.get("PD", ""))
    date = date_fields(tags.get("PY", ""), month[0] if month else "", day[0] if day else "")
    draft.fields.update(date)
    first, last = tags.get("BP", ""), tags.get("EP", "")
    draft.set("pages", whole_pages(f"{first}-{last}" if first and last else first or last))
    draft.set("keywords", listed(tags.get("DE", "").split(";")))
    if draft.kind != "article":
        draft.set("publisher", _in_small_letters(tags.get("PU", "")))
        draft.set("address", _in_small_letters(tags.get("PI", "")))
    known = {"PT", "SO", "AF", "BF", "BE", "CA", "PD", "PY", "BP", "EP", "DE"} | _BOOKKEEPING
    for one in record:
        field = _FIELDS.get(one.tag)
        if one.tag not in known and not (field and draft.set(field, one.text)):
            shown = f"'{one.tag} {tidy(one.text)[:40]}'"
            reading.unknown(shown, one.line, kind=f"'{one.tag}'")
    reading.add(draft.work(), record[0].line)


def _in_small_letters(title: str) -> str:
    """Titles of journals come in capitals."""
    small = {"of", "and", "in", "for", "the", "on", "to", "de", "und", "et"}
    words = title.lower().split(" ")
    told = (w if w in small and at else w.capitalize() for at, w in enumerate(words))
    return " ".join(told)

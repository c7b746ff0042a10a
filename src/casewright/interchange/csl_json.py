"""CSL-JSON, as Zotero, Mendeley and citation processors exchange works.

Source: csl-data.json of the Citation Style Language, version 1.0.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casewright.interchange.reading import Draft, Reading, Unreadable, Written
from casewright.model.work import (
    OTHERS,
    Person,
    Work,
    date_fields,
    listed,
    tidy,
    whole_pages,
)

_KINDS: Mapping[str, str] = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
    "webpage": "online",
    "dataset": "dataset",
    "software": "software",
    "document": "misc",
}
_ALSO = {
    **dict.fromkeys(("article", "article-magazine", "article-newspaper", "review"), "article"),
    **dict.fromkeys(("entry", "entry-encyclopedia", "entry-dictionary"), "incollection"),
    **{"post": "online", "post-weblog": "online", "periodical": "article", "collection": "book"},
    **{"journal-article": "article", "book-chapter": "incollection", "monograph": "book"},
    **{"proceedings-article": "inproceedings", "posted-content": "article", "edited-book": "book"},
    **{"dissertation": "phdthesis", "reference-entry": "incollection", "reference-book": "book"},
}
_FIELDS: Mapping[str, str] = {
    "title": "title",
    "container-title-short": "shortjournal",
    "collection-title": "series",
    "volume": "volume",
    "issue": "number",
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "address",
    "DOI": "doi",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "ISBN": "isbn",
    "ISSN": "issn",
    "URL": "url",
    "language": "language",
    "abstract": "abstract",
    "note": "note",
    "title-short": "shorttitle",
    "page": "pages",
    "keyword": "keywords",
}
_OTHER_NAMES = {"journalAbbreviation": "shortjournal", "shortTitle": "shorttitle"}
_ROLES = ("author", "editor", "translator")
_BOOKKEEPING = frozenset(
    {"id", "type", "citation-key", "source", "accessed", "issued", "container-title", "custom",
     "author", "editor", "translator", "system_id", "categories"}
)  # fmt: skip


def json_items(text: str) -> Iterator[tuple[Any, int]]:
    """The items of a list, or the one that there is, each with its line; raises `Unreadable`."""
    decoder = json.JSONDecoder()
    text = text.lstrip("\ufeff")
    start = len(text) - len(text.lstrip())
    many = text[start : start + 1] == "["
    at = start + 1 if many else start
    try:
        while True:
            space = re.compile(r"[\s,]*" if many else r"\s*").match(text, at)
            at = space.end() if space else at
            if at >= len(text) or text[at] == "]":
                return
            item, end = decoder.raw_decode(text, at)
            yield item, text.count("\n", 0, at) + 1
            at = end
    except (ValueError, RecursionError) as error:
        line = text.count("\n", 0, at) + 1
        raise Unreadable(f"this is no JSON, from line {line} on") from error


def read_csl_json(items: Iterable[tuple[Any, int]], file: str) -> Reading:
    """Every item with its line."""
    reading = Reading(file)
    for item, line in items:
        if isinstance(item, dict):
            reading.add(read_item(item, reading, line), line)
        else:
            hint = "export the file anew from the program that it comes from"
            reading.damaged(f"'{str(item)[:40]}' is no item", line, hint=hint)
    return reading.done()


def read_item(item: Mapping[str, Any], reading: Reading, line: int) -> Work:
    """One item; citations in Word files hold the same."""
    draft = Draft()
    kind = str(item.get("type", ""))
    draft.kind = _KINDS.get(kind) or _ALSO.get(kind, "misc")
    draft.key = str(item.get("citation-key") or item.get("id") or "")
    _host(draft, _text(item.get("container-title")))
    for name, value in item.items():
        field = _FIELDS.get(name) or _OTHER_NAMES.get(name)
        if field:
            _take(draft, field, _text(value))
        elif name not in _BOOKKEEPING and value not in ("", None, [], {}):
            reading.unknown(f"'{name}'", line)
    if draft.kind in {"phdthesis", "techreport"} and "publisher" in draft.fields:
        draft.set("institution", draft.fields.pop("publisher"))
    for role in _ROLES:
        people = item.get(role) or []
        for one in people if isinstance(people, list) else [people]:
            if isinstance(one, dict):
                draft.add_person(role, read_name(one))
            else:
                reading.unknown(f"'{role}' that is no name", line)
    draft.fields.update(read_date(item.get("issued")))
    accessed = read_date(item.get("accessed"))
    if accessed:
        parts = (accessed.get(part, "") for part in ("year", "month", "day"))
        draft.set("urldate", "-".join(part.zfill(2) for part in parts if part))
    custom = item.get("custom")
    for name, text in custom.items() if isinstance(custom, dict) else ():
        draft.set(str(name), _text(text))
    return draft.work()


def _host(draft: Draft, title: str) -> None:
    books = {"incollection", "inproceedings"}
    draft.set("booktitle" if draft.kind in books else "journal", title)


def _take(draft: Draft, field: str, text: str) -> None:
    if field == "pages":
        text = whole_pages(text)
    elif field == "keywords":
        text = listed(re.split(r"[;,]", text))
    elif field == "doi":
        text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.I)
    elif field == "note":
        for name, label in (("pmid", "PMID"), ("pmcid", "PMCID")):
            # Zotero keeps what it has no field for in lines of its own
            if found := re.search(rf"^{label}: *(\S+)$", text, re.M):
                draft.set(name, found[1])
                text = text.replace(found[0], "")
    draft.set(field, text)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, str | int | float) else ""


_PARTICLES = ("dropping-particle", "non-dropping-particle")


def read_name(one: Mapping[str, Any]) -> Person | None:
    """A name with its particles before the family name."""
    group = _text(one.get("literal")) or _text(one.get("name"))
    if group:
        return OTHERS if group == "others" else Person(tidy(group), group=True)
    parts = [_text(one.get(part)) for part in (*_PARTICLES, "family")]
    family = tidy(" ".join(part for part in parts if part))
    if not family:
        given = tidy(_text(one.get("given")))
        return Person(given, group=True) if given else None
    return Person(family, tidy(_text(one.get("given"))), tidy(_text(one.get("suffix"))))


def read_date(value: Any) -> dict[str, str]:
    """The fields of a date variable."""
    if not isinstance(value, dict):
        return {}
    parts = value.get("date-parts") or [[]]
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [_text(part) for part in first[:3]]
    if numbers and numbers[0]:
        return date_fields(*numbers)
    raw = _text(value.get("raw"))
    if match := re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", raw):
        return date_fields(match[1], match[2] or "", match[3] or "")
    return date_fields(_text(value.get("literal")) or raw)


def write_csl_json(works: Iterable[Work]) -> Written:
    """The works as CSL-JSON; fields without a variable go into `custom`, as CSL 1.0.2 has it."""
    items = [csl_item(work) for work in works]
    return Written((json.dumps(items, indent=2, ensure_ascii=False) + "\n").encode())


def csl_item(work: Work) -> dict[str, Any]:
    """A work as an item."""
    item: dict[str, Any] = {"id": work.key} if work.key else {}
    item["type"] = next(name for name, kind in _KINDS.items() if kind == work.kind)
    rest = dict(work.fields)
    host = "booktitle" if work.kind in {"incollection", "inproceedings"} else "journal"
    if host in rest:
        item["container-title"] = rest.pop(host)
    if work.kind in {"phdthesis", "techreport"}:
        custom_publisher = rest.pop("publisher", "")
        if "institution" in rest:
            item["publisher"] = rest.pop("institution")
        if custom_publisher:
            rest["publisher "] = custom_publisher
    for name, field in _FIELDS.items():
        if field in rest:
            item[name] = rest.pop(field)
    for role in _ROLES:
        if work.people.get(role):
            item[role] = [_name(one) for one in work.people[role]]
    item |= _dates(rest)
    if rest:
        item["custom"] = {name.strip(): text for name, text in rest.items()}
    return item


def _dates(rest: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    year = rest.pop("year", "")
    if re.fullmatch(r"-?\d{1,4}", year):
        parts = [year, *(rest.pop(name, "") for name in ("month", "day"))]
        found["issued"] = {"date-parts": [[int(part) for part in parts if part.isdecimal()]]}
    elif year:
        found["issued"] = {"literal": year}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", rest.get("urldate", "")):
        parts = rest.pop("urldate").split("-")
        found["accessed"] = {"date-parts": [[int(part) for part in parts]]}
    return found


def _name(one: Person) -> dict[str, str]:
    if one.group:
        return {"literal": one.family}
    parts = {"family": one.family, "given": one.given, "suffix": one.suffix}
    return {name: text for name, text in parts.items() if text}

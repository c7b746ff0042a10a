"""JSON of Crossref's REST API.

Source: "Crossref REST API", format of the type `work`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from casewright.interchange.csl_json import read_date, read_item
from casewright.interchange.reading import Reading
from casewright.model.work import Work

_TAKEN = frozenset(
    {
        "DOI", "title", "container-title", "short-container-title", "author", "editor",
        "translator", "issued", "volume", "issue", "page", "article-number", "publisher",
        "publisher-location", "ISSN", "ISBN", "type", "subtitle", "abstract", "language", "URL",
        "edition-number",
    }
)  # fmt: skip
_DATES = ("published-print", "published-online", "published")


def is_crossref(value: Any) -> bool:
    """Whether a JSON value is an answer of Crossref or one of its works."""
    return isinstance(value, dict) and ("message" in value or "is-referenced-by-count" in value)


def read_crossref(value: Mapping[str, Any], file: str, line: int = 1) -> Reading:
    """Every work of an answer."""
    reading = Reading(file)
    for message in _works(value):
        reading.add(_work(message, reading, line), line)
    return reading.done()


def _works(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    message = value.get("message", value)
    if isinstance(message, dict):
        items = message.get("items")
        for one in items if isinstance(items, list) else [message]:
            if isinstance(one, dict):
                yield one


def _work(message: Mapping[str, Any], reading: Reading, line: int) -> Work:
    item = {name: _first(value) for name, value in message.items() if name in _TAKEN}
    subtitle = str(item.pop("subtitle", "") or "")
    if subtitle and subtitle not in str(item.get("title", "")):
        item["title"] = f"{item.get('title', '')}: {subtitle}"
    for name in ("title", "container-title", "abstract"):
        if name in item:
            item[name] = _plain(str(item[name] or ""))
    item["container-title-short"] = _short_title(item, reading, line)
    item["publisher-place"] = item.pop("publisher-location", "")
    item["edition"] = item.pop("edition-number", "")
    item.setdefault("page", item.get("article-number", ""))
    item.pop("article-number", None)
    item["publisher"] = item.get("publisher") or _institution(message)
    if str(item.get("URL") or "").casefold().endswith(str(item.get("DOI") or "-").casefold()):
        item.pop("URL", None)
    if item.get("type") in ("journal-article", "proceedings-article"):
        item.pop("publisher", None)
    dates = (item.get("issued"), *(message.get(name) for name in _DATES))
    item["issued"] = next((date for date in dates if read_date(date)), None)
    _note_updates(message, reading, line)
    return read_item(item, reading, line)


_RETRACTIONS = frozenset({"retraction", "withdrawal", "removal"})


def _note_updates(message: Mapping[str, Any], reading: Reading, line: int) -> None:
    """Corrections and the like, and what such a notice is about."""
    for name in ("updated-by", "update-to"):
        updates = message.get(name)
        for update in updates if isinstance(updates, list) else ():
            if not isinstance(update, dict):
                continue
            kind, doi = update.get("type", "update"), update.get("DOI", "")
            if name == "updated-by" and kind in _RETRACTIONS:
                title = _plain(str(_first(message.get("title")) or ""))
                reading.retracted(title, line, notice=f"notice: doi {doi}")
            else:
                reading.unknown(f"the {kind} {doi}", line)


def _short_title(item: dict[str, Any], reading: Reading, line: int) -> str:
    """The abbreviated title of a journal; publishers also deposit its initials there."""
    short, title = str(item.pop("short-container-title", "")), str(item.get("container-title", ""))
    if short.isupper() and " " in title and " " not in short:
        reading.unknown(f"'{short}', which is no abbreviation of '{title}',", line)
        return ""
    return short


def _institution(message: Mapping[str, Any]) -> str:
    found = message.get("institution")
    first = found[0] if isinstance(found, list) and found else found
    name = first.get("name") if isinstance(first, dict) else None
    return name if isinstance(name, str) else ""


def _first(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], str):
        return value[0]
    return "" if value == [] else value


def _plain(text: str) -> str:
    """Without the tags of JATS, but with those that CSL knows."""
    text = re.sub(r"<(/?)(?:jats:)?italic>", r"<\1i>", text)
    text = re.sub(r"<(/?)(?:jats:)?bold>", r"<\1b>", text)
    text = re.sub(r"</?jats:(?!su[bp]>)[^>]*>", " ", text)
    text = re.sub(r"<(/?)jats:(su[bp])>", r"<\1\2>", text)
    return re.sub(r"<(/?)(?:scp|mml:[a-z]+)[^>]*>", "", text).replace("&amp;", "&")

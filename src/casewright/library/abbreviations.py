"""Journal titles abbreviated as in the NLM Catalog."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from casewright.model.reference import CslItem

ABBREVIATIONS_FILE = "nlm-abbreviations.json"
"""The name of the table in a folder of templates."""


def parse_abbreviations(data: bytes) -> dict[str, str]:
    """Read a table of full titles and their abbreviations.

    Raises `ValueError` when it is not a JSON object of texts.
    """
    table = json.loads(data)
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        raise ValueError("the abbreviations are not an object of texts")
    return {_plain(title): short for title, short in table.items()}


def abbreviate(items: Mapping[str, CslItem], *, table: Mapping[str, str]) -> dict[str, CslItem]:
    """Give the short title to every journal article whose library entry has no `shortjournal`."""
    return {key: _abbreviated(item, table) for key, item in items.items()}


def _abbreviated(item: CslItem, table: Mapping[str, str]) -> CslItem:
    short = table.get(_plain(item.get("container-title", "")))
    if not short or not item["type"].startswith("article") or item.get("container-title-short"):
        return item
    return {**item, "container-title-short": short}


def _plain(title: str) -> str:
    """The title without what varies between libraries: case, '&', 'The', punctuation, subtitle."""
    words = re.findall(r"\w+", title.replace("&", " and ").casefold().partition(" : ")[0])
    return " ".join(words[1:] if words[:1] == ["the"] else words)

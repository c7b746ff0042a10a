"""What differs between the references of two states of a manuscript."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casewright.model.reference import CslItem


@dataclass(frozen=True, slots=True)
class Cited:
    """A work as a manuscript cites it."""

    number: int
    """Its place in the order of first citation."""
    key: str
    entry: str
    """Hash of its entry in the library."""
    content: str
    """Hash of its CSL item without the key."""
    item: CslItem | None = None
    """None where only the hashes are known."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Hash of each variable of the item."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a work before and after, as a person reads it; empty where it is not there.

    Both are empty where only the hashes of the values are known.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One work before and now; None on the side that does not cite it."""

    before: Cited | None
    after: Cited | None
    fields: tuple[Field, ...] = ()
    """What changed in its data."""
    merged: bool = False
    """Whether `after` stands for another work of the state before as well: two keys became one."""

    @property
    def changed(self) -> bool:
        """Whether the data of the work changed."""
        if self.before is None or self.after is None or self.merged:
            return False
        return bool(self.fields) or self.before.content != self.after.content

    @property
    def kinds(self) -> tuple[str, ...]:
        """`added`, `dropped`, `merged`, `renamed`, `renumbered`, `changed`: all that apply."""
        if self.before is None:
            return ("added",)
        if self.after is None:
            return ("dropped",)
        if self.merged:
            return ("merged",)
        applying = {
            "renamed": self.before.key != self.after.key,
            "renumbered": self.before.number != self.after.number,
            "changed": self.changed,
        }
        return tuple(kind for kind, applies in applying.items() if applies)


def cited_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Cited, ...]:
    """The works of the rows of `references.json`."""
    return tuple(
        Cited(
            row["number"],
            row["key"],
            row["entry"],
            _content(row["csl"]),
            row["csl"],
            {name: _hash(value)[:12] for name, value in row["csl"].items() if name != "id"},
        )
        for row in rows
    )


def compare(before: Sequence[Cited], now: Sequence[Cited]) -> tuple[Difference, ...]:
    """Every work of either side: in the order of `now`, then what is not cited any more.

    Works go together by key; those whose key is on one side only, by DOI, PMID, or title and year.
    """
    old = {work.key: work for work in before}
    new = {work.key: work for work in now}
    gone = {key: work for key, work in old.items() if key not in new}
    by_identity = {name: work for work in gone.values() for name in _identities(work)}
    pairs: dict[str, Cited | None] = {}
    for key, work in new.items():
        other = old.get(key) or _same(work, by_identity)
        if key not in old and other is not None:
            by_identity = {name: one for name, one in by_identity.items() if one is not other}
            del gone[other.key]
        pairs[key] = other
    found = [Difference(pairs[key], work, _fields(pairs[key], work)) for key, work in new.items()]
    now_by_identity = {name: work for work in now for name in _identities(work)}
    for work in gone.values():
        other = _same(work, now_by_identity)
        found.append(Difference(work, other, merged=other is not None))
    return tuple(found)


def _content(item: CslItem) -> str:
    return _hash({name: value for name, value in item.items() if name != "id"})


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _same(work: Cited, known: Mapping[str, Cited]) -> Cited | None:
    return next((known[name] for name in _identities(work) if name in known), None)


def _identities(work: Cited) -> Iterator[str]:
    """What tells that two entries are of one work, the surest first."""
    item = work.item or {}
    for name in ("DOI", "PMID"):
        if item.get(name):
            yield f"{name} {str(item[name]).casefold()}"
    title = _folded(str(item.get("title", "")))
    if title:
        yield f"title {title} {_year(item)}"
    yield f"content {work.content}"


def _folded(text: str) -> str:
    """A text without case, accents and punctuation."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    return " ".join(re.findall(r"\w+", re.sub(r"<[^>]*>", "", plain).casefold()))


def _year(item: CslItem) -> str:
    return _text(item.get("issued")).partition("-")[0]


def _fields(before: Cited | None, now: Cited) -> tuple[Field, ...]:
    if before is None:
        return ()
    if before.item is None or now.item is None:
        names = dict.fromkeys([*before.fields, *now.fields]) if before.fields else {}
        differing = (name for name in names if before.fields.get(name) != now.fields.get(name))
        return tuple(Field(_NAMES.get(name, name), "", "") for name in differing)
    both = [name for name in (*before.item, *now.item) if name != "id"]
    return tuple(
        Field(_NAMES.get(name, name), _text(before.item.get(name)), _text(now.item.get(name)))
        for name in dict.fromkeys(both)
        if before.item.get(name) != now.item.get(name)
    )


_NAMES = {
    "container-title": "journal",
    "container-title-short": "short title of the journal",
    "issued": "date",
    "page": "pages",
    "title-short": "short title",
}
"""Fields of CSL by the names that people know."""


def _text(value: object) -> str:
    """A value of CSL as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if not isinstance(value, dict):
        return str(value)
    if "date-parts" in value:
        dates = (value["date-parts"] if isinstance(value["date-parts"], list) else [])[:2]
        return " to ".join("-".join(str(part) for part in date) for date in dates)
    parts = ("non-dropping-particle", "dropping-particle", "family", "given", "suffix")
    named = [str(value[part]) for part in parts if value.get(part)]
    return " ".join(named) or str(value.get("literal") or value.get("raw") or "")

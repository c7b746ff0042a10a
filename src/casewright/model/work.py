"""A published work as reference managers hand it over, in the names of BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = (
    *("article", "book", "incollection", "inproceedings", "phdthesis", "techreport"),
    *("unpublished", "online", "dataset", "software", "misc"),
)
"""The types of works that can be handed over; every other type of BibTeX is one of them."""

ALIASES: Mapping[str, str] = {
    **dict.fromkeys(("inbook", "suppbook", "bookinbook", "inreference"), "incollection"),
    **dict.fromkeys(("mvbook", "collection", "proceedings", "reference", "booklet"), "book"),
    **dict.fromkeys(("mvcollection", "mvproceedings", "mvreference", "manual"), "book"),
    **dict.fromkeys(("thesis", "mastersthesis"), "phdthesis"),
    **dict.fromkeys(("electronic", "www"), "online"),
    **dict.fromkeys(("periodical", "review", "suppperiodical"), "article"),
    "conference": "inproceedings",
    "report": "techreport",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made a work."""

    family: str
    """With its particles; the whole name of a group."""
    given: str = ""
    suffix: str = ""
    group: bool = False


OTHERS = Person("others", group=True)
"""Stands for those who are not named."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """An entry as it stood in a library, to be written again as it was."""

    kind: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Work:
    """One work; all texts are plain, with `<i>`, `<b>`, `<sub>` and `<sup>` as in CSL-JSON."""

    kind: str
    """One of `KINDS`."""
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    """By `author`, `editor` and `translator`."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """By the names of BibTeX; pages have a single hyphen, `year`, `month` and `day` are numbers."""
    key: str = ""
    """What the source calls it; need not be fit for BibTeX."""
    verbatim: Verbatim | None = None

    def text(self, name: str) -> str:
        """A field, empty where there is none."""
        return self.fields.get(name, "")


def tidy(text: str) -> str:
    """Every run of white space is one space."""
    return " ".join(text.split())


def listed(parts: list[str]) -> str:
    """Keywords, or other words of a list, as one text."""
    found = (tidy(part).strip(";").strip() for part in parts)
    return "; ".join(dict.fromkeys(part for part in found if part))


def unlisted(text: str) -> list[str]:
    """The words of a list."""
    return [part for part in (one.strip() for one in text.split(";")) if part]


_RANGE = re.compile(r"([A-Za-z]*)(\d+)\s*(?:-{1,3}|[‐‑–—])\s*([A-Za-z]*)(\d+)")


def whole_pages(text: str) -> str:
    """`764-9` and `S12--8` are 764-769 and S12-S18; anything that is no range stays."""
    text = re.sub(r"\s*[–—‐‑]\s*|\s*-{2,3}\s*", "-", tidy(text))
    match = _RANGE.fullmatch(text)
    if not match:
        return text
    before, first, again, last = match.groups()
    if again in ("", before) and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    if again in ("", before) and before and len(last) >= len(first):
        again = before
    return f"{before}{first}-{again}{last}"


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def month_number(text: str) -> str:
    """`Apr`, `april` and `04` are 4; empty for anything else."""
    text = text.strip().strip(".")
    if text.isdecimal():
        return str(int(text)) if 1 <= int(text) <= 12 else ""
    start = text[:3].casefold()
    return str(_MONTHS.index(start) + 1) if start in _MONTHS else ""


def month_name(number: str) -> str:
    """The first three letters of a month."""
    return _MONTHS[int(number) - 1].capitalize()


def date_fields(year: str, month: str = "", day: str = "") -> dict[str, str]:
    """The fields of a date, as far as it is given."""
    found = {"year": tidy(year)} if year.strip() else {}
    if found and (number := month_number(month)):
        found["month"] = number
        if day.strip().isdecimal() and 1 <= int(day) <= 31:
            found["day"] = str(int(day))
    return found


def person(text: str) -> Person | None:
    """Read `Family, Given, Suffix`; a name that ends with a comma is a group; None if empty."""
    text = tidy(text)
    if re.fullmatch(r"et al\.?|(?:and )?others", text, re.I):
        return OTHERS
    parts = [part.strip() for part in text.split(",")]
    if not parts[0]:
        return None
    if len(parts) > 1 and not any(parts[1:]):
        return Person(parts[0], group=True)
    given, suffix = [*parts[1:3], "", ""][:2]
    return Person(parts[0], given, suffix)


def written_name(one: Person) -> str:
    """What `person` reads."""
    if one == OTHERS:
        return "et al."
    if one.group:
        return f"{one.family},"
    return ", ".join(part for part in (one.family, one.given or (one.suffix and " ")) if part) + (
        f", {one.suffix}" if one.suffix else ""
    )

"""Between entries of a library and works of other programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from casewright.bibtex.editing import NewEntry
from casewright.bibtex.entries import Entry, joined
from casewright.bibtex.latex import from_latex, to_latex
from casewright.bibtex.names import meant
from casewright.model.work import (
    ALIASES,
    KINDS,
    OTHERS,
    Person,
    Verbatim,
    Work,
    date_fields,
    listed,
    month_number,
    tidy,
    whole_pages,
)

_ROLES = ("author", "editor", "translator")
_PLAIN = frozenset({"doi", "url", "eprint", "pmid", "pmcid", "file", "isbn", "issn"})
"""Fields that LaTeX does not look into."""
_NAMES: Mapping[str, str] = {
    "journaltitle": "journal",
    "location": "address",
    "school": "institution",
    "issue": "number",
    "eprinttype": "archiveprefix",
    "langid": "language",
    "annote": "note",
}
"""What biblatex calls otherwise; used where the entry has no field of the usual name."""


def work_of(entry: Entry, strings: Mapping[str, str]) -> Work:
    """An entry as a work; `strings` is what the names of `@string` stand for."""
    raw = {one.name.lower(): joined(one.parts, strings) for one in reversed(entry.fields)}
    raw = {one.name.lower(): raw[one.name.lower()] for one in entry.fields}
    verbatim = Verbatim(entry.kind, {name: tidy_value(text) for name, text in raw.items()})
    given = {_name(name, raw): text for name, text in verbatim.fields.items()}
    people = {role: names(given.pop(role)) for role in _ROLES if given.get(role)}
    kind = ALIASES.get(entry.kind, entry.kind)
    fields = _dates(given)
    fields |= {name: _text(name, text) for name, text in given.items()}
    found = {name: text for name, text in fields.items() if text}
    return Work(kind if kind in KINDS else "misc", people, found, entry.key, verbatim)


def _name(name: str, given: Mapping[str, str]) -> str:
    """The usual name of a field, unless the entry has another one of that name."""
    usual = _NAMES.get(name) or meant(name, given)
    return name if usual in given else usual


def tidy_value(text: str) -> str:
    """The text of a value on one line."""
    return " ".join(text.split())


def _dates(given: dict[str, str]) -> dict[str, str]:
    """The year, month and day, taken out of what is given."""
    date = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", given.get("date", ""))
    if date and "year" not in given:
        del given["date"]
        return date_fields(date[1], date[2] or "", date[3] or "")
    month = from_latex(given.get("month", ""))
    split = re.fullmatch(r"([A-Za-z]+)\.? (\d{1,2})|(\d{1,2}) ([A-Za-z]+)\.?", month)
    day = given.get("day", "")
    if split:
        month, day = split[1] or split[4], split[2] or split[3]
    if not month_number(month):
        return {}
    year = from_latex(given.get("year", ""))
    found = date_fields(year, month, day)
    if found:
        for name in found:
            given.pop(name, None)
    return found


def _text(name: str, text: str) -> str:
    if name in _PLAIN:
        return tidy(re.sub(r"\\([_%&#~])", r"\1", text.replace("{", "").replace("}", "")))
    if name == "pages":
        return whole_pages(from_latex(text.replace("--", "-")))
    if name == "keywords":
        return listed(re.split(r"[;,]", from_latex(text)))
    return from_latex(text)


def names(text: str) -> tuple[Person, ...]:
    """The people of a list that `and` joins."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"\\.|[{}]|\sand(?=\s)", text):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0 and match[0][0] != "\\":
            parts.append(text[start : match.start()])
            start = match.end()
    found = (_person(part.strip()) for part in (*parts, text[start:]))
    return tuple(one for one in found if one.family)


def _person(text: str) -> Person:
    if text == "others":
        return OTHERS
    if text.startswith("{") and _closes(text) == len(text) - 1:
        return Person(from_latex(text[1:-1]), group=True)
    parts = [from_latex(part) for part in _split(text, ",")]
    if len(parts) == 1:
        return _in_order(text)
    if len(parts) == 2:
        return Person(parts[0], parts[1])
    return Person(parts[0], parts[2], parts[1])


def _in_order(text: str) -> Person:
    """`Jan van der Berg`: the family name begins with the first word in lower case."""
    words = [from_latex(word) for word in _split(text, " ")]
    words = [word for word in words if word]
    if not words:
        return Person("")
    lower = (at for at, word in enumerate(words[:-1]) if word[:1].islower())
    at = next(lower, len(words) - 1)
    return Person(" ".join(words[at:]), " ".join(words[:at]))


def _split(text: str, sign: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if not depth and char == sign:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _closes(text: str) -> int:
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if not depth:
            return at
    return -1


def entry_of(work: Work, key: str) -> NewEntry:
    """A work as an entry; one that was BibTeX stays as it was written."""
    if work.verbatim:
        return NewEntry(work.verbatim.kind, key, work.verbatim.fields)
    fields = {role: _written_people(work.people[role]) for role in _ROLES if work.people.get(role)}
    for name in _ORDER:
        if name in work.fields:
            fields[name] = _written(name, work.fields[name])
    for name, text in work.fields.items():
        fields.setdefault(name, _written(name, text))
    return NewEntry(work.kind, key, {name: text for name, text in fields.items() if text})


_ORDER = (
    *("title", "journal", "shortjournal", "booktitle", "series", "edition", "year", "month"),
    *("day", "volume", "number", "pages", "publisher", "institution", "address", "doi", "pmid"),
    *("pmcid", "isbn", "issn", "url", "urldate", "language", "keywords", "note", "abstract"),
)


def _written(name: str, text: str) -> str:
    if name in _PLAIN:
        return _balanced(text)
    if name == "pages":
        return to_latex(text).replace("{-}", "-").replace("-", "--")
    return to_latex(text)


def _balanced(text: str) -> str:
    """An address may hold a brace without its partner, which BibTeX cannot."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _written_people(people: Iterable[Person]) -> str:
    return " and ".join(_written_person(one) for one in people)


def _written_person(one: Person) -> str:
    if one == OTHERS:
        return "others"
    family = to_latex(one.family)
    if one.group:
        return f"{{{family}}}"
    if one.given or one.suffix:
        parts = (one.family, one.suffix, one.given) if one.suffix else (one.family, one.given)
        return ", ".join(_kept(to_latex(part), ",") for part in parts)
    return f"{family}," if " " in one.family else _kept(family, ", ")


def _kept(text: str, signs: str) -> str:
    """Braces around a part of a name that would be taken apart."""
    divided = any(sign in text for sign in signs) or re.search(r"(?:^|\s)and(?:\s|$)", text)
    return f"{{{text}}}" if divided else text

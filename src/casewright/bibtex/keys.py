"""How new works are called: `koh2007pancreatic`, or by the pattern of a workspace."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from casewright.bibtex.plain import words
from casewright.model.work import OTHERS, Work

KEY_PATTERN = "{family}{year}{word}"
"""Family name of the first author, year, and first word of the title that says something."""

_SMALL = frozenset(
    {
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "with", "without", "by",
        "and", "or", "as", "is", "are", "was", "after", "before", "during", "under", "over",
        "about", "into", "its", "their", "his", "her", "this", "that", "these", "two", "three",
        "der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une", "el", "los", "las",
        "de", "du", "des",
    }
)  # fmt: skip


def made_by(pattern: str, work: Work) -> str:
    """The key of a work by a pattern, whatever others are called; in lower case without accents.

    A part that begins with a capital, as `{Family}`, gives one: Koh2007Pancreatic.
    """

    def part(match: re.Match[str]) -> str:
        name = match[1]
        text = _PARTS[name.lower()](work)
        return text[:1].upper() + text[1:] if name[0].isupper() else text

    # where a part is empty, the sign beside it would stand alone
    key = re.sub(r"\{([A-Za-z]+)\}", part, pattern)
    key = re.sub(r"([:._-])[:._-]+", r"\1", key).strip(":._-")
    return key or made_by(KEY_PATTERN, work)


def fault_of(pattern: str) -> str | None:
    """What is wrong with a pattern, and None where it is one."""
    for name in re.findall(r"\{([^{}]*)\}", pattern):
        if name.lower() not in _PARTS:
            known = ", ".join(f"{{{one}}}" for one in _PARTS)
            return f"there is no part {{{name}}}; there are {known}"
    rest = re.sub(r"\{\w+\}", "", pattern)
    if sign := re.search(r"[^A-Za-z0-9:._-]", rest):
        return f"a key with '{sign[0]}' could not be cited; write letters, digits and : . _ -"
    if re.match(r"(?:fig|tab|doi|pmid|pmcid):", pattern, re.I):
        return f"'{pattern.partition(':')[0]}:' begins what is no key"
    if rest == pattern:
        return "it has no part such as {family}, so that all keys would be the same"
    return None


def _family(work: Work) -> str:
    people = (*work.people.get("author", ()), *work.people.get("editor", ()))
    first = next((one for one in people if one != OTHERS), None)
    name = "".join(words(first.family)) if first else ""
    if first and first.group:
        name = next((word for word in words(first.family) if word not in _SMALL), "")
    return name or "anonymous"


def _year(work: Work) -> str:
    year = re.search(r"\d{4}", work.text("year"))
    return year[0] if year else ""


def _word(work: Work) -> str:
    title = [word for word in words(work.text("title")) if word not in _SMALL]
    return next((word for word in title if len(word) > 2 and not word.isdecimal()), "")


def _journal(work: Work) -> str:
    """The initials of a journal: wjg."""
    title = work.text("journal") or work.text("booktitle")
    return "".join(word[0] for word in words(title) if word not in _SMALL)


_PARTS: Mapping[str, Callable[[Work], str]] = {
    "family": _family,
    "year": _year,
    "yy": lambda work: _year(work)[2:],
    "word": _word,
    "journal": _journal,
}

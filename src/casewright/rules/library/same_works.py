"""One work under several keys, and one journal under several names; pure.

Every work is looked up in tables, so that a library of ten thousand entries takes a moment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from casewright.bibtex.editing import set_field
from casewright.bibtex.identifiers import bare_doi, numbers_of
from casewright.bibtex.plain import family, folded, names, words
from casewright.bibtex.source import Work
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics

_LEAST_TITLE = 12
"""Letters of a title that can tell a work from others: 'Reply' and 'Editorial' are many."""


def check_same_works(works: Sequence[Work], found: Diagnostics) -> None:
    """Report works that are in the libraries under a second key."""
    known: dict[tuple[str, str], Work] = {}
    for work in works:
        told = False
        for what, value in identities(work):
            first = known.setdefault((what, value), work)
            if told or first.key == work.key or _differ(first, work, what):
                continue
            told = True
            _report(work, first, what, value, found)


def identities(work: Work) -> Iterator[tuple[str, str]]:
    """By what a work is known, the surest first: numbers, then title with year and first author."""
    yield from numbers_of(work.text)
    title = folded(work.text("title", "article-title"))
    if len(title) >= _LEAST_TITLE:
        first = next(iter(names(work.text("author", "editor"))), "")
        year = (work.text("year") or work.text("date"))[:4]
        yield "title", f"{title}/{year}/{folded(family(first))}"


def _differ(one: Work, other: Work, what: str) -> bool:
    """Two works of one title that have different DOI are two; a preprint and its article, say."""
    if what != "title":
        return False
    first, second = (bare_doi(work.text("doi")).casefold() for work in (one, other))
    return bool(first and second and first != second)


def _report(work: Work, first: Work, what: str, value: str, found: Diagnostics) -> None:
    place = f"'{first.key}' stands at {first.place()}"
    merge = f"`casewright refs merge {first.key} {work.key}`"
    if what == "title":
        message = f"'{work.key}' has title, year and first author of '{first.key}'"
        hint = f"{merge} keeps one of them and cites that; {place}"
    elif _alike(work, first):
        message = f"'{work.key}' is the same work as '{first.key}': both have the {what} {value}"
        hint = f"{merge} keeps one of them and cites that; {place}"
    else:
        message = f"'{work.key}' has the {what} of '{first.key}', {value}, but another title"
        hint = f"one of the two is wrong: compare them with the article; {place}"
    found.add(RULES["REF010"], message, work.place(), hint=hint)


def _alike(one: Work, other: Work) -> bool:
    """Whether the titles may be of one work: half of their words are common."""
    first, second = (set(words(work.text("title", "article-title"))) for work in (one, other))
    return not first or not second or len(first & second) * 2 >= min(len(first), len(second))


def check_journals(
    works: Sequence[Work], found: Diagnostics, *, short_titles: Mapping[str, str]
) -> None:
    """Report journals that are spelled in two ways, or both in full and in short.

    `short_titles` has the short titles of journals by their folded full titles.
    """
    full_of = {folded(short): full for full, short in short_titles.items()}
    for work in works:
        full, short = _journal(work), folded(work.text("shortjournal"))
        if full and short and full != short:
            full_of.setdefault(short, full)
    _check_spellings(
        works, "journal", lambda work: full_of.get(_journal(work), _journal(work)), found
    )
    _check_spellings(works, "shortjournal", _journal, found)


def _journal(work: Work) -> str:
    return folded(re.sub(r"^[{\s]*The\s", "", work.text("journal", "journaltitle")))


def _check_spellings(
    works: Iterable[Work], name: str, journal: Callable[[Work], str], found: Diagnostics
) -> None:
    groups: dict[str, list[tuple[str, Work]]] = {}
    for work in works:
        text = work.text(name) or (work.text("journaltitle") if name == "journal" else "")
        text = re.sub(r"[{}]", "", text)
        if text and (key := journal(work)):
            groups.setdefault(key, []).append((text, work))
    for group in groups.values():
        counts = Counter(text for text, _ in group)
        if len(counts) < 2:
            continue
        usual = max(counts, key=lambda text: (counts[text], len(text), text))
        for text, work in group:
            if text != usual:
                _report_spelling(work, name, text, usual, found)


def _report_spelling(work: Work, name: str, text: str, usual: str, found: Diagnostics) -> None:
    field = work.field(name, "journaltitle")
    edit = None
    if field and work.inner(field) is not None:
        splices = set_field(work.source.data, work.entry, field.name, usual)
        edit = work.source.edit(splices, safe=False)
    message = f"'{text}' of '{work.key}' is called '{usual}' elsewhere"
    hint = "write one of them everywhere; a field 'shortjournal' has the short title"
    found.add(RULES["REF013"], message, work.place(field), hint=hint, edit=edit)

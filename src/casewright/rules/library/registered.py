"""Entries that say something else than the register of their DOI or PMID; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.bibtex.identifiers import bare_doi
from casewright.bibtex.plain import folded, words
from casewright.bibtex.source import Work
from casewright.bibtex.works import work_of
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.model.retractions import SAYS_RETRACTED
from casewright.model.work import Work as Registered

_SAME_TITLE = 0.6
"""The share of the words of the shorter title that the other has if they are one title."""


def check_registered(work: Work, found: Diagnostics, *, registered: Registered, by: str) -> bool:
    """Report an entry whose number is that of another work, or that differs from its record.

    Returns whether they agree. Print and online publication may be a year apart, and registers
    spell titles in their own way: neither is reported.
    """
    mine = work_of(work.entry, work.source.strings)
    if not _one_title(mine, registered):
        number = "DOI" if by == "Crossref" else "PMID"
        title = registered.text("title")
        message = f"the {number} of '{work.key}' is that of '{title[:80]}', says {by}"
        place = work.place(work.field(number.lower()))
        hint = "correct the number, or the title"
        found.add(RULES["REF032"], message, place, hint=hint)
        return False
    differences = list(_differences(mine, registered))
    if differences:
        message = f"for '{work.key}', {by} has {', '.join(differences)}"
        hint = "look at the article itself; registers err, too"
        found.add(RULES["REF032"], message, work.place(), hint=hint)
    return not differences


def report_unknown_number(
    work: Work, found: Diagnostics, *, number: tuple[str, str], by: str
) -> None:
    """Report a number that its register does not know: it is misspelt, or there is no such work."""
    kind, value = number
    message = f"{by} knows no {kind} {value}, the number of '{work.key}'"
    hint = "see that there is such a work, and correct the number"
    if kind == "DOI":
        hint = (
            f"see that https://doi.org/{value} leads to the work: others than {by} give DOIs, too"
        )
    found.add(RULES["REF032"], message, work.place(work.field(kind.lower())), hint=hint)


def report_retracted(work: Work, found: Diagnostics, *, by: str) -> None:
    """Report a work that its record calls retracted, unless the entry says so itself (REF016)."""
    if not SAYS_RETRACTED.search(f"{work.text('title')} {work.text('note')}"):
        message = f"'{work.key}' was retracted, says {by}"
        hint = "cite something else; if the retraction is the point, say so in the title"
        found.add(RULES["REF016"], message, work.place(), hint=hint)


def _one_title(mine: Registered, registered: Registered) -> bool:
    """Whether two records are of one work, as far as their titles tell."""
    first, second = (set(words(one.text("title"))) for one in (mine, registered))
    least = min(len(first), len(second))
    return not least or len(first & second) >= _SAME_TITLE * least


def _differences(mine: Registered, registered: Registered) -> Iterator[str]:
    years = [re.search(r"\d{4}", one.text("year")) for one in (mine, registered)]
    if years[0] and years[1] and abs(int(years[0][0]) - int(years[1][0])) > 1:
        yield f"the year {years[1][0]} (here {years[0][0]})"
    for what, name in (("volume", "volume"), ("first page", "pages")):
        first, second = (one.text(name).partition("-")[0].strip() for one in (mine, registered))
        if first and second and _bare(first) != _bare(second):
            yield f"the {what} {second} (here {first})"
    first, second = (bare_doi(one.text("doi")).casefold() for one in (mine, registered))
    if first and second and first != second:
        yield f"the DOI {second} (here {first})"
    people = [one.people.get("author", ()) for one in (mine, registered)]
    if people[0] and people[1]:
        first, second = (given[0].family for given in people)
        if not (set(words(first)) & set(words(second)) or folded(first) == folded(second)):
            yield f"the first author {second} (here {first})"


def _bare(text: str) -> str:
    return text.casefold().lstrip("0")

"""What a case cites, and what it leaves uncited; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from casewright.bibtex.plain import family, folded, names, words
from casewright.bibtex.source import Work
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.model.case import Report
from casewright.model.document import Document
from casewright.model.tree import walk

_SHARE = 0.25
_LEAST = 3
_MOST_NAMED = 10
"""Of more uncited entries in a library, just the number is told."""
_KEEP = "keep them for later, or delete them; no manuscript prints them"


def check_uncited(works: Sequence[Work], cited: Collection[str], found: Diagnostics) -> None:
    """Report entries that nothing cites, neither itself nor by `crossref` or `xdata`."""
    used = set(cited)
    for work in works:
        if work.key in used:
            used.update(_parents(work))
    rest: dict[str, list[Work]] = {}
    for work in works:
        if work.key not in used and work.entry.kind != "xdata":
            rest.setdefault(work.source.file, []).append(work)
    for file, uncited in rest.items():
        if len(uncited) > _MOST_NAMED:
            total = sum(work.source.file == file for work in works)
            message = f"nothing cites {len(uncited)} of the {total} entries of {file}"
            found.add(RULES["REF009"], message, Span(file, 1, 1), hint=_KEEP)
            continue
        for work in uncited:
            found.add(RULES["REF009"], f"nothing cites '{work.key}'", work.place(), hint=_KEEP)


def _parents(work: Work) -> Iterator[str]:
    for name in ("crossref", "xdata"):
        yield from (key.strip() for key in work.text(name).split(","))


def check_self_citations(case: Report, works: Sequence[Work], found: Diagnostics) -> None:
    """Report when a quarter of the references or more are by authors of the case.

    No guideline sets a limit. COPE's "Citation manipulation" (2019) calls citations that only
    raise somebody's numbers misconduct; the share lets authors see what a reviewer will count.
    """
    given: dict[str, list[str]] = {}
    for one in case.authors:
        given.setdefault(folded(one.family), []).append(_first(one.given))
    own = [
        work
        for work in works
        if any(_agree(first, mine) for last, first in _people(work) for mine in given.get(last, ()))
    ]
    if len(own) < _LEAST or len(own) < _SHARE * len(works):
        return
    share = round(100 * len(own) / len(works))
    message = (
        f"{len(own)} of {len(works)} cited works ({share}%) are by authors of this case: "
        f"{', '.join(work.key for work in own[:6])}{' …' if len(own) > 6 else ''}"
    )
    hint = "see that each of them is needed, and that the work of others is cited as well"
    found.add(RULES["REF018"], message, case.place("authors"), hint=hint)


def _people(work: Work) -> Iterator[tuple[str, str]]:
    """Family name and first given name of each author."""
    for name in names(work.text("author")):
        given = name.partition(",")[2].rpartition(",")[2] if "," in name else name
        yield folded(family(name)), _first(given)


def _first(given: str) -> str:
    """The first given name, or the first initial of such as 'YS'."""
    first = next(iter(words(given)), "")
    return first[:1] if given.split()[:1] and given.split(maxsplit=1)[0].isupper() else first


def _agree(one: str, other: str) -> bool:
    """Whether two first names, or what initials tell of them, may be those of one person."""
    if len(one) > 1 and len(other) > 1:
        return one == other
    return one[:1] == other[:1]


def check_order(
    document: Document,
    cited: Sequence[str],
    found: Diagnostics,
    *,
    places: Mapping[str, Span | None],
) -> None:
    """Report the first reference whose number is not that of its first mention.

    `cited` are the keys in order of first mention. ICMJE, section IV.A.3.g: references are numbered
    in that order. It is for styles that do not sort the list themselves.
    """
    listed = [
        block["c"][0][0].removeprefix("ref-")
        for block in walk(document.blocks)
        if block["t"] == "Div" and block["c"][0][0].startswith("ref-")
    ]
    number = {key: n for n, key in enumerate(listed, start=1)}
    first = [key for key in cited if key in number]
    wrong = [key for n, key in enumerate(first, start=1) if number[key] != n]
    if not wrong:
        return
    key = wrong[0]
    place = first.index(key) + 1
    message = f"'{key}' is reference {number[key]}, but number {place} of those in the text"
    hint = "the citation style of the journal orders them: name another one under citations.style"
    found.add(RULES["REF021"], message, places.get(key), hint=hint)

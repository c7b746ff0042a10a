"""What the registers know of cited entries: what these lack, and what they say otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from casewright.bibtex.editing import Splice, apply, set_field
from casewright.bibtex.entries import read_entries
from casewright.bibtex.identifiers import numbers_of
from casewright.bibtex.source import Work as Entry
from casewright.bibtex.works import entry_of, work_of
from casewright.diagnostics import Diagnostics
from casewright.edits import FixedFile
from casewright.lookup import Ask, Number, register_of
from casewright.model.work import Work
from casewright.refs import Scope
from casewright.rules.library.registered import (
    check_registered,
    report_retracted,
    report_unknown_number,
)

_GIVEN = (
    *("author", "editor", "title", "journal", "shortjournal", "booktitle", "publisher", "address"),
    *("year", "volume", "number", "pages", "doi", "pmid", "pmcid"),
)
"""What an entry gets where it has none; whatever it has stays."""
_NEEDED = ("author", "title", "journal", "year", "volume", "pages", "doi", "pmid")
"""A record is asked for where one of these is missing: not every article has an issue."""
_OWN_NUMBERS = ("pages", "doi", "pmid", "pmcid")
"""What an entry never takes from another that it refers to."""
_FROM_PUBMED = frozenset({"shortjournal", "pages", "pmid", "pmcid"})
"""What PubMed knows better: abbreviations are its own, and Crossref often lacks the last page."""

Search = Callable[[str], str | None]
"""Gives the PMID of a DOI."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What is known of the entries; nothing is written yet."""

    files: tuple[FixedFile, ...]
    diagnostics: Diagnostics
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The fields that each entry gets, by its key."""
    without: tuple[str, ...] = ()
    """Keys of entries that have no DOI and no PMID."""


def complete(scope: Scope, ask: Ask, search: Search, *, tell: Callable[[str], None]) -> Completed:
    """Fill in what cited entries lack from the records of their DOI and PMID.

    `tell` is called with the key of each entry that is asked about. An entry that differs from a
    record gets nothing of that.
    """
    splices: dict[str, list[Splice]] = {source.file: [] for source in scope.sources}
    found = Diagnostics()
    given: dict[str, tuple[str, ...]] = {}
    without: list[str] = []
    for entry in _cited(scope):
        mine = work_of(entry.entry, entry.source.strings)
        if not _lacks(mine):
            continue
        if not _numbers(mine):
            without.append(entry.key)
            continue
        tell(entry.key)
        agreed = {
            by: record
            for by, record in list(_records(entry, mine, ask, search, found))
            if check_registered(entry, found, registered=record, by=by)
        }
        new = _new_fields(mine, agreed)
        if new:
            splices[entry.source.file].append(_filled(entry, new))
            given[entry.key] = tuple(new)
    files = tuple(
        FixedFile(source.file, source.data, apply(source.data, splices[source.file]), ())
        for source in scope.sources
        if splices[source.file]
    )
    return Completed(files, found, given, tuple(without))


def compare(scope: Scope, ask: Ask, *, tell: Callable[[str], None]) -> Diagnostics:
    """What cited entries say otherwise than the records of their DOI and PMID."""
    found = Diagnostics()
    for entry in _cited(scope):
        mine = work_of(entry.entry, entry.source.strings)
        tell(entry.key)
        for by, record in _records(entry, mine, ask, lambda _: None, found):
            check_registered(entry, found, registered=record, by=by)
    return found


def _cited(scope: Scope) -> Iterator[Entry]:
    cited = scope.cited
    return (entry for entry in scope.works() if entry.key in cited)


def _lacks(mine: Work) -> bool:
    needed = _NEEDED if mine.kind == "article" else ("title", "year")
    return any(not mine.text(name) and not mine.people.get(name) for name in needed)


def _numbers(mine: Work) -> tuple[Number, ...]:
    return tuple(one for one in numbers_of(mine.text) if one[0] in ("DOI", "PMID"))


def _records(
    entry: Entry, mine: Work, ask: Ask, search: Search, found: Diagnostics
) -> Iterator[tuple[str, Work]]:
    """The record of each register; a number that none knows and a retraction are findings."""
    numbers = _numbers(mine)
    known = dict(numbers)
    if "DOI" in known and "PMID" not in known and (pmid := search(known["DOI"])):
        known["PMID"] = pmid
    for number in known.items():
        reading, by = ask(number), register_of(number)
        if reading is None and number in numbers:
            report_unknown_number(entry, found, number=number, by=by)
        for one in reading.works if reading else ():
            theirs = dict(numbers_of(one.work.text))
            searched = number not in numbers and theirs.get("DOI") != known.get("DOI")
            if theirs.get(number[0]) == number[1] and not searched:
                if reading and any(each.rule.code == "REF016" for each in reading.found):
                    report_retracted(entry, found, by=by)
                yield by, one.work


def _new_fields(mine: Work, records: Mapping[str, Work]) -> dict[str, str]:
    """The fields as they are written; of two records the one that knows the field better counts."""
    refers = any(mine.text(name) for name in ("crossref", "xdata"))
    texts: dict[str, str] = {}
    for name in _OWN_NUMBERS if refers else _GIVEN:
        if mine.text(name) or mine.people.get(name):
            continue
        first = "PubMed" if name in _FROM_PUBMED else "Crossref"
        for by in sorted(records, key=lambda by: by != first):
            text = entry_of(records[by], "x").fields.get(name)
            if text and not (name == "shortjournal" and by != "PubMed"):
                texts[name] = text
                break
    return texts


def _filled(entry: Entry, new: Mapping[str, str]) -> Splice:
    """The entry with more fields; by itself, as a library may be long."""
    start, end = entry.entry.start, entry.entry.end
    raw = entry.source.data[start:end]
    for name, text in new.items():
        (now,) = read_entries(raw)
        raw = apply(raw, set_field(raw, now, name, text))
    return Splice(start, end, raw)

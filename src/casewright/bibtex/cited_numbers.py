"""Works that are cited by a number instead of a key: `@doi:10.1000/x`, `@pmid:123`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from casewright.bibtex.entries import BYTES, read_entries
from casewright.bibtex.identifiers import bare_doi, bare_pmcid, bare_pmid
from casewright.bibtex.works import work_of
from casewright.model.reference import LibraryEntry

NUMBER = re.compile(r"(doi|pmid|pmcid):(.+)", re.I)
"""A number as it is cited."""


def keys_of_numbers(cited: Iterable[str], entries: Iterable[LibraryEntry]) -> dict[str, str]:
    """The keys of the works that are cited by a number; those that no library has are left out.

    A key that looks like a number is one if an entry has it.
    """
    wanted = {key: number for key in cited if (number := _number(key))}
    if not wanted:
        return {}
    keys: dict[tuple[str, str], str] = {}
    own = set()
    sought = {value.removeprefix("pmc") for _, value in wanted.values()}
    for entry in entries:
        own.add(entry.key)
        text = entry.raw.casefold()
        if any(value in text for value in sought):
            for number in _numbers(entry):
                keys.setdefault(number, entry.key)
    return {
        key: keys[number] for key, number in wanted.items() if number in keys and key not in own
    }


def _number(key: str) -> tuple[str, str] | None:
    match = NUMBER.fullmatch(key)
    if not match:
        return None
    name = match[1].lower()
    bare = {"doi": bare_doi, "pmid": bare_pmid, "pmcid": bare_pmcid}[name](match[2])
    return (name, bare.casefold()) if bare else None


def _numbers(entry: LibraryEntry) -> list[tuple[str, str]]:
    found = []
    for one in read_entries(entry.raw.encode(errors=BYTES)):
        fields = work_of(one, {}).fields
        named = (
            _number(f"{name}:{fields[name]}") for name in ("doi", "pmid", "pmcid") if name in fields
        )
        found += [number for number in named if number]
    return found

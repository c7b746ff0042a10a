"""BibTeX and biblatex: entries are taken over as they were written."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from casewright.bibtex.editing import append_entry
from casewright.bibtex.entries import Entry, read_entries, read_strings
from casewright.bibtex.grammar import scan
from casewright.bibtex.works import entry_of, work_of
from casewright.diagnostics import Span
from casewright.interchange.reading import Found, Reading, Written
from casewright.model.work import Work


def read_bibtex(data: bytes, file: str) -> Reading:
    """Every well-formed entry of a file, also one without a key or title; others are findings."""
    reading = Reading(file)
    strings = read_strings(data)
    line_of = _lines(data)
    found: dict[int, Work] = {}
    for one in read_entries(data):
        found[one.start] = work_of(one, strings)
        _name_repeated(one, reading, line_of(one.start))
    for block in scan(data):
        if not block.sound or (not block.key and block.kind not in ("string", "preamble")):
            entry = None if block.key else _with_key(data[block.start : block.end])
            if entry:
                found[block.start] = replace(work_of(entry, strings), key="")
                _name_repeated(entry, reading, line_of(block.start))
                continue
            hint = "`casewright check` tells what is wrong with entries of a library"
            name = f" '{block.key.decode(errors='replace')}'" if block.key else ""
            message = f"the entry{name} cannot be read and was left out"
            reading.damaged(message, line_of(block.start), hint=hint)
    for start, work in sorted(found.items(), key=lambda one: one[0]):
        # others may take their fields from an entry without a title
        reading.works.append(Found(work, Span(file, line_of(start), 1)))
    return reading.done()


def _with_key(block: bytes) -> Entry | None:
    """An entry that lacks nothing but its key, as other programs export them."""
    given = re.sub(rb"^(@[ \t]*[\w-]+\s*[{(])\s*,?", rb"\1keyless,", block)
    entries = list(read_entries(given))
    whole = len(entries) == 1 and entries[0].fields and entries[0].end == len(given)
    return entries[0] if whole else None


def _name_repeated(entry: Entry, reading: Reading, line: int) -> None:
    """Of two fields with one name the first counts."""
    first: dict[str, tuple[str, ...]] = {}
    for one in entry.fields:
        if first.setdefault(one.name.lower(), one.parts) != one.parts:
            text = " # ".join(one.parts)
            reading.unknown(f"a second '{one.name}', {text[:40]},", line)


def _lines(data: bytes) -> Callable[[int], int]:
    """A function that gives the line of a byte."""
    newline = b"\n" if b"\n" in data else b"\r"
    starts = [match.end() for match in re.finditer(newline, data)]
    return lambda at: bisect.bisect_right(starts, at) + 1


def write_bibtex(works: Iterable[Work]) -> Written:
    """The works as a library."""
    pieces = []
    for work in works:
        (splice,) = append_entry(b"", entry_of(work, work.key))
        pieces.append(splice.new)
    return Written(b"\n".join(pieces))

"""BibTeX and biblatex: entries are taken over as they were written."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable

from casewright.bibtex.editing import append_entry
from casewright.bibtex.entries import read_entries, read_strings
from casewright.bibtex.grammar import scan
from casewright.bibtex.works import entry_of, work_of
from casewright.interchange.reading import Reading, Written
from casewright.model.work import Work


def read_bibtex(data: bytes, file: str) -> Reading:
    """Every well-formed entry of a file; the others are findings."""
    reading = Reading(file)
    strings = read_strings(data)
    line_of = _lines(data)
    for block in scan(data):
        if not block.sound or (not block.key and block.kind not in ("string", "preamble")):
            hint = "`casewright check` tells what is wrong with entries of a library"
            name = f" '{block.key.decode(errors='replace')}'" if block.key else ""
            message = f"the entry{name} cannot be read and was left out"
            reading.damaged(message, line_of(block.start), hint=hint)
    for entry in read_entries(data):
        work = work_of(entry, strings)
        reading.add(work, line_of(entry.start))
    return reading.done()


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

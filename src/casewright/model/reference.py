"""References as CSL items by citation key, each with its place in a library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from casewright.diagnostics import Span

CslItem: TypeAlias = dict[str, Any]
"""One item of CSL-JSON (csl-data.json of the Citation Style Language)."""


KEY_URI = "urn:x-casewright:bib:"
"""What stands before a key in the address that a live citation in Word gives its work."""


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A BibTeX entry as it stands in a library, not yet converted."""

    key: str
    kind: str
    """Entry type in lower case: `article`, `book` …"""
    raw: str
    """The entry's own text."""
    span: Span
    parents: tuple[str, ...] = ()
    """Keys named by `crossref` and `xdata`."""
    rival: Span | None = None
    """A later entry of the same file with this key that says something else."""


@dataclass(frozen=True, slots=True)
class Library:
    """The index of one or more .bib files; entries of earlier files win."""

    entries: Mapping[str, LibraryEntry]
    preamble: str
    """All `@string` and `@preamble` blocks."""
    files: tuple[str, ...]

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

"""A library with its entries and the places of everything in it, for rules to look at."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casewright.bibtex.editing import Splice, apply
from casewright.bibtex.entries import BYTES, Entry, Field, joined, read_entries, read_strings
from casewright.diagnostics import Edit, Span


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a file begin."""

    data: bytes
    starts: tuple[int, ...]

    @classmethod
    def of(cls, data: bytes) -> Lines:
        """The lines of a file; old Macintosh line ends count only where there are no others."""
        newline = rb"\n" if b"\n" in data else rb"\r"
        bom = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        return cls(data, (bom, *(match.end() for match in re.finditer(newline, data))))

    def position(self, at: int) -> tuple[int, int]:
        """Line and column of a byte."""
        line = max(bisect.bisect_right(self.starts, at), 1)
        start = self.starts[line - 1]
        return line, len(self.data[start:at].decode(errors=BYTES)) + 1

    def offset(self, line: int, column: int) -> int:
        """The byte at a line and column."""
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.data)
        before = self.data[start:end].decode(errors=BYTES)[: column - 1]
        return start + len(before.encode(errors=BYTES))

    def splice(self, edit: Edit) -> Splice:
        """The bytes that an edit replaces."""
        start = self.offset(edit.span.line, edit.span.column)
        end = self.offset(edit.span.end_line, edit.span.end_column)
        return Splice(start, end, edit.replacement.encode(errors=BYTES))


@dataclass(frozen=True, slots=True)
class Source:
    """One library."""

    file: str
    """Relative to the workspace."""
    lines: Lines
    entries: tuple[Entry, ...]
    strings: Mapping[str, str]
    """What the names stand for that `@string` defines."""

    @classmethod
    def of(cls, file: str, data: bytes) -> Source:
        """Read a library; entries that do not follow the grammar are left out."""
        return cls(file, Lines.of(data), tuple(read_entries(data)), read_strings(data))

    @property
    def data(self) -> bytes:
        return self.lines.data

    def span(self, start: int, end: int) -> Span:
        """The place of some bytes."""
        return Span(self.file, *self.lines.position(start), *self.lines.position(end))

    def edit(self, splices: Iterable[Splice], *, safe: bool) -> Edit:
        """One replacement that does what the splices do."""
        given = sorted(splices)
        start, end = given[0].start, max(one.end for one in given)
        moved = [Splice(one.start - start, one.end - start, one.new) for one in given]
        new = apply(self.data[start:end], moved).decode(errors=BYTES)
        return Edit(self.span(start, end), new, safe=safe)


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of a library."""

    source: Source
    entry: Entry

    @property
    def key(self) -> str:
        return self.entry.key

    def field(self, *names: str) -> Field | None:
        """The first field of the first of these names that there is."""
        return next((one for name in names for one in self.entry.named(name)), None)

    def text(self, *names: str) -> str:
        """Its text with the names of `@string` resolved; empty if there is none."""
        field = self.field(*names)
        return " ".join(joined(field.parts, self.source.strings).split()) if field else ""

    def inner(self, field: Field) -> str | None:
        """The text of a value of one piece as it stands, without its outer braces or quotes."""
        if len(field.parts) != 1 or field.parts[0][:1] not in ("{", '"'):
            return None
        return field.parts[0][1:-1]

    def place(self, field: Field | None = None) -> Span:
        """The place of the value of a field, or of the key."""
        if field is None:
            return self.source.span(self.entry.key_start, self.entry.key_end)
        return self.source.span(field.value, field.end)

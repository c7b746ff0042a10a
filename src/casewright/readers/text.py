"""Bytes to text, and offsets in a text to places."""

from __future__ import annotations

import codecs
from bisect import bisect_right

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.readers.conflicts import HINT, conflict_message, find_conflicts

_UTF8 = "save the file as UTF-8: in most editors, 'Save with encoding', then 'UTF-8'"


def decode(data: bytes, file: str, found: Diagnostics) -> str | None:
    """Decode UTF-8, with or without a byte order mark.

    Anything else is reported at the first bad byte, and None returned; so are merge conflicts, of
    which either side may be the right one.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        place = Span(file, 1, 1)
        found.add(RULES["CASE013"], "the file is encoded as UTF-16", place, hint=_UTF8)
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        place = Places(before, file).point(len(before))
        message = f"the byte 0x{data[error.start]:02x} here is not UTF-8{_meant(data, error.start)}"
        found.add(RULES["CASE013"], message, place, hint=_UTF8)
        return None
    return None if _has_conflicts(data, text, file, found) else text


def _meant(data: bytes, at: int) -> str:
    """Which character an old editor wrote, where there is one."""
    char = data[at : at + 1].decode("cp1252", errors="replace")
    return f"; in Windows-1252 it is '{char}'" if char.isprintable() and char != "\ufffd" else ""


def _has_conflicts(data: bytes, text: str, file: str, found: Diagnostics) -> bool:
    conflicts = list(find_conflicts(data))
    places = Places(text, file) if conflicts else None
    for conflict in conflicts:
        assert places is not None
        first, last = (
            places.point(len(data[:offset].decode())) for offset in (conflict.start, conflict.end)
        )
        found.add(RULES["CASE017"], conflict_message(first.line, last.line), first, hint=HINT)
    return bool(conflicts)


class Places:
    """Turns offsets in one text into lines and columns.

    A line ends with CR LF, LF or a lone CR, as in YAML 1.2 and in editors.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._starts = _line_starts(text)

    def point(self, offset: int) -> Span:
        """The place of one character."""
        line = bisect_right(self._starts, offset)
        return Span(self.file, line, offset - self._starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from `start` up to, not including, `end`."""
        line = bisect_right(self._starts, start)
        column = start - self._starts[line - 1] + 1
        last = bisect_right(self._starts, max(start, end - 1))
        return Span(self.file, line, column, last, end - self._starts[last - 1] + 1)

    def line_of(self, offset: int) -> int:
        """The 1-based line that a character stands in."""
        return bisect_right(self._starts, offset)

    def start_of(self, line: int) -> int:
        """The offset of the first character of a line."""
        return self._starts[line - 1]


def _line_starts(text: str) -> list[int]:
    starts = [0]
    if "\r" not in text:
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return starts
    for at, char in enumerate(text):
        if char == "\n" or (char == "\r" and text[at + 1 : at + 2] != "\n"):
            starts.append(at + 1)
    return starts

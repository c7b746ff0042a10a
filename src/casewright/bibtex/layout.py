"""How a library is laid out: line ends, indentation, and where its equals signs stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casewright.bibtex.entries import BYTES, Entry, last_entries

_LOOKED_AT = 20
"""The entries at the end of a library that say how it is laid out."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the fields of an entry are written."""

    newline: bytes
    indent: bytes
    sign: bytes
    """What stands between a name and its value: ` = `."""
    width: int
    """To which the names are filled up so that the signs stand in one column; 0 if they do not."""
    own_lines: bool
    """Whether each field has lines of its own."""
    leading: bool
    """Whether the commas stand before the fields, at the starts of their lines."""
    trailing: bool
    """Whether the last field has a comma."""

    @property
    def before(self) -> bytes:
        """What goes before a further field."""
        return self.newline + self.indent if self.own_lines else b" "


def layout_of(data: bytes, entry: Entry) -> Layout:
    """The layout of an entry, as its last field has it."""
    raw = data[entry.start : entry.end]
    newline = _newline(raw) or _newline(data) or b"\n"
    if not entry.fields:
        return Layout(newline, b"  ", b" = ", 0, own_lines=True, leading=False, trailing=True)
    last = entry.fields[-1]
    before = data[line_start(data, last.start) : last.start]
    own = re.fullmatch(rb"[ \t]*(,?)[ \t]*", before)
    gaps = [
        (len(one.name.encode(errors=BYTES)), _gap(data[one.start : one.value]))
        for one in entry.fields
    ]
    columns = {length + len(gap.partition(b"=")[0]) for length, gap in gaps}
    lengths = {length for length, _ in gaps}
    sign = gaps[-1][1]
    width = 0
    if len(columns) == 1 and len(lengths) > 1 and sign[:1] == b" ":
        width, sign = columns.pop() - 1, sign.lstrip(b" ")
        sign = b" " + sign
    elif not re.fullmatch(rb"[ \t]?=[ \t]*", sign):
        sign = b" = "
    return Layout(
        newline,
        before if own else b"  ",
        sign,
        width,
        own_lines=own is not None,
        leading=bool(own and own[1]),
        trailing=re.match(rb"\s*,", data[last.end : entry.end]) is not None,
    )


def library_layout(data: bytes) -> Layout:
    """The layout of the last entry that has lines for its fields, for one that is to be added."""
    for entry in reversed(last_entries(data, _LOOKED_AT)):
        layout = layout_of(data, entry)
        if entry.fields and layout.own_lines and not layout.leading:
            return layout
    newline = _newline(data) or b"\n"
    return Layout(newline, b"  ", b" = ", 0, own_lines=True, leading=False, trailing=True)


def _gap(text: bytes) -> bytes:
    """What follows the name, as far as it is white space and the sign."""
    match = re.search(rb"[ \t]*=[ \t]*\Z", text)
    return match[0] if match else b" = "


def _newline(data: bytes) -> bytes:
    match = re.search(rb"\r\n|\n|\r", data)
    return match[0] if match else b""


def line_start(data: bytes, at: int) -> int:
    """The start of the line in which a byte stands, after a byte order mark."""
    start = data.rfind(b"\n", 0, at) + 1
    start = max(start, data.rfind(b"\r", start, at) + 1)
    return start + 3 if start == 0 and data.startswith(b"\xef\xbb\xbf") and at >= 3 else start


def line_end(data: bytes, at: int) -> int:
    """The end of the line if only a comment follows, else `at`."""
    rest = re.compile(rb"[ \t]*(?:%[^\r\n]*)?(?=[\r\n]|\Z)").match(data, at)
    return rest.end() if rest else at

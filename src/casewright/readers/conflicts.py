"""Merge conflicts that were left in a file: where they stand, and what both sides say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from casewright.bibtex.grammar import scan

HINT = (
    "keep what is right of both sides, and delete the lines that begin with '<<<<<<<', '=======' "
    "and '>>>>>>>'"
)

_MARK = re.compile(rb"(?:(?<![^\r\n])|(?<=\xef\xbb\xbf))(?:<{7}|\|{7}|={7}|>{7})(?![^\s])")
"""The lines by which git marks both sides; `|||||||` begins what they had in common."""


class Conflict(NamedTuple):
    """The lines from `<<<<<<<` to `>>>>>>>`; offsets are those of bytes."""

    start: int
    end: int
    """Of the last mark; of the first where there is no `>>>>>>>`."""
    ours: bytes
    theirs: bytes


def find_conflicts(data: bytes) -> Iterator[Conflict]:
    """Every conflict in its order; also one of which only the first or the last mark is left."""
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return
    marks: dict[bytes, re.Match[bytes]] = {}
    for mark in _MARK.finditer(data):
        sign = mark[0][:1]
        if sign == b"<" and marks:
            yield _conflict(data, marks, mark.start())._replace(end=marks[b"<"].start())
            marks = {}
        if sign == b">":
            marks.setdefault(b"<", mark)
            yield _conflict(data, marks, mark.start())
            marks = {}
        elif sign == b"<" or marks:
            marks.setdefault(sign, mark)
    if marks:
        yield _conflict(data, marks, len(data))._replace(end=marks[b"<"].start())


def _conflict(data: bytes, marks: dict[bytes, re.Match[bytes]], end: int) -> Conflict:
    first = marks[b"<"]
    middle = marks.get(b"=")
    ours_end = marks.get(b"|", middle)
    ours = data[first.end() : ours_end.start()] if ours_end else b""
    return Conflict(first.start(), end, ours, data[middle.end() : end] if middle else b"")


def differing_keys(conflict: Conflict) -> tuple[str, ...]:
    """The keys of entries that both sides define, each in its own way."""
    ours, theirs = (
        {
            block.key: b" ".join(side[block.start : block.end].split())
            for block in scan(side)
            if block.key
        }
        for side in (conflict.ours, conflict.theirs)
    )
    both = (key for key in ours if key in theirs and ours[key] != theirs[key])
    return tuple(key.decode(errors="replace") for key in both)


def conflict_message(first: int, last: int, *, differing: tuple[str, ...] = ()) -> str:
    """What to say of a conflict between two lines."""
    where = f", down to line {last}" if last > first else ""
    message = f"a merge conflict was left here{where}"
    if not differing:
        return message
    names = " and ".join(f"'{key}'" for key in differing[:3])
    more = f" and {len(differing) - 3} more" if len(differing) > 3 else ""
    return f"{message}: its sides define {names}{more} differently"

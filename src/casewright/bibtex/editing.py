"""Edits of a library that leave every other byte as it is.

A library belongs to its owner: comments, order, indentation, line ends, a byte order mark, broken
entries and what other programs wrote survive, because nothing is ever written anew. Each function
says which bytes are to be replaced, and `apply` replaces them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from casewright.bibtex.entries import BYTES, Entry, Field
from casewright.bibtex.grammar import is_name, is_value, skip
from casewright.bibtex.layout import Layout, layout_of, library_layout, line_end, line_start

_KEY = re.compile(r"[^\s,{}\"#%()=\\@~']+")
_KIND = re.compile(r"[A-Za-z][\w-]*")


class Splice(NamedTuple):
    """New bytes for those from `start` to `end`."""

    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be added; the values are texts without outer braces."""

    kind: str
    key: str
    fields: Mapping[str, str]


def apply(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Replace bytes; raises `ValueError` when two splices touch the same ones."""
    done = 0
    pieces: list[bytes] = []
    for splice in sorted(splices, key=lambda one: (one.start, one.end)):
        if splice.start < done:
            raise ValueError("two edits touch the same bytes")
        pieces += [data[done : splice.start], splice.new]
        done = splice.end
    return b"".join([*pieces, data[done:]])


def set_field(data: bytes, entry: Entry, name: str, text: str) -> tuple[Splice, ...]:
    """Give a field a new value, or add it where the entry has none of this name.

    The value is written as the old one was: in braces, quotes or as a bare number. Raises
    `ValueError` when the braces of `text` do not match.
    """
    same = entry.named(name)
    if same:
        return (Splice(same[0].value, same[0].end, written(text, same[0].parts)),)
    if not is_name(name.encode()):
        raise ValueError(f"'{name}' cannot be the name of a field")
    return _added(data, entry, name, written(text))


def rename_field(entry: Entry, name: str, new: str) -> tuple[Splice, ...]:
    """Give all fields of a name another one."""
    if not is_name(new.encode()):
        raise ValueError(f"'{new}' cannot be the name of a field")
    return tuple(
        Splice(one.start, one.start + len(one.name.encode(errors=BYTES)), new.encode())
        for one in entry.named(name)
    )


def remove_field(data: bytes, entry: Entry, name: str) -> tuple[Splice, ...]:
    """Take out all fields of a name, with the lines that they have to themselves."""
    return tuple(drop_field(data, one) for one in entry.named(name))


def drop_field(data: bytes, field: Field) -> Splice:
    """Take out one field; comments beside it stay."""
    before = data[line_start(data, field.start) : field.start]
    after = re.compile(rb"[ \t]*,").match(data, field.end)
    if re.fullmatch(rb"[ \t]*,[ \t]*", before):  # the comma stands before the field
        start, end = field.start - len(before), field.end
    else:
        start, end = field.start, after.end() if after else field.end
        if before.strip(b" \t"):
            spaces = re.compile(rb"[ \t]*").match(data, end)
            return Splice(start, spaces.end() if spaces else end, b"")
        start -= len(before)
    rest = re.compile(rb"[ \t]*(\r\n|\n|\r)").match(data, end)
    return Splice(start, rest.end(), b"") if rest else Splice(field.start, end, b"")


def rename_entry(entry: Entry, key: str) -> tuple[Splice, ...]:
    """Give an entry another key; raises `ValueError` for one that BibTeX does not take."""
    _refuse_key(key)
    return (Splice(entry.key_start, entry.key_end, key.encode()),)


def remove_entry(data: bytes, entry: Entry) -> tuple[Splice, ...]:
    """Take out an entry, with the lines that it has to itself and an empty one after it."""
    start = line_start(data, entry.start)
    if data[start : entry.start].strip(b" \t"):
        return (Splice(entry.start, entry.end, b""),)
    rest = re.compile(rb"[ \t]*(?:(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))?|\Z)").match(
        data, entry.end
    )
    if not rest:
        return (Splice(entry.start, entry.end, b""),)
    return (Splice(start, rest.end(), b""),)


def append_entry(data: bytes, new: NewEntry) -> tuple[Splice, ...]:
    """Add an entry at the end, laid out like the last one of the library.

    Raises `ValueError` for a type, a key, a name or a text that BibTeX does not take.
    """
    layout = library_layout(data)
    return append_texts(data, [entry_text(new, layout)], layout)


def append_texts(data: bytes, texts: Sequence[bytes], layout: Layout) -> tuple[Splice, ...]:
    """Add entries at the end that `entry_text` made, with an empty line before each."""
    before = b""
    if data.removeprefix(b"\xef\xbb\xbf").strip():
        lines_end = re.search(rb"(\r\n|\n|\r)?[ \t]*(\r\n|\n|\r)?\Z", data)
        ends = sum(one is not None for one in lines_end.groups()) if lines_end else 0
        before = layout.newline * (2 - ends)
    return (Splice(len(data), len(data), before + layout.newline.join(texts)),)


def entry_text(new: NewEntry, layout: Layout) -> bytes:
    """An entry as it will stand in a library, with the end of its last line.

    Raises `ValueError` for a type, a key, a name or a text that BibTeX does not take.
    """
    if not _KIND.fullmatch(new.kind):
        raise ValueError(f"'{new.kind}' cannot be the type of an entry")
    _refuse_key(new.key)
    for name in new.fields:
        if not is_name(name.encode()):
            raise ValueError(f"'{name}' cannot be the name of a field")
    width = max(layout.width, *map(len, new.fields), 0) if layout.width else 0
    lines = [
        layout.indent + name.encode().ljust(width) + layout.sign + written(text)
        for name, text in new.fields.items()
    ]
    head = f"@{new.kind}{{{new.key}".encode()
    last = b"," if layout.trailing or not lines else b""
    body = (b"," + layout.newline).join([head, *lines]) + last
    return body + layout.newline + b"}" + layout.newline


def written(text: str, old: tuple[str, ...] = ()) -> bytes:
    """A value as it stands in a library: like the old one, else in braces.

    Raises `ValueError` when the braces of `text` do not match.
    """
    inner = text.encode(errors=BYTES)
    last = old[0] if len(old) == 1 else ""
    value = b"{" + inner + b"}"
    if last.isdigit() and re.fullmatch(rb"\d+", inner):
        value = inner
    elif last.startswith('"') and b'"' not in inner:
        value = b'"' + inner + b'"'
    if not is_value(value):
        raise ValueError("the braces of the text do not match")
    return value


def _refuse_key(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise ValueError(f"'{key}' cannot be a key")


def _added(data: bytes, entry: Entry, name: str, value: bytes) -> tuple[Splice, ...]:
    layout = layout_of(data, entry)
    if not entry.fields:
        return _first_field(data, entry, name, value)
    pair = name.encode().ljust(layout.width) + layout.sign + value
    last = entry.fields[-1]
    comma = skip(data, last.end)
    if data[comma : comma + 1] == b",":
        at = line_end(data, comma + 1) if layout.own_lines else comma + 1
        return (Splice(at, at, layout.before + pair + b"," * (not layout.leading)),)
    if layout.leading:
        at = line_end(data, last.end)
        return (Splice(at, at, layout.before + pair),)
    at = line_end(data, last.end) if layout.own_lines else last.end
    if at == last.end or not data[last.end : at].strip():
        return (Splice(last.end, last.end, b"," + layout.before + pair),)
    return Splice(last.end, last.end, b","), Splice(at, at, layout.before + pair)


def _first_field(data: bytes, entry: Entry, name: str, value: bytes) -> tuple[Splice, ...]:
    layout = library_layout(data)
    at = skip(data, entry.key_end)
    comma = data[at : at + 1] == b","
    at = at + 1 if comma else entry.key_end
    pair = name.encode().ljust(layout.width) + layout.sign + value
    rest = data[at : entry.end]
    text = b"," * (not comma) + layout.newline + layout.indent + pair + b","
    return (Splice(at, at, text + layout.newline * (not re.match(rb"[ \t]*[\r\n]", rest))),)

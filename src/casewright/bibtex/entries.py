"""The well-formed entries of a library with their fields, each at its place."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casewright.bibtex.grammar import Block, fields, key_offset, scan

BYTES = "surrogateescape"
"""How bytes that are no UTF-8 pass through text and back unchanged."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field; offsets are bytes from the start of the library."""

    name: str
    """As it is written: `Author`, `DOI`."""
    parts: tuple[str, ...]
    """The parts of the value that `#` joins, each with its braces or quotes."""
    start: int
    """Of the name."""
    value: int
    end: int
    """After the value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that follows the grammar; offsets are bytes from the start of the library."""

    kind: str
    """In lower case."""
    key: str
    start: int
    """Of its `@`."""
    end: int
    """After its last brace."""
    key_start: int
    fields: tuple[Field, ...]

    @property
    def key_end(self) -> int:
        return self.key_start + len(self.key.encode(errors=BYTES))

    def named(self, name: str) -> tuple[Field, ...]:
        """The fields of this name, in any case; the first one counts."""
        wanted = name.lower()
        return tuple(field for field in self.fields if field.name.lower() == wanted)


def read_entries(data: bytes) -> Iterator[Entry]:
    """The well-formed entries of a library, in their order; the others are left out."""
    return (_entry(data, block) for block in scan(data) if _is_entry(block))


def last_entries(data: bytes, number: int) -> tuple[Entry, ...]:
    """The last so many of them; the others are not looked into."""
    last = deque((block for block in scan(data) if _is_entry(block)), number)
    return tuple(_entry(data, block) for block in last)


def _is_entry(block: Block) -> bool:
    return block.sound and bool(block.key) and block.kind not in ("string", "preamble")


def _entry(data: bytes, block: Block) -> Entry:
    raw, at = data[block.start : block.end], block.start
    found = tuple(
        Field(
            one.name.decode(errors=BYTES),
            tuple(part.decode(errors=BYTES) for part in one.parts),
            at + one.start,
            at + one.value,
            at + one.end,
        )
        for one in fields(raw)[0]
    )
    key = (block.key or b"").decode(errors=BYTES)
    return Entry(block.kind, key, at, block.end, at + key_offset(raw), found)


def read_strings(data: bytes) -> Mapping[str, str]:
    """What the names stand for that `@string` defines, by their names in lower case."""
    known: dict[str, str] = {}
    for block in scan(data):
        if block.kind == "string" and block.sound:
            raw = data[block.start : block.end]
            head = re.match(rb"@[^{(]*[{(]", raw)
            inner = raw[head.end() : -1] if head else b""
            for one in fields(b"@string{x," + inner + b"}")[0]:
                parts = tuple(part.decode(errors=BYTES) for part in one.parts)
                known[one.name.decode(errors=BYTES).lower()] = joined(parts, known)
    return known


def joined(parts: tuple[str, ...], known: Mapping[str, str]) -> str:
    """The text of a value, without its outer braces or quotes and with its names resolved."""
    return "".join(
        part[1:-1] if part[:1] in ("{", '"') else known.get(part.lower(), part) for part in parts
    )

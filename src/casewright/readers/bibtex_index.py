"""Where each entry of a library stands: made once, kept by content, read without being unpacked.

The table is one block of bytes: sorted digests of the keys, a fixed-width record for each, and
the keys themselves in the order of the file. Looking a key up is a binary search in that block, so
a library costs the same whether it holds forty entries or a hundred thousand.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from casewright.bibtex.encoding import encoding_of, not_utf8
from casewright.bibtex.grammar import Block, fields, scan
from casewright.readers.conflicts import HINT, conflict_message, differing_keys, find_conflicts
from casewright.staging import write_atomic
from casewright.workspace import Workspace, read_if_there

_MAGIC = b"casewright library index 3\n"
_BYTES = "surrogateescape"
_DIGEST = 8
_RECORD = struct.Struct("<QIII")
"""Offset and length in bytes, line, column."""
_SMALL = 500_000
"""Bytes of a library below which reading it is as fast as reading its index."""
_SETTLED = 50_000_000
"""Nanoseconds that an index must be younger than its library before their times are trusted."""


_GOES_ON = re.compile(rb"\s*(?=[})]|,\s*[^\s@,%])")
"""What goes on after an entry as if it were not closed; a lone comma between entries is usual."""


class Place(NamedTuple):
    """An entry in its file: bytes and the place of the `@`."""

    offset: int
    length: int
    line: int
    column: int


class Problem(NamedTuple):
    """A finding about the library itself, by the code of its rule."""

    code: str
    message: str
    line: int
    column: int
    hint: str


@dataclass(frozen=True, slots=True)
class Index:
    """The table of one library."""

    digests: bytes
    records: bytes
    keys: bytes
    preamble: str
    problems: tuple[Problem, ...]
    rivals: Mapping[str, tuple[int, int]]
    """Line and column of a later entry with the key of an earlier one that says something else."""

    def find(self, key: str) -> Place | None:
        """Where the entry called `key` stands."""
        wanted = _digest(key.encode(errors=_BYTES))
        low, high = 0, len(self.digests) // _DIGEST
        while low < high:
            middle = (low + high) // 2
            if self.digests[middle * _DIGEST : (middle + 1) * _DIGEST] < wanted:
                low = middle + 1
            else:
                high = middle
        if self.digests[low * _DIGEST : (low + 1) * _DIGEST] != wanted:
            return None
        return Place(*_RECORD.unpack_from(self.records, low * _RECORD.size))

    def shared_with(self, other: Index) -> tuple[str, ...]:
        """Keys that stand in both."""
        theirs = other.digest_set()
        if self.digest_set().isdisjoint(theirs):
            return ()
        return tuple(key for key in self if other.find(key))

    def digest_set(self) -> set[bytes]:
        """All digests."""
        every = range(0, len(self.digests), _DIGEST)
        return {self.digests[start : start + _DIGEST] for start in every}

    def __iter__(self) -> Iterator[str]:
        """All keys in the order of the file."""
        return iter(self.keys.decode(errors=_BYTES).split())

    def __len__(self) -> int:
        return len(self.digests) // _DIGEST


def read_index(workspace: Workspace, path: Path) -> Index:
    """The index of a library, from the cache where it is still true.

    Raises `OSError` when the library cannot be read.
    """
    status = path.stat()
    if status.st_size < _SMALL:
        return make_index(workspace.read_bytes(path))
    name = hashlib.blake2b(str(path.resolve()).encode(), digest_size=12).hexdigest()
    store = workspace.cache_dir / f"library-{name}.index"
    stamp = [status.st_size, status.st_mtime_ns, status.st_ino]
    kept = _load(store)
    if kept and kept[0]["stamp"] == stamp and _is_younger(store, status.st_mtime_ns):
        workspace.reads.setdefault(path.resolve(), (0, 0, ""))
        return kept[1]
    data = workspace.read_bytes(path)
    content = hashlib.blake2b(data, digest_size=16).hexdigest()
    index = kept[1] if kept and kept[0]["content"] == content else make_index(data)
    _save(store, {"stamp": stamp, "content": content}, index)
    return index


def _is_younger(store: Path, written: int) -> bool:
    """A file changed twice within one tick of the clock keeps its time: do not trust it then."""
    return store.stat().st_mtime_ns > written + _SETTLED


def _load(store: Path) -> tuple[dict[str, Any], Index] | None:
    """An index from the cache; None if there is none or it is damaged."""
    try:
        data = read_if_there(store)
        if data is None or not data.startswith(_MAGIC):
            return None
        head, _, rest = data[len(_MAGIC) :].partition(b"\n")
        about = json.loads(head)
        count = about["count"]
        digests, records = count * _DIGEST, count * _RECORD.size
        if len(rest) != digests + records + about["keys"]:
            return None
        index = Index(
            rest[:digests],
            rest[digests : digests + records],
            rest[digests + records :],
            about["preamble"],
            tuple(Problem(*problem) for problem in about["problems"]),
            {key: (line, column) for key, (line, column) in about["rivals"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return about, index


def _save(store: Path, about: dict[str, Any], index: Index) -> None:
    head = {
        **about,
        "count": len(index),
        "keys": len(index.keys),
        "preamble": index.preamble,
        "problems": index.problems,
        "rivals": dict(index.rivals),
    }
    parts = (json.dumps(head).encode(), b"\n", index.digests, index.records, index.keys)
    try:
        write_atomic(store, _MAGIC + b"".join(parts))
    except OSError:
        return  # a cache that cannot be written only costs time


def _digest(key: bytes) -> bytes:
    return hashlib.blake2b(key, digest_size=_DIGEST).digest()


def make_index(data: bytes) -> Index:
    """Scan a library; of entries with the same key, the first counts."""
    return _Maker(data).index()


class _Maker:
    """Collects the entries of one library."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.newline = b"\r" if b"\n" not in data else b"\n"
        self.bom = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        self.line = 1
        self.counted = 0
        self.found: dict[bytes, Place] = {}
        self.preamble: list[str] = []
        self.problems: list[Problem] = []
        self.rivals: dict[str, tuple[int, int]] = {}

    def index(self) -> Index:
        self._check_encoding()
        self._check_conflicts()
        for block in scan(self.data):
            place = self._place(block.start, block.end - block.start)
            if not block.sound:
                self._broken(block, place)
            if block.kind in ("string", "preamble"):
                if block.sound:
                    self.preamble.append(_definition(self.data[block.start : block.end]))
            elif block.key:
                self._entry(block.key, place)
            self._check_after(block)
        rows = sorted((_digest(key), place) for key, place in self.found.items())
        return Index(
            b"".join(digest for digest, _ in rows),
            b"".join(_RECORD.pack(*place) for _, place in rows),
            b"\n".join(self.found),
            "\n".join(self.preamble),
            tuple(self.problems),
            self.rivals,
        )

    def _place(self, offset: int, length: int) -> Place:
        """Line and column of an offset; offsets come in rising order."""
        self.line += self.data.count(self.newline, self.counted, offset)
        self.counted = max(offset, self.counted)
        start = max(self.data.rfind(self.newline, 0, offset) + 1, self.bom)
        column = len(self.data[start:offset].decode(errors="replace")) + 1
        return Place(offset, length, self.line, column)

    def _entry(self, key: bytes, place: Place) -> None:
        first = self.found.setdefault(key, place)
        if first is place:
            return
        name = key.decode(errors="replace")
        message = f"'{name}' is here for a second time; the entry in line {first.line} is used"
        hint = "delete one of them, or give it a key of its own"
        self.problems.append(Problem("REF004", message, place.line, place.column, hint))
        if self._words(first) != self._words(place):
            self.rivals.setdefault(key.decode(errors=_BYTES), (place.line, place.column))

    def _words(self, place: Place) -> list[bytes]:
        return self.data[place.offset : place.offset + place.length].split()

    def _check_after(self, block: Block) -> None:
        """A brace too many ends an entry early, and the rest of its fields are comment."""
        after = _GOES_ON.match(self.data, block.end) if block.sound else None
        if not after:
            return
        place = self._place(after.end(), 1)
        name = f"'{block.key.decode(errors='replace')}'" if block.key else f"@{block.kind}"
        message = f"{name} ends before this, and what follows is not read"
        hint = "look for a closing brace too many before it"
        self.problems.append(Problem("REF002", message, place.line, place.column, hint))

    def _broken(self, block: Block, place: Place) -> None:
        line, column, message, hint = explain(self.data[block.start : block.end], place)
        named = f"the entry '{block.key.decode(errors='replace')}'" if block.key else "this entry"
        if block.kind in ("string", "preamble"):
            named = f"this @{block.kind}"
            message = "it cannot be read"
            hint = 'write @string{name = "text"}' if block.kind == "string" else "delete it"
        text = f"{named} is broken: {message}"
        self.problems.append(Problem("REF002", text, line, column, hint))

    def _check_conflicts(self) -> None:
        for conflict in find_conflicts(self.data):
            first, last = (
                self.data.count(self.newline, 0, offset) + 1
                for offset in (conflict.start, conflict.end)
            )
            keys = differing_keys(conflict)
            message = conflict_message(first, last, differing=keys)
            self.problems.append(Problem("CASE017", message, first, 1, HINT))

    def _check_encoding(self) -> None:
        if encoding_of(self.data) == "UTF-16":
            message = "the library is UTF-16, and nothing of it can be read"
            hint = "save it as UTF-8, or let `casewright refs fix --all` convert it"
            self.problems.append(Problem("CASE013", message, 1, 1, hint))
            return
        try:
            self.data.decode()
        except UnicodeDecodeError as error:
            line = self.data.count(self.newline, 0, error.start) + 1
            start = max(self.data.rfind(self.newline, 0, error.start) + 1, self.bom)
            column = len(self.data[start : error.start].decode()) + 1
            message = not_utf8(self.data[error.start : error.start + 1])
            hint = (
                "save the library as UTF-8, or let `casewright refs fix --all` convert it; "
                "entries that hold such bytes cannot be cited"
            )
            self.problems.append(Problem("CASE013", message, line, column, hint))


def _definition(raw: bytes) -> str:
    """An `@string` or `@preamble` in braces, also where the library has parentheses."""
    head, _, rest = raw.partition(b"{") if b"(" not in raw.split(b"{")[0] else raw.partition(b"(")
    inner = rest[:-1].strip().removesuffix(b",").decode(errors="replace")
    kind = head.strip(b"@ \t\r\n").decode().lower()
    return f"@{kind}{{{inner}}}".replace("\r\n", "\n").replace("\r", "\n")


def explain(raw: bytes, place: Place) -> tuple[int, int, str, str]:
    """Line, column, message and hint for an entry that does not follow the grammar."""
    _, fault = fields(raw)
    if fault is None:
        return place.line, place.column, "its braces do not match", "count its '{' and '}'"
    return *position(raw, fault.offset, place), fault.message, fault.hint


def position(raw: bytes, offset: int, place: Place) -> tuple[int, int]:
    """Line and column of an offset in the text of an entry."""
    before = raw[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = before.count(b"\n")
    start = before.rfind(b"\n") + 1
    column = len(before[start:].decode(errors="replace")) + 1
    return place.line + lines, column if lines else place.column + column - 1

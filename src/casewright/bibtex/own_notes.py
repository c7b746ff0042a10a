"""What readers of a library wrote into it for themselves, and no bibliography prints."""

from __future__ import annotations

from collections.abc import Iterator

from casewright.bibtex.entries import BYTES
from casewright.bibtex.grammar import fields, scan

_OWN = frozenset(
    {b"note", b"notes", b"annote", b"annotation", b"comment", b"comments", b"review", b"file"}
    | {b"owner", b"groups", b"pdf", b"local-url", b"localfile", b"usera", b"userb", b"userc"}
)
"""Fields of JabRef, Zotero, Mendeley and BibDesk; `note` is printed, and often holds remarks."""


def own_notes(data: bytes) -> tuple[tuple[int, int], ...]:
    """Their places in the text: own fields of entries, and what stands between the entries."""
    places = list(_in_bytes(data))
    found: list[tuple[int, int]] = []
    at = chars = 0
    for start, end in places:
        chars += len(data[at:start].decode(errors=BYTES))
        length = len(data[start:end].decode(errors=BYTES))
        found.append((chars, chars + length))
        at, chars = end, chars + length
    return tuple(found)


def _in_bytes(data: bytes) -> Iterator[tuple[int, int]]:
    done = 0
    for block in scan(data):
        yield done, block.start
        if block.sound and block.kind not in ("string", "preamble"):
            for field in fields(data[block.start : block.end])[0]:
                if field.name.lower() in _OWN:
                    yield block.start + field.value, block.start + field.end
        done = block.end
    yield done, len(data)

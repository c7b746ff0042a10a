"""Authored prose with the place of each of its lines."""

from __future__ import annotations

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.model.node import Prose
from casewright.readers.text import Places, decode


def read_markdown(data: bytes, file: str) -> tuple[Prose | None, Diagnostics]:
    """Read a Markdown file; line ends become line feeds, blank lines at the end go.

    Text that is not UTF-8, holds NUL characters or has no words is reported, and None returned.
    """
    found = Diagnostics()
    text = decode(data, file, found)
    if text is None:
        return None, found
    places = Places(text, file)
    if "\0" in text:
        place = places.point(text.index("\0"))
        found.add(
            RULES["CASE013"],
            "an invisible control character (U+0000) stands here",
            place,
            hint="delete it",
        )
        return None, found
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if not text:
        hint = "write its text, or delete the file"
        found.add(RULES["CASE003"], "the file is empty", Span(file, 1, 1), hint=hint)
        return None, found
    lines = tuple(
        Span(file, number, 1, number, len(line) + 1)
        for number, line in enumerate(text.split("\n"), 1)
    )
    return Prose(text, lines), found

"""Titles of books and articles, which authors set in italics: their words are not the report's."""

from __future__ import annotations

import re

from casewright.model.document import Ast
from casewright.model.tree import plain_text, walk

_ENDS = (".", "?", "!", ":")


def titles_of_works(blocks: list[Ast]) -> frozenset[int]:
    """The `id` of each `Emph` that holds the title of a work.

    That is italic text with a capital first letter inside a sentence, and at the start of one
    where a later word has a capital too: *The Colour of Tumours*, but not *Tumours*.
    """
    found: set[int] = set()
    for block in walk(blocks):
        if block["t"] in {"Para", "Plain"}:
            _collect(block["c"], found, opens=True)
    return frozenset(found)


def _collect(inlines: list[Ast], found: set[int], *, opens: bool) -> bool:
    """Add the titles in `inlines`; `opens` says whether they begin a sentence.

    Returns whether a sentence begins after them.
    """
    for inline in inlines:
        match inline:
            case {"t": "Str", "c": str(word)}:
                opens = word.endswith(_ENDS)
            case {"t": "Emph", "c": list(inner)}:
                text = plain_text(inner)
                if _is_title(text, opens=opens):
                    found.add(id(inline))
                opens = text.endswith(_ENDS)
            case {"t": "Span", "c": [_, list(inner)]} | {"t": "Strong", "c": list(inner)}:
                opens = _collect(inner, found, opens=opens)
            case {"t": "Cite" | "Quoted" | "Link" | "Code" | "Math"}:
                opens = False
    return opens


def _is_title(text: str, *, opens: bool) -> bool:
    words = re.findall(r"[^\W\d_][\w’'-]*", text)
    if len(words) < 2 or not words[0][0].isupper():
        return False
    return not opens or any(word[0].isupper() for word in words[1:])

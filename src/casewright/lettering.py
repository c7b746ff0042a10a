"""Findings about characters that the fonts of the PDF do not have."""

from __future__ import annotations

import unicodedata

from casewright.catalogue import RULES
from casewright.diagnostics import Span
from casewright.manuscript import Manuscript
from casewright.model.document import Document
from casewright.model.locating import locate
from casewright.model.tree import walk_sources
from casewright.writers.pdf_letters import Letters

_SHOWN = 10


def check_letters(letters: Letters, manuscript: Manuscript, *, otherwise: Span | None) -> None:
    """Report characters in no font (DOC005) and in a font that is not shipped (DOC006).

    They are reported where the first of them stands, or at `otherwise` if that is not in a
    sentence.
    """
    document, diagnostics = manuscript.document, manuscript.diagnostics
    assert document is not None
    if letters.nowhere:
        message = f"no font has {_quoted(letters.nowhere)}: the PDF would show an empty box"
        place = _place(letters.nowhere, manuscript, document) or otherwise
        diagnostics.add(RULES["DOC005"], message, place, hint=_hint(letters.nowhere))
    for family, characters in letters.elsewhere.items():
        message = (
            f"the PDF sets {_quoted(characters)} in {family}, a font of this machine; no font that "
            "is shipped has it"
        )
        place = _place(characters, manuscript, document) or otherwise
        diagnostics.add(RULES["DOC006"], message, place, hint=_hint(characters))


def _quoted(characters: str) -> str:
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    shown = ", ".join(f"'{c}' (U+{ord(c):04X})" for c in characters[:_SHOWN])
    return shown + more


def _hint(characters: str) -> str:
    """Letters and signs that were set as one character can be written one by one."""
    plain = {c: unicodedata.normalize("NFKC", c) for c in characters[:_SHOWN]}
    spelt = [f"'{written}' for '{c}'" for c, written in plain.items() if written != c]
    if len(spelt) == len(characters):
        return f"write {', '.join(spelt)}"
    return "write it in other words or signs; an image may show it"


def _place(characters: str, manuscript: Manuscript, document: Document) -> Span | None:
    for node, keys in walk_sources(document.blocks):
        first = next((c for c in node["c"] if c in characters), "") if node["t"] == "Str" else ""
        if keys and first and manuscript.case:
            return locate(first, keys, case=manuscript.case, sources=document.sources)
    return None

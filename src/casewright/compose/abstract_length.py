"""How long an abstract is when it is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from casewright.compose.marks import MARK
from casewright.compose.passes.abbreviations import define_abbreviations
from casewright.compose.passes.house_style import print_in_house_style
from casewright.model.journal import Journal
from casewright.model.tree import plain_text, words
from casewright.model.words import word_count

_SPAN = re.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")
_ESCAPED = re.compile(r"\\(.)")


def printed_length(texts: Sequence[str], journal: Journal, abbreviations: Mapping[str, str]) -> int:
    """Words of the Markdown `texts`: in house style, with their abbreviations defined."""
    blocks = [{"t": "Para", "c": words(_as_read(text))} for text in texts]
    abstract = {"t": "Div", "c": [["", ["abstract"], []], blocks]}
    printed = print_in_house_style([abstract], journal)
    return word_count(plain_text(define_abbreviations(printed, abbreviations, journal.house_style)))


def _as_read(text: str) -> str:
    """Markdown without marks, attributes and backslashes."""
    text = _SPAN.sub(r"\1", MARK.sub("", text))
    return " ".join(_ESCAPED.sub(r"\1", text).split())

"""How wide the letters of Liberation Sans are, in thousandths of their size (its `hmtx` table)."""

from __future__ import annotations

import re

_TABLE = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556
556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833
722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556
556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334
260 334 584
"""
_ASCII = tuple(map(int, _TABLE.split()))
_OTHERS = {"–": 556, "−": 584, "×": 584, "°": 400, "≥": 549, "≤": 549, "±": 549, "\u00a0": 278}
_WIDEST = 1000
"""For letters that are not in the table: none is wider, but for a few signs."""

MARKUP = re.compile(r"\^([^\^\s]+)\^|~([^~\s]+)~|\*([^*]+)\*")
"""The markup of facts: raised, lowered and italic text."""


def width_of(text: str, size: float) -> float:
    """The width of a line in the units of `size`, generous where it has markup."""
    bare = MARKUP.sub(lambda match: match[1] or match[2] or match[3], text)
    return sum(_width(letter) for letter in bare) * size / 1000


def _width(letter: str) -> int:
    code = ord(letter) - 32
    if 0 <= code < len(_ASCII):
        return _ASCII[code]
    return _OTHERS.get(letter, _WIDEST)


def wrapped(text: str, size: float, most: float) -> list[str]:
    """The lines of a text that are at most so wide; a longer word stands alone.

    Italic words are italic one by one, so that a line may end between them.
    """
    text = MARKUP.sub(lambda match: match[0].replace(" ", "* *") if match[3] else match[0], text)
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

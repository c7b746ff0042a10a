"""How wide the columns of a table are, by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casewright.compose.marks import MARK

_LINE = 92
"""Letters of table type on a line of the text."""
_GUTTER, _LEAST = 3, 3
_SPAN = re.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")


def column_widths(rows: Sequence[Sequence[str]], *, widest: int) -> list[int]:
    """The width of each column in letters, with a gutter so that cells do not touch.

    A column is as wide as its longest cell, of which `widest` letters count. Where this is more
    than a line, the widest columns give way, but none to less than its longest word. The widths
    are relative: a table is as wide as the text.
    """
    cells = [[_read(cell) for cell in row] for row in rows]
    columns = [[row[at] for row in cells if at < len(row)] for at in range(len(cells[0]))]
    widths = [max(_LEAST, min(widest, max(map(len, one)))) + _GUTTER for one in columns]
    least = [max(map(_longest_word, one)) + _GUTTER for one in columns]
    while sum(widths) > _LINE:
        spare = [have - need for have, need in zip(widths, least, strict=True)]
        yielding = [at for at, more in enumerate(spare) if more > 0]
        if not yielding:
            break
        widths[max(yielding, key=lambda at: widths[at])] -= 1
    return widths


def _read(cell: str) -> str:
    """A cell as it is read: without marks and attributes."""
    return _SPAN.sub(r"\1", MARK.sub("", cell))


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split(" ")), default=0)

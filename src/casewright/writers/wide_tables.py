"""Tables that are too wide for the page: each stands on a page of its own, turned sideways."""

from __future__ import annotations

from casewright.model.document import Ast
from casewright.model.print_sizes import text_width_mm
from casewright.model.style import PageStyle
from casewright.model.tree import div_class
from casewright.writers.sizes import CELL_PADDING_MM, longest_words

SIDEWAYS = "sideways"
"""Class of the `Div` around what stands on pages that are turned."""

_LETTER = 0.5
"""The mean width of a letter, as a part of the type size."""
_MM_PER_POINT = 25.4 / 72


def turn_wide_tables(blocks: list[Ast], style: PageStyle) -> list[Ast]:
    """Put each wide table into a `Div` of class `sideways`, with the headings right above it.

    Wide tables that follow each other share one.
    """
    if style.wide_tables == "portrait":
        return blocks
    done: list[Ast] = []
    for block in blocks:
        if block["t"] != "Table" or not _is_wide(block, style):
            done.append(block)
            continue
        headings: list[Ast] = []
        while done and done[-1]["t"] == "Header":
            headings.insert(0, done.pop())
        if done and is_sideways(done[-1]):
            headings = [*done.pop()["c"][1], *headings]
        done.append({"t": "Div", "c": [["", [SIDEWAYS], []], [*headings, block]]})
    return done


def is_sideways(block: Ast) -> bool:
    return div_class(block, SIDEWAYS)


def _is_wide(table: Ast, style: PageStyle) -> bool:
    """Whether the longest words of its columns do not fit side by side."""
    letters = longest_words(table)
    text = sum(letters) * _LETTER * style.table_size * _MM_PER_POINT
    return text + 2 * CELL_PADDING_MM * len(letters) > text_width_mm(style)

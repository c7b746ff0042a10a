"""Lists in running text, as the journal's house style joins them."""

from __future__ import annotations

from collections.abc import Iterable

from casewright.compose.language import join_list
from casewright.compose.marks import Md
from casewright.model.journal_style import HouseStyle


def listed(items: Iterable[object], style: HouseStyle, word: str = "and") -> Md:
    """'a, b and c' or 'a, b, and c'; items that are not Markdown are escaped."""
    return Md(join_list([str(Md.of(i)) for i in items], word, serial_comma=style.serial_comma))

"""Sizes that the DOCX and the PDF share, so that both break lines and pages alike."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from casewright.model.document import Ast, Image
from casewright.model.print_sizes import TALLEST, panel_percent, text_height_mm, text_width_mm
from casewright.model.tree import plain_text
from casewright.writers.tree import Rewrite, images_in, panels_of

if TYPE_CHECKING:  # the PDF worker needs sizes, and does without pydantic
    from casewright.model.style import PageStyle

FRONT_SPACING = 1.15
HEADER_MM = 12.5
"""From the paper's edge to the running head, and to the page number."""
CELL_PADDING_MM = 1.9
CELL_SPACE_PT = 2.0
CAPTION_SPACE_PT = 12.0
LIST_INDENT_MM = 12.7
SUPERSCRIPT = 0.62
"""Size of a superscript in Word, as a multiple of the type size."""
LINE_NUMBER_PT = 8.0
LINE_NUMBER_GAP_PT = 18.0

LONGEST_WHOLE = 25
"""Rows of a table that is not broken across pages."""


def percent_width(image: Ast, *, default: float = 60.0) -> float:
    """The width of an `Image` in per cent of the text width."""
    for key, value in image["c"][0][2]:
        if key == "width" and value.endswith("%"):
            try:
                return min(100.0, max(1.0, float(value[:-1])))
            except ValueError:
                break
    return default


def size_images(images: Mapping[str, Image], style: PageStyle) -> Rewrite:
    """A rewrite that gives every `Image` a width, in per cent of the text, that fits the page."""

    def change(node: Ast) -> list[Ast] | None:
        if node["t"] != "Figure":
            return None
        panels = panels_of(node)
        if not panels and (image := next(images_in([node]), None)):
            _set_width(image, _fitting(image, images, style, percent_width(image)))
        elif panels:
            whole = max((percent_width(i) for i in images_in(panels)), default=100.0)
            for image in images_in(panels):
                wanted = whole * panel_percent() / 100
                _set_width(image, _fitting(image, images, style, wanted))
        return None

    return change


def _fitting(image: Ast, images: Mapping[str, Image], style: PageStyle, percent: float) -> float:
    known = images.get(image["c"][2][0])
    if not known or not all(known.pixels):
        return percent
    width, height = known.pixels
    widest = text_height_mm(style) * TALLEST * width / height / text_width_mm(style) * 100
    return min(percent, widest)


def _set_width(image: Ast, percent: float) -> None:
    identifier, classes, pairs = image["c"][0]
    others = [[key, value] for key, value in pairs if key not in ("width", "height")]
    image["c"][0] = [identifier, classes, [*others, ["width", f"{percent:.4g}%"]]]


def size_columns(node: Ast) -> list[Ast] | None:
    """Give the columns of a `Table` widths by their content, where the author gave none."""
    if node["t"] != "Table":
        return None
    attr, caption, columns, *parts = node["c"]
    if any(width["t"] == "ColWidth" for _, width in columns):
        return None
    shares = _column_shares(_rows(node), len(columns))
    widths = [
        [align, {"t": "ColWidth", "c": share}]
        for (align, _), share in zip(columns, shares, strict=True)
    ]
    return [{"t": "Table", "c": [attr, caption, widths, *parts]}]


def is_short(table: Ast) -> bool:
    """Whether a `Table` is to stand on one page."""
    _, _, _, head, bodies, foot = table["c"]
    rows = sum(len(part) for body in bodies for part in body[2:])
    return len(head[1]) + rows + len(foot[1]) <= LONGEST_WHOLE


def _rows(table: Ast) -> list[Any]:
    _, _, _, head, bodies, foot = table["c"]
    return [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]


def _cell_texts(rows: Sequence[Sequence[Any]], count: int) -> Iterator[tuple[int, str]]:
    """The text of every cell of a single column and row, with the number of its column."""
    for row in rows:
        for index, cell in enumerate(row[1][:count]):
            if cell[2] == 1 and cell[3] == 1:
                yield index, plain_text(cell[4:])


def longest_words(table: Ast) -> list[int]:
    """The letters of the longest word in each column of a `Table`."""
    longest = [0] * len(table["c"][2])
    for index, text in _cell_texts(_rows(table), len(longest)):
        longest[index] = max(longest[index], *(len(word) for word in text.split()), 0)
    return longest


def _column_shares(rows: Sequence[Sequence[Any]], count: int) -> list[float]:
    needs = [4.0] * count
    for index, text in _cell_texts(rows, count):
        longest = max((len(word) for word in text.split()), default=0)
        needs[index] = max(needs[index], longest + 2.0, min(len(text), 36) + 2.0)
    return _whole_percents(needs)


def _whole_percents(needs: Sequence[float]) -> list[float]:
    """Shares of 1 in whole per cents, as HTML has them; pandoc rounds them down."""
    total = sum(needs)
    bounds = [round(100 * sum(needs[:index]) / total) for index in range(len(needs) + 1)]
    return [(end - start) / 100 + 1e-6 for start, end in itertools.pairwise(bounds)]

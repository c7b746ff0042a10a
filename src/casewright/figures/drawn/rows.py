"""Items along an axis in as few rows as keep their labels apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casewright.figures.drawn.canvas import LEADING, SIZE, Canvas
from casewright.figures.drawn.letters import width_of, wrapped
from casewright.model.charts import ChartItem

_LABEL_WIDTH = 190.0
_GAP, _BETWEEN = 7.0, 10.0
_BAR = 7.0


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with the place of its label, in pixels."""

    item: ChartItem
    start: float
    end: float
    lines: tuple[str, ...]
    label_left: float
    below: bool
    """Whether the label stands under the bar, which leaves no room beside it."""

    @property
    def left(self) -> float:
        return min(self.start - _GAP, self.label_left)

    @property
    def right(self) -> float:
        widest = max(width_of(line, SIZE) for line in self.lines)
        return max(self.end + _GAP, self.label_left + widest)

    @property
    def height(self) -> float:
        return LEADING * (len(self.lines) + self.below)


Row = list[Placed]


def rows_of(
    items: Sequence[ChartItem], x: Callable[[float], float], *, left: float, right: float
) -> list[Row]:
    """Put each item into the first row that has room for it and its label."""
    rows: list[Row] = []
    for item in sorted(items, key=lambda one: (one.start, one.end or one.start)):
        placed = _placed(item, x, left=left, right=right)
        for row in rows:
            if all(_apart(placed, other) for other in row):
                row.append(placed)
                break
        else:
            rows.append([placed])
    return rows


def _apart(one: Placed, other: Placed) -> bool:
    return one.right + _BETWEEN <= other.left or other.right + _BETWEEN <= one.left


def _placed(item: ChartItem, x: Callable[[float], float], *, left: float, right: float) -> Placed:
    start = x(item.start)
    end = x(item.end) if item.end is not None else start
    lines = tuple(wrapped(item.label, SIZE, min(_LABEL_WIDTH, right - left)))
    width = max(width_of(line, SIZE) for line in lines)
    if end + _GAP + width <= right:
        return Placed(item, start, end, lines, end + _GAP, below=False)
    if start - _GAP - width >= left:
        return Placed(item, start, end, lines, start - _GAP - width, below=False)
    return Placed(item, start, end, lines, max(left, min(start, right - width)), below=True)


def height_of(rows: Sequence[Row]) -> float:
    """How high the rows are together."""
    return sum(max(placed.height for placed in row) for row in rows)


def draw_rows(canvas: Canvas, rows: Sequence[Row], top: float, *, number: int) -> None:
    """Draw the rows from `top` down: symbols and bars by `number`, each with its label."""
    for row in rows:
        for placed in row:
            middle = top + LEADING / 2
            if placed.item.end is None:
                canvas.symbol(placed.start, middle, number=number)
            else:
                width = max(placed.end - placed.start, 2.0)
                bar = (placed.start, middle - _BAR / 2, width, _BAR)
                canvas.rectangle(bar, fill="#8a8a8a")
            for position, line in enumerate(placed.lines):
                baseline = top + LEADING * (position + placed.below) + LEADING / 2 + SIZE * 0.35
                canvas.text(placed.label_left, baseline, line)
        top += max(placed.height for placed in row)

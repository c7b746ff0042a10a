"""The axis of time below a chart."""

from __future__ import annotations

from collections.abc import Callable

from casewright.figures.drawn.canvas import SIZE, Canvas
from casewright.figures.drawn.letters import width_of
from casewright.model.charts import TimeAxis

HEIGHT = 40.0
_TICK = 4.0


def scale_of(axis: TimeAxis, *, left: float, right: float) -> Callable[[float], float]:
    """From days to pixels."""
    length = (axis.high - axis.low) or 1.0
    return lambda days: left + (days - axis.low) / length * (right - left)


def draw_axis(canvas: Canvas, axis: TimeAxis, y: float, *, left: float, right: float) -> None:
    """The line with its ticks; a label that would touch the one before it is left out."""
    x = scale_of(axis, left=left, right=right)
    canvas.line((left, y), (right, y))
    taken = float("-inf")
    for days, label in axis.ticks:
        at = x(days)
        canvas.line((at, y), (at, y + _TICK))
        half = width_of(label, SIZE) / 2
        if at - half < taken:
            continue
        canvas.text(at, y + _TICK + SIZE + 1, label, align="middle")
        taken = at + half + 6
    canvas.text((left + right) / 2, y + _TICK + 2 * SIZE + 7, axis.label, align="middle")

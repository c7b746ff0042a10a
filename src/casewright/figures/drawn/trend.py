"""Laboratory values over time, with the reference band and the treatments."""

from __future__ import annotations

import math
from collections.abc import Callable

from casewright.figures.drawn.axis import HEIGHT, draw_axis, scale_of
from casewright.figures.drawn.canvas import (
    COLOURS,
    DASHES,
    LEADING,
    SIZE,
    WIDTH,
    Canvas,
)
from casewright.figures.drawn.letters import width_of, wrapped
from casewright.figures.drawn.rows import draw_rows, height_of, rows_of
from casewright.figures.drawn.ticks import log_ticks, nice_ticks
from casewright.model.charts import Trend, TrendPanel

_LEFT, _RIGHT = 58.0, WIDTH - 14.0
_INSIDE = 12.0
"""The room between the frame and the first and last symbol."""
_PANEL = 150.0

Scale = Callable[[float], float]


def draw_trend(chart: Trend) -> tuple[Canvas, float]:
    """The drawing and its height."""
    canvas = Canvas()
    left, right = _LEFT + _INSIDE, _RIGHT - _INSIDE
    x = scale_of(chart.axis, left=left, right=right)
    top = 4.0
    if chart.treatments:
        rows = rows_of(chart.treatments, x, left=_LEFT, right=_RIGHT)
        draw_rows(canvas, rows, top, number=3)
        top += height_of(rows) + 8
    for panel in chart.panels:
        top = _draw_panel(canvas, panel, x, top)
    canvas.line((_LEFT, top), (left, top))
    canvas.line((right, top), (_RIGHT, top))
    draw_axis(canvas, chart.axis, top, left=left, right=right)
    return canvas, top + HEIGHT


def _draw_panel(canvas: Canvas, panel: TrendPanel, x: Scale, top: float) -> float:
    """Draw one panel from `top` down; where it ends."""
    canvas.text(4, top + SIZE, panel.label, bold=True)
    top += LEADING + 4
    if len(panel.lines) > 1:
        top = _draw_key(canvas, panel, top)
    bottom = top + _PANEL
    ticks, y = _scale(panel, top, bottom)
    _draw_band(canvas, panel, y, top, bottom)
    canvas.line((_LEFT, top), (_LEFT, bottom))
    for value, label in ticks:
        at = y(value)
        canvas.line((_LEFT - 4, at), (_LEFT, at))
        canvas.text(_LEFT - 7, at + SIZE * 0.35, label, align="end")
    for number, line in enumerate(panel.lines):
        points = [(x(point.x), y(point.y)) for point in line.points]
        canvas.path(points, style=_stroke(number))
        for (px, py), point in zip(points, line.points, strict=True):
            canvas.symbol(px, py, number=number, hollow=point.censored)
    canvas.line((_LEFT, bottom), (_RIGHT, bottom), style='stroke="#999" stroke-width="0.5"')
    return bottom + 10


def _stroke(number: int) -> str:
    # From the fifth line on, colours come again with another dash and another symbol.
    pattern = DASHES[(number + number // 4) % 4]
    dash = f' stroke-dasharray="{pattern}"' if pattern else ""
    return f'stroke="{COLOURS[number % 4]}" stroke-width="1.5"{dash}'


def _draw_key(canvas: Canvas, panel: TrendPanel, top: float) -> float:
    """The symbols with the names of their lines, in as many rows as they need."""
    at = _LEFT
    for number, line in enumerate(panel.lines):
        name = wrapped(line.name, SIZE, _RIGHT - _LEFT - 34)
        width = 34 + max(width_of(row, SIZE) for row in name)
        if at > _LEFT and at + width > _RIGHT:
            at, top = _LEFT, top + LEADING
        middle = top + LEADING / 2
        canvas.path([(at, middle), (at + 24, middle)], style=_stroke(number))
        canvas.symbol(at + 12, middle, number=number)
        for below, row in enumerate(name):
            canvas.text(at + 30, middle + below * LEADING + SIZE * 0.35, row)
        if len(name) > 1:
            at, top = _RIGHT, top + (len(name) - 1) * LEADING
        at += width + 16
    return top + LEADING + 6


def _scale(panel: TrendPanel, top: float, bottom: float) -> tuple[list[tuple[float, str]], Scale]:
    """Ticks, and a function from values to pixels."""
    values = [point.y for line in panel.lines for point in line.points]
    bounds = [end for end in panel.band or () if end is not None]
    inside = (top + 8, bottom - 8)
    if panel.logarithmic:
        ticks = log_ticks(min(values), max(values))
        low, high = (math.log10(end) for end in (ticks[0][0], ticks[-1][0]))
        low, high = min(low, math.log10(min(values))), max(high, math.log10(max(values)))
        return ticks, lambda v: _between(math.log10(max(v, 1e-12)), low, high, inside)
    ticks = nice_ticks(min([*values, *bounds, *_zero(values)]), max([*values, *bounds]))
    low, high = ticks[0][0], ticks[-1][0]
    return ticks, lambda v: _between(v, low, high, inside)


def _zero(values: list[float]) -> list[float]:
    """Zero belongs on an axis whose values are not all far from it."""
    return [0.0] if min(values) >= 0 and min(values) < max(values) / 2 else []


def _between(value: float, low: float, high: float, inside: tuple[float, float]) -> float:
    top, bottom = inside
    return bottom - (value - low) / ((high - low) or 1.0) * (bottom - top)


def _draw_band(canvas: Canvas, panel: TrendPanel, y: Scale, top: float, bottom: float) -> None:
    if panel.band is None:
        return
    low, high = panel.band
    upper = max(top, min(bottom, y(high))) if high is not None else top
    lower = min(bottom, max(top, y(low))) if low is not None else bottom
    if lower > upper:
        canvas.rectangle((_LEFT, upper, _RIGHT - _LEFT, lower - upper), fill="#e4e4e4")

"""A timeline: lanes of events above one axis, the end of follow-up marked (CARE item 7)."""

from __future__ import annotations

from casewright.figures.drawn.axis import HEIGHT, draw_axis, scale_of
from casewright.figures.drawn.canvas import LEADING, SIZE, WIDTH, Canvas
from casewright.figures.drawn.letters import wrapped
from casewright.figures.drawn.rows import draw_rows, height_of, rows_of
from casewright.model.charts import Timeline

_NAMES = 96.0
"""The width of the column with the names of the lanes."""
_LEFT, _RIGHT = _NAMES + 14, WIDTH - 14.0
_PAD = 7.0
_END = "End of follow-up"


def draw_timeline(chart: Timeline) -> tuple[Canvas, float]:
    """The drawing and its height."""
    canvas = Canvas()
    x = scale_of(chart.axis, left=_LEFT, right=_RIGHT)
    top = 4.0
    if chart.last_contact is not None:
        at = x(chart.last_contact)
        canvas.text(at, top + SIZE, _END, align="end" if at > WIDTH / 2 else "start")
        top += LEADING + 4
    start = top
    for number, lane in enumerate(chart.lanes):
        rows = rows_of(lane.items, x, left=_LEFT, right=_RIGHT)
        name = wrapped(lane.name, SIZE * 1.12, _NAMES)
        height = max(height_of(rows), LEADING * len(name)) + 2 * _PAD
        if number % 2 == 0:
            canvas.rectangle((0, top, WIDTH, height), fill="#f3f3f3")
        for position, line in enumerate(name):
            baseline = top + _PAD + LEADING * position + LEADING / 2 + SIZE * 0.35
            canvas.text(6, baseline, line, bold=True)
        draw_rows(canvas, rows, top + _PAD, number=number)
        top += height
    if chart.last_contact is not None:
        at = x(chart.last_contact)
        canvas.line((at, start), (at, top), style=_DASHED)
    draw_axis(canvas, chart.axis, top, left=_LEFT, right=_RIGHT)
    return canvas, top + HEIGHT


_DASHED = 'stroke="#000" stroke-width="1" stroke-dasharray="4 3"'

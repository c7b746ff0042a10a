"""From what a chart shows to its SVG."""

from __future__ import annotations

from casewright.figures.drawn.timeline import draw_timeline
from casewright.figures.drawn.trend import draw_trend
from casewright.model.charts import Picture, Timeline


def draw(picture: Picture) -> bytes:
    """The SVG of a picture, as wide as a column of text; the same picture gives the same bytes."""
    canvas, height = (
        draw_timeline(picture) if isinstance(picture, Timeline) else draw_trend(picture)
    )
    return canvas.svg(height)

"""A drawing as it grows: lines, symbols and texts, with the box of every text."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from casewright.figures.drawn.letters import MARKUP, width_of

_escaped = functools.partial(escape, quote=False)

SIZE = 11.0
"""The size of letters in CSS pixels: 8 points at the full width of a column."""
LEADING = 14.0
WIDTH = 640
"""The width of a drawing: a text column of 169 mm at 96 pixels to the inch."""

_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_ASCENT, _DESCENT = 0.76, 0.24


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle that a line of text takes."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Canvas:
    """Collects what is drawn; `boxes` are those of the texts."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self._parts: list[str] = []

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, style: str = ""
    ) -> None:
        """A straight line in black, unless `style` says otherwise."""
        (x1, y1), (x2, y2) = start, end
        at = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self._parts.append(f"<line {at} {style or _STROKE}/>")

    def rectangle(self, box: tuple[float, float, float, float], *, fill: str) -> None:
        """A filled rectangle: left, top, width, height."""
        x, y, width, height = map(_n, box)
        at = f'x="{x}" y="{y}" width="{width}" height="{height}"'
        self._parts.append(f'<rect {at} fill="{fill}"/>')

    def path(self, points: Sequence[tuple[float, float]], *, style: str) -> None:
        """A line through points."""
        through = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._parts.append(f'<polyline points="{through}" fill="none" {style}/>')

    def symbol(self, x: float, y: float, *, number: int, hollow: bool = False) -> None:
        """A circle, square, triangle or diamond by `number`: grey print tells them apart."""
        colour = COLOURS[number % 4]
        fill = f'fill="{"#fff" if hollow else colour}" stroke="{colour}"'
        r = 3.5
        shape = (number + number // 4) % 4
        if shape == 0:
            self._parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{r}" {fill}/>')
            return
        corners = {
            1: [(-r, -r), (r, -r), (r, r), (-r, r)],
            2: [(0, -r - 1), (r + 1, r), (-r - 1, r)],
            3: [(0, -r - 1), (r + 1, 0), (0, r + 1), (-r - 1, 0)],
        }[shape]
        points = " ".join(f"{_n(x + dx)},{_n(y + dy)}" for dx, dy in corners)
        self._parts.append(f'<polygon points="{points}" {fill}/>')

    def text(self, x: float, baseline: float, text: str, *, align: str = "start",
             bold: bool = False) -> None:  # fmt: skip
        """A line of text, whose markup of facts is drawn."""
        width = width_of(text, SIZE) * (1.12 if bold else 1)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[align]
        top = baseline - _ASCENT * SIZE
        self.boxes.append(Box(left, top, left + width, baseline + _DESCENT * SIZE, text))
        weight = ' font-weight="bold"' if bold else ""
        anchor = "" if align == "start" else f' text-anchor="{align}"'
        at = f'x="{_n(x)}" y="{_n(baseline)}"{anchor}{weight}'
        self._parts.append(f"<text {at}>{_spans(text)}</text>")

    def svg(self, height: float) -> bytes:
        """The whole drawing."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{_n(height)}" '
            f'viewBox="0 0 {WIDTH} {_n(height)}" font-family="{_FONT}" font-size="{_n(SIZE)}">'
        )
        return "\n".join([head, *self._parts, "</svg>", ""]).encode()


_STROKE = 'stroke="#000" stroke-width="1"'
COLOURS = ("#1b4f8a", "#b3460f", "#2f6f3a", "#5b3a86")
"""Dark enough to stay apart from white in grey."""
DASHES = ("", "6 3", "2 2", "8 3 2 3")


def _n(value: float) -> str:
    """A number with at most one decimal: the same on every machine."""
    return f"{round(value + 0.0, 1):g}"


def _spans(text: str) -> str:
    out, last = "", 0
    for match in MARKUP.finditer(text):
        out += _escaped(text[last : match.start()])
        raised, lowered, italic = (_escaped(part or "") for part in match.groups())
        if italic:
            out += f'<tspan font-style="italic">{italic}</tspan>'
        else:
            dy = -4 if raised else 3
            out += f'<tspan dy="{dy}" font-size="8">{raised or lowered}</tspan>'
            out += f'<tspan dy="{-dy}">\u200b</tspan>'
        last = match.end()
    return out + _escaped(text[last:])

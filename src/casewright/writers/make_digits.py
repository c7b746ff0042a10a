"""Generates `_digits.py`, the outlines of the digits: `python -m casewright.writers.make_digits`.

Line numbers are drawn as outlines, because the fonts of a finished PDF hold only the glyphs that
its text uses.
"""

from __future__ import annotations

from pathlib import Path

from casewright.staging import write_atomic
from casewright.workspace import packaged_templates

_HEADER = '''\
"""Made by make_digits.py from Liberation Sans Regular; do not edit."""

# ruff: noqa: E501

'''


def generate() -> str:
    """The text of `_digits.py`."""
    from fontTools.pens.basePen import BasePen
    from fontTools.ttLib import TTFont

    class PdfPen(BasePen):  # type: ignore[misc]
        def __init__(self, glyphs: object, scale: float) -> None:
            super().__init__(glyphs)
            self.scale = scale
            self.operators: list[str] = []

        def _draw(self, operator: str, *points: tuple[float, float]) -> None:
            numbers = (round(value * self.scale) for point in points for value in point)
            self.operators.append(" ".join((*map(str, numbers), operator)))

        def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
            self._draw("m", point)

        def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
            self._draw("l", point)

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            self._draw("c", *points)

        def _closePath(self) -> None:  # noqa: N802
            self._draw("h")

    font = TTFont(packaged_templates() / "_shared" / "fonts" / "LiberationSans-Regular.ttf")
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale = 1000 / font["head"].unitsPerEm
    lines = [f"ADVANCE = {round(glyphs[names[ord('0')]].width * scale)}", "OUTLINES = ("]
    for digit in "0123456789":
        pen = PdfPen(glyphs, scale)
        glyphs[names[ord(digit)]].draw(pen)
        lines.append(f'    "{" ".join(pen.operators)}",')
    return _HEADER + "\n".join([*lines, ")"]) + "\n"


if __name__ == "__main__":
    write_atomic(Path(__file__).with_name("_digits.py"), generate().encode())

"""A machine with one font of its own: what a PDF shows does not depend on where tests run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from casewright.workspace import packaged_templates
from casewright.writers import pdf


@contextlib.contextmanager
def layout_with(characters: str, folder: Path) -> Iterator[pdf.PdfWorker]:
    """A running WeasyPrint that finds the shipped fonts, and one more with these characters."""
    _make_font(folder / "desk.ttf", characters)
    fonts = folder / "fonts.conf"
    shipped = packaged_templates() / "_shared" / "fonts"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{shipped}</dir><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>"
    )
    usual = pdf._environment(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_environment", lambda _: {**usual, "FONTCONFIG_FILE": str(fonts)})
        with pdf.PdfWorker.start(cache=folder) as running:
            yield running


def _make_font(path: Path, characters: str) -> None:
    """A font with the same square for every character."""
    pen = TTGlyphPen(None)
    for number, corner in enumerate([(0, 0), (0, 700), (700, 700), (700, 0)]):
        (pen.lineTo if number else pen.moveTo)(corner)
    pen.closePath()
    square = pen.glyph()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "square"])
    made.setupCharacterMap({ord(character): "square" for character in characters})
    made.setupGlyf({".notdef": square, "square": square})
    made.setupHorizontalMetrics(dict.fromkeys((".notdef", "square"), (800, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Desk Sans", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    made.save(path)

"""Image files that specs ask for in words: `JPEG CMYK 640x480`, `PNG grey 900x600 11 MB`.

`JPEG RGB 64x48 with artist place` has metadata, too.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image

_MODES = {"bilevel": "1", "grey": "L", "RGB": "RGB", "CMYK": "CMYK"}


def picture_of(words: str) -> bytes:
    """An image of one colour; bytes after its end make it as large as it is to be."""
    words, _, told = words.partition(" with ")
    kind, colour, extent, *size = words.split()
    width, height = map(int, extent.split("x"))
    out = io.BytesIO()
    Image.new(_MODES[colour], (width, height)).save(out, kind, exif=exif_of(told.split()))
    least = int(size[0]) << 20 if size else 0
    return out.getvalue().ljust(least, b"\0")


def exif_of(told: Iterable[str]) -> Image.Exif:
    """EXIF metadata that tell what is asked for."""
    exif = Image.Exif()
    for one in told:
        if one == "place":
            exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
        elif one == "serial":
            exif[0x8769] = {0xA431: "0123456789"}
        elif one == "orientation":
            exif[0x0112] = 1
        else:
            tag = {"artist": 0x013B, "time": 0x0132, "text": 0x010E}[one]
            exif[tag] = "2019:05:03 12:00:00" if one == "time" else "Jane Example"
    return exif

"""Image files that specs ask for in words: `JPEG CMYK 640x480`, `PNG grey 900x600 11 MB`."""

from __future__ import annotations

import io

from PIL import Image

_MODES = {"bilevel": "1", "grey": "L", "RGB": "RGB", "CMYK": "CMYK"}


def picture_of(words: str) -> bytes:
    """An image of one colour; bytes after its end make it as large as it is to be."""
    kind, colour, extent, *size = words.split()
    width, height = map(int, extent.split("x"))
    out = io.BytesIO()
    Image.new(_MODES[colour], (width, height)).save(out, kind)
    least = int(size[0]) << 20 if size else 0
    return out.getvalue().ljust(least, b"\0")

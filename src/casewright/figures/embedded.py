"""Raster images that stand inside an SVG as `data:` addresses."""

from __future__ import annotations

import base64
import binascii
import re

from casewright.figures.errors import UnreadableImage
from casewright.figures.jpeg import clean_jpeg
from casewright.figures.png import SIGNATURE, clean_png


def clean_data_uri(uri: str) -> str:
    """Return the address with a JPEG or PNG freed of its metadata; raises `UnreadableImage`."""
    match = re.fullmatch(r"data:[^,;]*(?:;[^,;]*)*;base64,(.*)", uri, re.I | re.S)
    try:
        data = base64.b64decode(re.sub(r"\s+", "", match[1]), validate=True) if match else b""
    except binascii.Error as error:
        raise UnreadableImage("an image embedded in it is damaged", "embed it again") from error
    if data.startswith(SIGNATURE):
        mime, clean = "image/png", clean_png(data)
    elif data.startswith(b"\xff\xd8\xff"):
        mime, clean = "image/jpeg", clean_jpeg(data)
    else:
        raise UnreadableImage("an image embedded in it is neither JPEG nor PNG", "embed it as PNG")
    if clean.orientation != 1:
        raise UnreadableImage("an image in it is turned by its metadata", "embed it upright")
    return f"data:{mime};base64,{base64.b64encode(clean.data).decode()}"

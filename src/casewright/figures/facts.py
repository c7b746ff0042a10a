"""What the header of an author's image file says: format, size, colours."""

from __future__ import annotations

from typing import Literal

from casewright.figures.errors import UnreadableImage
from casewright.figures.png import SIGNATURE
from casewright.figures.traces import traces
from casewright.model.document import Image, ImageFacts

_Colour = Literal["bilevel", "grey", "RGB", "CMYK"]
_PNG_GREY, _PNG_GREY_ALPHA = 0, 4
_JPEG_COLOURS: dict[int, _Colour] = {1: "grey", 3: "RGB", 4: "CMYK"}
_TIFF_COLOURS: dict[str, _Colour] = {
    **{"1": "bilevel", "L": "grey", "LA": "grey", "I;16": "grey"},
    "CMYK": "CMYK",
}


def image_facts(name: str, data: bytes, prepared: Image) -> ImageFacts:
    """The facts of a file that `prepare_image` has taken; `prepared` is what it made of it first.

    The pixels are not looked at.
    """
    told = traces(data)
    if data.startswith(b"\xff\xd8\xff"):
        return ImageFacts(name, "JPEG", len(data), prepared.pixels, _of_jpeg(data), told)
    if data.startswith(SIGNATURE):
        return ImageFacts(name, "PNG", len(data), prepared.pixels, _of_png(data), told)
    if prepared.mime == "image/svg+xml":
        return ImageFacts(name, "SVG", len(data), None, None, told)
    return ImageFacts(name, "TIFF", len(data), prepared.pixels, _of_tiff(data), told)


def _of_png(data: bytes) -> _Colour:
    depth, kind = data[24], data[25]
    if kind not in (_PNG_GREY, _PNG_GREY_ALPHA):
        return "RGB"
    return "bilevel" if depth == 1 else "grey"


def _of_jpeg(data: bytes) -> _Colour:
    """By the number of components of the frame (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 < len(data):
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in (0xC0, 0xC1, 0xC2):
            return _JPEG_COLOURS[data[at + 9]]
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise UnreadableImage("it is damaged", "copy it again from its source")


def _of_tiff(data: bytes) -> _Colour:
    import io

    from PIL import Image as Pillow

    with Pillow.open(io.BytesIO(data), formats=["TIFF"]) as image:
        return _TIFF_COLOURS.get(image.mode, "RGB")

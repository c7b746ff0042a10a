"""A figure file becomes the images that the writers embed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Protocol

from casewright.figures.errors import UnreadableImage
from casewright.figures.jpeg import clean_jpeg
from casewright.figures.limits import MAX_BYTES, UNKNOWN_DPI
from casewright.figures.png import SIGNATURE, clean_png
from casewright.figures.raster import Raster
from casewright.model.document import Image

_SVG_DPI = 96.0
_WIDTH, _MOST = 2000, 4000
"""Pixels of a rasterised drawing: 300 dpi at a text width of 169 mm; no side is longer than the
second number."""

_DICOM = (
    "it is a DICOM file, whose header names the patient, the hospital and the day in many fields "
    "(DICOM PS3.15, annex E)"
)
_REFUSED: tuple[tuple[bytes, int, str, str], ...] = (
    (b"DICM", 128, _DICOM, "export the picture as PNG or TIFF, and look for text in it"),
    (b"GIF8", 0, "it is a GIF", "save it as PNG"),
    (b"BM", 0, "it is a BMP", "save it as PNG"),
    (b"WEBP", 8, "it is a WebP", "save it as PNG or JPEG"),
    (b"ftyphei", 4, "it is a HEIC", "save it as JPEG"),
    (b"ftypavif", 4, "it is an AVIF", "save it as PNG or JPEG"),
    (b"%PDF", 0, "it is a PDF", "save the figure as SVG, PNG or TIFF"),
    (b"%!PS", 0, "it is PostScript", "save the figure as SVG, PNG or TIFF"),
    (b"\xc5\xd0\xd3\xc6", 0, "it is PostScript", "save the figure as SVG, PNG or TIFF"),
    (b"\x1f\x8b", 0, "it is compressed", "save it as plain SVG"),
    (b"\0\0\0\x0cjP  ", 0, "it is a JPEG 2000", "save it as PNG"),
)
"""Beginnings of files that are known and not taken: bytes, position, reason, remedy."""


class Cache(Protocol):
    """Where rasterised drawings are kept between builds."""

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, if it is still there."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`."""


def prepare_image(
    data: bytes, *, stem: str, fonts: Path, cache: Cache | None = None
) -> tuple[Image, ...]:
    """Free a figure of everything but its picture, and name it `stem`.

    The kind of the file is told by its content. JPEG and PNG keep their compressed pixels byte for
    byte unless the metadata says that they are to be turned; a TIFF becomes a PNG; an SVG comes
    back with a PNG of the same stem for outputs that cannot draw it, lettered with the fonts in
    the folder `fonts` alone. The same data give the same bytes. `cache` saves drawing an SVG that
    was drawn before, which takes longer than everything else here.

    Raises `UnreadableImage`, and `UnsafeImage` for an SVG that refers to something outside.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", stem):
        raise ValueError(f"'{stem}' is not a neutral name")
    if len(data) > MAX_BYTES:
        raise UnreadableImage(f"it is larger than {MAX_BYTES >> 20} MB", "make a smaller copy")
    if not data:
        raise UnreadableImage("it is empty", "copy it again from its source")
    if data.startswith(b"\xff\xd8\xff"):
        return (_image(_jpeg(data), name=f"{stem}.jpg", mime="image/jpeg"),)
    if data.startswith(SIGNATURE):
        return (_image(_png(data), name=f"{stem}.png", mime="image/png"),)
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        from casewright.figures.recode import png_from_tiff

        return (_image(png_from_tiff(data), name=f"{stem}.png", mime="image/png"),)
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<", data[:1000]):
        return _svg(data, stem=stem, fonts=fonts, cache=cache)
    raise _refusal(data)


def _refusal(data: bytes) -> UnreadableImage:
    for magic, at, reason, remedy in _REFUSED:
        if data.startswith(magic, at):
            return UnreadableImage(reason, remedy)
    return UnreadableImage("it is no image of a known kind", "export it as JPEG, PNG, TIFF or SVG")


def _image(raster: Raster, *, name: str, mime: str) -> Image:
    return Image(name, mime, raster.data, raster.pixels, raster.dpi or UNKNOWN_DPI)


def _jpeg(data: bytes) -> Raster:
    clean = clean_jpeg(data)
    if clean.orientation == 1:
        return clean
    from casewright.figures.recode import upright_jpeg

    return upright_jpeg(clean)


def _png(data: bytes) -> Raster:
    clean = clean_png(data)
    if clean.orientation == 1:
        return clean
    from casewright.figures.recode import upright_png

    return upright_png(clean)


def _svg(data: bytes, *, stem: str, fonts: Path, cache: Cache | None) -> tuple[Image, ...]:
    from casewright.figures.svg import clean_svg

    drawing = clean_svg(data)
    pixels = (round(drawing.width), round(drawing.height))
    vector = Image(f"{stem}.svg", "image/svg+xml", drawing.data, pixels, _SVG_DPI)
    zoom = min(_WIDTH / drawing.width, _MOST / drawing.height)
    raster = _rasterised(drawing.data, zoom=zoom, fonts=fonts, cache=cache)
    return vector, _image(raster, name=f"{stem}.png", mime="image/png")


def _rasterised(svg: bytes, *, zoom: float, fonts: Path, cache: Cache | None) -> Raster:
    import resvg_py

    recipe = f"{resvg_py.__version__} {resvg_py.__resvg_version__} {zoom!r} {fonts.name}\0"
    key = hashlib.sha256(recipe.encode() + svg).hexdigest()
    kept = _kept(key, cache)
    if kept:
        return kept
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg.decode(),
            dpi=_SVG_DPI,
            zoom=zoom,
            background="#ffffff",
            font_dirs=[str(fonts)],
            skip_system_fonts=True,
        )
    except ValueError as error:
        raise UnreadableImage(f"it cannot be drawn ({error})") from error
    raster = clean_png(bytes(drawn), dpi=round(_SVG_DPI * zoom, 2))
    if cache is not None:
        cache.put(key, raster.data)
    return raster


def _kept(key: str, cache: Cache | None) -> Raster | None:
    """The drawing that was kept under `key`, unless its file is damaged."""
    data = cache.get(key) if cache is not None else None
    try:
        return clean_png(data) if data and data.startswith(SIGNATURE) else None
    except UnreadableImage:
        return None

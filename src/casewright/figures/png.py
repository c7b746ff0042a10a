"""PNG: metadata taken out without touching the compressed pixels.

Source: Portable Network Graphics (third edition), W3C 2025.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from casewright.figures.errors import UnreadableImage
from casewright.figures.exif import Exif, read_exif
from casewright.figures.limits import check_pixels, plausible_dpi
from casewright.figures.raster import Raster

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"iCCP", b"sRGB", b"gAMA"}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
"""Bit depths by colour type."""
_METRES = 39.3701
"""Inches in a metre, with the digits at which 11811 pixels are 300 dpi."""
_CUT_OFF = ("it is cut off", "copy it again from its source")
_DAMAGED = ("it is damaged", "copy it again from its source")


@dataclass(slots=True)
class _Parts:
    """What is found from the header to the end."""

    kept: list[bytes] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)
    pixels: tuple[int, int] | None = None
    colour_type: int = 0
    dpi: float | None = None
    exif: Exif = field(default_factory=Exif)

    @property
    def lacks_palette(self) -> bool:
        return self.colour_type == 3 and b"PLTE" not in self.seen


def clean_png(data: bytes, *, dpi: float | None = None) -> Raster:
    """Strip everything from a PNG that is not needed to draw it; the pixels stay as they are.

    Kept are palette, transparency, pixels, resolution and colour space; of an animation, the image
    that is shown where animations are not. `dpi` is written where the file states no resolution.
    Raises `UnreadableImage`.
    """
    parts = _Parts()
    for kind, body, chunk in _chunks(data):
        if (parts.pixels is None) != (kind == b"IHDR"):
            raise UnreadableImage(*_DAMAGED)
        if kind == b"IDAT" and kind not in parts.seen:
            _check_stream(body)
            if dpi and b"pHYs" not in parts.seen:
                parts.dpi = dpi
                parts.kept.append(_resolution(dpi))
        _take_chunk(parts, kind, body, whole=chunk)
    if not parts.pixels or b"IDAT" not in parts.seen or parts.lacks_palette:
        raise UnreadableImage(*_DAMAGED)
    clean = b"".join((SIGNATURE, *parts.kept))
    return Raster(clean, parts.pixels, parts.dpi or parts.exif.dpi, parts.exif.orientation)


def _take_chunk(parts: _Parts, kind: bytes, body: bytes, *, whole: bytes) -> None:
    """Keep or drop a chunk, and learn from it what matters."""
    if kind == b"IHDR":
        parts.pixels, parts.colour_type = _read_header(body)
    elif kind == b"pHYs":
        parts.dpi = _read_resolution(body)
    elif kind == b"eXIf":
        parts.exif = read_exif(body)
    elif kind not in _KEPT and not kind[0] & 0x20:
        raise UnreadableImage("it needs an extension of PNG", "save it as a standard PNG")
    if kind in _KEPT:
        parts.seen.add(kind)
        parts.kept.append(_rename_profile(body) if kind == b"iCCP" else whole)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Type, content and whole bytes of each chunk to the last; what follows that is ignored."""
    at = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        if len(data) < at + 12:
            raise UnreadableImage(*_CUT_OFF)
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 12 + length
        kind = data[at + 4 : at + 8]
        if not kind.isalpha():
            raise UnreadableImage(*_DAMAGED)
        if end > len(data):
            raise UnreadableImage(*_CUT_OFF)
        chunk = data[at:end]
        if zlib.crc32(memoryview(chunk)[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise UnreadableImage(*_DAMAGED)
        yield kind, chunk[8:-4], chunk
        at = end


def _read_header(body: bytes) -> tuple[tuple[int, int], int]:
    if len(body) != 13:
        raise UnreadableImage(*_DAMAGED)
    width, height, depth, colour_type, compression, filters, interlace = struct.unpack(
        ">IIBBBBB", body
    )
    if depth not in _DEPTHS.get(colour_type, ()) or compression or filters or interlace > 1:
        raise UnreadableImage(*_DAMAGED)
    check_pixels(width, height)
    return (width, height), colour_type


def _read_resolution(body: bytes) -> float | None:
    if len(body) != 9 or body[8] != 1:
        return None
    return plausible_dpi(int.from_bytes(body[:4], "big") / _METRES)


def _resolution(dpi: float) -> bytes:
    per_metre = round(dpi * _METRES).to_bytes(4, "big")
    return _chunk(b"pHYs", per_metre + per_metre + b"\x01")


def _rename_profile(body: bytes) -> bytes:
    """The name of a colour profile is free text."""
    return _chunk(b"iCCP", b"icc" + body[body.find(b"\0") :])


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + kind + body + checksum


def _check_stream(body: bytes) -> None:
    """Look whether the compressed pixels begin as such."""
    try:
        zlib.decompressobj().decompress(body[:1024], 1)
    except zlib.error as error:
        raise UnreadableImage(*_DAMAGED) from error

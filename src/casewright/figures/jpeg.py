"""JPEG: metadata taken out without touching the compressed pixels.

Source: ITU-T T.81 (markers, table B.1), T.871 (JFIF), ICC.1:2022 annex B.4 (profiles in APP2).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from casewright.figures.errors import UnreadableImage
from casewright.figures.exif import Exif, read_exif
from casewright.figures.limits import check_pixels, plausible_dpi
from casewright.figures.raster import Raster

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_SOS, _COM, _APP0, _APP1, _APP2, _APP14 = 0xDA, 0xFE, 0xE0, 0xE1, 0xE2, 0xEE
_TABLES = {0xC4, 0xDB, 0xDD}
"""Huffman tables, quantisation tables, restart interval."""
_FRAMES = {0xC0, 0xC1, 0xC2}
"""Baseline, extended sequential and progressive, all Huffman coded."""
_OTHER_FRAMES = set(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_CUT_OFF = ("it is cut off", "copy it again from its source")
_DAMAGED = ("it is damaged", "copy it again from its source")


@dataclass(slots=True)
class _Parts:
    """What is found between the first marker and the last."""

    kept: list[bytes] = field(default_factory=list)
    frame: tuple[int, int, bytes] | None = None
    """Width, height and the identifiers of the components."""
    jfif: bytes | None = None
    jfif_dpi: float | None = None
    has_adobe: bool = False
    has_scan: bool = False
    exif: Exif = field(default_factory=Exif)


def clean_jpeg(data: bytes) -> Raster:
    """Strip everything from a JPEG that is not needed to draw it; the pixels stay as they are.

    Kept are tables, scans, colour profile, Adobe's colour transform and the resolution. Raises
    `UnreadableImage` for damaged files and for kinds of JPEG that readers do not share.
    """
    parts = _read(data)
    if parts.frame is None or not parts.has_scan:
        raise UnreadableImage(*_DAMAGED)
    width, height, components = parts.frame
    check_pixels(width, height)
    dpi = parts.jfif_dpi or parts.exif.dpi
    header = parts.jfif
    plain_colours = components in (b"\x01", b"\x01\x02\x03") and not parts.has_adobe
    if dpi and not parts.jfif_dpi and (header or plain_colours):
        header = _jfif(dpi)
    clean = b"".join((_SOI, header or b"", *parts.kept, _EOI))
    return Raster(clean, (width, height), dpi, parts.exif.orientation)


def _read(data: bytes) -> _Parts:
    parts = _Parts()
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if len(data) < at + 2:
            raise UnreadableImage(*_CUT_OFF)
        if data[at] != 0xFF:
            raise UnreadableImage(*_DAMAGED)
        marker = data[at + 1]
        if marker == _EOI[1]:
            return parts
        at = _take_segment(data, at, marker, parts)


def _take_segment(data: bytes, at: int, marker: int, parts: _Parts) -> int:
    """Keep or drop the segment at `at`; return where the next one starts."""
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    end = at + 2 + length
    if length < 2 or end > len(data):
        raise UnreadableImage(*(_CUT_OFF if end > len(data) else _DAMAGED))
    body = data[at + 4 : end]
    if marker == _SOS:
        found = _END_OF_SCAN.search(data, end)
        if not found:
            raise UnreadableImage(*_CUT_OFF)
        parts.has_scan = True
        parts.kept.append(data[at : found.start()])
        return found.start()
    if marker in _FRAMES or marker in _OTHER_FRAMES:
        _take_frame(marker, body, parts)
        parts.kept.append(data[at:end])
    elif marker in _TABLES or _is_colour(marker, body):
        parts.has_adobe |= marker == _APP14
        parts.kept.append(data[at:end])
    elif marker == _APP0 and body[:5] == b"JFIF\0" and len(body) >= 12:
        _take_jfif(body, parts)
    elif marker == _APP1 and body[:6] == b"Exif\0\0":
        parts.exif = read_exif(body[6:])
    return end


def _is_colour(marker: int, body: bytes) -> bool:
    return (marker == _APP2 and body.startswith(b"ICC_PROFILE\0")) or (
        marker == _APP14 and body.startswith(b"Adobe")
    )


def _take_frame(marker: int, body: bytes, parts: _Parts) -> None:
    if marker in _OTHER_FRAMES:
        raise UnreadableImage("it is an unusual kind of JPEG", "save it as plain JPEG or PNG")
    if parts.frame is not None or len(body) < 9:
        raise UnreadableImage(*_DAMAGED)
    precision, height, width, count = struct.unpack_from(">BHHB", body)
    if len(body) != 6 + 3 * count:
        raise UnreadableImage(*_DAMAGED)
    if precision != 8 or count not in (1, 3, 4):
        raise UnreadableImage("it has not 8 bits of grey, RGB or CMYK", "save it as plain JPEG")
    parts.frame = (width, height, body[6::3])


def _take_jfif(body: bytes, parts: _Parts) -> None:
    """Read the resolution and drop the thumbnail."""
    unit, x_density = body[7], int.from_bytes(body[8:10], "big")
    parts.jfif_dpi = plausible_dpi(x_density * {1: 1.0, 2: 2.54}.get(unit, 0.0))
    parts.jfif = b"\xff\xe0\x00\x10" + body[:12] + b"\0\0"


def _jfif(dpi: float) -> bytes:
    density = round(dpi).to_bytes(2, "big")
    return b"\xff\xe0\x00\x10JFIF\0\x01\x01\x01" + density + density + b"\0\0"

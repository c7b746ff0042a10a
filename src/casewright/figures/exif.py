"""The two facts of EXIF metadata that change how an image looks."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from casewright.figures.limits import plausible_dpi

_ORIENTATION, _X_RESOLUTION, _RESOLUTION_UNIT = 0x0112, 0x011A, 0x0128
_PER_INCH = {2: 1.0, 3: 2.54}


@dataclass(frozen=True, slots=True)
class Exif:
    """What is read before the rest is thrown away (Exif 2.32, section 4.6)."""

    orientation: int = 1
    """1 to 8; 1 is upright."""
    dpi: float | None = None


def read_exif(tiff: bytes) -> Exif:
    """Read a TIFF structure as it stands in JPEG and PNG; damage counts as absence."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if not order:
        return Exif()
    try:
        return _read_directory(tiff, order)
    except struct.error:
        return Exif()


def _read_directory(tiff: bytes, order: str) -> Exif:
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    orientation, unit, resolution = 1, 2, 0.0
    for index in range(count):
        at = start + 2 + 12 * index
        tag, kind = struct.unpack_from(f"{order}HH", tiff, at)
        if tag == _X_RESOLUTION and kind == 5:
            (offset,) = struct.unpack_from(f"{order}I", tiff, at + 8)
            over, under = struct.unpack_from(f"{order}II", tiff, offset)
            resolution = over / under if under else 0.0
        elif tag in (_ORIENTATION, _RESOLUTION_UNIT) and kind == 3:
            (value,) = struct.unpack_from(f"{order}H", tiff, at + 8)
            orientation, unit = (value, unit) if tag == _ORIENTATION else (orientation, value)
    upright = orientation if 1 <= orientation <= 8 else 1
    return Exif(upright, plausible_dpi(resolution * _PER_INCH.get(unit, 0.0)))

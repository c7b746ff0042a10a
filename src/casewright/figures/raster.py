"""A cleaned raster image, as the readers of the single formats return it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Raster:
    """Bytes without metadata, and what their header says."""

    data: bytes = field(repr=False)
    pixels: tuple[int, int]
    """Width and height as stored."""
    dpi: float | None
    orientation: int = 1
    """The EXIF orientation that the stored pixels still have to be turned by."""

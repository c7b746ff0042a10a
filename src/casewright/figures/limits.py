"""How large an image may be."""

from __future__ import annotations

from casewright.figures.errors import UnreadableImage

MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 89_478_485
"""Pillow's own limit, at which it suspects a decompression bomb."""
MAX_SVG_BYTES = 10 * 1024 * 1024
MAX_SVG_ELEMENTS = 100_000
"""Elements to draw, with everything that `use`, patterns and markers repeat."""

UNKNOWN_DPI = 72.0
"""The resolution of a file that states none; the same as pandoc's."""


def check_pixels(width: int, height: int) -> None:
    """Raise `UnreadableImage` for an image without pixels or with too many."""
    if width < 1 or height < 1:
        raise UnreadableImage("it has no pixels", "copy it again from its source")
    if width * height > MAX_PIXELS:
        limit = MAX_PIXELS // 1_000_000
        size = f"{width:,} × {height:,}"
        reason = f"it has {size} pixels, and at most {limit} million are taken"
        raise UnreadableImage(reason, "make a smaller copy")


def plausible_dpi(dpi: float) -> float | None:
    """`dpi` if a device could have that resolution; software writes 0 and 1 for 'unknown'."""
    return round(dpi, 2) if 10 <= dpi <= 10_000 else None

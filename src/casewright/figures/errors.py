"""Why an image cannot be used, in words for its owner."""

from __future__ import annotations


class RefusedImage(Exception):
    """An image that does not go into a manuscript."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """A clause about the file, such as 'it is cut off' (what to do follows after a colon)."""


class UnreadableImage(RefusedImage):
    """The file is damaged, too large, or of a kind that is not taken."""


class UnsafeImage(RefusedImage):
    """An SVG that refers to something outside itself or declares entities."""

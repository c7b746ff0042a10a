"""Why an image cannot be used, in words for its owner."""

from __future__ import annotations

_ANEW = "save it anew as PNG, JPEG or plain SVG"


class RefusedImage(Exception):
    """An image that does not go into a manuscript."""

    def __init__(self, reason: str, remedy: str = _ANEW) -> None:
        super().__init__(f"{reason}: {remedy}")
        self.reason = reason
        """A clause about the file, such as 'it is cut off'."""
        self.remedy = remedy
        """What to do about it."""


class UnreadableImage(RefusedImage):
    """The file is damaged, too large, or of a kind that is not taken."""


class UnsafeImage(RefusedImage):
    """An SVG that refers to something outside itself or declares entities."""

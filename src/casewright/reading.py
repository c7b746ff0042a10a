"""The text that a picture shows and that of a PDF, read by programs where they are installed."""

from __future__ import annotations

import functools

from casewright.diagnostics import CannotRun
from casewright.processes import answer

_SECONDS = 60
_COMMAND = ("tesseract", "stdin", "stdout", "--psm", "11")
"""Text anywhere in the picture, in no order."""
REMEDY = (
    "Debian: apt-get install tesseract-ocr; Fedora: dnf install tesseract; "
    "macOS: brew install tesseract"
)


def read_picture(data: bytes) -> str:
    """The text in a JPEG, PNG or TIFF; raises `CannotRun` where there is no Tesseract.

    Handwriting, small and turned letters, and letters on a busy ground are often not read.
    """
    try:
        code, out, errors = answer(_COMMAND, given=data, seconds=_SECONDS)
    except TimeoutError as error:
        raise CannotRun(f"a picture was not read: {error}") from error
    except OSError as error:
        raise CannotRun("Tesseract, which reads pictures, is not there", hint=REMEDY) from error
    if code:
        raise CannotRun(f"Tesseract failed: {errors.decode(errors='replace').strip()[-200:]}")
    return out.decode(errors="replace")


PAGES_REMEDY = (
    "Debian: apt-get install poppler-utils; Fedora: dnf install poppler-utils; "
    "macOS: brew install poppler"
)
_PAGES = ("pdftotext", "-q", "-enc", "UTF-8", "-", "-")


def read_pages(data: bytes) -> str:
    """The text of a PDF, empty where it has none that can be read."""
    try:
        code, out, _ = answer(_PAGES, given=data, seconds=_SECONDS)
    except OSError:
        return ""
    return "" if code else out.decode(errors="replace")


@functools.cache
def reads_pages() -> bool:
    """Whether `pdftotext` of Poppler is installed."""
    try:
        answer(["pdftotext", "-v"], given=b"", seconds=20)
    except OSError:
        return False
    return True


@functools.cache
def tesseract_version() -> str | None:
    """The version that is installed, if there is one."""
    try:
        _, out, _ = answer(["tesseract", "--version"], given=b"", seconds=20)
    except OSError:
        return None
    return (
        out.decode(errors="replace").partition("\n")[0].removeprefix("tesseract ").strip() or None
    )

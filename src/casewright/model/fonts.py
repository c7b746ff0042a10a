"""Fonts that journals ask for, and the free fonts with their widths that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FontName = Literal[
    "serif", "sans", "Times New Roman", "Arial", "Helvetica", "Calibri", "Cambria", "Book Antiqua"
]


@dataclass(frozen=True, slots=True)
class Face:
    """What one font of a journal means for the outputs."""

    word: str
    """The name in the DOCX."""
    family: str
    """The font in `templates/_shared/fonts` that has the same widths; the PDF is set in it."""
    file: str
    """The first part of the names of its files."""
    kind: Literal["serif", "sans"]
    single: float
    """Single spacing as a multiple of the type size."""


# The widths of Liberation, Carlito and Caladea are those of the named fonts; TeX Gyre Pagella has
# those of Palatino, after which Book Antiqua was made. Single spacing is what LibreOffice sets in
# the free font, which agrees with Word for the first three; for Book Antiqua it is an estimate.
_TIMES = Face("Times New Roman", "Liberation Serif", "LiberationSerif", "serif", 1.149)
_ARIAL = Face("Arial", "Liberation Sans", "LiberationSans", "sans", 1.149)

FACES: Mapping[FontName, Face] = {
    "serif": _TIMES,
    "sans": _ARIAL,
    "Times New Roman": _TIMES,
    "Arial": _ARIAL,
    "Helvetica": Face("Helvetica", "Liberation Sans", "LiberationSans", "sans", 1.149),
    "Calibri": Face("Calibri", "Carlito", "Carlito", "sans", 1.2207),
    "Cambria": Face("Cambria", "Caladea", "Caladea", "serif", 1.172),
    "Book Antiqua": Face("Book Antiqua", "TeX Gyre Pagella", "texgyrepagella", "serif", 1.2),
}

SHIPPED: Mapping[str, str] = {face.family: face.file for face in FACES.values()}
"""Every family that the outputs may be set in, with the first part of the names of its files."""

"""What a legend says of an image beside the author's words: stain, scale, and whose it is.

Source: ICMJE Recommendations, IV.A.3.h Illustrations (Figures): the internal scale is explained and
the method of staining identified in photomicrographs; of a figure that was published before, the
original source is acknowledged.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from casewright.compose.language import capitalised
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import NBSP, quantity
from casewright.model.floats import Figure, Panel, Picture


class LegendWriter:
    """The sentences of legends that are made from facts."""

    def __init__(self, *, prose_at: Callable[[str], Md], mark: Callable[[str], Md]) -> None:
        self._prose_at, self._mark = prose_at, mark

    def note(self, figure: Figure) -> Md:
        """Sentences after the legend of a figure."""
        ended = [part if re.search(r"[.?!]$", part) else part + "." for part in self._told(figure)]
        return Md(" ".join(f"{self._mark(figure.path)}{capitalised(part)}" for part in ended))

    def detail(self, panel: Panel) -> Md:
        """The same of a panel, as it stands in parentheses."""
        told = "; ".join(part.removesuffix(".") for part in self._told(panel))
        return Md(f"{self._mark(panel.path)}{told}" if told else "")

    def _told(self, picture: Picture) -> list[str]:
        parts = [str(_technique(picture))]
        if reuse := picture.reused:
            source = self._prose_at(reuse.at_path("source"))
            parts.append(str(Md.join_all(Md.of(reuse.opening), " ", source)))
        return [part for part in parts if part]


def _technique(picture: Picture) -> Md:
    """'hematoxylin and eosin, original magnification ×400, scale bar 50 µm'; or nothing."""
    parts: list[object] = [picture.stain] if picture.stain else []
    if picture.magnification:
        parts.append(f"original magnification{NBSP}{picture.magnification}")
    if picture.scale_bar:
        parts.append(Md.join_all("scale bar", NBSP, quantity(picture.scale_bar)))
    return Md(", ").join(map(Md.of, parts))

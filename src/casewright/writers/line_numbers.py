"""Numbers beside the lines of a PDF, drawn from WeasyPrint's layout."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from casewright.writers._digits import ADVANCE, OUTLINES
from casewright.writers.sizes import LINE_NUMBER_GAP_PT, LINE_NUMBER_PT

_POINT = 0.75
"""Points in a CSS pixel."""
_SAME_LINE = 3.0
"""Pixels between baselines below which boxes stand on one line."""
_WITHOUT_NUMBERS = frozenset({"figure", "figcaption", "table", "caption"})


def draw_line_numbers(document: Any, pdf: pydyf.PDF, *, counting: str, every: int) -> None:
    """Number the lines of the text, `continuous` or `per-page`; print one in `every`.

    As in Word, figures, tables, captions, heads and feet are not counted. The numbers are
    artifacts: readers of the tagged PDF pass over them.
    """
    pages = [thing for thing in pdf.objects if _is_page(thing)]
    count = 0
    for page, target in zip(document.pages, pages, strict=True):
        box = page._page_box
        baselines = _merge(sorted(_baselines(box)))
        start = 0 if counting == "per-page" else count
        right = box.content_box_x() * _POINT - LINE_NUMBER_GAP_PT
        heights = [(page.height - y) * _POINT for y in baselines]
        stream = pydyf.Stream([_drawing(heights, start, right, every=every)], compress=True)
        pdf.add_object(stream)
        # Before the page's own content, which leaves a flipped coordinate system behind.
        target["Contents"] = pydyf.Array([stream.reference, target["Contents"]])
        count = start + len(baselines)


def numbered_lines(document: Any, *, counting: str) -> Iterator[tuple[str, int, int | None]]:
    """The text of each line in reading order, its page, and the number that is drawn beside it.

    Lines of figures, tables and captions have no number, nor has any where none are drawn.
    """
    count = 0
    for number, page in enumerate(document.pages, 1):
        box = page._page_box
        baselines = _merge(sorted(_baselines(box)))
        start = 0 if counting == "per-page" else count
        for line, counted in _lines(box, counted=counting != "none"):
            y = line.position_y + line.baseline
            place = start + bisect.bisect_right(baselines, y) if counted else None
            yield "".join(_texts(line)), number, place
        count = start + len(baselines)


def _lines(box: Any, *, counted: bool) -> Iterator[tuple[Any, bool]]:
    if isinstance(box, boxes.MarginBox):
        return
    counted = counted and box.element_tag not in _WITHOUT_NUMBERS
    if isinstance(box, boxes.LineBox):
        yield box, counted
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _lines(child, counted=counted)


def _texts(box: Any) -> Iterator[str]:
    if isinstance(box, boxes.TextBox):
        yield box.text
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _texts(child)


def _is_page(thing: object) -> bool:
    return isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/Page"


def _baselines(box: Any) -> Iterator[float]:
    if isinstance(box, boxes.MarginBox) or box.element_tag in _WITHOUT_NUMBERS:
        return
    if isinstance(box, boxes.LineBox):
        yield box.position_y + box.baseline
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _baselines(child)


def _merge(ordered: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for y in ordered:
        if not kept or y - kept[-1] > _SAME_LINE:
            kept.append(y)
    return kept


def _drawing(heights: Sequence[float], start: int, right: float, *, every: int) -> bytes:
    scale = LINE_NUMBER_PT / 1000
    parts = ["/Artifact <</Type /Layout>> BDC q 0 g"]
    for number, y in enumerate(heights, start + 1):
        if number % every:
            continue
        digits = str(number)
        x = right - len(digits) * ADVANCE * scale
        parts.append(f"q {scale} 0 0 {scale} {x:.2f} {y:.2f} cm")
        for digit in digits:
            parts.append(f"{OUTLINES[int(digit)]} f 1 0 0 1 {ADVANCE} 0 cm")
        parts.append("Q")
    parts.append("Q EMC")
    return "\n".join(parts).encode()

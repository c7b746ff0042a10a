"""Numbers beside the lines of a PDF, drawn from WeasyPrint's layout."""

from __future__ import annotations

from typing import Any


def draw_line_numbers(document: Any, pdf: Any, *, restart: bool) -> None:
    """Draw the numbers as artifacts; they start anew on each page if `restart`."""

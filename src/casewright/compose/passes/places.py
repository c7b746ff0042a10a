"""Where in the author's files a part of the AST stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from casewright.diagnostics import Span
from casewright.model.case import Report
from casewright.model.document import Source


def locate(
    needle: str, keys: tuple[str, ...], *, case: Report, sources: Mapping[str, Source]
) -> Span | None:
    """The exact place of `needle` within the sources `keys`; else where these begin."""
    found = [sources[key] for key in keys if key in sources]
    for source in found:
        prose = case.prose.get(source.path)
        if prose is None:
            continue
        for line, place in zip(prose.text.split("\n"), prose.lines, strict=False):
            at = line.find(needle)
            if place == source.span and at >= 0:
                column = place.column + at
                end = column + len(needle)
                return replace(place, column=column, end_line=place.line, end_column=end)
    return found[0].span if found else None

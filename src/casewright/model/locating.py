"""Where in the author's files a part of the AST stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from casewright.diagnostics import Span
from casewright.model.case import Report
from casewright.model.document import Source


def locate(
    needle: str | re.Pattern[str],
    keys: Sequence[str],
    *,
    case: Report,
    sources: Mapping[str, Source],
) -> Span | None:
    """The exact place of `needle` within the sources `keys`; else where these begin."""
    wanted = re.compile(re.escape(needle)) if isinstance(needle, str) else needle
    found = [sources[key] for key in keys if key in sources]
    for source in found:
        prose = case.prose.get(source.path)
        if prose is None:
            continue
        for line, place in zip(prose.text.split("\n"), prose.lines, strict=False):
            match = wanted.search(line)
            if place == source.span and match:
                column, end = (place.column + at for at in match.span())
                return replace(place, column=column, end_line=place.line, end_column=end)
    return found[0].span if found else None

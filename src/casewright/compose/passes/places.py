"""Where in the author's files a part of the AST stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from casewright.diagnostics import Span
from casewright.model.case import Case
from casewright.model.document import Ast, Source
from casewright.model.tree import source_keys


def with_sources(value: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[Ast, tuple[str, ...]]]:
    """Every node in reading order with the keys of the sentence that it stands in."""
    if isinstance(value, list):
        for item in value:
            yield from with_sources(item, keys)
    elif isinstance(value, dict):
        if "t" in value:
            keys = tuple(source_keys(value)) or keys
            yield value, keys
        for item in value.values():
            if isinstance(item, list | dict):
                yield from with_sources(item, keys)


def locate(
    needle: str, keys: tuple[str, ...], *, case: Case, sources: Mapping[str, Source]
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

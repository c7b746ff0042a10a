"""Every sentence of a manuscript with the places that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casewright.diagnostics import Diagnostics, Span
from casewright.manuscript import Manuscript, Phases, compose_manuscript
from casewright.model.document import Document
from casewright.model.tree import div_class, plain_text, source_keys, walk
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TraceLine:
    """A sentence and its sources, the first one leading."""

    sentence: str
    path: str
    """The path of the leading source in the case, or `references.<key>`."""
    places: tuple[Span, ...]


def trace(
    workspace: Workspace, case: str, journal: str
) -> tuple[tuple[TraceLine, ...], Diagnostics]:
    """Compose the manuscript and list its sentences in reading order; raises `CannotRun`."""
    with Pandoc.start() as pandoc:
        made = compose_manuscript(workspace, case, journal, pandoc=pandoc, phases=Phases())
    if made.document is None:
        return (), made.diagnostics
    return tuple(_lines(made, made.document)), made.diagnostics


def _lines(made: Manuscript, document: Document) -> Iterator[TraceLine]:
    for node in walk(document.blocks):
        if keys := source_keys(node):
            sources = [document.sources[key] for key in keys]
            places = tuple(dict.fromkeys(source.span for source in sources))
            yield TraceLine(plain_text(node), sources[0].path, places)
        elif div_class(node, "csl-entry") and made.library is not None:
            key = node["c"][0][0].removeprefix("ref-")
            place = made.library.entries[key].span
            yield TraceLine(plain_text(node), f"references.{key}", (place,))

"""The edits that findings about libraries offer, shown as a difference and made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

from casewright.bibtex.editing import apply
from casewright.bibtex.encoding import as_utf8, encoding_of
from casewright.bibtex.source import Source
from casewright.diagnostics import Diagnostic
from casewright.edits import FixedFile, apart
from casewright.refs import Scope, findings

_ROUNDS = 10
"""A field with several faults is mended fault by fault."""


class Which(StrEnum):
    """Which edits are made."""

    SAFE = "safe"
    """Those that change the form and never the meaning."""
    ALL = "all"
    """Also those that somebody should look at, and the encoding of a file."""


def fix(scope: Scope, which: Which, *, only: Collection[str] = ()) -> tuple[FixedFile, ...]:
    """The libraries that the edits of the findings change; nothing is written.

    `only` names the codes of rules whose edits are wanted, if not all are.
    """
    before = {source.file: source.data for source in scope.sources}
    made: dict[str, list[Diagnostic]] = {source.file: [] for source in scope.sources}
    if which is Which.ALL and (not only or "CASE013" in only):
        scope = replace(scope, sources=tuple(_decoded(source) for source in scope.sources))
    for _ in range(_ROUNDS):
        wanted = [
            one
            for one in findings(scope)
            if one.edit
            and (one.edit.safe or which is Which.ALL)
            and (not only or one.rule.code in only)
        ]
        if not wanted:
            break
        sources = []
        for source in scope.sources:
            mine = [one for one in wanted if one.edit and one.edit.span.file == source.file]
            splices, done = apart(source.lines, mine)
            made[source.file] += done
            data = apply(source.data, splices)
            sources.append(Source.of(source.file, data) if splices else source)
        scope = replace(scope, sources=tuple(sources))
    return tuple(
        FixedFile(source.file, before[source.file], source.data, tuple(made[source.file]))
        for source in scope.sources
        if source.data != before[source.file]
    )


def _decoded(source: Source) -> Source:
    if encoding_of(source.data) != "UTF-16":
        return source
    return Source.of(source.file, as_utf8(source.data))

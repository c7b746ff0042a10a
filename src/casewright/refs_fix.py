"""The edits that findings about libraries offer, shown as a difference and made."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from casewright.bibtex.editing import Splice, apply
from casewright.bibtex.encoding import as_utf8, encoding_of
from casewright.bibtex.source import Source
from casewright.diagnostics import Diagnostic
from casewright.history import Change, commit
from casewright.refs import Scope, findings
from casewright.workspace import Workspace

_ROUNDS = 10
"""A field with several faults is mended fault by fault."""


class Which(StrEnum):
    """Which edits are made."""

    SAFE = "safe"
    """Those that change the form and never the meaning."""
    ALL = "all"
    """Also those that somebody should look at, and the encoding of a file."""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A library before and after its edits."""

    file: str
    before: bytes
    after: bytes
    made: tuple[Diagnostic, ...]
    """The findings that are gone."""

    def diff(self) -> str:
        """The lines that differ, as `diff -u` shows them."""
        old, new = (_shown(data) for data in (self.before, self.after))
        head = f"--- {self.file}\n+++ {self.file}\n"
        encoding = encoding_of(self.before)
        if encoding == "UTF-16":
            head = f"{self.file} is {encoding} and becomes UTF-8\n{head if old != new else ''}"
        return head + "".join(_hunks(old, new))


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
            splices, done = _apart(source, mine)
            made[source.file] += done
            data = apply(source.data, splices)
            sources.append(Source.of(source.file, data) if splices else source)
        scope = replace(scope, sources=tuple(sources))
    return tuple(
        FixedFile(source.file, before[source.file], source.data, tuple(made[source.file]))
        for source in scope.sources
        if source.data != before[source.file]
    )


def write(workspace: Workspace, fixed: Sequence[FixedFile], *, what: str = "refs fix") -> None:
    """Write the libraries together; raises `CannotRun` when one was changed meanwhile."""
    changes = [Change(workspace.root / one.file, one.before, one.after) for one in fixed]
    if changes:
        commit(workspace, changes, what=what)


def _decoded(source: Source) -> Source:
    if encoding_of(source.data) != "UTF-16":
        return source
    return Source.of(source.file, as_utf8(source.data))


def _apart(source: Source, wanted: Sequence[Diagnostic]) -> tuple[list[Splice], list[Diagnostic]]:
    """The edits that do not touch each other; the others come in the next round."""
    splices: list[Splice] = []
    done: list[Diagnostic] = []
    end = -1
    pairs = [(source.splice(one.edit), one) for one in wanted if one.edit]
    for splice, one in sorted(pairs, key=lambda pair: pair[0][:2]):
        if splice.start > end:
            splices.append(splice)
            done.append(one)
            end = splice.end
    return splices, done


def _shown(data: bytes) -> str:
    text = as_utf8(data) if encoding_of(data) == "UTF-16" else data
    return text.decode(errors="backslashreplace").replace("\r\n", "\n").replace("\r", "\n")


def _hunks(old: str, new: str) -> Iterator[str]:
    """Compared entry by entry: the whole of a long library would take minutes."""
    parts = [re.split(r"^(?=@)", text, flags=re.M) for text in (old, new)]
    if len(parts[0]) != len(parts[1]):
        parts = [[old], [new]]
    gone = come = 0
    for before, after in zip(*parts, strict=True):
        if before != after:
            pair = (before.splitlines(keepends=True), after.splitlines(keepends=True))
            for line in list(difflib.unified_diff(*pair, n=2))[2:]:
                yield _moved(line, gone, come) if line.startswith("@@") else f"{line.rstrip()}\n"
        gone += before.count("\n")
        come += after.count("\n")


def _moved(head: str, gone: int, come: int) -> str:
    """The head of a hunk with the lines counted from the start of the file."""
    old, new = re.findall(r"[-+](\d+)", head)
    return head.replace(f"-{old}", f"-{int(old) + gone}").replace(f"+{new}", f"+{int(new) + come}")

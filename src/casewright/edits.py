"""The edits that findings about a case offer, shown as a difference and made."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casewright.bibtex.editing import Splice, apply
from casewright.bibtex.source import Lines
from casewright.diagnostics import PRIVATE, Diagnostic
from casewright.history import Change, commit
from casewright.workspace import OutsideWorkspace, Workspace, read_if_there


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A file of the workspace before and after its edits."""

    file: str
    before: bytes
    after: bytes
    made: tuple[Diagnostic, ...]
    """The findings whose edits these are."""

    def diff(self) -> str:
        """The lines that differ, as `diff -u` shows them."""
        pair = (data.decode(errors="backslashreplace") for data in (self.before, self.after))
        old, new = (text.splitlines() for text in pair)
        lines = difflib.unified_diff(old, new, self.file, self.file, n=2, lineterm="")
        return "\n".join(lines)


def edited(workspace: Workspace, found: Iterable[Diagnostic]) -> tuple[EditedFile, ...]:
    """The files of the workspace that the safe edits of findings change; nothing is written.

    Of edits that touch the same text the first is made; another run makes the next.
    """
    by_file: dict[str, list[Diagnostic]] = {}
    for one in found:
        if one.edit and one.edit.safe and not one.edit.span.file.endswith(PRIVATE):
            by_file.setdefault(one.edit.span.file, []).append(one)
    return tuple(
        made
        for file, each in sorted(by_file.items())
        if (data := _own(workspace, file)) is not None
        for made in _edited(file, data, each)
    )


def write_edits(workspace: Workspace, files: Sequence[EditedFile], *, what: str) -> None:
    """Write all files or none, and keep what they held; raises `CannotRun` as `commit` does."""
    if files:
        changes = [Change(workspace.root / one.file, one.before, one.after) for one in files]
        commit(workspace, changes, what=what)


def _own(workspace: Workspace, file: str) -> bytes | None:
    """The bytes of a file of the workspace; None for templates that came with casewright."""
    try:
        return read_if_there(workspace.inside(workspace.root, file))
    except OutsideWorkspace:
        return None


def _edited(file: str, data: bytes, found: Sequence[Diagnostic]) -> Iterator[EditedFile]:
    lines, splices, made, end = Lines.of(data), list[Splice](), list[Diagnostic](), -1
    for splice, one in sorted(_splices(lines, found), key=lambda pair: pair[0][:2]):
        if splice.start >= end:
            splices.append(splice)
            made.append(one)
            end = max(splice.end, splice.start + 1)
    after = apply(data, splices)
    if after != data:
        yield EditedFile(file, data, after, tuple(made))


def _splices(lines: Lines, found: Iterable[Diagnostic]) -> Iterator[tuple[Splice, Diagnostic]]:
    for one in found:
        if one.edit:
            span = one.edit.span
            start = lines.offset(span.line, span.column)
            end = lines.offset(span.end_line, span.end_column)
            yield Splice(start, end, one.edit.replacement.encode()), one

"""The edits that findings about a case offer, shown as a difference and made."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casewright.bibtex.editing import Splice, apply
from casewright.bibtex.encoding import as_utf8, encoding_of
from casewright.bibtex.source import Lines
from casewright.diagnostics import PRIVATE, Diagnostic
from casewright.history import Change, commit
from casewright.workspace import OutsideWorkspace, Workspace, read_if_there


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file of the workspace before and after its edits."""

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


def edited(workspace: Workspace, found: Iterable[Diagnostic]) -> tuple[FixedFile, ...]:
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


def write_edits(workspace: Workspace, files: Sequence[FixedFile], *, what: str) -> None:
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


def _edited(file: str, data: bytes, found: Sequence[Diagnostic]) -> Iterator[FixedFile]:
    splices, made = apart(Lines.of(data), found)
    after = apply(data, splices)
    if after != data:
        yield FixedFile(file, data, after, tuple(made))


def apart(lines: Lines, wanted: Iterable[Diagnostic]) -> tuple[list[Splice], list[Diagnostic]]:
    """The edits that do not touch each other; the others come in the next round."""
    splices: list[Splice] = []
    done: list[Diagnostic] = []
    end = -1
    pairs = [(lines.splice(one.edit), one) for one in wanted if one.edit]
    for splice, one in sorted(pairs, key=lambda pair: pair[0][:2]):
        there = lines.data[splice.start : splice.end]
        if splice.start > end and _is_meant(one, there):
            splices.append(splice)
            done.append(one)
            end = splice.end
    return splices, done


def _is_meant(one: Diagnostic, there: bytes) -> bool:
    """Whether what an edit replaces is what its rule saw: YAML may write a text otherwise."""
    seen = one.edit.instead_of if one.edit else None
    return seen is None or there.decode(errors="replace") == seen


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

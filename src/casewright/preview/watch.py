"""Notice that what a manuscript was made of has changed, or that there is something new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from casewright.workspace import SETTINGS, Workspace, file_names, file_stat, is_folder

State = tuple[int, int] | None
"""Size and time of change of a file; None where there is none."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What to look at: the files that were read, and the names in the folders around them."""

    files: Mapping[Path, State]
    folders: Mapping[Path, tuple[str, ...]]

    @classmethod
    def over(
        cls,
        workspace: Workspace,
        case: str,
        *,
        began: int,
        before: Self | None = None,
        also: Iterable[Path] = (),
    ) -> Self:
        """Everything that `workspace` has read since the time `began`, and what is beside it.

        `before` is how folders looked then: a file may have come meanwhile. `also` are files that
        it would have read if it had come to them.
        """
        files: dict[Path, State] = {}
        unread = dict.fromkeys((*also, workspace.root / SETTINGS), (0, 0, ""))
        for path, (size, changed, _) in (unread | workspace.reads).items():
            state = (size, changed) if changed else file_stat(path)
            # Of a file that was read in part, or not yet, there is no state as it was read.
            late = not changed and state is not None and state[1] >= began
            files[path] = (-1, 0) if late else state
        known = before.folders if before else {}
        folders = dict.fromkeys(_folders(workspace, case))
        return cls(files, {one: known[one] if one in known else _names(one) for one in folders})

    def look(self) -> Self:
        """The same files and folders as they are now: equal to this if nothing has changed."""
        files = {path: file_stat(path) for path in self.files}
        return type(self)(files, {folder: _names(folder) for folder in self.folders})


def _folders(workspace: Workspace, case: str) -> Iterator[Path]:
    yield workspace.root / "cases" / case
    yield workspace.root / "references"
    yield workspace.root / "templates"
    for path in workspace.reads:
        if path.parent != workspace.root:  # in which build/ comes and goes
            yield path.parent


def _names(folder: Path) -> tuple[str, ...]:
    """The names in a folder, but for those that editors make beside a file while it is open."""
    names = file_names(folder) if is_folder(folder) else ()
    return tuple(name for name in names if not name.startswith((".", "#", "~")) and name[-1] != "~")

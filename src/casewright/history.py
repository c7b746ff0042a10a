"""Changes to what people wrote: all files or none, and each version before can be had again.

`references/.history/<number>/` holds one change: `change.json` says which files it touched, and
`<n>.before.gz` is the content of the n-th of them before it. The folder may be deleted at any time;
git does not see it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casewright.diagnostics import PRIVATE, CannotRun
from casewright.staging import Staging, locked
from casewright.workspace import (
    OutsideWorkspace,
    Workspace,
    file_names,
    read_if_there,
    remove,
    remove_folder,
)

_KEPT = 50
"""The changes that can be taken back; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file before and after; None where it is not there."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that was made to one or more files together."""

    number: int
    when: str
    """The day, as 2026-01-31."""
    what: str
    """The command that made it."""
    files: tuple[str, ...]
    """Relative to the workspace."""
    undone: bool


def commit(workspace: Workspace, changes: Sequence[Change], *, what: str) -> Entry:
    """Write all files together and keep what they held before.

    Raises `CannotRun`, and writes nothing, when one of them is not as `before` has it: somebody
    else wrote it meanwhile.
    """
    folder = _folder(workspace)
    with locked(folder):
        for change in changes:
            if change.path.name.endswith(PRIVATE):
                raise ValueError(f"{change.path.name} is private: it is never copied")
            if read_if_there(change.path) != change.before:
                raise _changed(workspace.relative(change.path), "was changed meanwhile")
        number = max(_numbers(folder), default=0) + 1
        about = {
            "when": workspace.today.isoformat(),
            "what": what,
            "undone": False,
            "files": [
                {
                    "path": workspace.relative(change.path),
                    "before": _digest(change.before),
                    "after": _digest(change.after),
                }
                for change in changes
            ],
        }
        _keep(folder, number, about, [change.before for change in changes])
        _put({change.path: change.after for change in changes})
        _forget(folder, number - _KEPT)
        return _entry(number, about)


def entries(workspace: Workspace) -> tuple[Entry, ...]:
    """All changes that are remembered, the last one first."""
    folder = _folder(workspace)
    found = ((number, _about(folder, number)) for number in sorted(_numbers(folder), reverse=True))
    return tuple(_entry(number, about) for number, about in found if about)


def undo(workspace: Workspace) -> Entry:
    """Take back the last change that was not taken back yet; what it had written is kept, too.

    Raises `CannotRun`, and writes nothing, when there is none or a file was changed since.
    """
    folder = _folder(workspace)
    last = next((one for one in entries(workspace) if not one.undone), None)
    if last is None:
        raise CannotRun("there is no change to take back")
    with locked(folder):
        about = _about(folder, last.number) or {"files": []}
        back: dict[Path, bytes | None] = {}
        after: list[bytes | None] = []
        for n, file in enumerate(about["files"]):
            path = _inside(workspace, file["path"])
            now = read_if_there(path)
            if _digest(now) not in (file["before"], file["after"]):
                raise _changed(file["path"], f"was changed after '{last.what}'")
            after.append(now)
            back[path] = _kept(folder, last.number, n) if file["before"] else None
            if _digest(back[path]) != file["before"]:
                raise CannotRun(f"the version of {file['path']} before '{last.what}' is damaged")
        _keep(folder, last.number, {**about, "undone": True}, after, name="after")
        _put(back)
    return last


def _changed(name: str, how: str) -> CannotRun:
    hint = "look at it, then give the same command again"
    return CannotRun(f"{name} {how}; nothing was written", hint=hint)


def _inside(workspace: Workspace, name: str) -> Path:
    try:
        return workspace.inside(workspace.root, name)
    except OutsideWorkspace as error:
        raise CannotRun(f"the history names {name}, which leads out of the workspace") from error


def _folder(workspace: Workspace) -> Path:
    return workspace.root / "references" / ".history"


def _numbers(folder: Path) -> Iterator[int]:
    return (int(name) for name in file_names(folder) if name.isdecimal())


def _about(folder: Path, number: int) -> dict[str, Any] | None:
    try:
        found = json.loads(read_if_there(folder / f"{number:04}" / "change.json") or b"")
    except ValueError:
        return None
    return found if isinstance(found, dict) and "files" in found else None


def _entry(number: int, about: dict[str, Any]) -> Entry:
    files = tuple(file["path"] for file in about["files"])
    return Entry(number, about["when"], about["what"], files, about["undone"])


def _keep(
    folder: Path,
    number: int,
    about: dict[str, Any],
    versions: Sequence[bytes | None],
    *,
    name: str = "before",
) -> None:
    place = folder / f"{number:04}"
    with Staging() as staging:
        staging.write(folder / ".gitignore", b"*\n")
        for n, data in enumerate(versions):
            if data is not None:
                staging.write(place / f"{n}.{name}.gz", gzip.compress(data, mtime=0))
        staging.write(place / "change.json", json.dumps(about, indent=2).encode() + b"\n")
        staging.put()


def _kept(folder: Path, number: int, n: int) -> bytes | None:
    data = read_if_there(folder / f"{number:04}" / f"{n}.before.gz")
    try:
        return None if data is None else gzip.decompress(data)
    except (OSError, EOFError):
        return None


def _put(files: dict[Path, bytes | None]) -> None:
    with Staging() as staging:
        for path, data in files.items():
            if data is not None:
                staging.write(path.resolve(), data)
        staging.put()
    for path, data in files.items():
        if data is None:
            remove(path)


def _forget(folder: Path, oldest: int) -> None:
    for number in list(_numbers(folder)):
        if number <= oldest:
            remove_folder(folder / f"{number:04}")


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()

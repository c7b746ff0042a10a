"""Writing files: a reader sees the old ones or the new ones, never a part."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never a part."""
    with Staging() as staging:
        staging.write(path, data)
        staging.put()


def write_derived(path: Path, data: bytes) -> None:
    """Write what can be made again, without waiting for the disk.

    A reader sees the old file or the new one, but a power cut may leave something else.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other builds out of `folder` for the length of the block, where the system can."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Staging:
    """Files that are written beside their places, and then put there together."""

    def __init__(self) -> None:
        self._staged: dict[str, Path] = {}

    def write(self, path: Path, data: bytes) -> None:
        """Bring to the disk what shall stand at `path`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        self._staged[name] = path
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)

    def put(self) -> None:
        """Replace the files at their places; a reader sees the old one or the new one of each."""
        for name, path in list(self._staged.items()):
            os.replace(name, path)
            del self._staged[name]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for name in self._staged:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)


def make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a new folder of files, by their paths in it; it comes whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, data in files.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        staged.chmod(0o755)
        os.rename(staged, folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise

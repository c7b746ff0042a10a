"""Derived data kept in a folder between builds."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from casewright.workspace import read_if_there, write_atomic


@dataclass(frozen=True, slots=True)
class FolderCache:
    """One file for each key; the folder may be deleted at any time."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, if it is still there."""
        return read_if_there(self._path(key))

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, if the folder can be written to."""
        # a cache that cannot be written costs time, never the build
        with contextlib.suppress(OSError):
            write_atomic(self._path(key), data)

    def _path(self, key: str) -> Path:
        return self.folder / key

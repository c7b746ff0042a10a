"""Derived data kept in a folder between builds."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from casewright.staging import write_derived
from casewright.workspace import read_if_there


@dataclass(frozen=True, slots=True)
class FolderCache:
    """One file for each key: a SHA-256, then the data. The folder may be deleted at any time."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, if it is still there and whole."""
        kept = read_if_there(self._path(key)) or b""
        data = kept[_DIGEST:]
        return data if kept[:_DIGEST] == _digest(data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, if the folder can be written to."""
        # a cache that cannot be written costs time, never the build
        with contextlib.suppress(OSError):
            write_derived(self._path(key), _digest(data) + data)

    def _path(self, key: str) -> Path:
        return self.folder / key


_DIGEST = hashlib.sha256().digest_size


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()

"""Derived data between builds: only what is whole comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from casewright.library.cache import FolderCache


@pytest.mark.parametrize("data", [b"", b"a", bytes(100_000)])
def test_what_was_kept_comes_back(tmp_path: Path, data: bytes) -> None:
    cache = FolderCache(tmp_path / "new")
    assert cache.get("key") is None
    cache.put("key", data)
    assert cache.get("key") == data
    assert cache.get("other") is None


@pytest.mark.parametrize("left", [0, 1, 31, 32, 40])
def test_what_a_power_cut_left_is_not_taken(tmp_path: Path, left: int) -> None:
    cache = FolderCache(tmp_path)
    cache.put("key", b"twenty bytes of data")
    (tmp_path / "key").write_bytes((tmp_path / "key").read_bytes()[:left])
    assert cache.get("key") is None

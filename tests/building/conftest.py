"""The small case, as files and built."""

from __future__ import annotations

from pathlib import Path

import pytest

from building.builder import INTRODUCTION, LIBRARY, Builder
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace
from specs import mini_workspace


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """A small case that cites one of two entries."""
    files = {"introduction.md": INTRODUCTION, "references/library.bib": LIBRARY}
    return mini_workspace(tmp_path / "small", files)


@pytest.fixture
def builder(small: Workspace, pandoc: Pandoc) -> Builder:
    """The small case, built."""
    builder = Builder(small, pandoc)
    assert not builder().diagnostics.failed
    return builder

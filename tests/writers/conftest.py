"""What the tests of the writers share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casewright.writers.pdf import PdfWorker


@pytest.fixture(scope="session")
def font_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def layout(font_cache: Path) -> Iterator[PdfWorker]:
    with PdfWorker.start(cache=font_cache) as running:
        yield running

from __future__ import annotations

from collections.abc import Iterator

import pytest

from casewright.pandoc import Pandoc


@pytest.fixture(scope="module")
def pandoc() -> Iterator[Pandoc]:
    with Pandoc.start() as running:
        yield running

"""What is named but not defined: the specs are `tests/compose/*.md`, in the form of the hostile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from casewright.pandoc import Pandoc
from specs import case_answers, rewritten

_SPECS = sorted((Path(__file__).parent / "compose").glob("*.md"))


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_every_undefined_name_is_reported_at_its_place(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")

    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        assert "findings" in blocks, title
        return case_answers(blocks, tmp_path / re.sub(r"\W+", "-", title), pandoc)

    expect(path, rewritten(text, answer))


def test_findings_come_sorted_by_place() -> None:
    for path in _SPECS:
        for block in re.findall(r"^```findings\n(.*?)^```$", path.read_text(), re.M | re.S):
            places = re.findall(r"^(\S+?):(\d+):(\d+) ", block, re.M)
            order = [(name, int(line), int(column)) for name, line, column in places]
            assert order == sorted(order)

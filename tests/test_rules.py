"""What each rule finds in the facts of a case: the specs are `tests/rules/*.md`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from casewright.model.case import Case
from casewright.readers.case import read_case
from casewright.rules.care import check_care
from casewright.rules.privacy import check_consent
from specs import finding_lines, mini_workspace, rewritten

_SPECS = sorted((Path(__file__).parent / "rules").glob("*.md"))


def _found(title: str, blocks: Mapping[str, str], root: Path) -> dict[str, str]:
    workspace = mini_workspace(root / title, {"case.yaml": blocks["case"], "figures/face.svg": ""})
    case, found = read_case(workspace, workspace.root / "cases" / "x")
    assert isinstance(case, Case), finding_lines(found)
    return {"findings": finding_lines([*check_care(case), *check_consent(case)])}


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_rule_finds_what_it_is_for(
    path: Path, tmp_path: Path, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")
    expect(path, rewritten(text, lambda title, blocks: _found(title, blocks, tmp_path)))

"""Every case of `cases/` as each journal prints it, with what it finds: the goldens."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from casewright.diagnostics import Severity
from casewright.pandoc import Pandoc
from casewright.writers.markdown import write_markdown
from specs import EXAMPLE, JOURNALS, ROOT, compose, finding_lines, workspace_at

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.parent.name for path in (ROOT / "cases").glob("*/case.yaml"))


@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("case", [case for case in CASES if case != EXAMPLE])
def test_an_example_reads_as_accepted(
    case: str,
    journal: str,
    tmp_path: Path,
    pandoc: Pandoc,
    expect: Callable[[Path, str], None],
) -> None:
    for part in (f"cases/{case}", "references"):
        shutil.copytree(ROOT / part, tmp_path / part)
    made = compose(workspace_at(tmp_path), journal, pandoc, case=case)
    assert made.document is not None
    assert not [one for one in made.diagnostics if one.severity is Severity.ERROR]
    folder = GOLDEN / case / journal
    expect(folder / "manuscript.md", write_markdown(made.document, pandoc).decode())
    expect(folder / "diagnostics.txt", finding_lines(made.diagnostics))


def test_each_golden_is_that_of_a_case() -> None:
    assert {path.name for path in GOLDEN.iterdir() if (path / JOURNALS[0]).is_dir()} == set(CASES)

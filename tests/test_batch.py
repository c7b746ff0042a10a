"""Many manuscripts at once are the same manuscripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casewright.batch import build_all
from casewright.build import build
from casewright.workspace import Workspace
from specs import BMJ, WJG, finding_lines, mini_workspace, serious, workspace_at

FORMATS = ("docx", "pdf", "html", "md")
PAIRS = [("x", WJG), ("y", BMJ), ("broken", WJG), ("x", BMJ), ("y", WJG)]

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture
def cases(tmp_path: Path) -> Workspace:
    """Two good cases and a broken one, that share a library."""
    library = "@article{one, author={Koh, Y.}, title={On tumors}, journal={Nature}, year={2007}}\n"
    workspace = mini_workspace(
        tmp_path,
        {
            "case.yaml": "consent: 'not applicable: the case is invented'\n",
            "introduction.md": "Rare [@one].\n",
            "references/library.bib": library,
        },
    )
    for name in ("y", "broken"):
        shutil.copytree(tmp_path / "cases/x", tmp_path / "cases" / name)
    (tmp_path / "cases/y/introduction.md").write_text("Another case [@one].\n")
    (tmp_path / "cases/broken/introduction.md").write_text("Rare [@two].\n")
    return workspace


def _outputs(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if path.suffix in {".docx", ".pdf", ".html", ".md", ".svg", ".png"}
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_gives_the_bytes_of_single_builds(
    cases: Workspace, tmp_path: Path, jobs: int
) -> None:
    alone = workspace_at(tmp_path.parent / f"{tmp_path.name}-alone")
    shutil.copytree(cases.root, alone.root)
    for pair in (("x", WJG), ("y", BMJ)):
        assert not build(alone, *pair, formats=FORMATS).diagnostics.failed
    results = build_all(cases, PAIRS, formats=FORMATS, jobs=jobs)
    for case, journal in (("x", WJG), ("y", BMJ)):
        made = _outputs(cases.build_dir / case / journal)
        assert {f"manuscript.{name}" for name in FORMATS} <= set(made)
        assert made == _outputs(alone.build_dir / case / journal)
    assert [finding_lines(serious(one.diagnostics), hints=False) for one in results] == [
        "",
        "",
        "introduction.md:1:7 error REF001 'two' is not in references/library.bib\n",
        "",
        "",
    ]
    assert [bool(one.outputs) for one in results] == [True, True, False, True, True]


def test_a_second_batch_makes_nothing(cases: Workspace) -> None:
    pairs = [pair for pair in PAIRS if pair[0] != "broken"]
    build_all(cases, pairs, formats=("html",), jobs=2)
    assert [one.fresh for one in build_all(cases, pairs, formats=("html",), jobs=2)] == [True] * 4


def test_a_batch_of_nothing_is_nothing(cases: Workspace) -> None:
    assert build_all(cases, [], formats=FORMATS) == []

"""New workspaces and new cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casewright import scaffold
from casewright.diagnostics import CannotRun
from casewright.readers.case import read_case
from casewright.readers.journal import read_journal
from casewright.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    scaffold.init(tmp_path / "w", python="/opt/python")
    return Workspace.open(tmp_path / "w")


def test_a_workspace_has_the_folders_and_the_makefile(workspace: Workspace) -> None:
    root = workspace.root
    for name in ("cases", "references", "templates", "build"):
        assert (root / name).is_dir()
    assert (root / "Makefile").read_bytes() == Path(__file__).parents[1].joinpath(
        "Makefile"
    ).read_bytes()
    assert (root / "references" / "library.bib").is_file()
    assert (root / "templates" / "_shared" / "case.schema.json").is_file()


def test_outputs_and_this_computers_settings_are_not_committed(workspace: Workspace) -> None:
    ignored = (workspace.root / ".gitignore").read_text().splitlines()
    assert {"build/*", "!build/.gitkeep", ".casewright.mk"} <= set(ignored)


@pytest.mark.parametrize(
    ("python", "word"),
    [
        ("/opt/python", "'/opt/python'"),
        ("/my programs/py$1#", "'/my programs/py$$1\\#'"),
        ("/it's/python", "'/it'\\''s/python'"),
    ],
)
def test_the_makefile_is_told_which_python_to_use(tmp_path: Path, python: str, word: str) -> None:
    scaffold.init(tmp_path, python=python)
    assert (tmp_path / ".casewright.mk").read_text().endswith(f"CASEWRIGHT_PYTHON := {word}\n")


def test_a_workspace_finds_the_shipped_journals(workspace: Workspace) -> None:
    assert "bmj-case-reports" in workspace.journals()


def test_init_overwrites_nothing_and_then_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("mine")
    with pytest.raises(CannotRun, match="already holds Makefile"):
        scaffold.init(tmp_path, python="python")
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]
    assert (tmp_path / "Makefile").read_text() == "mine"


def test_init_can_join_a_folder_that_holds_other_things(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_text("mine")
    scaffold.init(tmp_path, python="python")
    assert (tmp_path / "cases").is_dir()


def test_init_into_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRun, match="is a file"):
        scaffold.init(tmp_path / "file", python="python")


@pytest.mark.parametrize("name", ["", "cases", "cases/first", "deep/er"])
def test_a_workspace_in_a_workspace_is_refused(workspace: Workspace, name: str) -> None:
    root = workspace.root
    before = sorted(root.rglob("*"))
    with pytest.raises(CannotRun) as error:
        scaffold.init(root / name, python="python")
    why = f"inside the workspace {root};" if name else "is a workspace already;"
    assert why in str(error.value)
    assert "nothing was written" in str(error.value)
    assert error.value.hint and "casewright new NAME" in error.value.hint
    assert sorted(root.rglob("*")) == before


def test_a_workspace_to_be_thrown_away_may_stand_in_build(workspace: Workspace) -> None:
    scaffold.init(workspace.root / "build" / "trial", python="python")
    assert (workspace.root / "build" / "trial" / "cases").is_dir()


def test_a_folder_of_cases_without_our_makefile_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "Makefile").write_text("all:\n")
    scaffold.init(tmp_path / "w", python="python")
    assert (tmp_path / "w" / "cases").is_dir()


def test_prose_of_a_new_case_needs_no_font_for_code(workspace: Workspace) -> None:
    for path in scaffold.new(workspace, "first"):
        assert path.suffix != ".md" or "`" not in path.read_text()


def _new_journal(workspace: Workspace, *, title: str | None = None) -> Path:
    return scaffold.new_journal(workspace, "my-journal", parent="bmj-case-reports", title=title)


def test_a_new_journal_reads_without_findings(workspace: Workspace) -> None:
    path = _new_journal(workspace, title='Acta: "Casuum" #1')
    journal, found = read_journal(workspace, "my-journal")
    assert not list(found)
    assert journal and journal.title == 'Acta: "Casuum" #1'
    first = path.read_text().splitlines()[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match and (path.parent / match[1]).is_file()


def test_a_new_journal_does_not_take_over_what_names_its_parent(workspace: Workspace) -> None:
    _new_journal(workspace)
    journal, _ = read_journal(workspace, "my-journal")
    assert journal and journal.title == "My Journal"
    assert journal.identity.issn_electronic is journal.identity.nlm_abbreviation is None


def test_every_example_in_a_new_journal_can_be_used_as_it_stands(workspace: Workspace) -> None:
    path = _new_journal(workspace)
    text = path.read_text()
    groups = re.findall(r"^# \w+:\n(?:#  .*\n)+", text, re.M)
    assert len(groups) >= 12
    for group in (*groups, "".join(groups)):
        path.write_text(text + re.sub("^# ", "", group, flags=re.M))
        journal, found = read_journal(workspace, "my-journal")
        assert journal and not list(found), group


def test_a_new_case_reads_without_findings(workspace: Workspace) -> None:
    scaffold.new(workspace, "first")
    case, found = read_case(workspace, workspace.root / "cases" / "first")
    assert not list(found)
    assert case and case.prose.keys() >= {"introduction", "discussion"}


def test_a_new_case_names_its_schema_in_the_first_line(workspace: Workspace) -> None:
    folder = scaffold.new(workspace, "first")[0].parent
    first = (folder / "case.yaml").read_text().splitlines()[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match and (folder / match[1]).is_file()


def test_a_new_case_says_that_it_is_invented(workspace: Workspace) -> None:
    for path in scaffold.new(workspace, "first"):
        if path.suffix != ".txt":
            assert "invented" in path.read_text().lower()


def test_a_new_case_cites_only_what_the_library_has(workspace: Workspace) -> None:
    scaffold.new(workspace, "with")
    (workspace.root / "references" / "library.bib").write_text("")
    scaffold.new(workspace, "without")
    texts = [
        (workspace.root / "cases" / name / "introduction.md").read_text()
        for name in ("with", "without")
    ]
    assert ["[@example2026]" in text for text in texts] == [True, False]
    assert texts[1].rstrip().endswith("needs a reference.")


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("My Case", "my-case"),
        ("a/b", "a-b"),
        ("..", "my-case"),
        ("Fälle", "f-lle"),
        ("", "my-case"),
    ],
)
def test_a_name_that_makes_no_good_folder_gets_a_better_one(
    workspace: Workspace, name: str, better: str
) -> None:
    with pytest.raises(CannotRun) as error:
        scaffold.new(workspace, name)
    assert error.value.hint and error.value.hint.endswith(f"'{better}'")


def test_a_case_is_never_overwritten(workspace: Workspace) -> None:
    scaffold.new(workspace, "first")
    with pytest.raises(CannotRun, match="already a case 'first'"):
        scaffold.new(workspace, "first")

"""Changes to several files: all or none, and every version before can be had again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright import history
from casewright.cli import main
from casewright.diagnostics import CannotRun
from casewright.history import Change, commit, entries, undo
from casewright.workspace import Workspace
from specs import workspace_at


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "library.bib").write_bytes(b"one")
    return workspace_at(tmp_path)


def _change(desk: Workspace, before: bytes | None, after: bytes | None, name: str = "") -> Change:
    return Change(desk.root / (name or "references/library.bib"), before, after)


def _now(desk: Workspace, name: str = "references/library.bib") -> bytes | None:
    path = desk.root / name
    return path.read_bytes() if path.exists() else None


def test_changes_are_taken_back_one_after_the_other(desk: Workspace) -> None:
    commit(desk, [_change(desk, b"one", b"two")], what="first")
    commit(desk, [_change(desk, b"two", b"three")], what="second")
    assert [(one.number, one.what, one.undone) for one in entries(desk)] == [
        (2, "second", False),
        (1, "first", False),
    ]
    assert undo(desk).what == "second"
    assert _now(desk) == b"two"
    assert undo(desk).files == ("references/library.bib",)
    assert _now(desk) == b"one"
    with pytest.raises(CannotRun, match="no change to take back"):
        undo(desk)
    assert all(one.undone for one in entries(desk))
    assert commit(desk, [_change(desk, b"one", b"four")], what="third").number == 3
    assert entries(desk)[0].when == "2026-01-01"


def test_files_are_made_and_deleted_together(desk: Workspace) -> None:
    changes = [_change(desk, b"one", None), _change(desk, None, b"new", "cases/x/references.bib")]
    commit(desk, changes, what="move")
    assert (_now(desk), _now(desk, "cases/x/references.bib")) == (None, b"new")
    undo(desk)
    assert (_now(desk), _now(desk, "cases/x/references.bib")) == (b"one", None)


def test_a_file_that_changed_meanwhile_is_not_written(desk: Workspace) -> None:
    changes = [_change(desk, None, b"new", "a.md"), _change(desk, b"other", b"two")]
    with pytest.raises(CannotRun, match=r"library\.bib was changed meanwhile; nothing was written"):
        commit(desk, changes, what="fix")
    assert (_now(desk), _now(desk, "a.md"), entries(desk)) == (b"one", None, ())


def test_a_file_that_changed_since_is_not_taken_back(desk: Workspace) -> None:
    commit(desk, [_change(desk, b"one", b"two")], what="fix")
    (desk.root / "references" / "library.bib").write_bytes(b"by hand")
    with pytest.raises(CannotRun, match="was changed after 'fix'; nothing was written"):
        undo(desk)
    assert _now(desk) == b"by hand"


def test_a_change_that_was_broken_off_can_be_taken_back(desk: Workspace) -> None:
    (desk.root / "a.md").write_bytes(b"a")
    commit(desk, [_change(desk, b"a", b"b", "a.md"), _change(desk, b"one", b"two")], what="merge")
    (desk.root / "references" / "library.bib").write_bytes(b"one")
    undo(desk)
    assert (_now(desk, "a.md"), _now(desk)) == (b"a", b"one")


def test_links_and_rights_of_a_file_stay(desk: Workspace) -> None:
    real = desk.root / "references" / "real.bib"
    real.write_bytes(b"one")
    real.chmod(0o600)
    link = desk.root / "references" / "link.bib"
    link.symlink_to(real)
    commit(desk, [Change(link, b"one", b"two")], what="fix")
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"two", 0o600)


def test_private_files_are_never_copied(desk: Workspace) -> None:
    path = desk.root / "cases" / "x" / "dates.private.yaml"
    with pytest.raises(ValueError, match="private"):
        commit(desk, [Change(path, None, b"a: 2001-01-01")], what="fix")
    assert not path.exists()


def test_only_so_many_versions_are_kept_and_git_sees_none(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_KEPT", 2)
    for number in range(4):
        path = desk.root / "references" / "library.bib"
        commit(desk, [Change(path, path.read_bytes(), str(number).encode())], what="fix")
    folder = desk.root / "references" / ".history"
    assert [one.number for one in entries(desk)] == [4, 3]
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", ".lock", "0003", "0004"]
    assert (folder / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("damage", ["before", "change", "outside"])
def test_a_damaged_history_writes_nothing(desk: Workspace, damage: str) -> None:
    commit(desk, [_change(desk, b"one", b"two")], what="fix")
    folder = desk.root / "references" / ".history" / "0001"
    about = json.loads((folder / "change.json").read_text())
    if damage == "before":
        (folder / "0.before.gz").write_bytes(b"x")
    elif damage == "change":
        (folder / "change.json").write_bytes(b"{")
    else:
        about["files"][0]["path"] = "../outside"
        (folder / "change.json").write_text(json.dumps(about))
    with pytest.raises(CannotRun):
        undo(desk)
    assert _now(desk) == b"two"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.binary(max_size=20), min_size=1, max_size=5))
def test_every_version_comes_back(
    tmp_path_factory: pytest.TempPathFactory, versions: list[bytes]
) -> None:
    desk = workspace_at(tmp_path_factory.mktemp("desk"))
    path = desk.root / "references" / "library.bib"
    known: list[bytes | None] = [None]
    for data in versions:
        commit(desk, [Change(path, known[-1], data)], what="fix")
        known.append(data)
    for before in reversed(known[:-1]):
        undo(desk)
        assert (path.read_bytes() if path.exists() else None) == before


def test_the_command_line_lists_and_takes_back(
    desk: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk.root / "cases").mkdir()
    where = ["-C", str(desk.root), "refs"]
    assert main([*where, "history"]) == 0
    assert capsys.readouterr().out == "no changes yet\n"
    commit(desk, [_change(desk, b"one", b"two")], what="refs fix")
    assert main([*where, "undo"]) == 0
    said = "taken back: refs fix of 2026-01-01 (references/library.bib)\n"
    assert capsys.readouterr().out == said
    assert main([*where, "history"]) == 0
    line = "   1  2026-01-01  refs fix  references/library.bib  taken back\n"
    assert capsys.readouterr().out == line
    assert main([*where, "history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["undone"]
    assert main([*where, "undo", "--json"]) == 2

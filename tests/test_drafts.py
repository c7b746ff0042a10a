"""Drafts and the lock on the command line: the sessions are `tests/drafts/*.md`.

A session is told in order: `file NAME` blocks write files, `session` blocks hold commands and what
they print on either stream, of builds only whether they failed. `cat`, `ls`, `mv` and `rm` do what
they do in a shell. Without a folder, a file is one of the case `x`. A status other than 0 stands in
brackets. `--accept` writes what the commands print now.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from casewright import __version__
from casewright.cli import main
from casewright.workspace import Workspace
from specs import BASES, WJG, completed, mini_workspace

_SPECS = sorted((Path(__file__).parent / "drafts").glob("*.md"))
_FENCE = re.compile(r"^```(file|session) ?([^\n]*)\n(.*?)^```$", re.M | re.S)
_TOP = {"cases", "references", "templates", "drafts", "build"}


class Session:
    """Runs the commands of a session in a workspace of its own."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = mini_workspace(root, {}).root
        self._capsys = capsys
        (root / ".gitignore").write_text("*.private.yaml\n")

    def block(self, match: re.Match[str]) -> str:
        """Do what a block says; returns it with what comes of it now."""
        kind, name, body = match.groups()
        if kind == "session":
            lines = [line for line in body.splitlines() if line.startswith("$ ")]
            return "```session\n" + "".join(self.run(line) for line in lines) + "```"
        path = self.root / name if name.split("/")[0] in _TOP else self.root / "cases/x" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = completed(body, BASES[name]) if name == "case.yaml" else body
        path.write_text(whole, encoding="utf-8")
        return match[0]

    def run(self, line: str) -> str:
        """Give a command; returns it with what it prints."""
        program, *words = shlex.split(line.removeprefix("$ "))
        out, code = "", 0
        match program:
            case "casewright":
                words = [WJG if word == "WJG" else word for word in words]
                code = main(["-C", str(self.root), *words])
                captured = self._capsys.readouterr()
                out = captured.out + captured.err if words[0] != "build" else ""
            case "cat":
                out = (self.root / words[0]).read_text(encoding="utf-8")
            case "ls":
                found = (path for path in (self.root / words[0]).rglob("*") if path.is_file())
                names = (path.relative_to(self.root / words[0]).as_posix() for path in found)
                out = "".join(f"{name}\n" for name in sorted(names))
            case "mv":
                (self.root / words[0]).rename(self.root / words[1])
            case "rm":
                path = self.root / words[0]
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        today = Workspace.open(self.root).today.isoformat()
        for known, name in ((today, "TODAY"), (WJG, "WJG"), (__version__, "VERSION")):
            out = out.replace(known, name)
        out = re.sub(r"\b[0-9a-f]{12,64}\b", "HASH", out)
        out = re.sub(r" +[\d,]+  HASH", "  SIZE  HASH", out)
        return f"{line}\n{out}{f'[{code}]' + chr(10) if code else ''}"


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_session_goes_as_told(
    path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    expect: Callable[[Path, str], None],
) -> None:
    sections = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.M)
    told = []
    for number, section in enumerate(sections):
        session = Session(tmp_path / str(number), capsys)
        told.append(_FENCE.sub(session.block, section))
    expect(path, "".join(told))


def test_a_draft_that_is_interrupted_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(tmp_path, capsys)
    session.run("$ casewright build x --journal WJG --format md")

    def interrupted(source: object, target: object) -> NoReturn:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("os.rename", interrupted)
        assert session.run("$ casewright draft save x -m submitted").endswith("[130]\n")
    assert list((tmp_path / "drafts" / "x").iterdir()) == []
    session.run("$ casewright draft save x -m submitted")
    assert (tmp_path / "drafts" / "x" / "1-submitted" / "draft.json").is_file()


def test_a_draft_cannot_write_outside_its_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(tmp_path, capsys)
    session.run("$ casewright build x --journal WJG --format md")
    session.run("$ casewright draft save x -m submitted")
    folder = tmp_path / "drafts" / "x" / "1-submitted"
    about = json.loads((folder / "draft.json").read_text())
    for name in ("case/../../../evil.md", "case/x.private.yaml"):
        forged = {**about, "files": {**about["files"], name: "0" * 64}}
        (folder / "draft.json").write_text(json.dumps(forged))
        (folder / "case" / "x.private.yaml").write_text("a: 2001-01-01\n")
        session.run("$ casewright draft restore x 1")
    (tmp_path / "outside").mkdir()
    shutil.move(tmp_path / "drafts" / "x", tmp_path / "outside" / "x")
    (tmp_path / "drafts" / "x").symlink_to(tmp_path.parent)
    told = session.run("$ casewright draft save x -m submitted")
    assert "drafts/x leads out of the workspace" in told
    names = {path.name for path in (tmp_path / "cases").rglob("*")} | {
        path.name for path in tmp_path.iterdir()
    }
    assert not names & {"evil.md", "x.private.yaml"}


def test_a_library_edit_touches_only_the_manuscripts_that_cite_the_entry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(tmp_path, capsys)
    shutil.copytree(tmp_path / "cases" / "x", tmp_path / "cases" / "y")
    library = tmp_path / "references" / "library.bib"
    library.parent.mkdir()
    entry = "@article{{{0}, author={{A, B}}, title={{{1}}}, journal={{Gut}}, year={{2020}}}}\n"
    library.write_text(entry.format("one", "One") + entry.format("two", "Two"))
    for case, key in (("x", "one"), ("y", "two")):
        (tmp_path / "cases" / case / "introduction.md").write_text(f"Rare [@{key}].\n")
        session.run(f"$ casewright build {case} --journal WJG --format md")
        session.run(f"$ casewright draft save {case} -m submitted")
    library.write_text(entry.format("one", "Another") + entry.format("two", "Two"))
    assert "1 changed" in session.run("$ casewright refs sync x --check")
    assert "[1]" in session.run("$ casewright refs sync x --check")
    assert "all as in draft 1" in session.run("$ casewright refs sync y --check")
    assert "not up to date" in session.run("$ casewright draft save x -m again")
    assert "is in drafts/y/2-again/" in session.run("$ casewright draft save y -m again")

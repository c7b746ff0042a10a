"""A workspace, and commands that are given in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from casewright import cli
from casewright.scaffold import init, new
from casewright.workspace import Workspace
from cli.runs import Done, Run


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CASEWRIGHT_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_one(*args: str) -> Done:
        code = cli.main(args)
        return Done(code, *capsys.readouterr())

    return run_one


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace with one case, which is also where we are."""
    root = tmp_path / "work"
    init(root, python=sys.executable)
    new(Workspace.open(root), "first")
    monkeypatch.chdir(root)
    return root

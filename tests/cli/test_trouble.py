"""The command line: what a person sees, and what happens when something goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casewright import cli
from casewright.cli import (
    upkeep,
)
from casewright.diagnostics import CannotRun
from cli.runs import JOURNAL, OTHER, Run, edit


class Screen:
    """Standard error as a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


def test_progress_is_shown_on_a_terminal_and_wiped(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    run("build", "--journal", OTHER, "--format", "md")
    assert "first for" in screen.text
    assert screen.text.rindex("\r\x1b[K") > screen.text.rindex("…")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, False),
    ],
)
def test_colour_follows_the_conventions(
    run: Run,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    coloured: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    edit(workspace / "cases/first/case.yaml", "sex: female", "sexx: female")
    assert ("\x1b[" in run("check", "--journal", JOURNAL).out) == coloured


DEFECT = "    hint: this is a defect of casewright; CASEWRIGHT_DEBUG=1 shows where it happened\n"


def fail_with(error: BaseException) -> Callable[..., int]:
    def fail(*_: object) -> int:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (
            CannotRun("no pandoc", hint="install it"),
            2,
            "casewright: no pandoc\n    hint: install it\n",
        ),
        (
            PermissionError(13, "Permission denied", "build/x"),
            2,
            "casewright: build/x: Permission denied\n",
        ),
        (
            OSError(28, "No space left on device"),
            2,
            "casewright: output: No space left on device\n",
        ),
        (KeyError("x"), 2, f"casewright: internal error: KeyError: 'x'\n{DEFECT}"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_no_failure_shows_a_traceback(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(upkeep, "COMMANDS", {"doctor": fail_with(error)})
    if isinstance(error, BrokenPipeError):
        monkeypatch.setattr(sys.stdout, "close", lambda: None)
    assert cli.main(["doctor"]) == code
    assert capsys.readouterr().err == said


def test_a_defect_shows_its_place_on_demand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWRIGHT_DEBUG", "1")
    monkeypatch.setattr(upkeep, "COMMANDS", {"doctor": fail_with(KeyError("x"))})
    assert cli.main(["doctor"]) == 2
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{{ {sys.executable} -m casewright schema case; echo $? >&2; }} | head -c 1"
    done = subprocess.run(["/bin/sh", "-c", command], text=True, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == ("{", "0\n")


@pytest.mark.parametrize(
    ("stream", "said", "code"),
    [(">&-", "", 0), ("2>&-", "", 0), (">/dev/full", "casewright: output: No space left", 2)],
)
def test_a_stream_that_takes_nothing_shows_no_traceback(stream: str, said: str, code: int) -> None:
    if "full" in stream and not Path("/dev/full").exists():
        return
    command = f"{sys.executable} -m casewright rule REF001 {stream}"
    done = subprocess.run(["/bin/sh", "-c", command], text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr.startswith(said)) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("seconds", [0.1, 0.3])
def test_an_interrupted_build_ends_without_a_traceback(workspace: Path, seconds: float) -> None:
    for case in workspace.glob("cases/*/case.yaml"):
        text = "A long paragraph keeps the build busy until it is interrupted.\n\n" * 20_000
        (case.parent / "discussion.md").write_text(text)
    # What Python does with Ctrl-C before it has come to casewright is its own affair.
    code = "import sys; from casewright.cli import main; print(flush=True); sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "build", "--journal", OTHER],
        cwd=workspace,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])},
    )
    assert process.stdout and process.stdout.readline() == "\n"
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    # Python may end itself by the signal; a shell shows both as 130.
    assert process.returncode in (130, -signal.SIGINT)
    assert (out, "Traceback" in err) == ("", False)
    assert not list((workspace / "build").rglob("manuscript.docx"))

"""The command line: help, wrong usage, and what names mean."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casewright import __version__, standing
from casewright.cli import (
    checklist,
    checks,
    fit,
    journals,
    manuscripts,
    parser,
    preview,
    refs,
    upkeep,
)
from casewright.scaffold import new
from casewright.workspace import Workspace
from cli.runs import JOURNAL, OTHER, Done, Run


def test_version_and_help_are_fine(run: Run) -> None:
    assert run("--version") == Done(0, f"casewright {__version__}\n", "")
    assert "Exit codes: 0 fine, 1 findings of severity error, 2 could not run." in run("--help").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["biuld"], "did you mean 'build'?"),
        (["journals", "shwo"], "did you mean 'show'?"),
        (["build", "--jornal", "x"], "did you mean '--journal'?"),
        (
            ["build", "--format", "docx,odt"],
            "argument --format: 'odt' is not among the formats, which are docx, pdf, html, md, "
            "jats, txt and live",
        ),
        (["build", "--jobs", "0"], "argument --jobs: '0' is not a whole number of at least 1"),
        (["build", "--jobs", "two"], "'two' is not a whole number of at least 1"),
        (["schema", "cases"], "did you mean 'case'?"),
        (["trace", "first"], "--journal"),
        (["rule"], "name one, such as REF001; `casewright rule --list` shows them all"),
        (["rule", "REF001", "--list"], "not allowed with argument"),
        (["check", "one", "two"], "unrecognized arguments: two"),
    ],
)
def test_wrong_usage_is_code_2_and_says_what_is_right(run: Run, args: list[str], said: str) -> None:
    done = run(*args)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_the_formats_of_the_command_line_are_those_of_the_build() -> None:
    assert tuple(standing.OUTPUTS) == parser.FORMATS
    assert parser.USUAL_FORMATS == standing.FORMATS


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_nothing_heavy_is_imported_for_help(option: str) -> None:
    code = (
        "import sys; from casewright.cli import main; main([sys.argv[1]]);"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, option], text=True, capture_output=True, check=True
    )
    heavy = {"pydantic", "jinja2", "lxml", "PIL", "weasyprint", "ruamel", "bibtexparser", "difflib"}
    assert not heavy & set(done.stderr.split())


def test_nothing_heavy_is_imported_where_nothing_is_due(workspace: Path) -> None:
    code = (
        "import sys; from casewright.cli import main\n"
        "main(sys.argv[1:])\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    command = [sys.executable, "-c", code, "build", "first", "--format", "md"]
    first, again = (
        subprocess.run(command, text=True, capture_output=True, check=True, cwd=workspace).stdout
        for _ in range(2)
    )
    late = {"pydantic", "pydantic_core", "jinja2", "bibtexparser", "lxml", "PIL", "weasyprint"}
    assert {"pydantic_core", "jinja2"} <= set(first.split())
    assert not late & set(again.split())


def test_commands_are_what_the_parser_knows(run: Run) -> None:
    told = re.findall(r"^    (\w+) ", run("--help").out, re.M)
    groups = (manuscripts, checks, fit, checklist, preview, journals, upkeep)
    known = ["refs", "draft", *(name for group in groups for name in group.COMMANDS)]
    assert sorted(told) == sorted(known)
    for name in told:
        assert run(name, "--help").code == 0
    told = re.findall(r"^    (\w+) ", run("refs", "--help").out, re.M)
    assert sorted(told) == sorted(refs.COMMANDS)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["check", "frist"], "there is no case 'frist'\n    hint: did you mean 'first'?"),
        (["check", "cases/frist"], "there is no case 'cases/frist'"),
        (["check", "zzz"], "hint: the cases are: first"),
        (["check", "first", "--journal", "bmj"], "hint: did you mean 'bmj-case-reports'?"),
        (["fit", "frist"], "hint: did you mean 'first'?"),
        (["fit", "first", "--journal", "bmj"], "hint: did you mean 'bmj-case-reports'?"),
        (["check", "--journal", "zzz"], "`casewright journals list` shows the"),
        (["build", "first", "--all"], "--all means every case"),
        (["-C", "nowhere", "check"], "is not a folder"),
        (["journals", "show", "bmj-case-report"], "did you mean 'bmj-case-reports'?"),
        (["journals", "compare", JOURNAL, f"{OTHER}8"], f"did you mean '{OTHER}'?"),
        (["journals", "check", "bmj"], "did you mean 'bmj-case-reports'?"),
        (["journals", "check"], "`casewright journals new NAME --extends PARENT` begins one"),
        (["journals", "new", "j", "--extends", "bmj"], "did you mean 'bmj-case-reports'?"),
        (["journals", "new", JOURNAL, "--extends", OTHER], "already a journal 'bmj-case-reports'"),
        (["journals", "new", "My J", "--extends", OTHER], "digits and hyphens: 'my-j'"),
        (["rule", "STY0001"], "did you mean 'STY001'? `casewright rule --list` shows them all"),
        (["rule", "REF999"], "no rule 'REF999'\n    hint: `casewright rule --list` shows them all"),
        (["rule", "unknown-citaton"], "hint: did you mean 'unknown-citation'?"),
        (["new", "first"], "there is already a case 'first'"),
        (["init", "."], "nothing was written"),
    ],
)
def test_wrong_names_are_code_2_and_get_a_suggestion(
    run: Run, workspace: Path, args: list[str], said: str
) -> None:
    done = run(*args)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_outside_a_workspace_it_says_how_to_make_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check")
    assert done.code == 2
    assert "casewright init DIR" in done.err


def test_a_workspace_without_cases_says_how_to_begin_one(run: Run, workspace: Path) -> None:
    shutil.rmtree(workspace / "cases" / "first")
    for args in (["check"], ["build", "--all"]):
        done = run(*args)
        assert done.code == 2
        assert "casewright new NAME" in done.err


def test_with_two_cases_one_must_be_named(run: Run, workspace: Path) -> None:
    new(Workspace.open(workspace), "second")
    done = run("check")
    assert done.code == 2
    assert "name one of: first, second" in done.err


@pytest.mark.parametrize("name", ["first", "cases/first", "cases/first/", "cases/first/case.yaml"])
def test_a_case_is_named_or_pointed_at(run: Run, workspace: Path, name: str) -> None:
    assert run("check", name, "--journal", JOURNAL).code == 0


def test_a_case_can_be_pointed_at_from_anywhere(
    run: Run, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", "work/cases/first", "--journal", JOURNAL).code == 0
    assert run("-C", "work", "check", "--journal", JOURNAL).code == 0


def test_inside_the_folder_of_a_case_that_case_is_meant(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(Workspace.open(workspace), "second")
    (workspace / "cases" / "second" / "case.yaml").write_text("title: {}\n")
    monkeypatch.chdir(workspace / "cases" / "second" / "figures")
    done = run("check", "--journal", JOURNAL)
    assert "cases/second/case.yaml" in done.out

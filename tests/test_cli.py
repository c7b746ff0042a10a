"""The command line, from arguments to exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from casewright import __version__, cli, standing
from casewright.catalogue import RULES
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
from casewright.diagnostics import CannotRun
from casewright.scaffold import init, new
from casewright.workspace import Workspace, packaged_templates

JOURNAL = "bmj-case-reports"
OTHER = "world-journal-of-gastroenterology-2007"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


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


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


# Help and wrong usage


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


# Names of cases, journals, workspaces


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


# build, check, trace


def test_a_build_prints_its_outputs_and_nothing_else_when_piped(run: Run, workspace: Path) -> None:
    done = run("build", "--journal", OTHER, "--format", "docx,md")
    folder = f"build/first/{OTHER}"
    assert (done.code, done.out) == (
        0,
        f"{folder}/manuscript.docx\n{folder}/manuscript.md\n",
    )
    assert "\r" not in done.err
    assert all((workspace / line).is_file() for line in done.out.split())


def test_a_build_as_json_tells_what_was_made(run: Run, workspace: Path) -> None:
    made = json.loads(run("build", "--journal", OTHER, "--format", "md", "--json").out)
    again = json.loads(run("build", "--journal", OTHER, "--format", "md", "--json").out)
    assert made["builds"] == [
        {
            "case": "first",
            "journal": OTHER,
            "ok": True,
            "fresh": False,
            "outputs": [f"build/first/{OTHER}/manuscript.md"],
        }
    ]
    assert again["builds"][0]["fresh"] is True
    assert again["diagnostics"] == made["diagnostics"]
    assert made["counts"]["error"] == 0


def test_without_a_journal_the_usual_ones_are_built(run: Run, workspace: Path) -> None:
    def built(*options: str) -> list[str]:
        done = run("build", "--format", "md", *options)
        assert done.code == 0
        return re.findall(r"^build/first/(.+)/manuscript.md$", done.out, re.M)

    assert built() == ["plain"]
    assert built("--journal", OTHER) == [OTHER]
    assert built() == sorted(["plain", OTHER])
    (workspace / "casewright.yaml").write_text(f"journals: [{JOURNAL}]\n")
    assert built() == [JOURNAL]
    assert built("--journal", "all") == list(Workspace.open(workspace).journals())


def test_a_command_for_one_journal_takes_no_more_than_one(run: Run, workspace: Path) -> None:
    for words in ("trace", "checklist", "preview --no-browser", "draft save -m x"):
        done = run(*words.split(), "--journal", "all")
        assert (done.code, done.out) == (2, "")
        assert "there is no journal 'all'" in done.err


def test_an_error_fails_the_build_and_keeps_the_last_good_files(run: Run, workspace: Path) -> None:
    run("build", "--journal", OTHER, "--format", "md")
    output = workspace / "build" / "first" / OTHER / "manuscript.md"
    before = output.read_bytes()
    edit(workspace / "cases/first/introduction.md", "[@example2026]", "[@exmaple2026]")
    done = run("build", "--journal", OTHER, "--format", "md")
    assert (done.code, done.out) == (1, "")
    assert "cases/first/introduction.md:1:" in done.err
    assert "error  REF001 unknown-citation" in done.err
    assert "did you mean 'example2026'?" in done.err
    assert "not built; the files of the last good build were kept" in done.err
    assert output.read_bytes() == before


def test_check_prints_findings_as_its_result(run: Run, workspace: Path) -> None:
    edit(workspace / "cases/first/case.yaml", "sex: female", "sexx: female")
    done = run("check", "--journal", JOURNAL)
    assert done.code == 1
    head = "1 error\ncases/first/case.yaml:47:3  error  CASE002 unknown-key"
    assert done.out.startswith(head)
    assert "      47 |   sexx: female" in done.out
    assert done.err == ""


def test_check_as_json_holds_findings_and_counts(run: Run, workspace: Path) -> None:
    edit(workspace / "cases/first/case.yaml", "sex: female", "sexx: female")
    done = run("check", "--json")
    told = json.loads(done.out)
    assert done.code == 1
    assert [one["code"] for one in told["diagnostics"]] == ["CASE002"]
    assert told["counts"] == {"error": 1, "warning": 0, "note": 0}


def test_strict_lets_warnings_fail(run: Run, workspace: Path) -> None:
    edit(workspace / "cases/first/case.yaml", '  - "Invented lesson two: replace it."\n', "")
    assert run("check", "--journal", JOURNAL).code == 0
    assert run("check", "--journal", JOURNAL, "--strict").code == 1


def test_trace_gives_each_sentence_its_line(run: Run, workspace: Path) -> None:
    done = run("trace", "first", "--journal", OTHER)
    assert done.code == 0
    lines = done.out.splitlines()
    assert any(
        line.startswith("cases/first/case.yaml:") and line.endswith("laparoscopic appendectomy.")
        for line in lines
    )
    assert any(line.startswith("cases/first/introduction.md:1  This is an inv") for line in lines)
    assert all(":" in line.split("  ")[0] for line in lines)


def test_trace_as_json_has_paths_and_places(run: Run, workspace: Path) -> None:
    told = json.loads(run("trace", "first", "--journal", OTHER, "--json").out)
    first = told["sentences"][0]
    assert first["path"] == "title.focus"
    assert first["places"] == ["cases/first/case.yaml:19"]


# journals, schema, rule, doctor, init, new


def test_journals_are_listed_by_publisher_with_their_limits(run: Run, workspace: Path) -> None:
    out = run("journals", "list").out
    block = out.partition("BMJ Publishing Group\n")[2]
    row = next(line for line in block.splitlines() if JOURNAL in line)
    assert row.split()[1:] == ["abstract", "150", "text", "2,000", "text.[1]", "Full", "case"]
    assert run("journals").out == out


def test_journals_as_json_are_the_same_with_and_without_list(run: Run, workspace: Path) -> None:
    told = json.loads(run("journals", "list", "--json").out)
    assert told == json.loads(run("journals", "--json").out)
    assert told == json.loads(run("journals", "--json", "list").out)
    assert {one["id"]: one["title"] for one in told}[JOURNAL] == "BMJ Case Reports"
    assert all(one["citation"].startswith("text") for one in told)


def test_journals_need_no_workspace(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert JOURNAL in run("journals", "list").out


@pytest.mark.parametrize("journal", [JOURNAL, OTHER])
def test_a_journal_is_shown_with_the_provenance_of_every_rule(
    run: Run, workspace: Path, journal: str
) -> None:
    out = run("journals", "show", journal).out
    told = json.loads(run("journals", "show", journal, "--json").out)
    groups = [name for name, value in told.items() if isinstance(value, dict) and "as_of" in value]
    assert len(groups) >= 10
    for name in groups:
        block = out.split(f"\n{name.replace('_', ' ')}  ")[1].split("\n\n")[0]
        if told[name]["source"] == ["default"]:
            assert "not known of this journal" in block
            continue
        assert f"as of {told[name]['as_of']}" in block
        assert ("not verified" in block) != told[name]["verified"]
        assert all(source in block for source in told[name]["source"])


def test_a_limit_that_nobody_knows_is_not_known(run: Run, workspace: Path) -> None:
    out = run("journals", "show", JOURNAL).out
    block = out.split("\nlimits  ")[1].split("\n\n")[0]
    assert "  authors: 4\n" in block
    assert re.search("^  not known: .*figures", block, re.M)
    assert "\nblinding  not known\n" in out


def test_a_schema_is_json(run: Run) -> None:
    for kind in ("case", "patient", "journal"):
        assert json.loads(run("schema", kind).out)["type"] == "object"


def test_a_schema_is_a_page_to_read(run: Run) -> None:
    for kind, title in (("case", "case file"), ("patient", "file of one"), ("journal", "profile")):
        assert run("schema", kind, "--markdown").out.startswith(f"# The {title}")


@pytest.mark.parametrize("name", ["REF001", "ref001", "unknown-citation"])
def test_a_rule_is_explained_by_code_or_name(run: Run, name: str) -> None:
    assert run("rule", name).out.startswith("# REF001 unknown-citation\n")


def test_rules_as_json_have_code_name_severity_and_text(run: Run) -> None:
    one = json.loads(run("rule", "ref001", "--json").out)
    assert one["text"].startswith("# REF001 unknown-citation\n")
    assert {key: one[key] for key in ("code", "name", "severity")} == {
        "code": "REF001",
        "name": "unknown-citation",
        "severity": "error",
    }
    for args in (["--json"], ["--list", "--json"]):
        every = json.loads(run("rule", *args).out)
        assert one in every
        assert len(every) == len(RULES)


@pytest.mark.parametrize(
    ("args", "error", "hint"),
    [
        (["check", "frist", "--json"], "there is no case 'frist'", "did you mean 'first'?"),
        (["-C", "nowhere", "build", "--json"], "is not a folder", None),
        (["trace", "--json", "--journal", "zzz"], "no journal 'zzz'", "journals list` shows"),
        (["rule", "REF999", "--json"], "there is no rule 'REF999'", "rule --list"),
        (["build", "--json", "--format", "odt"], "'odt' is not among", "`casewright build --help`"),
    ],
)
def test_a_run_that_cannot_be_done_says_so_as_json(
    run: Run, workspace: Path, args: list[str], error: str, hint: str | None
) -> None:
    done = run(*args)
    told = json.loads(done.out)
    assert (done.code, list(told)) == (2, ["error", "hint"])
    assert error in told["error"]
    assert told["hint"] is None if hint is None else hint in told["hint"]


def test_doctor_finds_everything_here(run: Run, workspace: Path) -> None:
    assert run("doctor").code == 0
    looked = json.loads(run("doctor", "--json").out)
    assert [line["name"] for line in looked if line["ok"] and line["name"] != "Tesseract"] == [
        *("Python", "pandoc", "WeasyPrint", "Fonts", "Journals", "Workspace")
    ]


def test_doctor_can_do_without_tesseract(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casewright.doctor.tesseract_version", lambda: None)
    done = run("doctor")
    assert done.code == 0
    (line,) = [line for line in done.out.splitlines() if "Tesseract" in line]
    assert line.startswith("none")


def test_doctor_names_the_fonts_that_are_missing(
    run: Run, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = tmp_path / "broken" / "_shared" / "fonts"
    shutil.copytree(packaged_templates() / "_shared" / "fonts", fonts)
    (fonts / "Carlito-Bold.ttf").unlink()
    monkeypatch.setattr("casewright.doctor.packaged_templates", lambda: tmp_path / "broken")
    done = run("doctor")
    assert done.code == 2
    (line,) = [line for line in done.out.splitlines() if "Fonts" in line]
    assert "missing: Carlito" in line


def test_doctor_does_not_need_a_workspace(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("doctor")
    assert done.code == 0
    assert "casewright init DIR" in done.out


def test_doctor_says_what_to_do_about_a_missing_part(run: Run, tmp_path: Path) -> None:
    done = run("-C", str(tmp_path), "doctor")
    assert done.code == 2
    assert "remedy: make that file" in done.out


def test_init_and_new_print_what_they_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("init", "w")
    assert (done.code, "w/Makefile" in done.out) == (0, True)
    done = run("-C", "w", "new", "mine")
    assert done.out.splitlines()[0] == "cases/mine/case.yaml"
    assert run("-C", "w", "check", "mine").code == 0


# What a person sees


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


# When something else goes wrong


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


def test_commands_are_what_the_parser_knows(run: Run) -> None:
    told = re.findall(r"^    (\w+) ", run("--help").out, re.M)
    groups = (manuscripts, checks, fit, checklist, preview, journals, upkeep)
    known = ["refs", "draft", *(name for group in groups for name in group.COMMANDS)]
    assert sorted(told) == sorted(known)
    for name in told:
        assert run(name, "--help").code == 0
    told = re.findall(r"^    (\w+) ", run("refs", "--help").out, re.M)
    assert sorted(told) == sorted(refs.COMMANDS)

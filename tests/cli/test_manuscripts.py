"""The command line: build, check and trace."""

from __future__ import annotations

import json
import re
from pathlib import Path

from casewright.workspace import Workspace
from cli.runs import JOURNAL, OTHER, Run, edit


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

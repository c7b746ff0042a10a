"""The command line: journals, schema, rule, doctor, init and new."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from casewright.catalogue import RULES
from casewright.workspace import packaged_templates
from cli.runs import JOURNAL, OTHER, Run


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
    extras = {"Tesseract", "pdftotext"}  # casewright does without them
    assert [line["name"] for line in looked if line["ok"] and line["name"] not in extras] == [
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

"""Real dates beside a case: intervals come of them, and nothing else."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from casewright.build import Toolbox, Tools, build
from casewright.check import check
from casewright.cli import main
from casewright.model.times import Interval
from casewright.pandoc import Pandoc
from casewright.readers.case import read_case
from casewright.writers.pdf import PdfWorker
from specs import (
    JOURNALS,
    compose,
    course_text,
    finding_lines,
    mini_workspace,
    workspace_at,
)

CASE = """\
course:
  - {id: visit, kind: presentation, complaints: [{what: cough}], key: true}
  - {id: labs, kind: laboratory, tests: [{analyte: lipase, flag: high}]}
  - {id: op, kind: procedure, name: splenectomy, at: computed, key: true}
  - {id: ct, kind: imaging, modality: CT, at: computed from op, absent: [recurrence]}
  - {id: end, kind: follow_up, status: well, key: true}
"""
DATES = {
    "visit": datetime.date(2017, 3, 19),
    "labs": datetime.date(2017, 3, 19),
    "op": datetime.date(2017, 3, 24),
    "ct": datetime.date(2017, 12, 27),
    "end": datetime.date(2021, 11, 23),
}
PRIVATE = "".join(f"{name}: {day}\n" for name, day in DATES.items())


def forms(day: datetime.date) -> Iterator[str]:
    """Everything by which a date could be told."""
    yield from (f"{day:%Y-%m}", f"{day:%Y%m%d}", f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}")
    yield from (f"{day:%B %Y}", f"{day:%b %Y}", f"{day:%d %B}", f"{day:%B %d}", f"{day:%A}")
    yield from (
        f"in {day.year}",
        str(day.toordinal()),
        hashlib.sha256(str(day).encode()).hexdigest(),
    )


SECRETS = [form for day in DATES.values() for form in forms(day)] + [
    hashlib.new(name, PRIVATE.encode()).hexdigest() for name in ("sha256", "sha1", "md5")
]


def texts(path: Path) -> Iterator[str]:
    """The content of a file, unpacked."""
    data = path.read_bytes()
    yield data.decode("utf-8", errors="replace").replace("\u00a0", " ")
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield package.read(name).decode("utf-8", errors="replace").replace("\u00a0", " ")
    if path.suffix == ".pdf":
        reader = PdfReader(io.BytesIO(data))
        yield str(reader.metadata)
        yield from (page.extract_text().replace("\u00a0", " ") for page in reader.pages)


def test_no_real_date_is_in_anything_that_is_made(
    tmp_path: Path, pandoc: Pandoc, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = mini_workspace(tmp_path, {"case.yaml": CASE, "dates.private.yaml": PRIVATE})
    with PdfWorker.start(cache=workspace.cache_dir) as layout:
        for journal in JOURNALS:
            toolbox = Toolbox(workspace, ("docx",), tools=Tools(pandoc, layout))
            made = build(workspace, "x", journal, toolbox=toolbox)
            assert not made.diagnostics.failed
    files = [path for path in workspace.build_dir.rglob("*") if path.is_file()]
    assert {"manuscript.pdf", "manifest.json", "manuscript.d"} <= {path.name for path in files}
    for path in files:
        for text in texts(path):
            assert [secret for secret in SECRETS if secret in text] == [], path
    trace = ["trace", "x", "--journal", JOURNALS[1]]
    for command in (["check", "x"], ["check", "x", "--json"], trace, [*trace, "--json"]):
        main(["--workspace", str(tmp_path), *command])
    said = "".join(capsys.readouterr())
    assert "splenectomy" in said
    assert [secret for secret in SECRETS if secret in said] == []


def test_intervals_are_computed_and_told(tmp_path: Path, pandoc: Pandoc) -> None:
    workspace = mini_workspace(tmp_path, {"case.yaml": CASE, "dates.private.yaml": PRIVATE})
    made = compose(workspace, JOURNALS[0], pandoc)
    assert made.document is not None
    assert course_text(made.document, brief=False) == (
        "A 66-year-old woman presented with a cough. Lipase was elevated.\n"
        "Five days after presentation, the patient underwent splenectomy.\n"
        "Nine months later, CT showed no evidence of recurrence. At the last follow-up, "
        "about 5 years after presentation, the patient was well.\n"
    )


def test_the_dates_themselves_are_not_in_the_case(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, {"case.yaml": CASE, "dates.private.yaml": PRIVATE})
    case, found = read_case(workspace, tmp_path / "cases" / "x")
    assert not found.failed and case is not None
    assert all(isinstance(event.at, Interval | None) for event in case.cases[0].course)
    everything = repr(vars(case))
    assert [secret for secret in SECRETS if secret in everything] == []


def test_a_change_of_a_date_is_a_reason_to_build(tmp_path: Path, pandoc: Pandoc) -> None:
    workspace = mini_workspace(tmp_path, {"case.yaml": CASE, "dates.private.yaml": PRIVATE})
    formats = ("md",)
    toolbox = Toolbox(workspace, formats, tools=Tools(pandoc, None))

    def again() -> bool:
        return build(workspace, "x", JOURNALS[0], formats=formats, toolbox=toolbox).fresh

    assert [again(), again()] == [False, True]
    private = tmp_path / "cases" / "x" / "dates.private.yaml"
    private.write_text(PRIVATE.replace("2017-12-27", "2018-02-27"))
    assert [again(), again()] == [False, True]
    private.unlink()
    assert not again()


WRONG = {
    "a date that is none": "visit: 2017-13-19\n",
    "a date for a name": "2017-03-19: visit\n",
    "no YAML": "visit: [2017-03-19\n",
    "a date twice": "visit: 2017-03-19\nvisit: 2017-03-20\n",
    "no list": "2017-03-19\n",
    "a tag": "visit: !date 2017-03-19\n",
    "a contradiction": "visit: 2017-03-19\nop: 2017-02-19\nct: 2016-03-19\nlabs: 2019-03-19\n",
    "bytes that are no text": "visit: 2017-03-19 \xff\n",
}


@pytest.mark.parametrize("private", WRONG.values(), ids=WRONG)
def test_a_finding_in_the_private_file_quotes_nothing(
    private: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASE.replace("at: computed,", "at: 5 days after visit,").replace(
        "absent:", "until: 2016-01, absent:"
    )
    workspace = mini_workspace(tmp_path, {"case.yaml": case})
    path = tmp_path / "cases" / "x" / "dates.private.yaml"
    path.write_bytes(private.encode("latin-1"))
    found = check(workspace, "x", JOURNALS[0]).diagnostics
    assert any(one.span and one.span.private for one in found) or "CON001" in finding_lines(found)
    main(["--workspace", str(tmp_path), "check", "x"])
    main(["--workspace", str(tmp_path), "check", "x", "--json"])
    said = "".join(capsys.readouterr()) + finding_lines(found) + json.dumps(str(list(found)))
    assert "2017" not in said and "-19" not in said


@pytest.mark.parametrize(
    "ignored",
    [
        "build/*\n*.private.yaml\n",
        "# *.private.yaml",
        "*.private.yaml  \n!dates.private.yaml\n",
        "!dates.private.yaml\n*.private.yaml\n",
        "cases/\n!*.private.yaml\n",
        "dates.private.yaml/",
        "/dates.private.yaml",
        "cases/x/dates.private.yaml",
        "/cases/*/*.private.*",
        "x/*.private.yaml",
        "**/x/*.private.yaml",
        "cases/**",
        "dates?private.yaml",
        "private.yaml",
        "*",
    ],
)
def test_what_git_ignores_is_what_git_says(ignored: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text(ignored)
    name = "cases/x/dates.private.yaml"
    asked = subprocess.run(["git", "-C", tmp_path, "check-ignore", "-q", name], check=False)
    mini_workspace(tmp_path, {"case.yaml": CASE, "dates.private.yaml": PRIVATE})
    for root in (tmp_path, tmp_path / "cases"):
        _, found = read_case(workspace_at(root), tmp_path / "cases" / "x")
        assert [one.rule.code for one in found] == ["PRV001"] * (asked.returncode != 0)


def test_a_link_out_of_the_case_is_not_followed(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path / "w", {"case.yaml": CASE})
    (tmp_path / "elsewhere").write_text(PRIVATE)
    (tmp_path / "w" / "cases" / "x" / "dates.private.yaml").symlink_to(tmp_path / "elsewhere")
    _, found = read_case(workspace, tmp_path / "w" / "cases" / "x")
    assert "CASE010" in [one.rule.code for one in found]

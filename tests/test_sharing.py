"""What a folder tells when it is shared: comments, notes, names of files, histories."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casewright import cli
from casewright.bibtex.own_notes import own_notes
from casewright.rules.shared import markdown_regions, yaml_regions
from casewright.scaffold import init, new
from casewright.sharing import inspect_paths
from casewright.workspace import Workspace
from pictures import picture_of

ROOT = Path(__file__).resolve().parents[1]
CASE = """\
# Mrs Okonjo, seen on 3 May 2019, MRN 0012345
title: {focus: A report}
authors:
  - given: Ada  # ask Dr Marsh
    family: Example
    email: ada@example.org
patient: {age: 93 years, sex: female}
course:
  - {kind: presentation, at: 2019-05-03}
  # casewright: allow PRV011: the day of the flood
  - {kind: imaging, at: 2019-05-04}
"""
LIBRARY = """\
% Okonjo's copy
@article{one,
  author = {Weiß, Ben and Marsh, Ida}, title = {Mr Smith, aged 94, of Little Haddon},
  file = {:C\\:\\\\Users\\\\ben\\\\okonjo.pdf:PDF},
  annote = {as in the patient of Dr Hale},
}
"""


def _share(folder: Path) -> list[tuple[str, int, str, str]]:
    """File, line, severity and message of what is found."""
    return [
        (
            Path(one.span.file).relative_to(folder).as_posix() if one.span else "",
            one.span.line if one.span else 0,
            str(one.severity),
            one.message.replace(f"{folder}/", ""),
        )
        for one in inspect_paths([folder])
    ]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    case = tmp_path / "cases" / "flood"
    (case / "figures").mkdir(parents=True)
    (tmp_path / "references").mkdir()
    (case / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "references" / "library.bib").write_text(LIBRARY, encoding="utf-8")
    return tmp_path


def test_comments_facts_and_notes(shared: Path) -> None:
    case, library = "cases/flood/case.yaml", "references/library.bib"
    assert _share(shared) == [
        (case, 1, "warning", "'Okonjo' is the name of a person"),
        (case, 1, "warning", "'3 May 2019' is a date to the day"),
        (case, 1, "error", "'0012345' is the number of a record"),
        (case, 7, "warning", "'93 years' is an age over 89"),
        (case, 9, "warning", "'2019-05-03' is a date to the day"),
        (library, 1, "warning", "'Okonjo' is the name of a person"),
        (library, 4, "warning",
         r"'C\:\\Users\\ben\\okonjo.pdf:PDF' is the path of a file on somebody's computer"),
        (library, 5, "warning", "'Hale' is the name of a person"),
    ]  # fmt: skip


def test_names_of_files_and_what_is_not_to_be_shared(shared: Path) -> None:
    case = shared / "cases" / "flood"
    (case / "figures" / "ct-okonjo.jpg").write_bytes(picture_of("JPEG RGB 8x6"))
    (case / "consent-form.png").write_bytes(picture_of("PNG grey 8x6"))
    (case / "dates.private.yaml").write_text("one: 2019-05-03\n")
    (case / "table.bin").write_bytes(b"\0\1\2")
    (case / "old.md").symlink_to(case / "gone.md")
    (shared / ".git").mkdir()
    (shared / ".cache").mkdir()
    told = {line[3] for line in _share(shared)}
    assert {
        "the name of 'ct-okonjo.jpg' holds the name of a person",
        "consent-form.png: it may be a signed form of consent, which names the patient",
        "dates.private.yaml: it holds what must not leave your computer",
        "2 files are of a kind that cannot be looked into: cases/flood/old.md, "
        "cases/flood/table.bin",
        ".git: its history keeps what was deleted from the files, and who changed them",
        ".cache: it was not looked into",
    } <= told


def test_the_workspace_decides_how_much_it_matters(shared: Path) -> None:
    (shared / "casewright.yaml").write_text(
        "severities: {person-named: error, date-too-exact: off}\n"
        "allow: [{rule: PRV014, files: cases/*, reason: an invented number}]\n"
    )
    found = [line for line in _share(shared / "cases") if line[0] == "flood/case.yaml"]
    assert [line[2:] for line in found] == [
        ("error", "'Okonjo' is the name of a person"),
        ("error", "'Marsh' is the name of a person"),
        ("warning", "'93 years' is an age over 89"),
    ]


def test_what_casewright_makes_tells_nothing(tmp_path: Path) -> None:
    init(tmp_path / "ws", python="python3")
    new(Workspace.open(tmp_path / "ws"), "my-case")
    assert _share(tmp_path / "ws") == []


def test_the_examples_tell_nothing() -> None:
    found = inspect_paths([ROOT / "cases", ROOT / "references"])
    assert {str(one.severity) for one in found} <= {"note"}


def test_the_command_shows_the_line(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inspect", str(shared / "cases" / "flood" / "case.yaml")]) == 1
    out = capsys.readouterr().out
    assert out.startswith("1 error, ")
    assert "       1 | # Mrs Okonjo, seen on 3 May 2019, MRN 0012345\n" in out
    assert cli.main(["inspect", str(shared / "none.yaml")]) == 2


@given(st.text(alphabet="ab:# \n\"'-<>!{}é@%,=", max_size=60))
def test_regions_lie_in_the_text_and_in_order(text: str) -> None:
    for regions in (
        yaml_regions(text, values=True),
        yaml_regions(text, values=False),
        markdown_regions(text),
        own_notes(text.encode()),
    ):
        assert all(0 <= start <= end <= len(text) for start, end in regions)

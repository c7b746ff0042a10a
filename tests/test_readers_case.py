"""The case reader: every value, sentence and file of a case knows where it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from casewright.diagnostics import Span
from casewright.model.case import Case
from casewright.model.node import Node
from casewright.model.treatments import Procedure
from casewright.readers.case import read_case
from casewright.workspace import Workspace
from specs import BASES, ROOT, workspace_at

_BASE = BASES["case.yaml"]


def _read(root: Path, text: str = "", **files: str) -> Case:
    folder = root / "cases" / "x"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_bytes((_BASE + text).encode())
    for name, content in files.items():
        (folder / f"{name}.md").write_bytes(content.encode())
    workspace = workspace_at(root)
    case, found = read_case(workspace, folder)
    assert not list(found)
    assert isinstance(case, Case)
    assert set(workspace.reads) == {
        folder / "case.yaml",
        *(folder / f"{name}.md" for name in files),
    }
    return case


def _lines(case: Case, name: str) -> list[tuple[str, int, int]]:
    spans = case.prose[name].lines
    return [(span.file.rpartition("/")[2], span.line, span.column) for span in spans]


def test_the_cases_of_this_repository_are_read_without_a_finding() -> None:
    workspace = Workspace.open(ROOT)
    for name in workspace.cases():
        case, found = read_case(workspace, ROOT / "cases" / name)
        assert not list(found)
        assert case
        whole = {case.path, *(one.path for one in case.cases)}
        assert all(
            case.place(node.path).line > 1 for node in case.nodes() if node.path not in whole
        )


def test_every_node_knows_its_path_and_every_path_its_place(tmp_path: Path) -> None:
    case = _read(tmp_path, "history: {medical: [asthma]}\n")
    paths = [node.path for node in case.nodes()]
    assert paths == [
        "",
        "title",
        "authors.0",
        "patient",
        "history",
        "history.medical.0",
        "diagnosis",
        "course.0",
        "course.0.complaints.0",
    ]
    assert case.file == "cases/x/case.yaml"
    assert case.place("history.medical.0") == Span("cases/x/case.yaml", 6, 21, 6, 27)
    assert case.place("course.0.complaints.0.site") == case.place("course.0.complaints.0")
    assert isinstance(case.course[0], Node)


def test_text_in_the_case_file_and_beside_it_keeps_the_place_of_each_line(tmp_path: Path) -> None:
    text = "introduction: |\n  One.\n\n  Two.\nlessons:\n  - Learn.\nabstract: {outcome: 'Well.'}\n"
    case = _read(tmp_path, text, discussion="\ufeffThree.\r\n\r\nFour [@a].\r\n\r\n")
    assert case.introduction == "One.\n\nTwo."
    assert case.discussion == case.prose["discussion"].text == "Three.\n\nFour [@a]."
    assert case.prose["introduction"].text == case.introduction
    assert _lines(case, "introduction") == [
        ("case.yaml", 7, 3),
        ("case.yaml", 8, 1),
        ("case.yaml", 9, 3),
    ]
    assert _lines(case, "discussion") == [
        ("discussion.md", 1, 1),
        ("discussion.md", 2, 1),
        ("discussion.md", 3, 1),
    ]
    assert case.place("discussion") == Span("cases/x/discussion.md", 1, 1, 3, 11)
    assert _lines(case, "lessons.0") == [("case.yaml", 11, 5)]
    assert _lines(case, "abstract.outcome") == [("case.yaml", 12, 22)]


def test_the_patients_perspective_may_be_a_file(tmp_path: Path) -> None:
    case = _read(tmp_path, perspective="I was tired.\n")
    assert case.perspective
    assert _lines(case, "perspective.text") == [("perspective.md", 1, 1)]


def test_an_event_in_the_authors_words_keeps_its_lines(tmp_path: Path) -> None:
    course = (
        "course:\n  - kind: procedure\n    name: excision\n    text: >\n      It was\n      cut.\n"
    )
    folder = tmp_path / "cases" / "x"
    folder.mkdir(parents=True)
    rest = "".join(line for line in _BASE.splitlines(True) if not line.startswith("course"))
    (folder / "case.yaml").write_text(course + rest)
    case, _ = read_case(workspace_at(tmp_path), folder)
    assert isinstance(case, Case)
    assert isinstance(case.course[0], Procedure)
    assert case.course[0].text == "It was cut."
    assert _lines(case, "course.0.text") == [("case.yaml", 5, 7), ("case.yaml", 6, 7)]


def test_digits_that_carry_precision_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "cases" / "x"
    folder.mkdir(parents=True)
    rest = "".join(line for line in _BASE.splitlines(True) if not line.startswith("course"))
    test = "{analyte: INR, value: 2.30}, {analyte: pH, value: 7}"
    (folder / "case.yaml").write_text(f"course: [{{kind: laboratory, tests: [{test}]}}]\n{rest}")
    case, _ = read_case(workspace_at(tmp_path), folder)
    assert case
    values = [t.value for t in case.course[0].tests]  # type: ignore[union-attr]
    assert [value.number for value in values if value] == ["2.30", "7"]


@pytest.mark.parametrize("link", ["figures", "figures/a.png"])
def test_a_link_that_leads_out_of_the_case_is_refused(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.png").write_bytes(b"")
    path = tmp_path / "cases" / "x" / link
    path.parent.mkdir(parents=True)
    path.symlink_to(outside if link == "figures" else outside / "a.png")
    figure = "figures: [{id: f, title: F, file: figures/a.png, alt: A}]\n"
    (tmp_path / "cases" / "x" / "case.yaml").write_text(_BASE + figure)
    _, found = read_case(workspace_at(tmp_path), tmp_path / "cases" / "x")
    assert [(one.rule.code, one.span and one.span.line) for one in found] == [("CASE010", 6)]


def test_prose_is_not_read_through_a_link_that_leads_out_of_the_case(tmp_path: Path) -> None:
    folder = tmp_path / "cases" / "x"
    folder.mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (folder / "introduction.md").symlink_to(tmp_path / "secret")
    (folder / "case.yaml").write_text(_BASE)
    case, found = read_case(workspace_at(tmp_path), folder)
    assert [one.rule.code for one in found] == ["CASE010"]
    assert case is None or case.introduction is None

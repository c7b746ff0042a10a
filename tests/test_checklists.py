"""Reporting guidelines: how items are answered (`tests/checklists/*.md`), and the filled forms."""

from __future__ import annotations

import bisect
import io
import itertools
import json
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args, get_origin

import page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from casewright.build import build
from casewright.checklist import ChecklistResult, fill, find_checklist, guidelines
from casewright.cli import main
from casewright.diagnostics import CannotRun
from casewright.manuscript import Manuscript
from casewright.model.case import Case
from casewright.model.checklists import Answer, Checklist, Need, Place, Sentence
from casewright.model.declare import BaseModel, hints
from casewright.model.guidelines import CHECKLISTS, GUIDELINES, AskName, GuidelineName
from casewright.model.series import Series
from casewright.pandoc import Pandoc
from casewright.readers.checklists import read_asks
from casewright.rules.reporting.answers import Reporting, answer_items
from casewright.rules.reporting.places import placed, told_places
from casewright.rules.reporting.printed import Printed, sentences_of
from casewright.standing import standing_build
from casewright.workspace import Workspace
from specs import (
    EXAMPLE,
    ROOT,
    WJG,
    compose,
    finding_lines,
    mini_workspace,
    rewritten,
    workspace_at,
)

GOLDEN = Path(__file__).parent / "golden"
_SPECS = sorted((Path(__file__).parent / "checklists").glob("*.md"))
_LIBRARY = "@article{key,author={Kim, A},title={T},journal={J},year={2020},volume=1,pages={1}}"
LINES = ("de-winter-pattern", "european-heart-journal-case-reports")
"""A case and a journal that counts its lines."""
FORMATS = {LINES[0]: ("docx", "pdf", "md"), "fish-bone-perforation": ("md",)}
FORMS = (LINES, ("fish-bone-perforation", "international-journal-of-surgery-case-reports"))


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    return workspace_at(ROOT)


def _answers(made: Manuscript, workspace: Workspace, wanted: str) -> Iterator[str]:
    assert made.case and made.journal and made.document, finding_lines(made.diagnostics)
    asks, _ = read_asks(workspace)
    printed = Printed(sentences_of(made.document, made.journal))
    keywords = len(made.document.keywords)
    reporting = Reporting(made.case, made.journal, printed, asks, keywords)
    for line in wanted.splitlines():
        name, _, items = line.partition(": ")
        checklist = find_checklist(workspace, name)
        for answer in answer_items(checklist, reporting):
            if {answer.item.number, answer.item.topic} & set(items.split(", ")):
                yield from _told(answer, checklist)


def _told(answer: Answer, checklist: Checklist) -> Iterator[str]:
    word = checklist.answers.get(answer.status.value, answer.status.value)
    yield f"{answer.item.number or answer.item.text}: {word}"
    yield from (f"    “{one.text}” ({one.section})" for one in answer.sentences)
    yield from (f"    - {remark}" for remark in answer.remarks)


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_items_are_answered(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        files = {"case.yaml": blocks["case"], "references.bib": _LIBRARY}
        workspace = mini_workspace(tmp_path / title, files)
        made = compose(workspace, blocks.get("journal", WJG).strip(), pandoc)
        lines = _answers(made, workspace, blocks["items"])
        return {"answers": "".join(f"{line}\n" for line in lines).replace("\u00a0", " ")}

    expect(path, rewritten(path.read_text(encoding="utf-8"), answer))


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[Workspace, ChecklistResult]]:
    """The forms of two examples, with the workspace that each was made in."""
    made = {}
    for case, journal in FORMS:
        root = tmp_path_factory.mktemp(case)
        for part in (f"cases/{case}", "references"):
            shutil.copytree(ROOT / part, root / part)
        workspace = workspace_at(root)
        made[case] = workspace, fill(workspace, case, journal, formats=FORMATS[case])
    return made


Forms = Mapping[str, tuple[Workspace, ChecklistResult]]


@pytest.mark.parametrize(("case", "journal"), FORMS)
def test_a_filled_form_is_the_accepted_one(
    case: str, journal: str, filled: Forms, expect: Callable[[Path, str], None]
) -> None:
    _, result = filled[case]
    form = next(path for path in result.outputs if path.suffix == ".md")
    text = form.read_text(encoding="utf-8").replace("\u00a0", " ")
    expect(GOLDEN / case / journal / form.name, text)


def test_the_form_conforms_and_its_bytes_can_be_made_again(filled: Forms) -> None:
    workspace, result = filled[LINES[0]]
    before = [path.read_bytes() for path in result.outputs]
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert not page.validate_pdf_bytes(before[1], profile=profile).failures
    again = fill(workspace, *LINES, formats=FORMATS[LINES[0]])
    assert [path.read_bytes() for path in again.outputs] == before


Page: TypeAlias = "list[tuple[float, str]]"
"""The texts of a page with their heights."""


def _lines_and_texts(pdf: bytes) -> Iterator[tuple[dict[int, float], Page]]:
    """Of each page, the heights of the numbers that are drawn beside lines, and its texts."""
    count = 0
    for sheet in PdfReader(io.BytesIO(pdf)).pages:
        contents = sheet.get_contents()
        assert contents is not None
        drawn = re.search(rb"/Artifact <</Type /Layout>> BDC(.*?)EMC", contents.get_data(), re.S)
        assert drawn is not None
        heights = re.findall(rb"^q \S+ 0 0 \S+ \S+ (\S+) cm", drawn[1], re.M)
        texts: Page = []

        def visit(
            text: str, cm: list[float], tm: list[float], *_: object, texts: Page = texts
        ) -> None:
            texts.append((cm[1] * tm[4] + cm[3] * tm[5] + cm[5], re.sub(r"\s+", "", text)))

        sheet.extract_text(visitor_text=visit)
        yield {n: float(one) for n, one in enumerate(heights, count + 1)}, texts
        count += len(heights)


def test_sentences_stand_where_the_form_says(filled: Forms) -> None:
    """The numbers are read from the drawing in the PDF of the build, the text from beside them."""
    workspace, result = filled[LINES[0]]
    assert result.filled is not None
    folder = workspace.build_dir / LINES[0] / LINES[1]
    pages = list(_lines_and_texts((folder / "manuscript.pdf").read_bytes()))
    checked = 0
    for sentence in {one.text: one for a in result.filled.answers for one in a.sentences}.values():
        place = sentence.place
        assert place is not None, sentence.text
        if place.line is None or place.last_line is None or place.page != place.last_page:
            continue
        heights, texts = pages[place.page - 1]
        words = re.sub(r"\s+", "", sentence.text)
        first, *_, last = re.split(r"[\s–-]+", sentence.text)
        for line, ends in ((place.line, first), (place.last_line, last)):
            # what is raised stands above the line
            beside = "".join(text for y, text in texts if -2 < y - heights[line] < 7)
            assert ends in beside, (sentence.text, beside)
        for line in range(place.line + 1, place.last_line):
            beside = "".join(text for y, text in texts if -1 < y - heights[line] < 1)
            assert beside[:10] in words, (sentence.text, beside)
        checked += 1
    assert checked > 40


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([(3, None)], "p. 3"),
        ([(3, None), (4, None), (6, None)], "pp. 3–4; p. 6"),
        ([(3, 10)], "p. 3, line 10"),
        ([(3, 10), (3, 12), (3, 20)], "p. 3, lines 10–12, 20"),
        ([(3, 40), (4, 41)], "p. 3, line 40, to p. 4, line 41"),
        ([(3, 40), (4, 1)], "p. 3, line 40; p. 4, line 1"),
        (
            [(1, 9), (2, 9), (3, 9), (5, 9)],
            "p. 1, line 9; p. 2, line 9; p. 3, line 9; and further to p. 5",
        ),
    ],
)
def test_places_are_told_in_few_words(places: list[tuple[int, int | None]], told: str) -> None:
    sentences = [
        Sentence("x", ("course.0",), "text", "Case", place=Place(page, line, page, line))
        for page, line in places
    ]
    assert told_places(sentences) == [f"Case, {told}"]


def test_a_sentence_is_found_after_the_one_before_it() -> None:
    lines = [
        ("A cough. It", 1, 1),
        ("was a", 1, 2),
        ("cough. A cough.", 2, 3),
        ("A cough.", 2, None),
    ]
    said = [
        Sentence(text, ("p",), "text", "s") for text in ("It was a cough.", "A cough.", "Not it")
    ]
    assert [one.place for one in placed(said, lines)] == [
        Place(1, 1, 2, 3),
        Place(2, 3, 2, 3),
        None,
    ]


_SENTENCE = st.lists(st.text("abcdeABCDE", min_size=1, max_size=9), min_size=4, max_size=30)


@settings(max_examples=40)
@given(st.lists(_SENTENCE, min_size=1, max_size=12), st.integers(10, 60), st.integers(1, 9))
def test_every_sentence_is_found_however_lines_and_pages_break(
    words: list[list[str]], width: int, per_page: int
) -> None:
    texts = [f"{number} {' '.join(some)}." for number, some in enumerate(words, 100)]
    rows = textwrap.wrap(" ".join(texts), width)
    lines = [(row, 1 + n // per_page, n + 1) for n, row in enumerate(rows)]
    ends = list(itertools.accumulate(len(row.replace(" ", "")) for row in rows))
    begin = 0
    for one in placed([Sentence(text, ("p",), "text", "s") for text in texts], lines):
        end = begin + len(one.text.replace(" ", ""))
        first, last = bisect.bisect_right(ends, begin), bisect.bisect_left(ends, end)
        assert one.place == Place(lines[first][1], first + 1, lines[last][1], last + 1)
        begin = end


def test_a_form_goes_when_a_cited_work_changes(example_copy: Workspace) -> None:
    (form,) = fill(example_copy, EXAMPLE, WJG, formats=("md",)).outputs
    library = example_copy.root / "references" / "library.bib"
    library.write_text(f"{library.read_text()}\n@misc{{uncited, title = {{Nothing}}}}\n")
    build(example_copy, EXAMPLE, WJG, formats=("md",))
    assert form.exists()
    library.write_text(library.read_text().replace("Secondary tumors of", "Neoplasms of"))
    build(example_copy, EXAMPLE, WJG, formats=("md",))
    assert not form.exists()


def test_a_form_goes_with_the_text_that_it_is_about(example_copy: Workspace) -> None:
    result = fill(example_copy, EXAMPLE, WJG, formats=("docx",))
    (form,) = result.outputs
    assert standing_build(example_copy, EXAMPLE, WJG, formats=("docx",)) is not None
    prose = example_copy.root / "cases" / EXAMPLE / "discussion.md"
    prose.write_text(f"{prose.read_text()}\nOne more sentence.\n")
    build(example_copy, EXAMPLE, WJG, formats=("md",))
    assert not form.exists()


def test_a_case_with_errors_gets_no_form(workspace: Callable[..., Workspace]) -> None:
    made = workspace({"discussion.md": "Nobody wrote this [@nobody]."})
    result = fill(made, "x", WJG)
    assert result.diagnostics.failed and result.filled is None and not result.outputs


# The data


def test_every_thing_that_is_asked_for_is_a_known_name(shipped: Workspace) -> None:
    asks, found = read_asks(shipped)
    assert not found and tuple(asks) == get_args(AskName)
    used = {ask for one in guidelines(shipped) if one.checklist
            for item in one.checklist.items for ask in item.asks}  # fmt: skip
    assert used == set(asks)


def test_every_name_of_a_guideline_has_a_form_or_is_known_by_name(shipped: Workspace) -> None:
    every = guidelines(shipped)
    known = {name for one in every for name in one.names}
    forms = {name: one.id for one in every if one.checklist for name in one.names}
    assert CHECKLISTS.items() <= forms.items()
    assert set(get_args(GuidelineName)) == set(GUIDELINES) <= known


@pytest.mark.parametrize(("name", "count"), [("care-2013", 30), ("care-2013-28", 28),
                                             ("jbi-case-report", 8)])  # fmt: skip
def test_a_complete_form_has_its_items(name: str, count: int, shipped: Workspace) -> None:
    checklist = find_checklist(shipped, name)
    assert checklist.complete and len(checklist.items) == count
    assert len({item.number for item in checklist.items}) == count


def test_items_that_were_not_read_have_no_number(shipped: Workspace) -> None:
    for one in guidelines(shipped):
        for item in one.checklist.items if one.checklist else ():
            assert (item.number is None) == (item.told == "general knowledge"), (one.id, item)


def _steps(need: Need) -> Iterator[str]:
    yield from (*need.only_if, *need.perhaps)
    if need.each:
        yield from (f"{need.each}.{path}" for path in need.any)
    else:
        yield from need.any


def _types(annotation: Any) -> set[type[BaseModel]]:
    """The types of the model that an annotation holds."""
    if isinstance(annotation, type):
        return {annotation} if issubclass(annotation, BaseModel) else set()
    return set().union(*map(_types, get_args(annotation)))


def _kinds(model: type[BaseModel]) -> set[str]:
    kind = hints(model).get("kind")
    return set(get_args(kind)) if get_origin(kind) is Literal else set()


def test_every_path_leads_to_a_field_of_the_model(shipped: Workspace) -> None:
    asks, _ = read_asks(shipped)
    for name, needs in asks.items():
        for path in (path for need in needs for path in _steps(need)):
            models: set[type[BaseModel]] = {Case, Series}
            for step in path.split("."):
                field, _, rest = step.partition("[")
                kinds = set(rest.removesuffix("]").split("|")) - {""}
                owners = {one for one in models if field in hints(one)}
                assert owners, f"{name}: {path}: there is no '{field}'"
                models = set().union(*(_types(hints(one)[field]) for one in owners))
                if kinds:
                    known = {kind for one in models for kind in _kinds(one)} | {"@outcome"}
                    assert kinds <= known, f"{name}: {path}: {kinds - known}"
                    models = {one for one in models if _kinds(one) & kinds or "@outcome" in kinds}


# The commands


def test_the_command_says_what_is_open_and_where(
    example_copy: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["-C", str(example_copy.root), "checklist", EXAMPLE, "--journal", WJG, "--format", "md"]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert f"cases/{EXAMPLE}/case.yaml:" in out and "checklist-care-2013.md" in out
    assert main([*words, "--strict", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["guideline"] == "care-2013" and len(told["items"]) == 30
    assert {item["status"] for item in told["items"]} == {
        "reported", "partly", "missing", "not applicable"
    }  # fmt: skip


@pytest.mark.parametrize("name", ["acre", "care-2031"])
def test_no_form_is_made_up(
    name: str, example_copy: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["-C", str(example_copy.root), "checklist", EXAMPLE, "--journal", WJG]
    assert main([*words, "--guideline", name]) == 2
    assert "hint:" in capsys.readouterr().err


def test_other_names_of_a_guideline_find_its_form(shipped: Workspace) -> None:
    assert find_checklist(shipped, "care-2016").id == "care-2013"
    with pytest.raises(CannotRun, match="known than its name"):
        find_checklist(shipped, "care-radiology")


_OWN = """
id: ours
title: The list of our department
version: "2026"
count: 1 item
citation: none
licence: ours
source: [the department]
as_of: 2026-11
items:
  - {number: "1", topic: Harm, told: published, text: Adverse events, asks: [adverse_events]}
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_OWN, ""),
        (_OWN.replace("[adverse_events]", "[adverse_event]"), "asks for 'adverse_event'"),
        (_OWN.replace("published", "heard"), "ours.yaml:11:38: 'heard' is not a value of 'told'"),
        ("link", "leads out of the templates"),
    ],
)
def test_a_workspace_may_have_lists_of_its_own(
    text: str, message: str, workspace: Callable[..., Workspace], capsys: pytest.CaptureFixture[str]
) -> None:
    name = "templates/_shared/guidelines/ours.yaml"
    root = workspace({name: text}).root
    if text == "link":
        (root / name).unlink()
        (root / name).symlink_to(root.parent / "elsewhere.yaml")
    assert main(["-C", str(root), "guidelines"]) == (2 if message else 0)
    told = capsys.readouterr()
    assert message in told.err if message else "The list of our department" in told.out


def test_guidelines_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(ROOT), "guidelines"]) == 0
    out = capsys.readouterr().out
    assert "care-2013 (also: care, care-2016)" in out and "known by name only" in out
    assert main(["-C", str(ROOT), "guidelines", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert "bmj-case-reports" in rows["care-2013"]["journals"]["care"]
    assert rows["acre"]["items"] is None

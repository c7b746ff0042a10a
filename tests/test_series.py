"""Several patients in one report: the specs are `tests/series/*.md`.

A section holds a block for the file of each patient, `patient-1` and so on, and what `case.yaml`
has beside their list under `case`; what a file cannot do without is added to it. `wjg` and `bmj`
are the sections that tell of the patients in the two journals, `wjg abstract` and `bmj abstract`
the abstracts, and `findings` those for the journal of 2007.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from casewright.build import build
from casewright.manuscript import Manuscript
from casewright.model.document import Ast
from casewright.model.series import Series
from casewright.model.tree import div_class, plain_text
from casewright.pandoc import Pandoc
from casewright.readers.case import read_case
from casewright.trace import trace
from casewright.workspace import Workspace
from specs import (
    BMJ,
    BY_SHORT,
    WJG,
    completed,
    compose,
    finding_lines,
    rewritten,
    serious,
    workspace_at,
)

_SPECS = sorted((Path(__file__).parent / "series").glob("*.md"))
_REPORT = "title: {focus: A rash}\nauthors: [{given: Ada, family: Byron}]\n"
_PATIENT = """\
patient: {age: 34 years, sex: female}
diagnosis: {final: drug rash}
course: [{kind: presentation, complaints: [{what: rash}]}]
"""


def _workspace(root: Path, blocks: Mapping[str, str]) -> Workspace:
    folder = root / "cases" / "x"
    folder.mkdir(parents=True)
    names = [name for name in blocks if name.startswith("patient-")]
    listed = f"patients: [{', '.join(f'{name}.yaml' for name in names)}]\n"
    report = blocks.get("case", "")
    (folder / "case.yaml").write_text(report + _REPORT + listed)
    for name in names:
        shared = re.search("^diagnosis:", report, re.M)
        base = re.sub("^diagnosis:.*\n", "", _PATIENT, flags=re.M) if shared else _PATIENT
        (folder / f"{name}.yaml").write_text(completed(blocks[name], base))
    return workspace_at(root)


def _said(title: str, blocks: Mapping[str, str], root: Path, pandoc: Pandoc) -> dict[str, str]:
    workspace = _workspace(root / re.sub(r"\W+", "-", title), blocks)
    done = {short: compose(workspace, name, pandoc) for short, name in BY_SHORT.items()}
    made = {"findings": finding_lines(serious(done["wjg"].diagnostics))}
    for name in blocks:
        short, _, part = name.partition(" ")
        if short in done:
            made[name] = _text(done[short], brief=part == "abstract")
    return made


def _text(made: Manuscript, *, brief: bool) -> str:
    if made.document is None:
        return finding_lines(made.diagnostics)
    blocks = made.document.blocks
    if brief:
        lines = [plain_text(block) for block in blocks if div_class(block, "abstract")]
    else:
        opens = next(n for n, one in enumerate(blocks) if one["t"] == "Header" and _tells(one))
        lines = [line for block in blocks[opens:] for line in _lines(block)]
    return "".join(f"{line}\n" for line in lines).replace("\u00a0", " ")


def _tells(header: Ast) -> bool:
    return plain_text(header) in {"CASE REPORT", "CASE PRESENTATION"}


def _lines(block: Ast) -> Iterator[str]:
    match block["t"]:
        case "Header":
            yield f"{'§' * block['c'][0]} {plain_text(block)}"
        case "Table":
            _, caption, _, head, bodies, _ = block["c"]
            for row in (*head[1], *bodies[0][3]):
                yield " | ".join(plain_text(cell[4]) for cell in row[1])
            yield plain_text(caption[1])
        case _:
            yield plain_text(block)


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_series_is_told_as_a_clinician_would(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")
    expect(path, rewritten(text, lambda title, blocks: _said(title, blocks, tmp_path, pandoc)))


def test_every_node_of_a_series_has_its_place_in_its_own_file(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, {"patient-1": "", "patient-2": ""})
    series, found = read_case(workspace, tmp_path / "cases" / "x")
    assert not list(found)
    assert isinstance(series, Series)
    for node in series.nodes():
        file = series.place(node.path).file.removeprefix("cases/x/")
        number = re.match(r"patients\.(\d)", node.path)
        assert file == (f"patient-{int(number[1]) + 1}.yaml" if number else "case.yaml")
    second = series.cases[1]
    assert second.course == series.patients[1].course
    assert second.place("course.0") == series.place("patients.1.course.0")


def test_the_sentences_of_a_series_are_traced_to_the_files_of_their_patients(
    tmp_path: Path,
) -> None:
    workspace = _workspace(tmp_path, {"patient-1": "", "patient-2": ""})
    lines, _ = trace(workspace, "x", BMJ)
    told = [line for line in lines if "presented with a rash." in line.sentence]
    assert [line.path for line in told[-2:]] == ["patients.0.course.0", "patients.1.course.0"]
    files = [line.places[0].file for line in told[-2:]]
    assert files == ["cases/x/patient-1.yaml", "cases/x/patient-2.yaml"]
    assert len({place.file for place in told[0].places}) == 2, "a count comes from each patient"


def test_a_changed_patient_makes_a_build_due(tmp_path: Path) -> None:
    workspace = _workspace(tmp_path, {"patient-1": "", "patient-2": ""})
    folder = tmp_path / "cases" / "x"
    assert not build(workspace, "x", WJG, formats=["md"]).fresh
    assert build(workspace, "x", WJG, formats=["md"]).fresh
    rules = (tmp_path / "build" / "x" / WJG / "manuscript.d").read_text()
    assert "patient-1.yaml" in rules and "patient-2.yaml" in rules
    text = (folder / "patient-2.yaml").read_text()
    (folder / "patient-2.yaml").write_text(text.replace("34 years", "61 years"))
    made = build(workspace, "x", WJG, formats=["md"])
    assert not made.fresh
    assert "61-year-old" in made.outputs[0].read_text()

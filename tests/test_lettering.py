"""Characters that the shipped fonts do not have: what a build says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest

from casewright.build import Toolbox, Tools, build
from casewright.model.fonts import FontName
from casewright.model.style import PageStyle
from casewright.pandoc import Pandoc
from casewright.standing import BuildResult
from casewright.workspace import Workspace
from casewright.writers.css import stylesheet
from casewright.writers.pdf import PdfWorker
from casewright.writers.pdf_letters import Letters, letters_of
from specs import WJG, finding_lines, mini_workspace


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PdfWorker]:
    with PdfWorker.start(cache=tmp_path_factory.mktemp("fonts")) as running:
        yield running


def workspace_with(text: str, root: Path) -> Workspace:
    return mini_workspace(root, {"introduction.md": f"It was rare.\n\n{text}\n"})


def built(workspace: Workspace, pandoc: Pandoc, layout: PdfWorker) -> BuildResult:
    toolbox = Toolbox(workspace, ["pdf"], tools=Tools(pandoc, layout))
    return build(workspace, "x", WJG, formats=["pdf"], toolbox=toolbox)


@pytest.mark.parametrize(
    "text", ["α, β and γ: −5 °C ± 0.5, ≤ 3 µg, 4 × 3 cm, “x”—y’s …", "Łódź, İzmir, Αθήνα, Москва"]
)
@pytest.mark.parametrize("font", get_args(FontName))
def test_what_case_reports_are_written_with_is_in_the_shipped_fonts(
    text: str, font: FontName, layout: PdfWorker
) -> None:
    style = f"<style>{stylesheet(PageStyle(font=font), '')}</style>"
    page = f'<html lang="en"><title>T</title>{style}<p>{text} <b>{text}</b></p></html>'
    layout.begin(page.encode(), {})
    assert layout.finish()[1] == Letters()


@dataclass
class Font:
    """As much of a font as is asked for."""

    family: str
    to_unicode: dict[int, str]
    missing: dict[int, int] = field(default_factory=dict)


def test_other_fonts_tell_which_characters_they_show() -> None:
    fonts = [
        Font("Liberation Serif", {1: "a", 2: "β"}),
        Font("Noto Sans", {1: "中", 2: "国", 3: " ", 4: "\u0378"}, {0x0378: 9}),
        Font("Noto Sans", {1: "漢"}),
        Font("DejaVu Sans", {1: " "}),
    ]
    assert letters_of(fonts) == Letters({"Noto Sans": "中国漢"}, "\u0378")


def test_a_font_of_the_machine_is_reported_and_remembered(
    tmp_path: Path, pandoc: Pandoc, layout: PdfWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = layout.finish
    monkeypatch.setattr(layout, "finish", lambda: (finish()[0], Letters({"Noto Sans": "é"})))
    workspace = workspace_with("A café was near.", tmp_path)
    first = built(workspace, pandoc, layout)
    assert first.outputs
    line = (
        "introduction.md:3:6 warning DOC006 the PDF sets 'é' (U+00E9) in Noto Sans, a font of this "
        "machine; no font that is shipped has it\n"
    )
    assert line in finding_lines(first.diagnostics)
    again = built(workspace, pandoc, layout)
    assert again.fresh
    assert line in finding_lines(again.diagnostics)
    noted = (workspace.build_dir / "x" / WJG / "diagnostics.json").read_text()
    assert "DOC006" in noted

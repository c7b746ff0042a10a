"""What each rule finds: the specs are `tests/rules/<code>.md`.

A section holds a `case`, other files of it (`file discussion.md`), images in words (`image
figures/ct.png`), the name of a `journal` or a `profile` of one's own, and the `findings` of that
rule, at the stage of submission.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from casewright.pandoc import Pandoc
from pictures import picture_of
from specs import WJG, compose, finding_lines, mini_workspace, rewritten

_SPECS = sorted((Path(__file__).parent / "rules").glob("*.md"))
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9cm" height="6cm" viewBox="0 0 3 2"/>'
_LIBRARY = "@article{key,author={Kim, A},title={T},journal={J},year={2020},volume=1,pages={1}}"


def _found(code: str, blocks: Mapping[str, str], root: Path, pandoc: Pandoc) -> dict[str, str]:
    files = {"case.yaml": blocks["case"], "figures/face.svg": _SVG, "references.bib": _LIBRARY}
    for info, text in blocks.items():
        if info.startswith("file "):
            files[info.removeprefix("file ")] = text
    journal = blocks.get("journal", WJG).strip()
    if "profile" in blocks:
        journal = "own"
        files["templates/own/journal.yaml"] = blocks["profile"]
    workspace = mini_workspace(root, files)
    for info, words in blocks.items():
        if info.startswith("image "):
            path = root / "cases" / "x" / info.removeprefix("image ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture_of(words))
    made = compose(workspace, journal, pandoc)
    codes = [one.rule.code for one in made.diagnostics]
    assert made.document or code in codes, finding_lines(made.diagnostics)
    return {"findings": finding_lines(one for one in made.diagnostics if one.rule.code == code)}


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_rule_finds_what_it_is_for(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")

    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        return _found(path.stem, blocks, tmp_path / title.replace("/", " "), pandoc)

    expect(path, rewritten(text, answer))

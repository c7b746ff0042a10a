"""Consistency and wording as a whole: marked sentences, and the faults of a published report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from casewright.pandoc import Pandoc
from labelled_rules import CODES, HELD_OUT, TUNED, score
from specs import WJG, compose, finding_lines, mini_workspace, rewritten

_SEED = Path(__file__).parent / "consistency" / "seed-faults.md"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9cm" height="6cm" viewBox="0 0 3 2"/>'
_LIBRARY = "@article{key,author={Kim, A},title={T},journal={J},year={2020},volume=1,pages={1}}"


def test_faults_of_a_published_report_are_found_and_nothing_else(
    tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        files = {"case.yaml": blocks["case"], "figures/face.svg": _SVG, "references.bib": _LIBRARY}
        files |= {name[5:]: text for name, text in blocks.items() if name.startswith("file ")}
        made = compose(mini_workspace(tmp_path / title, files), WJG, pandoc)
        ours = (one for one in made.diagnostics if CODES.fullmatch(one.rule.code))
        return {"findings": finding_lines(ours, hints=False)}

    expect(_SEED, rewritten(_SEED.read_text(encoding="utf-8"), answer))


def test_marked_sentences_are_judged_as_well_as_before(tmp_path: Path, pandoc: Pandoc) -> None:
    tuned = score(TUNED, tmp_path, pandoc)
    assert (tuned.missed, tuned.spurious) == ((), ())
    held_out = score((HELD_OUT,), tmp_path, pandoc)
    assert tuned.sentences + held_out.sentences >= 150
    assert held_out.recall >= 0.97
    assert held_out.precision >= 0.97

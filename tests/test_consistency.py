"""Consistency and wording as a whole: marked sentences, and the faults of a published report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from casewright.diagnostics import Span
from casewright.pandoc import Pandoc
from casewright.rules.passages import Passage
from casewright.rules.sentences import HIDDEN, sentences_of, shown_text
from labelled_rules import CODES, HELD_OUT, TUNED, score
from specs import WJG, compose, finding_lines, mini_workspace, rewritten

_SEED = Path(__file__).parent / "consistency" / "seed-faults.md"
BLANK = f" \n{HIDDEN}"
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


_PIECES = st.sampled_from(
    [*'.?!:;,()[]{}@*` \n"“”-A°', "{{", "}}", "@key", "[@key]", "@fig:a", "\n\n", "e.g.", "the"]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_sentences_keep_the_place_of_every_character(text: str) -> None:
    passage = Passage("discussion", text, "prose", (Span("x.md", 1, 1),))
    left, end = shown_text(passage).replace("*", " "), 0
    for one in sentences_of(passage):
        assert one.start >= end and not left[end : one.start].strip(BLANK)
        end = one.start + len(one.text)
        for typed, shown in zip(text[one.start : end], one.text, strict=True):
            assert shown == typed or shown in {" ", HIDDEN}
    assert not left[end:].strip(BLANK)
    assert len(left) == len(text)

"""Where each sentence comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from casewright.manuscript import Manuscript
from casewright.model.tree import plain_text, source_keys, walk
from casewright.trace import TraceLine, trace
from casewright.workspace import Workspace
from specs import EXAMPLE, JOURNALS, ROOT, WJG, mini_workspace

GOLDEN = Path(__file__).parent / "golden" / EXAMPLE


@pytest.fixture(scope="module")
def traced(example: Workspace) -> dict[str, tuple[TraceLine, ...]]:
    return {journal: trace(example, EXAMPLE, journal)[0] for journal in JOURNALS}


Traced = Mapping[str, tuple[TraceLine, ...]]


def _places(line: TraceLine) -> str:
    return ", ".join(dict.fromkeys(f"{place.file}:{place.line}" for place in line.places))


@pytest.mark.parametrize("journal", JOURNALS)
def test_each_sentence_has_the_accepted_places(
    journal: str, traced: Traced, expect: Callable[[Path, str], None]
) -> None:
    lines = [f"{_places(line)}  {line.sentence}\n" for line in traced[journal]]
    expect(GOLDEN / journal / "trace.txt", "".join(lines).replace("\u00a0", " "))


@pytest.mark.parametrize("journal", JOURNALS)
def test_each_place_is_a_real_one(journal: str, traced: Traced) -> None:
    files: dict[str, list[str]] = {}
    for line in traced[journal]:
        assert line.places, line.sentence
        for place in line.places:
            if place.file not in files:
                files[place.file] = (ROOT / place.file).read_text(encoding="utf-8").splitlines()
            assert files[place.file][place.line - 1][place.column - 1 :].strip(), (line, place)


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_sentence_of_prose_points_to_its_own_words(journal: str, traced: Traced) -> None:
    for line in traced[journal]:
        (place, *_) = line.places
        if place.file.endswith(".md"):
            text = (ROOT / place.file).read_text(encoding="utf-8").splitlines()
            first = line.sentence.replace("\u00a0", " ").split()[0]
            # spelling may differ by a letter or two
            assert first[:4] in text[place.line - 1], (line.sentence, place)


@pytest.mark.parametrize("journal", JOURNALS)
def test_every_word_of_the_text_has_a_source(
    journal: str, manuscripts: Mapping[str, Manuscript]
) -> None:
    document = manuscripts[journal].document
    assert document is not None
    for block in document.blocks:
        if block["t"] not in {"Para", "BulletList"}:
            continue
        kept = [plain_text(node) for node in walk(block) if source_keys(node)]
        words = re.sub(r"\s", "", plain_text(block))
        assert re.sub(r"\s", "", "".join(kept)) == words


def test_values_in_prose_are_sources_too(traced: Traced) -> None:
    (line,) = [one for one in traced[WJG] if "later" in one.sentence and "tail 9" in one.sentence]
    files = {place.file.rpartition("/")[2] for place in line.places}
    assert files == {"discussion.md", "case.yaml"}


def test_references_point_into_the_library(traced: Traced) -> None:
    references = [line for line in traced[WJG] if line.path.startswith("references.")]
    assert len(references) == 7
    for line in references:
        (place,) = line.places
        key = line.path.removeprefix("references.")
        text = (ROOT / place.file).read_text(encoding="utf-8").splitlines()[place.line - 1]
        assert f"{{{key}," in text


def test_a_broken_case_has_findings_and_no_sentences(tmp_path: Path) -> None:
    lines, found = trace(mini_workspace(tmp_path, {"case.yaml": "patient: {}\n"}), "x", WJG)
    assert lines == ()
    assert found.failed

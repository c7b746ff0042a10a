"""Plain text for submission forms: what is pasted into each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from casewright.manuscript import Manuscript
from casewright.model.words import word_count
from casewright.pandoc import Pandoc
from casewright.writers.portal import write_portal
from specs import JOURNALS, ROOT, WJG, compose, mini_workspace


def written(made: Manuscript, pandoc: Pandoc) -> str:
    assert made.document and made.case and made.journal
    return write_portal(made.document, made.case, made.journal, pandoc=pandoc).decode()


@pytest.mark.parametrize("journal", JOURNALS)
def test_the_blocks_read_as_accepted(
    journal: str,
    manuscripts: Mapping[str, Manuscript],
    pandoc: Pandoc,
    expect: Callable[[Path, str], None],
) -> None:
    text = written(manuscripts[journal], pandoc)
    folder = ROOT / "tests" / "golden" / "pancreatic-metastasis" / journal
    expect(folder / "manuscript.txt", text)


@pytest.mark.parametrize("journal", JOURNALS)
def test_the_counts_are_those_of_what_is_pasted(
    journal: str, manuscripts: Mapping[str, Manuscript], pandoc: Pandoc
) -> None:
    text = written(manuscripts[journal], pandoc)
    blocks = re.findall(
        r"^=== .*? \((\d+) words, (\d+) characters\) ===\n\n(.*?)\n(?=\n=== |\Z)", text, re.M | re.S
    )
    assert len(blocks) == len(re.findall("^===", text, re.M)) > 8
    for words, characters, block in blocks:
        assert (int(words), int(characters)) == (word_count(block), len(block))


def test_what_plain_text_cannot_show_is_written_in_other_signs(
    tmp_path: Path, pandoc: Pandoc
) -> None:
    files = {
        "case.yaml": "title: {focus: '*E. coli* and CO~2~'}\n"
        "tables: [{id: t, title: Counts, rows: [[Cell, '**Count**'], [White, 10^9^/L]]}]\n",
        "introduction.md": 'At 10^9^/L\\ it is **"so"** [@a].\n\n- one [@tab:t]\n- two\n',
        "references/library.bib": "@article{a, author = {Doe, J}, title = {$^{18}$F and H$_2$O},"
        " journal = {Lancet}, year = 2001, volume = 1, pages = {2}}",
        "templates/j/journal.yaml": f"id: j\ntitle: J\nextends: {WJG}\ncitations: {{style: "
        "the-lancet, position: after-punctuation, source: [default], as_of: x, verified: false}\n",
    }
    made = compose(mini_workspace(tmp_path, files), "j", pandoc)
    assert made.document, [str(one) for one in made.diagnostics]
    text = written(made, pandoc)
    assert "\n\nE. coli and CO₂: A case report\n" in text
    assert "\n\nAt 10⁹/L it is “so”.[1]\n\n" in text
    assert "- one" in text
    assert "\n\nTable 1. Counts.\n\nCell\tCount\nWhite\t10⁹/L\n" in text
    assert "\n\n1. Doe J. ¹⁸F and H₂O. Lancet 2001; 1: 2.\n" in text
    assert "\u00a0" not in text

"""The example as each journal prints it: goldens, and the rules by name."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from casewright.manuscript import Manuscript
from casewright.model.document import Ast
from casewright.model.tree import div_class, plain_text, walk
from casewright.model.words import word_count
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace
from specs import (
    BMJ,
    EXAMPLE,
    JOURNALS,
    ROOT,
    WJG,
    compose,
    course_text,
    finding_lines,
    mini_workspace,
)

GOLDEN = Path(__file__).parent / "golden" / EXAMPLE

Manuscripts = Mapping[str, Manuscript]


def _blocks(made: Manuscript) -> list[Ast]:
    assert made.document is not None
    return made.document.blocks


def _sections(made: Manuscript) -> dict[str, str]:
    """The text under each heading, as it is read."""
    texts: dict[str, str] = {}
    heading = ""
    for block in _blocks(made):
        if block["t"] == "Header":
            heading = plain_text(block)
            texts[heading] = ""
        elif heading:
            texts[heading] += plain_text(block).replace("\u00a0", " ") + "\n"
    return texts


def _case_text(made: Manuscript) -> str:
    """What the case says, without front matter, references and the author's argument."""
    skipped = {"INTRODUCTION", "BACKGROUND", "DISCUSSION", "REFERENCES"}
    return "\n".join(text for name, text in _sections(made).items() if name not in skipped)


def _abstract(made: Manuscript) -> str:
    (found,) = [block for block in _blocks(made) if div_class(block, "abstract")]
    return plain_text(found).replace("\u00a0", " ")


@pytest.mark.parametrize("journal", JOURNALS)
def test_the_manuscript_reads_as_accepted(
    journal: str, example: Workspace, expect: Callable[[Path, str], None]
) -> None:
    made = example.build_dir / EXAMPLE / journal / "manuscript.md"
    expect(GOLDEN / journal / "manuscript.md", made.read_text(encoding="utf-8"))


@pytest.mark.parametrize("journal", JOURNALS)
def test_the_findings_are_as_accepted(
    journal: str, manuscripts: Manuscripts, expect: Callable[[Path, str], None]
) -> None:
    lines = finding_lines(manuscripts[journal].diagnostics)
    expect(GOLDEN / journal / "diagnostics.txt", lines)


def test_both_journals_are_made_from_the_same_untouched_case(example: Workspace) -> None:
    for name in ("case.yaml", "introduction.md", "discussion.md"):
        path = Path("cases") / EXAMPLE / name
        assert (example.root / path).read_bytes() == (ROOT / path).read_bytes()


class TestWorldJournalOfGastroenterology:
    """The layout of 2007."""

    @pytest.fixture
    def made(self, manuscripts: Manuscripts) -> Manuscript:
        return manuscripts[WJG]

    def test_the_title_says_that_it_is_a_case_report(self, made: Manuscript) -> None:
        assert made.document and made.document.title.endswith(": A case report")

    def test_the_abstract_is_one_paragraph_without_headings(self, made: Manuscript) -> None:
        (abstract,) = [block for block in _blocks(made) if div_class(block, "abstract")]
        assert [block["t"] for block in abstract["c"][1]] == ["Para"]
        assert not [node for node in walk(abstract) if node["t"] == "Strong"]

    def test_months_are_short_inside_a_sentence_and_long_at_its_start(
        self, made: Manuscript
    ) -> None:
        assert "9 mo after" in _abstract(made)
        assert "\nNine months after" in _sections(made)["CASE REPORT"]

    def test_dates_are_printed_by_month_and_year(self, made: Manuscript) -> None:
        assert "in September 2005." in _sections(made)["CASE REPORT"]

    def test_the_exact_age_is_printed(self, made: Manuscript) -> None:
        assert "A 66-year-old woman" in _abstract(made)
        assert "A 66-year-old woman" in _sections(made)["CASE REPORT"]

    def test_each_length_of_a_size_has_its_unit(self, made: Manuscript) -> None:
        assert "4 cm × 3 cm" in _sections(made)["CASE REPORT"]

    def test_headings_stand_in_the_order_of_the_journal(self, made: Manuscript) -> None:
        expected = "ABSTRACT INTRODUCTION,CASE REPORT,DISCUSSION,ACKNOWLEDGMENTS,REFERENCES"
        assert list(_sections(made)) == expected.replace(" I", ",I").split(",")

    def test_a_marker_is_superscript_before_the_full_stop(self, made: Manuscript) -> None:
        markers = list(_markers(_blocks(made)))
        assert "[5,6]" in [text for text, *_ in markers]
        for text, superscript, before, after in markers:
            assert re.fullmatch(r"\[\d+([,–-]\d+)*\]", text)
            assert superscript
            assert not before.endswith((".", ",", " "))
            assert after[:1] in {".", ",", " ", ""}

    def test_an_abbreviation_is_defined_at_first_use_in_abstract_body_and_legend(
        self, made: Manuscript
    ) -> None:
        texts = (_abstract(made), _sections(made)["CASE REPORT"])
        for text in texts:
            assert text.index("computed tomography (CT)") < text.index("CT of the abdomen")
        assert texts[1].count("magnetic resonance imaging (MRI)") == 1

    def test_the_spelling_is_american(self, made: Manuscript) -> None:
        assert re.search(r"\btumors?\b", _case_text(made))
        assert not re.search(r"tumour|histological", _case_text(made), re.I)

    def test_figures_stand_after_the_paragraph_that_calls_them(self, made: Manuscript) -> None:
        blocks = _blocks(made)
        for number in ("1", "2"):
            calls = [
                position
                for position, block in enumerate(blocks)
                if block["t"] == "Para" and f"(Figure\u00a0{number}" in plain_text(block)
            ]
            figure = blocks[calls[0] + 1]
            assert figure["t"] == "Figure"
            assert figure["c"][0][0] == f"figure-{number}"


class TestBMJCaseReports:
    @pytest.fixture
    def made(self, manuscripts: Manuscripts) -> Manuscript:
        return manuscripts[BMJ]

    def test_the_title_says_neither_case_report_nor_age_nor_sex(self, made: Manuscript) -> None:
        assert made.document
        assert not re.search(r"case report|year|\d|woman|female", made.document.title, re.I)

    def test_no_date_is_printed(self, made: Manuscript) -> None:
        months = "|".join([*calendar.month_name[1:], *calendar.month_abbr[1:]])
        assert not re.search(rf"\b({months})\b|\b(19|20)\d\d\b", _case_text(made))

    def test_the_age_is_a_decade(self, made: Manuscript) -> None:
        assert "A woman in her 60s" in _abstract(made)
        assert "A woman in her 60s" in _sections(made)["CASE PRESENTATION"]
        everything = "\n".join(text for name, text in _sections(made).items())
        assert not re.search(r"\b66\b", everything.partition("\nAdsay")[0])

    def test_the_spelling_is_british(self, made: Manuscript) -> None:
        text = _case_text(made)
        assert "tumour" in text and "Histological" in text
        assert not re.search(r"tumor\b|tumors\b|histologic\b", text, re.I)

    def test_titles_of_references_keep_their_own_spelling(self, made: Manuscript) -> None:
        assert "Secondary tumors of the pancreas" in _sections(made)["REFERENCES"]

    def test_a_marker_stands_after_the_stop_and_is_not_superscript(self, made: Manuscript) -> None:
        markers = list(_markers(_blocks(made)))
        assert "[5,6]" in [text for text, *_ in markers]
        for text, superscript, before, after in markers:
            assert re.fullmatch(r"\[\d+([,–-]\d+)*\]", text)
            assert not superscript
            assert not before.endswith(" ")
            assert not after.startswith((".", ","))

    def test_the_summary_has_at_most_150_words(self, made: Manuscript) -> None:
        assert 60 < word_count(_abstract(made)) <= 150

    def test_headings_stand_in_order_and_empty_sections_are_left_out(
        self, made: Manuscript
    ) -> None:
        assert made.journal is not None
        wanted = [section.heading for section in made.journal.sections.order]
        there = list(_sections(made))[1:]
        assert there == [heading for heading in wanted if heading in there]
        left_out = [one.message for one in made.diagnostics if one.rule.code == "JRN001"]
        assert len(left_out) == len(wanted) - len(there)
        for heading in set(wanted) - set(there):
            assert any(f"'{heading}'" in message for message in left_out), heading

    def test_figures_are_called_in_lower_case_and_stand_in_their_section(
        self, made: Manuscript
    ) -> None:
        sections = _sections(made)
        assert "(figure 1A)" in sections["CASE PRESENTATION"]
        assert "(figure 2)" in sections["TREATMENT"]
        assert "Figure 1 Imaging" in sections["FIGURE/VIDEO CAPTIONS"]


def _markers(blocks: list[Ast]) -> Iterator[tuple[str, bool, str, str]]:
    """Each citation marker: its text, whether it is superscript, what stands before and after."""
    for block in blocks:
        if block["t"] != "Para":
            continue
        leaves = list(_leaves(block))
        for position, (kind, text, raised) in enumerate(leaves):
            if kind == "Cite":
                before = leaves[position - 1][1] if position else ""
                after = leaves[position + 1][1] if position + 1 < len(leaves) else ""
                yield text, raised, before, after


def _leaves(node: Ast) -> Iterator[tuple[str, str, bool]]:
    for inline in node["c"] if node["t"] == "Para" else node["c"][-1]:
        if inline["t"] == "Cite":
            raised = any(part["t"] == "Superscript" for part in walk(inline["c"][1]))
            yield "Cite", plain_text(inline["c"][1]), raised
        elif inline["t"] in {"Span", "Emph", "Strong"}:
            inside = inline if inline["t"] == "Span" else {"t": "Para", "c": inline["c"]}
            yield from _leaves(inside)
        elif inline["t"] in {"Space", "SoftBreak"}:
            yield "Space", " ", False
        else:
            yield inline["t"], plain_text(inline), False


def test_the_first_drug_introduces_the_patient(tmp_path: Path, pandoc: Pandoc) -> None:
    course = (
        "course:\n- {kind: medication, drug: quetiapine, manner: started, at: 2005-04}\n"
        "- {kind: presentation, complaints: [{what: cough}]}\n"
    )
    made = compose(mini_workspace(tmp_path, {"case.yaml": course}), WJG, pandoc)
    assert made.document is not None
    said = course_text(made.document, brief=False, without=("diagnosis",))
    assert said.startswith("In April 2005, a 66-year-old woman was started on quetiapine.")

"""House style: the specs are `tests/style/*.md`, each a journal's rules, text in and text out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.compose.marks import Md
from casewright.compose.numerals import count_digits, count_words
from casewright.compose.phrases.quantities import NBSP, quantity, size
from casewright.compose.typography import THIN, in_style
from casewright.manuscript import Manuscript
from casewright.model.document import Ast, Document
from casewright.model.journal_style import HouseStyle, PValues
from casewright.model.quantities import Quantity, Size
from casewright.model.tree import attribute, div_class, plain_text, walk
from casewright.model.validators import validator
from casewright.pandoc import Pandoc
from casewright.trace import trace_lines
from casewright.writers.markdown import write_markdown
from specs import WJG, compose, course_text, finding_lines, mini_workspace, rewritten

_SPECS = Path(__file__).parent / "style"


def _printed(line: str, tell: Callable[[str], Md]) -> str:
    try:
        return str(tell(line)).replace("\u00a0", "~")
    except ValueError as error:
        return f"cannot be read: {error}"


def test_quantities_are_printed_as_journals_print_them(
    expect: Callable[[Path, str], None], manuscripts: Mapping[str, Manuscript]
) -> None:
    journal = manuscripts[WJG].journal
    assert journal is not None

    def answer(_: str, blocks: Mapping[str, str]) -> dict[str, str]:
        lines = [
            _printed(line, lambda raw: quantity(Quantity.parse(raw)))
            for line in blocks.get("given", "").splitlines()
        ]
        lines += [
            _printed(line, lambda raw: size(Size.parse(raw), journal))
            for line in blocks.get("sizes", "").splitlines()
        ]
        return {"printed": "".join(f"{line}\n" for line in lines)}

    path = _SPECS / "quantities.md"
    expect(path, rewritten(path.read_text(encoding="utf-8"), answer))


def _shown(value: object) -> str:
    """The text of inlines, italics between asterisks, no-break spaces visible."""
    if isinstance(value, list):
        return "".join(_shown(item) for item in value)
    if not isinstance(value, dict):
        return ""
    if "t" not in value:
        return ""
    if value["t"] in {"Plain", "Para", "Strong"}:
        return _shown(value["c"])
    if value["t"] == "Emph":
        return f"*{_shown(value['c'])}*"
    if value["t"] == "Span":
        return _shown(value["c"][1])
    return {"Space": " ", "SoftBreak": " "}.get(value["t"]) or plain_text(value)


def _journal(style: str, language: str) -> str:
    told = "source: [general-knowledge], as_of: today, verified: false"
    given = {"time_units": "{}", "repeat_unit_in_size": "false", "signs": "[]"}
    given |= {"ranges": "as-written", "percent_in_range": "as-written"}
    given |= dict(line.split(": ", 1) for line in style.splitlines())
    rules = "".join(f"  {key}: {value}\n" for key, value in given.items())
    return (
        f"id: styled\ntitle: Styled\nextends: {WJG}\nlanguage: {{value: {language}, {told}}}\n"
        f"house_style:\n  source: [general-knowledge]\n  as_of: today\n  verified: false\n{rules}"
    )


def _styled(title: str, blocks: Mapping[str, str], root: Path, pandoc: Pandoc) -> dict[str, str]:
    journal = _journal(blocks.get("style", ""), blocks.get("language", "en-US").strip())
    journal += blocks.get("journal", "")
    files = {
        "templates/styled/journal.yaml": journal,
        "introduction.md": blocks.get("text", "Introduction.\n").replace("\n", "\n\n"),
        "case.yaml": blocks.get("case", ""),
    }
    files |= {n.split()[1]: body for n, body in blocks.items() if n.startswith("file ")}
    folder = root / re.sub(r"\W", "-", title.strip())
    made = compose(mini_workspace(folder, files), "styled", pandoc)
    if made.document is None:
        return {"printed": finding_lines(made.diagnostics)}
    made_of = {
        "printed": section_inlines(made.document, "INTRODUCTION"),
        "abstract": [block["c"] for block in _abstract(made.document)],
        "legends": [b["c"][1][1] for b in made.document.blocks if b["t"] in {"Figure", "Table"}],
        "list": section_inlines(made.document, "ABBREVIATIONS"),
        "headings": [b["c"][-1] for b in walk(made.document.blocks) if _is_heading(b)],
        "findings": [],
    }
    out = {name: "".join(f"{_shown(one)}\n" for one in lines) for name, lines in made_of.items()}
    out = {name: text.replace(NBSP, "~").replace(THIN, "_") for name, text in out.items()}
    notes = [one for one in made.diagnostics if one.rule.code.startswith("STY")]
    if "floats" in blocks:
        kept = [block for block in made.document.blocks if block["t"] in {"Table", "Figure"}]
        shown = write_markdown(replace(made.document, blocks=kept), pandoc).decode()
        out["floats"] = shown.strip().replace(NBSP, " ") + "\n"
    out["course"] = course_text(made.document, brief=False)
    out["brief"] = course_text(made.document, brief=True)
    out["conversions"] = "".join(
        f"{one.path}: {one.given} is printed as {one.printed}\n"
        for line in trace_lines(made, made.document)
        for one in line.conversions
    )
    return {**out, "findings": finding_lines(notes)}


def _is_heading(block: Ast) -> bool:
    return block["t"] == "Header" or (
        block["t"] == "Div" and attribute(block, "custom-style") == "Title"
    )


def section_inlines(document: Document, heading: str) -> list[object]:
    """The inlines of the paragraphs under a heading."""
    lines, inside = [], False
    for block in document.blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            inside = plain_text(block) == heading
        elif inside and block["t"] == "Para":
            lines.append(block["c"])
    return lines


def _abstract(document: Document) -> Iterator[Ast]:
    for block in document.blocks:
        if div_class(block, "abstract"):
            yield from (inner for inner in block["c"][1] if inner["t"] == "Para")


@pytest.mark.parametrize("name", ["numbers", "abbreviations", "spelling", "units"])
def test_text_is_printed_in_house_style(
    name: str, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    path = _SPECS / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    expect(path, rewritten(text, lambda title, blocks: _styled(title, blocks, tmp_path, pandoc)))


_PIECES = st.sampled_from(
    [
        *("5-10", "1.6-11%", "4 x 3 cm", "12,500", "12500", "P < 0.05", "p=.03", "38.5°C", "5 mg"),
        *(
            "7 patients",
            "seven patients",
            "2nd",
            "-5",
            "+/-",
            ">=60",
            "5 percent",
            "9 months",
            "et al.",
        ),
        *(
            "CA 19-9",
            "CD4-8",
            "COVID-19",
            "2005-09-12",
            "NM_000546.6:c.215-2A>G",
            "p.Arg72Pro",
            "and",
        ),
        *(
            "(",
            ")",
            ".",
            ",",
            ";",
            "the",
            "was",
            "grade 3",
            "10.1000/182",
            "lot 0012",
            "T1",
            "1",
            "x",
        ),
    ]
)
_TEXTS = st.lists(st.tuples(_PIECES, st.sampled_from([" ", " ", " ", ""])), max_size=12).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
_STYLES = st.fixed_dictionaries(
    {
        "numerals": st.sampled_from(["as-written", "words-below-ten", "digits"]),
        "ranges": st.sampled_from(["as-written", "en-dash", "hyphen", "to"]),
        "percent_in_range": st.sampled_from(["as-written", "once", "repeated"]),
        "percent": st.sampled_from(["as-written", "closed", "spaced", "word"]),
        "signs": st.sampled_from([(), ("times", "minus", "plus-minus", "relations", "degree")]),
        "thousands": st.sampled_from(["as-written", "none", "comma", "thin-space"]),
        "decimal_point": st.sampled_from([".", "·"]),
        "p_values": st.sampled_from([None, PValues(), PValues(letter="p", leading_zero=False)]),
        "bind_units": st.booleans(),
    }
).map(
    lambda rules: validator(HouseStyle).validate_python(
        {"source": ("x",), "as_of": "x", "verified": False, **rules}
    )
)


def _in_style(text: str, style: HouseStyle) -> str:
    if style.numerals == "words-below-ten":
        text = count_words(text)
    elif style.numerals == "digits":
        text = count_digits(text, opens=True)
    return in_style(text, style, british=False)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(text=_TEXTS, style=_STYLES)
def test_house_style_is_stable_and_loses_no_digit(text: str, style: HouseStyle) -> None:
    once = _in_style(text, style)
    assert _in_style(once, style) == once
    if style.numerals == "as-written" and style.p_values is None:
        assert re.findall(r"\d", once) == re.findall(r"\d", text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(
        [
            *(
                "CA 19-9",
                "CA 15-3",
                "CD4-8",
                "COVID-19",
                "IL-6",
                "2005-09",
                "2005-09-12",
                "4-0 silk",
            ),
            *(
                "type 2 diabetes",
                "NM_000546.6:c.215-2A>G",
                "p.Arg72Pro",
                "NCT01234567",
                "PMID 15057558",
            ),
            *("HLA-B27",),
            *(
                "T1",
                "grade 3",
                "type 2 diabetes",
                "555-1234",
                "lot 0012-0034",
                "rs1042522",
                "v1.2.3",
            ),
        ]
    ),
    style=_STYLES,
)
def test_identifiers_are_untouched(name: str, style: HouseStyle) -> None:
    assert _in_style(f"It was {name} here.", style) == f"It was {name} here."

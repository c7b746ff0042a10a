"""How findings look."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, Edit, Severity, Span
from casewright.report import count_text, counts, excerpt, render_json, render_text
from casewright.report_formats import render_sarif
from casewright.report_html import render_html

TEXT = "title:\n  focus: See [@koh2007] now\n"
PLACE = Span("cases/x/case.yaml", 2, 16, 2, 23)


def findings() -> Diagnostics:
    found = Diagnostics()
    found.add(RULES["FIG002"], "nothing calls 'ct'", Span("cases/x/case.yaml", 9, 5))
    found.add(
        RULES["REF001"],
        "'koh2007' is not in references/library.bib",
        PLACE,
        hint="did you mean 'koh2007metastasis'?",
        edit=Edit(PLACE, "koh2007metastasis"),
    )
    return found


def render(found: Diagnostics, *, colour: bool = False) -> str:
    return render_text(found, source=lambda _: TEXT, colour=colour)


def test_errors_come_first_with_their_line_after_the_counts() -> None:
    assert render(findings()) == (
        "1 error, 1 warning\n"
        "cases/x/case.yaml:2:16  error  REF001 unknown-citation  "
        "'koh2007' is not in references/library.bib\n"
        "       2 |   focus: See [@koh2007] now\n"
        "         |                ^^^^^^^\n"
        "    hint: did you mean 'koh2007metastasis'?\n"
        "cases/x/case.yaml:9:5  warning  FIG002 uncalled-figure  nothing calls 'ct'\n"
    )


def test_nothing_found_is_nothing_printed() -> None:
    assert render(Diagnostics()) == ""


def test_a_finding_without_a_place_begins_with_its_severity() -> None:
    found = Diagnostics([Diagnostic(RULES["DOC003"], "lost")])
    assert render(found) == "1 error\nerror  DOC003 text-lost-in-pdf  lost\n"


def test_a_file_that_cannot_be_read_has_no_excerpt() -> None:
    text = render_text(findings(), source=lambda _: None, colour=False)
    assert " | " not in text


def test_the_start_of_a_file_stands_for_the_whole_and_has_no_excerpt() -> None:
    found = Diagnostics()
    found.add(RULES["JRN001"], "nothing for 'DISCUSSION'", Span("cases/x/case.yaml", 1, 1))
    assert " | " not in render(found)


def test_colour_is_only_between_escapes() -> None:
    assert "\x1b[31;1merror\x1b[0m" in render(findings(), colour=True)
    assert "\x1b" not in render(findings(), colour=False)


@pytest.mark.parametrize(
    ("line", "span", "shown", "carets"),
    [
        ("age: 66", Span("f", 1, 6, 1, 8), "age: 66", "     ^^"),
        ("age: 66", Span("f", 1, 6), "age: 66", "     ^"),
        ("age:", Span("f", 1, 5), "age:", "    ^"),
        ("a: |", Span("f", 1, 4, 3, 2), "a: |", "   ^"),
        ("\tage: 66", Span("f", 1, 2, 1, 5), " age: 66", " ^^^"),
        ("日本: 6", Span("f", 1, 5, 1, 6), "日本: 6", "      ^"),
        ("日本: 6", Span("f", 1, 1, 1, 3), "日本: 6", "^^^^"),
        ("cafe\u0301: x", Span("f", 1, 8, 1, 9), "cafe\u0301: x", "      ^"),
        ("\x1b[31mred", Span("f", 1, 1, 1, 2), "\ufffd[31mred", "^"),
    ],
)
def test_carets_stand_under_what_is_meant(line: str, span: Span, shown: str, carets: str) -> None:
    assert excerpt(line, span) == (shown, carets)


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "word " * 300 + "[@wrong]" + " word" * 300
    shown, carets = excerpt(line, Span("f", 1, 1503, 1, 1508))
    assert len(shown) <= 100
    assert shown[0] == shown[-1] == "…"
    assert shown[carets.index("^") : len(carets)] == "wrong"


@pytest.mark.parametrize(("columns", "width"), [(None, 97), (200, 97), (60, 48), (3, 25)])
def test_excerpts_fit_into_the_terminal(columns: int | None, width: int) -> None:
    line = "word " * 30 + "wrong" + " word" * 30
    found = [Diagnostic(RULES["REF001"], "m", Span("f", 1, 151, 1, 156))]
    text = render_text(found, source=lambda _: line, colour=False, columns=columns)
    _, _, shown, carets = (row.partition(" | ")[2] for row in text.rstrip("\n").split("\n"))
    assert len(shown) <= width + 1
    assert shown[carets.index("^") : len(carets)] == "wrong"


@given(st.text(st.characters(exclude_characters="\n"), max_size=300), st.data())
def test_an_excerpt_never_holds_what_a_terminal_obeys(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    shown, carets = excerpt(line, Span("f", 1, column, 1, column + data.draw(st.integers(0, 400))))
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)
    assert set(carets) <= {" ", "^"}
    assert "^" in carets


def test_messages_and_hints_cannot_write_to_the_terminal() -> None:
    found = Diagnostics()
    found.add(RULES["REF001"], "a\x1b[2Jb", Span("x\x07", 1, 1), hint="c\u202ed")
    assert not set("\x1b\x07\u202e") & set(render(found))


def test_json_holds_everything() -> None:
    first, second = json.loads(json.dumps(render_json(findings())))
    assert first == {
        "code": "REF001",
        "name": "unknown-citation",
        "severity": "error",
        "message": "'koh2007' is not in references/library.bib",
        "hint": "did you mean 'koh2007metastasis'?",
        "place": {
            "file": "cases/x/case.yaml",
            "line": 2,
            "column": 16,
            "end_line": 2,
            "end_column": 23,
        },
        "edit": {
            "place": first["place"],
            "replacement": "koh2007metastasis",
            "safe": True,
        },
    }
    assert second["place"]["end_line"] is None
    assert second["edit"] is None


def test_counts_name_only_what_there_is() -> None:
    found = findings()
    found.add(RULES["FIG002"], "another", severity=Severity.NOTE)
    assert counts(found) == {"error": 1, "warning": 1, "note": 1}
    assert count_text(found) == "1 error, 1 warning, 1 note"
    assert count_text([]) == ""


@pytest.mark.parametrize("line", [1, 2, 3, 9_999, 10_000, 10_001])
def test_the_excerpt_of_a_long_file_is_its_own_line(line: int) -> None:
    text = "\n".join(f"line {number} of many" for number in range(1, 10_001))
    found = Diagnostics()
    found.add(RULES["CASE002"], "wrong", Span("x.bib", line, 1, line, 5))
    shown = render_text(found, source=lambda _: text, colour=False)
    assert (f"{line:>8} | line {line} of many\n" in shown) == (line <= 10_000)


def test_sarif_names_rules_places_and_edits() -> None:
    made = json.loads(json.dumps(render_sarif(findings())))
    run = made["runs"][0]
    assert (made["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    rules = run["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == ["FIG002", "REF001"]
    assert rules[1]["help"]["markdown"].startswith("# REF001")
    worst, other = run["results"]
    assert (worst["ruleId"], worst["ruleIndex"], worst["level"]) == ("REF001", 1, "error")
    place = worst["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "cases/x/case.yaml"}
    region = {"startLine": 2, "startColumn": 16, "endLine": 2, "endColumn": 23}
    assert place["region"] == region
    edit = worst["fixes"][0]["artifactChanges"][0]["replacements"][0]
    expected = {"deletedRegion": region, "insertedContent": {"text": "koh2007metastasis"}}
    assert edit == expected
    assert "fixes" not in other


def test_a_page_shows_what_is_meant_and_obeys_nobody() -> None:
    found = findings()
    found.add(RULES["CASE003"], "<script>alert(1)</script>", Span("cases/<b>.yaml", 1, 1))
    page = render_html(found, about="x & y", source=lambda _: TEXT)
    assert "<p>2 errors, 1 warning</p>" in page
    assert "See [@<mark>koh2007</mark>] now" in page
    assert "<title>Findings: x &amp; y</title>" in page
    assert "<script" not in page
    assert "<b>" not in page
    assert page.index("Errors (2)") < page.index("Warnings (1)")

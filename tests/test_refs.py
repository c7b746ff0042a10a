"""Libraries are looked through and mended: the specs of the rules are `tests/rules/*.md`."""

from __future__ import annotations

import datetime
import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.bibtex.entries import read_entries
from casewright.bibtex.source import Source
from casewright.cli import main
from casewright.diagnostics import CannotRun
from casewright.edits import write_edits
from casewright.refs import Checked, Scope, check, look
from casewright.refs_fix import Which, fix
from casewright.workspace import Workspace
from desks import LIBRARIES, desk_with
from random_libraries import BROKEN, ENTRIES, GAPS
from specs import rewritten

_SPECS = [
    path
    for path in sorted((Path(__file__).parent / "rules").glob("*.md"))
    if re.search(r"^```(library|bytes)$", path.read_text(encoding="utf-8"), re.M)
]


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_after_all_edits_only_what_cannot_be_mended_is_left(path: Path, tmp_path: Path) -> None:
    seen = []

    def look_again(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        if not blocks.keys() & {*LIBRARIES}:
            return {}
        workspace = desk_with(tmp_path / title, blocks)
        scope, _ = look(workspace, None)
        before = {source.file: source.data for source in scope.sources}
        fixed = fix(scope, Which.ALL)
        write_edits(workspace, fixed, what="refs fix")
        for one in fixed:
            assert (workspace.root / one.file).read_bytes() == one.after
            assert one.before == before[one.file]
        again, _ = look(workspace, None)
        assert not fix(again, Which.ALL)
        seen.append(title)
        return {}

    rewritten(path.read_text(encoding="utf-8"), look_again)
    assert seen


_LIBRARY = """\
@article{a, title = {Metastasis in the pancreas}, doi = {10.1000/abc.}, author = {Koh YS}}
@article{b,
  pages = {pp. 12},
}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    return desk_with(tmp_path / "desk", {"library": _LIBRARY, "prose": "As told [@a; @nobody]."})


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(desk: Workspace, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_one(*args: str) -> tuple[int, str, str]:
        code = main(["-C", str(desk.root), "refs", *args])
        return code, *capsys.readouterr()

    return run_one


def _library(desk: Workspace) -> str:
    return (desk.root / "references" / "library.bib").read_text()


def test_check_says_what_was_looked_at(run: Run) -> None:
    code, out, err = run("check")
    assert code == 1
    assert "introduction.md:1:14  error  REF001 unknown-citation" in out
    assert err == (
        "2 entries, 2 cited; retractions: not looked for, there is no references/retractions.csv\n"
    )
    code, out, err = run("check", "x", "--retractions", "none.csv")
    assert "REF022" in out
    assert err.startswith("1 entry, 2 cited")


def test_check_as_json_has_edits(run: Run, desk: Workspace) -> None:
    table = desk.root / "references" / "retractions.csv"
    table.write_text(
        "RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n"
        "3/1/2019 0:00,10.1000/a,0,Retraction\n"
    )
    _, out, _ = run("check", "--json")
    told = json.loads(out)
    assert told["retractions"] == {
        "file": "references/retractions.csv", "newest": "2019-03-01", "notices": 1
    }  # fmt: skip
    assert (told["entries"], told["cited"]) == (2, 2)
    edits = {one["code"]: one["edit"] for one in told["diagnostics"] if one["edit"]}
    assert edits["REF011"]["replacement"] == "{10.1000/abc}"
    assert edits["REF011"]["safe"]
    assert not edits["REF019"]["safe"]


def test_the_workspace_decides_what_findings_matter(run: Run, desk: Workspace) -> None:
    reason = "% casewright: allow malformed-identifier: the journal prints it so\n"
    (desk.root / "references" / "library.bib").write_text(reason + _LIBRARY)
    settings = desk.root / "casewright.yaml"
    settings.write_text("severities: {malformed-names: error, incomplete-reference: off}\n")
    _, out, _ = run("check", "--json")
    told = {one["code"]: one["severity"] for one in json.loads(out)["diagnostics"]}
    assert told["REF019"] == told["REF001"] == "error"
    assert not {"REF006", "REF011"} & set(told)


def test_fix_shows_the_difference_and_undo_takes_it_back(run: Run, desk: Workspace) -> None:
    code, out, err = run("fix", "--dry-run")
    assert code == 0
    assert "+  pages = {12}," in out
    assert "nothing was written" in err
    assert "more can be mended with --all" in err
    assert _library(desk) == _LIBRARY
    assert run("fix")[1] == out
    assert "{10.1000/abc}" in _library(desk)
    assert "{Koh YS}" in _library(desk)
    assert run("fix", "--all", "--only", "ref019")[2] == (
        "references/library.bib changed; `casewright refs undo` takes it back\n"
    )
    assert "{Koh, Y. S.}" in _library(desk)
    assert run("fix", "--all")[2] == "nothing to mend\n"
    assert run("undo")[0] == run("undo")[0] == 0
    assert _library(desk) == _LIBRARY


def test_fix_as_json_names_the_edits(run: Run, desk: Workspace) -> None:
    code, out, _ = run("fix", "--json", "--all")
    told = json.loads(out)
    assert (code, told["written"]) == (0, True)
    (file,) = told["files"]
    assert [one["code"] for one in file["edits"]] == ["REF011", "REF019", "REF012"]
    assert file["diff"].startswith("--- references/library.bib\n+++ references/library.bib\n@@ ")
    assert json.loads(run("fix", "--json")[1]) == {"written": False, "files": []}


def test_an_unknown_rule_is_refused(run: Run) -> None:
    code, _, err = run("fix", "--only", "REF999")
    assert code == 2
    assert "there is no rule 'REF999'" in err


def test_what_was_changed_meanwhile_is_not_overwritten(desk: Workspace) -> None:
    fixed = fix(look(desk, None)[0], Which.SAFE)
    (desk.root / "references" / "library.bib").write_text("% by hand\n")
    with pytest.raises(CannotRun, match="changed meanwhile"):
        write_edits(desk, fixed, what="refs fix")
    assert _library(desk) == "% by hand\n"


def test_the_library_of_a_case_wins_and_then_the_first_by_name(tmp_path: Path) -> None:
    desk = desk_with(
        tmp_path,
        {
            "library": "@book{a, title = {A}, isbn = {1}}\n@book{b, title = {B}, isbn = {2}}\n",
            "second": "@book{b, title = {B}, isbn = {3}}\n@book{c, title = {C}, isbn = {4}}\n",
            "own": "@book{a, title = {A}, isbn = {5}}\n",
            "prose": "As told [@a; @b; @c].",
        },
    )
    found = [one for one in check(desk, "x").diagnostics if one.rule.code == "REF011"]
    assert [one.message.split()[2] for one in found] == ["5", "2", "4"]
    twice = [one for one in check(desk, "x").diagnostics if one.rule.code == "REF004"]
    assert [str(one.span) for one in twice] == [
        "references/library.bib:1:1",
        "references/second.bib:1:1",
    ]


def test_a_case_that_cannot_be_read_leaves_nothing_uncited(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, {"library": "@book{a, title = {A}}\n", "case": "nonsense: [\n"})
    codes = {one.rule.code for one in check(desk, None).diagnostics}
    assert "CASE001" in codes
    assert "REF009" not in codes


def test_ten_thousand_entries_are_looked_at_in_seconds(tmp_path: Path) -> None:
    entry = (
        "@article{{key{n},\n  author = {{Doe, J. and Family{n}, Given}},\n"
        "  title = {{A title with number {n} and some more words}},\n"
        "  journal = {{Journal {j}}},\n  year = {{20{y:02}}},\n"
        "  pages = {{{n}--{n}1}},\n  doi = {{10.1000/x.{n}}},\n}}\n\n"
    )
    library = "".join(entry.format(n=n, j=n % 400, y=n % 25) for n in range(10_000))
    desk = desk_with(tmp_path, {"library": library + "@misc{z, doi = {10.1000/X.77}}\n"})
    began = time.perf_counter()
    found: Checked = check(desk, None)
    assert time.perf_counter() - began < 60
    codes = [one.rule.code for one in found.diagnostics if one.rule.code != "REF006"]
    assert codes == ["REF009", "REF010"]


def test_the_clock_of_the_workspace_says_what_is_to_come(desk: Workspace) -> None:
    later = Workspace(desk.root, datetime.date(2098, 1, 1), desk.build_dir)
    (desk.root / "references" / "library.bib").write_text("@book{a, year = 2099}\n")
    assert "REF012" in {one.rule.code for one in check(desk, None).diagnostics}
    assert "REF012" not in {one.rule.code for one in check(later, None).diagnostics}


def _between(data: bytes) -> bytes:
    """What stands outside the entries."""
    pieces, done = [], 0
    for entry in read_entries(data):
        pieces.append(data[done : entry.start])
        done = entry.end
    return b"".join([*pieces, data[done:]])


_SLIPS = st.sampled_from(
    [
        "@article{a, doi = {10.1000/x.}, pages = {pp. 1}, author = {Koh YS; Chul J}}",
        '@misc{b,\n  article-title = "A &amp; B",\n  journal-title = {Gut} % mine\n}',
        "@article{c\r\n  , pages = {n/a}\r\n  , author = {M\xc3\xbcller, H et al.} % sic\r\n}",
        "@book{d, author = {World Health Organization and Smith Jr, John}, pmid = {PMC12}}",
        "@article{e, journal = {The Gut}, shortjournal = {G.}}@article{f, journal = {Gut}}",
    ]
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(GAPS | BROKEN, _SLIPS | ENTRIES.map(lambda one: one[1])), max_size=5), GAPS
)
def test_edits_leave_everything_outside_the_entries_alone(
    parts: list[tuple[str, str]], tail: str
) -> None:
    data = ("".join(gap + entry for gap, entry in parts) + tail).encode()
    source = Source.of("library.bib", data)
    scope = Scope((source,), (), True, True, None, {}, 2026)
    for one in fix(scope, Which.ALL):
        assert _between(one.after) == _between(data)
        keys = [entry.key for entry in read_entries(one.after)]
        assert keys == [entry.key for entry in source.entries]
        for comment in (b"% mine", b"% sic"):
            assert one.after.count(comment) == data.count(comment)
        assert one.diff().startswith("--- library.bib")
    again = Scope((Source.of("library.bib", data),), (), True, True, None, {}, 2026)
    assert fix(again, Which.ALL) == fix(scope, Which.ALL)

"""What comes into libraries from other programs, and keys that change: `tests/exchange/*.md`.

A spec of imports gives the library and a file, and expects what became of each work (`taken`), the
findings, and what stands in the library afterwards that did not before (`after`). A spec of keys
gives the library and the files of a case, and expects the difference.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from casewright.cli import main
from casewright.diagnostics import CannotRun
from casewright.pandoc import Pandoc
from casewright.refs import check
from casewright.refs_import import plan_import
from casewright.refs_rekey import Rekeyed, merge, rename
from specs import ROOT, WJG, compose, finding_lines, mini_workspace, rewritten, section_text

_FOLDER = Path(__file__).parent / "exchange"


def _imported(blocks: Mapping[str, str], root: Path) -> dict[str, str]:
    name, text = next((k[5:], v) for k, v in blocks.items() if k.startswith("file "))
    workspace = mini_workspace(root, {"references/library.bib": blocks.get("library", "")})
    path = root / name
    path.write_text(text, encoding="utf-8")
    done = plan_import(workspace, path)
    before = (done.before or b"").decode()
    after = done.after.decode()
    assert after.startswith(before)
    taken = [
        f"{t.key} {f'known by its {t.known_by}' if t.known_by else 'new'}\n" for t in done.taken
    ]
    return {
        "taken": "".join(taken),
        "findings": finding_lines(done.diagnostics),
        "after": after.removeprefix(before).lstrip("\n"),
    }


def _rekeyed(blocks: Mapping[str, str], root: Path) -> dict[str, str]:
    files = {name[5:]: text for name, text in blocks.items() if name.startswith("file ")}
    workspace = mini_workspace(root, {"references/library.bib": blocks["library"], **files})
    change, keys = next((k, v) for k, v in blocks.items() if k in ("rename", "merge"))
    first, _, second = keys.strip().partition(" ")
    try:
        done: Rekeyed = (rename if change == "rename" else merge)(workspace, first, second)
    except CannotRun as error:
        return {"diff": f"{error}\n    {error.hint}\n"}
    notes = "".join(f"{note}\n" for note in done.notes)
    return {"diff": "".join(one.diff() for one in done.files) + notes}


_ANSWERS = {"import": _imported, "rekey": _rekeyed}


@pytest.mark.parametrize("name", sorted(_ANSWERS))
def test_exchange(name: str, tmp_path: Path, expect: Callable[[Path, str], None]) -> None:
    path = _FOLDER / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    answer = _ANSWERS[name]
    expect(path, rewritten(text, lambda title, blocks: answer(blocks, tmp_path / title)))


_BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><records>&b;</records></xml>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (_BOMB.encode(), "defines entities"),
        (_BOMB.encode("utf-16"), "defines entities"),
        (b"<xml><records>", "is no XML"),
        (b"<html/>", "neither PubMed nor EndNote"),
        (b'[{"title": "x"', "is no JSON, from line 1 on"),
        (b"[" * 100_000, "is no JSON"),
        (b"Dear colleague", "no work was found"),
        (b"", "no work was found"),
        (b"PK\x03\x04 and no more", "is no Word file"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes, why: str, tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, {})
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(CannotRun, match=rf"file: .*{why}"):
        plan_import(workspace, path)


_RIS = "TY  - JOUR\nTI  - A rare finding in the pancreas\nAU  - Roe, R\nPY  - 2013\nER  - \n"


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = "@article{koh2007, title = {A long title that tells}, author = {Koh}, year = 2007}\n"
    prose = "Seen [@koh2007].\n"
    files = {"references/library.bib": library, "introduction.md": prose}
    mini_workspace(tmp_path, files)
    (tmp_path / "new.ris").write_text(_RIS, encoding="utf-8")
    here = ["-C", str(tmp_path), "refs"]
    assert main([*here, "import", str(tmp_path / "new.ris"), "--dry-run"]) == 0
    assert "nothing was written" in capsys.readouterr().err
    assert (tmp_path / "references/library.bib").read_text() == library
    assert main([*here, "import", str(tmp_path / "new.ris"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [work["key"] for work in said["works"]] == ["roe2013rare"]
    assert said["written"]
    assert main([*here, "import", str(tmp_path / "new.ris")]) == 0
    assert "roe2013rare  known by its title" in capsys.readouterr().out
    assert main([*here, "rename", "koh2007", "koh2007long"]) == 0
    assert (tmp_path / "cases/x/introduction.md").read_text() == "Seen [@koh2007long].\n"
    assert main([*here, "merge", "koh2007long", "roe2013rare", "--json"]) == 0
    capsys.readouterr()
    assert main([*here, "export", "--format", "csl-json"]) == 0
    items = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in items] == ["koh2007long"]
    for _ in range(3):
        assert main([*here, "undo"]) == 0
    assert (tmp_path / "references/library.bib").read_text() == library
    assert (tmp_path / "cases/x/introduction.md").read_text() == prose
    assert main([*here, "rename", "koh", "b"]) == 2
    assert re.search(
        r"no library has an entry 'koh'\n.*did you mean 'koh2007'", capsys.readouterr().err
    )


_NUMBERED = """\
@article{koh2007, title = {A long title that tells}, author = {Koh, Y}, year = 2007,
  journal = {Lancet}, pages = {1--2}, doi = {https://doi.org/10.1000/A_b(1)}, pmid = {PMID: 123}}
@article{lee2020, title = {Another one}, author = {Lee, B}, year = 2020, journal = {Lancet},
  pages = {3--4}, pmcid = {pmc77}}
"""


def test_works_are_cited_by_their_numbers(tmp_path: Path, pandoc: Pandoc) -> None:
    prose = "One [@{doi:10.1000/a_B(1)}], [@pmid:123], [@pmcid:PMC77; @koh2007].\n"
    workspace = mini_workspace(
        tmp_path, {"references/library.bib": _NUMBERED, "introduction.md": prose}
    )
    made = compose(workspace, WJG, pandoc)
    assert list(made.items) == ["koh2007", "lee2020"]
    assert made.document is not None
    assert section_text(made.document, "INTRODUCTION") == "One[1],[1],[1,2].\n"
    assert check(workspace, "x").cited == 2


def test_a_number_that_no_library_has_is_unknown(tmp_path: Path, pandoc: Pandoc) -> None:
    files = {"references/library.bib": _NUMBERED, "introduction.md": "One [@doi:10.1000/x].\n"}
    workspace = mini_workspace(tmp_path, files)
    for found in (compose(workspace, WJG, pandoc).diagnostics, check(workspace, "x").diagnostics):
        (unknown,) = (one for one in found if one.rule.code == "REF001")
        assert str(unknown.span) == "cases/x/introduction.md:1:6"
        assert "`casewright refs add --doi 10.1000/x --online`" in (unknown.hint or "")


@pytest.mark.parametrize("form", ["bib", "ris", "nbib", "csl-json", "endnote-xml"])
def test_the_library_of_the_examples_survives_every_format(tmp_path: Path, form: str) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for name in ("a", "b"):
        (tmp_path / name / "references").mkdir(parents=True)
        (tmp_path / name / "cases").mkdir()
    library = (ROOT / "references" / "library.bib").read_bytes()
    (tmp_path / "a" / "references" / "library.bib").write_bytes(library)
    for name, path in (("a", first), ("b", second)):
        here = ["-C", str(tmp_path / name), "refs"]
        if name == "b":
            assert main([*here, "import", str(first)]) == 0
        assert main([*here, "export", "--all", "--format", form, "--output", str(path)]) == 0
    assert second.read_bytes() == first.read_bytes()


def test_thousands_of_works_are_imported_in_a_moment(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, {})
    path = tmp_path / "many.ris"
    record = "TY  - JOUR\nTI  - The title with number {0} that tells\nDO  - 10.1000/{0}\nER  - \n"
    path.write_text("".join(record.format(n) for n in range(3_000)))
    began = time.perf_counter()
    done = plan_import(workspace, path)
    assert time.perf_counter() - began < 20
    assert (len(done.new), done.after.count(b"@article{")) == (3_000, 3_000)

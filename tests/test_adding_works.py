"""`refs add`: works that are typed, piped or looked up; the registers are `tests/online`."""

from __future__ import annotations

import io
import json
import sys
import urllib.error
from collections.abc import Callable
from pathlib import Path

import pytest

from casewright import network
from casewright.cli import main
from casewright.diagnostics import CannotRun
from recorded import ANSWERS, CROSSREF, PUBMED, Registers
from specs import mini_workspace

_KOH = "10.3748/wjg.v13.i7.1135"
_CROSSREF_KOH = f"{CROSSREF}10.3748%2Fwjg.v13.i7.1135"
_LIBRARY = (
    "% mine\n@article{lee2020,\n    title = {Another title that tells},\n    doi = {10.1000/Lee}\n}"
)
_ENTRY = """\
@article{Roe_2013,
  author = {Roe, R},
  title = {{A} rare finding in the {\\"O}sophagus}, % as printed
  year = 2013, mine = {kept},
}
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    mini_workspace(tmp_path, {"references/library.bib": _LIBRARY})
    monkeypatch.chdir(tmp_path)

    def run_one(*args: str, typed: bytes | str = b"") -> tuple[int, str, str]:
        data = typed.encode() if isinstance(typed, str) else typed
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code = main(["refs", *args])
        return code, *capsys.readouterr()

    return run_one


def _library(root: Path) -> str:
    return (root / "references" / "library.bib").read_text(encoding="utf-8")


def test_an_entry_is_added_as_it_was_written(run: Run, tmp_path: Path) -> None:
    code, out, err = run("add", "--dry-run", typed=_ENTRY)
    assert (code, _library(tmp_path)) == (0, _LIBRARY)
    assert "nothing was written" in err
    assert run("add", typed=_ENTRY) == (0, out, err.replace(
        "1 new, 0 known; nothing was written",
        "references/library.bib: 1 new, 0 known; `casewright refs undo` takes it back",
    ))  # fmt: skip
    assert _library(tmp_path).removeprefix(_LIBRARY) == (
        "\n\n@article{roe2013rare,\n    author = {Roe, R},\n"
        '    title = {{A} rare finding in the {\\"O}sophagus},\n'
        "    year = {2013},\n    mine = {kept}\n}\n"
    )
    assert run("undo")[0] == 0
    assert _library(tmp_path) == _LIBRARY


@pytest.mark.parametrize(
    "typed",
    [
        _ENTRY.replace("Roe_2013", ""),
        _ENTRY.encode("utf-16"),
        "TY  - JOUR\nTI  - A rare finding\nAU  - Roe, R\nPY  - 2013\nER  - \n",
        "PMID- 1\nTI  - A rare finding.\nFAU - Roe, R\nDP  - 2013\n",
        '{"title": "A rare finding", "author": [{"family": "Roe"}], "issued": {"raw": "2013"}}',
        '{"message": {"title": ["A rare finding"], "author": [{"family": "Roe"}], '
        '"issued": {"date-parts": [[2013]]}, "type": "journal-article"}}',
        "@misc{x, article-title = {A rare finding}, author = {Röe, R}, year = 2013}".encode(
            "cp1252"
        ),
    ],
    ids=["keyless", "utf-16", "ris", "nbib", "csl-json", "crossref", "misnamed-in-windows-1252"],
)
def test_every_format_gets_a_key_by_the_pattern(run: Run, typed: bytes | str) -> None:
    code, out, _ = run("add", "-", "--json", typed=typed)
    assert code == 0
    assert [work["key"] for work in json.loads(out)["works"]] == ["roe2013rare"]


def test_a_terminal_obeys_nothing_that_an_entry_holds(run: Run) -> None:
    code, out, _ = run("add", typed="@misc{x, title = {A rare\x1b[31m finding}}")
    assert code == 0
    assert "+" in out and "finding" in out
    assert "\x1b" not in out


def test_from_a_file_with_a_key_of_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.bib").write_text(_ENTRY)
    assert run("add", "one.bib", "--key", "roe")[0] == 0
    assert "@article{roe,\n" in _library(tmp_path)
    assert (
        "there is an entry 'roe' already"
        in run("add", "--key", "roe", typed="@misc{a, title={B}}")[2]
    )
    two = "@misc{a, title={Of mice and others}}\n@misc{b, title={Of men and women}}"
    assert "one key for 2 works" in run("add", "--key", "new", typed=two)[2]
    assert "cannot be cited" in run("add", "--key", "a b", typed="@misc{a, title={C}}")[2]


def test_a_work_that_is_there_is_refused_with_its_key(run: Run, tmp_path: Path) -> None:
    for arguments, typed in (
        (["https://doi.org/10.1000/LEE"], ""),
        (["--doi", "10.1000/lee"], ""),
        ([], "doi:10.1000/lee\n"),
        ([], "@article{new, title = {The same}, doi = {10.1000/lee}}"),
    ):
        code, out, err = run("add", *arguments, typed=typed)
        assert code == 1
        assert out.startswith("lee2020  known by its DOI")
        assert err == "0 new, 1 known; nothing to write\n"
    assert _library(tmp_path) == _LIBRARY


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        ([_KOH], "", "nothing is looked up without --online"),
        (["17373753"], "", "no library has PMID 17373753"),
        ([], f"https://doi.org/{_KOH}\n", "`casewright refs add 10.3748/wjg.v13.i7.1135 --online`"),
        (["--doi", "17373753"], "", "'17373753' is no DOI"),
        (["--pmid", _KOH], "", "is no PMID"),
        (["nowhere.bib"], "", "there is no file nowhere.bib, and it is no DOI or PMID"),
        ([], " \n", "standard input is empty"),
        ([], "Dear colleague", "standard input: no work was found in it"),
    ],
    ids=str,
)
def test_without_online_nobody_is_asked(
    run: Run, registers: Registers, arguments: list[str], typed: str, said: str
) -> None:
    code, _, err = run("add", *arguments, typed=typed)
    assert code == 2
    assert said in err
    assert not registers.asked


def test_a_doi_is_looked_up_at_crossref(run: Run, registers: Registers, tmp_path: Path) -> None:
    registers.know(_CROSSREF_KOH, "crossref-koh2007.json")
    assert run("add", "--doi", _KOH.upper(), "--online")[0] == 0
    assert _library(tmp_path).removeprefix(_LIBRARY).strip() == (
        "@article{koh2007pancreatic,\n"
        "    author = {Koh, Yang Seok and Chul, Jung and Cho, Chol Kyoon and Kim, Hyun Jong},\n"
        "    title = {Pancreatic metastasis of leiomyosarcoma in the right thigh: A case report},\n"
        "    journal = {World Journal of Gastroenterology},\n"
        "    year = {2007},\n    volume = {13},\n    number = {7},\n"
        "    pages = {1135},\n    doi = {10.3748/wjg.v13.i7.1135},\n    issn = {1007-9327},\n"
        "    language = {en}\n}"
    )
    assert run("undo")[0] == 0
    assert run("add", _KOH, "--online", "--dry-run")[0] == 0
    assert registers.asked == [_CROSSREF_KOH]
    (agent,) = registers.agents
    assert agent and agent.startswith("casewright/")


def test_a_pmid_is_looked_up_at_pubmed(run: Run, registers: Registers, tmp_path: Path) -> None:
    registers.know(f"{PUBMED}efetch.fcgi?db=pubmed&id=17373753&", "pubmed-17373753.xml")
    registers.know(
        f"{PUBMED}esearch.fcgi?db=pubmed&term=PMC4146881%5Bpmcid%5D&", "search-koh2007.json"
    )
    for wanted in ("PMID: 17373753", "PMC4146881"):
        assert run("add", "--online", typed=wanted)[0] == 0
        library = _library(tmp_path)
        assert "shortjournal = {World J Gastroenterol}" in library
        assert "pages = {1135--1137}" in library
        assert "doi = {10.3748/wjg.v13.i7.1135}" in library
        assert run("undo")[0] == 0


_BUSY = "api.crossref.org asks not to be asked so often"


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (404, "", f"Crossref knows no DOI {_KOH}"),
        (429, "Retry-After: 30", f"{_BUSY}\n    hint: try again in 30 seconds"),
        (503, "", f"{_BUSY}\n    hint: try again in some minutes"),
        (500, "", "refuses to answer (HTTP status 500)"),
        (302, "Location: https://example.org/", "it leads elsewhere, to https://example.org/"),
        (302, "Location: http://api.crossref.org/x", "it leads elsewhere, to http://api.crossref"),
    ],
    ids=str,
)
def test_a_register_that_does_not_answer(
    run: Run, registers: Registers, status: int, headers: str, said: str
) -> None:
    registers.know(_CROSSREF_KOH, status=status, headers=headers)
    code, _, err = run("add", _KOH, "--online")
    assert code == 2
    assert said in err
    assert len(registers.asked) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html>Sign in to the hotel</html>", "the answer about DOI"),
        (b'{"message": "it is late"}', "it is no work"),
        (b"[" * 100_000, "cannot be read"),
        (b" " * 5_000_001, "answers with more than 5 MB"),
    ],
    ids=["portal", "no-work", "deep", "big"],
)
def test_an_answer_that_is_none(run: Run, registers: Registers, data: bytes, said: str) -> None:
    registers.know(_CROSSREF_KOH, data)
    code, _, err = run("add", _KOH, "--online")
    assert code == 2
    assert said in err


def test_a_redirect_on_the_same_server_is_followed(run: Run, registers: Registers) -> None:
    registers.know(_CROSSREF_KOH, status=301, headers=f"Location: {CROSSREF}moved")
    registers.know(f"{CROSSREF}moved", "crossref-koh2007.json")
    assert run("add", _KOH, "--online")[0] == 0


def test_offline_and_unknown_numbers(run: Run, registers: Registers) -> None:
    registers.fail(CROSSREF, urllib.error.URLError(OSError(-2, "Name or service not known")))
    registers.know(f"{PUBMED}efetch", "pubmed-unknown.xml")
    registers.know(f"{PUBMED}esearch", "search-nothing.json")
    code, _, err = run("add", _KOH, "--online")
    assert code == 2
    assert "api.crossref.org cannot be asked" in err
    assert "is this computer online?" in err
    for number in ("99999999", "PMC99999999"):
        assert "PubMed knows no PM" in run("add", number, "--online")[2]


def test_damaged_and_old_answers_are_asked_for_again(
    run: Run, registers: Registers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registers.know(_CROSSREF_KOH, "crossref-koh2007.json")
    again = ("add", _KOH, "--online", "--dry-run")
    assert run(*again)[0] == 0
    (kept,) = (tmp_path / "build" / ".cache" / "online").iterdir()
    kept.write_bytes(kept.read_bytes()[:-5])
    assert run(*again)[0] == run(*again)[0] == 0
    assert len(registers.asked) == 2
    monkeypatch.setattr("casewright.lookup._DAYS", 0)
    assert run(*again)[0] == 0
    assert len(registers.asked) == 3


def test_nothing_but_https_is_opened() -> None:
    for url in ("http://api.crossref.org/works/1", f"file://{ANSWERS}/crossref-koh2007.json"):
        with pytest.raises(CannotRun, match="cannot be asked: unknown url type"):
            network.fetch(url)

"""`refs complete` and `refs check --online`: the specs are `tests/online/*.md`.

A spec gives a library, the prose that cites it, and for each number what a register answers: a file
of `tests/online`, or the JSON or XML itself. It expects the difference (`completed`), the findings
(`findings`, those of `refs check --online`), and what is told beside them (`told`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.bibtex.source import Source
from casewright.cli import main
from casewright.interchange.crossref import read_crossref
from casewright.interchange.reading import Reading
from casewright.lookup import Number
from casewright.model.reference import Library
from casewright.refs import Citing, Scope
from casewright.refs_complete import complete
from random_libraries import BROKEN, ENTRIES, GAPS
from recorded import ANSWERS, Registers
from specs import mini_workspace, rewritten

_SPECS = sorted(ANSWERS.glob("*.md"))


def _desk(root: Path, blocks: Mapping[str, str], registers: Registers) -> list[str]:
    registers.know_blocks(blocks)
    files = {"references/library.bib": blocks["library"], "introduction.md": blocks["prose"]}
    mini_workspace(root, files)
    return ["-C", str(root), "refs"]


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_what_the_registers_know(
    path: Path,
    tmp_path: Path,
    registers: Registers,
    capsys: pytest.CaptureFixture[str],
    expect: Callable[[Path, str], None],
) -> None:
    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        here = _desk(tmp_path / title, blocks, registers)
        code = main([*here, "complete", "--online"])
        completed, told = capsys.readouterr()
        undone = main([*here, "undo"]) if "library.bib changed" in told else 0
        capsys.readouterr()
        library = tmp_path / title / "references" / "library.bib"
        assert (undone, library.read_text()) == (0, blocks["library"])
        main([*here, "check", "--online", "--json"])
        found = [
            one
            for one in json.loads(capsys.readouterr().out)["diagnostics"]
            if one["code"] in ("REF016", "REF032")
        ]
        assert code == any(one["severity"] == "error" for one in found)
        lines = [
            f"{one['place']['file']}:{one['place']['line']} {one['message']}\n    {one['hint']}\n"
            for one in found
        ]
        return {"completed": completed, "told": told, "findings": "".join(lines)}

    expect(path, rewritten(path.read_text(encoding="utf-8"), answer))


def test_nothing_is_asked_without_online(
    tmp_path: Path, registers: Registers, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = {"library": "@article{a, doi = {10.1000/x}}\n", "prose": "One [@a].\n"}
    here = _desk(tmp_path, blocks, registers)
    assert main([*here, "complete"]) == 2
    assert "nothing is looked up without --online" in capsys.readouterr().err
    assert main([*here, "check"]) == 0
    assert not registers.asked


def test_complete_as_json(
    tmp_path: Path, registers: Registers, capsys: pytest.CaptureFixture[str]
) -> None:
    library = "@article{a, title = {A}, pmid = {17373753}, doi = {}}\n@misc{b, title = {B}}\n"
    blocks = {"library": library, "prose": "One [@a; @b].\n", "pmid 17373753": "pubmed-unknown.xml"}
    here = _desk(tmp_path, blocks, registers)
    assert main([*here, "complete", "--online", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in told["diagnostics"]] == ["REF032"]
    assert told["without_number"] == ["b"]
    assert (told["written"], told["given"], told["files"]) == (False, {}, [])


_KOH = "10.3748/wjg.v13.i7.1135"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(GAPS | BROKEN, ENTRIES), max_size=4), GAPS)
def test_nothing_that_was_written_is_changed(
    parts: list[tuple[str, tuple[str, str]]], tail: str
) -> None:
    text = "".join(f"{gap}{entry}" for gap, (_, entry) in parts) + tail
    data = f"{text}\n@misc{{known, doi = {{{_KOH}}}}}\n".encode()
    source = Source.of("library.bib", data)
    cited = dict.fromkeys([entry.key for entry in source.entries])
    citing = Citing(SimpleNamespace(), cited, Library({}, "", ()))  # type: ignore[arg-type]
    scope = Scope((source,), (citing,), True, True, None, {}, 2026)
    record = json.loads((ANSWERS / "crossref-koh2007.json").read_text())

    def ask(number: Number) -> Reading | None:
        return read_crossref(record, "x") if number == ("DOI", _KOH) else None

    done = complete(scope, ask, lambda _: None, tell=lambda _: None)
    after = done.files[0].after if done.files else data
    now = Source.of("library.bib", after)
    assert "known" in done.given or not any(entry.key == "known" for entry in source.entries)
    assert [entry.key for entry in now.entries] == [entry.key for entry in source.entries]
    for old, new in zip(source.entries, now.entries, strict=True):
        kept = [(field.name, field.parts) for field in old.fields]
        assert [(field.name, field.parts) for field in new.fields][: len(kept)] == kept
        data = data.replace(source.data[old.start : old.end], b"", 1)
        after = after.replace(now.data[new.start : new.end], b"", 1)
    assert after == data

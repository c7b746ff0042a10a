"""What real libraries hold: every trap costs at most the entry that it is in."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from casewright.diagnostics import Diagnostics
from casewright.edits import write_edits
from casewright.library.items import begin_items
from casewright.model.reference import CslItem
from casewright.pandoc import Pandoc
from casewright.readers.bibtex import cited_entries, read_library
from casewright.refs import check, look
from casewright.refs_fix import Which, fix
from specs import WJG, compose, finding_lines, mini_workspace, workspace_at

_GOOD = (
    "@article{{{key}, title = {{Good {key}}}, author = {{Doe, J}}, journal = {{J}}, year = 2007}}"
)
_FIVE_MEGABYTES = "lorem ipsum " * 420_000


class _NoCache:
    def get(self, key: str) -> bytes | None:
        return None

    def put(self, key: str, data: bytes) -> None:
        """Forget it."""


def _converted(
    root: Path, data: bytes, keys: list[str], pandoc: Pandoc
) -> tuple[dict[str, CslItem], Diagnostics]:
    """The items of the cited entries, and the findings."""
    path = root / "references" / "library.bib"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    library, noted = read_library(workspace_at(root), [path])
    entries, found = cited_entries(library, keys, warned=noted)
    return begin_items(entries, pandoc.begin_csl_items, cache=_NoCache())(), found


@pytest.mark.parametrize(
    "bad",
    [
        "@article{bad, title = {Not closed\n  year = 2007,\n",
        "@article{bad, title = {One brace too many}}, year = 2007}",
        '@article{bad, title = "Not closed, year = 2007}',
        '@article{bad, title = {He said "no}, note = "in {braces" too}"}',
        "@Article{,\n  title = {Without a key},\n}",
        "@article{bad, title = , year = 2007}",
        "@article{bad, title = {A} year = 2007}",
        "@article{bad title = {A}}",
        "@article{bad, title = {A}, title = {B}, TITLE = {C}}",
        "@article{bad, Author-Email = {a@b.org}, Author-Email = {c@d.org}, title = {A}}",
        "@artcle{bad, title = {A}}",
        "@article{bad}",
        "@article{bad, month = jan}",
        "@book{bad, title = wrod # { and more}}",
        "@string{wjg = {Not closed}\n",
        "@string{}",
        "@preamble{not closed\n",
        "@comment{ not closed\n",
        "@comment{ @article{in-comment, title = {A}} }",
        "% @article{in-comment, title = {A}",
        "write to me@example.org { or not",
        "@",
        "@article{bad, title = {" + "{" * 40 + "}" * 40 + "}}",
        "@article{bad, title = {A\x00B\x1b[31m}}",
        "\N{LINE SEPARATOR}@article{bad, title = {\N{RIGHT-TO-LEFT OVERRIDE}A}}",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_one_bad_entry_costs_only_itself(
    pandoc: Pandoc, tmp_path: Path, bad: str, newline: str
) -> None:
    text = f"\ufeff{_GOOD.format(key='one')}\n\n{bad}\n\n{_GOOD.format(key='two')}\n"
    data = text.replace("\n", newline).encode()
    items, _ = _converted(tmp_path, data, ["one", "two"], pandoc)
    assert [item["title"] for item in items.values()] == ["Good one", "Good two"]
    everything, found = _converted(tmp_path, data, ["one", "bad", "two"], pandoc)
    assert {"one", "two"} <= set(everything)
    assert "bad" in everything or found.failed or "bad" not in bad


@pytest.mark.parametrize(
    "library",
    [
        "@inbook{a, crossref = {b}}@book{b, crossref = {a}}",
        "@inbook{a, xdata = {a}}",
        "@inbook{a, xdata = {b, c}}@xdata{b, xdata = {c}}@xdata{c, xdata = {b, a}}",
        "".join(f"@inbook{{k{n}, crossref = {{k{(n + 1) % 2000}}}}}" for n in range(2000))
        + "@inbook{a, crossref = {k0}}",
        "".join(f"@xdata{{k{n}, xdata = {{k{n + 1}, k{n + 2}}}}}" for n in range(400))
        + "@xdata{k400, xdata = {a}}@inbook{a, xdata = {k0}}",
    ],
    ids=["two", "one", "three", "long", "many ways"],
)
def test_entries_that_lead_back_to_themselves_are_refused_at_once(
    pandoc: Pandoc, tmp_path: Path, library: str
) -> None:
    began = time.process_time()
    items, found = _converted(tmp_path, library.encode(), ["a"], pandoc)
    assert time.process_time() - began < 1
    assert found.failed
    assert not any(item.get("title") for item in items.values())
    assert "REF005" in {one.rule.code for one in found}


def test_a_circle_never_reaches_pandoc(pandoc: Pandoc, tmp_path: Path) -> None:
    files = {
        "references/library.bib": "@inbook{a, crossref = {b}}@book{b, crossref = {a}}",
        "introduction.md": "As told [@a].\n",
    }
    made = compose(mini_workspace(tmp_path, files), WJG, pandoc)
    assert made.document is None
    assert "REF005" in finding_lines(made.diagnostics)


@pytest.mark.parametrize("value", ["{%s}", '"%s"'])
@pytest.mark.parametrize("name", ["abstract", "note"])
def test_an_entry_with_a_whole_text_in_it(
    pandoc: Pandoc, tmp_path: Path, value: str, name: str
) -> None:
    good = _GOOD.format(key="one")
    data = f"{good[:-1]}, {name} = {value % _FIVE_MEGABYTES}}}\n{_GOOD.format(key='two')}".encode()
    items, found = _converted(tmp_path, data, ["one", "two"], pandoc)
    assert [item["title"] for item in items.values()] == ["Good one", "Good two"]
    assert not list(found)


def test_thousands_of_entries_that_are_not_closed_are_found_in_time(tmp_path: Path) -> None:
    data = b"".join(b"@article{k%d, title = {A {b},\n  year = 2007}\n" % n for n in range(3000))
    path = tmp_path / "library.bib"
    path.write_bytes(data + b"word " * 500_000 + _GOOD.format(key="one").encode())
    began = time.process_time()
    library, _ = read_library(workspace_at(tmp_path), [path])
    assert time.process_time() - began < 5
    assert "one" not in library  # it stands in the last of them, with no line of its own
    assert len(library.entries) == 3000


def test_references_from_crossrefs_deposits_are_printed_whole(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    data = b"""@misc{koh2007, article-title = {Pancreatic metastasis}, first-page = {1135},
      journal-title = {World J Gastroenterol}, author = {Koh, Y. S.}, volume = 13, year = 2007}"""
    items, found = _converted(tmp_path, data, ["koh2007"], pandoc)
    assert not list(found)
    expected = {
        "type": "article-journal", "title": "Pancreatic metastasis", "page": "1135",
        "container-title": "World J Gastroenterol",
    }  # fmt: skip
    assert {name: items["koh2007"][name] for name in expected} == expected
    desk = workspace_at(tmp_path)
    write_edits(desk, fix(look(desk, None)[0], Which.SAFE), what="refs fix")
    after = (tmp_path / "references" / "library.bib").read_bytes()
    assert b"article-title" not in after
    assert _converted(tmp_path, after, ["koh2007"], pandoc)[0] == items


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_another_encoding_is_named_and_converted_only_when_asked(
    pandoc: Pandoc, tmp_path: Path, codec: str
) -> None:
    text = _GOOD.format(key="one").replace("Doe", "Müller") + "\n" + _GOOD.format(key="two") + "\n"
    items, found = _converted(tmp_path, text.encode(codec), ["one", "two"], pandoc)
    assert list(items) == (["two"] if codec == "cp1252" else [])
    said = finding_lines(found)
    assert ("Windows-1252" if codec == "cp1252" else "the library is UTF-16") in said
    desk = workspace_at(tmp_path)
    assert not fix(look(desk, None)[0], Which.SAFE)
    assert "CASE013" in {one.rule.code for one in check(desk, None).diagnostics}
    write_edits(desk, fix(look(desk, None)[0], Which.ALL), what="refs fix")
    after = (tmp_path / "references" / "library.bib").read_bytes()
    assert after == text.encode()
    items, _ = _converted(tmp_path, after, ["one"], pandoc)
    assert items["one"]["author"] == [{"family": "Müller", "given": "J"}]

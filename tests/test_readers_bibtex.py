"""The BibTeX reader: nothing of a library is lost, whatever stands between its entries."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.bibtex.grammar import fields, is_sound, scan
from casewright.diagnostics import Severity
from casewright.readers import bibtex_index
from casewright.readers.bibtex import cited_entries, read_library
from casewright.readers.bibtex_index import make_index
from random_libraries import ENTRIES, GAPS, GARBAGE
from specs import workspace_at


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(GAPS, ENTRIES), max_size=5), GAPS, st.booleans())
def test_each_entry_is_found_where_it_stands(
    parts: list[tuple[str, tuple[str, str]]], tail: str, bom: bool
) -> None:
    text = "".join(gap + entry for gap, (_, entry) in parts) + tail
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    found = [(block.key, data[block.start : block.end]) for block in scan(data)]
    assert found == [(key.encode(), entry.encode()) for _, (key, entry) in parts]


@settings(max_examples=150, deadline=None)
@given(ENTRIES)
def test_well_formed_entries_have_the_fields_that_bibtexparser_finds(
    entry: tuple[str, str],
) -> None:
    raw = entry[1].replace("@", "at", 1).replace("@", "").replace("at", "@", 1)
    found, fault = fields(raw.encode())
    assert fault is None
    assert is_sound(raw.encode())
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(raw, parse_stack=[])
    (block,) = library.blocks
    block = getattr(block, "ignore_error_block", block)
    if not isinstance(block, Entry) or '\\"' in raw:
        return  # it refuses what BibTeX takes: ",," and a backslash before a quote
    assert [(one.name.decode(), _bare(b"".join(one.parts).decode())) for one in found] == [
        (field.key, _bare(field.value)) for field in block.fields
    ]


def _bare(value: str) -> str:
    return re.sub(r"[\s#]", "", value)


@settings(max_examples=400, deadline=None)
@given(st.lists(GARBAGE | ENTRIES.map(lambda entry: entry[1]), max_size=4).map("".join))
def test_of_any_bytes_nothing_is_lost(text: str) -> None:
    data = text.encode("latin-1", errors="replace")
    done = 0
    pieces: list[bytes] = []
    for block in scan(data):
        assert done <= block.start < block.end <= len(data)
        pieces += [data[done : block.start], data[block.start : block.end]]
        done = block.end
        if block.sound and block.key:
            assert fields(data[block.start : block.end])[1] is None
    assert b"".join([*pieces, data[done:]]) == data


@settings(max_examples=150, deadline=None)
@given(st.lists(GARBAGE | ENTRIES.map(lambda entry: entry[1]), max_size=4).map("".join))
def test_every_key_leads_to_the_entry_at_its_place(text: str) -> None:
    data = text.encode()
    index = make_index(data)
    lines = data.decode().split("\n" if "\n" in text else "\r")
    assert len(list(index)) == len(index)
    for key in index:
        place = index.find(key)
        assert place
        assert key in data[place.offset : place.offset + place.length].decode()
        assert lines[place.line - 1][place.column - 1] == "@"
    for problem in index.problems:
        assert problem.hint
        assert 1 <= problem.line <= len(lines)


_LIBRARY = "@article{koh, title = {A}}\n\n  @book{müller2007,\n  title = {B}\n}\n@misc{koh}\n"


def test_an_entry_has_its_text_and_its_place(tmp_path: Path) -> None:
    path = tmp_path / "library.bib"
    path.write_text(_LIBRARY)
    library, _ = read_library(workspace_at(tmp_path), [path])
    assert list(library) == ["koh", "müller2007"]
    assert "koh" in library
    assert "nobody" not in library
    entry = library.entries["müller2007"]
    assert entry.raw == "@book{müller2007,\n  title = {B}\n}"
    assert entry.kind == "book"
    span = entry.span
    assert (str(span), span.end_line, span.end_column) == ("library.bib:3:3", 5, 2)
    with pytest.raises(KeyError):
        library.entries["nobody"]


def test_an_index_from_the_cache_is_that_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bibtex_index, "_SMALL", 0)
    path = tmp_path / "library.bib"
    path.write_text(_LIBRARY)
    os.utime(path, ns=(1, 1))
    workspace = workspace_at(tmp_path)
    first, warned = read_library(workspace, [path])
    monkeypatch.setattr(bibtex_index, "make_index", lambda data: pytest.fail("not from the cache"))
    workspace.reads.clear()
    second, again = read_library(workspace, [path])
    assert dict(first.entries) == dict(second.entries)
    assert list(warned) == list(again)
    assert set(workspace.reads) == {path}
    os.utime(path, ns=(2, 2))
    third, _ = read_library(workspace, [path])
    assert dict(first.entries) == dict(third.entries)


@pytest.mark.parametrize("damage", [b"", b"casewright library index 2\n{}\n", b"\xff" * 99])
def test_a_damaged_cache_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    monkeypatch.setattr(bibtex_index, "_SMALL", 0)
    path = tmp_path / "library.bib"
    path.write_text(_LIBRARY)
    workspace = workspace_at(tmp_path)
    read_library(workspace, [path])
    (store,) = workspace.cache_dir.glob("library-*.index")
    store.write_bytes(damage)
    assert list(read_library(workspace, [path])[0]) == ["koh", "müller2007"]
    assert store.read_bytes() != damage


def test_a_library_changed_behind_the_cache_is_read_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bibtex_index, "_SMALL", 0)
    path = tmp_path / "library.bib"
    path.write_text(_LIBRARY)
    os.utime(path, ns=(1, 1))
    workspace = workspace_at(tmp_path)
    read_library(workspace, [path])
    path.write_text("%" + _LIBRARY.replace("@misc{koh}\n", "\n") + "         ")
    os.utime(path, ns=(1, 1))
    assert path.stat().st_size == len(_LIBRARY.encode())
    library, _ = read_library(workspace, [path])
    assert library.entries["müller2007"].span.line == 3


def test_the_text_of_cited_entries_is_what_any_reader_takes(tmp_path: Path) -> None:
    path = tmp_path / "library.bib"
    path.write_bytes(
        b"@STRING(wjg = {World J\r\n Gastroenterol},)\r\n@Article(koh, Journal = wjg # {.},\r\n"
        b" pages=1135--1137, bdsk.url={x}, crossref={all},)\r\n"
        b"@proceedings{all, title={T}, editor={E}, year=2007}\n@x{y}"
    )
    library, found = read_library(workspace_at(tmp_path), [path])
    cited, problems = cited_entries(library, ["koh", "nobody", "koh"], warned=found)
    assert not list(problems)
    assert cited == (
        "@string{wjg = {World J\n Gastroenterol}}\n"
        "@article{koh,\n  journal = wjg # {.},\n  pages = {1135--1137},\n  crossref = {all},\n}\n\n"
        "@proceedings{all,\n  title = {T},\n  editor = {E},\n  year = 2007,\n}\n"
    )


def test_a_missing_library_is_an_error(tmp_path: Path) -> None:
    library, found = read_library(workspace_at(tmp_path), [tmp_path / "none.bib"])
    assert [(str(one.span), one.rule.code, one.severity) for one in found] == [
        ("none.bib:1:1", "CASE006", Severity.ERROR)
    ]
    assert not list(library)


def test_the_first_library_wins(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.bib").write_text(f"@misc{{koh, title = {{{name}}}}}\n@misc{{{name}}}")
    files = [tmp_path / "b.bib", tmp_path / "a.bib"]
    library, _ = read_library(workspace_at(tmp_path), files)
    assert list(library) == ["koh", "b", "a"]
    assert len(library.entries) == 3
    assert library.entries["koh"].span.file == "b.bib"

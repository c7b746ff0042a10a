"""Edits of a library: what is not meant stays as it is, byte for byte.

bibtexparser reads the results, too: it is a second opinion that shares no code with the grammar.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.bibtex import entries as bibtex_entries
from casewright.bibtex.editing import (
    NewEntry,
    Splice,
    append_entry,
    apply,
    remove_entry,
    remove_field,
    rename_entry,
    rename_field,
    set_field,
)
from casewright.bibtex.entries import read_entries
from random_libraries import BROKEN, ENTRIES, GAPS
from specs import rewritten

_SPECS = Path(__file__).parent / "editing"


def _edited(data: bytes, line: str) -> bytes:
    """The library after one line of a spec: `set koh2007 year 2008`."""
    action, key, *rest = line.split(" ", 3)
    known = {entry.key: entry for entry in reversed(list(read_entries(data)))}
    match action:
        case "set":
            return apply(data, set_field(data, known[key], rest[0], rest[1]))
        case "rename-field":
            return apply(data, rename_field(known[key], *rest))
        case "remove-field":
            return apply(data, remove_field(data, known[key], rest[0]))
        case "rename":
            return apply(data, rename_entry(known[key], rest[0]))
        case "remove":
            return apply(data, remove_entry(data, known[key]))
        case "append":
            new = NewEntry("article", key, {"author": "Byron, Ada", rest[0]: rest[1]})
            return apply(data, append_entry(data, new))
    raise AssertionError(action)


def _answer(title: str, blocks: dict[str, str]) -> dict[str, str]:
    raw = blocks.get("bytes")
    data = (
        blocks["library"].encode()
        if raw is None
        else raw.removesuffix("\n").encode().decode("unicode_escape").encode("latin-1")
    )
    for line in blocks["edits"].splitlines():
        data = _edited(data, line)
    if raw is None:
        return {"becomes": data.decode()}
    shown = data.decode("latin-1").encode("unicode_escape").decode()
    return {"becomes": shown + "\n"}


@pytest.mark.parametrize("path", sorted(_SPECS.glob("*.md")), ids=lambda path: path.stem)
def test_an_edit_changes_what_is_meant(path: Path, expect) -> None:  # type: ignore[no-untyped-def]
    expect(path, rewritten(path.read_text(encoding="utf-8"), _answer))  # type: ignore[arg-type]


@dataclass
class Model:
    """What a library holds: type and key of each entry, and its fields as they are written."""

    entries: list[tuple[str, str, list[tuple[str, str]]]] = field(default_factory=list)

    @classmethod
    def of(cls, data: bytes) -> Model:
        return cls(
            [
                (one.kind, one.key, [(f.name, " # ".join(f.parts)) for f in one.fields])
                for one in read_entries(data)
            ]
        )


_NAMES = st.sampled_from(["title", "Title", "doi", "shortjournal", "keywords"])
_TEXTS = st.sampled_from(["", "A", "{A} b", "2008", 'the "x"', "100 % é", "a\\{b", "@x{y}, z = 1"])
_KEYS = st.sampled_from(["new2008", "a:b", "x"])
_EDITS = st.one_of(
    st.tuples(st.just("set"), _NAMES, _TEXTS),
    st.tuples(st.just("rename-field"), _NAMES, st.just("other")),
    st.tuples(st.just("remove-field"), _NAMES, st.just("")),
    st.tuples(st.just("rename"), _KEYS, st.just("")),
    st.tuples(st.just("remove"), st.just(""), st.just("")),
    st.tuples(st.just("append"), _KEYS, _TEXTS),
)
_LIBRARIES = st.tuples(
    st.sampled_from(["", "\ufeff"]),
    st.lists(st.tuples(GAPS | BROKEN, ENTRIES.map(lambda entry: entry[1])), max_size=4),
    GAPS,
    st.sampled_from([None, "\n", "\r\n"]),
)


def _library(parts: tuple[str, list[tuple[str, str]], str, str | None]) -> bytes:
    bom, inner, tail, newline = parts
    text = "".join(gap + entry for gap, entry in inner) + tail
    if newline:
        text = re.sub("\r\n|\r|\n", newline, text)
    return (bom + text).encode()


def _with_edit(data: bytes, edit: tuple[str, str, str], number: int) -> tuple[bytes, Model, int]:
    """The library after an edit, what it should hold, and the entry that was meant."""
    action, one, other = edit
    model, found = Model.of(data), list(read_entries(data))
    if action == "append":
        new = NewEntry("article", one, {"title": other})
        model.entries.append(("article", one, [("title", f"{{{other}}}")]))
        return apply(data, append_entry(data, new)), model, len(found)
    if not found:
        return data, model, 0
    number %= len(found)
    entry = found[number]
    kind, _, fields = model.entries[number]
    places = [n for n, (name, _) in enumerate(fields) if name.lower() == one.lower()]
    splices: tuple[Splice, ...] = ()
    match action:
        case "set":
            splices = set_field(data, entry, one, other)
            value = splices[-1].new.decode().split("=", 1)[-1] if not places else ""
            if places:
                fields[places[0]] = (fields[places[0]][0], splices[0].new.decode())
            else:
                fields.append((one, value.strip().rstrip(",").strip()))
        case "rename-field":
            splices = rename_field(entry, one, other)
            for place in places:
                fields[place] = (other, fields[place][1])
        case "remove-field":
            splices = remove_field(data, entry, one)
            fields[:] = [pair for n, pair in enumerate(fields) if n not in places]
        case "rename":
            splices = rename_entry(entry, one)
            model.entries[number] = (kind, one, fields)
        case "remove":
            splices = remove_entry(data, entry)
            del model.entries[number]
    return apply(data, splices), model, number


@settings(max_examples=400, deadline=None)
@given(_LIBRARIES, st.lists(st.tuples(_EDITS, st.integers(0, 3)), min_size=1, max_size=5))
def test_after_any_edits_the_library_holds_what_was_meant_and_the_rest_is_untouched(
    parts: tuple[str, list[tuple[str, str]], str, str | None],
    edits: list[tuple[tuple[str, str, str], int]],
) -> None:
    data = _library(parts)
    for edit, number in edits:
        before = list(read_entries(data))
        new, model, meant = _with_edit(data, edit, number)
        assert Model.of(new) == model
        if edit[0] == "append":
            assert new.startswith(data)
        elif before:
            entry = before[meant]
            space = b" \t\r\n"
            head, tail = data[: entry.start].rstrip(space), data[entry.end :].lstrip(space)
            assert new.startswith(data[: entry.start] if edit[0] != "remove" else head)
            assert new.endswith(data[entry.end :] if edit[0] != "remove" else tail)
            comments = re.findall(rb"%[^\r\n]*", _between(data, before[meant]))
            if edit[0] != "remove":
                after = list(read_entries(new))[meant]
                assert comments == re.findall(rb"%[^\r\n]*", _between(new, after))
        data = new


def _between(data: bytes, entry: bibtex_entries.Entry) -> bytes:
    """What stands in an entry outside its fields and its key."""
    pieces, done = [], entry.key_end
    for one in entry.fields:
        pieces.append(data[done : one.start])
        done = one.end
    return b"".join([*pieces, data[done : entry.end]])


@settings(max_examples=150, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=3), _NAMES, _TEXTS, st.integers(0, 2))
def test_bibtexparser_reads_the_new_value(
    made: list[tuple[str, str]], name: str, text: str, number: int
) -> None:
    source = "\n".join(raw.replace("@", "at", 1).replace("@", "").replace("at", "@", 1)
                       for _, raw in made).encode()  # fmt: skip
    found = list(read_entries(source))
    if len(found) != len(made):
        return
    entry = found[number % len(found)]
    data = apply(source, set_field(source, entry, name, text))
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    blocks = parse_string(data.decode(), parse_stack=[]).blocks
    inner = [
        one.ignore_error_block if isinstance(one, DuplicateBlockKeyBlock) else one for one in blocks
    ]
    if not all(isinstance(one, Entry) for one in inner) or '\\"' in data.decode():
        return  # it refuses what BibTeX takes: ",," and a backslash before a quote
    block = inner[number % len(found)]
    assert isinstance(block, Entry)
    given = [one.value for one in block.fields if one.key.lower() == name.lower()]
    assert given[0][1:-1] == text or given[0] == text


def test_what_cannot_be_written_is_refused() -> None:
    data = b"@book{a, title = {A}}"
    (entry,) = read_entries(data)
    for text in ("{", "}", "a\\", "{" * 9 + "}" * 9):
        with pytest.raises(ValueError, match="braces"):
            set_field(data, entry, "title", text)
    for name in ("", "a b", "a=b", "a,b"):
        with pytest.raises(ValueError, match="name of a field"):
            set_field(data, entry, name, "A")
        with pytest.raises(ValueError, match="name of a field"):
            rename_field(entry, "title", name)
        with pytest.raises(ValueError, match="name of a field"):
            append_entry(data, NewEntry("book", "b", {name: "A"}))
    for key in ("", "a b", "a,b", "{a}", "a=b"):
        with pytest.raises(ValueError, match="key"):
            rename_entry(entry, key)
    with pytest.raises(ValueError, match="type"):
        append_entry(data, NewEntry("a b", "b", {}))
    with pytest.raises(ValueError, match="same bytes"):
        apply(data, [Splice(0, 3, b""), Splice(2, 4, b"")])


def test_broken_entries_are_not_among_those_that_can_be_edited() -> None:
    data = b"@a{x, title = {A}\n@a{y, title = {B}}\n@a{, title = {C}}\n"
    assert [entry.key for entry in read_entries(data)] == ["y"]

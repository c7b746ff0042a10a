"""The YAML reader: what values mean, and that every place is exact."""

from __future__ import annotations

import io
import math
from typing import Any

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from casewright.readers.yaml import MAX_BYTES, read_yaml
from casewright.readers.yaml_file import KEY, YamlFile, pack, unpack


def _read(text: str) -> YamlFile:
    file, found = read_yaml(text.encode(), "f.yaml")
    assert file is not None, list(found)
    assert not list(found)
    assert repr(unpack(pack(file), "f.yaml")) == repr(file), "what is kept is what was read"
    return file


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((word, word) for word in ("no", "yes", "on", "off", "y", "N", "No", "tRue", "nUll")),
        *(
            (word, word)
            for word in ("12:30:00", "2005-09-01", "2005-09", "1_000", "0b11", "+", ".")
        ),
        *((word, word) for word in ("=", "1e", "1.2.3", "0x", "0o9", "<<", "é", "3 cm")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *((word, None) for word in ("null", "Null", "NULL", "~", "")),
        *(("012", 12), ("-7", -7), ("+7", 7), ("0o17", 15), ("0x1F", 31), ("2005", 2005)),
        *(("1.5", 1.5), ("-.5", -0.5), ("1.", 1.0), ("1e3", 1000.0), ("-.inf", -math.inf)),
        *(('"true"', "true"), ("'12'", "12"), ("'it''s'", "it's"), ('"a\\tb"', "a\tb")),
    ],
)
def test_a_scalar_means_what_the_core_schema_says(written: str, meant: object) -> None:
    value = _read(f"a: {written}\n").data["a"]  # type: ignore[index,call-overload]
    assert value == meant
    assert isinstance(value, type(meant))


def test_a_number_prints_with_the_digits_it_was_written_with() -> None:
    assert str(_read("2.30").data) == "2.30"


def test_separators_of_unicode_are_text() -> None:
    assert _read("a: x\u2028y # z\u2029\nb: \x85\n").data == {"a": "x\u2028y", "b": "\x85"}


def test_places_are_of_keys_values_and_lists() -> None:
    file = _read("a:\n  - {b: 'x y', ç: 1}\n  - z\nd: [1,\n  2]\n")
    shown = {path: (s.line, s.column, s.end_line, s.end_column) for path, s in file.places.items()}
    assert shown == {
        "": (1, 1, 5, 5),
        "a" + KEY: (1, 1, 1, 2),
        "a": (2, 3, 3, 6),
        "a.0": (2, 5, 2, 21),
        "a.0.b" + KEY: (2, 6, 2, 7),
        "a.0.b": (2, 9, 2, 14),
        "a.0.ç" + KEY: (2, 16, 2, 17),
        "a.0.ç": (2, 19, 2, 20),
        "a.1": (3, 5, 3, 6),
        "d" + KEY: (4, 1, 4, 2),
        "d": (4, 4, 5, 5),
        "d.0": (4, 5, 4, 6),
        "d.1": (5, 3, 5, 4),
    }


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: |\n  one\n\n    two\n", [(2, 3), (3, 1), (4, 3)]),
        ("a: |2\n    one\n  two\n", [(2, 3), (3, 3)]),
        ("a: |-\n\n  one\n", [(2, 1), (3, 3)]),
        ("a: >\n  one\n  two\n\n  three\n", [(2, 3), (5, 3)]),
        ("a: one\n  two\n\n  three\n", [(1, 4), (4, 3)]),
        ('a: "one\n  two\n\n  three"\n', [(1, 5), (4, 3)]),
        ('a: "one"\n', [(1, 5)]),
        ("a: 'one'\n", [(1, 5)]),
        ("a: ''\n", [(1, 5)]),
        ("a: |\r\n  one\r\n  two\r\n", [(2, 3), (3, 3)]),
        ("\ufeffa: |\n  one\n  two\n", [(2, 3), (3, 3)]),
    ],
)
def test_each_line_of_a_text_has_its_place(text: str, lines: list[tuple[int, int]]) -> None:
    assert [(span.line, span.column) for span in _read(text).lines["a"]] == lines


def test_a_large_file_is_refused_unread() -> None:
    file, found = read_yaml(b"#" * (MAX_BYTES + 1), "f.yaml")
    assert file is None
    assert [one.rule.code for one in found] == ["CASE009"]


def test_too_many_values_are_refused() -> None:
    file, found = read_yaml(b"[" + b"1," * 60_000 + b"]", "f.yaml")
    assert file is None
    assert [one.rule.code for one in found] == ["CASE009"]


_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\x85\u2028\u2029"), max_size=20
)
_WORDS = st.sampled_from(["no", "yes", "null", "~", "1", "1.0", "0x1", "true", "", " a", "a: b"])
_NUMBERS = st.integers() | st.floats(allow_nan=False)
_SCALARS = st.none() | st.booleans() | _NUMBERS | _TEXT | _WORDS
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT | _WORDS, inner, max_size=4),
    max_leaves=12,
)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _typed(value: Any) -> Any:
    """`value` in a form in which 1, 1.0 and true differ."""
    if isinstance(value, tuple):
        return [_typed(item) for item in value]
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    return (float if isinstance(value, float) else type(value), value)


def _written(data: Any, flow: bool, width: int) -> str:
    stream = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = flow
    writer.width = width
    writer.allow_unicode = True
    writer.dump(data, stream)
    text = stream.getvalue()
    # The writer has slips of its own: it folds some control characters, and leaves '[?0]' bare.
    try:
        own = YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        reject()
    assume(_typed(_plain(own)) == _typed(_plain(data)))
    return text


@settings(max_examples=150, deadline=None)
@given(_DATA, st.booleans(), st.sampled_from([20, 80, 1000]))
def test_what_is_written_as_yaml_is_read_back_equal(data: Any, flow: bool, width: int) -> None:
    assert _typed(_read(_written(data, flow, width)).data) == _typed(_plain(data))


_NAMED = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(_NAMED, st.booleans())
def test_the_text_at_a_place_is_the_value(data: Any, flow: bool) -> None:
    text = _written(data, flow, 1000)
    file = _read(text)
    lines = text.split("\n")
    for path, span in file.places.items():
        if path.endswith(KEY) or span.line != span.end_line:
            continue
        there = lines[span.line - 1][span.column - 1 : span.end_column - 1]
        value: Any = file.data
        for part in path.split(".") if path else []:
            value = value[part] if isinstance(value, dict) else value[int(part)]
        assert _typed(_read(there).data) == _typed(value)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab:- \n\t{}[],'\"|>&*!#%@\\?é\r"), max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    file, found = read_yaml(text.encode(), "f.yaml")
    assert file is not None or list(found)
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for one in found:
        assert one.hint
        assert one.span
        assert 1 <= one.span.line <= count

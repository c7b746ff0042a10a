"""What was read from a YAML file, and how it is kept between builds as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from casewright.diagnostics import Span

Plain: TypeAlias = "dict[str, Plain] | tuple[Plain, ...] | str | int | float | bool | None"

KEY = "#key"
"""What is added to the path of a value to ask for the place of its key."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The content of a YAML file and where each part of it stands."""

    file: str
    data: Plain
    places: Mapping[str, Span]
    """By path (`course.3.what`); the place of a key has `KEY` added to the path."""
    lines: Mapping[str, tuple[Span, ...]]
    """For text of more than one line, and text in quotation marks: the place of each line."""
    unfolded: Mapping[str, tuple[str, tuple[Span, ...]]] = field(default_factory=dict)
    """For text whose lines YAML joins: the text with the line ends of the file, and the places."""

    def place(self, path: str) -> Span:
        """Where the value at `path` stands; the nearest enclosing one if it has no place."""
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places.get(path, Span(self.file, 1, 1))

    def key_place(self, path: str) -> Span:
        """Where the key of the value at `path` stands; the value itself in a list."""
        return self.places.get(path + KEY) or self.place(path)


class Written(float):
    """A number with decimals that prints as it was written: 2.30 keeps its last digit."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Written:
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def pack(file: YamlFile) -> bytes:
    """`file` as JSON, without its name: `unpack` makes it again."""
    unfolded = {path: [text, _rows(places)] for path, (text, places) in file.unfolded.items()}
    kept = {
        "data": _packed(file.data),
        "places": dict(zip(file.places, _rows(file.places.values()), strict=True)),
        "lines": {path: _rows(places) for path, places in file.lines.items()},
        "unfolded": unfolded,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(data: bytes, file: str) -> YamlFile | None:
    """What `pack` was given, read from a file shown as `file`; None if the data are damaged."""
    try:
        kept = json.loads(data)
        return YamlFile(
            file,
            _unpacked(kept["data"]),
            {path: Span(file, *row) for path, row in kept["places"].items()},
            {path: _spans(rows, file) for path, rows in kept["lines"].items()},
            {path: (text, _spans(rows, file)) for path, (text, rows) in kept["unfolded"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _rows(places: Iterable[Span]) -> list[tuple[int, int, int, int]]:
    return [(one.line, one.column, one.end_line, one.end_column) for one in places]


def _spans(rows: Iterable[Iterable[int]], file: str) -> tuple[Span, ...]:
    return tuple(Span(file, *row) for row in rows)


# JSON has neither tuples nor numbers that remember their digits: a list says what it stands for.
_TUPLE, _WRITTEN, _FLOAT = "tuple", "written", "float"


def _packed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _packed(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_TUPLE, *map(_packed, value)]
    if isinstance(value, Written):
        return [_WRITTEN, value.text]
    return [_FLOAT, repr(value)] if isinstance(value, float) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unpacked(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    kind, *inside = value
    if kind == _TUPLE:
        return tuple(map(_unpacked, inside))
    return {_WRITTEN: Written, _FLOAT: float}[kind](inside[0])

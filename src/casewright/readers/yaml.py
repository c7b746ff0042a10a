"""YAML 1.2 with a place for every key, value and line of text.

The parser is ruamel.yaml's; what a scalar means is decided here, after the core schema of
YAML 1.2.2 (section 10.3): `no`, `on`, `12:30:00` and `2005-09-01` are text. Anchors, aliases and
tags are refused, since a case needs none and they are how small files are made to grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.readers.text import Places, decode
from casewright.readers.yaml_errors import explain
from casewright.readers.yaml_file import KEY, Plain, Written, YamlFile

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 50_000


def read_yaml(data: bytes, file: str) -> tuple[YamlFile | None, Diagnostics]:
    """Read one YAML document.

    Mappings become `dict` with text keys, sequences become `tuple`. A file that cannot be read is
    reported and None returned; of a key given twice, the first value is kept.
    """
    found = Diagnostics()
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        hint = "move long text into Markdown files beside it, and figures into figures/"
        found.add(RULES["CASE009"], message, Span(file, 1, 1), hint=hint)
        return None, found
    text = decode(data, file, found)
    if text is None:
        return None, found
    loader = _Loader(text, Places(text, file), found)
    try:
        content = _shielded(text, loader)
    except _StopError:
        return None, found
    except (MarkedYAMLError, ReaderError) as error:
        explain(error, text, loader.at, found)
        return None, found
    if loader.unsafe:
        return None, found
    return YamlFile(file, content, loader.places, loader.lines, loader.unfolded), found


class _StopError(Exception):
    """Nothing more of the file can be used."""


_SEPARATORS = ("\x85", "\u2028", "\u2029")
"""Ordinary characters in YAML 1.2 (section 5.4) that the parser takes for line ends."""


def _shielded(text: str, loader: _Loader) -> Plain:
    """Load with stand-ins from the private use area for the separators."""
    present = [char for char in _SEPARATORS if char in text]
    if present:
        unused = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)
        there: dict[str, str | int | None] = dict(zip(present, unused, strict=False))
        loader.text = text.translate(str.maketrans(there))
        loader.back = {ord(str(stand_in)): char for char, stand_in in there.items()}
    return loader.load()


_NUMBER_SIGN = re.compile(r"[ \t]+(#\d+)")


@dataclass(slots=True)
class _Loader:
    text: str
    at: Places
    found: Diagnostics
    places: dict[str, Span] = field(default_factory=dict)
    lines: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    unfolded: dict[str, tuple[str, tuple[Span, ...]]] = field(default_factory=dict)
    nodes: int = 0
    unsafe: bool = False
    back: dict[int, str] = field(default_factory=dict)
    """What stands for characters that the parser must not see."""

    def load(self) -> Plain:
        events: Iterator[Any] = YAML(typ="safe", pure=True).parse(self.text)
        content: Plain = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._second_document(event)
            elif isinstance(event, NodeEvent):
                content = self._node(event, events, "", 1)[0]
        return content

    def _second_document(self, event: DocumentStartEvent) -> None:
        place = self.at.point(event.start_mark.index)
        message = "a second document starts here; one file holds one document"
        self.found.add(RULES["CASE001"], message, place, hint="remove the line '---'")
        raise _StopError

    def _node(
        self, event: Any, events: Iterator[Any], path: str, depth: int
    ) -> tuple[Plain, int, int]:
        """The value that starts with `event`, and its first and last offset."""
        start = event.start_mark.index
        self._guard(event, depth)
        if isinstance(event, ScalarEvent):
            value, end = self._scalar(event, path)
        elif isinstance(event, MappingStartEvent):
            value, end = self._mapping(event, events, path, depth)
        elif isinstance(event, SequenceStartEvent):
            value, end = self._sequence(event, events, path, depth)
        else:
            value, end = None, event.end_mark.index
        self.places[path] = self.at.span(start, end)
        return value, start, end

    def _guard(self, event: Any, depth: int) -> None:
        """Refuse what makes YAML dangerous or slow; what is merely not wanted is collected."""
        self.nodes += 1
        place = self.at.span(event.start_mark.index, event.end_mark.index)
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            what = f"more than {MAX_NODES:,} values"
            if depth > MAX_DEPTH:
                what = f"lists and keys nested more than {MAX_DEPTH} deep"
            hint = "check for brackets and dashes that were never meant as lists"
            self.found.add(
                RULES["CASE009"], f"{what}: from here on nothing is read", place, hint=hint
            )
            raise _StopError
        sign = self._sign(event)
        if not sign:
            return
        self.unsafe = True
        what = {"*": "an alias", "&": "an anchor", "!": "a tag"}[sign]
        message = f"a value that starts with '{sign}' is {what} of YAML, which no case may hold"
        hint = "put the whole value in quotes, or write out what it stands for"
        self.found.add(RULES["CASE009"], message, place, hint=hint)
        if len(self.found) >= 20:
            raise _StopError

    @staticmethod
    def _sign(event: Any) -> str | None:
        if isinstance(event, AliasEvent):
            return "*"
        if event.anchor is not None:
            return "&"
        return "!" if event.tag is not None else None

    def _mapping(
        self, opening: MappingStartEvent, events: Iterator[Any], path: str, depth: int
    ) -> tuple[dict[str, Plain], int]:
        content: dict[str, Plain] = {}
        end = opening.end_mark.index
        for event in events:
            if isinstance(event, MappingEndEvent):
                return content, event.end_mark.index if opening.flow_style else end
            if not isinstance(event, ScalarEvent):
                self._key_is_no_text(event)
            self._guard(event, depth + 1)
            key = event.value.translate(self.back) if self.back else event.value
            inner = _join(path, key)
            if key in content:
                self._duplicate(event, inner)
                inner += "#again"
            else:
                span = self.at.span(event.start_mark.index, event.end_mark.index)
                self.places[inner + KEY] = span
            value, start, stop = self._node(next(events), events, inner, depth + 1)
            content.setdefault(key, value)
            end = max(event.end_mark.index + 1, start, stop)
        raise AssertionError("the parser ends every mapping")

    def _sequence(
        self, opening: SequenceStartEvent, events: Iterator[Any], path: str, depth: int
    ) -> tuple[tuple[Plain, ...], int]:
        items: list[Plain] = []
        end = opening.end_mark.index
        for event in events:
            if isinstance(event, SequenceEndEvent):
                return tuple(items), event.end_mark.index if opening.flow_style else end
            value, _, end = self._node(event, events, _join(path, str(len(items))), depth + 1)
            items.append(value)
        raise AssertionError("the parser ends every sequence")

    def _key_is_no_text(self, event: Any) -> None:
        place = self.at.point(event.start_mark.index)
        message = "a list or mapping cannot be a key"
        hint = "write 'key: value'; put a value that starts with [ or { in quotes"
        self.found.add(RULES["CASE001"], message, place, hint=hint)
        raise _StopError

    def _duplicate(self, event: ScalarEvent, path: str) -> None:
        place = self.at.span(event.start_mark.index, event.end_mark.index)
        first = self.places[path + KEY]
        message = f"'{event.value}' was given before, in line {first.line}"
        hint = f"keep one of them; the first stands at {first}"
        self.found.add(RULES["CASE005"], message, place, hint=hint)

    def _scalar(self, event: ScalarEvent, path: str) -> tuple[Plain, int]:
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        if event.style is None:
            self._number_sign(end)
            value = resolve(event.value)
            if not isinstance(value, str):
                return value, end
        if "\n" in event.value or self.at.line_of(start) != self.at.line_of(max(start, end - 1)):
            self.lines[path] = self._lines(event, start, end)
            if event.style != "|":
                self.unfolded[path] = self._unfolded(event, start, end)
        elif event.style in ("'", '"'):
            self.lines[path] = (self.at.span(start + 1, max(start + 1, end - 1)),)
        return event.value.translate(self.back) if self.back else event.value, end

    def _number_sign(self, end: int) -> None:
        """Say that '#3' after a value is a comment: who writes it means a number."""
        if match := _NUMBER_SIGN.match(self.text, end):
            place = self.at.span(match.start(1), match.end(1))
            message = f"what stands from '{match[1]}' on is a comment, and is not read"
            hint = "put the whole value in quotes; a comment has a space after its '#'"
            self.found.add(RULES["CASE001"], message, place, hint=hint)

    def _lines(self, event: ScalarEvent, start: int, end: int) -> tuple[Span, ...]:
        """The place of each line of the value, found by its words in the source."""
        text = event.value.removesuffix("\n")
        if event.style == "|":
            return self._literal_lines(text, start)
        chunks = self._chunks(event, start, end)
        spans: list[Span] = []
        current = 0
        offset = 0
        for line in text.split("\n"):
            while current + 1 < len(chunks) and chunks[current][0] < offset:
                following = chunks[current + 1][0]
                if following > offset + len(line):
                    break
                current += 1
            spans.append(self.at.point(chunks[current][1]))
            offset += len(line) + 1
        return tuple(spans)

    def _unfolded(self, event: ScalarEvent, start: int, end: int) -> tuple[str, tuple[Span, ...]]:
        chunks = self._chunks(event, start, end)
        text = event.value.rstrip("\n")
        for offset, _ in chunks[1:]:
            if text[offset - 1] == " ":
                text = f"{text[: offset - 1]}\n{text[offset:]}"
        places = dict(chunks)
        spans: list[Span] = []
        offset, place = 0, chunks[0][1]
        for line in text.split("\n"):
            place = places.get(offset, place)
            spans.append(self.at.point(place))
            offset += len(line) + 1
        return text.translate(self.back), tuple(spans)

    def _literal_lines(self, text: str, start: int) -> tuple[Span, ...]:
        first = self.at.line_of(start) + 1
        lines = text.split("\n")
        indent = 0
        for number, line in enumerate(lines, first):
            if line.strip():
                source = self.text[self.at.start_of(number) :]
                indent = source.index(line)
                break
        return tuple(
            Span(
                self.at.file,
                number,
                indent + 1 if line else 1,
                number,
                (indent if line else 0) + len(line) + 1,
            )
            for number, line in enumerate(lines, first)
        )

    def _chunks(self, event: ScalarEvent, start: int, end: int) -> list[tuple[int, int]]:
        """Offset in the value and in the file of the words of each source line."""
        quoted = event.style in ("'", '"')
        at = self.text.find("\n", start) + 1 if event.style == ">" else start + quoted
        chunks: list[tuple[int, int]] = []
        done = 0
        for match in re.compile(r"[^\s][^\r\n]*").finditer(self.text, at, end - quoted):
            words = match[0].rstrip()
            here = event.value.find(words, done)
            if here < 0:
                continue
            chunks.append((here, match.start()))
            done = here + len(words)
        return chunks or [(0, start)]


def _join(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {
    form: word == "true"
    for word in ("true", "false")
    for form in (word, word.title(), word.upper())
}
_INT = re.compile(r"[-+]?[0-9]{1,400}")
_BASED = re.compile(r"0o[0-7]{1,400}|0x[0-9a-fA-F]{1,400}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def resolve(text: str) -> str | int | float | bool | None:
    """What an unquoted scalar means in the core schema (YAML 1.2.2, section 10.3.2)."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    return _number(text) if text[0] in "+-.0123456789" else text


def _number(text: str) -> str | int | float:
    if _INT.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.fullmatch(text):
        return Written(text)
    return float(text.replace(".", "", 1)) if _SPECIAL.fullmatch(text) else text

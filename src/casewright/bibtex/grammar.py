"""The grammar of BibTeX, as patterns over bytes that never look at a character twice.

A library of a hundred thousand entries is scanned at the speed of the regular expression engine:
a well-formed entry is one match. What does not match is looked at again, slowly, to say why.

The grammar is that of "Tame the BeaST" (Markey, 2009) as pandoc reads it: a brace after a
backslash does not count, `%` comments may stand between fields. `@comment{…}` is skipped whole.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from casewright import patterns

_DEPTH = 8
"""Braces deeper than this in one value are reported as broken."""
_REACH = 1_000_000
"""Bytes in which an entry ends, but for rare ones that hold a whole text."""
_PATIENCE = 512_000_000
"""Bytes that may be read in vain, all broken entries of a library together."""

_SPACE = rb"(?:\s++|%[^\n]*+(?:\n|\Z))*+"
_NAME = rb"[^\s{}\",#=()%@\\]++"
_BARE = rb"[^\s{}\",#=()%@\\]++"


def _braced() -> bytes:
    pattern = rb"\{(?:[^{}\\]++|\\[{}]?+)*+\}"
    for _ in range(_DEPTH):
        pattern = rb"\{(?:[^{}\\]++|\\[{}]?+|" + pattern + rb")*+\}"
    return pattern


_BRACED = _braced()
_QUOTED = rb'"(?:[^"{}\\]++|\\[\s\S]|' + _BRACED + rb')*+"'
_PART = rb"(?:" + _BRACED + rb"|" + _QUOTED + rb"|" + _BARE + rb")"
_MORE = rb"(?:\#" + _SPACE + rb"(?![,})])|(?=[,})]))"
_VALUE = rb"(?:" + _PART + _SPACE + _MORE + rb")++"
"""Parts joined by `#`; written so that the long pattern of a part stands in it once."""
_FIELD = _NAME + _SPACE + rb"=" + _SPACE + _VALUE


_SPACE_HERE = re.compile(_SPACE).match
_NAME_HERE = re.compile(_NAME).match


def _key(closing: bytes) -> bytes:
    return rb"([^\s,{}\"#%" + closing + rb"]++)"


def _body(closing: bytes) -> bytes:
    fields = rb"(?:," + _SPACE + rb"(?:" + _FIELD + rb")?+)*+"
    return _SPACE + _key(closing) + _SPACE + fields + re.escape(closing)


HEAD = re.compile(rb"@[ \t]*([A-Za-z][\w-]*)\s*([{(])")
_LINE_HEAD = re.compile(rb"(?:^|(?<=[\r\n]))[ \t]*@[ \t]*[A-Za-z][\w-]*\s*[{(]")
_KEY = {
    start: re.compile(_SPACE + _key(end) + _SPACE + rb'(?=[^={"]|\Z)')
    for start, end in ((b"{", b"}"), (b"(", b")"))
}


_CLOSING = {b"{": b"}", b"(": b")"}


@functools.cache
def _pattern(kind: str, opening: bytes) -> re.Pattern[bytes]:
    """What follows the opening of a block; compiled when first needed, as it takes milliseconds."""
    closing = _CLOSING[opening]
    if kind == "string":
        return patterns.own(_SPACE + _FIELD + rb",?+" + _SPACE + re.escape(closing))
    if kind == "preamble":
        return patterns.own(_SPACE + _VALUE + re.escape(closing))
    return patterns.own(_body(closing))


@functools.cache
def _braced_pattern() -> re.Pattern[bytes]:
    return patterns.own(_BRACED)


def is_value(text: bytes) -> bool:
    """Whether a text is one part of a value with its braces or quotes."""
    return _part_pattern().fullmatch(text) is not None


def is_name(text: bytes) -> bool:
    """Whether a text can be the name of a field."""
    return re.fullmatch(_NAME, text) is not None


@functools.cache
def _part_pattern() -> re.Pattern[bytes]:
    return patterns.own(_PART)


class Block(NamedTuple):
    """An entry, `@string` or `@preamble`, by its first byte and the byte after its last."""

    kind: str
    key: bytes | None
    start: int
    end: int
    sound: bool
    """Whether it follows the grammar."""


def scan(data: bytes) -> Iterator[Block]:
    """All blocks of a library in their order; what lies between them is comment."""
    done = 0
    at = 0
    left = _PATIENCE
    while head := HEAD.search(data, at):
        start = head.start()
        if _is_commented(data, done, start):
            at = head.end()
            continue
        kind = head[1].decode().lower()
        if kind == "comment":
            done = at = _end_of_comment(data, head)
            continue
        rest = len(data) - head.end()
        for reach in (min(rest, _REACH), rest) if left > 0 else (0,):
            block = _block(data, head, kind, reach)
            left -= 0 if block.sound else reach
            if block.sound or reach == rest or left <= 0:
                break
        yield block
        done = at = block.end


def _is_commented(data: bytes, done: int, start: int) -> bool:
    """Whether a `%` stands before the head in its line."""
    line = max(data.rfind(b"\n", done, start), data.rfind(b"\r", done, start), done - 1) + 1
    return b"%" in data[line:start]


def _end_of_comment(data: bytes, head: re.Match[bytes]) -> int:
    """After the closing brace; where there is none, BibTeX ignores just the head."""
    match = _braced_pattern().match(data, head.end() - 1) if head[2] == b"{" else None
    return match.end() if match else head.end()


def _block(data: bytes, head: re.Match[bytes], kind: str, reach: int) -> Block:
    """The block of a head; without any `reach`, it must end before the next one."""
    named = kind not in ("string", "preamble")
    limit = head.end() + reach
    if not reach:
        next_head = _LINE_HEAD.search(data, head.end())
        limit = next_head.start() if next_head else len(data)
    pattern = _pattern(kind if not named else "entry", head[2])
    match = pattern.match(data, head.end(), limit)
    if match:
        return Block(kind, match[1] if named else None, head.start(), match.end(), True)
    next_head = _LINE_HEAD.search(data, head.end(), limit)
    stop = next_head.start() if next_head else limit
    whole = _braced_pattern().match(data, head.end() - 1, stop) if head[2] == b"{" else None
    end = whole.end() if whole else head.start() + len(data[head.start() : stop].rstrip())
    key = _KEY[head[2]].match(data, head.end(), stop) if named else None
    return Block(kind, key[1] if key else None, head.start(), max(end, head.end()), False)


def kind_of(raw: bytes) -> str:
    """The type of an entry, in lower case."""
    head = HEAD.match(raw)
    return head[1].decode().lower() if head else ""


def key_of(raw: bytes) -> bytes | None:
    """The key of an entry."""
    head = HEAD.match(raw)
    key = _KEY[head[2]].match(raw, head.end()) if head else None
    return key[1] if key else None


def written_kind(raw: bytes) -> tuple[str, int]:
    """The type of an entry as it is written, and its offset."""
    head = HEAD.match(raw)
    return (head[1].decode(), head.start(1)) if head else ("", 0)


def key_offset(raw: bytes) -> int:
    """Where the key of an entry begins; 0 if it has none."""
    head = HEAD.match(raw)
    key = _KEY[head[2]].match(raw, head.end()) if head else None
    return key.start(1) if key else 0


def is_sound(raw: bytes) -> bool:
    """Whether an entry follows the grammar from its first byte to its last."""
    head = HEAD.match(raw)
    return bool(head and _pattern("entry", head[2]).fullmatch(raw, head.end()))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an entry does not follow the grammar."""

    offset: int
    """Counted from the start of the entry."""
    message: str
    hint: str


_UNCLOSED = Fault(0, "it is not closed", "add the closing '}' at its end")


class Field(NamedTuple):
    """A field of an entry; offsets count from the start of the entry."""

    name: bytes
    parts: list[bytes]
    """The parts of the value that `#` joins, each with its braces or quotes."""
    start: int
    """Of the name."""
    value: int
    end: int
    """After the value."""


def fields(raw: bytes) -> tuple[list[Field], Fault | None]:
    """The fields of an entry, as far as the first fault."""
    found: list[Field] = []
    head = HEAD.match(raw)
    key = _KEY[head[2]].match(raw, head.end()) if head else None
    if not head or not key:
        offset = head.end() if head else 0
        return found, Fault(offset, "it has no key", "write '@article{key,' with a key of your own")
    closing = b"}" if head[2] == b"{" else b")"
    at = key.end()
    name = b""
    while True:
        sign = raw[at : at + 1]
        if sign == closing:
            return found, None
        if sign != b",":
            return found, _no_comma(raw, at, name, closing)
        at = skip(raw, at + 1)
        if raw[at : at + 1] in (b",", closing):
            continue
        step = _field(raw, at)
        if isinstance(step, Fault):
            return found, step
        found.append(step)
        name = step.name
        at = skip(raw, step.end)


def _field(raw: bytes, at: int) -> Fault | Field:
    """One field from its name on."""
    match = _NAME_HERE(raw, at)
    if not match:
        return _UNCLOSED if at >= len(raw) else _no_name(raw, at)
    name = match[0].decode(errors="replace")
    at = skip(raw, match.end())
    if raw[at : at + 1] != b"=":
        if at >= len(raw):
            return _UNCLOSED
        hint = f"write '{name} = {{…}},' or check the field before it"
        return Fault(match.start(), f"'{name}' is not followed by '='", hint)
    at = value = skip(raw, at + 1)
    parts: list[bytes] = []
    while True:
        part = _part_pattern().match(raw, at)
        if not part:
            return _no_value(raw, at, name)
        parts.append(part[0])
        at = skip(raw, part.end())
        if raw[at : at + 1] != b"#":
            return Field(match[0], parts, match.start(), value, part.end())
        at = skip(raw, at + 1)


def skip(raw: bytes, at: int) -> int:
    """The offset after white space and `%` comments."""
    match = _SPACE_HERE(raw, at)
    return match.end() if match else at


def _no_comma(raw: bytes, at: int, name: bytes, closing: bytes) -> Fault:
    if at >= len(raw):
        return _UNCLOSED
    after = f"the value of '{name.decode(errors='replace')}'" if name else "the key"
    sign = raw[at : at + 1].decode(errors="replace")
    if sign in "})":
        hint = f"end the entry with '{closing.decode()}'"
        return Fault(at, f"'{sign}' stands after {after}", hint)
    hint = "add the comma; text with spaces stands in braces: {…}"
    return Fault(len(raw[:at].rstrip()), f"a comma is missing after {after}", hint)


def _no_name(raw: bytes, at: int) -> Fault:
    sign = raw[at : at + 1].decode(errors="replace")
    message = f"'{sign}' stands where the name of a field is expected"
    return Fault(at, message, "write 'name = {value},'; look for a brace too many before it")


def _no_value(raw: bytes, at: int, name: str) -> Fault:
    sign = raw[at : at + 1]
    if sign == b"{":
        hint = "add the closing '}'; each '{' inside the value needs its own"
        return Fault(at, f"the '{{' that opens the value of '{name}' is never closed", hint)
    if sign == b'"':
        hint = 'add the closing "; braces inside the quotes must match'
        return Fault(at, f"the quote that opens the value of '{name}' is never closed", hint)
    return Fault(at, f"'{name}' has no value", f"write '{name} = {{…}}', or delete the field")

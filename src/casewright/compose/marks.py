"""Source marks: how a sentence keeps its source through Jinja and pandoc.

A mark is a word of private-use characters before the sentence. Markdown takes it as ordinary text,
so it survives the parse wherever a sentence can stand; `passes.sources` turns it into a `Span`.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from casewright.model.document import Source

OPEN, CLOSE = "\ue000", "\ue001"
COUNT = "\ue002"
"""Before the name of a number that is known when the manuscript is finished."""
MARK = re.compile(f"{OPEN}(\\+?)([a-z]+[0-9]+){CLOSE}")
_SPECIAL = re.compile(r"([\\`*_\[\]<>^~$@#|{}!&]|(?<=-)-|(?<=\.)\.)")
_MARKUP = re.compile(
    r"(?<![^\s(/–-])\*(?=[\w(])([\w ().,/-]*[\w).])\*(?![^\s.,;:)/–-])"  # *italic*
    r"|\^([+−-]?[^\W_]+[+−-]?)\^|~([+−-]?[^\W_]+[+−-]?)~"  # 10^9^, H~2~O
)
_TIME = re.compile(r"\[([^\[\]]*)\]\{\.time [^}]*\}")
_FOREIGN = str.maketrans(dict.fromkeys((OPEN, CLOSE, COUNT), "\ufffd"))


class Md(Markup):
    """Text that is Markdown already; everything else is escaped when a template prints it."""

    @classmethod
    def of(cls, text: object) -> Md:
        """`text` so that Markdown prints it as it is, but for *italic*, ^raised^ and ~lowered~."""
        if isinstance(text, Markup):
            return cls(str(text))
        one_line = " ".join(without_marks(str(text)).splitlines())
        out, last = "", 0
        for match in _MARKUP.finditer(one_line):
            sign, inner = match[0][0], match[0][1:-1]
            out += f"{_literal(one_line[last : match.start()])}{sign}{_literal(inner)}{sign}"
            last = match.end()
        return cls(out + _literal(one_line[last:]))

    @classmethod
    def join_all(cls, *parts: object) -> Md:
        """The parts one after the other, those that are not Markdown escaped."""
        return cls("".join(str(cls.of(part)) for part in parts))


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def plain(text: str) -> str:
    """A fact without the signs of its markup, where there is no markup: in file properties."""
    return _MARKUP.sub(lambda match: match[0][1:-1], text)


def as_read(text: Md) -> str:
    """Generated Markdown as a fact holds it: without escapes, and times without their spans."""
    return re.sub(r"\\(.)", r"\1", _TIME.sub(r"\1", str(text)))


def without_marks(text: str) -> str:
    """`text` of an author without the characters of marks, which would forge a source."""
    return text.translate(_FOREIGN)


class Sources:
    """The sources of one manuscript by the key that stands in its marks."""

    def __init__(self) -> None:
        self.by_key: dict[str, Source] = {}
        self._keys: dict[Source, str] = {}

    def key(self, source: Source) -> str:
        """The key of `source`, the same each time it is asked for."""
        if source not in self._keys:
            key = f"{source.kind[0]}{len(self._keys) + 1}"
            self._keys[source] = key
            self.by_key[key] = source
        return self._keys[source]

    def mark(self, source: Source) -> Md:
        """A mark that begins a sentence."""
        return Md(f"{OPEN}{self.key(source)}{CLOSE} ")

    def also(self, source: Source) -> Md:
        """A mark inside a sentence that adds a source to it."""
        return Md(f"{OPEN}+{self.key(source)}{CLOSE} ")

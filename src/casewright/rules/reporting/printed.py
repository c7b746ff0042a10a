"""The sentences of a manuscript, and which of them print a fact."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from casewright.model.checklists import Sentence, Zone
from casewright.model.document import Ast, Document, Source
from casewright.model.journal import Journal
from casewright.model.node import Node
from casewright.model.tree import div_class, heading_text, plain_text, source_keys, walk
from casewright.rules.reporting.facts import Fact

TITLE_PAGE = "Title page"
"""The section of what stands before the first heading."""
TEXT = "Text"
"""The section of a report that has no headings."""
SEPARATE = "Title page (a file of its own)"
_KEYWORDS = "keywords"
_FIGURES = ("figures.", "tables.")


def sentences_of(document: Document, journal: Journal) -> tuple[Sentence, ...]:
    """The sentences of a manuscript in reading order, those of a title page of its own first."""
    apart = document.title_page
    first = _read(apart.blocks, apart.sources, SEPARATE) if apart else ()
    read = (*first, *_read(document.blocks, document.sources, TITLE_PAGE))
    if not journal.abstract.is_report:
        return read
    return tuple(replace(one, zone="text") if one.zone == "abstract" else one for one in read)


def _read(blocks: Sequence[Ast], sources: Mapping[str, Source], section: str) -> Iterator[Sentence]:
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            section = heading_text(block)
        elif section == TITLE_PAGE and div_class(block, "abstract"):
            section = TEXT
        for node, in_table in _sentences(block, in_table=False):
            paths = tuple(sources[key].path for key in source_keys(node))
            yield Sentence(
                text=plain_text(node),
                paths=paths,
                zone=_zone(block, paths),
                section=section,
                in_table=in_table,
                cites=any(one["t"] == "Cite" for one in walk(node)),
            )


def _sentences(value: object, *, in_table: bool) -> Iterator[tuple[Ast, bool]]:
    if isinstance(value, list):
        for one in value:
            if isinstance(one, list | dict):
                yield from _sentences(one, in_table=in_table)
    elif isinstance(value, dict):
        if source_keys(value):
            yield value, in_table
            return
        for one in value.values():
            yield from _sentences(one, in_table=in_table or value.get("t") == "Table")


def _zone(block: Ast, paths: Sequence[str]) -> Zone:
    if div_class(block, "abstract"):
        return "abstract"
    if paths[0].startswith(_KEYWORDS):
        return "keywords"
    if block["t"] == "Div" and ["custom-style", "Title"] in block["c"][0][2]:
        return "title"
    return "text"


class Printed:
    """The sentences of a manuscript, found by the facts that they come from."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = tuple(sentences)
        self.zones = frozenset(one.zone for one in sentences)
        self._at: dict[str, list[int]] = {}
        self._below: dict[str, list[int]] = {}
        for number, one in enumerate(sentences):
            for path in dict.fromkeys(one.paths):
                self._at.setdefault(path, []).append(number)
                for whole in (path, *_wholes(path)):
                    self._below.setdefault(whole, []).append(number)

    def printing(self, fact: Fact, zone: Zone) -> list[Sentence]:
        """The sentences of a zone that print a fact.

        A sentence that comes from the field itself prints it. One that comes from what the field
        is part of, such as an event, prints it if the words or the numbers of the fact stand in it.
        """
        own = self._in_zone(self._below.get(fact.path, ()), zone)
        if own and fact.is_word:
            return [self.sentences[number] for number in own]
        around = (n for whole in _wholes(fact.path) for n in self._at.get(whole, ()))
        telling = {n for n in self._in_zone(around, zone) if self._tells(n, fact)}
        return [self.sentences[number] for number in sorted(telling.union(own))]

    def _in_zone(self, numbers: Iterable[int], zone: Zone) -> list[int]:
        return [n for n in numbers if zone in ("anywhere", self.sentences[n].zone)]

    def _tells(self, number: int, fact: Fact) -> bool:
        sentence = self.sentences[number]
        if sentence.in_table or fact.path.startswith(_FIGURES):
            return False
        return _is_legible(fact, sentence.text)


def is_of(path: str, whole: str) -> bool:
    """Whether `path` is `whole` or a part of it."""
    return path == whole or path.startswith(f"{whole}.")


def _wholes(path: str) -> Iterator[str]:
    """What a path is part of, the nearest first."""
    while "." in path:
        path = path.rpartition(".")[0]
        yield path


def _is_legible(fact: Fact, text: str) -> bool:
    """Whether a value can be read in a sentence; what has words of casewright's own always can."""
    if fact.absent or fact.is_word:
        return True
    wanted = [word for value in _texts(fact.value) for word in _words(value)]
    there = set(_words(text))
    hits = sum(any(_alike(word, other) for other in there) for word in wanted)
    return not wanted or 2 * hits >= len(wanted)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Node):
        for name in type(value).model_fields:
            if name not in _NOT_READ:
                yield from _texts(getattr(value, name))


_NOT_READ = frozenset({"id", "kind", "codes", "figure", "section"})


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3]


def _alike(word: str, other: str) -> bool:
    """The same word, also in the other spelling of English or in the plural."""
    if word[:2] != other[:2]:
        return False
    return word == other or difflib.SequenceMatcher(None, word, other).ratio() >= 0.8

"""Sentences in which what tells who somebody is was marked by hand, and how much of it is found.

`tests/privacy/labelled/*.md` hold a sentence a line: `- Mr [Smith]{name} was seen.`
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "privacy" / "labelled"
HELD_OUT = FOLDER / "held-out.md"
HELD_OUT_LATER = FOLDER / "reports-again.md"
"""Written when the scanner had learned from all others; it has not learned from these."""
TUNING = tuple(
    FOLDER / f"{name}.md"
    for name in ("tuning-positive", "tuning-negative", "tuning-hard", "reports")
)
"""Those that the scanner was made with, and so say little of others."""

_MARK = re.compile(r"\[(?P<text>[^\[\]]+)\]\{(?P<kind>[a-z]+)\}")

Mark = tuple[str, int, int]
"""A class, and where its text begins and ends."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without the marks, and what was marked in it."""

    text: str
    marks: tuple[Mark, ...]


def read_sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("- "):
            yield _unmarked(line.removeprefix("- "))


def _unmarked(line: str) -> Sentence:
    text, marks, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        marks.append((match["kind"], len(text), len(text) + len(match["text"])))
        text += match["text"]
        last = match.end()
    return Sentence(text + line[last:], tuple(marks))


@dataclass(slots=True)
class Score:
    """How many marks were found, and what was found beside them."""

    sentences: int = 0
    marked: Counter[str] = field(default_factory=Counter)
    """Marks of each class."""
    found: Counter[str] = field(default_factory=Counter)
    """Those of them that something of the same class overlaps."""
    touched: Counter[str] = field(default_factory=Counter)
    """Those that anything at all overlaps."""
    spurious: Counter[str] = field(default_factory=Counter)
    """What was found, of each class, that overlaps no mark."""
    right: int = 0
    """What was found and overlaps a mark."""
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / self.marked.total()

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.spurious.total()) or 1)

    @property
    def touching(self) -> float:
        """Recall without regard to the class."""
        return self.touched.total() / self.marked.total()


def score(sentences: Iterable[Sentence], scan: Callable[[str], Iterable[Mark]]) -> Score:
    """Hold what `scan` finds in each sentence against what is marked in it."""
    result = Score()
    for sentence in sentences:
        result.sentences += 1
        hits = list(scan(sentence.text))
        for mark in sentence.marks:
            kind, start, end = mark
            over = [hit for hit in hits if _overlap(hit, mark)]
            result.marked[kind] += 1
            result.touched[kind] += bool(over)
            result.found[kind] += any(hit[0] == kind for hit in over)
            if not any(hit[0] == kind for hit in over):
                result.missed.append(f"{kind} '{sentence.text[start:end]}': {sentence.text}")
        for hit in hits:
            if any(_overlap(hit, mark) for mark in sentence.marks):
                result.right += 1
            else:
                result.spurious[hit[0]] += 1
                result.wrong.append(f"{hit[0]} '{sentence.text[hit[1] : hit[2]]}': {sentence.text}")
    return result


def _overlap(one: Mark, other: Mark) -> bool:
    return one[1] < other[2] and other[1] < one[2]

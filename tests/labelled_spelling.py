"""Sentences whose slips were marked by hand: `tests/spelling/labelled.md`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from casewright.diagnostics import Span
from casewright.rules.lexicon import Lexicon
from casewright.rules.subject import Passage
from casewright.rules.wording.spelling import Unknown, unknown_words
from casewright.workspace import packaged_templates

_FILE = Path(__file__).parent / "spelling" / "labelled.md"
_SENTENCE = re.compile(r"^- (.+)$", re.M)
_MARK = re.compile(r"\[([^]>]+)>([^]]+)\]")


@dataclass(frozen=True, slots=True)
class Score:
    """How often the words that are found are those that were marked."""

    slips: int
    words: int
    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    otherwise: tuple[str, ...]
    """Slips that are found, but taken for another word than the marked one."""

    @property
    def recall(self) -> float:
        """The part of the slips that was found."""
        return 1 - len(self.missed) / self.slips

    @property
    def precision(self) -> float:
        """The part of the findings that was marked."""
        found = self.slips - len(self.missed)
        return found / (found + len(self.spurious))


def shipped_lexicon() -> Lexicon:
    """The list of words as it is shipped."""
    return Lexicon.parse((packaged_templates() / "_shared/spelling/words.txt").read_bytes())


def unknown_in(text: str, lexicon: Lexicon) -> list[Unknown]:
    """The words of a text that are found."""
    return unknown_words([Passage("discussion", text, "prose", (Span("x.md", 1, 1),))], lexicon)


def marked() -> Iterator[tuple[str, dict[str, str]]]:
    """Each sentence with its slips, and what was meant by each."""
    for sentence in _SENTENCE.findall(_FILE.read_text(encoding="utf-8")):
        yield _MARK.sub(r"\1", sentence), dict(_MARK.findall(sentence))


def score(sentences: Iterable[tuple[str, dict[str, str]]], lexicon: Lexicon) -> Score:
    """What is found in sentences, against their marks."""
    slips = words = 0
    missed: list[str] = []
    spurious: list[str] = []
    otherwise: list[str] = []
    for text, meant in sentences:
        slips += len(meant)
        words += len(re.findall(r"[^\W\d_]+", text))
        found = {one.word: one.meant for one in unknown_in(text, lexicon)}
        missed += [word for word in meant if word not in found]
        spurious += [word for word in found if word not in meant]
        wrong = {word for word in found.keys() & meant.keys() if found[word] != meant[word]}
        otherwise += [f"{word}: {found[word] or 'nothing'}, not {meant[word]}" for word in wrong]
    return Score(slips, words, tuple(missed), tuple(spurious), tuple(sorted(otherwise)))

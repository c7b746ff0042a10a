"""What the scanner finds, what it is told beforehand, and what it asks of the words around."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from casewright.rules.any_case import AnyCase

Kind: TypeAlias = Literal[
    "name",
    "initials",
    "date",
    "age",
    "place",
    "institution",
    "phone",
    "email",
    "id",
    "url",
    "ip",
    "device",
    "occupation",
    "event",
]
Precision: TypeAlias = Literal["day", "month", "year", "none"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that tells who somebody is, or may."""

    kind: Kind
    start: int
    end: int
    reason: str
    """What it is: 'a date to the day'."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be told, and what is known of the report."""

    calendar: Precision = "year"
    """The finest date that may be told; years may always be."""
    ages: frozenset[int] = field(default_factory=frozenset)
    """Ages in years that may not be told exactly, beside those over 89."""
    known: frozenset[str] = field(default_factory=frozenset)
    """Words that name no patient: abbreviations of the report, families of cited authors."""


_SENTENCE_END = re.compile(r"[.!?][\"”')\]]?\s+(?=[\"“'(]?[A-Z0-9*])|\n\s*\n")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Smt|No|no|Nos|Tel|vs|al|Fig|Figs|ca|approx|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?|Oct|Nov|Dec)|\b(?<!/)[A-Z])\.$"
)
_CITATION = re.compile(
    r"\[[^\[\]]{0,200}@[\w:.#$%&+?<>~/-]+[^\[\]]{0,300}\]|\{\{[^{}]{0,200}\}\}|<!--[^>]{0,500}-->"
)
"""What is not printed as it stands: citations, calls of facts, comments."""


@dataclass(frozen=True)
class Prose:
    """A text on which the patterns are tried, with its sentences."""

    text: str
    """Citations and calls of facts are blanked; places are those of what was typed."""
    cites: tuple[int, ...]
    """Where citations stood."""

    @classmethod
    def of(cls, typed: str) -> Prose:
        """What was typed, as Markdown or as plain words."""
        cites = tuple(m.start() for m in _CITATION.finditer(typed) if m[0].startswith("["))
        blanked = _CITATION.sub(lambda match: " " * len(match[0]), typed)
        return cls(blanked.replace("*", " ").replace("\u00a0", " ").replace("’", "'"), cites)

    @functools.cached_property
    def _starts(self) -> list[int]:
        found = [0]
        for match in _SENTENCE_END.finditer(self.text):
            before = self.text[max(0, match.start() - 12) : match.start() + 1]
            if not _NO_END.search(before):
                found.append(match.end())
        return found

    def sentence(self, at: int) -> str:
        """The sentence around a place; of a very long one, the part around it."""
        start, end = self._bounds(at)
        return self.text[max(start, at - 400) : min(end, at + 400)]

    def before(self, at: int, length: int = 60) -> str:
        """What stands before a place in its sentence."""
        return self.text[max(self._bounds(at)[0], at - length) : at]

    def after(self, at: int, length: int = 60) -> str:
        """What stands behind a place in its sentence."""
        return self.text[at : min(self._bounds(max(0, at - 1))[1], at + length)]

    def cited(self, at: int) -> bool:
        """Whether the sentence cites a work."""
        start, end = self._bounds(at)
        first = bisect.bisect_left(self.cites, start)
        return first < len(self.cites) and self.cites[first] < end

    def _bounds(self, at: int) -> tuple[int, int]:
        index = bisect.bisect_right(self._starts, at) - 1
        last = index + 1 == len(self._starts)
        return self._starts[index], len(self.text) if last else self._starts[index + 1]


_PERSON = AnyCase(
    r"\b(?:he|she|his|her|him|hers|man|woman|boy|girl|patient|patient's|infant|child|baby|male"
    r"|female"
    r"|lady|gentleman|neonate|newborn|husband|wife|mother|father|family|farmer|worker)\b",
)
_LITERATURE = AnyCase(
    r"\b(?:et al|colleagues|co-?workers|series|stud(?:y|ies)|cohorts?|consensus|trials?"
    r"|registr(?:y|ies)"
    r"|investigators|authors|criteria|classification|guidelines?|congress|edition|published"
    r"|reviewed|reviews?|literature|participants|meta-analys[ei]s|centers|centres|manufactur\w+)\b",
)


def is_about_literature(prose: Prose, at: int) -> bool:
    """Whether a sentence tells of works, not of the one patient."""
    sentence = prose.sentence(at)
    if _PERSON.search(sentence):
        return False
    return prose.cited(at) or _LITERATURE.search(sentence) is not None


_MAKER = re.compile(r"\([^()]{2,60},[^()]{0,60}$")


def is_a_maker(prose: Prose, at: int) -> bool:
    """Whether the text stands in brackets as makers do: '(Maker, Town, Country)'."""
    return _MAKER.search(prose.before(at, 90)) is not None


def first_of_each(hits: Iterator[Hit]) -> list[Hit]:
    """Hits in their order in the text; of those that overlap, the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
    return kept

"""The lists of words that the scanner knows, read when they are first asked for."""

from __future__ import annotations

import functools
import re

from casewright import patterns
from casewright.workspace import read_package_file


def _lines(name: str) -> list[str]:
    text = read_package_file("rules", "identifiers", "words", f"{name}.txt").decode()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def words(name: str) -> frozenset[str]:
    """A list of words, of which a line may hold several."""
    return frozenset(word for line in _lines(name) for word in line.split())


@functools.cache
def any_of(name: str) -> re.Pattern[str]:
    """A pattern for any of the patterns of a list."""
    return patterns.own(rf"\b(?:{'|'.join(_lines(name))})\b")


def first_names() -> frozenset[str]:
    """First names that are hardly anything else."""
    return words("first-names")


def names_or_words() -> frozenset[str]:
    """First names that are families, places or words as well."""
    return words("names-or-words")


@functools.cache
def cities() -> frozenset[str]:
    """Cities and towns."""
    return frozenset(_lines("cities"))


@functools.cache
def regions() -> frozenset[str]:
    """Countries, states and parts of the world, which may be told."""
    return frozenset(_lines("regions"))


_WORD = re.compile(r"'s\b|[\w'-]+")


def names_a_thing(after: str) -> bool:
    """Whether a capitalized word followed by `after` is part of the name of a thing.

    'Boston' before ' Bowel Preparation Scale', 'Thomas' before ' splint'.
    """
    if after.startswith("-") and after[1:2].isupper():
        return True
    nouns = words("after-eponyms")
    at = 0
    for _ in range(4):
        match = _WORD.match(after, at + (after[at : at + 1] in " -" and at < len(after)))
        if match is None:
            return False
        word, at = match[0], match.end()
        if word.lower() in nouns:
            return True
        passing = word in ("'s", "and") or word[0].isupper() or word.lower() in words("between")
        if not passing:
            return False
    return False

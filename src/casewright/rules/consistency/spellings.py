"""CON034: one term in two spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.rules.lexicon import Lexicon, american
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed
from casewright.rules.wording.broken import FUSED
from casewright.rules.wording.misspellings import KNOWN

_WORD = re.compile(r"(?<![\w./@-])[A-Za-z]{2,}(?:-[A-Za-z]{2,})*(?![\w/@]|-\w|\.\w)")
_LEAST = 10
"""Shorter words have too many neighbours that are other words."""
_PAIRS = """
    contraction/contradiction intubation/incubation perineal/peroneal interatrial/intraatrial
    intervertebral/intravertebral interventricular/intraventricular metacarpal/metatarsal
    ureteroscopy/urethroscopy gastrostomy/gastrotomy tracheostomy/tracheotomy
    prostatectomy/prostatotomy intercostal/intracostal
"""
_APART = {frozenset(pair.split("/")) for pair in _PAIRS.split()}
"""Pairs of terms that are one letter apart and both right."""


def check_spellings(subject: Typed) -> Iterator[Diagnostic]:
    """Report 'reexposure' beside 're-exposure', and a rare word a letter away from a usual one."""
    found = Diagnostics()
    uses: dict[str, list[tuple[Sentence, re.Match[str]]]] = defaultdict(list)
    for sentence in subject.sentences:
        for match in _WORD.finditer(sentence.text):
            uses[match[0].casefold()].append((sentence, match))
    facts = _facts(subject)
    _hyphens(uses, facts, found)
    _letters(uses, facts, found, lexicon=subject.lexicon)
    yield from found


def _facts(subject: Typed) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for one in subject.passages:
        if one.kind == "fact" and not one.path.startswith(
            ("authors", "affiliations", "statements")
        ):
            for match in _WORD.finditer(one.text):
                counts[match[0].casefold()] += 1
    return counts


def _hyphens(
    uses: dict[str, list[tuple[Sentence, re.Match[str]]]],
    facts: dict[str, int],
    found: Diagnostics,
) -> None:
    for word in {**uses, **facts}:
        closed = word.replace("-", "")
        if closed == word or not (closed in uses or closed in facts) or len(closed) < 7:
            continue
        if closed in FUSED:
            continue  # never right: STY018 says so
        counts = {one: len(uses.get(one, ())) + facts.get(one, 0) for one in (word, closed)}
        rare, usual = (word, closed) if counts[word] < counts[closed] else (closed, word)
        rare, usual = (rare, usual) if rare in uses else (usual, rare)
        for sentence, match in uses.get(rare, ())[:1]:
            found.add(
                RULES["CON034"],
                f"'{match[0]}' is written '{usual}' elsewhere",
                sentence.of(match),
                hint=f"write one of the two everywhere: '{usual}'",
            )


def _letters(
    uses: dict[str, list[tuple[Sentence, re.Match[str]]]],
    facts: dict[str, int],
    found: Diagnostics,
    *,
    lexicon: Lexicon,
) -> None:
    """A word that occurs once, and differs from one that occurs more often in one letter."""
    known = {word: len(places) + facts.get(word, 0) for word, places in uses.items()}
    known |= {word: count for word, count in facts.items() if word not in known}
    by_rest: dict[str, list[str]] = defaultdict(list)
    for word, count in known.items():
        if count >= 2 and len(word) >= _LEAST and "-" not in word:
            for place in range(3, len(word) - 3):
                by_rest[f"{word[:place]}?{word[place + 1 :]}"].append(word)
            by_rest[word].append(word)
    for word, places in uses.items():
        if len(word) < _LEAST - 1 or known[word] > 1 or "-" in word:
            continue
        near = _neighbour(word, by_rest)
        if near and frozenset((word, near)) not in _APART and american(word) != american(near):
            if not lexicon.knows(word) and (word in KNOWN or lexicon.near(word)):
                continue  # STY017 says so
            sentence, match = places[0]
            found.add(
                RULES["CON034"],
                f"'{match[0]}' is written '{near}' elsewhere",
                sentence.of(match),
                hint="write it in one way everywhere",
            )


def _neighbour(word: str, by_rest: dict[str, list[str]]) -> str | None:
    """A usual word that has one letter more, less or other, or two that are swapped."""
    places = range(3, len(word) - 3)
    tries = [f"{word[:at]}?{word[at + 1 :]}" for at in places]
    tries += [f"{word[:at]}?{word[at:]}" for at in places]
    tries += [word[:at] + word[at + 1 :] for at in places]
    tries += [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places]
    return next((one for key in tries for one in by_rest.get(key, ()) if one != word), None)

"""STY018, STY019 and STY020: broken words, stray characters and vague measures.

Text that was copied from a PDF has words that are cut ('sur vival') or joined ('pyloruspreserving',
'CASE REPORTA'), and spaces before stops. Only a piece that stands nowhere else and is in no
dictionary is taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import pairwise

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, Edit
from casewright.rules.any_case import AnyCase, Pattern
from casewright.rules.consistency.facts import NUMBER
from casewright.rules.lexicon import Lexicon, opens_words
from casewright.rules.sentences import Sentence, shown_text
from casewright.rules.subject import Passage, Typed

FUSED = {
    "followup": "follow-up", "longterm": "long-term", "shortterm": "short-term",
    "highgrade": "high-grade", "lowgrade": "low-grade", "wellknown": "well-known",
    "lifethreatening": "life-threatening", "broadspectrum": "broad-spectrum",
    "spaceoccupying": "space-occupying", "fullthickness": "full-thickness",
    "welldefined": "well-defined", "illdefined": "ill-defined", "onethird": "one third",
    "ofthe": "of the", "inthe": "in the", "tothe": "to the", "andthe": "and the",
    "wasthe": "was the", "withthe": "with the", "onthe": "on the", "fromthe": "from the",
    "atthe": "at the", "forthe": "for the", "bythe": "by the", "thatthe": "that the",
    "thepatient": "the patient", "ofa": "of a", "ina": "in a", "witha": "with a",
    "wasa": "was a", "casereport": "case report", "whohave": "who have",
    "whohad": "who had", "whowas": "who was", "hadbeen": "had been", "hasbeen": "has been",
    "whowere": "who were", "whichwas": "which was", "thatwas": "that was",
    "havebeen": "have been", "wasnot": "was not", "didnot": "did not",
}  # fmt: skip
"""Two words that are never written as one."""
_SECOND = re.compile(
    r"(?P<first>[a-z]{4,})(?P<second>preserving|enhanced|weighted|related|associated|guided|sparing"
    r"|threatening|resistant|dependent|containing|producing|secreting|occupying|infected|treated)"
)
_HEADING = re.compile(
    r"\b(?P<head>CASE REPORT|CASE PRESENTATION|INTRODUCTION|DISCUSSION|ABSTRACT|BACKGROUND"
    r"|CONCLUSIONS?|RESULTS|METHODS)(?P<rest>[A-Z])(?=[a-z ])"
)
_CAPITAL = re.compile(
    r"\b[a-z]{3,}(?:The|This|She|We|However|After|There|It|An|On|In|A|Fig|Figure|Table)\b"
)
_CUT = re.compile(r"\b(?P<first>[A-Za-z]{2,})- (?P<second>[a-z]{2,})\b(?!-)")
_HYPHENED = re.compile(r"\b[a-z]+-[a-z]+\b")
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")

_STRAY: tuple[tuple[re.Pattern[str], Pattern, str], ...] = (
    (
        re.compile(r"[ \n\u00a0][,;.]"),
        re.compile(r"(?<=\S)[ \n\u00a0]+(?=[,;](?:\s|$)|\.(?![\d.])(?:\s|$))"),
        "a space before '{}'",
    ),
    (
        re.compile(r"\([ \u00a0]|[ \u00a0]\)"),
        re.compile(r"\([ \u00a0]+(?=\w)|(?<=\w)[ \u00a0]+(?=\))"),
        "a space inside the parentheses",
    ),
    (
        re.compile(r",,|;;|\.\."),
        re.compile(r"(?<![.\w])(?:,,|;;)|(?<=[\w\]])\.\.(?![./\w])"),
        "a doubled sign",
    ),
    (
        re.compile(r"[.;,][A-Z][a-z]"),
        re.compile(r"(?<=[a-z]{3})[.;,](?=[A-Z][a-z]+\s)"),
        "no space after '{}'",
    ),
    (
        re.compile(r"\s"),
        AnyCase(r"\b(the|of|and|to|in|a|an|was|were|with|for|is|are|at|on|by|from|be)\s+\1\b(?!-)"),
        "a doubled word",
    ),
)
"""What must be in a text for the pattern after it to be tried: it is found many times faster."""
_VAGUE = AnyCase(
    rf"\b{NUMBER}(?: ?(?:[cmk]?m|[mµk]?g|mL|L|%)| \w+s?)? or so\b|\ba couple of \w+"
    r"|\b\d+-odd\b|\bsome \d+(?:\.\d+)? ?(?:cm|mm|mL|g|kg|mg)\b",
)


def check_broken(subject: Typed) -> Iterator[Diagnostic]:
    """Report cut and joined words, stray spaces and signs, and measures that are vague."""
    found = Diagnostics()
    counts = Counter(
        match[0].lower()
        for passage in subject.passages
        if not passage.path.startswith(("authors", "affiliations"))
        for match in _TOKEN.finditer(passage.text)
    )
    hyphened = {
        one for passage in subject.passages for one in _HYPHENED.findall(passage.text.lower())
    }
    words = [set(map(str.lower, _TOKEN.findall(one.text))) for one in subject.sentences]
    every = set().union(*words)
    odd = {one for one in every if counts[one] == 1 and not _stands_alone(one, subject.lexicon)}
    joined = _joined_words(every, subject.lexicon, hyphened)
    for sentence, own in zip(subject.sentences, words, strict=True):
        if not odd.isdisjoint(own):
            _split(sentence, counts, found, odd=odd, lexicon=subject.lexicon)
        if not joined.keys().isdisjoint(own):
            _joined(sentence, joined, found)
        _glued(sentence, counts, found, lexicon=subject.lexicon)
        for match in _VAGUE.finditer(sentence.text):
            found.add(
                RULES["STY020"],
                f"'{match[0]}' is vague",
                sentence.of(match),
                hint="give the number as it was measured, or 'about' and the number",
            )
    for passage in subject.passages:
        if passage.kind == "prose":
            _stray(passage, found)
    yield from found


def as_typed(word: str, right: str) -> str:
    """`right` with the capitals that `word` has."""
    if len(word) > 1 and word.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if word[0].isupper() else right


def _broken(
    what: str, right: str, sentence: Sentence, at: tuple[int, int], *, sure: bool = True
) -> Diagnostic:
    rule = RULES["STY018"]
    right = as_typed(what, right)
    passage, (start, end) = sentence.passage, at
    return Diagnostic(
        rule,
        f"'{what}' is broken",
        sentence.span(*at),
        f"write '{right}'",
        passage.edit(sentence.start + start, sentence.start + end, right, safe=sure),
        severity=rule.severity,
    )


def _split(
    sentence: Sentence,
    counts: Counter[str],
    found: Diagnostics,
    *,
    odd: Set[str],
    lexicon: Lexicon,
) -> None:
    """Two pieces, one of which is no word, that make up a word together."""
    for first, second in pairwise(_TOKEN.finditer(sentence.text)):
        if sentence.text[first.end() : second.start()] != " " or not second[0].islower():
            continue
        whole = (first[0] + second[0]).lower()
        if len(whole) < 4 or not (lexicon.is_usual(whole) or counts[whole]):
            continue
        if first[0].lower() in odd or second[0] in odd:
            place = (first.start(), second.end())
            found.extend([_broken(f"{first[0]} {second[0]}", whole, sentence, place)])


def _stands_alone(piece: str, lexicon: Lexicon) -> bool:
    """Whether it is a word; 'thrombo' is one only with another after it."""
    return lexicon.knows(piece) and not (piece.endswith("o") and opens_words(piece))


def _joined_words(words: Iterable[str], lexicon: Lexicon, hyphened: Set[str]) -> dict[str, str]:
    """Two words in one, with how they are written; CON034 finds what stands with a hyphen too."""
    joined = {}
    for word in words:
        right = FUSED.get(word)
        part = _SECOND.fullmatch(word)
        if part and not lexicon.lists(word) and lexicon.lists(part["first"]):
            right = f"{part['first']}-{part['second']}"
            right = None if right in hyphened else right
        if right:
            joined[word] = right
    return joined


def _joined(sentence: Sentence, joined: Mapping[str, str], found: Diagnostics) -> None:
    for match in _TOKEN.finditer(sentence.text):
        right = joined.get(match[0].lower())
        if right and match[0][1:].islower():
            found.extend([_broken(match[0], right, sentence, match.span())])


def _glued(
    sentence: Sentence, counts: Counter[str], found: Diagnostics, *, lexicon: Lexicon
) -> None:
    """A heading or the end of a sentence that runs into the next, and words cut by a hyphen."""
    text = sentence.text
    for match in _HEADING.finditer(text):
        right = f"{match['head']} {match['rest']}"
        found.extend([_broken(match[0], right, sentence, match.span())])
    for match in _CAPITAL.finditer(text):
        right = re.sub(r"(?=[A-Z])", " ", match[0])
        found.extend([_broken(match[0], right, sentence, match.span(), sure=False)])
    for match in _CUT.finditer(text):
        whole = match["first"] + match["second"]
        if match["second"] in {"and", "or", "to", "nor", "versus", "vs", "bis", "but"}:
            continue
        apart = FUSED.get(whole.lower())
        known = apart or lexicon.lists(whole.lower()) or counts[whole.lower()]
        right = apart or (whole if known else f"{match['first']}-{match['second']}")
        found.extend([_broken(match[0], right, sentence, match.span(), sure=bool(known))])


def _stray(passage: Passage, found: Diagnostics) -> None:
    text = shown_text(passage)
    for begins, pattern, what in _STRAY:
        if not begins.search(text):
            continue
        for match in pattern.finditer(text):
            sign = match[0].strip() or text[match.end() : match.end() + 1]
            found.add(
                RULES["STY019"],
                f"{what.format(sign)}",
                passage.span(*match.span()),
                hint="take it out" if "no space" not in what else "add a space",
                edit=_without(passage, match, what),
            )


def _without(passage: Passage, match: re.Match[str], what: str) -> Edit | None:
    """The text without what is too much; a doubled word may be meant: 'what he was on on day 3'."""
    seen = passage.text[slice(*match.span())]
    if "word" in what:
        return passage.edit(*match.span(), seen.split()[0], safe=False)
    right = f"{seen} " if "no space" in what else seen.strip()
    return passage.edit(*match.span(), right[:1] if "doubled" in what else right)

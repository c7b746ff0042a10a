"""STY017 and STY022: words that are misspelled, and words that nobody knows.

A word is known if English or American dictionaries have it, terms of medicine, two abstracts of
MEDLINE, the titles of the cited works, or the author's own list (`words` of `casewright.yaml`), or
if it is made of such words as medicine makes them (`hepatopancreatic`). Of the others, one that is
a slip of the pen away from a known word is taken for misspelled. American and British words are
both right here: the manuscript is respelled for its journal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, Edit, Span
from casewright.rules.lexicon import Lexicon, plain
from casewright.rules.sentences import HIDDEN, shown_text
from casewright.rules.subject import Passage, Typed
from casewright.rules.wording.broken import FUSED, check_broken
from casewright.rules.wording.misspellings import KNOWN

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = re.compile(
    rf"(?<![^\W_])(?<![@#\\^~$])(?<!\w[.@_])[{_LETTER}]{{3,}}(?:['’][{_LETTER}]+)?"
    r"(?![^\W_])(?![@_]\w|\.\w|://)"
)
_HYPHENED = re.compile(rf"[{_LETTER}]{{3,}}-[{_LETTER}]{{3,}}")
_ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^\s*])(?:[^*\n]|\n(?!\s*\n)){1,120}(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])(?:[^_\n]|\n(?!\s*\n)){1,120}(?<=\S)_(?!\w)"
)
_OPENS = re.compile(r"(?:\A|[.!?:][\"”’)\]]*(?=\s)|\n\s*\n|\n\s*[-*+>#]+\s)[\s\"“‘(\[*_#]*\Z")
_SKIPPED = re.compile(
    r"^(?:authors|affiliations|abbreviations|similar_cases|contributions|funding|settings)\b"
    r"|(?:^|\.)(?:id|of|file|key|gene|genes|transcript|variant|variants|hgvs\w*|unit|email|orcid"
    r"|name_of|manufacturer|model|product|brand|accession|organism|cite|cites|url|at|until|from)"
    r"(?:\.\d+)?$"
    r"|^(?:figures|tables)\.\d+\.(?:analytes|events|treatments)\b"
)
"""Names, codes and keys: nothing that a dictionary has."""
_ADDRESS = re.compile(
    r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|^ {0,3}\[[^\]\n]+\]:[^\n]*"
    r"|(?<=[\])`])\{[^{}\n]*\}|</?[A-Za-z][^<>\n]*>",
    re.M,
)
"""Where a link leads, and markup: the rules on documents tell of both."""
_NAMED = re.compile(r"\s+(?:et al\b|and (?:colleagues|co-?workers)\b)")
"""What stands behind the name of somebody who wrote."""
_GENUS = re.compile(r"(?:\b[A-Z][a-z]{3,}|\b[A-Z]\.)\s\Z")
_LATIN = re.compile(r"[a-z]+(?:ae|ii|ensis|orum|arum|iae)")
_LEAST = 4
_SHORT_NAME = 7
"""Shorter names are like many words by chance."""


@dataclass(slots=True)
class Unknown:
    """A word that is not known."""

    word: str
    place: Span
    meant: str
    """The known word that it is a slip of; empty if there is none."""
    capital: bool
    """Whether every use begins with one."""
    number: int = 1
    edit: Edit | None = None
    """Of its first use, where it is certain what was meant."""


def check_words(subject: Typed) -> Iterator[Diagnostic]:
    """Report broken words, and of the other words those that are misspelled or not known."""
    broken = list(check_broken(subject))
    yield from broken
    lexicon = subject.lexicon.adding([*_titles(subject), *_closed(subject)])
    found = Diagnostics()
    for one in unknown_words(subject.passages, lexicon):
        if any(each.span and _overlap(one.place, each.span) for each in broken):
            continue
        times = f" ({one.number} times)" if one.number > 1 else ""
        if one.meant:
            message = f"'{one.word}' is misspelled{times}"
            hint = f"write '{one.meant}'"
            found.add(RULES["STY017"], message, one.place, hint=hint, edit=one.edit)
        else:
            message = f"'{one.word}' is in no dictionary{times}"
            hint = "if it is right, add it to `words` of casewright.yaml"
            found.add(RULES["STY022"], message, one.place, hint=hint)
    yield from found


def unknown_words(passages: Iterable[Passage], lexicon: Lexicon) -> list[Unknown]:
    """Each word that is not known with its first place, and what was meant by it.

    A word that has a capital inside a sentence is a name, and a word that opens a sentence only
    counts if something else is likely to have been meant.
    """
    uses: dict[str, Unknown] = {}
    names: set[str] = set()
    for passage in passages:
        if _SKIPPED.search(passage.path):
            continue
        text = shown_text(passage)
        for hidden in (_ITALIC, _ADDRESS):
            text = hidden.sub(lambda found: HIDDEN * len(found[0]), text)
        words = set(map(str.lower, _WORD.findall(text)))
        strange = {one for one in words if not _is_known(one, lexicon)}
        for match in _WORD.finditer(text) if strange else ():
            word, low = match[0], match[0].lower()
            if low in uses:
                uses[low].number += 1
                uses[low].capital &= word != low
            elif low in strange and _is_english(word) and not _stands_apart(text, match, lexicon):
                capital = word != low
                if capital and not _opens(passage, text, match.start()):
                    names.add(low)
                    if low not in KNOWN:
                        continue
                meant = _meant(low, lexicon)
                if capital and _may_be_name(word, meant, lexicon):
                    continue
                meant = meant[:1].upper() + meant[1:] if capital else meant
                certain = passage.edit(*match.span(), meant) if low in KNOWN else None
                place = passage.span(*match.span())
                uses[low] = Unknown(word, place, meant, capital, edit=certain)
    return [
        one
        for low, one in uses.items()
        if not one.capital or (one.meant and (low not in names or low in KNOWN))
    ]


def _stands_apart(text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether what is around a word says that it is no word of its own."""
    if match[0][0].isupper() and _NAMED.match(text, match.end()):
        return True
    if match[0].endswith("o") and text.startswith("-", match.end()):
        return True  # 'spleno-renal'
    return _is_species(text, match) or _is_cut(text, match, lexicon)


def _is_species(text: str, match: re.Match[str]) -> bool:
    """'Streptococcus dysgalactiae', which should be in italics and often is not."""
    if not _LATIN.fullmatch(match[0]):
        return False
    return _GENUS.search(text[max(0, match.start() - 30) : match.start()]) is not None


def _is_cut(text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """A piece of 'tol-erance': another rule finds the whole."""
    start, end = match.span()
    before = re.search(rf"[{_LETTER}]+-\Z", text[max(0, start - 20) : start])
    after = re.match(rf"-[{_LETTER}]+", text[end : end + 20])
    pieces = (before[0][:-1] if before else "", match[0], after[0][1:] if after else "")
    return bool(before or after) and lexicon.knows("".join(pieces).lower())


def _titles(subject: Typed) -> Iterator[str]:
    """The words of the titles of cited works."""
    for item in subject.items.values():
        for match in _WORD.finditer(str(item.get("title", ""))):
            yield match[0]


def _closed(subject: Typed) -> Iterator[str]:
    """What is written with a hyphen elsewhere in the report, without it: CON034 says so."""
    for passage in subject.passages:
        for match in _HYPHENED.finditer(passage.text):
            yield match[0].replace("-", "")


def _opens(passage: Passage, text: str, at: int) -> bool:
    """Whether a sentence begins here; in a fact a capital begins a name."""
    return passage.kind == "prose" and bool(_OPENS.search(text[:at], max(0, at - 12)))


def _is_known(word: str, lexicon: Lexicon) -> bool:
    if word in KNOWN:
        return word in lexicon.added
    return len(word) < _LEAST or word in FUSED or lexicon.knows(word)


def _is_english(word: str) -> bool:
    """Whether it is written like an English word: no abbreviation, no accents."""
    return word[1:].islower() and word.replace("’", "'").isascii()


def _may_be_name(word: str, meant: str, lexicon: Lexicon) -> bool:
    """Whether a word that opens a sentence may have its capital for itself."""
    if word.lower() in KNOWN:
        return False
    if plain(word) != word or lexicon.names_one(word.lower()):
        return True
    return len(word) < _SHORT_NAME and not lexicon.is_usual(meant)


def _meant(word: str, lexicon: Lexicon) -> str:
    return KNOWN.get(word) or lexicon.near(word) or " ".join(lexicon.parts(word) or ())


def _overlap(one: Span, other: Span) -> bool:
    return (
        one.file == other.file
        and one.line == other.line
        and one.column < (other.end_column or other.column + 1)
        and other.column < (one.end_column or one.column + 1)
    )

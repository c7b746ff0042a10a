"""English grammar for generated sentences: articles, number words, lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VOWEL_SOUND = re.compile(r"[aeiou]|hour|honest|heir", re.IGNORECASE)
_CONSONANT_SOUND = re.compile(
    r"uni([^nm]|$)|us[aeiu]|ut[ie]|ur[oei]|uter|eu|one\b|once\b", re.IGNORECASE
)
_LETTERS_WITH_VOWEL_SOUND = "AEFHILMNORSX"
_PREPOSITIONS = frozenset(
    [
        "in",
        "on",
        "at",
        "along",
        "over",
        "under",
        "around",
        "between",
        "near",
        "behind",
        "above",
        "below",
        "within",
        "beneath",
        "across",
        "through",
        "throughout",
        "from",
        "to",
        "of",
        "adjacent",
        "arising",
        "involving",
    ]
)


def number_word(value: int) -> str:
    """The number in words, as at the start of a sentence (AMA 11: twenty-one to ninety-nine).

    Raises `ValueError` outside 0 to 999.
    """
    if not 0 <= value <= 999:
        raise ValueError(f"{value} has no short name in words")
    if value < 20:
        return _ONES[value]
    if value < 100:
        ten, one = divmod(value, 10)
        return _TENS[ten] + (f"-{_ONES[one]}" if one else "")
    hundred, rest = divmod(value, 100)
    return f"{_ONES[hundred]} hundred" + (f" and {number_word(rest)}" if rest else "")


def article(phrase: str) -> str:
    """'a' or 'an', by the sound that `phrase` begins with."""
    word = re.split(r"[\s]", phrase.strip().lstrip("*"), maxsplit=1)[0]
    if match := re.match(r"\d+", word):
        return "an" if match[0] in {"11", "18"} or match[0].startswith("8") else "a"
    head = re.split(r"[-/]", word, maxsplit=1)[0]
    if re.fullmatch(r"[A-Z][A-Z0-9]*", head) and not re.fullmatch(r"[A-Z]*[AEIOU][A-Z]{2,}", head):
        return "an" if head[0] in _LETTERS_WITH_VOWEL_SOUND else "a"
    if _CONSONANT_SOUND.match(word):
        return "a"
    return "an" if _VOWEL_SOUND.match(word) else "a"


_LABEL = re.compile(
    r"(segment|level|zone|lead|station|sector)s? [IVX\d]"
    r"|[CTLS]\d++(?:(?:[-–/]| and | to )[CTLS]?\d++)*+(?! \w)"
)
"""A part that is known by its number: 'segment IV', 'leads II and III', 'L4', 'T12–L1'.

With a noun after it, it takes an article: 'the L3 and L4 vertebral bodies'."""


def with_the(phrase: str) -> str:
    """`phrase` after 'the', unless it has a determiner of its own or is known by its number."""
    first = phrase.split(" ", 1)[0].lower()
    if _LABEL.match(phrase):
        return phrase
    if first in {"the", "a", "an", "his", "her", "their", "both", "each", "all"}:
        return phrase
    return f"the {phrase}"


_COUNTED = frozenset(
    {"amplitude", "area", "assay", "axis", "capacity", "clearance", "concentration", "count"}
    | {"diameter", "duration", "fraction", "gap", "gradient", "index", "interval", "latency"}
    | {
        "level",
        "percentage",
        "pressure",
        "proportion",
        "rate",
        "ratio",
        "resistance",
        "saturation",
        "score",
        "test",
    }
    | {"thickness", "threshold", "time", "titer", "velocity", "volume", "width"}
)


def counted(measure: str) -> str:
    """The name of a measure, after 'the' where it is one that is counted.

    'the white cell count', 'the PR interval', but 'hemoglobin' and 'QTc'.
    """
    head = re.split(r" (?:of|in|on|with|to|at|from|for|after) ", measure, maxsplit=1)[0]
    word = head.rpartition(" ")[2].lower()
    return with_the(measure) if {word, word.removesuffix("s")} & _COUNTED else measure


def at_site(site: str) -> str:
    """A place as an adverbial: 'in the head of the pancreas'; its own preposition is kept."""
    if site.split(" ", 1)[0].lower() in _PREPOSITIONS:
        return site
    return f"in {with_the(site)}"


def join_list(items: Sequence[str], word: str = "and", *, serial_comma: bool = False) -> str:
    """A list in running text: 'a', 'a and b', 'a, b and c' (or 'a, b, and c')."""
    if len(items) <= 1:
        return "".join(items)
    comma = "," if serial_comma and len(items) > 2 else ""
    return f"{', '.join(items[:-1])}{comma} {word} {items[-1]}"


_SINGULAR_S = frozenset(
    [
        "ascites",
        "diabetes",
        "pancreas",
        "herpes",
        "faeces",
        "feces",
        "series",
        "rabies",
        "scabies",
        "lens",
        "pus",
        "mumps",
        "measles",
        "rickets",
        "tetanus",
        "thorax",
        "biceps",
        "triceps",
    ]
)
_PLURALS = frozenset(
    ["children", "men", "women", "people", "teeth", "feet", "bacteria", "data", "criteria"]
)


def is_plural(phrase: str) -> bool:
    """Whether a noun phrase takes 'were': by the last word before 'of', 'in' or 'with'."""
    head = re.split(r" (?:of|in|on|with|to|at|from|for) ", phrase.strip().lower(), maxsplit=1)[0]
    word = head.rpartition(" ")[2]
    if word in _PLURALS or word.endswith(("metastases", "masses")):
        return True
    if word in _SINGULAR_S or not word.endswith("s"):
        return False
    return not word.endswith(("ss", "us", "is", "'s", "’s"))


def plural(noun: str, count: int) -> str:
    """A regular plural for units and counts."""
    return noun if count == 1 else f"{noun}s"


def capitalised(text: str) -> str:
    """`text` with a capital first letter, unless its first word is one like 'mRNA' or 'pH'."""
    match = re.match(r"\W*(\w[^\s]*)", text)
    if not match or any(c.isupper() for c in match[1][1:3]) or not match[1][0].isalpha():
        return text
    start = match.start(1)
    return text[:start] + text[start].upper() + text[start + 1 :]


_ARTICLES_AND_CONJUNCTIONS = ("a", "an", "the", "and", "as", "but", "nor", "or", "so", "yet")
_SHORT_PREPOSITIONS = ("at", "by", "for", "in", "of", "off", "on", "out", "per", "to", "up", "via")
_SMALL_WORDS = frozenset((*_ARTICLES_AND_CONJUNCTIONS, *_SHORT_PREPOSITIONS, "vs"))


def title_case(text: str) -> str:
    """`text` with capitals for its principal words (AMA 11).

    Articles, conjunctions and prepositions of up to three letters stay small but at the start,
    after a colon and at the end. Words with capitals of their own and *italic* names stay as they
    are.
    """
    words = [word for word in re.split(r"(\*[^*]+\*|\s+)", text) if word]
    last = len(words) - 1
    out = ""
    for position, word in enumerate(words):
        opens = not out.strip() or out.rstrip().endswith((":", "?", "."))
        if word.startswith("*") or word.isspace():
            out += word
        elif opens or position == last or word not in _SMALL_WORDS:
            out += "-".join(
                _principal(part, position) for position, part in enumerate(word.split("-"))
            )
        else:
            out += word
    return out


def _principal(part: str, position: int) -> str:
    """A part of a hyphenated word: 'Pylorus-Preserving', but 'Follow-up'."""
    return part if position and part in _SMALL_WORDS else capitalised(part)

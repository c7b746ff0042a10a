"""Numbers as words and as numerals, in running text."""

from __future__ import annotations

import re

from casewright.compose.language import number_word

_LABELS = (
    "grade|stage|type|subtype|genotype|serotype|day|week|month|year|case|patient|figure|fig|table|"
    "class|level|scores?|phase|group|number|no|step|version|factor|chromosome|trisomy|monosomy|exon|"
    "intron|codon|page|segments?|zone|category|cycle|leads?|item|part|box|panel|gene|cohort|arm|"
    "line|dose|scale|section|visit|keratin|cytokeratin|interleukin|antigen|virus|herpesvirus|"
    "and|or|to|than|between|from|of|by|about|over|under|x|×|±|plus|minus|aged?"
)
"""Words whose number is a name or belongs to another number: grade 3, day 5, 4 of 9."""
_TIMES_AND_MEASURES = (
    "hours?|minutes?|seconds?|days?|weeks?|months?|years?|decades?|percent|per|[mkµn]?g|[kcmµn]?m|"
    "units?|litres?|liters?|millilit\\w+|centimet\\w+|millimet\\w+|mol|mmol|mo|wk|min|was|is|has|as"
)
_PLURAL = r"(?:[a-z-]+[ \n]){0,2}?[a-z-]*[a-z](?<!s|u|i)(?:s|men|women|children|people)\b"
_COUNT = re.compile(
    rf"(?<![\w.,/:–−+-])(?<![<>≤≥=×][ \u00a0])(?:(1)(?=[ \n](?:patient|case|lesion|episode)\b)"
    rf"|([2-9])(?=[ \n](?!(?:{_TIMES_AND_MEASURES})\b){_PLURAL}))"
)
_LABEL = re.compile(rf"(?:\b(?:{_LABELS})\.?|[\d%])[ \u00a0\n]$", re.IGNORECASE)
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9-]*[ \u00a0\n]$")
_WORDS = {number_word(value): str(value) for value in range(2, 100)}
_SPELLED = re.compile(
    rf"(?<![\w-])({'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"(?=[ \n](?:[a-z]+[ \n])?[a-z]+(?:s|men|women|children|people)\b)(?![ \n](?:of|or|and|to)\b)"
)
_OF_ANOTHER = re.compile(
    rf"\b(?:every|one|{'|'.join(_WORDS)})[ \n](?:(?:or|to|and|in|of)[ \n])?$", re.IGNORECASE
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINAL = re.compile(r"(?<![\w.,/:–-])([1-9])(st|nd|rd|th)(?=[ \n][a-z])")


def count_words(text: str) -> str:
    """Counts of things below ten in words: 'seven patients', '7 mg', 'grade 3', 'T1'."""

    def one(match: re.Match[str]) -> str:
        before = text[max(0, match.start() - 30) : match.start()]
        if _LABEL.search(before) or _CAPITALS.search(before):
            return match[0]
        return number_word(int(match[0]))

    return ordinal_words(_COUNT.sub(one, text))


def count_digits(text: str, *, opens: bool) -> str:
    """Counts of things in numerals: '7 patients'; 'one' and what opens a sentence stay words."""

    def one(match: re.Match[str]) -> str:
        before = text[: match.start()]
        if (not before and opens) or re.search(r"[.?!][”’\")]?[ \n]$", before):
            return match[0]
        return match[0] if _OF_ANOTHER.search(before) else _WORDS[match[1]]

    return ordinal_words(_SPELLED.sub(one, text))


def ordinal_words(text: str) -> str:
    """'1st' to '9th' in words."""
    return _ORDINAL.sub(lambda match: _ORDINALS[int(match[1]) - 1], text)


_UNIT_WORDS = {
    "mg": "milligram",
    "g": "gram",
    "kg": "kilogram",
    "µg": "microgram",
    "mL": "millilitre",
    "L": "litre",
    "mm": "millimetre",
    "cm": "centimetre",
    "m": "metre",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "y": "year",
    "yr": "year",
    "Gy": "gray",
    "IU": "international unit",
}
_OPENING = re.compile(
    rf"(\d{{1,3}})(?:(%)|[ \u00a0]({'|'.join(_UNIT_WORDS)})(?![\w/-]))?"
    r"(?=[ \u00a0\n][a-z]|[ \u00a0\n]?$|-[a-z])"
)


def opening_words(text: str, *, british: bool) -> str:
    """A number that begins `text` in words, its unit spelled out: 'Fifteen milligrams of'."""
    match = _OPENING.match(text)
    if not match:
        return text
    value = int(match[1])
    words = number_word(value).capitalize()
    if match[2]:
        words += " per cent" if british else " percent"
    elif match[3]:
        unit = _UNIT_WORDS[match[3]]
        unit = unit if british else re.sub("tre$", "ter", unit)
        words += f" {unit}" if value == 1 else f" {unit}s"
    return words + text[match.end() :]

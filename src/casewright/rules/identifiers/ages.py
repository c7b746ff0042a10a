"""Ages over 89, and ages more exact than a journal prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.rules.any_case import AnyCase
from casewright.rules.identifiers.hits import Hit, Policy, Prose

_UNITS = "(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
_WORDS = rf"(?:[Nn]inety{_UNITS}|[Oo]ne[\s-]hundred(?:[\s-](?:and[\s-])?[a-z]+)?)"
_NUMBER = rf"(?P<age>\d{{1,3}}|{_WORDS})"
_AGE = re.compile(
    rf"(?<![\w.,/–-])(?:{_NUMBER}[\s-]+(?:years?|yrs?)[\s-]+(?:old\b|of[\s-]age\b)"
    rf"|{_NUMBER.replace('<age>', '<short>')}\s?y/?o\b)"
    rf"|\b(?:aged|age of)\s{_NUMBER.replace('<age>', '<aged>')}\b(?!\s?(?:days|weeks|months|hours"
    rf"|minutes))"
    r"(?:\syears)?(?:\sof\sage)?"
    r"|\b[Aa]t (?P<at>9\d|1[0-2]\d)(?=,? (?:he|she|the (?:patient|man|woman))\b)"
    rf"|\b(?:man|woman|male|female|lady|gentleman|patient|widow|widower)\sof\s"
    rf"{_NUMBER.replace('<age>', '<of>')}\syears\b"
)
_HAS_OLDEST = re.compile(r"entenarian|born in 1")
_OLDEST = AnyCase(r"\b(?:super)?centenarian\b|(?<=born in )1(?:8\d\d|9[0-2]\d)\b")
_OPEN = re.compile(r"\s*(?:years?\s)?(?:(?:of age\s)?(?:or|and)\s(?:older|over|above|more)|\+)")
_COMPARED = re.compile(
    r"(?:[<>≤≥]|\b(?:over|under|than|above|below|between|range)|\d\s(?:to|and))\s*$"
)
_OF_MANY = AnyCase(
    r"\b(?:rang(?:e|ed|es|ing)|mean|median|cohort|patients aged|people aged|adults aged|oldest"
    r"|participants|series|trial|population)\b",
)
_LAST_TOLD = 89
"""Ages over it are told as one group (45 CFR 164.514(b)(2)(i)(C))."""


def find_ages(prose: Prose, policy: Policy) -> Iterator[Hit]:
    """Ages of single people that may not be told as exactly."""
    for match in _AGE.finditer(prose.text):
        years = _years(
            match["age"] or match["short"] or match["aged"] or match["at"] or match["of"]
        )
        if years <= _LAST_TOLD and years not in policy.ages:
            continue
        if years > 130 or _is_of_many(prose, *match.span()):
            continue
        over = years > _LAST_TOLD
        reason = "an age over 89" if over else "an age more exact than the journal prints it"
        yield Hit("age", *match.span(), reason)
    if not _HAS_OLDEST.search(prose.text):
        return
    for match in _OLDEST.finditer(prose.text):
        yield Hit("age", *match.span(), "an age over 89")


def _years(text: str) -> int:
    return int(text) if text.isdigit() else 90


def _is_of_many(prose: Prose, start: int, end: int) -> bool:
    if _OPEN.match(prose.after(end, 25)) or _COMPARED.search(prose.before(start, 12)):
        return True
    return prose.cited(start) or _OF_MANY.search(prose.sentence(start)) is not None

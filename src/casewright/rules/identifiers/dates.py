"""Dates finer than may be told, in the ways in which English writes them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from casewright.rules.any_case import AnyCase, Pattern
from casewright.rules.identifiers.hits import Hit, Policy, Precision, Prose
from casewright.rules.identifiers.vocabulary import names_a_thing

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WHOLE_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY_NAME = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAYS = rf"(?:{_DAY}\s?(?:to|and|until|[-–])\s?)?{_DAY}"

_TO_THE_DAY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w./:])(?:the\s)?{_DAYS}(?:\s+of)?[\s-]+{_MONTH}"
        rf"(?:(?:\s+of)?[,\s-]*\s*{_YEAR}\b|-\d\d\b|(?![\w-]))",
        rf"\b{_MONTH}\s+(?:the\s)?{_DAYS}(?![\d/%.]*\d|\s?%|\w)(?:,?\s+{_YEAR}\b)?",
        rf"(?<![\w./:-]){_YEAR}([-/.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?![\w/-])",
        rf"(?<![\w./:-])(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\1{_YEAR}(?![\w/-])",
        r"(?<![\w./:-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/\d\d(?![\w/-])",
    )
)
_LABELLED = AnyCase(
    r"\b(?:DOB|D\.O\.B\.|date of (?:birth|admission|death|surgery)|born on|dated|on the)\W{0,3}"
    r"(?P<date>\d{1,2}([-/.])\d{1,2}\2\d\d)\b",
)
_TO_THE_MONTH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:(?:early|late|mid)[\s-])?(?:{_MONTH}\s?(?:to|and|until|[-–])\s?)?"
        rf"{_MONTH}(?:\s+of|,)?\s+(?:{_YEAR}|'\d\d)\b",
        rf"(?<![\w./:-])(?:0?[1-9]|1[0-2])/{_YEAR}(?![\w/-])",
        rf"(?<![\w./:-]){_YEAR}-(?:0[1-9]|1[0-2])(?![\w/-])",
        rf"\b(?:[Ee]arly|[Ll]ate|[Mm]id)[ -]{_YEAR}\b(?!s|-)",
        rf"\b(?i:spring|summer|autumn|fall|winter)(?:\s+of)?\s+{_YEAR}\b",
        rf"\b(?:[Ww]eek\s\d\d?|Q[1-4]|(?:first|second|third|fourth|last) quarter)"
        rf"(?:\s+of)?\s+{_YEAR}\b",
    )
)
_DAY_ALONE = re.compile(r"\bon the (?P<date>\d{1,2}(?:st|nd|rd|th))(?= of (?:the|this|that) month)")
_MONTH_ALONE = re.compile(
    r"\b(?i:in|since|until|till|by|during|from|last|next|following|previous|every|each|of|early"
    r"|late"
    r"|before|after|mid)[\s-](?:the\s|early\s|late\s|mid-)?"
    rf"(?P<date>{_WHOLE_MONTH})\b(?!\s\d)"
)
_WEEKDAY = re.compile(
    r"\b(?i:on|since|until|till|by|last|next|previous|following|that|this)\s"
    rf"(?:a\s|the\s|the\s(?:following|previous|next)\s)?(?P<date>{_DAY_NAME})\b"
)
_WEEKDAY_AT = re.compile(rf"\b{_DAY_NAME}(?=\s(?:morning|afternoon|evening|night)\b)")
_HOLIDAY = re.compile(
    r"(?:Christmas(?: Eve| Day)?|New Year'?s? (?:Eve|Day)|Thanksgiving(?: Day)?|Hallowe'?en"
    r"|Diwali|Deepavali|Holi|Eid(?: al-\w+| ul-\w+)?|Ramadan|Ramzan|Passover|Yom Kippur"
    r"|Rosh Hashanah|Hanukkah|Durga Puja|Navratri|Onam|Pongal|Raksha Bandhan|Vesak|Songkran"
    r"|(?:Lunar|Chinese) New Year|Nowruz|Good Friday|Palm Sunday|Easter(?: Sunday| Monday)?"
    r"|Whit Monday|Boxing Day|Bonfire Night|Guy Fawkes (?:Night|Day)|Independence Day"
    r"|Republic Day|the Fourth of July|(?:Labor|Labour|Memorial|Veterans|Remembrance|Anzac|ANZAC"
    r"|Australia|Canada|Bastille|Valentine's|St\.? Patrick's|Mother's|Father's) Day|Mardi Gras)\b"
    r"(?!\s(?:fasting|egg|eggs|lily|rose|island|Island|fast)\b)"
)
_OF_A_WORK = re.compile(
    r"\b(?:search(?:ed|es)?|PubMed|MEDLINE|Embase|Scopus|Web of Science|Cochrane|databases?"
    r"|literature"
    r"|guidelines?|approv(?:ed|al)|published|publication|edition|accessed|classification|declared"
    r"|pandemic|version|consent form|protocol|cohorts?|registry|trials?|inception|marketed|FDA|EMA"
    r"|WHO|World Health Organization|licen[cs]ed|authori[sz]ed|series|registered|withdrawn from"
    r"|market|recommend\w*|congress|conference|symposium|annual meeting)\b"
)
_SURELY_OF_A_WORK = re.compile(
    r"\b(?:searched|PubMed|MEDLINE|Embase|Scopus|Web of Science|Cochrane|accessed|inception"
    r"|approved (?:by|in)|[Ll]iterature (?:up to|until)"
    r"|presented (?:at|to) (?:the|an|our) (?:\w+ ){0,3}(?:meeting|congress|conference|symposium))\b"
)
_OF_A_PATIENT = AnyCase(
    r"\b(?:he|she|his|her|him|patient|patient's|man|woman|boy|girl|infant|child|admitted|presented"
    r"|discharged|diagnosed)\b",
)
_FINER: dict[Precision, tuple[Precision, ...]] = {
    "day": (),
    "month": ("day",),
    "year": ("day", "month"),
    "none": ("day", "month"),
}


def find_dates(prose: Prose, policy: Policy) -> Iterator[Hit]:
    """Dates finer than the calendar of the policy; those of works and searches are left alone."""
    finer = _FINER[policy.calendar]
    for precision, start, end, reason in _dates(prose):
        if precision in finer and not _is_of_a_work(prose.sentence(start)):
            yield Hit("date", start, end, reason)


# What these begin with is searched for many times faster than the patterns themselves.
_HAS_MONTH = re.compile(_MONTH)
_HAS_DAY_NAME = re.compile(_DAY_NAME)
_HAS_SIGN = re.compile(r"\d[-/.]\d")
_HAS_YEAR = re.compile(rf"{_YEAR}|'\d\d")
_HAS_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b")

_DATES: tuple[tuple[Pattern, Sequence[Pattern], Precision, str], ...] = (
    (_HAS_MONTH, _TO_THE_DAY[:2], "day", "a date to the day"),
    (_HAS_SIGN, (*_TO_THE_DAY[2:], _LABELLED), "day", "a date to the day"),
    (_HAS_YEAR, _TO_THE_MONTH, "month", "a date finer than a year"),
    (_HAS_ORDINAL, (_DAY_ALONE,), "day", "a day of the month"),
    (_HAS_MONTH, (_MONTH_ALONE,), "month", "a month"),
    (_HAS_DAY_NAME, (_WEEKDAY, _WEEKDAY_AT), "day", "a day of the week"),
    (_HOLIDAY, (_HOLIDAY,), "day", "a holiday, which is a date"),
)
"""What must be in a text for the patterns after it to be tried, and what they find."""


def _dates(prose: Prose) -> Iterator[tuple[Precision, int, int, str]]:
    for needed, patterns, precision, reason in _DATES:
        for pattern, (start, end) in itertools.product(patterns, _around(needed, prose.text)):
            name = "date" if "date" in pattern.groupindex else 0
            for match in pattern.finditer(prose.text, start, end):
                if not names_a_thing(prose.text[match.end() : match.end() + 30]):
                    yield precision, *match.span(name), reason


_REACH = 80
"""No date is longer."""


def _around(needed: Pattern, text: str) -> list[tuple[int, int]]:
    """The parts of the text in which there can be a date, each once."""
    parts: list[tuple[int, int]] = []
    for found in needed.finditer(text):
        start, end = max(0, found.start() - _REACH), found.end() + _REACH
        if parts and start <= parts[-1][1]:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _is_of_a_work(sentence: str) -> bool:
    if _SURELY_OF_A_WORK.search(sentence):
        return True
    return bool(_OF_A_WORK.search(sentence)) and not _OF_A_PATIENT.search(sentence)

"""Occupations and events that many know of, so that they tell who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.rules.any_case import AnyCase
from casewright.rules.identifiers.hits import Hit, Prose, is_about_literature
from casewright.rules.identifiers.vocabulary import any_of, words

_NOT_A_ROLE = AnyCase(r"(?:cardinal (?:sign|symptom|feature)|founding|society|association|popular)")
_EMPLOYER = re.compile(
    r"\b(?:work(?:ed|s|ing)?|employed|job|employee|driver|pilot|engineer|position)\s(?:at|for|by"
    r"|with|of)\s"
    r"(?:the\s)?(?P<value>[A-Z][\w&'-]+(?:\s(?:of\s|and\s|&\s)?[A-Z][\w&'-]+){0,4})"
)
_MANY = re.compile(
    r"\b(?:victims|survivors often|survivors of|registr(?:y|ies)|registry|incidence|casualties"
    r"|injuries are)\b",
)


def find_details(prose: Prose) -> Iterator[Hit]:
    """Occupations, employers and events by which others know somebody."""
    for match in any_of("occupations").finditer(prose.text):
        if not _is_general(prose, match) and not _NOT_A_ROLE.search(match[0]):
            yield Hit("occupation", *match.span(), "an occupation that few have")
    for match in _EMPLOYER.finditer(prose.text):
        if match["value"].split()[0] not in words("not-employers") and not _is_general(
            prose, match
        ):
            yield Hit("occupation", *match.span("value"), "the name of an employer")
    for match in any_of("events").finditer(prose.text):
        if not _is_general(prose, match):
            start = match.start() - len(_article(prose.text, match.start()))
            yield Hit("event", start, match.end(), "an event that many know of")


_ARTICLE = re.compile(r"\b(?:an?|the) \Z")


def _article(text: str, at: int) -> str:
    """The article before a place: in the patterns themselves it would cost most of their time."""
    found = _ARTICLE.search(text[max(0, at - 5) : at])
    return found[0] if found else ""


def _is_general(prose: Prose, match: re.Match[str]) -> bool:
    """Whether the sentence is about such things in general."""
    if is_about_literature(prose, match.start()):
        return True
    one = re.search(r"\b(?:one of|he|she|patient|his|her)\b", prose.sentence(match.start()), re.I)
    return not one and _MANY.search(prose.sentence(match.start())) is not None

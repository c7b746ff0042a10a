"""What tells who wrote a report: names, initials, addresses, institutions, numbers of grants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casewright.model.authors import Affiliation, Author
from casewright.model.declarations import Ethics
from casewright.model.series import CaseReport
from casewright.model.statements import Grant

_PART_OF_A_HOUSE = re.compile(
    r"(the )?(department|division|section|unit|service|clinic|ward|school|faculty)\b", re.I
)
"""How the name of a part of an institution begins, which many institutions have."""
_LEAST_LETTERS = 3
"""Shorter words say nothing of anybody."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A text by which an author can be known."""

    text: str
    what: str
    """'the name of an author'."""
    pattern: re.Pattern[str]
    certain: bool = True
    """False for a word that may be something else: a family name alone, initials without stops."""


def identities(case: CaseReport) -> tuple[Identity, ...]:
    """All by which the authors of a report can be known, the surest first."""
    found = [one for author in case.authors for one in _of_author(author, case)]
    found += [one for place in case.affiliations for one in _of_institution(place)]
    found += _of_money(case)
    found += _of_ethics(case)
    once = {(one.text, one.certain): one for one in found if len(one.text) >= _LEAST_LETTERS}
    return tuple(sorted(once.values(), key=lambda one: (not one.certain, -len(one.text))))


def _identity(text: str, what: str, *, certain: bool = True, any_case: bool = False) -> Identity:
    """`text` as a word of its own; its spaces may be any, its full stops are not left out."""
    words = r"[\s\u00a0]+".join(re.escape(word) for word in text.split())
    flags = re.IGNORECASE if any_case else re.NOFLAG
    return Identity(text, what, re.compile(rf"(?<![\w-]){words}(?![\w-])", flags), certain)


def _of_author(author: Author, case: CaseReport) -> Iterator[Identity]:
    name = "the name of an author"
    first = author.given.split()[0]
    for text in (author.name, f"{first} {author.family}", f"{author.family} {author.given}"):
        yield _identity(text, name, any_case=True)
    stops = " ".join(f"{letter}." for letter in author.letters)
    joined = stops.replace(" ", "")
    for text in (f"{author.family} {author.letters}", f"{author.letters} {author.family}"):
        yield _identity(text, name)
    for text in (f"{stops} {author.family}", f"{joined} {author.family}"):
        yield _identity(text, name)
    signature = "".join(f"{letter}." for letter in author.all_letters)
    for text in (signature, signature.replace(".", ". ").strip()):
        yield _identity(text, "the initials of an author")
    if author.all_letters not in case.abbreviations:
        yield _identity(author.all_letters, "the initials of an author", certain=False)
    yield _identity(author.family, "the family name of an author", certain=False)
    if author.email:
        yield _identity(author.email, "the e-mail address of an author", any_case=True)
    if author.orcid:
        yield _identity(author.orcid, "the ORCID iD of an author")


def _of_institution(place: Affiliation) -> Iterator[Identity]:
    """The institution; not a department that every hospital has."""
    parts = [part.strip() for part in place.name.split(",")]
    own = [part for part in parts if not _PART_OF_A_HOUSE.match(part)]
    for part in own or parts:
        text = re.sub(r"^the ", "", part, flags=re.IGNORECASE)
        yield _identity(text, "the institution of an author", any_case=True)


def _of_money(case: CaseReport) -> list[Identity]:
    funding = case.statements.funding if case.statements else None
    grants = funding if isinstance(funding, tuple) else ()
    found = []
    for grant in grants:
        assert isinstance(grant, Grant)
        funder = re.sub(r"^the ", "", grant.funder, flags=re.IGNORECASE)
        found.append(_identity(funder, "who paid for the work", certain=False))
        if grant.grant:
            found.append(_identity(grant.grant, "the number of a grant"))
    return found


def _of_ethics(case: CaseReport) -> list[Identity]:
    if not isinstance(case.ethics, Ethics):
        return []
    found = []
    if case.ethics.body and re.search(r"\s[A-Z]", case.ethics.body):
        body = re.sub(r"^the ", "", case.ethics.body, flags=re.IGNORECASE)
        found.append(_identity(body, "the ethics committee", any_case=True))
    if case.ethics.number:
        found.append(_identity(case.ethics.number, "the number of the ethics approval"))
    return found

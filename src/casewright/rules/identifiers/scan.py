"""Everything in a text that tells who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.rules.identifiers.ages import find_ages
from casewright.rules.identifiers.dates import find_dates
from casewright.rules.identifiers.details import find_details
from casewright.rules.identifiers.hits import Hit, Policy, Prose, first_of_each
from casewright.rules.identifiers.numbers import find_contacts, find_record_numbers
from casewright.rules.identifiers.people import find_initials, find_names
from casewright.rules.identifiers.places import find_institutions, find_places

NOTHING_KNOWN = Policy()


def scan(text: str, policy: Policy = NOTHING_KNOWN) -> Iterator[Hit]:
    """The identifiers in `text`, in their order; of those that overlap, the longest.

    The classes are those of HIPAA's Safe Harbor, 45 CFR 164.514(b)(2), as far as a text can hold
    them, and occupations and events that tell as much. Eponyms and what is said of works, methods
    and makers are left alone. Time grows linearly with the text.
    """
    prose = Prose.of(text)
    yield from first_of_each(_all(prose, policy))


_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"[A-Z]")


def _all(prose: Prose, policy: Policy) -> Iterator[Hit]:
    """Most texts are short facts: what they cannot hold is not looked for."""
    capitals = _CAPITAL.search(prose.text) is not None
    digits = _DIGIT.search(prose.text) is not None
    if digits:
        yield from find_record_numbers(prose)
    if digits or capitals:
        yield from find_dates(prose, policy)
    if capitals:
        yield from find_institutions(prose, policy)
        yield from find_places(prose, policy)
        yield from find_names(prose, policy)
        yield from find_initials(prose, policy)
    yield from find_contacts(prose)
    yield from find_ages(prose, policy)
    yield from find_details(prose)

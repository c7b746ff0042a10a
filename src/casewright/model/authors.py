"""Who wrote the report: authors, their institutions, their parts in the work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import PlainValidator
from casewright.model.node import Node, NoneOr, Text
from casewright.model.values import NotAValue, Slug, value_schema

CreditRole: TypeAlias = Literal[
    "conceptualization",
    "data-curation",
    "formal-analysis",
    "funding-acquisition",
    "investigation",
    "methodology",
    "project-administration",
    "resources",
    "software",
    "supervision",
    "validation",
    "visualization",
    "writing-original-draft",
    "writing-review-editing",
]
"""A contributor role of CRediT (ANSI/NISO Z39.104-2022), as its address names it."""

CREDIT: Mapping[CreditRole, str] = {
    "conceptualization": "Conceptualization",
    "data-curation": "Data curation",
    "formal-analysis": "Formal analysis",
    "funding-acquisition": "Funding acquisition",
    "investigation": "Investigation",
    "methodology": "Methodology",
    "project-administration": "Project administration",
    "resources": "Resources",
    "software": "Software",
    "supervision": "Supervision",
    "validation": "Validation",
    "visualization": "Visualization",
    "writing-original-draft": "Writing – original draft",
    "writing-review-editing": "Writing – review & editing",
}
"""The name of each role, in the order of the standard."""


def orcid_check_digit(digits: str) -> str:
    """The last character of an ORCID iD whose first 15 digits these are (ISO 7064 MOD 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)


def _orcid(raw: object) -> str:
    hint = "write the 16 characters in groups of four, as in 0000-0002-1825-0097"
    text = raw.strip() if isinstance(raw, str) else ""
    found = re.fullmatch(r"(?:https?://)?(?:orcid\.org/)?([\dX-]+)", text, re.IGNORECASE)
    bare = found[1].replace("-", "").upper() if found else ""
    if not re.fullmatch(r"\d{15}[\dX]", bare):
        raise NotAValue(f"'{raw}' is not an ORCID iD", hint)
    if orcid_check_digit(bare[:15]) != bare[15]:
        hint = "look for a slip in its digits, or copy it from orcid.org"
        raise NotAValue(f"'{raw}' is not an ORCID iD: its check digit does not fit", hint)
    grouped = "-".join(bare[start : start + 4] for start in range(0, 16, 4))
    if grouped != raw:
        raise NotAValue(f"'{raw}' is not how an ORCID iD is written here", hint, grouped)
    return grouped


OrcidValue: TypeAlias = Annotated[
    str,
    PlainValidator(_orcid),
    value_schema("The identifier of a person at orcid.org.", "0000-0002-1825-0097"),
]


class Affiliation(Node):
    """An institution of one or more authors."""

    id: Slug
    name: Text
    """The institution, with the department before it if that has no key of its own."""
    department: Text | None = None
    street: Text | None = None
    """Printed in the address of the corresponding author only."""
    city: Text | None = None
    postcode: Text | None = None
    state: Text | None = None
    """State or province."""
    country: Text | None = None

    @property
    def address(self) -> str:
        """'Department of Surgery, Example Hospital, City 12345, State, Country'."""
        return self._joined(self.department, self.name)

    @property
    def postal_address(self) -> str:
        """The same with the street."""
        return self._joined(self.department, self.name, self.street)

    def _joined(self, *parts: str | None) -> str:
        town = " ".join(part for part in (self.city, self.postcode) if part)
        return ", ".join(part for part in (*parts, town, self.state, self.country) if part)


class Author(Node):
    """An author; the order of given and family name is never guessed."""

    id: Slug | None = None
    """How a grant names the author."""
    given: Text
    family: Text
    initials: Text | None = None
    """Of the given names, where they are not the first letters: 'YS'."""
    degrees: tuple[Text, ...] = ()
    """'MD', 'PhD'."""
    position: Text | None = None
    """'Professor'; printed in the address of the corresponding author."""
    affiliations: tuple[Slug, ...] = ()
    """The `id` of each institution."""
    email: Text | None = None
    orcid: OrcidValue | None = None
    """The ORCID iD; its check digit is checked."""
    corresponding: bool = False
    """True for the author to whom readers write."""
    equal: Literal["first", "senior"] | None = None
    """For all who share the first authorship, or the last."""
    guarantor: bool = False
    """True for the author who answers for the whole report."""
    roles: tuple[CreditRole, ...] = ()
    """Parts in the work by the names of CRediT."""
    contributions: tuple[Text, ...] = ()
    """Parts in the work in own words: 'performed the operation'; printed instead of `roles`."""
    conflicts: NoneOr[Text] | None = None
    """'none', or what the author has to declare: 'has received fees from Example Pharma'."""

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def letters(self) -> str:
        """The initials of the given names: 'YS' of Yang-Seok."""
        return self.initials or "".join(
            part[0].upper() for part in re.split(r"[\s.\-‐]+", self.given) if part
        )

    @property
    def all_letters(self) -> str:
        """The initials of all names: 'YSK', 'AvB'."""
        family = (part[0] for part in re.split(r"[\s\-‐]+", self.family) if part)
        return f"{self.letters}{''.join(family)}"

"""Who wrote the report, and what they declare: authors, consent, statements."""

from __future__ import annotations

from casewright.model.node import Maybe, Node, Text
from casewright.model.values import Slug


class Affiliation(Node):
    """An institution of one or more authors."""

    id: Slug
    name: Text
    city: Text | None = None
    country: Text | None = None


class Author(Node):
    """An author; the order of given and family name is never guessed."""

    given: Text
    family: Text
    degrees: tuple[Text, ...] = ()
    affiliations: tuple[Slug, ...] = ()
    email: Text | None = None
    orcid: Text | None = None
    corresponding: bool = False

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class Consent(Node):
    """Informed consent, as the author states it; never generated (CARE 13)."""

    statement: Text


class Perspective(Node):
    """The patient's perspective in the patient's words; never generated (CARE 12)."""

    text: Text


class Statements(Node):
    """Declarations in the author's own words."""

    acknowledgments: Maybe[Text] | None = None
    funding: Maybe[Text] | None = None
    conflicts: Maybe[Text] | None = None
    data_availability: Maybe[Text] | None = None
    ai_use: Maybe[Text] | None = None

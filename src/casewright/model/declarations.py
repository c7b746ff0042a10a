"""Consent, ethics, the patient's own words, and what is new about the case."""

from __future__ import annotations

from typing import Annotated, Literal

from casewright.model.declare import Field, model_validator
from casewright.model.node import Node, Text
from casewright.model.times import WhenValue

ConsentGiver = Literal[
    "patient",
    "parent",
    "parents",
    "mother",
    "father",
    "guardian",
    "legal guardian",
    "legal representative",
    "next of kin",
    "family",
]


class Consent(Node):
    """Informed consent to publication; never more than the author says (CARE 13).

    A statement in the author's words is printed as it is; else a sentence from the facts. The
    signed form itself has no place in a workspace.
    """

    statement: Text | None = None
    """The author's own words."""
    obtained: bool | None = None
    """Whether consent was given."""
    written: bool | None = None
    """True for a signed form, false for consent by word of mouth."""
    given_by: tuple[ConsentGiver, ...] = ()
    """Who gave it."""
    scope: tuple[Literal["text", "images", "video"], ...] = ()
    """What it covers."""
    reason: Text | None = None
    """Why it was not obtained, as a clause: 'the patient could not be traced'."""
    on_file: bool | None = None
    """True if the signed form can be shown to the editor on request."""
    guidance: Text | None = None
    """The guidance that it was obtained in line with: 'the guidance of COPE'."""
    others: tuple[OtherConsent, ...] = ()
    """Consent of other people who can be recognised, such as relatives."""

    @model_validator(mode="after")
    def _says_something(self) -> Consent:
        if self.statement is None and self.obtained is None:
            raise ValueError("write 'obtained: true' or 'false', or a 'statement'")
        return self

    @property
    def covers_images(self) -> bool:
        """Whether consent to publish images was given; a statement is for the author to judge."""
        if self.obtained is None:
            return self.statement is not None
        return self.obtained and (not self.scope or "images" in self.scope)


class OtherConsent(Node):
    """Consent of someone else than the patient."""

    person: Text
    """Whose: 'the patient's mother'."""
    written: bool | None = None
    scope: tuple[Literal["text", "images", "video"], ...] = ()


class Ethics(Node):
    """What an ethics committee said, as facts."""

    status: Literal["approved", "waived", "not required"]
    body: Text | None = None
    """'the institutional review board of Example Hospital'."""
    number: Text | None = None
    """The number of the approval or waiver."""
    reason: Text | None = None
    """A clause: 'a report of a single case is not research under national law'."""


PerspectiveWriter = Literal[
    "patient",
    "mother",
    "father",
    "parent",
    "parents",
    "spouse",
    "family",
    "guardian",
    "next of kin",
    "caregiver",
]


class Perspective(Node):
    """The patient's perspective in the patient's words; never generated (CARE 12)."""

    text: Text
    by: PerspectiveWriter = "patient"
    """Who wrote it; printed where it is not the patient."""
    consented: bool | None = None
    """Whether the writer agreed to its publication; false stops the report."""


class Novelty(Node):
    """What is new about the case (CARE 3a, 4)."""

    statement: Text
    """The author's own sentences, with citations of the works that bear them out."""


class SearchStrategy(Node):
    """The search that a claim of rarity rests on (CARE 11b)."""

    databases: Annotated[tuple[Text, ...], Field(min_length=1)]
    """'PubMed', 'Embase'."""
    date: WhenValue | None = None
    """When it was done: 2024-03."""
    terms: Text | None = None
    """The search terms as they were typed."""
    hits: Annotated[int, Field(ge=0)] | None = None
    """How many similar cases were found."""

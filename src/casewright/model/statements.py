"""What authors declare at the end of a report or on its title page."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import Discriminator, Field, Tag
from casewright.model.guidelines import GuidelineName
from casewright.model.node import Maybe, Node, Text
from casewright.model.values import AbsentValue, absent_tag


def _tag(raw: object) -> str:
    """Tell 'none' and a missing statement from words, and these from facts."""
    if absent_tag(raw) == "absent":
        return "absent"
    if raw == "none":
        return "none"
    return "words" if isinstance(raw, str) else "given"


def _words_tag(raw: object) -> str:
    tag = _tag(raw)
    return "words" if tag == "given" else tag


def _data_tag(raw: object) -> str:
    return "given" if raw in ("in the report", "on request", "none") else _words_tag(raw)


def _guideline_tag(raw: object) -> str:
    """A guideline has a name of one word; words of the author have spaces."""
    tag = _words_tag(raw)
    return "given" if isinstance(raw, str) and tag != "absent" and " " not in raw else tag


Missing: TypeAlias = Annotated[AbsentValue, Tag("absent")]
Words: TypeAlias = Annotated[Text, Tag("words")]
Nothing: TypeAlias = Annotated[Literal["none"], Tag("none")]

Declared: TypeAlias = Annotated[Nothing | Words | Missing, Discriminator(_words_tag)]
"""'none', or the author's own words, or the statement that it is missing."""


class Grant(Node):
    """Money that paid for the work."""

    funder: Text
    """As it stands in a sentence: 'the Example Foundation'."""
    grant: Text | None = None
    """Its number."""
    authors: tuple[Text, ...] = ()
    """Who received it: the `id` or the family name of each author."""


class AIUse(Node):
    """What software that generates text or images was used for, as authors must disclose."""

    tool: Text
    """'ChatGPT (version 4, Example Company)'."""
    purpose: Text
    """As it stands after 'used for': 'language editing'."""
    reviewed: bool | None = None
    """True if the authors have reviewed what it wrote and answer for it."""


class Statements(Node):
    """Declarations: facts, or the author's own words, which are printed as they are.

    'none' declares that there is nothing to declare; the words for it are the journal's.
    """

    acknowledgments: Declared | None = None
    funding: (
        Annotated[
            Annotated[tuple[Grant, ...], Field(min_length=1), Tag("given")]
            | Nothing
            | Words
            | Missing,
            Discriminator(_tag),
        ]
        | None
    ) = None
    """Grants, 'none', or own words."""
    conflicts: Declared | None = None
    """'none' or own words for all authors; what each has to declare may stand under `authors`."""
    author_contributions: Maybe[Text] | None = None
    """In own words; else made from what stands under `authors`."""
    authors_information: Declared | None = None
    """What readers should know of the authors."""
    approved_by_all: bool | None = None
    """True if all authors have read and approved the final text."""
    guarantor: Maybe[Text] | None = None
    """In own words; else the author with `guarantor: true`."""
    data_availability: (
        Annotated[
            Annotated[Literal["in the report", "on request"], Tag("given")] | Words | Missing,
            Discriminator(_data_tag),
        ]
        | None
    ) = None
    """`in the report` (all data are), `on request` (of the corresponding author), or own words."""
    ai_use: (
        Annotated[
            Annotated[AIUse, Tag("given")] | Nothing | Words | Missing,
            Discriminator(_tag),
        ]
        | None
    ) = None
    """Of generative artificial intelligence: never assumed either way."""
    reporting_guideline: (
        Annotated[
            Annotated[GuidelineName, Tag("given")] | Words | Missing,
            Discriminator(_guideline_tag),
        ]
        | None
    ) = None
    """The guideline that the report follows, or own words."""
    registration: Declared | None = None
    """Registry and number, where the case or a first-in-man procedure is registered."""
    prior_presentation: Declared | None = None
    """Where the case was shown before: at a meeting, as a preprint."""
    provenance: Maybe[Text] | None = None
    """Whether the report was commissioned, and how it was reviewed."""
    open_access: Maybe[Text] | None = None
    """The licence, in own words."""

"""What the report says of itself in few words: title, keywords, abstract, messages."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import Discriminator, Field, Tag, model_validator
from casewright.model.node import Node, Text


class Title(Node):
    """What the report is about; journals add to it or forbid parts of it (CARE 1)."""

    focus: Text | None = None
    """The focus without 'a case report', in sentence case; the final diagnosis if it is absent."""
    subtitle: Text | None = None
    """Printed after the focus and a colon, unless the journal's own words stand there."""
    full: Text | None = None
    """A whole title in the author's words, for journals that print titles as they are given."""
    running: Text | None = None
    """A short form for the running head."""

    def path_for(self, form: Literal["focus", "full"]) -> str:
        """Where in the case file a title of this form comes from."""
        if form == "full" and self.full:
            return "title.full"
        return "title.focus" if self.focus else "diagnosis.final"


class Keyword(Node):
    """A keyword of which more is known than its wording (CARE 2)."""

    term: Text
    mesh: bool = False
    """True for a heading of the Medical Subject Headings, written as it stands there."""


def _keyword_tag(raw: object) -> str:
    """A mapping by chance, of a text with a colon, is told as what it was meant to be."""
    marked = isinstance(raw, dict) and ("term" in raw or len(raw) > 1)
    return "keyword" if marked or isinstance(raw, Keyword) else "term"


KeywordValue: TypeAlias = Annotated[
    Annotated[Text, Tag("term")] | Annotated[Keyword, Tag("keyword")],
    Discriminator(_keyword_tag),
]
"""A keyword as plain text, or with what is known of it."""


class Abstract(Node):
    """Moves of the abstract that the author writes; the others are made from key events (CARE 3).

    An authored move is printed as it is, or left out whole: see `casewright rule JRN013`.
    """

    background: Text | None = None
    """Why the case is worth reporting (CARE 3a)."""
    presentation: Text | None = None
    """Main symptoms and findings (CARE 3b)."""
    workup: Text | None = None
    """The investigations that led to the diagnosis."""
    diagnosis: Text | None = None
    """The main diagnosis (CARE 3c)."""
    treatment: Text | None = None
    """The main interventions (CARE 3c)."""
    outcome: Text | None = None
    """What came of them (CARE 3c)."""
    discussion: Text | None = None
    """How the case compares with what is known, for journals with a heading for it."""
    lesson: Text | None = None
    """The take-away (CARE 3d); the first of `lessons` if it is absent."""


class Challenge(Node):
    """A question to the reader with the answers to choose from, for journals that teach so."""

    question: Text
    """'What would you do next?'"""
    options: Annotated[tuple[Text, ...], Field(min_length=2, max_length=8)]
    """The answers to choose from, each a phrase: 'Obtain a biopsy'."""
    answer: Literal["A", "B", "C", "D", "E", "F", "G", "H"]
    """The letter of the right one; the options are A, B, C … in their order."""

    @model_validator(mode="after")
    def _has_its_answer(self) -> Challenge:
        if self.place >= len(self.options):
            last = "ABCDEFGH"[len(self.options) - 1]
            raise ValueError(f"the answer is {self.answer}, but the options end at {last}")
        return self

    @property
    def place(self) -> int:
        """Where the right answer stands among the options, from 0."""
        return ord(self.answer) - ord("A")

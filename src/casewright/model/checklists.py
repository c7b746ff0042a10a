"""The checklist of a reporting guideline as data, and the answers of a report to its items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from casewright.diagnostics import Span
from casewright.model.declare import Field, model_validator
from casewright.model.guidelines import GuidelineName
from casewright.model.profile import Data, Text

Zone: TypeAlias = Literal["text", "abstract", "title", "keywords", "anywhere"]
"""Where in the manuscript a fact has to be printed; `text` is all but the other three."""

Told: TypeAlias = Literal["published", "third party", "general knowledge"]
"""Where an item was read: in the text of the guideline, in that of somebody else, or nowhere."""


class Need(Data):
    """One thing that an item asks to be said, and what in a case says it.

    A path names a field as in the case file: `patient.age`, `course[imaging|laboratory]`,
    `course[procedure].devices`. What stands in brackets are kinds; `@outcome` is the section that
    an event asks for.
    """

    what: Text
    """How a remark calls it: 'the age'."""
    any: tuple[Text, ...] = ()
    """The paths of which one is enough; without any, no field of a case says it."""
    each: Text | None = None
    """The events of which every one needs one of the fields in `any`, which then are its own."""
    unless: Mapping[Text, tuple[Text, ...]] = Field(default_factory=dict)
    """Values of fields of an event that make `each` pass it over."""
    only_if: tuple[Text, ...] = ()
    """The need is there only if the case has something at one of these paths."""
    otherwise: Text | None = None
    """Why it is not there else: 'no drug treatment is in the case file'."""
    within: Zone = "text"
    words: Text | None = None
    """Words of a fixed form that the guideline asks for, such as 'case report' in the title."""
    cited: bool = False
    """Whether what says it must cite something."""
    least: int = 1
    """How many there must be, such as three lessons."""
    most: int | None = None
    perhaps: tuple[Text, ...] = ()
    """Prose that may say it where no field does: only its author can tell."""

    @model_validator(mode="after")
    def _says_why_it_is_not_there(self) -> Need:
        if bool(self.only_if) != bool(self.otherwise):
            raise ValueError("'only_if' and 'otherwise' go together")
        return self


class Item(Data):
    """One line of a checklist."""

    number: Text | None = None
    """As the guideline numbers it; none where that is not known."""
    topic: Text
    text: Text
    """What it asks for, in casewright's words."""
    told: Told
    asks: tuple[Text, ...]
    """The names of what it asks for; all of it makes the item reported."""


class Checklist(Data):
    """The checklist of one version of a guideline."""

    id: Text
    title: Text
    """The title of the form."""
    version: Text
    count: Text
    """'13 topics, 30 items'."""
    also: tuple[GuidelineName, ...] = ()
    """What journals and authors call it, too."""
    note: Text | None = None
    citation: Text
    licence: Text
    source: Annotated[tuple[Text, ...], Field(min_length=1)]
    as_of: Text
    complete: bool = True
    """False where the items of the published form are not all known."""
    answers: Mapping[Literal["reported", "partly", "missing", "not applicable"], Text] = Field(
        default_factory=dict
    )
    """The form's own words for the states of an item."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class KnownByName(Data):
    """A guideline of which no more is known than its name and where it was published."""

    title: Text
    field: Text
    citation: Text
    equator: Text | None = None
    """Its number in the library of the EQUATOR Network."""


class Names(Data):
    """Guidelines whose items are not known, by their ids."""

    guidelines: Mapping[Text, KnownByName]


class Asks(Data):
    """What items ask for, by name; all the needs of a name are to be met."""

    asks: Mapping[Text, Annotated[tuple[Need, ...], Field(min_length=1)]]


class Status(StrEnum):
    """How far a report answers an item."""

    REPORTED = "reported"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands in the PDF of the manuscript; lines are None without numbers."""

    page: int
    line: int | None
    last_page: int
    last_line: int | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the manuscript with the paths of the facts or the prose that it comes from."""

    text: str
    paths: tuple[str, ...]
    zone: Zone
    section: str
    in_table: bool = False
    cites: bool = False
    place: Place | None = None
    """None where it is in a file of its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a report says to an item."""

    item: Item
    status: Status
    sentences: tuple[Sentence, ...] = ()
    """Those that say it, in reading order."""
    remarks: tuple[str, ...] = ()
    """What is lacking or why it does not apply, as clauses."""
    open: tuple[str, ...] = ()
    """The names of what it asks for and is not (wholly) reported."""
    span: Span | None = None
    """Where in the case file something could be done about it."""

"""The clinical case in CARE terms: blocks of facts and one chronological course of events.

Every node knows its path in the case file (`course.3.findings`), and `Case.place` turns a path
into the line and column it was read from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from casewright.diagnostics import Span
from casewright.model.events import Event
from casewright.model.node import Maybe, Node, Prose, Text, walk_nodes
from casewright.model.values import AgeValue, Slug


class Title(Node):
    """What the report is about; journals add to it or forbid parts of it (CARE 1)."""

    focus: Text
    """The focus without 'a case report', in sentence case."""
    running: Text | None = None
    """A short form for the running head."""


class Patient(Node):
    """De-identified demographics (CARE 5a)."""

    age: AgeValue
    sex: Literal["female", "male", "intersex", "not stated"]
    ethnicity: Text | None = None
    occupation: Text | None = None


class History(Node):
    """What was known before the illness (CARE 5c, 5d); each part is a list of noun phrases."""

    medical: Maybe[tuple[Text, ...]] | None = None
    surgical: Maybe[tuple[Text, ...]] | None = None
    drug: Maybe[tuple[Text, ...]] | None = None
    allergy: Maybe[tuple[Text, ...]] | None = None
    family: Maybe[tuple[Text, ...]] | None = None
    social: Maybe[tuple[Text, ...]] | None = None
    absent: tuple[Text, ...] = ()
    """Pertinent negatives: 'diabetes', 'smoking'."""


class DifferentialItem(Node):
    """A diagnosis that was considered, with what spoke for and against it (CARE 8c)."""

    diagnosis: Text
    evidence_for: tuple[Text, ...] = ()
    evidence_against: tuple[Text, ...] = ()


class Diagnosis(Node):
    """The final diagnosis and the alternatives considered (CARE 8b to 8d)."""

    final: Text
    """A noun phrase without article: 'metastatic leiomyosarcoma of the pancreas'."""
    primary: Text | None = None
    differential: Maybe[tuple[DifferentialItem, ...]] | None = None


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


class Panel(Node):
    """One lettered part of a figure."""

    id: Slug
    file: Text
    legend: Text
    alt: Text


class Figure(Node):
    """A figure: one image, or lettered panels in their order."""

    id: Slug
    title: Text
    """The first sentence of the legend, without a full stop."""
    file: Text | None = None
    alt: Text | None = None
    legend: Text | None = None
    panels: Annotated[tuple[Panel, ...], Field(max_length=26)] = ()
    width: Annotated[int, Field(ge=10, le=100)] = 60
    """Per cent of the text width."""


class Table(Node):
    """A table of text; the first row is the header."""

    id: Slug
    title: Text
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=2)]
    note: Text | None = None


class Abstract(Node):
    """Moves of the abstract that the author writes; the others are made from key events."""

    background: Text | None = None
    presentation: Text | None = None
    workup: Text | None = None
    diagnosis: Text | None = None
    treatment: Text | None = None
    outcome: Text | None = None
    lesson: Text | None = None


class Case(Node):
    """One patient's case as it stands in `case.yaml`."""

    title: Title
    keywords: tuple[Text, ...] = ()
    authors: Annotated[tuple[Author, ...], Field(min_length=1)]
    affiliations: tuple[Affiliation, ...] = ()
    patient: Patient
    history: Maybe[History] | None = None
    diagnosis: Diagnosis
    course: Annotated[tuple[Event, ...], Field(min_length=1)]
    abstract: Abstract | None = None
    introduction: Text | None = None
    discussion: Text | None = None
    lessons: tuple[Text, ...] = ()
    """Take-away lessons in the author's words (CARE 11d)."""
    perspective: Maybe[Perspective] | None = None
    consent: Maybe[Consent] | None = None
    ethics: Maybe[Text] | None = None
    statements: Statements | None = None
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    abbreviations: Mapping[str, Text] = Field(default_factory=dict)
    """Short form to long form, both as they stand in running text."""

    _file: str = PrivateAttr(default="")
    _places: Mapping[str, Span] = PrivateAttr(default_factory=dict)
    _prose: Mapping[str, Prose] = PrivateAttr(default_factory=dict)

    @property
    def file(self) -> str:
        """The case file, relative to the workspace."""
        return self._file

    @property
    def prose(self) -> Mapping[str, Prose]:
        """Authored Markdown by field name (`introduction`, `discussion` …)."""
        return self._prose

    def place(self, path: str) -> Span:
        """Where the value at `path` was read; the nearest enclosing one if it has no place."""
        while path and path not in self._places:
            path = path.rpartition(".")[0]
        return self._places.get(path, Span(self._file, 1, 1))

    def event(self, event_id: str) -> Event:
        """Return the event called `event_id`; raises `KeyError` if there is none."""
        for event in self.course:
            if event.id == event_id:
                return event
        raise KeyError(event_id)

    def nodes(self) -> Iterator[Node]:
        """Every node of the case, outermost first."""
        yield from walk_nodes(self)

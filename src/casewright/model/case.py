"""The clinical case in CARE terms: blocks of facts and one chronological course of events.

Every node knows its path in the case file (`course.3.findings`), and `Case.place` turns a path
into the line and column it was read from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from casewright.diagnostics import Span
from casewright.model.authors import Affiliation, Author
from casewright.model.declarations import (
    Consent,
    Ethics,
    Novelty,
    Perspective,
    SearchStrategy,
)
from casewright.model.declare import Field, PrivateAttr
from casewright.model.diagnoses import Diagnosis
from casewright.model.events import Event
from casewright.model.floats import AnyFigure, AnyTable, SummaryTable
from casewright.model.guidelines import AskName, Settled
from casewright.model.history import History
from casewright.model.node import Maybe, Node, Prose, Text, TextOr, walk_nodes
from casewright.model.patient import Patient
from casewright.model.similar import SimilarCase
from casewright.model.statements import Statements
from casewright.model.summary import Abstract, Challenge, KeywordValue, Title
from casewright.model.values import Slug


class PatientCase(Node):
    """What happened to one patient."""

    patient: Patient
    history: Maybe[History] | None = None
    diagnosis: Diagnosis
    """The final diagnosis, and what else was considered; one for all patients of a series."""
    anchor: Slug | None = None
    """The `id` of the event that is day 0; the first presentation unless given."""
    course: Annotated[tuple[Event, ...], Field(min_length=1)]
    """What happened, in the order of its telling."""


class Report(Node):
    """What a report holds whether it tells of one patient (`Case`) or of several (`Series`)."""

    title: Title
    keywords: tuple[KeywordValue, ...] = ()
    """Terms under which a reader would search for the report (CARE 2)."""
    authors: Annotated[tuple[Author, ...], Field(min_length=1)]
    affiliations: tuple[Affiliation, ...] = ()
    abstract: Abstract | None = None
    introduction: Text | None = None
    """In the author's words (CARE 4); usually in `introduction.md` beside the file."""
    discussion: Text | None = None
    """In the author's words (CARE 11); usually in `discussion.md` beside the file."""
    conclusion: Text | None = None
    """In the author's words; usually in `conclusion.md` beside the file. A journal without a
    section for it prints it at the end of the discussion."""
    consultation: Text | None = None
    """What specialists of several fields advised together, in the author's words."""
    lessons: tuple[Text, ...] = ()
    """Take-away lessons in the author's words (CARE 11d)."""
    key_message: Text | None = None
    """The message of the report in a sentence or two; the first of `lessons` if it is absent."""
    highlights: tuple[Text, ...] = ()
    """What is notable, in short points; `lessons` if they are absent."""
    core_tip: Text | None = None
    """What a reader must take away, as some journals print it after the abstract."""
    learning_objectives: tuple[Text, ...] = ()
    """What a reader will be able to do, for journals that teach."""
    what_this_adds: tuple[Text, ...] = ()
    """What the report adds to what is known, in short points."""
    practice_impact: Text | None = None
    """How the report may change daily practice."""
    challenge: Challenge | None = None
    perspective: Maybe[Perspective] | None = None
    consent: Maybe[Consent] | None = None
    ethics: TextOr[Ethics] | None = None
    """Facts, or the author's own words."""
    novelty: Novelty | None = None
    search_strategy: SearchStrategy | None = None
    strengths: Text | None = None
    """Of the way the case was handled, in the author's words (CARE 11a)."""
    limitations: Text | None = None
    """In the author's words (CARE 11a)."""
    statements: Statements | None = None
    figures: tuple[AnyFigure, ...] = ()
    tables: tuple[AnyTable, ...] = ()
    similar_cases: tuple[SimilarCase, ...] = ()
    """Published cases that resemble this one, for a table of them (CARE 11b)."""
    abbreviations: Mapping[str, Text] = Field(default_factory=dict)
    """Short form to long form, both as they stand in running text."""
    checklist: Mapping[AskName, Settled] = Field(default_factory=dict)
    """What only the author can tell of the items of a reporting guideline, by the names that
    `casewright checklist` gives: that prose says it (`rationale: said`), or that it does not apply
    (`changes: "not applicable: no treatment was changed"`)."""

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

    @property
    def called_tables(self) -> tuple[AnyTable | SummaryTable, ...]:
        """The tables that the text may call."""
        return self.tables

    def place(self, path: str) -> Span:
        """Where the value at `path` was read; the nearest enclosing one if it has no place.

        What nothing encloses is missing from the file as a whole.
        """
        while path and path not in self._places:
            path = path.rpartition(".")[0]
        return self._places[path] if path else Span(self._file, 1, 1)

    def nodes(self) -> Iterator[Node]:
        """Every node of the case, outermost first."""
        yield from walk_nodes(self)


class Case(PatientCase, Report):
    """One patient's case as it stands in `case.yaml`; also one patient of a `Series`."""

    @property
    def cases(self) -> tuple[Case, ...]:
        """The patients whom the report tells of: this one."""
        return (self,)

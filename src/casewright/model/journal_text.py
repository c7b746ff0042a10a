"""What a journal wants of the text: title, abstract, keywords, sections, floats, limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import Field, model_validator
from casewright.model.profile import Data, Group, Text


class TitleRule(Group):
    """What the journal makes of a title, and what it does not want there."""

    form: Literal["focus", "full"] = "focus"
    """`full` prints the author's whole title, where there is one, as it is given."""
    prefix: str = ""
    """What stands before the focus: `Case Report: `."""
    suffix: str = ""
    """What follows the focus in the report of one patient: ': A case report'.

    Left out where the author's words say it.
    """
    series_suffix: str = ""
    """What follows it in the report of several: ': A case series'."""
    capitals: Literal["sentence", "title"] = "sentence"
    """`title` gives the principal words of the focus capitals; `sentence` leaves it as given."""
    forbid: tuple[Text, ...] = ()
    """Words and phrases that the title may not hold, in lower case."""
    require: tuple[Text, ...] = ()
    """Words that the title of the report of one patient must hold, in lower case."""
    forbid_patient: bool = False
    """Whether age, sex and ethnicity may not stand in the title."""
    forbid_abbreviations: bool = False
    """Whether the abbreviations of the case may not stand in the title."""
    max_words: int | None = None
    max_characters: int | None = None
    """The longest title, spaces counted."""


class RunningTitle(Group):
    """The short title at the top of the pages."""

    heading: Text = "Running title"
    max_words: int | None = None
    max_characters: int | None = None
    """The longest running title, spaces counted."""


Move: TypeAlias = Literal[
    "background",
    "presentation",
    "workup",
    "diagnosis",
    "treatment",
    "outcome",
    "discussion",
    "lesson",
]


class AbstractHeading(Data):
    """A paragraph of the abstract, with or without a heading."""

    heading: Text | None = None
    """As it is printed, with the journal's capitals and its colon where it has one."""
    moves: Annotated[tuple[Move, ...], Field(min_length=1)]
    max_words: int | None = None
    """The most words under the heading; the heading itself does not count."""
    min_words: int | None = None


class AbstractForm(Group):
    """The abstract: its headings, what stands under each, and how long it may be."""

    heading: str = "Abstract"
    """Empty where it is the whole report: one short text without a heading of its own."""
    parts: tuple[AbstractHeading, ...]
    """Paragraphs in their order; none for a journal that prints no abstract."""
    headings: Literal["run-in", "own-line"] = "run-in"
    """Whether the text goes on after a heading or stands below it."""
    max_words: int | None = None
    min_words: int | None = None
    kind: Literal["hard", "advised"] = "hard"
    """Whether a longer or shorter abstract is refused."""

    @property
    def is_report(self) -> bool:
        """Whether the journal prints nothing but this text of a case."""
        return bool(self.parts) and not self.heading


class Keywords(Group):
    """How keywords are printed, and how many the journal takes."""

    heading: Text = "Keywords"
    separator: str = "; "
    min: int | None = None
    max: int | None = None
    """0 for a journal that prints none."""
    add: tuple[Text, ...] = ()
    """Terms that the journal wants among them and that are added where they are missing."""
    capitals: Literal["given", "first", "sentence"] = "given"
    """`first` begins each keyword with a capital, `sentence` only the list."""
    order: Literal["given", "alphabetical"] = "given"
    mesh: bool = False
    """Whether the journal wants terms of the Medical Subject Headings."""


StatementKind: TypeAlias = Literal[
    "acknowledgments",
    "ai_use",
    "author_contributions",
    "authors_information",
    "conflicts",
    "consent",
    "data_availability",
    "ethics",
    "funding",
    "guarantor",
    "open_access",
    "prior_presentation",
    "provenance",
    "registration",
    "reporting_guideline",
]
"""What authors declare; `provenance` is how the report came to be commissioned and reviewed."""

Part: TypeAlias = Literal[
    StatementKind,
    "abbreviations",
    "challenge_answer",
    "challenge_question",
    "chief_complaint",
    "conclusion",
    "consultation",
    "core_tip",
    "differential",
    "discussion",
    "figures",
    "final_diagnosis",
    "highlights",
    "imaging",
    "introduction",
    "investigations",
    "key_message",
    "laboratory",
    "learning_objectives",
    "learning_points",
    "methods",
    "narrative",
    "other_investigations",
    "outcome",
    "past_history",
    "personal_and_family_history",
    "perspective",
    "physical_examination",
    "practice_impact",
    "present_illness",
    "presentation",
    "references",
    "statements",
    "timeline",
    "treatment",
    "what_this_adds",
]
"""What may stand under a heading. The course is told in one piece (`narrative`), by its stages
(`presentation`, `investigations`, `treatment`, `outcome`), or finer: `presentation` is
`chief_complaint`, `present_illness`, `past_history`, `personal_and_family_history` and
`physical_examination`; `investigations` is `laboratory`, `imaging` and `other_investigations`."""


class Section(Data):
    """A heading and what stands under it."""

    heading: Text
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()
    """Headings below this one, after what stands under it directly."""
    optional: bool = False
    """Whether the journal accepts a report without it."""
    numbered: bool = True
    """Whether it takes a number where the journal numbers its headings."""
    before_abstract: bool = False
    """Whether it stands before the abstract."""
    min_items: int | None = None
    """The least number of points, in a section of points."""
    max_items: int | None = None
    """The greatest number of points."""
    max_words: int | None = None
    """The most words of a point, or of the whole section where it has no points."""
    min_words: int | None = None
    """The least words of the whole section."""
    kind: Literal["hard", "advised"] = "hard"
    """Whether a longer or shorter section is refused."""
    max_characters: int | None = None
    """The most characters, spaces counted, of a point or of the whole section."""

    @model_validator(mode="after")
    def _holds_something(self) -> Section:
        if not self.parts and not self.sections:
            raise ValueError("write what stands under the heading: 'parts' or 'sections'")
        return self

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts under the heading and under those below it."""
        return tuple(part for one in self.each() for part in one.parts)

    def each(self) -> Iterator[Section]:
        """The section and those below it."""
        yield self
        for one in self.sections:
            yield from one.each()


class Sections(Group):
    order: tuple[Section, ...]
    """None where the report is one short text: see `abstract`."""
    numbering: Literal["none", "decimal"] = "none"
    """`decimal` prints '1. Introduction' and '2.1. Imaging'."""

    def each(self) -> Iterator[Section]:
        """Every section, one before those below it."""
        return (inner for one in self.order for inner in one.each())

    @property
    def parts(self) -> frozenset[Part]:
        """Every part that the journal has a place for."""
        return frozenset(part for one in self.each() for part in one.parts)


class SeriesForm(Group):
    """How a journal tells the patients of a series apart; `{number}` is 1, 2, 3 …"""

    heading: Text = "Case {number}"
    """The heading over a patient whose course is told in one piece."""
    label: Text = "Patient {number}"
    """What opens a patient's part of a section, where the sections divide the course."""


class Callouts(Group):
    """How the text calls figures and tables, and where they stand."""

    figure: Text = "Figure"
    table: Text = "Table"
    lower_case: bool = False
    """Whether the text says 'figure 1' in lower case."""
    panel: Text = "{letter}: "
    """How a legend labels a panel; `{letter}` is A, B, C …"""
    placement: Literal["inline", "end"] = "end"


Counted: TypeAlias = Literal[
    "abstract",
    "acknowledgments",
    "captions",
    "funding",
    "headings",
    "keywords",
    "learning_points",
    "references",
    "statements",
    "tables",
    "title_page",
]


class MainText(Group):
    """How long the text may be."""

    max_words: int | None = None
    min_words: int | None = None
    kind: Literal["hard", "advised"] = "advised"
    counts: tuple[Counted, ...] = ()
    """What is counted beside the paragraphs of the body from introduction to conclusion."""


class Limits(Group):
    """The most of anything that the journal takes, and the least."""

    authors: int | None = None
    references: int | None = None
    references_min: int | None = None
    figures: int | None = None
    figures_min: int | None = None
    tables: int | None = None
    figures_and_tables: int | None = None
    """The most figures and tables together."""
    panels: int | None = None
    """The most panels of a figure."""
    patients: int | None = None
    """The most patients of a report of this type."""
    kind: Literal["hard", "advised"] = "hard"

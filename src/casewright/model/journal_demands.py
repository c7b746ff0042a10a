"""What a journal wants beside the text: title page, statements, checklists, files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import Field, model_validator
from casewright.model.journal_text import StatementKind
from casewright.model.profile import Data, Group, Text

FrontItem: TypeAlias = Literal[
    StatementKind,
    "affiliations",
    "article_type",
    "authors",
    "corresponding",
    "equal_authors",
    "float_counts",
    "keywords",
    "orcids",
    "running_title",
    "title",
    "word_counts",
]


class FrontMatter(Group):
    """The title page."""

    order: Annotated[tuple[FrontItem, ...], Field(min_length=1)]
    file: Literal["manuscript", "separate"] = "manuscript"
    """Whether the title page opens the manuscript or is a file of its own."""
    names: Literal["given-family", "family-given"] = "given-family"
    """The order of an author's names."""


class StatementRule(Data):
    """How the journal prints one statement.

    Consent, ethics and the use of AI are only ever what the author says: nothing stands in for
    them.
    """

    heading: Text | None = None
    """Its name where it has no section of its own: 'Conflict-of-interest statement'."""
    required: bool = False
    """Whether the journal wants it of every report."""
    none: Text | None = None
    """The journal's sentence where the author declares that there is nothing to declare."""
    given: Text | None = None
    """The journal's words around the author's: 'This work was supported by {text}'."""
    not_applicable: Text | None = None
    """What is printed where the author says that it does not apply: 'Not applicable.'"""
    empty: Text | None = None
    """What is printed where the case says nothing of it."""


_AUTHORS_ONLY = ("ai_use", "consent", "ethics")


class Statements(Group):
    """What the authors declare, and in whose words."""

    of: Mapping[StatementKind, StatementRule] = Field(default_factory=dict)
    forms: tuple[Text, ...] = ()
    """Forms that are signed and sent along: 'ICMJE disclosure form of each author'."""

    @model_validator(mode="after")
    def _leaves_them_to_the_author(self) -> Statements:
        for kind, rule in self.of.items():
            if kind in _AUTHORS_ONLY and rule.empty:
                raise ValueError(f"'{kind}' is only ever the author's: remove 'empty'")
        return self

    @property
    def required(self) -> tuple[StatementKind, ...]:
        return tuple(kind for kind, rule in self.of.items() if rule.required)


class Blinding(Group):
    """Whether reviewers may know who wrote the report."""

    review: Literal["open", "single-blind", "double-blind"]
    """`double-blind` wants a manuscript without a trace of its authors."""
    title_page: Literal["with-authors", "both"] = "with-authors"
    """`both` wants a title page without authors beside the full one."""


GuidelineName: TypeAlias = Literal[
    "care",
    "care-2013",
    "care-2016",
    "care-radiology",
    "scare",
    "scare-2020",
    "scare-2023",
    "process",
    "process-2023",
]
"""A reporting guideline; without a year where the journal names no version."""


class Checklists(Group):
    """Reporting guidelines whose filled checklist goes with the manuscript."""

    required: tuple[GuidelineName, ...] = ()
    recommended: tuple[GuidelineName, ...] = ()
    series: tuple[GuidelineName, ...] = ()
    """Those required of the report of several patients instead."""
    named_in_text: bool = False
    """Whether the text must say that the guideline was followed."""


class Resolution(Data):
    """Dots per inch at the printed size."""

    halftone: int | None = None
    combination: int | None = None
    line: int | None = None


class FigureFiles(Group):
    """What figure files must be."""

    formats: tuple[Text, ...] = ()
    dpi: Resolution | None = None
    max_megabytes: int | None = None
    min_width_pixels: int | None = None
    min_height_pixels: int | None = None
    min_width_mm: int | None = None
    legend_title_max_words: int | None = None
    legend_max_words: int | None = None
    separate_files: bool = False
    """Whether figures are uploaded beside the text."""


class CoverLetter(Group):
    required: bool
    must_say: tuple[Text, ...] = ()


class Submission(Group):
    """How the manuscript is handed in."""

    portal: Literal["files", "paste-in"] = "files"
    """`paste-in` takes the text block by block into a form."""
    template: bool = False
    """Whether the journal's own Word template must be used."""
    format_free: bool = False
    """Whether the first submission needs no format of the journal's."""


class Remark(Group):
    """Something that the journal says and no rule of casewright's can hold."""

    text: Text

"""What a journal demands, as data; every group of rules says where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from casewright.diagnostics import Span
from casewright.model.declare import Field, PrivateAttr, model_validator
from casewright.model.journal_demands import (
    Blinding,
    Checklists,
    CoverLetter,
    FigureFiles,
    FrontMatter,
    Remark,
    Statements,
    Submission,
)
from casewright.model.journal_style import AgePolicy, Dates, Demographics, HouseStyle, Language
from casewright.model.journal_text import (
    AbstractForm,
    Callouts,
    Keywords,
    Limits,
    MainText,
    RunningTitle,
    Sections,
    SeriesForm,
    TitleRule,
)
from casewright.model.profile import Data, Group, Level, SourceInfo, Text
from casewright.model.style import PageStyle


class Identity(Group):
    issn_print: Text | None = None
    issn_electronic: Text | None = None
    nlm_abbreviation: Text | None = None


class Citations(Group):
    """The CSL style, the form of the marker, and where it stands."""

    style: Text
    """Name of a CSL style, independent or dependent, without `.csl`; never guessed from the title
    or the ISSN of the journal, because a style may name another journal's."""
    marker: Literal[
        "as-style", "brackets", "parentheses", "superscript", "superscript-brackets"
    ] = "as-style"
    """The form of a numeric marker: [1,2], (1,2), or raised 1,2 or [1,2]; `as-style` leaves it to
    the CSL style."""
    position: Literal[
        "before-punctuation", "after-punctuation", "after-comma-and-period", "unknown"
    ]
    """`after-comma-and-period` is the rule of the AMA: after these two, before a colon and a
    semicolon. An unknown position is before punctuation, and a finding says so."""
    space_before: bool | None = None
    """Whether a space stands before the marker; unless given, only before one that is not raised
    and that stands before punctuation: text [1]."""


class ReferenceList(Group):
    """Where the list of references differs from what the CSL style prints."""

    doi: Literal["as-style", "always", "never"] = "as-style"
    """`always` adds the DOI that a style does not print at the end of the reference."""
    pmid: Literal["as-style", "always", "never"] = "as-style"
    """The number of the article in PubMed, in the same way; `never` is for PubMed Central too."""
    max_authors: Annotated[int, Field(ge=1)] | None = None
    """The most authors that are all named; of more, some and 'et al.'"""
    named_authors: Annotated[int, Field(ge=1)] | None = None
    """How many are named before 'et al.'; as many as `max_authors` unless given."""
    journal_titles: Literal["as-style", "abbreviated", "full"] = "as-style"
    page_ranges: Literal["as-style", "as-given", "expanded", "minimal"] = "as-style"
    """1135-1137 is expanded, 1135-7 minimal."""

    @model_validator(mode="after")
    def _names_no_more_than_all(self) -> ReferenceList:
        if self.named_authors and self.named_authors > (self.max_authors or 0):
            raise ValueError("'named_authors' needs a 'max_authors' that is not lower")
        return self


class Page(Group):
    style: PageStyle = PageStyle()


class Journal(Data):
    """A journal's profile, with its parents' rules already merged in."""

    id: Text
    title: Text
    publisher: Text | None = None
    extends: Text | None = None
    article_type: Text = "Case report"
    identity: Identity
    citations: Citations
    reference_list: ReferenceList | None = None
    language: Language
    title_rule: TitleRule
    running_title: RunningTitle | None = None
    abstract: AbstractForm
    keywords: Keywords
    sections: Sections
    case_series: SeriesForm | None = None
    dates: Dates
    age: AgePolicy
    demographics: Demographics | None = None
    house_style: HouseStyle
    callouts: Callouts
    main_text: MainText | None = None
    limits: Limits | None = None
    front_matter: FrontMatter | None = None
    statements: Statements | None = None
    blinding: Blinding | None = None
    checklists: Checklists | None = None
    figure_files: FigureFiles | None = None
    cover_letter: CoverLetter | None = None
    submission: Submission | None = None
    page: Page
    severities: Mapping[str, Level] = Field(default_factory=dict)
    """How much findings matter to this journal, by code or name of the rule."""
    remarks: Mapping[Text, Remark] = Field(default_factory=dict)
    sources: Mapping[str, SourceInfo] = Field(default_factory=dict)

    _file: str = PrivateAttr(default="")
    _folders: tuple[str, ...] = PrivateAttr(default=())
    _places: Mapping[str, Span] = PrivateAttr(default_factory=dict)

    @property
    def file(self) -> str:
        return self._file

    @property
    def folders(self) -> tuple[str, ...]:
        """The journal's folder of templates and those that it extends, its own first."""
        return self._folders

    def place(self, path: str) -> Span:
        """Where the rule at `path` was read; the nearest enclosing one if it has no place."""
        while path and path not in self._places:
            path = path.rpartition(".")[0]
        return self._places.get(path, Span(self._file, 1, 1))

    def says(self, path: str) -> bool:
        """Whether there is a rule at `path` in the profile or its parents, and no mere default."""
        return path in self._places

    def groups(self) -> Mapping[str, Group]:
        """The groups of rules that are given, by their names."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        given = {name: value for name, value in values.items() if isinstance(value, Group)}
        return {**given, **{f"remarks.{name}": one for name, one in self.remarks.items()}}

"""What a journal wants beside the text: title page, statements, checklists, files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import Field, model_validator
from casewright.model.guidelines import GuidelineName
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


DEFAULT_FRONT: tuple[FrontItem, ...] = (
    *("article_type", "title", "authors", "affiliations", "equal_authors", "corresponding"),
    *("orcids", "running_title", "word_counts", "float_counts"),
    *("author_contributions", "funding", "conflicts", "prior_presentation"),
)
"""The title page of a journal that gives no order of its own (ICMJE, IV.A.3.a Title page).

Of the statements, those that have another place in the manuscript are left out.
"""


class FrontMatter(Group):
    """The title page."""

    order: Annotated[tuple[FrontItem, ...], Field(min_length=1)] = DEFAULT_FRONT
    file: Literal["manuscript", "separate"] = "manuscript"
    """Whether the title page opens the manuscript or is a file of its own."""
    names: Literal["given-family", "family-given"] = "given-family"
    """The order of an author's names."""
    affiliations: Literal["numbered", "grouped"] = "numbered"
    """`numbered` marks authors and institutions with numbers; `grouped` prints each institution
    after the names of its authors."""
    orcids_of: Literal["nobody", "corresponding", "all"] = "nobody"
    """The authors whose ORCID iDs the journal requires."""
    headings: Mapping[FrontItem, Text] = Field(default_factory=dict)
    """What an item is called, where it is not what casewright calls it: 'ORCID number'."""


_PLACEHOLDERS: Mapping[StatementKind, frozenset[str]] = {
    "consent": frozenset({"text", "consent", "givers", "scope"}),
    "ai_use": frozenset({"text", "tool", "purpose"}),
    "funding": frozenset({"text", "funders"}),
    "guarantor": frozenset({"text", "names"}),
    "reporting_guideline": frozenset({"text", "guideline"}),
}
"""What the journal's words for a statement may hold in braces; any may hold `{text}`."""


class StatementRule(Data):
    """How the journal prints one statement.

    What the author says in own words is printed as it is. The journal's words stand around facts,
    for which they have places in braces: `{authors}` is 'The author' or 'The authors' everywhere,
    `{text}` the sentences that casewright makes of the facts. Consent, ethics and the use of AI
    are only ever what the author says: nothing stands in for them.
    """

    heading: Text | None = None
    """Its name where it has no section of its own: 'Conflict-of-interest statement'.

    Left out where the text begins with the same words.
    """
    required: bool = False
    """Whether the journal wants it of every report."""
    none: Text | None = None
    """The journal's sentence where the author declares that there is nothing to declare."""
    given: Text | None = None
    """The journal's words around the facts: 'Supported by {funders}.'

    `{funders}` are those of `funding`, as in 'the Example Foundation (No. 12)'; `{consent}`,
    `{givers}` and `{scope}` those of `consent`: 'written informed consent', 'the patient', 'this
    case report and the accompanying images'; `{tool}` and `{purpose}` those of `ai_use`; `{names}`
    those of `guarantor`; `{guideline}` that of `reporting_guideline`. Where the case does not give
    one of them, casewright's own sentence is printed.
    """
    not_applicable: Text | None = None
    """What is printed where the author says that it does not apply: 'Not applicable.'

    It may hold the author's `{reason}`.
    """
    empty: Text | None = None
    """What is printed where the case says nothing of it."""


_AUTHORS_ONLY = ("ai_use", "consent", "ethics")


class Statements(Group):
    """What the authors declare, and in whose words."""

    of: Mapping[StatementKind, StatementRule] = Field(default_factory=dict)
    """By kind, in the order in which they stand where several share a section."""
    authors_as: Literal["initials", "dotted-initials", "family-initials", "names"] = "initials"
    """How a statement calls an author: YSK, Y.S.K., Koh YS or Yang Seok Koh."""
    contributions: Literal["by-author", "by-role"] = "by-author"
    """Whether roles are listed for each author, or authors for each role."""
    forms: tuple[Text, ...] = ()
    """Forms that are signed and sent along: 'ICMJE disclosure form of each author'."""

    @model_validator(mode="after")
    def _leaves_them_to_the_author(self) -> Statements:
        for kind, rule in self.of.items():
            if kind in _AUTHORS_ONLY and rule.empty:
                raise ValueError(f"'{kind}' is only ever the author's: remove 'empty'")
            if kind in _AUTHORS_ONLY and rule.given and "{" not in rule.given:
                raise ValueError(f"'given' of '{kind}' says more than the case: write {{text}}")
            places = {"given": _PLACEHOLDERS.get(kind, frozenset({"text"}))}
            places["not_applicable"] = frozenset({"reason"})
            for name in ("none", "given", "not_applicable", "empty"):
                known = places.get(name, frozenset()) | {"authors"}
                for found in re.findall(r"\{(.*?)\}", getattr(rule, name) or ""):
                    if found not in known:
                        some = ", ".join(f"{{{one}}}" for one in sorted(known))
                        raise ValueError(
                            f"'{name}' of '{kind}' has no place for '{{{found}}}': write {some}"
                        )
        return self

    @property
    def required(self) -> tuple[StatementKind, ...]:
        return tuple(kind for kind, rule in self.of.items() if rule.required)


class Blinding(Group):
    """Whether reviewers may know who wrote the report."""

    review: Literal["open", "single-blind", "double-blind"]
    """`double-blind` wants a manuscript without a trace of its authors; the title page, with the
    statements that tell who they are, is then a file of its own."""
    title_page: Literal["with-authors", "both"] = "with-authors"
    """`both` wants a title page without authors, too: it opens the manuscript."""


class Checklists(Group):
    """Reporting guidelines whose filled checklist goes with the manuscript."""

    required: tuple[GuidelineName, ...] = ()
    recommended: tuple[GuidelineName, ...] = ()
    series: tuple[GuidelineName, ...] = ()
    """Those required of the report of several patients instead."""
    named_in_text: bool = False
    """Whether the text must say that the guideline was followed."""

    def required_of(self, patients: int) -> tuple[GuidelineName, ...]:
        """The guidelines whose checklist is required of a report of so many patients."""
        return self.series if patients > 1 and self.series else self.required


class Resolution(Data):
    """Dots per inch at the printed size."""

    halftone: int | None = None
    """Of photographs and scans."""
    combination: int | None = None
    """Of photographs with lettering; nothing in a file tells it from a photograph."""
    line: int | None = None
    """Of drawings in black and white alone."""


class FigureFiles(Group):
    """What figure files must be."""

    formats: tuple[Text, ...] = ()
    dpi: Resolution | None = None
    colour: Literal["RGB", "CMYK"] | None = None
    """The mode of images in colour; none where either will do."""
    column_mm: int | None = None
    """The width of a printed column: that of figures of up to 60 per cent of the text width."""
    page_mm: int | None = None
    """The width of the printed page, across all columns: that of wider figures and of panels."""
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

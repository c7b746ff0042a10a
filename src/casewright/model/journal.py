"""What a journal demands, as data; every group of rules says where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from casewright.diagnostics import Span
from casewright.model.style import PageStyle

Text: TypeAlias = Annotated[str, Field(min_length=1)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Group(_Data):
    """A group of rules with its provenance; an unverified one can only warn."""

    source: tuple[Text, ...]
    """Ids of `sources` in the same file, or `general-knowledge`."""
    as_of: Text
    """When the source was current, as precisely as known."""
    verified: bool
    """Whether the rule was read in the named source."""
    confidence: Literal["low", "medium", "high"] | None = None
    note: Text | None = None


class SourceInfo(_Data):
    """A page or article that a rule was read in."""

    title: Text
    url: Text | None = None
    date: Text


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


class Language(Group):
    value: Literal["en-US", "en-GB"]


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
    "background", "presentation", "workup", "diagnosis", "treatment", "outcome", "lesson"
]


class AbstractHeading(_Data):
    """A paragraph of the abstract, with or without a heading."""

    heading: Text | None = None
    """As it is printed, with the journal's capitals and its colon where it has one."""
    moves: Annotated[tuple[Move, ...], Field(min_length=1)]


class AbstractForm(Group):
    """The abstract: its headings, what stands under each, and how long it may be."""

    heading: Text = "Abstract"
    parts: tuple[AbstractHeading, ...]
    """Paragraphs in their order; none for a journal that prints no abstract."""
    headings: Literal["run-in", "own-line"] = "run-in"
    """Whether the text goes on after a heading or stands below it."""
    max_words: int | None = None
    min_words: int | None = None
    kind: Literal["hard", "advised"] = "hard"
    """Whether a longer or shorter abstract is refused."""


class Keywords(Group):
    """How keywords are printed, and how many the journal takes."""

    heading: Text = "Keywords"
    separator: str = "; "
    min: int | None = None
    max: int | None = None
    add: tuple[Text, ...] = ()
    """Terms that the journal wants among them and that are added where they are missing."""
    capitals: Literal["given", "first", "sentence"] = "given"
    """`first` begins each keyword with a capital, `sentence` only the list."""
    order: Literal["given", "alphabetical"] = "given"
    mesh: bool = False
    """Whether the journal wants terms of the Medical Subject Headings."""


Part: TypeAlias = Literal[
    "core_tip",
    "highlights",
    "key_message",
    "learning_objectives",
    "what_this_adds",
    "practice_impact",
    "introduction",
    "methods",
    "narrative",
    "presentation",
    "investigations",
    "differential",
    "treatment",
    "outcome",
    "discussion",
    "learning_points",
    "perspective",
    "consent",
    "abbreviations",
    "acknowledgments",
    "statements",
    "references",
    "figures",
]


class Section(_Data):
    """A heading and what stands under it."""

    heading: Text
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    optional: bool = False
    """Whether the journal accepts a report without it."""
    before_abstract: bool = False
    """Whether it stands before the abstract."""
    min_items: int | None = None
    """The least number of points, in a section of points."""
    max_items: int | None = None
    """The greatest number of points."""
    max_words: int | None = None
    """The most words of a point, or of the whole section where it has no points."""
    max_characters: int | None = None
    """The most characters, spaces counted, of a point or of the whole section."""


class Sections(Group):
    order: Annotated[tuple[Section, ...], Field(min_length=1)]


class SeriesForm(Group):
    """How a journal tells the patients of a series apart; `{number}` is 1, 2, 3 …"""

    heading: Text = "Case {number}"
    """The heading over a patient whose course is told in one piece."""
    label: Text = "Patient {number}"
    """What opens a patient's part of a section, where the sections divide the course."""


class Dates(Group):
    """How dates and intervals are printed."""

    calendar: Literal["day", "month", "year", "none"]
    """The finest calendar date that is printed; `none` prints intervals only."""


class AgePolicy(Group):
    """How ages are printed."""

    form: Literal["exact", "decade", "bands"]
    bands: tuple[int, ...] = ()
    """The first year of each group but the lowest: [18, 40, 65] gives 'under 18', '18–39' …"""
    oldest: int | None = None
    """The highest age that is told apart; above it 'aged 90 years or older' for 89."""

    @model_validator(mode="after")
    def _has_bands(self) -> AgePolicy:
        if (self.form == "bands") != bool(self.bands) or sorted(set(self.bands)) != [*self.bands]:
            raise ValueError("write 'form: bands' with rising 'bands', such as [18, 40, 65]")
        return self


class Demographics(Group):
    """What is not printed about a patient."""

    omit: tuple[Literal["ethnicity", "occupation"], ...] = ()


class PValues(_Data):
    """How a probability is printed: *P* < 0.05 unless a journal says otherwise (AMA: .05)."""

    letter: Literal["P", "p"] = "P"
    italic: bool = True
    leading_zero: bool = True
    """False prints .05 for 0.05."""
    spaced: bool = True
    """Whether spaces stand around the sign: P < 0.05."""


class HouseStyle(Group):
    """How words, numbers and signs are printed; what is not given leaves the text as written."""

    time_units: Mapping[str, str] = Field(default_factory=dict)
    """How units of time are printed after a numeral: `month: mo`."""
    serial_comma: bool = False
    repeat_unit_in_size: bool = False
    """Whether the unit follows each length: 4 cm × 3 cm."""
    codes: tuple[Text, ...] = ()
    """Systems whose codes are printed after a term at its first mention: [HPO]."""
    abbreviations_known: tuple[Text, ...] = ()
    """Abbreviations that need no definition in this journal."""
    abbreviations_in_abstract: bool = True
    """False spells every abbreviation of the case out in the abstract."""
    abbreviation_uses: Annotated[int, Field(ge=1)] = 2
    """How often an abbreviation must be used in abstract, text or legend to be introduced there."""
    ize: Literal["as-written", "ize", "ise"] = "as-written"
    """British only: recognize (Oxford) or recognise; American English always has -ize."""
    numerals: Literal["as-written", "words-below-ten", "digits"] = "as-written"
    """Counts of things: `words-below-ten` prints seven patients, `digits` 7 patients.
    Measurements keep their numerals, and ordinals are words up to ninth in both."""
    number_opens_sentence: Literal["as-written", "words"] = "as-written"
    """`words` prints a number that begins a sentence in words, with its unit."""
    ranges: Literal["as-written", "en-dash", "hyphen", "to"] = "as-written"
    """What stands between the ends of a range: 5–10, 5-10 or 5 to 10."""
    percent_in_range: Literal["as-written", "once", "repeated"] = "as-written"
    """1.6–11% or 1.6%–11%."""
    percent: Literal["as-written", "closed", "spaced", "word"] = "as-written"
    """5%, 5 % or 5 percent (per cent in British English)."""
    signs: tuple[Literal["times", "minus", "plus-minus", "relations", "degree"], ...] = ()
    """Signs to print for what a keyboard has: 4 × 3 cm, −5, ±, ≤ and ≥, 38.5 °C."""
    thousands: Literal["as-written", "none", "comma", "thin-space"] = "as-written"
    """How numbers of five and more digits are grouped; shorter ones lose their separator unless
    it is a comma."""
    decimal_point: Literal[".", "·"] = "."
    p_values: PValues | None = None
    latin: Literal["as-written", "italic", "roman"] = "as-written"
    """How the words of `latin_words` are set."""
    latin_words: tuple[Text, ...] = (
        "et al",
        "vs",
        "in vitro",
        "in vivo",
        "in situ",
        "ex vivo",
        "de novo",
        "a priori",
        "post mortem",
        "per se",
    )
    units: Literal["as-given", "si", "conventional"] = "as-given"
    """The units of laboratory results and their reference ranges, by a table of analytes."""
    second_units: bool = False
    """Whether results follow in the units of the other system too: 177 µmol/L (2.0 mg/dL)."""
    bind_units: bool = True
    """Whether a no-break space stands between a number and its unit."""


class Callouts(Group):
    """How the text calls figures and tables, and where they stand."""

    figure: Text = "Figure"
    table: Text = "Table"
    lower_case: bool = False
    """Whether the text says 'figure 1' in lower case."""
    panel: Text = "{letter}: "
    """How a legend labels a panel; `{letter}` is A, B, C …"""
    placement: Literal["inline", "end"] = "end"


class MainText(Group):
    max_words: int | None = None
    kind: Literal["hard", "advised"] = "advised"


class Limits(Group):
    authors: int | None = None
    references: int | None = None
    figures: int | None = None


class Page(Group):
    style: PageStyle = PageStyle()


class Journal(_Data):
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
    page: Page
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

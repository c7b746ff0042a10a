"""The budget: how much of everything there is beside what the journal takes and wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from casewright.model.journal import Journal
from casewright.model.journal_text import Part, Section
from casewright.model.profile import Group
from casewright.model.words import word_count
from casewright.rules.measures import Measures, SectionWords


@dataclass(frozen=True, slots=True)
class Bound:
    """A measure and what the journal allows."""

    what: str
    """`references`, `main text`."""
    unit: str
    """What is counted: `words`, or the same as `what`."""
    has: int
    least: int | None
    most: int | None
    group: str
    """The group of the journal's rules."""
    rules: tuple[str, ...]
    """The rules of that group for the greatest and the least number; one where there is but one."""
    path: str
    """What of the case it counts; nothing where no one place would do."""
    advised: bool
    """Whether the journal advises rather than demands."""

    @property
    def amount(self) -> str:
        """How many there are: '3 figures', '1 reference', '812 words'."""
        if self.has != 1:
            return f"{self.has:,} {self.unit}"
        return f"1 {re.sub('s$|s(?= of)', '', self.unit).replace('s and ', ' or ')}"

    @property
    def left(self) -> int | None:
        """How much more the journal takes; None where it takes any amount or has had enough."""
        return self.most - self.has if self.most is not None and self.most >= self.has else None

    @property
    def over(self) -> int:
        """By how much it is more than the journal takes."""
        return max(0, self.has - self.most) if self.most is not None else 0

    @property
    def short(self) -> int:
        """By how much it is less than the journal wants."""
        return max(0, self.least - self.has) if self.least is not None else 0

    @property
    def broken_rule(self) -> str:
        """The rule that is broken; the one for the greatest number if none is."""
        return self.rules[-1] if self.short else self.rules[0]


def bounds(journal: Journal, measures: Measures) -> tuple[Bound, ...]:
    """Everything that a journal may limit, with what is known of the limit."""
    return (
        *_bounds(journal, measures),
        *_of_titles(journal, measures),
        *section_bounds(journal, measures),
        *abstract_bounds(journal, measures.abstract_parts),
        *_of_orcids(journal, measures),
    )


_LIMITS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("references", "references", "", ("references", "references_min")),
    ("figures", "figures", "figures", ("figures", "figures_min")),
    ("tables", "tables", "tables", ("tables",)),
    ("figures and tables", "figures_and_tables", "figures", ("figures_and_tables",)),
    ("panels of a figure", "panels", "figures", ("panels",)),
    ("authors", "authors", "authors", ("authors",)),
    ("patients", "patients", "patients", ("patients",)),
)
"""What is counted, the measure, where it stands in the case, and the rules of `limits`."""
_WORDS = ("max_words", "min_words")


def _bounds(journal: Journal, has: Measures) -> Iterator[Bound]:
    yield _bound("main text", "words", has.main_text, journal.main_text, rules=_WORDS)
    abstract = journal.abstract if journal.abstract.parts else None
    yield _bound("abstract", "words", has.abstract, abstract, rules=_WORDS, path="abstract")
    for what, name, path, rules in _LIMITS:
        together = name == "figures_and_tables"
        count = has.figures + has.tables if together else getattr(has, name)
        yield _bound(what, what, count, journal.limits, rules=rules, path=path)
    amount = ("max", "min")
    yield _bound(
        "keywords", "keywords", has.keywords, journal.keywords, rules=amount, path="keywords"
    )


def _of_titles(journal: Journal, has: Measures) -> Iterator[Bound]:
    """Only where there is a limit: few journals have one in words and one in characters."""
    for what, text, group in (
        ("title", has.title, journal.title_rule),
        ("running title", has.running_title, journal.running_title),
    ):
        for unit, count in (("words", word_count(text)), ("characters", len(text))):
            rule = f"max_{unit}"
            if getattr(group, rule, None) is not None:
                yield _bound(what, unit, count, group, rules=(rule,), path="title")


_OF_POINTS = frozenset[Part](
    {"learning_points", "highlights", "learning_objectives", "what_this_adds"}
)
"""Parts that are lists: the journal limits their points, and the words of each."""
_OF_COURSE = frozenset[Part](
    {
        *("narrative", "presentation", "investigations", "treatment", "outcome", "imaging"),
        *("chief_complaint", "present_illness", "past_history", "laboratory", "final_diagnosis"),
        *("personal_and_family_history", "physical_examination", "other_investigations"),
    }
)


def section_bounds(journal: Journal, measures: Measures) -> Iterator[Bound]:
    """The sections of the manuscript that have a limit of their own, those below them included."""
    for section in journal.sections.each():
        headings = {one.heading for one in section.each()}
        there = [one for one in measures.sections if one.heading in headings]
        points = set(section.all_parts) <= _OF_POINTS
        unit = "points" if points else "words"
        most, least = (
            (section.max_items, section.min_items)
            if points
            else (section.max_words, section.min_words)
        )
        if not there or (most is None and least is None):
            continue
        yield Bound(
            section.heading,
            unit,
            sum(one.points if points else one.words for one in there),
            least,
            most,
            "sections",
            ("order",),
            _path_of(section),
            section.kind == "advised",
        )


def abstract_bounds(journal: Journal, there: Iterable[SectionWords]) -> Iterator[Bound]:
    """The headings of the abstract that have a limit of their own."""
    words = {one.heading: one.words for one in there}
    for part in journal.abstract.parts:
        if part.heading in words and (part.max_words is not None or part.min_words is not None):
            yield Bound(
                part.heading,
                "words",
                words[part.heading],
                part.min_words,
                part.max_words,
                "abstract",
                OF_HEADINGS,
                f"abstract.{part.moves[0]}",
                journal.abstract.kind == "advised",
            )


OF_HEADINGS = ("parts",)
"""The rule of what stands under one heading of the abstract."""


def _path_of(section: Section) -> str:
    """Where in the case most of a section comes from."""
    first = section.all_parts[0]
    return "course" if first in _OF_COURSE else first


def _of_orcids(journal: Journal, has: Measures) -> Iterator[Bound]:
    front = journal.front_matter
    if front is None or front.orcids_of == "nobody":
        return
    count, least = has.orcids, has.authors
    if front.orcids_of == "corresponding":
        count, least = has.corresponding_orcids, has.corresponding
    yield Bound(
        "ORCID iDs",
        "ORCID iDs",
        count,
        least,
        None,
        "front_matter",
        ("orcids_of",),
        "authors",
        False,
    )


_GROUPS: Mapping[str, str] = {
    "main text": "main_text",
    "abstract": "abstract",
    "keywords": "keywords",
    "title": "title_rule",
    "running title": "running_title",
}


def _bound(
    what: str,
    unit: str,
    has: int,
    rule: Group | None,
    *,
    rules: tuple[str, ...],
    path: str = "",
) -> Bound:
    most, least, *_ = (*(getattr(rule, name, None) for name in rules), None)
    advised = getattr(rule, "kind", "hard") == "advised"
    group = _GROUPS.get(what, "limits")
    return Bound(what, unit, has, least, most, group, rules, path, advised)

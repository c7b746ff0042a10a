"""Where a journal prints what the authors declare: in sections, in one place, on the title page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from casewright.model.journal import Journal
from casewright.model.journal_demands import DEFAULT_FRONT, FrontItem
from casewright.model.journal_text import StatementKind

STATEMENT_KINDS: frozenset[StatementKind] = frozenset(get_args(StatementKind))

_IDENTIFYING: tuple[StatementKind, ...] = (
    *("author_contributions", "guarantor", "authors_information", "funding", "conflicts"),
    *("ethics", "registration", "prior_presentation", "acknowledgments"),
)
"""Statements that tell who wrote a report, or where: reviewers who may not know it do not see them.

They go to the title page, in this order.
"""

_SHARED: tuple[StatementKind, ...] = (
    *("consent", "ethics", "funding", "conflicts", "author_contributions", "guarantor"),
    *("data_availability", "ai_use", "reporting_guideline", "registration"),
    *("prior_presentation", "authors_information", "provenance", "open_access"),
    "acknowledgments",
)
"""The order in which statements stand under one heading, unless the journal gives another."""


@dataclass(frozen=True, slots=True)
class StatementPlaces:
    """Each statement has its place once in every file."""

    title_page: tuple[FrontItem, ...]
    """The items of the title page in their order, those among them that are no statements too."""
    manuscript: frozenset[StatementKind]
    """Those that have a section, or a share of one."""
    shared: tuple[StatementKind, ...]
    """Those that the part `statements` prints, in their order."""

    @property
    def printed(self) -> frozenset[StatementKind]:
        """All that have a place."""
        front = STATEMENT_KINDS.intersection(self.title_page)
        return front | self.manuscript | frozenset(self.shared)


def is_blinded(journal: Journal) -> bool:
    """Whether the manuscript may not tell who wrote it."""
    return journal.blinding is not None and journal.blinding.review == "double-blind"


def has_title_file(journal: Journal) -> bool:
    """Whether the title page is a file of its own."""
    front = journal.front_matter
    return is_blinded(journal) or (front is not None and front.file == "separate")


def places_of(journal: Journal) -> StatementPlaces:
    """Where the journal prints each statement."""
    front = journal.front_matter
    order = front.order if front else DEFAULT_FRONT
    in_sections = STATEMENT_KINDS.intersection(journal.sections.parts)
    shares = "statements" in journal.sections.parts
    if order == DEFAULT_FRONT:
        elsewhere = STATEMENT_KINDS if shares else in_sections
        order = tuple(item for item in order if item not in elsewhere)
    if not has_title_file(journal):
        order = tuple(item for item in order if item not in in_sections)
    hidden = frozenset(_IDENTIFYING) if is_blinded(journal) else frozenset[StatementKind]()
    order = (*order, *(kind for kind in _IDENTIFYING if kind in hidden and kind not in order))
    taken = frozenset(order) | in_sections | hidden
    return StatementPlaces(
        title_page=order,
        manuscript=in_sections - hidden,
        shared=tuple(kind for kind in _in_order(journal) if kind not in taken) if shares else (),
    )


def _in_order(journal: Journal) -> tuple[StatementKind, ...]:
    own = tuple(journal.statements.of) if journal.statements else ()
    return (*own, *(kind for kind in _SHARED if kind not in own))

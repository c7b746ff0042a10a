"""What a manuscript has of everything that its journal limits, and where each limit was read."""

from __future__ import annotations

from dataclasses import dataclass

from casewright.manuscript import Manuscript
from casewright.model.journal import Journal
from casewright.model.profile import Provenance
from casewright.rules.limits import Bound, bounds
from casewright.rules.measures import SectionWords


@dataclass(frozen=True, slots=True)
class Limit:
    """What the manuscript has of something, and where the journal's limit was read."""

    bound: Bound
    told: Provenance | None
    """None where the journal's limit is not known."""

    @property
    def known(self) -> bool:
        """Whether the journal's own limit is known, read or remembered."""
        return self.told is not None and not self.told.is_default

    @property
    def verified(self) -> bool:
        return self.told is not None and self.told.verified


@dataclass(frozen=True, slots=True)
class Budget:
    """Every limit, and the words of every section."""

    limits: tuple[Limit, ...] = ()
    sections: tuple[SectionWords, ...] = ()


def budget_of(made: Manuscript) -> Budget:
    """The budget of a composed manuscript; an empty one where there are errors."""
    journal, measures = made.journal, made.measures
    if journal is None or measures is None:
        return Budget()
    limits = tuple(_limit(one, journal) for one in bounds(journal, measures))
    return Budget(limits, measures.sections)


def _limit(bound: Bound, journal: Journal) -> Limit:
    group = getattr(journal, bound.group)
    known = bound.most is not None or bound.least is not None
    return Limit(bound, group.provenance(bound.broken_rule) if known else None)

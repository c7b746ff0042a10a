"""Notices of retraction, correction and concern about published works."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """What was said of a work after it was published."""

    nature: str
    """`Retraction`, `Correction`, `Expression of concern` or `Reinstatement`."""
    day: datetime.date
    reasons: tuple[str, ...]
    doi: str
    """Of the notice itself; empty if it has none."""


@dataclass(frozen=True, slots=True)
class Retractions:
    """All notices of a file, by the bare DOI in lower case and the PMID of the works."""

    file: str
    newest: datetime.date | None
    """The day of its newest notice: it says nothing of what happened later."""
    count: int
    by_doi: Mapping[str, tuple[Notice, ...]]
    by_pmid: Mapping[str, tuple[Notice, ...]]

    def about(self) -> dict[str, str | int | None]:
        """The file, how much it holds, and until when; for JSON."""
        newest = self.newest.isoformat() if self.newest else None
        return {"file": self.file, "newest": newest, "notices": self.count}

    def of(self, *, doi: str, pmid: str) -> tuple[Notice, ...]:
        """The notices about a work, the oldest first; by the bare DOI, else by the PMID."""
        found = self.by_doi.get(doi.casefold(), ()) or self.by_pmid.get(pmid, ())
        return tuple(sorted(found, key=lambda notice: notice.day))


def standing_retraction(notices: Sequence[Notice]) -> Notice | None:
    """The retraction among the notices about a work, unless the work was reinstated later."""
    retracted = [one for one in notices if one.nature == "Retraction"]
    if not retracted or max(notices, key=lambda one: one.day).nature == "Reinstatement":
        return None
    return max(retracted, key=lambda one: one.day)


SAYS_RETRACTED = re.compile(r"\bretract|\bwithdrawn", re.I)
"""The words by which a title or a note says that the work is cited as a retracted one."""

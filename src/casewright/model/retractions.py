"""Notices of retraction, correction and concern about published works."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
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

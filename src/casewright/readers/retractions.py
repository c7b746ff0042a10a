"""Reads the table of retractions that Retraction Watch and Crossref publish as a CSV file."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from pathlib import Path

from casewright.bibtex.identifiers import bare_doi
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.model.retractions import Notice, Retractions
from casewright.workspace import Workspace

_NEEDED = ("RetractionDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature")
_NONE = frozenset({"", "0", "unavailable"})
_LONGEST = 10_000_000


def read_retractions(workspace: Workspace, path: Path) -> tuple[Retractions | None, Diagnostics]:
    """Read a table as downloaded; None, and a finding, when it is none.

    The columns are those of the Retraction Watch data that Crossref distributes: a row for each
    notice, dates as `month/day/year hour:minute`, reasons between `+` and `;`.
    """
    found = Diagnostics()
    label = workspace.relative(path)
    try:
        data = workspace.read_bytes(path)
    except OSError:
        return None, _refuse(found, label, "the table of retractions is missing")
    text = data.decode("utf-8-sig", errors="replace")
    csv.field_size_limit(_LONGEST)
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""))
        missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
        if missing:
            message = f"the table of retractions has no column {' and no '.join(missing)}"
            return None, _refuse(found, label, message)
        return _collected(label, rows), found
    except csv.Error as error:
        return None, _refuse(found, label, f"the table of retractions cannot be read: {error}")


def _refuse(found: Diagnostics, label: str, message: str) -> Diagnostics:
    hint = "save the CSV file of the Retraction Watch data, as Crossref distributes it"
    found.add(RULES["REF022"], message, Span(label, 1, 1), hint=hint)
    return found


def _collected(label: str, rows: csv.DictReader[str]) -> Retractions:
    by_doi: dict[str, tuple[Notice, ...]] = {}
    by_pmid: dict[str, tuple[Notice, ...]] = {}
    newest: datetime.date | None = None
    count = 0
    for row in rows:
        day = _day(row["RetractionDate"] or "")
        if day is None:
            continue
        count += 1
        newest = max(newest or day, day)
        notice = _notice(row, day)
        doi = bare_doi(row["OriginalPaperDOI"] or "").casefold()
        pmid = (row["OriginalPaperPubMedID"] or "").strip()
        if doi not in _NONE:
            by_doi[doi] = (*by_doi.get(doi, ()), notice)
        if pmid not in _NONE:
            by_pmid[pmid] = (*by_pmid.get(pmid, ()), notice)
    return Retractions(label, newest, count, by_doi, by_pmid)


def _notice(row: Mapping[str, str | None], day: datetime.date) -> Notice:
    reasons = (part.strip().lstrip("+").strip() for part in (row.get("Reason") or "").split(";"))
    doi = bare_doi(row.get("RetractionDOI") or "")
    return Notice(
        (row["RetractionNature"] or "").strip(),
        day,
        tuple(reason for reason in reasons if reason),
        "" if doi.casefold() in _NONE else doi,
    )


def _day(text: str) -> datetime.date | None:
    try:
        month, day, year = text.split(" ", maxsplit=1)[0].split("/")
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None

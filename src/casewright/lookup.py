"""Works by their numbers from the registers: Crossref for DOIs, PubMed for PMIDs.

Sources: "REST API", Crossref; "A General Introduction to the E-utilities", National Library of
Medicine. Nothing here is done unless the user asks for it with `--online`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable
from urllib.parse import quote

from casewright.diagnostics import CannotRun
from casewright.interchange.crossref import read_crossref
from casewright.interchange.pubmed_xml import read_pubmed_xml
from casewright.interchange.reading import Reading, Unreadable
from casewright.interchange.safe_xml import parse_xml
from casewright.library.cache import FolderCache
from casewright.network import fetch
from casewright.workspace import Workspace

Number = tuple[str, str]
"""`DOI`, `PMID` or `PMCID`, and the number."""
Ask = Callable[[Number], Reading | None]
"""Gives what a register says of a number; None where it knows no such work."""

_CROSSREF = "https://api.crossref.org/works/"
_PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
_TOOL = "&tool=casewright"
_DAYS = 30
"""As long an answer is kept: titles are mended, and works retracted."""


def ask_online(workspace: Workspace) -> Ask:
    """Asks the registers, or looks into what they answered in the last 30 days."""

    def ask(number: Number) -> Reading | None:
        kind, value = number
        try:
            if kind == "DOI":
                return _crossref(workspace, value)
            pmid = value if kind == "PMID" else _search(workspace, f"{value}[pmcid]")
            return _pubmed(workspace, pmid) if pmid else None
        except (Unreadable, ValueError, RecursionError) as error:
            raise CannotRun(f"the answer about {kind} {value} cannot be read: {error}") from error

    return ask


def pmid_of(workspace: Workspace, doi: str) -> str | None:
    """The number in PubMed of a work that Crossref knows; None unless there is exactly one."""
    try:
        return _search(workspace, f"{doi}[doi]")
    except (ValueError, RecursionError) as error:
        raise CannotRun(f"the answer about DOI {doi} cannot be read: {error}") from error


def register_of(number: Number) -> str:
    """Who knows works by such a number."""
    return "Crossref" if number[0] == "DOI" else "PubMed"


def _crossref(workspace: Workspace, doi: str) -> Reading | None:
    data = _answer(workspace, _CROSSREF + quote(doi, safe=""))
    if data is None:
        return None
    value = json.loads(data)
    if not isinstance(value, dict) or not isinstance(value.get("message"), dict):
        raise ValueError("it is no work")
    return read_crossref(value, f"Crossref, DOI {doi}")


def _pubmed(workspace: Workspace, pmid: str) -> Reading | None:
    data = _answer(workspace, f"{_PUBMED}efetch.fcgi?db=pubmed&id={pmid}&retmode=xml{_TOOL}")
    if data is None:
        return None
    reading = read_pubmed_xml(parse_xml(data), f"PubMed, PMID {pmid}")
    found = [one for one in reading.works if one.work.text("pmid") == pmid]
    return reading if found else None


def _search(workspace: Workspace, term: str) -> str | None:
    query = f"esearch.fcgi?db=pubmed&term={quote(term, safe='')}&retmode=json{_TOOL}"
    data = _answer(workspace, _PUBMED + query)
    found = json.loads(data) if data else {}
    result = found.get("esearchresult") if isinstance(found, dict) else None
    numbers = result.get("idlist") if isinstance(result, dict) else None
    if not isinstance(numbers, list) or len(numbers) != 1 or not str(numbers[0]).isdecimal():
        return None
    return str(numbers[0])


def _answer(workspace: Workspace, url: str) -> bytes | None:
    """What a register answers; each answer is kept for some days, with the day it is of."""
    cache = FolderCache(workspace.cache_dir / "online")
    key = hashlib.sha256(url.encode()).hexdigest()
    day, _, known = (cache.get(key) or b"").partition(b"\n")
    if known and _fresh(day.decode(), workspace.today):
        return known
    data = fetch(url)
    if data is not None:
        cache.put(key, workspace.today.isoformat().encode() + b"\n" + data)
    return data


def _fresh(day: str, today: datetime.date) -> bool:
    return 0 <= (today - datetime.date.fromisoformat(day)).days < _DAYS

"""Numbers of works and people that cannot be right; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.bibtex.editing import rename_field, set_field
from casewright.bibtex.identifiers import (
    bare_arxiv,
    bare_doi,
    bare_pmcid,
    bare_pmid,
    is_doi,
    is_isbn,
    is_issn,
    is_orcid,
)
from casewright.bibtex.source import Work
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Edit

_ORCID = re.compile(r"(?<![\dX])(?:\d{4}-){3}\d{3}[\dXx](?![\dX])|(?<![\dX])\d{15}[\dX](?![\dX])")


def check_identifiers(work: Work, found: Diagnostics) -> None:
    """Report a DOI, PMID, PMCID, arXiv number, ISBN, ISSN or ORCID that cannot be right."""
    _check_doi(work, found)
    _check_pubmed(work, found)
    _check_arxiv(work, found)
    for name, is_right in (("isbn", is_isbn), ("issn", is_issn)):
        for part in re.split(r"[,;]\s*|\s+(?=97[89]|\d{4}-)", work.text(name)):
            number = re.sub(r"\(.*?\)|[{}]|^\s*(?:e-?)?IS[BS]N:?", "", part, flags=re.I).strip()
            if number and not is_right(number):
                _report(work, name, f"the {name.upper()} {number}", found, hint=_CHECK_DIGIT)
    for field in work.entry.fields:
        if "orcid" in field.name.lower():
            for match in _ORCID.finditer("".join(field.parts)):
                if not is_orcid(match[0]):
                    _report(work, field.name, f"the ORCID {match[0]}", found, hint=_CHECK_DIGIT)


_CHECK_DIGIT = "its length or its check digit is wrong: compare it with the source"


def _report(
    work: Work, name: str, what: str, found: Diagnostics, *, hint: str, edit: Edit | None = None
) -> None:
    message = f"{what} of '{work.key}' cannot be right"
    found.add(RULES["REF011"], message, work.place(work.field(name)), hint=hint, edit=edit)


def _check_doi(work: Work, found: Diagnostics) -> None:
    written = work.text("doi")
    doi = bare_doi(written)
    if not doi or is_doi(doi):
        return
    better = next((one for one in _better_dois(doi) if is_doi(one)), None)
    if better is None:
        hint = "it begins with '10.' and a number, then '/': the article's own page has it"
        _report(work, "doi", f"the DOI '{doi}'", found, hint=hint)
        return
    splices = set_field(work.source.data, work.entry, "doi", better)
    edit = work.source.edit(splices, safe=doi.rstrip(".,;") == better)
    _report(work, "doi", f"the DOI '{doi}'", found, hint=f"write {better}", edit=edit)


def _better_dois(doi: str) -> Iterator[str]:
    doi = re.sub(r"\s*\[doi\]$", "", doi)
    yield doi.rstrip(".,;")
    yield re.sub(r"\s", "", doi).rstrip(".,;")
    if match := re.search(r"10\.\d{4,9}/\S+", doi):
        yield match[0].rstrip(".,;")


def _check_pubmed(work: Work, found: Diagnostics) -> None:
    pmid, pmcid = work.text("pmid"), work.text("pmcid")
    if pmid and not bare_pmid(pmid):
        other = bare_pmcid(pmid)
        edit, hint = None, "it is a number of one to eight digits: PubMed shows it as 'PMID'"
        if other and not pmcid:
            hint = "it is a number of PubMed Central: call the field 'pmcid'"
            edit = work.source.edit(rename_field(work.entry, "pmid", "pmcid"), safe=True)
        _report(work, "pmid", f"the PMID '{pmid}'", found, hint=hint, edit=edit)
    if pmcid and not bare_pmcid(pmcid):
        hint = "it is 'PMC' and up to eight digits: PubMed shows it as 'PMCID'"
        _report(work, "pmcid", f"the PMCID '{pmcid}'", found, hint=hint)


def _check_arxiv(work: Work, found: Diagnostics) -> None:
    kind = work.text("eprinttype", "archiveprefix").casefold()
    number = work.text("eprint")
    if kind == "arxiv" and number and not bare_arxiv(number):
        hint = "it looks like 2401.01234 or math/0309136"
        _report(work, "eprint", f"the arXiv number '{number}'", found, hint=hint)

"""Numbers by which works and people are known: in one form, and whether they can be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_PREFIX = re.compile(r"^(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:?\s*)", re.I)
_ARXIV = re.compile(r"(?:arxiv:)?((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}))(?:v\d+)?", re.I)
_PUBMED = re.compile(
    r"(?:PMID:?\s*|https?://(?:www\.ncbi\.nlm\.nih\.gov/pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/))?"
    r"(\d{1,8})/?",
    re.I,
)
_CENTRAL = re.compile(
    r"(?:PMCID:?\s*|https?://(?:www\.ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/)?"
    r"(?:PMC)?(\d{1,8})(?:\.\d+)?/?",
    re.I,
)


def numbers_of(text: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """By what numbers a work is known, the surest first; `text` gives a field by its name."""
    if doi := bare_doi(text("doi")).casefold():
        yield "DOI", doi
    if pmid := bare_pmid(text("pmid")):
        yield "PMID", pmid
    if pmcid := bare_pmcid(text("pmcid")):
        yield "PMCID", pmcid
    kind, number = (text("eprinttype") or text("archiveprefix")).casefold(), text("eprint")
    if kind == "pubmed" and (pmid := bare_pmid(number)):
        yield "PMID", pmid
    if kind == "arxiv" and (arxiv := bare_arxiv(number)):
        yield "arXiv number", arxiv.casefold()


def typed_number(text: str) -> tuple[str, str] | None:
    """What somebody types to name a work, as `numbers_of` gives it; None for anything else.

    `10.1000/x`, `https://doi.org/10.1000/x`, `doi:10.1000/x`, `PMID: 123`, `123`, `PMC123`.
    """
    text = text.strip()
    doi = bare_doi(text).removesuffix(".")
    if is_doi(doi):
        return "DOI", doi.casefold()
    if pmid := bare_pmid(text):
        return "PMID", pmid
    pmcid = bare_pmcid(text)
    return ("PMCID", pmcid) if pmcid else None


def bare_doi(text: str) -> str:
    r"""`https://doi.org/10.1000/a_b` and `doi: 10.1000/a\_b` are both `10.1000/a_b`.

    Syntax: DOI Handbook, section 2.2.
    """
    text = re.sub(r"\\([_%&#])", r"\1", text.strip(" {}\t\r\n"))
    text = _DOI_PREFIX.sub("", text)
    return unquote(text) if "%2f" in text.casefold() else text


def is_doi(text: str) -> bool:
    """Whether a bare text can be a DOI; punctuation after it belongs to a sentence."""
    return bool(_DOI.fullmatch(text)) and text[-1] not in ".,;"


def bare_pmid(text: str) -> str | None:
    """The number of a work in PubMed, or None."""
    match = _PUBMED.fullmatch(text.strip(" {}"))
    return match[1] if match else None


def bare_pmcid(text: str) -> str | None:
    """The number of a work in PubMed Central with its letters, or None."""
    match = _CENTRAL.fullmatch(text.strip(" {}"))
    return f"PMC{match[1]}" if match else None


def bare_arxiv(text: str) -> str | None:
    """The identifier of a work in arXiv without its version, or None."""
    match = _ARXIV.fullmatch(text.strip(" {}"))
    return match[1] if match else None


def is_isbn(text: str) -> bool:
    """Whether the check digit is right (ISBN Users' Manual, 7th edition, section 5)."""
    digits = re.sub(r"[-\s‐–]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if char == "X" else int(char) for char in digits]
        return sum(n * value for n, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(char) * (1, 3)[n % 2] for n, char in enumerate(digits)) % 10 == 0
    return False


def is_issn(text: str) -> bool:
    """Whether the check digit is right (ISO 3297)."""
    digits = re.sub(r"[-\s‐–]", "", text).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return False
    values = [10 if char == "X" else int(char) for char in digits]
    return sum(n * value for n, value in zip(range(8, 0, -1), values, strict=True)) % 11 == 0


def is_orcid(text: str) -> bool:
    """Whether the check digit is right (ISO 7064, mod 11-2, as ORCID's support pages say)."""
    digits = text.replace("-", "").upper()
    if not re.fullmatch(r"\d{15}[\dX]", digits):
        return False
    total = 0
    for char in digits[:-1]:
        total = (total + int(char)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]

"""Which format a file has, and the readers and writers of all of them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Mapping

from casewright.interchange.bibtex import read_bibtex, write_bibtex
from casewright.interchange.crossref import is_crossref, read_crossref
from casewright.interchange.csl_json import json_items, read_csl_json, write_csl_json
from casewright.interchange.endnote_xml import read_endnote_xml, write_endnote_xml
from casewright.interchange.medline import read_medline, write_medline
from casewright.interchange.pubmed_xml import read_pubmed_xml
from casewright.interchange.reading import Reading, Unreadable, Written
from casewright.interchange.ris import read_ris, write_ris
from casewright.interchange.safe_xml import parse_xml
from casewright.interchange.web_of_science import read_web_of_science
from casewright.model.work import Work

WRITERS: Mapping[str, Callable[[Iterable[Work]], Written]] = {
    "bib": write_bibtex,
    "ris": write_ris,
    "nbib": write_medline,
    "csl-json": write_csl_json,
    "endnote-xml": write_endnote_xml,
}
"""What can be written, by the name of the format."""

_TAGGED: tuple[tuple[re.Pattern[str], Callable[[str, str], Reading]], ...] = (
    (re.compile(r"^FN (?:Clarivate|Thomson|ISI)|^PT [JBSP]$", re.M), read_web_of_science),
    (re.compile(r"^\s*TY {1,2}- ?\S", re.M), read_ris),
    (re.compile(r"^(?:PMID|FAU |TI  |AU  )- ", re.M), read_medline),
)


def read_works(data: bytes, file: str) -> Reading:
    """The works of a file that is no Word file, by its content.

    Raises `Unreadable` when it is in no format that is known.
    """
    text = text_of(data)
    start = text.lstrip()[:1]
    if start == "<":
        root = parse_xml(data if not data.startswith(b"\0") else text.encode())
        if root.tag in ("PubmedArticleSet", "PubmedArticle", "PubmedBookArticleSet"):
            return read_pubmed_xml(root, file)
        if root.find(".//record") is not None or root.tag == "record":
            return read_endnote_xml(root, file)
        raise Unreadable(f"<{root.tag}> is XML of neither PubMed nor EndNote", hint=_HINT)
    if start in ("[", "{"):
        items = list(json_items(text))
        if len(items) == 1 and is_crossref(items[0][0]):
            return read_crossref(items[0][0], file)
        return read_csl_json(items, file)
    for pattern, read in _TAGGED:
        if pattern.search(text):
            return read(text, file)
    if re.search(r"@[ \t]*\w+\s*[{(]", text):
        return read_bibtex(text.encode(), file)
    raise Unreadable("no work was found in it", hint=_HINT)


_HINT = (
    "known are BibTeX, RIS, PubMed (.nbib and XML), EndNote XML, CSL-JSON, Crossref JSON, Web of "
    "Science and Word"
)


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16, else in Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")

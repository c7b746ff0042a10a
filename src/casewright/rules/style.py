"""House style that only the author can mend."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.model.case import Report
from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.locating import locate
from casewright.model.tree import source_keys, text_runs, walk_sources

_SHORT = re.compile(
    r"(?<![\w/*-])(?!(?:ST|QT|QRS|PR) (?:segment|interval|complex|elevation|depression|change|wave"
    r"|duration|prolongation))([A-Z]{2,6})s?(?![\w/*-])"
)
_STATE = re.compile(r", [A-Z]{2}, (?:USA|U\.S\.A\.)")
"""A state of the United States in the address of a maker."""
_INTRODUCED = re.compile(r"\(([A-Z]{2,6})s?[®™]?[;,)]")
_INTRODUCED_LAST = re.compile(r"\(([^();,]{4,80})[,;] ([A-Z]{2,6})s?[®™]?\)")
_ROMAN = re.compile(r"[IVXLC]+")
_COMMON = """
    AIDS AM BC BMJ CAS CARE COVID CI DC DNA EC EU FDA GB HIV ICD ID IQ IU JAMA LLC MBBS MD MS NATO
    NHS NIH OK OR PCR PHD PM PO RNA SARS SD SE SI UK UN UNICEF URL US USA UV WHO
"""
COMMON = frozenset(_COMMON.split())
"""What is read without a definition: as in the AMA manual, or no abbreviation of the report."""


def check_style(case: Report, journal: Journal, document: Document) -> Diagnostics:
    """Report abbreviations that the text uses twice or more, and that nothing defines."""
    found = Diagnostics()
    known = {*case.abbreviations, *journal.house_style.abbreviations_known, *COMMON}
    known |= {author.all_letters for author in case.authors}
    uses: dict[str, list[tuple[str, ...]]] = {}
    introduced: set[str] = set()
    for text, keys in _texts(document.blocks):
        introduced |= set(_INTRODUCED.findall(text))
        introduced |= {
            short for long, short in _INTRODUCED_LAST.findall(text) if _begins(long, short)
        }
        for short in _SHORT.findall(_STATE.sub(", ", text)):
            if short not in known and not _ROMAN.fullmatch(short):
                uses.setdefault(short, []).append(keys)
    for short, places in uses.items():
        if len(places) < 2 or short in introduced:
            continue
        word = re.compile(rf"\b{short}")
        place = locate(word, places[0], case=case, sources=document.sources)
        found.add(
            RULES["STY001"],
            f"'{short}' is used {len(places)} times and is not defined",
            place or case.place("abbreviations"),
            hint=f"say what it means under abbreviations: '{short}: …'",
        )
    return found


def _begins(long: str, short: str) -> bool:
    """Whether the short form is made of the first letters of the last words."""
    words = long.replace("-", " ").split()[-len(short) :]
    return "".join(word[0].upper() for word in words) == short


def _texts(blocks: list[Ast]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of each sentence, without italics, quotations and citations, and its sources."""
    for node, keys in walk_sources(blocks):
        if source_keys(node):
            for run in text_runs(node["c"][1]):
                if isinstance(run, str):
                    yield run, keys

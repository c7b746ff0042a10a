"""Title, running title and keywords: functions of the case and the journal's rules."""

from __future__ import annotations

import re

from casewright.compose.language import capitalised, title_case
from casewright.compose.marks import plain
from casewright.model.journal import Journal
from casewright.model.series import CaseReport, Series


def title_of(case: CaseReport, journal: Journal) -> str:
    """The title as the journal wants it: its words, its capitals, the case's focus.

    Words of the journal are left out where the author's say the same ('…: a case report').
    """
    rule, given = journal.title_rule, case.title
    closing = rule.series_suffix if isinstance(case, Series) else rule.suffix
    if rule.form == "full" and given.full:
        return given.full
    title = focus_of(case)
    if given.subtitle and not closing.startswith(":"):
        title = f"{title}: {given.subtitle}"
    if rule.capitals == "title":
        title = title_case(title)
    prefix = "" if _says(title, rule.prefix) else rule.prefix
    suffix = "" if _says(title, closing) else closing
    return f"{prefix}{title}{suffix}"


def focus_of(case: CaseReport) -> str:
    """What the report is about: the author's focus, else the final diagnosis."""
    diagnosis = case.diagnosis or case.cases[0].diagnosis
    return capitalised(case.title.focus or diagnosis.final)


def running_title_of(case: CaseReport) -> str:
    """The title for the head of the pages: the author's short form, else the focus."""
    return capitalised(case.title.running or focus_of(case))


def _says(title: str, words: str) -> bool:
    """Whether the title holds the journal's words already, but for article and case."""
    core = re.sub(r"^(an?|the) ", "", words.strip(" :.,–—-").casefold())
    return bool(core) and core in title.casefold()


def keywords_of(case: CaseReport, journal: Journal) -> tuple[str, ...]:
    """The keywords as the journal wants them: those that it adds, in its order and capitals."""
    rule = journal.keywords
    if rule.max == 0:
        return ()
    terms = [word if isinstance(word, str) else word.term for word in case.keywords]
    if terms:
        known = {_folded(term) for term in terms}
        terms += [term for term in rule.add if _folded(term) not in known]
    if rule.order == "alphabetical":
        terms.sort(key=_folded)
    if rule.capitals == "first":
        terms = [capitalised(term) for term in terms]
    elif rule.capitals == "sentence":
        terms[:1] = [capitalised(term) for term in terms[:1]]
    return tuple(terms)


def _folded(term: str) -> str:
    return plain(term).casefold().removesuffix("s")

"""What the authors declare, as casewright words it: from facts, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from casewright.compose.language import capitalised
from casewright.compose.phrases import authors as people
from casewright.compose.phrases.declarations import (
    ONE,
    Subject,
    consent_sentence,
    ethics_sentence,
    form,
    givers,
    scope,
)
from casewright.model.authors import Author
from casewright.model.case import Report
from casewright.model.declarations import Consent, Ethics
from casewright.model.guidelines import GUIDELINES, GuidelineName
from casewright.model.journal import Journal
from casewright.model.journal_style import HouseStyle
from casewright.model.journal_text import StatementKind
from casewright.model.statements import AIUse, Grant

NONE: Mapping[StatementKind, str] = {
    "ai_use": "No generative artificial intelligence was used in the preparation of this report.",
    "conflicts": "{authors} no conflict of interest.",
    "funding": "This work received no specific funding.",
    "prior_presentation": "This report has not been presented before.",
}
"""By kind, what 'none' says; the others then print nothing."""

LABELS: Mapping[StatementKind, str] = {
    "acknowledgments": "Acknowledgments",
    "ai_use": "Use of artificial intelligence",
    "author_contributions": "Author contributions",
    "authors_information": "Authors' information",
    "conflicts": "Conflicts of interest",
    "consent": "Informed consent",
    "data_availability": "Data availability",
    "ethics": "Ethics approval",
    "funding": "Funding",
    "guarantor": "Guarantor",
    "open_access": "Open access",
    "prior_presentation": "Prior presentation",
    "provenance": "Provenance and peer review",
    "registration": "Registration",
    "reporting_guideline": "Reporting guideline",
}
"""What a statement is called where the journal does not say."""

_DATA = {
    "in the report": "All data of this case are contained in the report.",
    "on request": "Further data are available from the corresponding author on reasonable request.",
}

Words = Mapping[str, str]
"""What stands in for the braces of a journal's sentence; `text` is casewright's own."""


def words_of(kind: StatementKind, case: Report, journal: Journal) -> Words:
    """The facts of a statement in words; empty where the case has none for it."""
    rule = journal.statements
    style = journal.house_style
    names = people.Names(case, rule.authors_as if rule else "initials", style)
    said, value = case.statements, getattr(case.statements, kind, None)
    match kind, value:
        case "funding", tuple() as grants:
            return _funding(grants, case, names)
        case "data_availability", str() if value in _DATA:
            return {"text": _DATA[value]}
        case "ai_use", AIUse() as use:
            return _ai_use(use, case)
        case "reporting_guideline", str() if value in GUIDELINES:
            guideline = GUIDELINES[cast(GuidelineName, value)]
            return {"guideline": guideline, "text": f"This report follows {guideline}."}
        case "conflicts", None if any(author.conflicts for author in case.authors):
            return {"text": people.conflicts(case.authors, names)}
        case "guarantor", None if any(author.guarantor for author in case.authors):
            return _guarantor([author for author in case.authors if author.guarantor], names)
        case "author_contributions", None:
            listed = rule.contributions if rule else "by-author"
            text = people.contributions(case.authors, names, listed=listed)
            approved = " All authors read and approved the final text."
            several = len(case.authors) > 1
            approval = approved if said and said.approved_by_all and several else ""
            return {"text": f"{capitalised(text)}.{approval}"} if text else {}
        case "ethics", _ if isinstance(case.ethics, Ethics):
            return {"text": ethics_sentence(case.ethics)}
    return {}


def _funding(grants: Sequence[Grant], case: Report, names: people.Names) -> Words:
    funders = names.joined([_grant(grant, case, names) for grant in grants])
    return {"funders": funders, "text": f"This work was supported by {funders}."}


def _grant(grant: Grant, case: Report, names: people.Names) -> str:
    number = f"No. {grant.grant}" if grant.grant else ""
    received = [author for name in grant.authors if (author := find_author(case, name))]
    to = f"to {names.all_of(received)}" if received else ""
    details = ", ".join(part for part in (number, to) if part)
    return f"{grant.funder} ({details})" if details else grant.funder


def find_author(case: Report, name: str) -> Author | None:
    """The one author whom a grant names."""
    found = [one for one in case.authors if name in (one.id, one.family, one.name)]
    return found[0] if len(found) == 1 else None


def _ai_use(use: AIUse, case: Report) -> Words:
    text = f"{capitalised(use.tool)} was used for {use.purpose}."
    if use.reviewed:
        who = "author reviewed" if len(case.authors) == 1 else "authors reviewed"
        takes = "takes" if len(case.authors) == 1 else "take"
        text += f" The {who} its output and {takes} full responsibility for the content."
    return {"tool": use.tool, "purpose": use.purpose, "text": text}


def _guarantor(authors: Sequence[Author], names: people.Names) -> Words:
    who = names.all_of(authors)
    are = "is the guarantor" if len(authors) == 1 else "are the guarantors"
    return {"names": who, "text": f"{who} {are} of this report."}


def consent_words(consent: Consent, style: HouseStyle, *, subject: Subject = ONE) -> Words:
    """The facts of a consent in words."""
    words = {"text": consent_sentence(consent, style, subject=subject)}
    if not consent.obtained:
        return words
    facts = {
        "consent": form(consent.written),
        "givers": givers(consent, style, subject=subject),
        "scope": scope(consent, style, subject=subject),
    }
    return {**words, **{name: fact for name, fact in facts.items() if fact}}


def authors_phrase(case: Report) -> str:
    """'The authors', or 'The author'."""
    return "The author" if len(case.authors) == 1 else "The authors"


def none_sentence(kind: StatementKind, case: Report) -> str:
    """What casewright says for 'none'; empty where nothing need be said."""
    declares = "declares" if len(case.authors) == 1 else "declare"
    return NONE.get(kind, "").replace("{authors}", f"{authors_phrase(case)} {declares}")

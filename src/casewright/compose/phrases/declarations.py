"""Consent, ethics and the search for similar cases, told from facts and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from casewright.compose.language import number_word, plural
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases.times import time_phrase
from casewright.model.case import Case
from casewright.model.declarations import (
    Consent,
    Ethics,
    OtherConsent,
    Perspective,
    SearchStrategy,
)
from casewright.model.journal import Journal
from casewright.model.journal_style import HouseStyle


def consent_sentence(consent: Consent, style: HouseStyle) -> Md:
    """'Written informed consent for publication of this report was obtained from the patient.'"""
    if not consent.obtained:
        because = f" because {consent.reason}" if consent.reason else ""
        return Md.of(f"Informed consent for publication was not obtained{because}.")
    givers = listed([_giver(giver) for giver in consent.given_by], style)
    source = Md.join_all(" from ", givers) if givers else ""
    form = _consent(consent.written, consent.scope, style)
    return Md.join_all(form, " was obtained", source, ".")


def other_consent_sentence(consent: OtherConsent, style: HouseStyle) -> Md:
    """The same of someone else who can be recognised."""
    subject = _consent(consent.written, consent.scope, style)
    return Md.join_all(subject, " was also obtained from ", consent.person, ".")


def _consent(written: bool | None, scope: Sequence[str], style: HouseStyle) -> Md:
    form = {True: "Written informed", False: "Verbal informed", None: "Informed"}[written]
    objects = {
        "text": "this case report",
        "images": "the accompanying images",
        "video": "the accompanying video",
    }
    what = listed([words for name, words in objects.items() if name in scope], style)
    return Md.join_all(f"{form} consent for publication", " of " if what else "", what)


def _giver(giver: str) -> str:
    if giver == "patient":
        return "the patient"
    own = giver in {"next of kin", "family", "parent", "parents", "mother", "father"}
    return f"the patient's {giver}" if own else f"the {giver} of the patient"


def perspective_opening(perspective: Perspective) -> Md:
    """Whose words follow, where they are not the patient's: 'From the patient's mother:'."""
    return Md("") if perspective.by == "patient" else Md.of(f"From the patient's {perspective.by}:")


def ethics_sentence(ethics: Ethics) -> Md:
    """'Ethical approval was not required.', with the committee, its number and the reason."""
    body = f"the {ethics.body}" if ethics.body and ethics.body[0].isupper() else ethics.body
    number = f" (number {ethics.number})" if ethics.number else ""
    because = f" because {ethics.reason}" if ethics.reason else ""
    if ethics.status == "approved":
        by = f" by {body}" if body else ""
        return Md.of(f"Publication of this report was approved{by}{number}{because}.")
    if ethics.status == "waived":
        by = f" by {body}" if body else ""
        return Md.of(f"The need for ethical approval was waived{by}{number}{because}.")
    by = f" according to {body}" if body else ""
    return Md.of(f"Ethical approval was not required{by}{number}{because}.")


def search_sentence(search: SearchStrategy, case: Case, journal: Journal) -> Md:
    """'A search of PubMed in March 2024 with the terms “…” found two similar cases.'"""
    date = time_phrase(search.date, case, journal) if search.date is not None else None
    terms = f' with the terms "{search.terms}"' if search.terms else ""
    found = " was performed"
    if search.hits is not None:
        count = number_word(search.hits) if 0 < search.hits < 10 else str(search.hits or "no")
        found = f" found {count} similar {plural('case', search.hits)}"
    head = Md.join_all("A search of ", listed(search.databases, journal.house_style))
    return Md.join_all(head, *((" ", date) if date else ()), terms, found, ".")

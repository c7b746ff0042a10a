"""Consent, ethics and the search for similar cases, told from facts and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from casewright.compose.language import capitalised, join_list, number_word, plural
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

ON_FILE = "The signed form is available to the editor on request."


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is spoken of in what."""

    patient: str
    report: str

    @property
    def possessive(self) -> str:
        """The patient's, or the patients'."""
        return f"{self.patient}'" if self.patient.endswith("s") else f"{self.patient}'s"


ONE = Subject("the patient", "this case report")
ONE_OF_SEVERAL = Subject("the patient", "this case series")
SEVERAL = Subject("the patients", "this case series")


def consent_sentence(consent: Consent, style: HouseStyle, *, subject: Subject = ONE) -> str:
    """'Written informed consent for publication of this report was obtained from the patient.'"""
    if not consent.obtained:
        because = f" because {consent.reason}" if consent.reason else ""
        return f"Informed consent for publication was not obtained{because}."
    return _consent_sentence(
        consent, givers(consent, style, subject=subject), style=style, subject=subject
    )


def consent_of_all(consent: Consent, style: HouseStyle) -> str:
    """The same of patients each of whom gave the same consent."""
    return _consent_sentence(consent, "each patient", style=style, subject=SEVERAL)


def _consent_sentence(consent: Consent, givers: str, *, style: HouseStyle, subject: Subject) -> str:
    what = scope(consent, style, subject=subject)
    of = f" of {what}" if what else ""
    source = f" from {givers}" if givers else ""
    guided = f" in line with {consent.guidance}" if consent.guidance else ""
    said = f"{form(consent.written)} for publication{of} was obtained{source}{guided}."
    return f"{capitalised(said)} {ON_FILE}" if consent.on_file else capitalised(said)


def other_consent_sentence(consent: OtherConsent, style: HouseStyle) -> str:
    """The same of someone else who can be recognised."""
    what = scope(consent, style)
    of = f" of {what}" if what else ""
    said = f"{form(consent.written)} for publication{of} was also obtained from {consent.person}."
    return capitalised(said)


def form(written: bool | None) -> str:
    """'written informed consent'"""
    return {True: "written ", False: "verbal ", None: ""}[written] + "informed consent"


def scope(consent: Consent | OtherConsent, style: HouseStyle, *, subject: Subject = ONE) -> str:
    """What consent covers: 'this case report'; empty where the case does not say."""
    objects = {
        "text": subject.report,
        "images": "the accompanying images",
        "video": "the accompanying video",
    }
    covered = [words for name, words in objects.items() if name in consent.scope]
    return join_list(covered, serial_comma=style.serial_comma)


def givers(consent: Consent, style: HouseStyle, *, subject: Subject = ONE) -> str:
    """'the patient's parents'; empty where the case does not say."""
    who = [_giver(giver, subject) for giver in consent.given_by]
    return join_list(who, serial_comma=style.serial_comma)


def _giver(giver: str, subject: Subject) -> str:
    if giver == "patient":
        return subject.patient
    own = giver in {"next of kin", "family", "parent", "parents", "mother", "father"}
    return f"{subject.possessive} {giver}" if own else f"the {giver} of {subject.patient}"


def perspective_opening(perspective: Perspective) -> Md:
    """Whose words follow, where they are not the patient's: 'From the patient's mother:'."""
    return Md("") if perspective.by == "patient" else Md.of(f"From the patient's {perspective.by}:")


def ethics_sentence(ethics: Ethics) -> str:
    """'Ethical approval was not required.', with the committee, its number and the reason."""
    body = f"the {ethics.body}" if ethics.body and ethics.body[0].isupper() else ethics.body
    number = f" (number {ethics.number})" if ethics.number else ""
    because = f" because {ethics.reason}" if ethics.reason else ""
    if ethics.status == "approved":
        by = f" by {body}" if body else ""
        return f"Publication of this report was approved{by}{number}{because}."
    if ethics.status == "waived":
        by = f" by {body}" if body else ""
        return f"The need for ethical approval was waived{by}{number}{because}."
    by = f" according to {body}" if body else ""
    return f"Ethical approval was not required{by}{number}{because}."


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

"""The patient in a sentence: at first mention, as a pronoun, by age."""

from __future__ import annotations

import re

from casewright.compose.language import article, plural
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import NBSP
from casewright.model.journal import Journal
from casewright.model.patient import Patient
from casewright.model.times import Age

_NOUNS = {
    "female": ("girl", "girl", "woman", "she", "her"),
    "male": ("boy", "boy", "man", "he", "his"),
}
_NEUTRAL = ("infant", "child", "patient", "the patient", "the patient's")


def pronoun(patient: Patient) -> str:
    """'she', 'he', or 'the patient' where the sex is not known."""
    return _NOUNS.get(patient.sex, _NEUTRAL)[3]


def possessive(patient: Patient) -> str:
    """'her', 'his', or 'the patient's' where the sex is not known."""
    return _NOUNS.get(patient.sex, _NEUTRAL)[4]


def person(patient: Patient, journal: Journal) -> Md:
    """The patient at first mention: 'a 66-year-old woman', 'a woman in her 60s'."""
    nouns = _NOUNS.get(patient.sex, _NEUTRAL)
    age = patient.age
    noun = nouns[0] if age.years < 1 else nouns[1] if age.years < 18 else nouns[2]
    if journal.age.form == "decade":
        phrase = f"{noun} {_decade(age, nouns[4] if patient.sex in _NOUNS else 'their')}"
    else:
        phrase = f"{age.value}-{age.unit}-old {noun}"
    return Md.of(f"{article(phrase)} {phrase}")


def _decade(age: Age, possessive: str) -> str:
    if age.years < 1:
        return f"in {possessive} first year of life"
    if age.years < 10:
        return "under 10 years of age"
    if age.years < 20:
        return f"in {possessive} teens"
    if age.years >= 90:
        return "aged 90 years or older"
    return f"in {possessive} {age.years // 10 * 10}s"


def age_text(age: Age, journal: Journal) -> Md:
    """An age on its own: '66 years', '60s'."""
    if journal.age.form == "decade":
        if age.years < 20:
            return Md.of(f"under {1 if age.years < 1 else 10 if age.years < 10 else 20} years")
        return Md.of("90 years or older" if age.years >= 90 else f"{age.years // 10 * 10}s")
    return Md.of(f"{age.value}{NBSP}{plural(age.unit, age.value)}")


def predicate(status: str) -> Md:
    """A status as a predicate: 'was well', 'died of sepsis', 'had no recurrence'."""
    if re.match(r"(died|remained|was|had|continued|recovered|returned)\b", status):
        return Md.of(status)
    return Md.of(f"had {status}" if status.startswith("no ") else f"was {status}")

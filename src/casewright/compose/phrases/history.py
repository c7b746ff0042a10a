"""What was known before the illness, as noun phrases and predicates."""

from __future__ import annotations

from casewright.compose.language import article
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases import people
from casewright.compose.phrases.quantities import quantity
from casewright.compose.phrases.times import duration, time_phrase
from casewright.model.case import Case
from casewright.model.history import Alcohol, FamilyItem, HistoryItem, Smoking
from casewright.model.journal import Journal


def item_phrase(item: HistoryItem, case: Case, journal: Journal) -> Md:
    """'hypertension for 10 years treated with amlodipine (well controlled)'."""
    parts: list[object] = [Md.of(item.what)]
    if item.since:
        parts.append(f"since {item.since}")
    if item.duration:
        parts += ["for", duration(item.duration)]
    if item.at_age:
        parts.append(people.at_age(item.at_age, case.patient, journal))
    if item.at is not None and (told := time_phrase(item.at, case, journal)):
        parts.append(told)
    if item.treated_with:
        drugs = listed(item.treated_with, journal.house_style)
        parts.append(Md.join_all("treated with ", drugs))
    if item.outcome:
        parts.append(f"({item.outcome})")
    return Md(" ".join(str(Md.of(part)) for part in parts))


def family_phrase(item: FamilyItem, case: Case) -> Md:
    """'breast cancer in her mother'."""
    if not item.relation:
        return Md.of(item.what)
    whose = people.possessive(case.patient)
    own = "the" if whose == "the patient's" else whose
    return Md.of(f"{item.what} in {own} {item.relation}")


def smoking_predicate(smoking: Smoking) -> Md:
    """'had never smoked', 'was a former smoker (20 pack-years)'."""
    if smoking.status == "never":
        return Md("had never smoked")
    phrase = Md.of(f"was a {smoking.status} smoker")
    if smoking.pack_years is None:
        return phrase
    return Md.join_all(phrase, " (", quantity(smoking.pack_years), " pack-years)")


def alcohol_predicate(alcohol: Alcohol) -> Md:
    """'did not drink alcohol', 'drank alcohol occasionally'."""
    words = {
        "none": "did not drink alcohol",
        "occasional": "drank alcohol occasionally",
        "moderate": "drank alcohol moderately",
        "heavy": "drank alcohol heavily",
        "former": "had stopped drinking alcohol",
    }[alcohol.status]
    return Md.of(f"{words} ({alcohol.amount})" if alcohol.amount else words)


def occupation_predicate(occupation: str) -> Md:
    """'was a farmer'."""
    first = occupation.split(" ", 1)[0].lower()
    return Md.of(
        f"was {occupation}" if first in {"a", "an"} else f"was {article(occupation)} {occupation}"
    )

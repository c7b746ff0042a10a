"""The patient in a sentence: at first mention, as a pronoun, by age."""

from __future__ import annotations

import re

from casewright.compose.language import article, plural
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import NBSP
from casewright.model.ages import Age, GestationalAge
from casewright.model.journal import Journal
from casewright.model.journal_style import AgePolicy
from casewright.model.outcomes import Death
from casewright.model.patient import Newborn, Patient, Pregnancy

_PRONOUNS = {"she": ("she", "her"), "he": ("he", "his"), "they": ("the patient", "their")}
_NEUTRAL = ("the patient", "the patient's")
_STAGES = ("fetus", "neonate", "infant", "child", "adolescent", "patient")


def pronoun(patient: Patient) -> str:
    """'she', 'he', or 'the patient', which takes a singular verb where 'they' would not."""
    return "the fetus" if patient.is_fetus else _pronouns(patient)[0]


def possessive(patient: Patient) -> str:
    """'her', 'his', 'their', or 'the patient's' where the sex is not known."""
    return "the fetus's" if patient.is_fetus else _pronouns(patient)[1]


def _pronouns(patient: Patient) -> tuple[str, str]:
    chosen = patient.pronouns
    if chosen is None and patient.gender == "non-binary":
        chosen = "they"
    if chosen is None and patient.gender:
        chosen = "she" if patient.gender.endswith("woman") else "he"
    if chosen is None:
        chosen = {"female": "she", "male": "he"}.get(patient.sex)  # type: ignore[assignment]
    return _PRONOUNS[chosen] if chosen else _NEUTRAL


def _stage(age: Age) -> str:
    """The stage of life by the bounds of AMA 11."""
    if age.gestation:
        return "fetus"
    if age.is_neonatal:
        return "neonate"
    bounds = ((1, "infant"), (13, "child"), (18, "adolescent"))
    return next((stage for bound, stage in bounds if age.years < bound), "patient")


def noun(patient: Patient) -> str:
    """'woman', 'boy', 'female neonate', 'transgender man', 'child'."""
    stage = _stage(patient.age)
    minor = stage in _STAGES[2:5]
    if stage in _STAGES[:2]:
        return f"{patient.sex} {stage}" if patient.sex in ("female", "male") else stage
    if patient.gender == "non-binary":
        return f"non-binary {stage if minor else 'person'}"
    words = patient.gender or {"female": "woman", "male": "man"}.get(patient.sex)
    if words is None:
        return f"intersex {stage}" if patient.sex == "intersex" else stage
    if minor:
        return words.replace("woman", "girl") if "woman" in words else words.replace("man", "boy")
    return words


def person(patient: Patient, journal: Journal, *, brief: bool = False) -> Md:
    """The patient at first mention: 'a 66-year-old woman', 'a woman in her 60s'."""
    words = noun(patient)
    if not brief:
        kept = journal.demographics.omit if journal.demographics else ()
        own = (patient.handedness, None if "ethnicity" in kept else patient.ethnicity)
        words = " ".join([*(word for word in own if word), words])
    phrase = _aged(patient, words, journal.age)
    return Md.of(f"{article(phrase)} {phrase}")


def _aged(patient: Patient, words: str, policy: AgePolicy) -> str:
    age = patient.age
    if age.gestation:
        return f"{words} at {gestational_age(age.gestation)} of gestation"
    if age.is_neonatal and (age.value == 0 or policy.form != "exact"):
        return f"newborn {words.replace('neonate', 'infant')}" if age.value == 0 else words
    told = age_group(age, policy, possessive(patient))
    if told and words.endswith(("infant", "adolescent")) and told.startswith("in "):
        return words
    if told:
        return f"{words} {told}"
    if age.day_of_life:
        return f"{words} on day {age.value} of life"
    if age.rest:
        return f"{words} aged {_exact(age)}"
    return f"{age.value}-{age.unit}-old {words}"


def age_group(age: Age, policy: AgePolicy, owner: str) -> str | None:
    """An age as a group after its noun: 'in her 60s', 'aged 40–64 years'; None if it is exact."""
    if age.group == "or older":
        return f"aged {age.value} years or older"
    if policy.oldest is not None and age.years > policy.oldest:
        return f"aged {policy.oldest + 1} years or older"
    if age.group == "decade" or policy.form == "decade":
        return _decade(age, owner)
    if policy.form == "bands":
        return f"aged {_band(age, policy.bands)}"
    return None


def _decade(age: Age, owner: str) -> str:
    own = owner if owner in {"her", "his"} else "their"
    if age.years < 1:
        return f"in {own} first year of life"
    if age.years < 10:
        return "under 10 years of age"
    if age.years < 20:
        return f"in {own} teens"
    if age.years >= 90:
        return "aged 90 years or older"
    return f"in {own} {age.years // 10 * 10}s"


def _band(age: Age, bounds: tuple[int, ...]) -> str:
    below = [bound for bound in bounds if bound <= age.years]
    above = [bound for bound in bounds if bound > age.years]
    if not below:
        return f"under {above[0]} years"
    return f"{below[-1]}–{above[0] - 1} years" if above else f"{below[-1]} years or older"


def age_as_published(age: Age) -> Md:
    """An age that others published: a journal's policy is for the ages of its own patients."""
    if age.gestation:
        return Md.of(f"{gestational_age(age.gestation)} of gestation")
    if age.day_of_life:
        return Md.of(f"day {age.value} of life")
    ends = {"decade": "s", "or older": f"{NBSP}years or older"}
    return Md.of(f"{age.value}{ends[age.group]}" if age.group else _exact(age))


def age_text(age: Age, policy: AgePolicy) -> Md:
    """An age on its own: '66 years', '6 years and 6 months', '60s'."""
    told = None if age.gestation else age_group(age, policy, "their")
    if told is None:
        return age_as_published(age)
    if age.group == "decade" or (policy.form == "decade" and told.startswith("in ")):
        if age.years < 20:
            return Md.of("under 1 year" if age.years < 1 else "under 20 years")
        return Md.of(f"{age.years // 10 * 10}s")
    return Md.of(told.removeprefix("aged ").removesuffix(" of age"))


def _exact(age: Age) -> str:
    text = f"{age.value}{NBSP}{plural(age.unit, age.value)}"
    if age.rest:
        text += f" and {age.rest}{NBSP}{plural(age.finest, age.rest)}"
    return text


def at_age(age: Age, patient: Patient, journal: Journal) -> Md:
    """An age in the past: 'at the age of 12 years', 'in her 40s', 'at 22 weeks of gestation'."""
    if age.gestation:
        return Md.join_all("at ", age_as_published(age))
    if age.value == 0:
        return Md.of("at birth")
    told = age_group(age, journal.age, possessive(patient))
    if told is None:
        return Md.join_all("at the age of ", age_text(age, journal.age))
    told = told.replace("under 10 years of age", "before the age of 10 years")
    return Md.of(f"when {told}" if told.startswith("aged ") else told)


def gestational_age(age: GestationalAge) -> str:
    """'28 weeks and 3 days'."""
    text = f"{age.weeks}{NBSP}{plural('week', age.weeks)}"
    return f"{text} and {age.days}{NBSP}{plural('day', age.days)}" if age.days else text


def expecting(pregnancy: Pregnancy, *, brief: bool) -> Md:
    """What a pregnancy adds to its patient: ', gravida 2 para 1, at 24 weeks of gestation,'."""
    told = ""
    if pregnancy.gestational_age:
        told = f" at {gestational_age(pregnancy.gestational_age)} of gestation"
    elif pregnancy.trimester:
        told = f" in the {pregnancy.trimester} trimester of pregnancy"
    counts = (("gravida", pregnancy.gravida), ("para", pregnancy.para))
    parity = " ".join(f"{name} {count}" for name, count in counts if count is not None)
    if brief or not parity:
        return Md.of(told)
    return Md.of(f", {parity},{told}{',' if told else ''}")


def pregnancy_kind(pregnancy: Pregnancy) -> Md:
    """'a dichorionic diamniotic twin pregnancy'; nothing for what goes without saying."""
    if not (pregnancy.plurality or pregnancy.chorionicity or pregnancy.conception):
        return Md("")
    words = (pregnancy.chorionicity, pregnancy.plurality, "pregnancy")
    phrase = " ".join(word for word in words if word)
    return Md.of(f"{article(phrase)} {phrase}")


def child_noun(newborn: Newborn) -> str:
    """'girl', 'stillborn boy', or 'infant' where the sex is not known."""
    word = {"female": "girl", "male": "boy"}.get(newborn.sex, "infant")
    return f"stillborn {word}" if newborn.outcome == "stillbirth" else word


def died(death: Death) -> str:
    """A death as a predicate: 'died of septic shock'."""
    return f"died of {death.cause}" if isinstance(death.cause, str) else "died"


_PAST = re.compile(
    r"(died|remained|was|had|continued|recovered|returned|reported|felt|required|developed)\b"
)


def predicate(status: str) -> Md:
    """A status as a predicate: 'was well', 'died of sepsis', 'had no recurrence'."""
    if _PAST.match(status):
        return Md.of(status)
    return Md.of(f"had {status}" if status.startswith("no ") else f"was {status}")

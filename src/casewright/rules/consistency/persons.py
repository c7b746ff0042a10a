"""CON020 and CON021: age and sex of the patient in prose and in the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.diagnostics import Diagnostics
from casewright.model.ages import Age
from casewright.model.case import Case
from casewright.model.patient import Patient
from casewright.model.time_units import DAYS
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.facts import NUMBER, Facts, disagreement, number_of
from casewright.rules.sentences import Sentence

_PERSON = r"(?:patient|woman|man|girl|boy|infant|child|male|female|lady|gentleman|newborn|neonate)"
_AGE = AnyCase(
    rf"\b(?P<age>(?P<n>{NUMBER})[- ](?P<unit>day|week|month|year|yr|y|mo)s?[- /]?(?:old|o))\b"
    rf"|\b{_PERSON},? (?:was |is )?"
    rf"(?P<aged>(?:aged|of) (?P<m>{NUMBER}) (?P<u>day|week|month|year)s?)\b",
)
_DECADES = {
    **{f"{word}ties": 10 * number for number, word in enumerate(("twen", "thir"), 2)},
    **{"forties": 40, "fourties": 40, "fifties": 50, "sixties": 60, "seventies": 70},
    **{"eighties": 80, "nineties": 90, "quadragenarian": 40, "quinquagenarian": 50},
    **{"sexagenarian": 60, "septuagenarian": 70, "octogenarian": 80, "nonagenarian": 90},
}
_DECADE = AnyCase(
    rf"\bin (?:her|his|their) (?:(?:early|mid|late)[- ])?(?P<in>[2-9]0s|{'|'.join(_DECADES)})\b"
    rf"|\b(?P<word>\w+genarian)\b",
)
_AGE_NOW = AnyCase(r"\b(?:now|currently|at follow-up|when (?:she|he) was|at the age)\b")
_UNITS = {"yr": "year", "y": "year", "mo": "month"}
_TOLD_AGE = re.compile(r"\b(\d{1,3})[- ](day|week|month|year)s?\b", re.I)

_MALE, _FEMALE = r"man|boy|gentleman|male", r"woman|girl|lady|female"
_SEX = AnyCase(
    rf"(?:\b{NUMBER}[- ](?:day|week|month|year)s?[- ]old|\b(?:patient,?|who)(?: was| is)? an?"
    r"|\b(?:report|describe|present)(?:ed)?(?: here)? (?:the case of )?an?|\b(?:this|our))"
    rf"(?: (?!and\b|or\b|whose\b|with\b)[\w-]+){{0,4}}? (?P<sex>{_MALE}|{_FEMALE})\b"
    r"(?! (?:genital|breast|reproductive|relative|pattern|nurse|doctor|surgeon))",
)
_PRONOUN = AnyCase(r"\b(?:(?P<he>he|his|him|himself)|(?P<she>she|her|hers|herself))\b")
_PATIENT = AnyCase(r"\b(?:our|this|the|the present) (?:patient|case)\b")
_LEADS = re.compile(r"^\W*(?:She|He|Her|His)\b")
_OTHER_PERSON = AnyCase(
    r"\b(?:child(?:ren)?|baby|fetus|foetus|newborn|neonate|surgeon|physician|doctor|practitioner"
    r"|nurse|friend|colleague|dog|cat|employer|carer|caregiver|parents?|boyfriend|girlfriend)\b",
)
_NEAR_REPORT = AnyCase(
    r"\bwe (?:here |herein |hereby )?(?:report|describe|present)(?:ed)? "
    r"(?:the case of |here )?an?\b[^.,;:]*",
)


def check_persons(
    sentence: Sentence, before: Sentence | None, facts: Facts, found: Diagnostics
) -> None:
    """Report an age or a sex of the patient that is not the one of the facts.

    `before` is the sentence before, which tells who 'he' is.
    """
    reach = _reach(sentence)
    if reach is None:
        return
    for match in _AGE.finditer(sentence.text, *reach):
        _age(match, sentence, facts, found)
    for match in _DECADE.finditer(sentence.text, *reach):
        _decade(match, sentence, facts, found)
    for match in _SEX.finditer(sentence.text, *reach):
        _sex(match, sentence, facts, found)
    if sentence.own:
        leads = _LEADS.match(sentence.text) and not (
            before and before.passage is sentence.passage and _OTHER_PERSON.search(before.text)
        )
        if leads or _PATIENT.search(sentence.text):
            _pronouns(sentence, facts, found)


def _reach(sentence: Sentence) -> tuple[int, int] | None:
    """Where in the sentence the patient of the report is told of."""
    if sentence.own:
        return 0, len(sentence.text)
    told = _NEAR_REPORT.search(sentence.text) if sentence.reports else None
    return told.span() if told else None


def _age(match: re.Match[str], sentence: Sentence, facts: Facts, found: Diagnostics) -> None:
    number = number_of(match["n"] or match["m"])
    unit = _UNITS.get(unit := (match["unit"] or match["u"]).casefold(), unit)
    if _AGE_NOW.search(sentence.text) or (number, unit) in _other_ages(facts):
        return
    ages = [(case, case.patient.age) for case in facts.cases]
    if any(_fits(number, unit, age) for _, age in ages):
        return
    case = ages[0][0]
    disagreement(
        "CON020",
        sentence,
        match,
        fact=" and ".join(_shown(age) for _, age in ages),
        place=facts.place(case.patient.at_path("age")),
        found=found,
        group="age" if match["age"] else "aged",
    )


def _decade(match: re.Match[str], sentence: Sentence, facts: Facts, found: Diagnostics) -> None:
    """'in her seventies', 'an octogenarian'."""
    word = (match["in"] or match["word"]).casefold()
    decade = int(word[:-1]) if word[0].isdigit() else _DECADES.get(word)
    case, age = facts.cases[0], facts.cases[0].patient.age
    years = {one.patient.age.years // 10 * 10 for one in facts.cases}
    if decade is None or decade in years or age.group == "or older":
        return
    if _AGE_NOW.search(sentence.text) or any(age.unit != "year" for age in _ages(facts)):
        return
    disagreement(
        "CON020",
        sentence,
        match,
        fact=" and ".join(_shown(one.patient.age) for one in facts.cases),
        place=facts.place(case.patient.at_path("age")),
        found=found,
    )


def _fits(number: float, unit: str, age: Age) -> bool:
    if age.gestation:
        return True
    length = DAYS[unit]
    if age.group == "decade":
        return unit == "year" and number // 10 * 10 == age.value
    if age.group == "or older":
        return unit == "year" and number >= age.value
    # '66 years' may be 66.9, and a child of 23 months may be called one of 2 years.
    least, most = age.days, age.days + DAYS[age.finest] * 0.99
    return (number * length <= most + 0.01 and (number + 1) * length > least) or (
        abs(number * length - age.days) <= 0.06 * age.days and unit != age.unit
    )


def _shown(age: Age) -> str:
    if age.group:
        return f"{age.value}s" if age.group == "decade" else f"{age.value} years or older"
    rest = f" {age.rest} {age.finest}s" if age.rest else ""
    return f"{age.value} {age.unit}{'s' if age.value != 1 else ''}{rest}"


def _other_ages(facts: Facts) -> set[tuple[float, str]]:
    """Ages that the facts name otherwise: at an earlier event, of a relative."""
    found = {
        (float(number), unit.casefold())
        for one in facts.texts
        for number, unit in _TOLD_AGE.findall(one.text)
    }
    return found | {(float(age.value), age.unit) for age in _ages(facts)}


def _ages(facts: Facts) -> Iterator[Age]:
    for node in facts.nodes:
        if isinstance(node, Patient):
            continue
        for name in ("at", "until", "at_age"):
            value = getattr(node, name, None)
            age = getattr(value, "age", value)
            if isinstance(age, Age):
                yield age


def _sexes(cases: tuple[Case, ...]) -> set[str]:
    """The sexes and genders of the patients; empty where one of them is not plain."""
    told = set()
    for case in cases:
        patient = case.patient
        if patient.gender not in {None, "woman", "man"} or patient.sex not in {"female", "male"}:
            return set()
        told.add({"woman": "female", "man": "male"}.get(patient.gender or "", patient.sex))
    return told


def _sex(match: re.Match[str], sentence: Sentence, facts: Facts, found: Diagnostics) -> None:
    said = "female" if re.fullmatch(_FEMALE, match["sex"], re.I) else "male"
    known = _sexes(facts.cases)
    if known and said not in known:
        _report_sex(match, sentence, facts, found, group="sex")


def _pronouns(sentence: Sentence, facts: Facts, found: Diagnostics) -> None:
    """'our patient … his', where nobody else is in the sentence."""
    known = _sexes(facts.cases)
    if len(known) != 1 or any(case.patient.pronouns == "they" for case in facts.cases):
        return
    if _OTHER_PERSON.search(sentence.text):
        return
    said = {("male" if one["he"] else "female"): one for one in _PRONOUN.finditer(sentence.text)}
    own = {case.patient.pronouns for case in facts.cases} - {None}
    known = {"female" if "she" in own else "male"} if own else known
    if len(said) == 1 and not set(said) & known:
        _report_sex(next(iter(said.values())), sentence, facts, found)


def _report_sex(
    match: re.Match[str],
    sentence: Sentence,
    facts: Facts,
    found: Diagnostics,
    *,
    group: int | str = 0,
) -> None:
    patient = facts.cases[0].patient
    place = facts.place(patient.at_path("sex"))
    fact = " and ".join(sorted(_sexes(facts.cases)))
    disagreement("CON021", sentence, match, fact=fact, place=place, found=found, group=group)

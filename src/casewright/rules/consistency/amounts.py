"""CON025 and CON026: doses and results in prose and in the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from casewright.diagnostics import Diagnostics, Span
from casewright.model.analytes import find_analyte
from casewright.model.laboratory import LaboratoryTest
from casewright.model.measurements import Measurement
from casewright.model.pathology import Component, Pathology
from casewright.model.presentation import VitalSign
from casewright.model.quantities import Quantity
from casewright.model.scores import Score
from casewright.model.treatments import Drug, Medication
from casewright.model.units import printed_unit
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.facts import Facts, disagreement
from casewright.rules.sentences import Sentence

_MG = {"g": 1000.0, "mg": 1.0, "µg": 0.001, "mcg": 0.001, "ug": 0.001}
_AMOUNT = (
    r"(?<![\d.,])(?P<amount>(?P<number>\d+(?:,\d{3})*(?:\.\d+)?) ?"
    r"(?P<unit>µg|mcg|mg|g)(?P<kg>/kg)?)\b"
)
_TEXT_AMOUNT = re.compile(_AMOUNT)
_DAILY = AnyCase(r"\b(?:daily dose|per day|a day|total|cumulative|/d)\b|/day")
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}


class Doses(NamedTuple):
    """What the facts say of a drug: milligrams (and whether they are per kilogram)."""

    known: set[tuple[float, bool]]
    shown: str
    place: Span


def doses_of(facts: Facts) -> Mapping[str, Doses]:
    """By lower-case name of the drug, for drugs whose dose is given by weight."""
    found: dict[str, Doses] = {}
    for node in facts.nodes:
        if not isinstance(node, Medication | Drug) or not node.drug or node.dose is None:
            continue
        own = set(_milligrams(f"{node.dose.number} {node.dose.unit}"))
        if node.dose.second:
            own |= set(_milligrams(f"{node.dose.second} {node.dose.unit}"))
        if own:
            shown = f"{node.dose.number} {node.dose.unit}"
            place = facts.place(node.at_path("dose"))
            kept = found.setdefault(node.drug.casefold(), Doses(set(), shown, place))
            kept.known.update(own)
    for one in facts.texts:
        amounts = set(_milligrams(one.text))
        named = [name for name in found if name in one.text.casefold()]
        if not named and ".changes." in one.path:
            named = list(found)  # 'changes.0.to: 20 mg once daily' names no drug
        for name in named if amounts else ():
            found[name].known.update(amounts)
    return found


def _milligrams(text: str) -> Iterator[tuple[float, bool]]:
    for match in _TEXT_AMOUNT.finditer(text):
        number = float(match["number"].replace(",", ""))
        yield number * _MG[match["unit"]], bool(match["kg"])


def check_doses_told(sentence: Sentence, doses: Mapping[str, Doses], found: Diagnostics) -> None:
    """Report a dose beside the name of a drug that the facts give in other doses only."""
    if not sentence.own or not doses:
        return
    names = "|".join(re.escape(name) for name in sorted(doses, key=len, reverse=True))
    after = (
        rf"\b(?P<drug>{names})\b(?P<gap>(?: (?!and\b|or\b|but\b|by\b|per\b)[a-z-]+){{0,8}}?)"
        rf"[ (,]+{_AMOUNT}"
    )
    before = rf"{_AMOUNT}(?: (?:of|oral|intravenous|daily))* (?P<drug>{names})\b(?! per\b)"
    for pattern in (after, before):
        for match in re.finditer(pattern, sentence.text, re.I):
            told = doses[match["drug"].casefold()]
            ((amount, per_kg),) = _milligrams(match["amount"])
            factors = (1, 2, 3, 4, 6) if _DAILY.search(sentence.text) else (1,)
            near = any(
                per_kg == kg and any(abs(amount - factor * known) < 1e-6 for factor in factors)
                for known, kg in told.known
            )
            if not near and any(per_kg == kg for _, kg in told.known):
                disagreement(
                    *("CON025", sentence, match),
                    fact=f"{told.shown} of {match['drug'].casefold()}",
                    place=told.place,
                    found=found,
                    group="amount",
                )


class Results(NamedTuple):
    """What the facts say of one measure."""

    numbers: set[str]
    """All numbers of results and ranges, without zeros at their ends."""
    measured: set[str]
    """Those of results alone."""
    units: set[str]
    shown: list[str]
    place: Span


def results_of(facts: Facts) -> Mapping[str, Results]:
    """By a name in lower case, every name of an analyte among them."""
    found: dict[str, Results] = {}
    for node in facts.nodes:
        if isinstance(node, LaboratoryTest):
            analyte = find_analyte(node.analyte)
            names = {node.analyte.casefold(), *(analyte.names if analyte else ())}
            values = [node.value, *(one.value for one in node.values or ())]
            values += [node.baseline.value] if node.baseline else []
            limits = node.range
        elif isinstance(node, VitalSign | Measurement):
            names, values, limits = {node.name.casefold()}, [node.value], None
        else:
            continue
        for name in names:
            place = facts.place(node.path)
            kept = found.setdefault(name, Results(set(), set(), set(), [], place))
            for value in values:
                for one in _forms(value):
                    numbers = {_plain(n) for n in (one.number, one.second) if n}
                    kept.numbers.update(numbers)
                    kept.measured.update(numbers)
                    kept.units.add(one.unit or "")
                if value is not None:
                    kept.shown.append(_shown(value))
            for form in (limits, limits.given if limits else None, limits.also if limits else None):
                if form is not None:
                    kept.numbers.update(_plain(n) for n in (form.low, form.high) if n)
    return {name: one for name, one in found.items() if one.shown}


def _forms(value: Quantity | None) -> Iterator[Quantity]:
    for one in (value, value.given if value else None, value.also if value else None):
        if one is not None:
            yield one


def _plain(number: str) -> str:
    return f"{float(number.replace(',', '').replace('−', '-')):g}"


def _shown(value: Quantity) -> str:
    second = f"/{value.second}" if value.second else ""
    return f"{value.number}{second} {value.unit or ''}".strip().replace(" %", "%")


_ALIKE = (
    *({"mg/L", "µg/mL"}, {"µg/L", "ng/mL"}, {"ng/L", "pg/mL"}, {"g/L", "mg/mL"}),
    *({"mmol/L", "mEq/L"}, {"U/L", "IU/L"}, {"mIU/L", "µIU/mL", "mU/L", "µU/mL"}),
    *({"kU/L", "U/mL"}, {"IU/mL", "U/mL"}),
)
"""Units in which a result has the same number."""


def _same_unit(unit: str, told: Results) -> bool:
    """Whether another unit says the same, or may belong to a number of another kind."""
    rate = unit.endswith("/min") and any(one.endswith(("/min", "bpm")) for one in told.units)
    alike = any(unit in units and units & told.units for units in _ALIKE)
    return rate or alike or unit == "%" or not any("/" in one for one in told.units)


def check_results(
    sentence: Sentence, results: Mapping[str, Results], pattern: re.Pattern[str], found: Diagnostics
) -> None:
    """Report a value beside the name of what was measured that is none of its results."""
    if not sentence.own:
        return
    for match in pattern.finditer(sentence.text):
        told = results[match["name"].casefold().replace("haem", "hem")]
        unit = printed_unit(match["unit"].strip().replace("× ", "×")) if match["unit"] else ""
        said = {_plain(one) for one in (match["number"], match["second"]) if one}
        slip = unit not in told.units and said <= told.measured and not _same_unit(unit, told)
        if slip or (unit in told.units and not said <= told.numbers):
            disagreement(
                *("CON026", sentence, match),
                fact=" and ".join(dict.fromkeys(told.shown)),
                place=told.place,
                found=found,
                group="value",
            )


_NOT_OF_IT = r"and|or|but|by|below|above|under|over|than|exceed\w*|reach\w*"
"""Words after which a number is another's, or a bound."""


def pattern_of(results: Mapping[str, Results]) -> re.Pattern[str] | None:
    """What finds a named result in a sentence."""
    # One-letter and two-letter names would be found in anything.
    names = sorted((re.escape(name) for name in results if len(name) > 2), key=len, reverse=True)
    if not names:
        return None
    return re.compile(
        rf"(?<![\w-])(?P<name>{'|'.join(names)})\b"
        rf"(?P<gap>(?: (?!(?:{_NOT_OF_IT})\b)[a-z-]+){{0,6}}?)"
        r"[ (]+(?P<value>(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?:/(?P<second>\d+))?"
        r"(?P<unit> ?%| ?(?:mm ?Hg|°C|°F|× ?10\^\d+\^/L|[a-zµA-Z]+/[a-zµA-Z]+|/min)))",
        re.I,
    )


def check_components(sentence: Sentence, facts: Facts, found: Diagnostics) -> None:
    """Report a share of a mixed tumor, or a count of lymph nodes, that the facts give otherwise."""
    if sentence.cited:
        return
    for node in facts.nodes:
        if isinstance(node, Component) and node.percent is not None:
            kind = re.escape(node.type)
            pattern = (
                rf"(?P<a>\d+(?:\.\d+)?) ?% (?:of )?{kind}\b|\b{kind} \((?P<b>\d+(?:\.\d+)?) ?%\)"
                rf"|\b{kind} component of (?P<c>\d+(?:\.\d+)?) ?%"
            )
            for match in re.finditer(pattern, sentence.text, re.I):
                if float(match["a"] or match["b"] or match["c"]) != node.percent:
                    fact, place = f"{node.percent}% {node.type}", facts.place(node.path)
                    disagreement("CON026", sentence, match, fact=fact, place=place, found=found)
        elif isinstance(node, Pathology) and node.nodes and sentence.own:
            pattern = r"\b(\d+) (?:of|out of) (?:the )?(\d+) (?:\w+ )?(?:lymph )?nodes\b"
            told = (str(node.nodes.positive), str(node.nodes.examined))
            for match in re.finditer(pattern, sentence.text):
                if match.groups() != told:
                    fact, place = " of ".join(told), facts.place(node.at_path("nodes"))
                    disagreement("CON026", sentence, match, fact=fact, place=place, found=found)


def scores_of(facts: Facts) -> Mapping[str, tuple[set[str], Span]]:
    """The values on each known scale, and where the first of them stands."""
    found: dict[str, tuple[set[str], Span]] = {}
    for node in facts.nodes:
        for name in type(node).model_fields:
            value = getattr(node, name)
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Score) and one.known:
                    place = facts.place(node.at_path(name))
                    found.setdefault(one.scale, (set(), place))[0].add(one.value)
    return found


def check_scores(
    sentence: Sentence, scores: Mapping[str, tuple[set[str], Span]], found: Diagnostics
) -> None:
    """Report 'ECOG 2' where the facts know of no other than 'ECOG 1'."""
    if not sentence.own:
        return
    for scale, (values, place) in scores.items():
        pattern = (
            rf"(?<![\w-]){re.escape(scale)}"
            r"(?: (?:scale|score|grade|class|stage|performance status))*"
            r"(?: (?:of|was|is))* (?P<value>\d+(?:\.\d+)?[ab]?|[IV]+[ab]?)\b(?![./]\d)"
        )
        for match in re.finditer(pattern, sentence.text):
            said = match["value"]
            if not {said, _ROMAN.get(said, said)} & {*values, *(_ROMAN.get(v, v) for v in values)}:
                fact = f"{scale} {' and '.join(sorted(values))}"
                disagreement("CON026", sentence, match, fact=fact, place=place, found=found)

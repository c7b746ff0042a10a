"""CON025 and CON026: doses, components and scores in prose and in the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from casewright.diagnostics import Diagnostics, Span
from casewright.model.pathology import Component, Pathology
from casewright.model.scores import Score
from casewright.model.treatments import Drug, Medication
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.facts import Facts, disagreement
from casewright.rules.sentences import Sentence

_MG = {
    **dict.fromkeys(("g", "gm", "gr", "gram", "grams"), 1000.0),
    "mg": 1.0,
    "µg": 0.001,
    "mcg": 0.001,
    "ug": 0.001,
}
_AMOUNT = (
    r"(?<![\d.,])(?P<amount>(?P<number>\d+(?:,\d{3})*(?:\.\d+)?) ?"
    r"(?P<unit>µg|mcg|mg|g|gm|gr|grams?)(?P<kg>/kg)?)\b"
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
        rf"\b(?P<drug>{names})\b(?P<gap>(?: \([\w®™ -]{{2,30}}\))?"
        r"(?: (?!and\b|or\b|but\b|by\b|per\b)[a-z-]+){0,8}?)"
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

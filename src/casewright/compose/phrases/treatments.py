"""Reasons, steps and causality: the parts of sentences about treatments and what came of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from casewright.compose.language import article, at_site, is_plural, number_word
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases import scores
from casewright.compose.phrases.quantities import NBSP
from casewright.model.journal_style import HouseStyle
from casewright.model.scores import Score
from casewright.model.treatments import Device

_SUBJECT = re.compile(r"(she|he|they|it|there|this|no one|nobody)\b", re.IGNORECASE)
_VERB = re.compile(
    r"(?<!that )(?<!which )(?<!who )\b(was|were|had|did|could|would|became|remained|showed"
    r"|grew|rose|fell|felt|feared|refused|declined|preferred|wished|wanted|failed|persisted|recurred)\b"
)
_OPENERS = ("", "next, ", "then, ")


def because(reason: str) -> Md:
    """A reason after its verb: ' because of nausea', ' because the isolate was resistant'."""
    if re.match(r"(because|owing to|due to|for|in view of|on account of)\b", reason):
        return Md.of(f" {reason}")
    return Md.of(f" because {reason}" if is_clause(reason) else f" because of {reason}")


def is_clause(reason: str) -> bool:
    """Whether a reason has a verb of its own: 'the isolate was resistant', not 'nausea'."""
    return bool(_SUBJECT.match(reason) or _VERB.search(reason))


def steps(clauses: Sequence[str]) -> list[str]:
    """The steps of a technique as sentences without full stop, two steps a sentence."""
    pairs = [clauses[start : start + 2] for start in range(0, len(clauses), 2)]
    said = []
    for number, pair in enumerate(pairs):
        last = number == len(pairs) - 1 and number > 1
        opener = "finally, " if last else _OPENERS[min(number, 2)]
        said.append(opener + ", and ".join(pair))
    return said


def device(value: Device) -> Md:
    """A device with its model and maker: 'a covered metal stent (WallFlex, Boston Scientific)'."""
    noun = value.name if value.plural else f"{article(value.name)} {value.name}"
    made = ", ".join(word for word in (value.model, value.maker) if word)
    return Md.of(f"{noun} ({made})" if made else noun)


def placed(drain: str) -> Md:
    """A drain with its place after the verb: 'a suction drain was placed in the pelvis'."""
    match = re.match(r"(.+?)( (?:in|into|at|near|through|under|over|behind|around) .+)?$", drain)
    noun, place = match.groups() if match else (drain, None)
    return Md.of(f"{noun} {'were' if is_plural(noun) else 'was'} placed{place or ''}")


def definite(name: str) -> Md:
    """A treatment that was named before: 'the gluten-free diet', 'hemodialysis'."""
    return Md.of(re.sub(r"^an? ", "the ", name))


def severity(value: Score, style: HouseStyle) -> Md:
    """How severe: 'moderate (Hartwig level 4b)'."""
    said = scores.score_inside(value, style)
    return Md.join_all(value.category, " (", said, ")") if value.category else said


def destination(place: str) -> Md:
    """Where someone was discharged to: 'home', 'to a rehabilitation center'."""
    return Md.of(place if place == "home" or place.startswith("to ") else f"to {place}")


def posture(text: str) -> Md:
    """The position of the patient, with the space before it: ' in the supine position'."""
    phrase = text if "position" in text else f"{text} position"
    return Md.of(f" {at_site(phrase)}")


def count(number: int, noun: str) -> Md:
    """A count of things: 'six cycles', '28 fractions'."""
    word = number_word(number) if number < 10 else str(number)
    return Md.of(f"{word} {noun}" if number == 1 else f"{word} {noun}s")


def causality(values: Sequence[Score], style: HouseStyle) -> Md:
    """How likely a cause is: 'probable (Naranjo score 7)', and by which tool if they differ."""
    by_category: dict[str, list[Md]] = {}
    for value in values:
        by_category.setdefault(value.category or value.value, []).append(_tool(value, style))
    if len(by_category) == 1:
        (judged, tools), *_ = by_category.items()
        return Md.join_all(judged, " (", listed(tools, style), ")")
    said = [Md.join_all(one.category or one.value, " ", _by(one, style)) for one in values]
    return listed(said, style)


def _by(value: Score, style: HouseStyle) -> Md:
    """By which tool, where tools differ: 'on the Naranjo scale (score 7)'."""
    if value.scale == "Naranjo":
        return Md.of(f"on the Naranjo scale (score{NBSP}{value.value})")
    return Md.join_all("by the ", _tool(value, style))


def _tool(value: Score, style: HouseStyle) -> Md:
    if value.scale == "WHO-UMC":
        return Md("WHO-UMC criteria")
    return scores.score_inside(value, style) if value.known else Md.of(value.scale)

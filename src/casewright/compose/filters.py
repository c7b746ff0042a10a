"""The filters and tests of templates: English grammar, and phrases from typed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from casewright.compose import language
from casewright.compose.marks import Md
from casewright.compose.phrases import (
    declarations,
    images,
    measured,
    nouns,
    people,
    quantities,
    scores,
    times,
    treatments,
)
from casewright.compose.phrases.similar import Summary
from casewright.compose.sandbox import Sandbox
from casewright.model.ages import Age, GestationalAge
from casewright.model.history import Term
from casewright.model.journal import Journal
from casewright.model.journal_style import HouseStyle
from casewright.model.node import Node
from casewright.model.quantities import Quantity, Size
from casewright.model.scores import Score
from casewright.model.times import Duration
from casewright.model.values import Absent

Filters = Mapping[str, Callable[..., Any]]


def filters(env: Sandbox, style: HouseStyle) -> Filters:
    """Filters by the name that templates call them by."""
    return {
        "the": lambda text: language.with_the(env.text_of(text)),
        "site": lambda text: language.at_site(env.text_of(text)),
        "listed": lambda items, separator: Md.of(env.join_items(items, separator)),
        "url": lambda text: Md(quote(env.text_of(text), safe="@.+-_")),
        "be": lambda text: "were" if language.is_plural(env.text_of(text)) else "was",
        "study": images.study,
        "study_in_brief": images.study_in_brief,
        "because": treatments.because,
        "severity": partial(treatments.severity, style=style),
        "destination": treatments.destination,
        "definite": treatments.definite,
        "placed": treatments.placed,
        "device": treatments.device,
        "posture": treatments.posture,
        "steps": treatments.steps,
        "counted": treatments.count,
        "causality": partial(treatments.causality, style=style),
        "score_value": partial(scores.score_value, style=style),
        "signal": partial(nouns.signal_phrase, style=style),
        "perspective_opening": declarations.perspective_opening,
    }


def tests() -> Filters:
    """Tests by the name that stands after `is`, or in `select`."""
    return {
        "given": _given,
        "block": lambda value: isinstance(value, Node),
        "clause": treatments.is_clause,
        "within_range": measured.is_unremarkable,
    }


def shown(value: object, journal: Journal) -> Md | None:
    """A single value as Markdown; None for a block or a list of values."""
    match value:
        case None | str() | int() | float():
            return Md.of("" if value is None else value)
        case Quantity():
            return quantities.quantity(value)
        case Duration():
            return times.duration(value)
        case Age():
            return people.age_text(value, journal.age)
        case Score():
            return scores.score(value, journal.house_style)
        case GestationalAge():
            return Md.of(people.gestational_age(value))
        case Term():
            return Md.of(value.what)
        case Summary():
            return value.told(journal.house_style)
        case Size():
            return Md.of(str(quantities.size(value, journal)).removeprefix("of "))
    return None


def _given(value: object) -> bool:
    return value is not None and not isinstance(value, Absent)

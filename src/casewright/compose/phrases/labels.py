"""Events as labels, for tables and pictures: 'CT of the abdomen: mass in the head of …'."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from casewright.compose.language import at_site, capitalised, join_list
from casewright.compose.marks import Md, as_read
from casewright.compose.phrases.measured import flag_of, is_unremarkable
from casewright.compose.phrases.people import child_noun, died
from casewright.compose.phrases.quantities import NBSP, quantity
from casewright.compose.phrases.times import duration, time_phrase
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.genetics import Genetics
from casewright.model.journal import Journal
from casewright.model.journal_style import HouseStyle
from casewright.model.laboratory import Laboratory
from casewright.model.outcomes import FollowUp
from casewright.model.patient import Newborn
from casewright.model.positions import Position
from casewright.model.quantities import Quantity
from casewright.model.time_units import DAYS, TimeUnit
from casewright.model.times import AtAge, CourseDay, Duration, Interval, When

_HEADS = {
    "examination": "examination",
    "laboratory": "laboratory tests",
    "microbiology": "microbiological tests",
    "pathology": "pathology",
    "follow_up": "follow-up",
    "adverse_event": "",
}
_MANNERS = ("stopped", "withheld", "restarted")
_MOST = 4
"""So many findings are named in a label."""


def short_label(event: Event, style: HouseStyle) -> str:
    """What happened in a few words: 'Ceftriaxone', 'CT of the abdomen'; markup as in facts."""
    if event.kind == "presentation":
        return _sentence_case(_list(one.what for one in event.complaints))
    return _sentence_case(_head(event) or _detail(event, style) or event.kind.replace("_", " "))


def long_label(event: Event, style: HouseStyle) -> str:
    """What happened and what it showed: 'CT of the abdomen: mass in the head of the pancreas'."""
    head, detail = _head(event), _detail(event, style)
    if event.kind == "follow_up" and event.death:
        return _sentence_case(detail)
    if event.kind == "medication":
        return _sentence_case(f"{head} {detail}".strip())
    both = f"{head}: {detail}" if head and detail else head or detail
    return _sentence_case(both or event.kind.replace("_", " "))


def _sentence_case(text: str) -> str:
    return capitalised(text)


def _head(event: Any) -> str:
    if event.kind in _HEADS:
        return _HEADS[event.kind]
    match event.kind:
        case "presentation":
            return "presentation" if event.manner == "presented" else event.manner
        case "imaging":
            region = f" of {_the(event.region)}" if event.region else ""
            return f"{event.modality}{region}"
        case "physiology":
            return str(event.test)
        case "genetics":
            return str(event.method)
        case "advice":
            return f"{event.treatment} offered"
        case "radiotherapy":
            return str(event.modality)
        case "medication" if not event.drug:
            return str(event.name)
        case "delivery":
            return event.loss or "delivery"
    return str(getattr(event, "name", None) or getattr(event, "drug", None) or "")


def _the(region: str) -> str:
    plain = region.startswith(("the ", "left ", "right ")) or " and " in region
    return region if plain else f"the {region}"


def _detail(event: Any, style: HouseStyle) -> str:
    match event.kind:
        case "presentation":
            return _list(one.what for one in event.complaints)
        case "laboratory":
            return _abnormal(event)
        case "medication":
            return _dose(event)
        case "pathology":
            return event.diagnosis or event.microscopic or _findings(event.gross)
        case "adverse_event":
            return "no adverse events" if event.term == "none" else str(event.term)
        case "follow_up":
            return _status(event)
        case "advice":
            return str(event.response)
        case "genetics":
            return _variants(event)
        case "procedure":
            return ""
    return _result(event, style)


def _result(event: Any, style: HouseStyle) -> str:
    """What came of an event: children, a diagnosis, findings, or what an image did not show."""
    if event.kind == "delivery":
        return _list(_newborn(one) for one in event.newborns)
    if event.kind == "imaging" and event.absent and not event.findings:
        absent = join_list(event.absent[:_MOST], "or", serial_comma=style.serial_comma)
        return f"no {absent}"
    return str(getattr(event, "diagnosis", None) or _findings(getattr(event, "findings", ())))


def _newborn(one: Newborn) -> str:
    """A child at its birth: 'girl, 3140 g'."""
    return ", ".join(filter(None, (child_noun(one), _plain(one.weight) if one.weight else "")))


def _variants(event: Genetics) -> str:
    """What a genetic test found, in a few words: 'pathogenic variant in *KMT2D*'."""
    found = [
        f"{one.significance} variant in *{one.gene}*"
        if one.significance and one.significance != "uncertain significance"
        else f"variant in *{one.gene}*"
        for one in event.variants
    ]
    found += [f"{one.type} at {one.region}" for one in event.copy_number]
    return _list(found) or event.karyotype or event.result or ""


def _status(event: FollowUp) -> str:
    """How the patient was at a follow-up, or that the patient died or went home."""
    if event.death:
        return died(event.death)
    if isinstance(event.status, str):
        return event.status
    if event.course:
        return f"{event.course} {event.period} course"
    return "discharged" if event.discharged else _list(event.results[:_MOST])


def _dose(event: Any) -> str:
    manner = event.manner if event.manner in _MANNERS else ""
    parts = [_plain(event.dose) if event.dose else "", event.frequency or "", manner]
    return " ".join(part for part in parts if part)


def _findings(findings: Sequence[Any]) -> str:
    return _list([_finding(one) for one in findings if getattr(one, "what", None)][:_MOST])


def _finding(one: Any) -> str:
    """A finding at its site; what became of it since the earlier study must not be lost.

    Without a site it may be an organ, of which only the descriptors say what is wrong with it.
    """
    if getattr(one, "site", None):
        name = f"{one.what} {at_site(one.site)}"
    else:  # without commas, which stand between findings
        name = " ".join((*getattr(one, "descriptors", ()), one.what))
    change = getattr(one, "change", None)
    return f"{name} ({change})" if change else name


def _abnormal(event: Laboratory) -> str:
    named = [test for test in event.tests if test.key]
    shown = named or [test for test in event.tests if not is_unremarkable(test)] or event.tests
    labels = []
    for test in shown[:_MOST]:
        if test.values:
            ends = (test.values[0].value, test.values[-1].value)
            labels.append(f"{test.analyte} {_plain(ends[0])} to {_plain(ends[1])}")
        else:
            said = _plain(test.value) if test.value else test.titer or flag_of(test) or ""
            labels.append(f"{test.analyte} {said}".strip())
    return _list(labels)


def _plain(value: Quantity) -> str:
    """A quantity with the markup of facts, as `quantity` prints it."""
    return as_read(quantity(value))


def _list(items: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(items))


def time_label(at: When, case: Case, journal: Journal) -> Md | None:
    """A time as the head of a row or a column: 'Day 3', '9 months after the operation'.

    None where the journal does not print it.
    """
    if isinstance(at, CourseDay) and not at.anchor and at.number >= 0:
        word = "Postoperative day" if at.postoperative else "Day"
        return Md.of(f"{word}{NBSP}{at.number}")
    phrase = time_phrase(at, case, journal)
    if phrase is None:
        return None
    text = str(phrase)
    if not isinstance(at, AtAge):
        text = text.removeprefix("on ").removeprefix("in ")
    return Md(_sentence_case(text)) if not isinstance(at, Interval) else Md(text)


def since_day_zero(position: Position, anchor: str) -> Md:
    """A time that is told by no words of its own: 'Day 0', 'About 5 weeks after admission'."""
    days = abs(position.days)
    if days < 1:
        return Md.of(f"Day{NBSP}0")
    unit = next(unit for unit, most in _LONGEST if days < most)
    number = round(days / DAYS[unit])
    about = position.error > 0 or abs(number * DAYS[unit] - days) > days / 20
    amount = duration(Duration(str(number), unit))
    side = "before" if position.days < 0 else "after"
    return Md.join_all("About " if about else "", amount, f" {side} ", anchor)


_LONGEST: tuple[tuple[TimeUnit, float], ...] = (
    ("day", 14.0),
    ("week", 56.0),
    ("month", 730.0),
    ("year", math.inf),
)
"""Up to how many days a time is told in a unit."""

"""CON024: intervals and dates of the course in prose and in the facts."""

from __future__ import annotations

import calendar
import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from casewright.diagnostics import Diagnostics, Span
from casewright.model.case import Case
from casewright.model.chronology import Chronology
from casewright.model.events import Event
from casewright.model.history import HistoryItem
from casewright.model.intervals import Bounds, days_of
from casewright.model.presentation import Complaint, Presentation
from casewright.model.times import CalendarDate, CourseDay, Duration, Interval
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.facts import NUMBER, Facts, disagreement, number_of
from casewright.rules.sentences import Sentence

_UNIT = r"minute|hour|day|week|month|year"
_AMOUNT = AnyCase(
    rf"\b(?P<amount>(?P<n>{NUMBER})[- ](?P<unit>{_UNIT})s?)"
    r"(?P<rel> (?:after|before|following|later|earlier|postoperatively|post-operatively)\b)"
    r"(?P<tail>[^.;,]*)",
)
_PLAIN = re.compile(rf"\b({NUMBER})[- ]({_UNIT})s?\b", re.I)
_MONTHS = tuple(calendar.month_name[1:])
_DATE = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)}) (?:\d{{1,2}}, )?(?P<year>(?:19|20)\d\d)\b")
_ON_DAY = AnyCase(
    r"\b(?P<day>on (?:the )?(?:hospital |postoperative |hospitali[sz]ation )?day (?P<n>\d{1,3})"
    r"|on the (?P<nth>\d{1,3})(?:st|nd|rd|th) (?:hospital |postoperative )?day)\b"
)
_ONCE_MORE = AnyCase(r"\b(?:again|repeat\w*|second|another|new|further|second-look)\b")
_COUNTED_FROM = re.compile(
    r"\b(?:before|after|prior to|since|until|following|at) (?:(?:the|her|his|our|this) )?\w+", re.I
)
_KINDS = {
    "procedure": "operation surgery surgical resection",
    "presentation": "admission presentation arrival",
    "delivery": "delivery birth",
    "follow_up": "follow-up",
}
_FILLERS = frozenset({"after", "before", "which", "where", "their", "there", "other", "about"})
_NAMES = "name manner test target term modality region drug regimen diagnosis"
_LEAST = 5
_SHORT = {"minute": 1 / 1440, "hour": 1 / 24}


class Told(NamedTuple):
    """An interval that the course gives."""

    amount: Duration
    about: frozenset[str]
    """Words for the event whose time it is."""
    anchor: frozenset[str]
    """Words for the event that it is counted from."""
    place: Span
    named: frozenset[str] = frozenset()
    """Words of its own name."""


@dataclass
class Times:
    """What the facts say of times."""

    cases: tuple[Case, ...]
    told: list[Told] = field(default_factory=list)
    lengths: list[Bounds] = field(default_factory=list)
    """All lengths of time that the facts name."""
    dates: list[tuple[CalendarDate, frozenset[str], Span]] = field(default_factory=list)

    @cached_property
    def following(self) -> list[Bounds]:
        """All lengths that follow from the chain of times; few sentences need them."""
        return [one for case in self.cases for one in _between(case)]

    def know(self, said: Bounds) -> bool:
        """Whether any length agrees with the one that was said."""
        if any(one.low <= said.high and said.low <= one.high for one in self.lengths):
            return True
        # Chains are added up in days. Hours that all count from one event make no chain.
        if said.high < 2 and len({one.anchor for one in self.told}) == 1:
            return False
        return any(one.low <= said.high and said.low <= one.high for one in self.following)


def times_of(facts: Facts) -> Times:
    """Gather intervals, durations and dates."""
    times = Times(facts.cases)
    for case in facts.cases:
        for event in case.course:
            _told(event, case, facts, times)
    for node in facts.nodes:
        if isinstance(node, Complaint | Presentation | HistoryItem):
            continue  # how long something had lasted is no time of the course
        for name in type(node).model_fields:
            times.lengths.extend(_lengths(getattr(node, name)))
    for one in facts.texts:
        for number, unit in _PLAIN.findall(one.text):
            times.lengths.append(_days(number_of(number), unit))
    return times


def _told(event: Event, case: Case, facts: Facts, times: Times) -> None:
    place = facts.place(event.at_path("at"))
    if isinstance(event.at, Interval) and event.at.amount:
        anchor = next((one for one in case.course if one.id == event.at.anchor), None)
        words = _words(anchor) if anchor else frozenset()
        name = getattr(event, "name", None)
        named = _tokens(name) if isinstance(name, str) else frozenset()
        times.told.append(Told(event.at.amount, _words(event), words, place, named))
    if isinstance(event.at, CalendarDate):
        times.dates.append((event.at, _words(event), place))


def _lengths(value: object) -> Iterator[Bounds]:
    value = value.amount if isinstance(value, Interval) else value
    if isinstance(value, Duration) and value.unit in _SHORT:
        for number in filter(None, (value.value, value.high)):
            yield _days(float(number), value.unit)
    elif isinstance(value, Duration):
        yield days_of(value.bare)
    elif isinstance(value, CourseDay):
        yield Bounds(abs(value.number) - 1, abs(value.number) + 1)


def _between(case: Case) -> list[Bounds]:
    """The lengths between any two events, where they are known well enough."""
    known = Chronology(case.course, anchor=case.anchor, patient=case.patient)
    timed = [n for n, event in enumerate(case.course) if event.at is not None]
    found = []
    for first, second in itertools.combinations(timed[:40], 2):
        bounds = known.between(first, second)
        if not math.isinf(bounds.low) and not math.isinf(bounds.high):
            low, high = sorted((abs(bounds.low), abs(bounds.high)))
            found.append(Bounds(low, high))
    return found


def _days(number: float, unit: str) -> Bounds:
    if unit.casefold() in _SHORT:  # the days of hours would be those of any hours
        length = number * _SHORT[unit.casefold()]
        return Bounds(length * 0.9, length * 1.1)
    text = f"{number:g} {unit.casefold()}{'' if number == 1 else 's'}"
    try:
        return days_of(Duration.parse(text))
    except ValueError:
        return Bounds(-1, -1)


def _words(event: Event) -> frozenset[str]:
    """Words by which a sentence may call an event."""
    texts = [event.id or "", event.short or "", _KINDS.get(event.kind, "")]
    for name in _NAMES.split():
        value = getattr(event, name, None)
        texts.append(value if isinstance(value, str) else "")
    if event.kind == "presentation":
        texts += [one.what for one in getattr(event, "complaints", ())]
    for finding in getattr(event, "findings", ()):
        texts += [finding.what, finding.site or ""]
    return _tokens(" ".join(texts))


def _tokens(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+(?:-[a-z]+)?", text.casefold())
    return frozenset(one for one in words if len(one) >= _LEAST and one not in _FILLERS)


def check_times(sentence: Sentence, times: Times, found: Diagnostics) -> None:
    """Report an interval or a date that the facts give otherwise, for the same event."""
    if not sentence.own:
        return
    for match in _AMOUNT.finditer(sentence.text):
        _interval(match, sentence, times, found)
    for match in _ON_DAY.finditer(sentence.text):
        _on_day(match, sentence, times, found)
    for match in _DATE.finditer(sentence.text):
        words = _tokens(_COUNTED_FROM.sub(" ", sentence.text))
        year, month = int(match["year"]), _MONTHS.index(match["month"]) + 1
        if any(one.year == year and one.month in {None, month} for one, _, _ in times.dates):
            continue
        same = [(one, place) for one, about, place in times.dates if about & words]
        if same:
            date, place = same[0]
            disagreement("CON024", sentence, match, fact=str(date), place=place, found=found)


def _interval(match: re.Match[str], sentence: Sentence, times: Times, found: Diagnostics) -> None:
    said = _days(number_of(match["n"]), match["unit"])
    tail = _tokens(match["tail"])
    rest = _tokens(sentence.text[: match.start()]) | tail
    counted = match["rel"].strip() in {"after", "before", "following"}
    for told in times.told:
        anchored = told.anchor & tail if counted else told.about & rest
        if anchored and told.about & (rest - told.anchor) and not times.know(said):
            disagreement(
                *("CON024", sentence, match),
                fact=str(told.amount),
                place=told.place,
                found=found,
                group="amount",
            )
            return


def _on_day(match: re.Match[str], sentence: Sentence, times: Times, found: Diagnostics) -> None:
    """'A bone marrow biopsy was done on day 9', where its whole name is told."""
    number = float(match["n"] or match["nth"])
    said, words = Bounds(number - 1, number + 1), _tokens(sentence.text)
    for told in times.told:
        whole = len(told.named) > 1 and told.named <= words
        if whole and told.amount.unit == "day" and not times.know(said):
            if not _ONCE_MORE.search(sentence.text):
                disagreement(
                    *("CON024", sentence, match),
                    fact=f"{told.amount} after the event that it is counted from",
                    place=told.place,
                    found=found,
                    group="day",
                )
            return

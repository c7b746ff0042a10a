"""Arithmetic of times: what holds for any dates, intervals and courses."""

from __future__ import annotations

import datetime
import itertools
import math
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.compose.language import number_word
from casewright.compose.phrases.times import in_words
from casewright.model.anchors import CALENDAR, Point
from casewright.model.chronology import Chronology, Link
from casewright.model.events import Event
from casewright.model.intervals import Bounds, days_of, days_within, interval_of
from casewright.model.times import (
    CalendarDate,
    CourseDay,
    Duration,
    Interval,
    parse_when,
)
from casewright.model.validators import validator

_EVENTS = validator(Event)
_MANY = settings(max_examples=200, deadline=None, derandomize=True)
_DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 1, 1))
_UNITS = st.sampled_from(["day", "week", "month", "year"])
DURATIONS = st.builds(
    Duration,
    st.integers(1, 999).map(str) | st.integers(1, 99).map("0.{:02}".format),
    st.sampled_from(["second", "minute", "hour", "day", "week", "month", "year"]),
    qualifier=st.sampled_from(
        [None, "about", "less than", "more than", "at least", "up to", "nearly"]
    ),
)


_WHAT: dict[str, dict[str, object]] = {
    "medication": {"drug": "x"},
    "procedure": {"name": "x"},
    "presentation": {"complaints": ({"what": "x"},)},
}


def course(*times: str | None, kinds: Sequence[str] = ()) -> list[Event]:
    """Events e0, e1 … at these times; drugs unless `kinds` says otherwise."""
    rows = itertools.zip_longest(times, kinds)
    made = []
    for number, (at, kind) in enumerate(rows):
        what = _WHAT[kind or "medication"]
        raw = {"id": f"e{number}", "kind": kind or "medication", **what}
        made.append(_EVENTS.validate_python(raw | ({"at": at} if at else {})))
    return made


def date_of(day: datetime.date, precision: str = "day") -> CalendarDate:
    parts = {"year": 1, "month": 2, "day": 3}[precision]
    return CalendarDate(*(day.year, day.month, day.day)[:parts])


@given(DURATIONS)
def test_a_duration_is_read_back_as_it_is_written(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["day", "week"]))
def test_a_range_is_read_back_and_holds_its_ends(low: int, more: int, unit: str) -> None:
    both = Duration.parse(f"{low} to {low + more} {unit}s")
    assert Duration.parse(str(both)) == both
    for number in (low, low + more):
        inner = days_of(Duration(str(number), unit))  # type: ignore[arg-type]
        assert days_of(both).low <= inner.low and inner.high <= days_of(both).high


@given(_DAYS, st.integers(0, 30), st.integers(0, 11))
def test_whole_years_and_months_between_dates_are_within_bounds(
    start: datetime.date, years: int, months: int
) -> None:
    if years == months == 0:
        return
    month = start.month - 1 + months
    end = datetime.date(start.year + years + month // 12, month % 12 + 1, min(start.day, 28))
    passed = end.toordinal() - start.toordinal()
    said = [f"{years} years" if years else "", f"{months} months" if months else ""]
    bounds = days_of(Duration.parse(" ".join(filter(None, said))))
    assert bounds.low <= passed + 3 and passed <= bounds.high


@given(_DAYS, _DAYS)
def test_the_interval_between_two_days_holds_their_distance(
    first: datetime.date, second: datetime.date
) -> None:
    passed = second.toordinal() - first.toordinal()
    interval = interval_of(Bounds(passed, passed), "x")
    assert interval is not None
    if passed == 0:
        assert interval.relation == "on the same day as"
        return
    assert interval.relation == ("after" if passed > 0 else "before")
    assert interval.amount is not None
    bounds = days_of(interval.amount)
    assert bounds.low <= abs(passed) <= bounds.high
    assert abs(passed) >= 14 or interval.amount == Duration(str(abs(passed)), "day")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        *[(1, "1 day"), (13, "13 days"), (14, "2 weeks"), (17, "about 2 weeks"), (50, "7 weeks")],
        *[(60, "2 months"), (273, "9 months"), (365, "12 months"), (700, "23 months")],
        *[(731, "2 years"), (900, "about 2 years"), (3653, "10 years")],
    ],
)
def test_intervals_are_rounded_as_a_report_would(days: int, said: str) -> None:
    interval = interval_of(Bounds(days, days), "x")
    assert interval and str(interval.amount) == said


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        *[("2020-01", "2020-10", "about 9 months"), ("2020-01", "2020-03", "about 2 months")],
        *[("2018", "2021", "about 3 years"), ("2020-01-05", "2020-06", "about 5 months")],
        *[("2020-01", "2020-01", None), ("2020", "2021", None), ("2020-01", "2020-02", None)],
    ],
)
def test_vague_dates_give_a_vague_interval_or_none(
    first: str, second: str, said: str | None
) -> None:
    interval = interval_of(Chronology(course(first, second)).between(0, 1), "x")
    assert (interval and str(interval.amount)) == said


@st.composite
def true_courses(draw: st.DrawFn) -> tuple[list[Event], list[datetime.date]]:
    """Events with their real days, and times that are true of them."""
    days = draw(st.lists(_DAYS, min_size=2, max_size=8))
    times: list[str | None] = []
    for number, day in enumerate(days):
        form = draw(st.sampled_from(["none", "year", "month", "day", "interval", "order"]))
        anchor = draw(st.integers(0, number - 1)) if number else 0
        passed = day.toordinal() - days[anchor].toordinal()
        if form == "none" or (number == 0 and form in ("interval", "order")):
            times.append(None)
        elif form == "order":
            times.append(f"{'after' if passed >= 0 else 'before'} e{anchor}")
        elif form != "interval":
            times.append(str(date_of(day, form)))
        else:
            interval = interval_of(Bounds(passed, passed), f"e{anchor}")
            assert interval is not None
            words = [str(interval.amount)] if interval.amount else []
            times.append(" ".join([*words, interval.relation, interval.anchor]))
    return course(*times), days


@_MANY
@given(true_courses())
def test_true_times_agree_and_bounds_hold_the_truth(
    made: tuple[list[Event], list[datetime.date]],
) -> None:
    events, days = made
    chronology = Chronology(events)
    assert chronology.contradictions() == []
    for first, second in itertools.product(range(len(events)), repeat=2):
        passed = days[second].toordinal() - days[first].toordinal()
        bounds = chronology.between(first, second)
        assert bounds.low <= passed <= bounds.high
        back = chronology.between(second, first)
        assert bounds == Bounds(-back.high, -back.low)


def floyd_warshall(links: Sequence[Link]) -> dict[tuple[Point, Point], float]:
    """The same answer by another way."""
    points = list(dict.fromkeys(p for link in links for p in (link.earlier, link.later)))
    far = {(a, b): 0.0 if a == b else math.inf for a in points for b in points}
    for link in links:
        there, back = (link.earlier, link.later), (link.later, link.earlier)
        far[there] = min(far[there], link.days.high)
        far[back] = min(far[back], -link.days.low)
    for middle, start, end in itertools.product(points, repeat=3):
        far[start, end] = min(far[start, end], far[start, middle] + far[middle, end])
    return far


@st.composite
def any_courses(draw: st.DrawFn) -> list[Event]:
    """Events with times that may contradict each other."""
    times: list[str | None] = []
    for number in range(draw(st.integers(2, 7))):
        date = st.dates(datetime.date(2020, 1, 1), datetime.date(2020, 3, 1)).map(str)
        choices = [date, st.none()]
        if number:
            anchors = st.integers(0, number - 1)
            amounts = st.integers(1, 9)
            choices.append(st.builds("{} days after e{}".format, amounts, anchors))
            choices.append(st.builds("{} weeks before e{}".format, amounts, anchors))
            choices.append(st.builds("after e{}".format, anchors))
        times.append(draw(st.one_of(choices)))
    return course(*times)


@_MANY
@given(any_courses(), st.dictionaries(st.sampled_from(["e0", "e1", "e2", "e3"]), _DAYS, max_size=3))
def test_what_contradicts_itself_is_found_and_nothing_else(
    events: list[Event], real: dict[str, datetime.date]
) -> None:
    chronology = Chronology(events, private={name: date_of(day) for name, day in real.items()})
    far = floyd_warshall(chronology.links)
    contradictory = any(far[point, point] < 0 for point, _ in far)
    found = chronology.contradictions()
    assert bool(found) is contradictory
    for links in found:
        assert len(links) >= 2
        own = floyd_warshall(links)
        assert any(own[point, point] < 0 for point, _ in own)
    if not contradictory:
        for (first, second), length in far.items():
            assert chronology.between(first, second).high == length
        before = {n: [m for m in range(n) if far.get((m, n), 0) < 0] for n in range(len(events))}
        assert dict(chronology.out_of_order()) == {n: row[0] for n, row in before.items() if row}


def test_a_long_course_takes_no_time() -> None:
    chain = course(*[f"1 day after e{n - 1}" if n else "2020" for n in range(1500)])
    backwards = [*reversed(chain[1:]), chain[0].model_copy(update={"at": None})]
    began = time.perf_counter()
    for events in (chain, backwards):
        chronology = Chronology(events)
        assert chronology.contradictions() == []
        late = dict(itertools.islice(chronology.out_of_order(), 20))
        assert late == ({} if events is chain else dict.fromkeys(range(1, 21), 0))
        assert len(chronology.contradictions()) == 0
    assert time.perf_counter() - began < 2


def test_the_end_of_an_event_is_not_before_its_beginning() -> None:
    event = course("2020-03")[0].model_copy(update={"until": parse_when("2020-05")})
    chronology = Chronology([event])
    assert chronology.between(0, (0, "until")) == Bounds(31, 91)
    assert chronology.between(CALENDAR, 0) == days_within(CalendarDate(2020, 3))


def test_days_are_counted_from_day_zero_or_from_the_operation() -> None:
    kinds = ["presentation", "procedure", "medication", "medication"]
    events = course(None, "day 4", "postoperative day 3", "day -2 after e1", kinds=kinds)
    chronology = Chronology(events)
    assert [chronology.from_anchor(n).low for n in range(4)] == [0, 4, 7, 2]
    assert Chronology(events, anchor="e1").from_anchor(2) == Bounds(3, 3)
    assert Chronology(course("day 3")).from_anchor(0) == Bounds(-math.inf, math.inf)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("on the same day as op", Interval("on the same day as", "op")),
        ("day 3 after op", CourseDay(3, "op")),
        ("on postoperative day 3", CourseDay(3, postoperative=True)),
        ("postoperative day 3 after op", CourseDay(3, "op")),
        ("≥2 years before op", Interval("before", "op", Duration("2", "year", None, "at least"))),
        ("2 to 3 weeks after op", Interval("after", "op", Duration("2", "week", "3"))),
    ],
)
def test_times_are_read_in_the_ways_they_are_written(raw: str, read: object) -> None:
    assert parse_when(raw) == read


@given(st.integers(0, 999))
def test_numbers_and_their_halves_have_names(number: int) -> None:
    assert in_words(str(number)) == number_word(number)
    assert in_words(f"{number}.5") == (f"{number_word(number)} and a half" if number else None)
    assert in_words(f"{number}.3") is None

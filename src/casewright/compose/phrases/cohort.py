"""Several patients in one phrase: how many, of which sex and age, and how often something was so.

Counts, never rates: a percentage of three patients says more than is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from casewright.compose.language import at_site, capitalised, is_plural, number_word
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.order import last_status, section_of
from casewright.compose.phrases import nouns, people
from casewright.compose.phrases.quantities import NBSP
from casewright.compose.phrases.times import in_digits
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.journal import Journal
from casewright.model.journal_style import HouseStyle
from casewright.model.node import Node
from casewright.model.outcomes import FollowUp
from casewright.model.presentation import Complaint, Presentation
from casewright.model.series import Series
from casewright.model.times import Interval

HEADINGS = {
    "age": "Age",
    "sex": "Sex",
    "presentation": "Presentation",
    "diagnosis": "Diagnosis",
    "treatment": "Treatment",
    "outcome": "Outcome",
    "follow-up": "Follow-up",
}
"""Headings of the usual columns of the summary table."""

Told: TypeAlias = tuple[Md, Sequence[Node]]
"""A sentence without its full stop, and the nodes that it comes from."""

_NOTHING: Told = (Md(""), ())
_PEOPLE = {
    ("female", True): ("woman", "women"),
    ("male", True): ("man", "men"),
    ("female", False): ("girl", "girls"),
    ("male", False): ("boy", "boys"),
}


def number(count: int) -> str:
    """A count in running text: in words up to ten."""
    return number_word(count) if count <= 10 else str(count)


def count_of_patients(cases: Sequence[Case]) -> str:
    """'three patients'."""
    return f"{number(len(cases))} patients"


def all_of(count: int) -> str:
    """'both', 'all three'."""
    return "both" if count == 2 else f"all {number(count)}"


def persons(cases: Sequence[Case], journal: Journal) -> Md:
    """'three patients (two women and one man, aged 34 to 61 years)', as a sentence begins."""
    # Words at the start of a sentence, however many there are.
    count = number_word(len(cases)) if len(cases) < 1000 else str(len(cases))
    return Md.join_all(f"{count} patients (", _sexes_and_ages(cases, journal), ")")


def _sexes_and_ages(cases: Sequence[Case], journal: Journal) -> Md:
    """The sexes are left out where that of someone is not known."""
    every = "both" if len(cases) == 2 else "all"
    groups: dict[tuple[str, bool], int] = {}
    for case in cases:
        key = (case.patient.sex, case.patient.age.years >= 18)
        groups[key] = groups.get(key, 0) + 1
    ages, same = _ages(cases, journal)
    if len(groups) == 1 and groups.keys() <= _PEOPLE.keys():
        return Md.join_all(f"{every} {_PEOPLE[next(iter(groups))][1]} ", ages)
    ages = Md.join_all(f"{every} ", ages) if same else ages
    if not groups.keys() <= _PEOPLE.keys():
        return ages
    order = sorted(groups, key=lambda key: (-groups[key], list(_PEOPLE).index(key)))
    named = [f"{number(groups[key])} {_PEOPLE[key][groups[key] > 1]}" for key in order]
    return Md.join_all(listed(named, journal.house_style), ", ", ages)


def _ages(cases: Sequence[Case], journal: Journal) -> tuple[Md, bool]:
    """The range of the ages by the journal's policy, and whether there is but one."""
    ages = sorted((case.patient.age for case in cases), key=lambda age: age.days)
    low, high = (str(people.age_text(age, journal.age)) for age in (ages[0], ages[-1]))
    if journal.age.form == "decade" and not (low[0].isdigit() and high.endswith("0s")):
        # 'under 20 years' and '90 years or older' have no place in a range of decades.
        shown = f"from {low} to {high}" if high[0].isdigit() and low != high else high
        return Md(f"aged {shown}"), low == high
    if journal.age.form == "decade":
        shown = low if low == high else f"{low} to {high}"
        return Md(f"in their {shown}"), low == high
    first, _, unit = low.rpartition(NBSP)
    alike = bool(first) and unit == high.rpartition(NBSP)[2]
    if low == high:
        return Md(f"aged {low}"), True
    return Md(f"aged {first if alike else low} to {high}"), False


def counted(names: Iterable[object], of: int, style: HouseStyle) -> Md:
    """'fever (n = 2) and cough (n = 1)', the most frequent first; 'fever' where all have it."""
    counts = Counter(map(Md.of, names))
    order = sorted(counts, key=lambda name: -counts[name])
    if all(counts[name] == of for name in order):
        return listed(order, style)
    return listed([Md.join_all(name, f" (n{NBSP}={NBSP}{counts[name]})") for name in order], style)


def _presentation(series: Series, journal: Journal) -> Told:
    cases = series.cases
    said = [event for case in cases if (event := _first_presentation(case))]
    names = _complaints(said)
    nodes = [*(case.patient for case in cases), *said]
    if not names:
        return Md.join_all(persons(cases, journal), " are described"), nodes
    what = counted(names, len(cases), journal.house_style)
    return Md.join_all(persons(cases, journal), " presented with ", what), nodes


def _complaints(events: Sequence[Presentation]) -> list[Md]:
    """The complaints of each patient, with their site where all who have them have the same."""
    phrases: dict[str, set[Md]] = {}
    for event in events:
        for one in event.complaints:
            phrases.setdefault(one.what, set()).add(_complaint(one, site=one.site))
    return [
        _complaint(one, site=one.site if len(phrases[one.what]) == 1 else None)
        for event in events
        for one in {complaint.what: complaint for complaint in event.complaints}.values()
    ]


def _complaint(complaint: Complaint, *, site: str | None) -> Md:
    """A complaint without its duration: patients share the one and not the other."""
    update = {"duration": None, "site": site}
    return nouns.complaint_phrase(complaint.model_copy(update=update))


def _first_presentation(case: Case) -> Presentation | None:
    return next((event for event in case.course if isinstance(event, Presentation)), None)


def _diagnosis(series: Series, journal: Journal) -> Told:
    cases = series.cases
    names = [case.diagnosis.final for case in cases]
    nodes = [case.diagnosis for case in cases]
    if len(set(names)) > 1:
        told = counted(names, len(cases), journal.house_style)
        return Md.join_all("the diagnoses were ", told), nodes
    verb = "were" if is_plural(names[0]) else "was"
    return Md.join_all(names[0], f" {verb} diagnosed in {all_of(len(cases))}"), nodes


def _treatment(series: Series, journal: Journal) -> Told:
    events = [_treatments(case) for case in series.cases]
    names = [name for one in events for name in dict.fromkeys(map(name_of, one)) if name]
    if not names:
        return _NOTHING
    nodes = [event for one in events for event in one]
    told = counted(names, len(events), journal.house_style)
    return Md.join_all("treatment consisted of ", told), nodes


def _treatments(case: Case) -> list[Event]:
    """What was done or given; the main events where some are marked so."""
    done = [
        event
        for event in case.course
        if section_of(event, case) == "treatment" and event.kind not in ("advice", "pathology")
    ]
    return [event for event in done if event.key] or done


def _outcome(series: Series, journal: Journal) -> Told:
    """'at the last follow-up, two patients were well and one had died'."""
    last = [event for case in series.cases if (event := last_status(case))]
    groups: dict[str, int] = {}
    for event in last:
        groups[_status(event)] = groups.get(_status(event), 0) + 1
    if not groups:
        return _NOTHING
    clauses: list[Md] = []
    for status, count in sorted(groups.items(), key=lambda item: -item[1]):
        who = f"{all_of(count)} patients" if count == len(series.cases) else number(count)
        if not clauses and count < len(series.cases):
            who += " patients" if count > 1 else " patient"
        clauses.append(Md.join_all(who, " ", _predicate(status, count)))
    told = listed(clauses, journal.house_style)
    return Md.join_all("at the last follow-up, ", told), last


def _predicate(status: str, count: int) -> Md:
    phrase = people.predicate(status)
    if phrase.startswith("died"):
        return Md(f"had {phrase}")
    if count > 1 and phrase.startswith("was "):
        return Md(f"were {phrase.removeprefix('was ')}")
    return phrase


def _status(event: FollowUp) -> str:
    """'well', 'died of septic shock'."""
    return people.died(event.death) if event.death else str(event.status)


MOVES: Mapping[str, Callable[[Series, Journal], Told]] = {
    "presentation": _presentation,
    "diagnosis": _diagnosis,
    "treatment": _treatment,
    "outcome": _outcome,
}
"""The moves of the abstract that can be told in counts."""


def usual(column: str, case: Case, journal: Journal) -> tuple[str, Md] | None:
    """The cell of a usual column of the summary table, with the path that it comes from."""
    match column:
        case "age":
            return case.patient.at_path("age"), people.age_text(case.patient.age, journal.age)
        case "sex" if case.patient.sex != "not stated":
            return case.patient.at_path("sex"), Md.of(case.patient.sex)
        case "diagnosis":
            return case.diagnosis.at_path("final"), Md.of(case.diagnosis.final)
        case "presentation" if event := _first_presentation(case):
            return event.path, _list([_noun(complaint) for complaint in event.complaints])
        case "treatment" if events := [e for e in _treatments(case) if name_of(e)]:
            return events[0].path, _list([name_of(event) for event in events])
        case "outcome" if last := last_status(case):
            field = "death" if last.death else "status"
            return last.at_path(field), Md.of(_status(last))
        case "follow-up":
            return _followed(case)
    return None


def _followed(case: Case) -> tuple[str, Md] | None:
    """How long the patient was followed: the amount of time that the last follow-up is told by."""
    for event in reversed(case.course):
        if isinstance(event, FollowUp) and isinstance(event.at, Interval) and event.at.amount:
            amount = event.at.amount
            # As a numeral: a cell is no sentence, though it begins like one.
            text = in_digits(amount, {})
            word = f"{amount.qualifier} " if amount.qualifier else ""
            return event.at_path("at"), Md.of(f"{word}{text}")
    return None


def _noun(complaint: Complaint) -> str:
    """A complaint as a cell has it: without article and duration."""
    return f"{complaint.what} {at_site(complaint.site)}" if complaint.site else complaint.what


def _list(names: Iterable[str]) -> Md:
    return Md(", ".join(str(Md.of(name)) for name in dict.fromkeys(names)))


def name_of(item: Any) -> str:
    """What an event or a finding is called in a list; empty for what has no such name."""
    for field in ("name", "drug", "treatment", "what", "term", "modality"):
        value = getattr(item, field, None)
        if isinstance(value, str):
            return value
    return ""


def opening(text: Md) -> Md:
    """A cell with a capital letter."""
    return Md(capitalised(str(text)))

"""How far a report answers each item: by facts that are printed, never by spotted words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from casewright.model.case import Case
from casewright.model.checklists import Answer, Checklist, Item, Need, Sentence, Status
from casewright.model.guidelines import AskName
from casewright.model.journal import Journal
from casewright.model.node import Node
from casewright.model.series import CaseReport
from casewright.model.values import Absent
from casewright.rules.reporting.facts import Fact, facts_at, facts_in, is_of_patient
from casewright.rules.reporting.printed import Printed, is_of

_REPORTED, _PARTLY, _MISSING, _OUT = Status


@dataclass(frozen=True, slots=True)
class Reporting:
    """What items are held against."""

    case: CaseReport
    journal: Journal
    printed: Printed
    asks: Mapping[str, Sequence[Need]]
    keywords: int
    """How many are printed."""


@dataclass(frozen=True, slots=True)
class _Met:
    """How far one need is met."""

    status: Status
    sentences: tuple[Sentence, ...] = ()
    remarks: tuple[str, ...] = ()
    path: str = ""


def answer_items(checklist: Checklist, reporting: Reporting) -> tuple[Answer, ...]:
    """The answer to every item of a checklist, in its order."""
    return tuple(_answer(item, reporting) for item in checklist.items)


def _answer(item: Item, reporting: Reporting) -> Answer:
    met = [
        (name, _met(need, reporting, name)) for name in item.asks for need in reporting.asks[name]
    ]
    said = {id(sentence) for _, one in met for sentence in one.sentences}
    status = _together([one.status for _, one in met])
    telling = [one for _, one in met if status is _OUT or one.status is not _OUT]
    open_ = [(name, one) for name, one in met if one.status in (_PARTLY, _MISSING)]
    path = next((one.path for _, one in open_ if one.path), "")
    return Answer(
        item,
        status,
        sentences=tuple(one for one in reporting.printed.sentences if id(one) in said),
        remarks=_in_few(text for one in telling for text in one.remarks),
        open=tuple(dict.fromkeys(name for name, _ in open_)),
        span=reporting.case.place(path) if path else None,
    )


def _in_few(remarks: Iterable[str]) -> tuple[str, ...]:
    """Remarks that begin alike as one: 'not reported: the age; the sex'."""
    things: dict[str, dict[str, None]] = {}
    for remark in remarks:
        about, _, thing = remark.partition(": ")
        things.setdefault(about, {}).update({thing: None} if thing else {})
    return tuple(f"{about}: {'; '.join(some)}" if some else about for about, some in things.items())


def _together(states: Sequence[Status]) -> Status:
    """All reported is reported, none is missing, anything between is partly."""
    due = [one for one in states if one is not _OUT]
    if not due:
        return _OUT
    if all(one is due[0] for one in due):
        return due[0]
    return _PARTLY


def _met(need: Need, reporting: Reporting, ask: str) -> _Met:
    """How far all patients of a report meet a need; the author may say that it does not apply."""
    if because := _does_not_apply(need, reporting):
        return _Met(_OUT, (), (because,))
    cases = reporting.case.cases if _is_of_patients(need) else reporting.case.cases[:1]
    each = [_met_by(need, one, reporting) for one in cases]
    sentences = tuple(one for met in each for one in met.sentences)
    status = _together([one.status for one in each])
    telling = [one for one in each if status is _OUT or one.status is not _OUT]
    remarks = tuple(dict.fromkeys(text for one in telling for text in one.remarks))
    short = [str(n) for n, one in enumerate(each, 1) if one.status in (_PARTLY, _MISSING)]
    if short and len(short) < sum(one.status is not _OUT for one in each):
        remarks = (f"{need.what}: not of every patient, see {', '.join(short)}",)
    settled = reporting.case.checklist.get(cast(AskName, ask))
    if (
        isinstance(settled, Absent)
        and settled.state == "not applicable"
        and status is not _REPORTED
    ):
        return _Met(_OUT, sentences, (settled.reason or settled.state,))
    if settled == "said" and sentences and need.perhaps:
        return _Met(_REPORTED, sentences)
    return _Met(status, sentences, remarks, next((one.path for one in each if one.path), ""))


def _is_of_patients(need: Need) -> bool:
    paths = (need.each,) if need.each else need.any
    return any(is_of_patient(path) for path in paths[:1])


def _does_not_apply(need: Need, reporting: Reporting) -> str | None:
    journal = reporting.journal
    if need.within == "abstract" and "abstract" not in reporting.printed.zones:
        return f"{journal.title} prints no abstract"
    if need.within == "keywords" and journal.keywords.max == 0:
        return f"{journal.title} prints no keywords"
    return None


def _met_by(need: Need, patient: Case, reporting: Reporting) -> _Met:
    if need.only_if and not facts_at(reporting.case, patient, need.only_if):
        return _Met(_OUT, (), (need.otherwise or "",))
    if need.each:
        return _each(need, patient, reporting)
    facts = facts_at(reporting.case, patient, need.any)
    return _judged(need, facts, reporting, _here(need.any, patient))


def _here(paths: Sequence[str], patient: Case) -> str:
    """Where in the case file a thing that is not there would be written, as near as is known."""
    if not paths:
        return ""
    first = paths[0].split("[")[0]
    return patient.at_path(first) if is_of_patient(first) else first


def _each(need: Need, patient: Case, reporting: Reporting) -> _Met:
    """Every one of the events that a need is about has one of its fields."""
    events = [fact for fact in facts_in(patient, need.each or "") if _counts(fact, need)]
    met = []
    for event in events:
        assert isinstance(event.value, Node)
        facts = [fact for path in need.any for fact in facts_in(event.value, path)]
        met.append((event, _judged(need, facts, reporting, event.path)))
    status = _together([one.status for _, one in met])
    lacking = [(event, one) for event, one in met if one.status in (_PARTLY, _MISSING)]
    sentences = tuple(sentence for _, one in met for sentence in one.sentences)
    if not met:
        return _Met(_OUT, (), (need.otherwise or "",))
    if not lacking:
        return _Met(status, sentences, () if status is _REPORTED else met[0][1].remarks)
    remark = lacking[0][1].remarks[0]
    if len(lacking) < len(met):
        remark += f" ({', '.join(dict.fromkeys(_name(event) for event, _ in lacking))})"
    return _Met(status, sentences, (remark,), lacking[0][0].path)


def _counts(event: Fact, need: Need) -> bool:
    return not any(getattr(event.value, name, None) in but for name, but in need.unless.items())


def _name(event: Fact) -> str:
    value = event.value
    for field in ("name", "modality", "term", "treatment", "specimen", "kind"):
        if isinstance(text := getattr(value, field, None), str):
            return text.replace("_", " ")
    return event.path


def _judged(need: Need, facts: Sequence[Fact], reporting: Reporting, here: str) -> _Met:
    """How far facts meet a need: given, printed where it is wanted, and as it is wanted."""
    if not facts:
        return _perhaps(need, reporting) or _Met(_MISSING, (), (_not_there(need),), here)
    if all(fact.absent for fact in facts):
        return _absent(need, facts, reporting)
    given = [fact for fact in facts if not fact.absent]
    said = {f.path: reporting.printed.printing(f, need.within) for f in given}
    sentences = tuple(one for each in said.values() for one in each)
    path = given[0].path
    if not sentences:
        return _Met(_PARTLY, (), (_not_printed(need, reporting.journal),), path)
    if lacking := next(_lacking(need, given, sentences, reporting), None):
        return _Met(_PARTLY, sentences, (lacking,), path)
    return _Met(_REPORTED, sentences)


def _perhaps(need: Need, reporting: Reporting) -> _Met | None:
    """What the author's prose may say, if it is printed: only the author can tell."""
    case = reporting.case
    facts = facts_at(case, case.cases[0], need.perhaps)
    said = [one for f in facts for one in reporting.printed.printing(f, need.within)]
    if not said:
        return None
    prose = " or the ".join(fact.path.replace("_", " ") for fact in facts)
    remark = f"in the {prose}, if at all, which only the author can tell: {need.what}"
    return _Met(_PARTLY, tuple(said), (remark,), facts[0].path)


def _absent(need: Need, facts: Sequence[Fact], reporting: Reporting) -> _Met:
    """What is known to be missing: said so in the manuscript, or not, or for a reason."""
    fact = facts[0]
    assert fact.absent is not None
    state, reason = fact.absent.state, fact.absent.reason
    sentences = tuple(reporting.printed.printing(fact, need.within))
    if state == "not applicable":
        return _Met(_OUT, sentences, (reason or state,))
    if sentences:
        return _Met(_REPORTED, sentences, (f"{need.what}: reported as {state}",))
    why = f" ({reason})" if reason else ""
    return _Met(_MISSING, (), (f"{need.what}: {state}{why}",), fact.path)


def _not_there(need: Need) -> str:
    if not (need.any or need.perhaps):
        return f"not known from the facts of the case: {need.what}"
    return f"not reported: {need.what}"


def _not_printed(need: Need, journal: Journal) -> str:
    where = _IN.get(need.within, "the manuscript")
    return f"known, but not printed in {where} for {journal.title}: {need.what}"


def _lacking(
    need: Need, facts: Sequence[Fact], said: Sequence[Sentence], reporting: Reporting
) -> Iterator[str]:
    """What is still missing from a thing that is printed."""
    journal = reporting.journal
    text = " ".join(one.text for one in said).casefold()
    if need.words and need.words not in text:
        forbidden = need.within == "title" and need.words in map(
            str.casefold, journal.title_rule.forbid
        )
        why = f", where {journal.title} does not allow them" if forbidden else ""
        yield f"the words “{need.words}” are not in {_IN[need.within]}{why}"
    if need.cited and not any(one.cites for one in said):
        yield f"{need.what}: no work is cited there"
    in_list = need.within == "keywords"
    count = reporting.keywords if in_list else sum(_count(fact, said) for fact in facts)
    if need.least > 1 and count < need.least:
        yield f"{need.what}: {count}, and at least {need.least} are wanted"
    if need.most is not None and count > need.most:
        yield f"{need.what}: {count}, and at most {need.most} are wanted"


_IN = {"title": "the title", "keywords": "the keywords", "abstract": "the abstract"}


def _count(fact: Fact, said: Sequence[Sentence]) -> int:
    """How many of the things in a list are printed, or whether a single one is."""
    paths = {path for one in said for path in one.paths}
    if not isinstance(fact.value, tuple):
        return int(any(is_of(path, fact.path) for path in paths))
    if fact.path in paths:
        return len(fact.value)
    parts = (f"{fact.path}.{number}" for number in range(len(fact.value)))
    return sum(any(is_of(path, part) for path in paths) for part in parts)

"""Noun and time phrases from typed values, as Markdown, by a journal's policies."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable

from casewright.compose.language import article, at_site, join_list, number_word, plural
from casewright.compose.marks import Md
from casewright.model.case import Case
from casewright.model.event import Finding, Signal
from casewright.model.events import Event
from casewright.model.investigations import Imaging
from casewright.model.journal import Journal
from casewright.model.patient import Patient
from casewright.model.presentation import Complaint
from casewright.model.quantities import Quantity, Size
from casewright.model.times import Age, CalendarDate, CourseDay, Duration, Interval, When
from casewright.model.values import FigureRef

NBSP = "\u00a0"
_NOUNS = {
    "female": ("girl", "girl", "woman", "she", "her"),
    "male": ("boy", "boy", "man", "he", "his"),
}
_NEUTRAL = ("infant", "child", "patient", "the patient", "the patient's")


def pronoun(patient: Patient) -> str:
    """'she', 'he', or 'the patient' where the sex is not known."""
    return _NOUNS.get(patient.sex, _NEUTRAL)[3]


def possessive(patient: Patient) -> str:
    """'her', 'his', or 'the patient's' where the sex is not known."""
    return _NOUNS.get(patient.sex, _NEUTRAL)[4]


def person(patient: Patient, journal: Journal) -> Md:
    """The patient at first mention: 'a 66-year-old woman', 'a woman in her 60s'."""
    nouns = _NOUNS.get(patient.sex, _NEUTRAL)
    age = patient.age
    noun = nouns[0] if age.years < 1 else nouns[1] if age.years < 18 else nouns[2]
    if journal.age.form == "decade":
        phrase = f"{noun} {_decade(age, nouns[4] if patient.sex in _NOUNS else 'their')}"
    else:
        phrase = f"{age.value}-{age.unit}-old {noun}"
    return Md.of(f"{article(phrase)} {phrase}")


def _decade(age: Age, possessive: str) -> str:
    if age.years < 1:
        return f"in {possessive} first year of life"
    if age.years < 10:
        return "under 10 years of age"
    if age.years < 20:
        return f"in {possessive} teens"
    if age.years >= 90:
        return "aged 90 years or older"
    return f"in {possessive} {age.years // 10 * 10}s"


def age_text(age: Age, journal: Journal) -> Md:
    """An age on its own: '66 years', '60s'."""
    if journal.age.form == "decade":
        if age.years < 20:
            return Md.of(f"under {1 if age.years < 1 else 10 if age.years < 10 else 20} years")
        return Md.of("90 years or older" if age.years >= 90 else f"{age.years // 10 * 10}s")
    return Md.of(f"{age.value}{NBSP}{plural(age.unit, age.value)}")


def duration(value: Duration) -> Md:
    """A duration as a span that a later pass prints by its place in the sentence."""
    text = f"{value.value} {plural(value.unit, value.value)}"
    span = f'[{text}]{{.time value="{value.value}" unit="{value.unit}"}}'
    return Md(f"about {span}" if value.approximate else span)


def quantity(value: Quantity) -> Md:
    """A measured value with its unit: '68 g/L', 'about 4 cm'."""
    sign = {None: "", "about": "about "}.get(value.comparator, str(value.comparator or ""))
    number = value.number.replace("-", "−")
    if not value.unit:
        return Md.of(f"{sign}{number}")
    space = "" if value.unit in {"%", "°"} or value.unit.startswith("/") else NBSP
    return Md.join_all(f"{sign}{number}{space}", unit(value.unit))


def unit(text: str) -> Md:
    """A unit with its powers of ten raised: '10^9/L' prints as 10⁹/L, 'x 10^9/L' with a ×."""
    text = re.sub(r"^[x×*]\s*(?=10)", f"×{NBSP}", text)
    return Md(re.sub(r"\\\^([-−]?\d+)(?:\\\^)?", r"^\1^", str(Md.of(text))))


def size(value: Size, journal: Journal) -> Md:
    """A size after its noun: 'of 4 cm × 3 cm', 'about 4 cm long'."""
    if journal.house_style.repeat_unit_in_size:
        text = f"{NBSP}×{NBSP}".join(f"{part}{NBSP}{value.unit}" for part in value.lengths)
    else:
        text = f"{NBSP}×{NBSP}".join(value.lengths) + f"{NBSP}{value.unit}"
    about = "about " if value.approximate else ""
    if value.dimension:
        return Md.of(f"{about}{text} {value.dimension}")
    return Md.of(f"of {about}{text}")


def noun_phrase(finding: Finding, journal: Journal) -> Md:
    """A finding as a noun phrase with its size and features, without its site."""
    before: list[str] = ["new"] if finding.new else []
    if finding.descriptors:
        before.append(", ".join(finding.descriptors))
    after: list[object] = []
    extent = finding.size
    if extent:
        if len(extent.lengths) == 1 and not extent.approximate and not extent.dimension:
            before.append(f"{extent.lengths[0]}-{extent.unit}")
        else:
            after.append(size(extent, journal))
    if finding.features:
        after.append(Md.of(f"with {join_list(finding.features)}"))
    head = " ".join([*before, finding.what])
    parts: list[object] = [_determined(head, finding), *after]
    return Md(" ".join(str(Md.of(part)) for part in parts))


def _determined(head: str, item: Finding | Complaint) -> str:
    if isinstance(item, Finding) and item.known:
        return f"the {head}"
    if item.plural or item.uncountable:
        return head
    return f"{article(head)} {head}"


def finding_phrase(finding: Finding, journal: Journal) -> Md:
    """A finding with its site: 'a palpable mass in the left flank, which moved with breathing'."""
    shown = finding
    if finding.sense and finding.sense not in finding.descriptors:
        adjectives = (finding.sense, *finding.descriptors)
        shown = finding.model_copy(update={"descriptors": adjectives})
    phrase = noun_phrase(shown, journal)
    if finding.site:
        phrase = Md.join_all(phrase, " ", at_site(finding.site))
    return Md.join_all(phrase, ", which ", finding.effect) if finding.effect else phrase


def complaint_phrase(complaint: Complaint) -> Md:
    """A complaint with its site and duration: 'a mass in the right thigh'."""
    parts: list[object] = [_determined(complaint.what, complaint)]
    if complaint.site:
        parts.append(at_site(complaint.site))
    if complaint.duration:
        parts += ["for", duration(complaint.duration)]
    return Md(" ".join(str(Md.of(part)) for part in parts))


def signal_phrase(signals: Iterable[Signal]) -> Md:
    """MRI signal: 'of low signal intensity on T1-weighted images and of …'."""
    clauses = [
        f"of {signal.pattern + ' ' if signal.pattern else ''}{signal.intensity} signal intensity "
        f"on {signal.sequence} images"
        for signal in signals
    ]
    return Md.of(join_list(clauses))


def study(event: Imaging) -> Md:
    """An imaging study as a noun phrase: 'follow-up CT of the abdomen'."""
    words = [event.purpose if event.purpose == "follow-up" else None, event.contrast]
    head = " ".join([word for word in words if word] + [event.modality])
    return Md.of(f"{head} of {event.region}" if event.region else head)


def study_in_brief(event: Imaging) -> Md:
    """An imaging study without its technique."""
    return study(event.model_copy(update={"contrast": None}))


def call(*refs: FigureRef | None) -> Md:
    """A call of figures in parentheses, with the space before it; nothing for no figure."""
    keys = [f"@fig:{r.figure}" + (f"/{r.panel}" if r.panel else "") for r in refs if r]
    return Md(f" [{'; '.join(keys)}]") if keys else Md("")


_ARRIVALS = {"admitted": "admission", "referred": "referral", "transferred": "transfer"}


def event_name(event: Event) -> str:
    """How other sentences call an event."""
    if event.short:
        return event.short
    match event.kind:
        case "procedure":
            return event.name
        case "presentation":
            return _ARRIVALS.get(event.manner, "presentation")
        case "imaging":
            return f"{event.modality} of {event.region}" if event.region else event.modality
        case "medication":
            return f"the start of {event.drug}"
    return f"the {event.kind.replace('_', ' ')}"


def time_phrase(at: When, case: Case, journal: Journal) -> Md | None:
    """A time by the journal's policy: 'in September 2005', 'nine months after the operation'.

    None where the journal does not print it, and for an anchor that is not there.
    """
    if isinstance(at, CalendarDate):
        return _date_phrase(at, journal)
    if isinstance(at, CourseDay):
        return Md.of(f"on day{NBSP}{at.number}")
    event = next((event for event in case.course if event.id == at.anchor), None)
    if event is None:
        return None
    anchor = Md.of(event_name(event))
    if at.amount is None:
        return Md.join_all(at.relation, " ", anchor)
    return Md.join_all(duration(at.amount), " ", at.relation, " ", anchor)


def _date_phrase(date: CalendarDate, journal: Journal) -> Md | None:
    finest = journal.dates.calendar
    if finest == "none":
        return None
    if date.month is None or finest == "year":
        return Md.of(f"in {date.year}")
    month = calendar.month_name[date.month]
    if date.day is None or finest == "month":
        return Md.of(f"in {month} {date.year}")
    if journal.language.value == "en-GB":
        return Md.of(f"on {date.day}{NBSP}{month} {date.year}")
    return Md.of(f"on {month}{NBSP}{date.day}, {date.year}")


def same_time(a: When | None, b: When | None) -> bool:
    """Whether two times are told in the same words."""
    return a is not None and a == b


def is_interval(at: When | None) -> bool:
    """Whether a time is told from another event."""
    return isinstance(at, Interval)


def spelled(value: int) -> str:
    """A count for the start of a sentence; numerals above 999."""
    return number_word(value) if 0 <= value <= 999 else str(value)

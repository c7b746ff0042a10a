"""What authors typed that tells who the patient is, held against what the journal prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Severity, Span
from casewright.model.case import Case
from casewright.model.journal import Journal
from casewright.rules.identifiers.hits import Hit, Kind, Policy
from casewright.rules.identifiers.scan import scan
from casewright.rules.identifiers.vocabulary import names_a_thing
from casewright.rules.passages import Passage
from casewright.rules.sentences import shown_text
from casewright.rules.subject import Typed

NOT_OF_THE_PATIENT = frozenset(
    {"authors", "affiliations", "consent", "ethics", "statements", "novelty", "similar_cases"}
)
"""Blocks about those who write, and about works: names and dates belong there."""
_NOT_PRINTED = frozenset({"id", "kind", "at", "until", "of", "file", "figure", "section", "anchor"})
"""Keys whose values are printed by the journal's policy, or not at all."""

CODES: dict[Kind, str] = {
    "name": "PRV010",
    "initials": "PRV010",
    "date": "PRV011",
    "age": "PRV012",
    "place": "PRV013",
    "institution": "PRV013",
    "phone": "PRV014",
    "email": "PRV014",
    "id": "PRV014",
    "device": "PRV014",
    "url": "PRV014",
    "ip": "PRV014",
    "occupation": "PRV015",
    "event": "PRV015",
}
"""The rule of each kind of identifier."""
_HINTS = {
    "PRV010": "write 'the patient', 'her husband'; a name is nowhere needed",
    "PRV011": "say how long after another event it was, or write {{ course.ID.at }}: the journal's "
    "policy prints it",
    "PRV012": "write {{ patient.age }}, which the journal's policy prints, or an age group",
    "PRV013": "write the country or the state, 'another hospital', 'a village'",
    "PRV014": "delete it; nobody needs it to understand the case",
    "PRV015": "say it in general, or leave it out where the case is understood without it",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """An identifier in a passage."""

    passage: Passage
    hit: Hit

    @property
    def text(self) -> str:
        return " ".join(self.passage.text[self.hit.start : self.hit.end].split())

    @property
    def span(self) -> Span:
        return self.passage.span(self.hit.start, self.hit.end)


def check_identifiers(subject: Typed) -> Iterator[Diagnostic]:
    """Everything typed that tells who the patient is, each text once."""
    found = list(_findings(subject))
    found += _named_again(subject, found)
    once: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        once.setdefault((CODES[one.hit.kind], one.text.casefold()), []).append(one)
    for (code, _), same in once.items():
        yield _diagnostic(code, same, subject.journal)
    for case in subject.case.cases:
        yield from _printed_age(case, subject.journal)
        yield from _combined(case, found, subject)


def _findings(subject: Typed) -> Iterator[Finding]:
    policy = _policy(subject)
    # Authors are to be found: where they may not be, PRV004 says so.
    own = {str(one) for author in subject.case.authors for one in (author.email, author.orcid)}
    for passage in subject.passages:
        if _is_of_the_patient(passage.path, subject.journal):
            for hit in scan(passage.text, policy):
                found = Finding(passage, hit)
                if found.text not in own:
                    yield found


_NAME = re.compile(r"(?<![\w-])[A-ZÀ-Þ][a-zà-ÿ]{2,}(?![\w-])")


def _named_again(subject: Typed, found: Sequence[Finding]) -> Iterator[Finding]:
    """Names that are known for names by another sentence: 'Faller' by 'Mrs Faller'."""
    named = {
        word for one in found if one.hit.kind == "name" for word in _NAME.findall(one.text)
    } - _policy(subject).known
    if not named:
        return
    taken = {(one.passage.path, at) for one in found for at in range(one.hit.start, one.hit.end)}
    for passage in subject.passages:
        if _is_of_the_patient(passage.path, subject.journal):
            text = shown_text(passage)
            for match in _NAME.finditer(text):
                known = (passage.path, match.start()) in taken or match[0] not in named
                if not known and not names_a_thing(text[match.end() : match.end() + 40]):
                    hit = Hit("name", *match.span(), "the name of a person")
                    yield Finding(passage, hit)


def _policy(subject: Typed) -> Policy:
    journal = subject.journal
    exact = {
        case.patient.age.years
        for case in subject.case.cases
        if case.patient.age.unit == "year" and case.patient.age.group is None
    }
    return Policy(
        calendar=journal.dates.calendar,
        ages=frozenset(exact if journal.age.form != "exact" else ()),
        known=frozenset((*subject.case.abbreviations, *_families(subject.items.values()))),
    )


def _families(items: Iterable[Any]) -> Iterator[str]:
    for item in items:
        for name in item.get("author", ()):
            yield str(name.get("family", ""))


def _is_of_the_patient(path: str, journal: Journal) -> bool:
    keys = path.split(".")
    if keys[0] == "patients":
        keys = keys[2:]
    if keys[0] in NOT_OF_THE_PATIENT or keys[-1] in _NOT_PRINTED:
        return False
    return not (keys[0] == "patient" and keys[-1] in _omitted(journal))


def _omitted(journal: Journal) -> tuple[str, ...]:
    return journal.demographics.omit if journal.demographics else ()


def _diagnostic(code: str, same: Sequence[Finding], journal: Journal) -> Diagnostic:
    first = same[0]
    more = f" (found {len(same)} times)" if len(same) > 1 else ""
    rule = RULES[code]
    return Diagnostic(
        rule,
        f"'{first.text}' is {first.hit.reason}{more}",
        first.span,
        _HINTS[code],
        severity=_severity(first.hit, rule.severity, journal),
    )


def _severity(hit: Hit, usual: Severity, journal: Journal) -> Severity:
    """Less where no rule of the journal, or a cautious reading of the law, speaks against it."""
    month = hit.kind == "date" and "day" not in hit.reason.split()
    if month and journal.dates.provenance("calendar").is_default:
        return Severity.NOTE
    if hit.kind == "institution":
        return Severity.NOTE
    return Severity.WARNING if hit.kind in ("device", "url", "ip") else usual


_LAST_TOLD = 89
"""Ages over it are told as one group (45 CFR 164.514(b)(2)(i)(C))."""


def _printed_age(case: Case, journal: Journal) -> Iterator[Diagnostic]:
    """The fact itself, where the journal would print it as it stands."""
    age, oldest = case.patient.age, journal.age.oldest or 200
    if not _is_exact(case, journal) or not _LAST_TOLD < age.years <= oldest:
        return
    yield Diagnostic(
        RULES["PRV012"],
        f"the journal prints the age as it stands, and {age.years} years is an age over 89",
        case.place(case.patient.at_path("age")),
        "write '90 years or older'",
        severity=RULES["PRV012"].severity,
    )


def _is_exact(case: Case, journal: Journal) -> bool:
    age = case.patient.age
    return age.unit == "year" and age.group is None and journal.age.form == "exact"


def _combined(case: Case, found: Sequence[Finding], subject: Typed) -> Iterator[Diagnostic]:
    """Details of which each is harmless, and which together single one person out.

    A count of named details, not a probability: how many people share them is not known here.
    """
    details = list(_details(case, found, subject.journal))
    telling = any(detail.startswith(("a place", "an event")) for detail in details)
    if len(details) >= (3 if telling else 4):
        yield Diagnostic(
            RULES["PRV016"],
            "together these may single out one person: " + ", ".join(details),
            case.place(case.patient.path),
            "leave out what the case is understood without",
            severity=RULES["PRV016"].severity,
        )


def _details(case: Case, found: Sequence[Finding], journal: Journal) -> Iterator[str]:
    patient, omitted = case.patient, _omitted(journal)
    if _is_exact(case, journal):
        yield f"the exact age ({patient.age.years} years)"
    if patient.occupation and "occupation" not in omitted:
        yield f"the occupation ({patient.occupation})"
    if patient.ethnicity and "ethnicity" not in omitted:
        yield f"the ethnicity ({patient.ethnicity})"
    if case.novelty is not None:
        yield "a condition that is said to be rare"
    own = [one for one in found if not case.path or one.passage.path.startswith(f"{case.path}.")]
    named: dict[Kind, str] = {"place": "a place", "event": "an event", "date": "a date"}
    for kind, what in named.items():
        first = next((one for one in own if one.hit.kind == kind), None)
        if first:
            yield f"{what} ({first.text})"

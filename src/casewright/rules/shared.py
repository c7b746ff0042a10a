"""What text files tell of people when they are shared as they lie there: comments and notes, too.

Sources: HIPAA Safe Harbor, 45 CFR 164.514(b)(2), whose dates are all finer than a year; ICMJE
Recommendations, II.E.1, which asks for the same care in supplementary material.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Severity, Span
from casewright.rules.finished import paths_in
from casewright.rules.identifiers.hits import Hit, Policy, first_of_each
from casewright.rules.identifiers.scan import scan
from casewright.rules.identifying import CODES, NOT_OF_THE_PATIENT

Region = tuple[int, int]
"""A part of a text, by its first character and the one after its last."""

_HINTS = {
    "PRV010": "write 'the patient', 'her husband', or delete it",
    "PRV011": "write 'day 3' or '2 weeks after …'; real dates may stay in dates.private.yaml, "
    "which is not shared",
    "PRV012": "write '90 years or older'",
    "PRV013": "write the country or the state, 'another hospital', 'a village'",
    "PRV014": "delete it",
    "PRV015": "say it in general, or leave it out",
}
_MARK = re.compile(r"casewright:\s*allow")
_REMARK = re.compile(r"(?m)(?:^|(?<=\s))#[^\n]*")
_COMMENT = re.compile(r"<!--(.*?)-->", re.S)
_WORD = re.compile(r"\b[A-Z][a-zà-ÿ]{2,}(?:-[A-Z][a-zà-ÿ]+)?\b")
_AGE = re.compile(
    r"(?m)(?:^|[{,]|-\s)\s*age:\s*[\"']?(?P<age>(?:9\d|1[0-2]\d)(?:\s*y(?:ears?)?)?)(?=[\"',}\s]*(?:#|$|\w+:))"
)
_TOP = re.compile(r"(?m)^[A-Za-z_]\w*(?=\s*:)")


def yaml_regions(text: str, *, values: bool) -> tuple[Region, ...]:
    """The comments of a YAML file and, with `values`, all that a case says of its patient."""
    remarks = [match.span() for match in _REMARK.finditer(text) if not _MARK.search(match[0])]
    blocks = list(_blocks(text)) if values else []
    inside = [one for one in remarks if not any(a <= one[0] < b for a, b in blocks)]
    return tuple(sorted((*blocks, *inside)))


def _blocks(text: str) -> Iterator[Region]:
    """The top-level keys with their values, without those about authors and works."""
    keys = list(_TOP.finditer(text))
    ends = (*(key.start() for key in keys[1:]), len(text))
    for key, end in zip(keys, ends, strict=False):
        if key[0] not in NOT_OF_THE_PATIENT:
            yield key.start(), end


def markdown_regions(text: str) -> tuple[Region, ...]:
    """A whole text, and what stands in its comments."""
    comments = (match.span(1) for match in _COMMENT.finditer(text) if not _MARK.search(match[1]))
    return ((0, len(text)), *comments)


def persons_in(text: str, regions: Iterable[Region], known: frozenset[str]) -> frozenset[str]:
    """The words of the names of persons in `regions` of a text; `known` name no patient."""
    policy = Policy(calendar="year", known=known)
    return frozenset(
        word
        for start, end in regions
        for hit in scan(text[start:end], policy)
        if hit.kind == "name"
        for word in _WORD.findall(text[start + hit.start : start + hit.end])
    )


def check_shared_text(
    text: str,
    regions: Iterable[Region],
    place: Callable[[int, int], Span],
    *,
    known: frozenset[str] = frozenset(),
    named: frozenset[str] = frozenset(),
) -> Iterator[Diagnostic]:
    """What stands in `regions` of a text and tells who somebody is, each thing once.

    `known` are words that name no patient, and `named` those that do so somewhere else.
    """
    policy = Policy(calendar="year", known=known)
    once: dict[tuple[str, str], list[tuple[Hit, Region]]] = {}
    for start, end in regions:
        part = text[start:end]
        for hit in first_of_each(chain(scan(part, policy), _again(part, named), _ages(part))):
            told = start + hit.start, start + hit.end
            key = CODES[hit.kind], " ".join(text[slice(*told)].split())
            once.setdefault(key, []).append((hit, told))
    for (code, said), same in once.items():
        yield _diagnostic(code, said, same, place)
    yield from check_paths(text, place)


def _again(text: str, named: frozenset[str]) -> Iterator[Hit]:
    """Names that are known for names by another place, say 'Faller' by 'Mrs Faller'."""
    for match in _WORD.finditer(text) if named else ():
        if match[0] in named:
            yield Hit("name", *match.span(), "the name of a person")


def _ages(text: str) -> Iterator[Hit]:
    for match in _AGE.finditer(text):
        yield Hit("age", *match.span("age"), "an age over 89")


def check_paths(text: str, place: Callable[[int, int], Span]) -> Iterator[Diagnostic]:
    """The paths of files on somebody's computer, which name people and folders of patients."""
    rule = RULES["PRV019"]
    for start, end in paths_in(text):
        yield Diagnostic(
            rule,
            f"'{text[start:end]}' is the path of a file on somebody's computer",
            place(start, end),
            "delete it, or write the path from the folder that is shared",
            severity=rule.severity,
        )


def _diagnostic(
    code: str, said: str, same: Sequence[tuple[Hit, Region]], place: Callable[[int, int], Span]
) -> Diagnostic:
    (hit, told), *others = same
    more = f" (found {len(same)} times)" if others else ""
    rule = RULES[code]
    return Diagnostic(
        rule,
        f"'{said}' is {hit.reason}{more}",
        place(*told),
        _HINTS[code],
        severity=_severity(hit, rule.severity),
    )


def _severity(hit: Hit, usual: Severity) -> Severity:
    """Months are printed by most journals, and institutions are often the authors' own."""
    month = hit.kind == "date" and "day" not in hit.reason.split()
    return Severity.NOTE if month or hit.kind == "institution" else usual

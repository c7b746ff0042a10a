"""CON014: a result that is told as abnormal and lies in its range, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.model.laboratory import Laboratory, LaboratoryTest, Measured
from casewright.model.node import walk_nodes
from casewright.model.quantities import Quantity, ReferenceRange
from casewright.rules.any_case import AnyCase
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed

_HIGH = r"elevated|raised|high|increased|above normal"
_LOW = r"low|decreased|reduced|below normal"
_TOLD = AnyCase(
    rf"(?:\b(?P<before>{_HIGH}|{_LOW}|normal)\b"
    r"(?P<between>[^.;,()\d]{1,60}?)(?:of|was|at|,|\()\s*)?"
    r"(?<![\d.])(?P<value>\d+(?:\.\d+)?) ?(?P<unit>[^\s\d(),;]{1,12}(?: ?Hg)?|× ?10\^\d+\^/L)?,? ?"
    r"\((?:normal|reference)(?: range| interval| values?)?[,:]? ?"
    r"(?P<low>\d+(?:\.\d+)?) ?(?:–|-|to) ?(?P<high>\d+(?:\.\d+)?)[^()]*\)"
    rf"(?:,? (?:which )?(?:was|were|is) (?P<after>{_HIGH}|{_LOW}|normal)\b)?",
)
_TOLD_INSIDE = AnyCase(
    rf"\b(?P<before>{_HIGH}|{_LOW}|normal)\b(?P<between>[^.;,()\d]{{0,40}}?) ?"
    r"\((?P<value>\d+(?:\.\d+)?) ?[^\s\d(),;]{1,12}(?: ?Hg)?[;,] ?(?:normal|reference)"
    r"(?: range| interval| values?)?[,:]? ?(?P<low>\d+(?:\.\d+)?) ?(?:–|-|to) ?"
    r"(?P<high>\d+(?:\.\d+)?)(?P<after>)[^()]*\)"
)


def check_ranges(subject: Typed) -> Iterator[Diagnostic]:
    """Report flags and words that the reference range beside them contradicts."""
    found = Diagnostics()
    for case in subject.case.cases:
        for event in case.course:
            if not isinstance(event, Laboratory):
                continue
            for test in (one for one in walk_nodes(event) if isinstance(one, LaboratoryTest)):
                nodes: list[LaboratoryTest | Measured] = [test, *(test.values or ())]
                for node in nodes:
                    _flag(test, node, subject, found)
    for sentence in subject.sentences:
        _words(sentence, found)
    yield from found


def _flag(
    test: LaboratoryTest, node: LaboratoryTest | Measured, subject: Typed, found: Diagnostics
) -> None:
    if node.value is None or test.range is None or node.flag is None:
        return
    told = _told(node.flag)
    value, limits = node.value.given or node.value, test.range.given or test.range
    true = _side(value, limits)
    if told and true and told != true:
        found.add(
            RULES["CON014"],
            f"'{test.analyte}' of {value.number} is flagged '{node.flag}', "
            f"but by its range {_shown(limits)} it is {true}",
            subject.place(node.at_path("flag")),
            hint="correct the flag, the value or the range; the range alone says it, too",
        )


def _told(flag: str) -> str | None:
    side = flag.rpartition(" ")[2]
    return side if side in {"low", "normal", "high"} else None


def _side(value: Quantity, limits: ReferenceRange) -> str | None:
    """Where a value lies; None for what has several numbers or is not exactly known."""
    if value.form != "value" or value.comparator is not None:
        return None
    if limits.low is not None and value.magnitude < float(limits.low):
        return "low"
    if limits.high is not None and value.magnitude > float(limits.high):
        return "high"
    return "normal"


def _shown(limits: ReferenceRange) -> str:
    if limits.low and limits.high:
        return f"{limits.low}-{limits.high}"
    return f"<{limits.high}" if limits.high else f">{limits.low}"


def _words(sentence: Sentence, found: Diagnostics) -> None:
    """'an elevated potassium of 4.1 mmol/L (reference range 3.5-5.0)'."""
    if "range" not in sentence.text and "(" not in sentence.text:
        return
    said = (*_TOLD.finditer(sentence.text), *_TOLD_INSIDE.finditer(sentence.text))
    for match in said:
        word = (match["after"] or match["before"] or "").casefold()
        if not word or re.search(r"\b(?:not?|but|and|than|previously)\b", match["between"] or ""):
            continue
        low, high, value = (float(match[name]) for name in ("low", "high", "value"))
        if low >= high:
            continue
        true = "low" if value < low else "high" if value > high else "normal"
        told = "normal" if word == "normal" else "high" if re.fullmatch(_HIGH, word) else "low"
        if told != true:
            found.add(
                RULES["CON014"],
                f"{match['value']} is called '{word}'; by its range "
                f"{match['low']}-{match['high']} it is {true}",
                sentence.of(match, "value"),
                hint="correct the word, the value or the range",
            )

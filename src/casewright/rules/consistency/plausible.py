"""CON010 and CON011: values that nobody can have, and values that hardly anybody has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, Span
from casewright.model.analytes import Analyte, find_analyte
from casewright.model.conversions import conversion
from casewright.model.laboratory import Laboratory, LaboratoryTest
from casewright.model.node import walk_nodes
from casewright.model.presentation import Examination
from casewright.model.quantities import Quantity
from casewright.rules.consistency.limits import ANALYTES, INF, Limits, limits_of_sign
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed

_NUMBER = r"(?P<number>[-−]?\d+(?:\.\d+)?)"
_LINK = r"(?:,| of| was| is| had been| fell to| rose to| at| dropped to| \(|:)* (?:about |only )?"
_TYPED = tuple(
    (re.compile(rf"\b(?:{names}){_LINK}{_NUMBER} ?(?P<unit>{unit})", re.I), sign)
    for names, unit, sign in (
        (r"oxygen saturation|SpO~?2~?|SaO~?2~?", r"%", "oxygen saturation"),
        (r"body temperature|temperature|fever", r"°C|°F", "temperature"),
        (r"heart rate|pulse rate|pulse", r"beats/min|/min|beats per minute|bpm", "heart rate"),
        (r"respiratory rate", r"breaths/min|/min|breaths per minute", "respiratory rate"),
        (r"ejection fraction|LVEF", r"%", "ejection fraction"),
        (r"ha?ematocrit", r"%", "hematocrit"),
        (r"pH", r"(?![\d%])", "pH"),
    )
)


_AGE = re.compile(
    r"\b(?:aged|age of|age was|age is|age:)(?: about)? (?P<told>[-−]\d+|1[3-9]\d|[2-9]\d\d)"
    r" years?\b"
    r"|(?<![\d.])(?P<old>1[3-9]\d|[2-9]\d\d)-year-old (?:wo)?m[ae]n\b"
)


@dataclass(frozen=True, slots=True)
class _Value:
    name: str
    number: float
    shown: str
    unit: str
    span: Span


def check_values(subject: Typed) -> Iterator[Diagnostic]:
    """Report vital signs and results of blood tests that cannot be, or hardly can be."""
    found = Diagnostics()
    for case in subject.case.cases:
        for event in case.course:
            if isinstance(event, Examination):
                _signs(event, subject, found)
            elif isinstance(event, Laboratory):
                for test in (one for one in walk_nodes(event) if isinstance(one, LaboratoryTest)):
                    _test(test, subject, found, in_blood=event.specimen is None)
    for sentence in subject.sentences:
        _typed(sentence, found)
    yield from found


def _signs(event: Examination, subject: Typed, found: Diagnostics) -> None:
    for sign in event.vitals:
        span = subject.place(sign.at_path("value"))
        for value in _numbers(sign.name, sign.value, span):
            _judge(value, limits_of_sign(sign.name, value.unit), found)


def _typed(sentence: Sentence, found: Diagnostics) -> None:
    for match in _AGE.finditer(sentence.text):
        number = match["told"] or match["old"]
        span = sentence.of(match, "told" if match["told"] else "old")
        value = _Value("age", float(number.replace("−", "-")), f"{number} years", "", span)
        _impossible(value, "possible is 0 to 122 years", found)
    for pattern, name in _TYPED:
        for match in pattern.finditer(sentence.text):
            number = float(match["number"].replace("−", "-"))
            shown = _shown(match["number"], match["unit"])
            value = _Value(name, number, shown, match["unit"], sentence.of(match, "number"))
            _judge(value, limits_of_sign(name, value.unit), found)


def _numbers(name: str, quantity: Quantity, span: Span) -> Iterator[_Value]:
    """Every number of a quantity as it was written; a titer and a spread are left alone."""
    given = quantity.given or quantity
    if given.form in {"ratio", "spread"}:
        return
    for number in filter(None, (given.number, given.second)):
        yield _Value(name, float(number), _shown(number, given.unit), given.unit or "", span)


def _shown(number: str, unit: str | None) -> str:
    return re.sub(r" (?=[%/])", "", f"{number} {unit or ''}".strip())


def _test(test: LaboratoryTest, subject: Typed, found: Diagnostics, *, in_blood: bool) -> None:
    analyte = find_analyte(test.analyte)
    results = [(test, test.value)] if test.value else []
    results += [(one, one.value) for one in test.values or ()]  # type: ignore[misc]
    for node, quantity in results:
        span = subject.place(node.at_path("value"))
        for value in _numbers(test.analyte, quantity, span):
            sign = limits_of_sign(test.analyte, value.unit)
            if sign is not None:
                _judge(value, sign, found)
            elif value.number < 0 and analyte is not None and "base" not in test.analyte:
                _impossible(value, "no concentration is below zero", found)
            elif analyte is not None and in_blood:
                _analyte(value, analyte, found)
    for cell in test.differential:
        if cell.count is not None and cell.count.magnitude < 0:
            span = subject.place(cell.at_path("count"))
            value = _Value(cell.cell, cell.count.magnitude, cell.count.number, "", span)
            _impossible(value, "no count is below zero", found)


def _judge(value: _Value, limits: Limits | None, found: Diagnostics) -> None:
    if limits is None:
        return
    low, high = limits.possible
    if not low <= value.number <= high:
        reach = f"{low:g} to {high:g}" if high < INF else f"{low:g} or more"
        _impossible(value, f"possible is {_shown(reach, limits.unit)}", found)
    elif not limits.seen[0] <= value.number <= limits.seen[1]:
        _implausible(value, "check the digits and the unit", found)


def _analyte(value: _Value, analyte: Analyte, found: Diagnostics) -> None:
    """A result outside what was seen; where another unit would explain it, that unit is named."""
    limits = next((ANALYTES[name] for name in analyte.names if name in ANALYTES), None)
    if limits is None or _within(value.number, value.unit, analyte, limits) is not False:
        return
    others = dict.fromkeys((*analyte.conventional, *analyte.si))
    fitting = [one for one in others if _within(value.number, one, analyte, limits)]
    hint = "check the digits and the unit"
    if fitting:
        hint += f"; {value.number:g} {fitting[0]} would be usual".replace("^", "")
    _implausible(value, hint, found)


def _within(number: float, unit: str, analyte: Analyte, limits: Limits) -> bool | None:
    """Whether a number of that unit was seen; None where the unit is not known."""
    way = conversion(analyte, unit, "si")
    if way is None:
        return None
    step = conversion(analyte, way.unit, "si")
    assert step is not None
    same = conversion(analyte, limits.unit, "si")
    if same is None or same.unit != way.unit:
        return None
    return limits.seen[0] <= float(way.of(str(number))) <= limits.seen[1]


def _impossible(value: _Value, why: str, found: Diagnostics) -> None:
    found.add(
        RULES["CON010"],
        f"'{value.name}' cannot be {value.shown}: {why}",
        value.span,
        hint="correct the number or its unit",
    )


def _implausible(value: _Value, hint: str, found: Diagnostics) -> None:
    found.add(
        RULES["CON011"],
        f"'{value.name}' of {value.shown} is outside what is seen in patients",
        value.span,
        hint=hint.replace("^", ""),
    )

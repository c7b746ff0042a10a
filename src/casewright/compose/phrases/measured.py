"""Analytes and measurements as parts of a sentence, with their reference and their course."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from casewright.compose.language import counted, is_plural
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import (
    in_one_unit,
    in_other_unit,
    quantity,
    quantity_inside,
    unit_after,
)
from casewright.model.journal_style import HouseStyle
from casewright.model.laboratory import Baseline, CellType, LaboratoryTest, Measured
from casewright.model.measurements import Measurement
from casewright.model.quantities import Quantity, ReferenceRange
from casewright.model.times import When

TimePhrase = Callable[[When], Md | None]

_WORDS = {
    "high": "elevated",
    "slightly high": "slightly elevated",
    "markedly high": "markedly elevated",
    "trace": "present in trace amounts",
}
NEGATIVE = frozenset({"negative", "non-reactive", "not detected"})
"""Flags that say that nothing was found."""
QUALITATIVE = NEGATIVE | {
    *("positive", "weakly positive", "strongly positive", "equivocal", "reactive", "detected"),
    "trace",
}


def against(value: Quantity, limits: ReferenceRange | None) -> str | None:
    """'low', 'normal' or 'high' by the reference range; None where there is none."""
    if limits is None:
        return None
    number = value.magnitude
    if limits.low is not None and number < float(limits.low):
        return "low"
    if limits.high is not None and number > float(limits.high):
        return "high"
    return "normal"


def flag_of(test: LaboratoryTest) -> str | None:
    """The flag of a result: as given, or from its values and reference range.

    Results over time are normal when all of them are.
    """
    if test.flag:
        return test.flag
    if test.values:
        flags = [one.flag or against(one.value, test.range) for one in test.values]
        return next((flag for flag in flags if flag != "normal"), "normal")
    return against(test.value, test.range) if test.value else None


def is_unremarkable(test: LaboratoryTest) -> bool:
    """Whether a result is normal or negative."""
    return flag_of(test) in {"normal"} | NEGATIVE


def were(test: LaboratoryTest) -> str:
    """'was' or 'were', by the analyte."""
    return "were" if test.plural or is_plural(test.analyte) else "was"


def flag_words(flag: str) -> str:
    """A flag as a predicate: 'markedly elevated'."""
    return _WORDS.get(flag, flag)


def result(
    test: LaboratoryTest, style: HouseStyle, *, first: bool, time: TimePhrase, codes: Md
) -> Md:
    """A result as a clause: 'hemoglobin was 68 g/L (reference range 120–160 g/L)'.

    Later ranges of a sentence stand without the word 'reference', unless `first`; `codes` follow
    the analyte.
    """
    subject = Md.join_all(counted(test.analyte), codes)
    if test.baseline:
        subject = Md.join_all(subject, _baseline(test.baseline))
    if test.values:
        told = course_of(test.values, style, time=time)
        limits = reference(test.range, test.values[0].value, first=first)
        return Md.join_all(subject, " ", told, _in_parentheses(limits))
    if test.titer or (test.value and test.value.form == "ratio" and not test.value.unit):
        return _titer(test, codes)
    return Md.join_all(subject, f" {were(test)} ", _value(test, first=first))


def _baseline(before: Baseline) -> Md:
    """', which had been 52–69 ×10⁹/L for several years,'."""
    period = f" for {before.period}" if before.period else ""
    return Md.join_all(", which had been ", quantity(before.value), f"{period},")


def _titer(test: LaboratoryTest, codes: Md) -> Md:
    titer = quantity(test.value) if test.value else Md.of(test.titer)
    if test.flag:
        words = f" {were(test)} {flag_words(test.flag)} at a titer of "
        return Md.join_all(counted(test.analyte), codes, words, titer)
    singular = re.sub(r"ies$", "y", test.analyte)
    return Md.join_all(f"the {singular} titer", codes, " was ", titer)


def _value(test: LaboratoryTest, *, first: bool) -> Md:
    flag = test.flag
    if test.value is None:
        return Md.of(flag_words(flag or ""))
    if flag in QUALITATIVE:
        return Md.join_all(flag_words(flag), " (", quantity_inside(test.value), ")")
    value = in_one_unit(test.value)
    cells = Md(", ".join(str(_cells(one)) for one in test.differential))
    limits = _in_parentheses(
        _notes(in_other_unit(test.value), cells, reference(test.range, test.value, first=first))
    )
    if flag and (test.range is None or " " in flag):
        return Md.join_all(flag_words(flag), " at ", value, limits)
    return Md.join_all(value, limits)


def _cells(one: CellType) -> Md:
    """'84% neutrophils', '16,400/mm³ neutrophils (78%)'."""
    if one.count is None:
        return Md.of(f"{one.percent}% {one.cell}")
    share = f" ({one.percent}%)" if one.percent is not None else ""
    return Md.join_all(quantity(one.count), f" {one.cell}{share}")


def _in_parentheses(text: Md) -> Md:
    return Md.join_all(" (", text, ")") if text else Md("")


def _notes(*notes: Md) -> Md:
    return Md("; ".join(note for note in notes if note))


def reference(limits: ReferenceRange | None, value: Quantity, *, first: bool) -> Md:
    """A reference range with the unit of the value: 'reference range 120–160 g/L'.

    With the same in other units where both are printed: '120–160 g/L [12.0–16.0 g/dL]'.
    """
    if limits is None:
        return Md("")
    both_ends = limits.low is not None and limits.high is not None
    word = ("reference range " if both_ends else "reference ") if first else ""
    told = Md.join_all(word, bounds(limits), unit_after(value.unit))
    if limits.also is None:
        return told
    return Md.join_all(told, " [", bounds(limits.also), unit_after(limits.also.unit), "]")


def bounds(limits: ReferenceRange) -> str:
    """The ends of a reference range without unit: '120–160', '<5'."""
    if limits.low is not None and limits.high is not None:
        return f"{limits.low}–{limits.high}"
    return f"<{limits.high}" if limits.low is None else f">{limits.low}"


def course_of(values: Sequence[Measured], style: HouseStyle, *, time: TimePhrase) -> Md:
    """Results over time as a predicate.

    'rose from 0.04 ng/mL on day 0 to 2.3 ng/mL on day 1', 'rose from … to a peak of … and fell
    to …', or all of them where they go up and down.
    """
    told = _all_timed(values, time)
    numbers = [one.value.magnitude for one in values]
    last = len(numbers) - 1
    for sign, way, back, turn in ((1, "rose", "fell", "peak"), (-1, "fell", "rose", "nadir")):
        heights = [sign * number for number in numbers]
        top = heights.index(max(heights))
        goes_up = heights[: top + 1] == sorted(heights[: top + 1])
        comes_down = heights[top:] == sorted(heights[top:], reverse=True)
        if heights[0] == heights[top] or not (goes_up and comes_down):
            continue
        if top == last or heights[top] == heights[last]:
            between = [told[1], told[2]] if last == 2 and heights[0] < heights[1] else [told[last]]
            return Md.join_all(f"{way} from ", told[0], " to ", listed(between, style))
        return Md.join_all(
            f"{way} from ", told[0], f" to a {turn} of ", told[top], f" and {back} to ", told[last]
        )
    untimed = all(time(one.at) is None for one in values)
    often = " on successive measurements" if untimed else ""
    return Md.join_all("was ", listed(told, style), often)


def _all_timed(values: Sequence[Measured], time: TimePhrase) -> list[Md]:
    """Results with their times; what these are counted from is named once.

    '146 ng/L at 1 hour after arrival', then '4280 ng/L at 6 hours'.
    """
    told: list[Md] = []
    anchor = None
    for one in values:
        at = time(one.at)
        amount, _, name = (str(at) if at else "").partition(" after ")
        if at and name:
            at = Md(f"at {amount}" if name == anchor else f"at {at}")
            anchor = anchor if told else name
        told.append(Md.join_all(quantity(one.value), " ", at) if at else quantity(one.value))
    return told


def is_normal(one: Measurement) -> bool:
    """Whether a measurement was judged normal, or is by its reference range."""
    return (one.flag or against(one.value, one.range)) == "normal"


def measurement(one: Measurement, *, first: bool) -> Md:
    """A measurement as a clause: 'the PR interval was 180 ms (reference range 120–200 ms)'."""
    value = in_one_unit(one.value)
    notes = [reference(one.range, one.value, first=first)]
    if one.predicted is not None:
        notes.append(Md.of(f"{one.predicted}% of predicted"))
    if one.z_score is not None:
        notes.append(Md.of(f"z score {one.z_score:g}".replace("-", "−")))
    verb = "were" if is_plural(one.name) else "was"
    start = f"{counted(one.name)} {verb} "
    if is_normal(one):
        value = quantity_inside(one.value)
        inside = ", ".join(str(note) for note in (value, *notes[1:]) if note)
        return Md.join_all(Md.of(f"{start}normal"), _in_parentheses(Md(inside)))
    judged = f"{one.flag} at " if one.flag else ""
    inside = _notes(in_other_unit(one.value), Md(", ".join(str(note) for note in notes if note)))
    return Md.join_all(Md.of(start + judged), value, _in_parentheses(Md(inside)))

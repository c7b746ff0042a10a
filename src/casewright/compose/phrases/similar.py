"""Similar cases summed up: counts, a median and a range, never rates."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from casewright.compose.language import join_list
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import NBSP
from casewright.model.ages import Age
from casewright.model.similar import SimilarCase

_FEW = 3
"""Below so many ages, a median says nothing that the ages do not."""


def summary(cases: Sequence[SimilarCase]) -> Md:
    """'In 9 reported cases, the median age was 53 years (range 22–71); 5 patients were female …'.

    Each part tells of how many cases it was known, where that was not all of them.
    """
    total = len(cases)
    start = f"{total} reported case{'s' if total > 1 else ''}"
    parts = [part for part in (_ages(cases), _sexes(cases), _outcomes(cases)) if part]
    return Md.of(f"In the {start}, {'; '.join(parts)}" if parts else f"The table lists {start}")


def _known(count: int, total: int) -> str:
    return "" if count == total else f" (known in {count} of {total})"


def _exact(age: Age) -> bool:
    """Whether an age can be counted in years: not '60s', not '3 months'."""
    return age.unit == "year" and not (age.group or age.gestation)


def _ages(cases: Sequence[SimilarCase]) -> str:
    ages = sorted(one.age.years for one in cases if one.age and _exact(one.age))
    if not ages or len(ages) < sum(one.age is not None for one in cases):
        return ""
    unit = f"{NBSP}years"
    low, high = ages[0], ages[-1]
    known = _known(len(ages), len(cases))
    if low == high:
        return f"the age was {low}{unit}{known}"
    if len(ages) < _FEW:
        return f"the ages were {join_list([str(age) for age in ages])}{unit}{known}"
    middle = f"{median(ages):g}"
    return f"the median age was {middle}{unit} (range {low}–{high}{unit}){known}"


def _sexes(cases: Sequence[SimilarCase]) -> str:
    known = [one.sex for one in cases if one.sex]
    if not known:
        return ""
    female, male = known.count("female"), known.count("male")
    parts = [f"{n} {word}" for n, word in ((female, "female"), (male, "male")) if n]
    first = parts[0].split()
    who = f"{first[0]} patient{'s' if first[0] != '1' else ''}"
    verb = "was" if first[0] == "1" else "were"
    rest = f" and {parts[1]}" if len(parts) > 1 else ""
    return f"{who} {verb} {first[1]}{rest}{_known(len(known), len(cases))}"


def _outcomes(cases: Sequence[SimilarCase]) -> str:
    known = [one.outcome for one in cases if one.outcome]
    if not known:
        return ""
    counts = {name: known.count(name) for name in dict.fromkeys(known)}
    order = sorted(counts, key=lambda name: -counts[name])
    named = [f"{name} in {counts[name]}" for name in order]
    return f"the outcome was {join_list(named)}{_known(len(known), len(cases))}"

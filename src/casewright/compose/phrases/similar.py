"""Similar cases summed up: counts, a median and a range, never rates."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import NBSP
from casewright.model.ages import Age
from casewright.model.journal_style import HouseStyle
from casewright.model.similar import SimilarCase

_FEW = 3
"""Below so many ages, a median says nothing that the ages do not."""


class Summary:
    """The summary as a fact, in whose words is the house style of a journal."""

    def __init__(self, cases: Sequence[SimilarCase]) -> None:
        self._cases = tuple(cases)

    def told(self, style: HouseStyle) -> Md:
        """The summary as the journal prints it."""
        return summary(self._cases, style)


def summary(cases: Sequence[SimilarCase], style: HouseStyle) -> Md:
    """'In 9 reported cases, the median age was 53 years (range 22–71); 5 patients were female …'.

    Each part tells of how many cases it was known, where that was not all of them.
    """
    total = len(cases)
    start = f"{total} reported case{'s' if total > 1 else ''}"
    parts = [part for part in (_ages(cases, style), _sexes(cases), _outcomes(cases, style)) if part]
    if not parts:
        return Md.of(f"The table lists {start}")
    return Md.join_all(f"In the {start}, ", Md("; ".join(parts)))


def _known(count: int, total: int) -> str:
    return "" if count == total else f" (known in {count} of {total})"


def _exact(age: Age) -> bool:
    """Whether an age can be counted in years: not '60s', not '3 months'."""
    return age.unit == "year" and not (age.group or age.gestation)


def _ages(cases: Sequence[SimilarCase], style: HouseStyle) -> Md:
    ages = sorted(one.age.years for one in cases if one.age and _exact(one.age))
    if not ages or len(ages) < sum(one.age is not None for one in cases):
        return Md("")
    unit = f"{NBSP}years"
    low, high = ages[0], ages[-1]
    known = _known(len(ages), len(cases))
    if low == high:
        return Md.of(f"the age was {low}{unit}{known}")
    if len(ages) < _FEW:
        return Md.join_all("the ages were ", listed(ages, style), f"{unit}{known}")
    middle = f"{median(ages):g}"
    return Md.of(f"the median age was {middle}{unit} (range {low}–{high}{unit}){known}")


def _sexes(cases: Sequence[SimilarCase]) -> Md:
    known = [one.sex for one in cases if one.sex]
    if not known:
        return Md("")
    female, male = known.count("female"), known.count("male")
    parts = [f"{n} {word}" for n, word in ((female, "female"), (male, "male")) if n]
    first = parts[0].split()
    who = f"{first[0]} patient{'s' if first[0] != '1' else ''}"
    verb = "was" if first[0] == "1" else "were"
    rest = f" and {parts[1]}" if len(parts) > 1 else ""
    return Md.of(f"{who} {verb} {first[1]}{rest}{_known(len(known), len(cases))}")


def _outcomes(cases: Sequence[SimilarCase], style: HouseStyle) -> Md:
    known = [one.outcome for one in cases if one.outcome]
    if not known:
        return Md("")
    counts = {name: known.count(name) for name in dict.fromkeys(known)}
    order = sorted(counts, key=lambda name: -counts[name])
    named = listed([f"{name} in {counts[name]}" for name in order], style)
    return Md.join_all("the outcome was ", named, _known(len(known), len(cases)))

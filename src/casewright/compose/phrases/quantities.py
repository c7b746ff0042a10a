"""Measured values with their units: '68 g/L', '4 × 3 cm'."""

from __future__ import annotations

import re

from casewright.compose.marks import Md
from casewright.model.journal import Journal
from casewright.model.quantities import Quantity, Size

NBSP = "\u00a0"


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

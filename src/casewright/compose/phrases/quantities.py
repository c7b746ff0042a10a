"""Measured values with their units: '68 g/L', '4 × 3 cm'."""

from __future__ import annotations

import re

from casewright.compose.marks import Md
from casewright.model.journal import Journal
from casewright.model.quantities import Quantity, Size

NBSP = "\u00a0"


def quantity(value: Quantity) -> Md:
    """A measured value with its unit: '68 g/L', 'about 4 cm', '90/60 mm Hg', '1.2–3.4 g/L'.

    With the same in other units where both are printed: '177 µmol/L (2.0 mg/dL)'.
    """
    other = Md.join_all(" (", in_other_unit(value), ")") if value.also else ""
    return Md.join_all(in_one_unit(value), other)


def quantity_inside(value: Quantity) -> Md:
    """A value inside parentheses: '177 µmol/L [2.0 mg/dL]'."""
    other = Md.join_all(" [", in_other_unit(value), "]") if value.also else ""
    return Md.join_all(in_one_unit(value), other)


def in_one_unit(value: Quantity) -> Md:
    """A measured value with its unit, whether or not it is printed in another one too."""
    sign = f"{value.comparator} " if value.comparator in {"about", "up to"} else value.comparator
    return Md.join_all(sign or "", _numbers(value), unit_after(value.unit))


def in_other_unit(value: Quantity) -> Md:
    """The same value in the unit of the other system; nothing where one is enough."""
    return in_one_unit(value.also) if value.also else Md("")


def _numbers(value: Quantity) -> str:
    first, second = value.number.replace("-", "−"), (value.second or "").replace("-", "−")
    match value.form:
        case "range":
            # A dash next to a minus sign would be read as one.
            dash = " to " if "−" in first + second else "–"
            return f"{first}{dash}{second}"
        case "pair":
            return f"{first}/{second}"
        case "ratio":
            return f"{first}:{second}"
        case "spread":
            return f"{first}{NBSP}±{NBSP}{second}"
    return first


def unit_after(text: str | None) -> Md:
    """A unit as it stands after its number, with the space before it where one belongs."""
    if not text:
        return Md("")
    space = "" if text == "°" or text.startswith(("%", "/")) else NBSP
    return Md.join_all(space, unit(text))


def unit(text: str) -> Md:
    """A unit: '×10^9^/L' with a space after its sign, its power raised; no line ends in it."""
    return Md.of(re.sub(r"×(?=10)|(?<=mm|cm) (?=H)|(?<=\d) ", _bound, text))


def _bound(match: re.Match[str]) -> str:
    return match[0].strip() + NBSP


def size(value: Size, journal: Journal) -> Md:
    """A size after its noun: 'of 4 cm × 3 cm', 'about 4 cm long'."""
    if journal.house_style.repeat_unit_in_size:
        text = f"{NBSP}×{NBSP}".join(f"{part}{NBSP}{value.unit}" for part in value.lengths)
    else:
        text = f"{NBSP}×{NBSP}".join(value.lengths) + f"{NBSP}{value.unit}"
    about = f"{value.qualifier} " if value.qualifier else ""
    if value.dimension:
        return Md.of(f"{about}{text} {value.dimension}")
    return Md.of(f"of {about}{text}")

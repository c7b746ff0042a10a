"""Units of concentration, count and pressure as a dimension and an exact scale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Dimension: TypeAlias = Literal[
    "mass", "amount", "equivalent", "count", "international", "enzyme", "pressure", "fraction"
]


@dataclass(frozen=True, slots=True)
class Scaled:
    """What one of a unit is in the base unit of its dimension."""

    dimension: Dimension
    scale: Fraction
    """In g, mol, Eq, cells, IU or U per litre; in kPa; or as a plain fraction of one."""


_PREFIXES = {"": 0, "k": 3, "d": -1, "c": -2, "m": -3, "µ": -6, "n": -9, "p": -12, "f": -15}
_DIMENSIONS: dict[str, Dimension] = {
    "g": "mass",
    "mol": "amount",
    "M": "amount",
    "Eq": "equivalent",
    "IU": "international",
    "U": "enzyme",
}
_WHOLE = {
    "kPa": Scaled("pressure", Fraction(1)),
    # The conventional millimetre of mercury is 133.322387415 Pa exactly.
    "mm Hg": Scaled("pressure", Fraction("0.133322387415")),
    "Torr": Scaled("pressure", Fraction("0.133322387415")),
    "%": Scaled("fraction", Fraction(1, 100)),
    "mmol/mol": Scaled("fraction", Fraction(1, 1000)),
}
_CONCENTRATION = re.compile(r"([kdcmµnpf]?)(g|mol|Eq|IU|U)/([kdcmµnpf]?)L")
_MOLAR = re.compile(r"([mµnpf]?)M")
_COUNT = re.compile(
    r"(?:×10\^(\d+)\^|(K|M))?(?: ?(?:cells?|leukocytes|leucocytes))?/(?:([dcmµnpf]?)L|mm\^3\^)"
)
_THOUSANDS = {"K": 3, "M": 6}


def scaled(unit: str | None) -> Scaled | None:
    """The dimension and scale of a unit as it is printed; None for any other unit."""
    if unit is None:
        return None
    if known := _WHOLE.get(unit):
        return known
    if match := _CONCENTRATION.fullmatch(unit):
        prefix, base, volume = match.groups()
        return Scaled(_DIMENSIONS[base], _ten(_PREFIXES[prefix] - _PREFIXES[volume]))
    if match := _MOLAR.fullmatch(unit):
        return Scaled("amount", _ten(_PREFIXES[match[1]]))
    if match := _COUNT.fullmatch(unit):
        power = int(match[1]) if match[1] else _THOUSANDS.get(match[2] or "", 0)
        # A cubic millimetre is a microlitre.
        volume = "µ" if match[3] is None else match[3]
        return Scaled("count", _ten(power - _PREFIXES[volume]))
    return None


def _ten(exponent: int) -> Fraction:
    return Fraction(10) ** exponent

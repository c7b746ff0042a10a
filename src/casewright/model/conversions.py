"""Results in SI or conventional units, converted exactly and rounded to what was measured.

The step of a converted result is the largest power of ten that is not coarser than the step of the
result as it was written: 1.2 mg/dL of creatinine is 106 µmol/L, 100 mg/dL of glucose is 5.55
mmol/L. It is the next one where that has more digits than were measured and is at most twice as
coarse: 540 mg/dL is 30.0 mmol/L. No step is coarser than 1.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from casewright.model.analytes import Analyte, find_analyte
from casewright.model.dimensions import Scaled, scaled
from casewright.model.quantities import Quantity, ReferenceRange

System: TypeAlias = Literal["si", "conventional"]

# NGSP % = 0.09148 × IFCC mmol/mol + 2.152 (ngsp.org; Hoelzel et al. Clin Chem 2004;50:166-174).
_NGSP_SLOPE, _NGSP_OFFSET = Fraction("0.09148"), Fraction("2.152")
_EXACT = Context(prec=60)
_DAILY = re.compile(r"([^/]+)/(24 h|d|day)")


class Conversion(NamedTuple):
    """`target` = `factor` × given + `offset`."""

    unit: str
    factor: Fraction
    offset: Fraction = Fraction(0)
    decimals: int | None = None
    """How many are printed, whatever was measured; by the step of the result if None."""

    def of(self, number: str) -> Fraction:
        """The exact number in the target unit."""
        return Fraction(number) * self.factor + self.offset


def conversion(
    analyte: Analyte, unit: str | None, system: System, *, fluid: bool = False
) -> Conversion | None:
    """How a result of `analyte` in `unit` is printed in `system`; None where there is no way.

    A unit that belongs to the system gives a conversion to itself. `fluid` says that the specimen
    was not blood.
    """
    si = (analyte.in_fluid if fluid else None) or analyte.si
    targets = si if system == "si" else analyte.conventional
    if unit in targets:
        return Conversion(unit, Fraction(1))
    if daily := _DAILY.fullmatch(unit or ""):
        way = _of_concentration(analyte, f"{daily[1]}/L", tuple(map(_numerator_per_litre, targets)))
        return way._replace(unit=f"{way.unit.removesuffix('/L')}/{daily[2]}") if way else None
    return _of_concentration(analyte, unit, targets)


def _numerator_per_litre(unit: str) -> str:
    return f"{unit.partition('/')[0]}/L"


def _of_concentration(
    analyte: Analyte, unit: str | None, targets: tuple[str, ...]
) -> Conversion | None:
    here = scaled(unit)
    if here is None:
        return None
    if here.dimension == "fraction":
        return _glycated(analyte, unit, targets)
    ways = [Conversion(to, factor) for to in targets if (factor := _factor(analyte, here, to))]
    return next((way for way in ways if way.factor == 1), ways[0] if ways else None)


def _glycated(analyte: Analyte, unit: str | None, targets: tuple[str, ...]) -> Conversion | None:
    if (unit, targets) == ("%", ("mmol/mol",)) and "%" in analyte.conventional:
        return Conversion("mmol/mol", 1 / _NGSP_SLOPE, -_NGSP_OFFSET / _NGSP_SLOPE, 0)
    if (unit, targets) == ("mmol/mol", ("%",)):
        return Conversion("%", _NGSP_SLOPE, _NGSP_OFFSET, 1)
    return None


def _factor(analyte: Analyte, here: Scaled, target: str) -> Fraction | None:
    there = scaled(target)
    if there is None:
        return None
    bases = (_base(analyte, here), _base(analyte, there))
    if here.dimension == there.dimension:
        return here.scale / there.scale
    if {here.dimension, there.dimension} == {"international", "enzyme"} and "mU/L" in analyte.si:
        return here.scale / there.scale  # U for IU
    if bases[0] is None or bases[1] is None:
        return None
    return here.scale * bases[0] / (there.scale * bases[1])


def _base(analyte: Analyte, unit: Scaled) -> Fraction | None:
    """Moles in one of the base unit: of a gram, a mole or an equivalent."""
    match unit.dimension:
        case "amount":
            return Fraction(1)
        case "equivalent" if analyte.valence:
            return Fraction(1, analyte.valence)
        case "mass" if analyte.molar_mass:
            return 1 / analyte.molar_mass
    return None


def is_due(unit: str | None, system: System) -> bool:
    """Whether a unit plainly belongs to the other system, whatever was measured."""
    if daily := _DAILY.fullmatch(unit or ""):
        unit = f"{daily[1]}/dL"
    known = scaled(unit)
    if unit is None or known is None:
        return False
    per_litre = unit.endswith("/L")
    if system == "si":
        masses = known.dimension in {"mass", "count", "international"} and not per_litre
        return masses or unit in {"mm Hg", "Torr"} or known.dimension == "equivalent"
    return known.dimension == "amount" or unit in {"kPa", "mmol/mol"}


def converted(value: Quantity, way: Conversion, *, finer: int = 0) -> Quantity:
    """`value` in the unit of `way`; `finer` asks for so many more decimals."""
    texts = [value.number, *([value.second] if value.second else [])]
    if value.form == "spread" and value.second:
        spread = way._replace(offset=Fraction(0))
        number = _rounded([value.number], way, finer)[0]
        return replace(value, number=number, second=_rounded([value.second], spread, finer)[0],
                       unit=way.unit, given=value)  # fmt: skip
    numbers = _rounded(texts, way, finer)
    second = numbers[1] if value.second else None
    return replace(value, number=numbers[0], second=second, unit=way.unit, given=value)


def converted_range(limits: ReferenceRange, way: Conversion, *, finer: int = 0) -> ReferenceRange:
    """A reference range in the unit of `way`, both ends with the same decimals."""
    texts = [end for end in (limits.low, limits.high) if end is not None]
    numbers = iter(_rounded(texts, way, finer))
    low = next(numbers) if limits.low is not None else None
    high = next(numbers) if limits.high is not None else None
    return ReferenceRange(low, high, way.unit, given=limits)


def _rounded(texts: list[str], way: Conversion, finer: int) -> list[str]:
    """Numbers in the target unit, all with the decimals of the most precise one."""
    decimals = way.decimals
    if decimals is None:
        decimals = max(_decimals(text, way) for text in texts)
    step = Decimal(1).scaleb(-(decimals + finer))
    return [f"{_decimal(way.of(text)).quantize(step, ROUND_HALF_UP):f}" for text in texts]


def _decimal(number: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))


def _decimals(text: str, way: Conversion) -> int:
    """How many decimals of the converted number say as much as those of `text`."""
    digits = text.lstrip("-")
    exponent = -len(digits.partition(".")[2])
    if "." not in digits and way.factor <= Fraction(1, 1000) and digits.strip("0"):
        # The zeros of 12000 cells are not measured.
        exponent = len(digits) - len(digits.rstrip("0"))
    step = Fraction(10) ** exponent * way.factor
    decimals = 0
    while Fraction(10) ** -decimals > step:
        decimals += 1
    coarser = Fraction(10) ** (1 - decimals)
    if decimals and coarser <= 2 * step:
        measured = Fraction(10) ** (len(digits.replace(".", "").lstrip("0")) - decimals)
        # Written with `decimals`, it would have more digits than the given number.
        if abs(way.of(text)) >= measured:
            decimals -= 1
    return decimals


__all__ = ["Analyte", "Conversion", "System", "conversion", "converted", "converted_range",
           "find_analyte", "is_due"]  # fmt: skip

"""Measured values: quantities with their units, reference ranges and sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import PlainValidator
from casewright.model.units import printed_unit
from casewright.model.values import NotAValue, value_schema

Comparator: TypeAlias = Literal["<", ">", "≤", "≥", "about", "up to"]
Form: TypeAlias = Literal["value", "range", "pair", "ratio", "spread"]

# A comma or a thin space between groups of three digits is a thousands separator, never a decimal.
_NUMBER = "\\d{1,3}(?:[,\u2009\u202f\u00a0]\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?"
_SIGNED = f"[-−]?(?:{_NUMBER})"
_COMPARATOR = r"(?:(<=|>=|[<>≤≥~])\s*|(about|approximately|up to)\s+)?"
_COMPARATORS: dict[str, Comparator] = {
    "<=": "≤",
    ">=": "≥",
    "~": "about",
    "approximately": "about",
    "<": "<",
    ">": ">",
    "≤": "≤",
    "≥": "≥",
    "about": "about",
    "up to": "up to",
}
_FORMS: tuple[tuple[Form, str], ...] = (
    ("range", rf"({_SIGNED})\s*(?:-|–|to\b)\s*({_SIGNED})"),
    ("pair", rf"({_NUMBER})/({_NUMBER})"),
    ("ratio", rf"({_NUMBER}):({_NUMBER})"),
    ("spread", rf"({_SIGNED})\s*(?:±|\+/?-)\s*({_NUMBER})"),
    ("value", rf"({_SIGNED})()"),
)
_QUANTITY = tuple(
    (form, re.compile(rf"{_COMPARATOR}{numbers}(?![\d.,:])(?:\s*(\S.*))?"))
    for form, numbers in _FORMS
)


_LIMITS = re.compile(
    rf"(?:({_SIGNED})\s*(?:-|–|to\b)\s*({_SIGNED})|<\s*({_NUMBER})|>\s*({_NUMBER}))(?![\d.,:])"
    r"(?:\s+(\S.*)|([^\s\d].*))?"
)


def _digits(text: str) -> str:
    """A number without thousands separators, its minus an ASCII hyphen."""
    return re.sub("[,\u2009\u202f\u00a0]", "", text.replace("−", "-"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured value with its unit; the digits are kept as they were written."""

    number: str
    """Digits as written, such as '2.30': trailing zeros carry precision."""
    unit: str | None = None
    """As printed, with the markup of facts: 'mm Hg', '×10^9^/L'."""
    comparator: Comparator | None = None
    second: str | None = None
    """The other number of a range, a pair (90/60), a ratio (1:320) or a spread (5.2 ± 0.3)."""
    form: Form = "value"
    given: Quantity | None = None
    """As it stands in the case, where it was converted to another unit."""
    also: Quantity | None = None
    """The same value in the units of the other system, where both are printed."""

    @classmethod
    def parse(cls, raw: object) -> Quantity:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = str(raw)
        if isinstance(raw, str):
            for form, pattern in _QUANTITY:
                if match := pattern.fullmatch(raw.strip()):
                    return cls._of(form, match)
        raise ValueError(
            "write a quantity as '68 g/L', '<0.04 ng/mL', 'about 4 cm', '1.2-3.4 g/L', "
            "'90/60 mm Hg' or '1:320'; the decimal sign is a point"
        )

    @classmethod
    def _of(cls, form: Form, match: re.Match[str]) -> Quantity:
        sign, word, first, second, unit = match.groups()
        number, other = _digits(first), _digits(second) or None
        if unit and re.match(r"[eE^*]", unit) and re.match(r".[\d+-]", unit):
            raise ValueError("write a power of ten after its factor: '4.5 x10^9/L'")
        if form == "range" and other and float(number) > float(other):
            raise NotAValue("the low end of a range comes first", "turn the two numbers round")
        comparator = _COMPARATORS[sign or word] if sign or word else None
        return cls(number, printed_unit(unit) if unit else None, comparator, other, form)

    @property
    def magnitude(self) -> float:
        """The number to compare with others: the first one of several."""
        return float(self.number)


def parse_vital(raw: object) -> Quantity:
    """A vital sign; a blood pressure is a pair. Raises `ValueError`."""
    value = Quantity.parse(raw)
    if value.form == "pair" and float(value.number) <= float(value.second or 0):
        sentence = "the systolic blood pressure comes first, and is the higher one"
        raise NotAValue(sentence, "check both numbers, and write them as in '90/60 mm Hg'")
    return value


_RANGE_HELP = (
    "write a reference range as '120-160', '<5' or '>60', the last one with its quotation marks"
)


@dataclass(frozen=True, slots=True)
class ReferenceRange:
    """A laboratory reference range, with either end open."""

    low: str | None
    high: str | None
    unit: str | None = None
    """As printed, where the range was written with one; it is that of the value."""
    given: ReferenceRange | None = None
    """As it stands in the case, where it was converted to another unit."""
    also: ReferenceRange | None = None
    """The same range in the units of the other system, where both are printed."""

    @classmethod
    def parse(cls, raw: object) -> ReferenceRange:
        text = raw.strip() if isinstance(raw, str) else ""
        if match := _LIMITS.fullmatch(text):
            ends, unit = match.groups()[:4], match[5] or match[6]
            low, high, above, below = (_digits(end) if end else None for end in ends)
            if low and high and float(low) > float(high):
                sentence = "the low end of a reference range comes first"
                raise NotAValue(sentence, "turn the two numbers round")
            return cls(low or below, high or above, printed_unit(unit) if unit else None)
        raise ValueError(_RANGE_HELP)

    def in_unit_of(self, value: Quantity | None) -> ReferenceRange:
        """The range; raises `NotAValue` where its unit is not that of the value."""
        if self.unit is None or value is None or self.unit == value.unit:
            return self
        unit = f"in {value.unit}" if value.unit else "without a unit"
        sentence = f"the reference range is in {self.unit}, the value {unit}"
        raise NotAValue(sentence, "write both in the same unit; the range may leave it out")


@dataclass(frozen=True, slots=True)
class Size:
    """One to three lengths in one unit: 4 cm, 4 x 3 cm, 1-2 cm, about 4 cm long, up to 3 cm."""

    lengths: tuple[str, ...]
    """Digits; a range is '1–2'."""
    unit: Literal["mm", "cm", "m", "µm"]
    qualifier: Literal["about", "up to"] | None = None
    dimension: Literal["long", "wide", "thick", "deep", "in diameter"] | None = None

    @classmethod
    def parse(cls, raw: object) -> Size:
        length = rf"(?:{_NUMBER})(?:\s*[-–]\s*(?:{_NUMBER}))?"
        unit = r"(mm|cm|m|µm|μm|um)"
        match = isinstance(raw, str) and re.fullmatch(
            rf"(?:(about|up to) )?({length}(?:\s*(?:{unit}\s*)?[x×]\s*{length}){{0,2}})\s*{unit}"
            r"(?: (long|wide|thick|deep|in diameter))?",
            raw.strip(),
        )
        # '4 cm x 3 cm' repeats its unit; '4 cm x 3 mm' would be two sizes.
        if not match or match[3] not in {None, match[4]}:
            raise ValueError("write a size as '4 x 3 cm', '1 cm', '1-2 cm' or 'about 4 cm long'")
        bare = re.sub(r"[a-zµμ]*\s*[x×]\s*", "×", match[2])
        lengths = tuple(_digits(re.sub(r"\s*[-–]\s*", "–", one.strip())) for one in bare.split("×"))
        return cls(
            lengths,
            "µm" if match[4] in {"um", "μm"} else match[4],  # type: ignore[arg-type]
            match[1],  # type: ignore[arg-type]
            match[5],  # type: ignore[arg-type]
        )

    @property
    def approximate(self) -> bool:
        """Whether it is told with 'about'."""
        return self.qualifier == "about"

    @property
    def is_one_length(self) -> bool:
        """Whether it can stand before its noun: 'a 4-cm mass'."""
        bare = self.qualifier is None and self.dimension is None
        return bare and len(self.lengths) == 1 and "–" not in self.lengths[0]


QuantityValue: TypeAlias = Annotated[
    Quantity,
    PlainValidator(Quantity.parse),
    value_schema(
        "A value with its unit, a range, a pair, a ratio, or a mean and its spread.",
        *("68 g/L", "<0.04 ng/mL", "about 4 cm", "1.2-3.4 g/L"),
        *("90/60 mm Hg", "1:320", "5.2 ± 0.3 mmol/L", "12,500 cells/µL", 7),
    ),
]
RangeValue: TypeAlias = Annotated[
    ReferenceRange,
    PlainValidator(ReferenceRange.parse),
    value_schema("A reference range.", "120-160", "<5", ">60"),
]
SizeValue: TypeAlias = Annotated[
    Size,
    PlainValidator(Size.parse),
    value_schema("A size.", "4 x 3 cm", "1 cm", "1-2 cm", "about 4 cm long", "up to 3 cm"),
]

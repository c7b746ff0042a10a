"""Codes of terms: the systems that a case may use, and how a code of each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from casewright.model.declare import Field
from casewright.model.node import Node, Text


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A terminology, with the shape of its codes and one of them."""

    pattern: str
    example: str
    digits_checked: bool = False
    """Whether the last digit is a Verhoeff check digit."""

    def accepts(self, code: str) -> bool:
        """Whether `code` is written as this system writes its codes; nothing is looked up."""
        fits = re.fullmatch(self.pattern, code) is not None
        return fits and (not self.digits_checked or _verhoeff(code))


SYSTEMS: Mapping[str, CodeSystem] = {
    "ICD-10": CodeSystem(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?", "C25.0"),
    "ICD-11": CodeSystem(
        r"[1-9A-Z][A-HJ-NP-Z]\d[0-9A-Z](?:\.[0-9A-HJ-NP-Z]{1,2})?(?:[&/][0-9A-Z.]+)*", "2C10.0"
    ),
    "ICD-O": CodeSystem(r"(?:C\d{2}\.\d|\d{4}/[0-9](?:[1-9])?)", "8890/3"),
    "HPO": CodeSystem(r"HP:\d{7}", "HP:0002027"),
    "SNOMED CT": CodeSystem(r"\d{6,18}", "363418001", digits_checked=True),
    "LOINC": CodeSystem(r"\d{1,5}-\d", "718-7"),
    "RxNorm": CodeSystem(r"\d{1,8}", "161"),
    "ATC": CodeSystem(r"[A-DGHJLMNPRSV](?:\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?)?", "N02BE01"),
    "ORPHA": CodeSystem(r"(?:ORPHA:)?\d{1,6}", "ORPHA:558"),
    "OMIM": CodeSystem(r"(?:OMIM:)?\d{6}", "154700"),
    "MONDO": CodeSystem(r"MONDO:\d{7}", "MONDO:0007947"),
}
"""By the name that stands in a case file. Shapes are those that the systems' own guides give."""

Codes: TypeAlias = Annotated[
    Mapping[str, Text | tuple[Text, ...]],
    Field(json_schema_extra={"propertyNames": {"enum": list(SYSTEMS)}}),
]


class Coded(Node):
    """A clinical term that may carry codes."""

    codes: Codes = Field(default_factory=dict)
    """Codes by their system, such as {ICD-10: C25.0}; printed only where a journal asks."""


_D5 = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_P8 = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def _verhoeff(code: str) -> bool:
    check = 0
    for position, digit in enumerate(reversed(code)):
        check = int(_D5[check][int(_P8[position % 8][int(digit)])])
    return check == 0

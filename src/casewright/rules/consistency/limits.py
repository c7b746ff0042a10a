"""What can be measured in a patient, and what cannot.

Each row: the name, its unit, the least and the greatest value that is possible at all, and between
which values living patients have been seen. The first two are physics or definition (no part is
more than 100%); the other two are wide on purpose, beyond the extremes of published cases, so that
what lies outside is far more often a slip of a digit or of a unit than a patient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

INF: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one measure in one unit."""

    name: str
    unit: str
    possible: tuple[float, float]
    seen: tuple[float, float]


_SIGNS = (
    ("oxygen saturation", "%", (0, 100), (20, 100)),
    ("temperature", "°C", (-20, 60), (13, 45)),
    ("temperature", "°F", (0, 140), (55, 113)),
    ("heart rate", "/min", (0, INF), (10, 350)),
    ("respiratory rate", "/min", (0, INF), (2, 120)),
    ("blood pressure", "mm Hg", (0, INF), (15, 350)),
    ("ejection fraction", "%", (0, 100), (3, 95)),
    ("hematocrit", "%", (0, 100), (3, 85)),
    ("pH", "", (0, 14), (6.2, 8.1)),
)
_IN_SI = (
    ("hemoglobin", "g/L", 4, 300),
    ("glucose", "mmol/L", 0.4, 250),
    ("creatinine", "µmol/L", 4, 6000),
    ("urea", "mmol/L", 0.2, 150),
    ("blood urea nitrogen", "mmol/L", 0.2, 150),
    ("bilirubin", "µmol/L", 0, 1500),
    ("sodium", "mmol/L", 80, 260),
    ("potassium", "mmol/L", 0.6, 15),
    ("chloride", "mmol/L", 40, 220),
    ("calcium", "mmol/L", 0.3, 8),
    ("magnesium", "mmol/L", 0.05, 25),
    ("phosphate", "mmol/L", 0.02, 20),
    ("lactate", "mmol/L", 0, 60),
    ("albumin", "g/L", 2, 90),
    ("total protein", "g/L", 0, 250),
    ("c reactive protein", "mg/L", 0, 1200),
    ("uric acid", "µmol/L", 1, 5000),
    ("cholesterol", "mmol/L", 0.1, 60),
    ("white cell count", "×10^9^/L", 0, 2500),
    ("red cell count", "×10^12^/L", 0.2, 14),
    ("lithium", "mmol/L", 0, 20),
)
"""Of blood, in the first SI unit that `analytes` names."""

SIGNS = tuple(Limits(name, unit, possible, seen) for name, unit, possible, seen in _SIGNS)
ANALYTES = {name: Limits(name, unit, (0, INF), (low, high)) for name, unit, low, high in _IN_SI}

_NAMES = (
    (r"oxygen saturation|spo2|sao2|pulse oximetry", "oxygen saturation"),
    (r"temperature|fever", "temperature"),
    (r"heart rate|pulse( rate)?", "heart rate"),
    (r"respiratory rate|breathing rate", "respiratory rate"),
    (r"(systolic |diastolic |arterial )?blood pressure", "blood pressure"),
    (r"(left |right )?(ventricular )?ejection fraction|lvef", "ejection fraction"),
    (r"ha?ematocrit", "hematocrit"),
    (r"(arterial |venous |blood |arterial blood )?ph", "pH"),
)
_SIGN = tuple((re.compile(rf"{pattern}", re.I), name) for pattern, name in _NAMES)
_PER_MINUTE = re.compile(r"(?:beats|breaths)?(?:/min(?:ute)?| per minute)|bpm", re.I)


def limits_of_sign(name: str, unit: str | None) -> Limits | None:
    """The limits of a vital sign in the unit in which it is told."""
    plain = re.sub(r"[~^*]", "", name).strip()
    known = next((key for pattern, key in _SIGN if pattern.fullmatch(plain)), None)
    unit = unit or ""
    unit = "/min" if _PER_MINUTE.fullmatch(unit) else {"F": "°F", "mmHg": "mm Hg"}.get(unit, unit)
    return next((one for one in SIGNS if one.name == known and one.unit == unit), None)

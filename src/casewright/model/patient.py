"""The patient, and what was known before the illness."""

from __future__ import annotations

from typing import Literal

from casewright.model.node import Maybe, Node, Text
from casewright.model.times import AgeValue


class Patient(Node):
    """De-identified demographics (CARE 5a)."""

    age: AgeValue
    sex: Literal["female", "male", "intersex", "not stated"]
    ethnicity: Text | None = None
    occupation: Text | None = None


class History(Node):
    """What was known before the illness (CARE 5c, 5d); each part is a list of noun phrases."""

    medical: Maybe[tuple[Text, ...]] | None = None
    surgical: Maybe[tuple[Text, ...]] | None = None
    drug: Maybe[tuple[Text, ...]] | None = None
    allergy: Maybe[tuple[Text, ...]] | None = None
    family: Maybe[tuple[Text, ...]] | None = None
    social: Maybe[tuple[Text, ...]] | None = None
    absent: tuple[Text, ...] = ()
    """Pertinent negatives: 'diabetes', 'smoking'."""

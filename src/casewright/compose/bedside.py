"""`Bedside`: what the macros of patient, examination and delivery ask for."""

from __future__ import annotations

from collections.abc import Sequence

from casewright.compose.language import article, with_the
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases import bedside, people, quantities
from casewright.model.ages import GestationalAge
from casewright.model.case import Case
from casewright.model.journal import Journal
from casewright.model.patient import Newborn
from casewright.model.presentation import Growth, Murmur, VitalSign


class Bedside:
    """The wording of what was measured of a person."""

    def __init__(self, case: Case, journal: Journal) -> None:
        self._case, self._style = case, journal.house_style

    def vitals(self, vitals: Sequence[VitalSign]) -> Md:
        """Vital signs in their order: 'the heart rate was 112/min and the temperature 38.6 °C'."""
        told = [
            Md.join_all(with_the(vital.name), " was " if first else " ", bedside.vital_value(vital))
            for first, vital in zip(
                [True, *[False] * len(vitals)], bedside.in_order(vitals), strict=False
            )
        ]
        return listed(told, self._style)

    def murmurs(self, murmurs: Sequence[Murmur]) -> Md:
        """Heart murmurs as one list."""
        return listed([bedside.murmur(one) for one in murmurs], self._style)

    def growth(self, measures: Sequence[Growth]) -> Md:
        """Body measures: 'weight was 9.2 kg (3rd percentile) and length 76 cm'."""
        told = [
            Md.join_all(
                one.measure, " was " if one is measures[0] else " ", bedside.growth_place(one)
            )
            for one in measures
        ]
        return listed(told, self._style)

    def gestation(self, age: GestationalAge) -> Md:
        """'28 weeks and 3 days of gestation'."""
        return Md.of(f"{people.gestational_age(age)} of gestation")

    def pregnancy_kind(self) -> Md:
        """'a dichorionic twin pregnancy'; nothing where there is nothing to say."""
        pregnancy = self._case.patient.pregnancy
        return people.pregnancy_kind(pregnancy) if pregnancy else Md("")

    def measures(self) -> Md:
        """'weight was 70 kg, height 172 cm and body mass index 23.7 kg/m²'."""
        patient = self._case.patient
        told = {
            "weight": patient.weight,
            "height": patient.height,
            "body mass index": patient.bmi,
        }
        known = [(name, quantities.quantity(value)) for name, value in told.items() if value]
        return listed(
            [
                Md.join_all(name, " " if place else " was ", value)
                for place, (name, value) in enumerate(known)
            ],
            self._style,
        )

    def child(self, newborn: Newborn) -> Md:
        """'a girl', 'an infant', 'a stillborn boy'."""
        phrase = people.child_noun(newborn)
        return Md.of(f"{article(phrase)} {phrase}")

"""The physical examination: vital signs in their order, growth, parts of the examination."""

from __future__ import annotations

from collections.abc import Sequence

from casewright.compose.language import article, at_site, with_the
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import quantity
from casewright.model.presentation import Complaint, Growth, Murmur, VitalSign

_ORDER = (
    *("temperature", "body temperature", "blood pressure", "mean arterial pressure"),
    *("heart rate", "pulse", "pulse rate", "respiratory rate", "oxygen saturation"),
)


def in_order(vitals: Sequence[VitalSign]) -> list[VitalSign]:
    """Temperature, blood pressure, heart rate, respiratory rate, saturation; then the others."""
    places = {name: place for place, name in enumerate(_ORDER)}
    return sorted(vitals, key=lambda vital: places.get(vital.name.lower(), len(places)))


def vital_value(vital: VitalSign) -> Md:
    """'90/60 mm Hg', '94% on room air'."""
    told = quantity(vital.value)
    return Md.join_all(told, f" on {vital.support}") if vital.support else told


def growth_place(growth: Growth) -> Md:
    """'(3rd percentile, WHO)' or '(WHO z score −2.4)', with the value before it."""
    if growth.value is None and growth.percentile is None and growth.z_score:
        return Md.join_all("at a z score of ", quantity(growth.z_score))
    place: list[object] = []
    if growth.percentile is not None:
        place.append(f"{_ordinal(growth.percentile)} percentile")
    if growth.z_score:
        charts = f"{growth.standard} " if growth.standard else ""
        place.append(Md.join_all(f"{charts}z score ", quantity(growth.z_score)))
    elif growth.standard:
        place.append(growth.standard)
    told = Md(", ".join(str(Md.of(part)) for part in place))
    if growth.value is None:
        return Md.join_all("at the ", told)
    return Md.join_all(quantity(growth.value), " (", told, ")") if told else quantity(growth.value)


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in {11, 12, 13} else ending}"


def complaint_head(complaint: Complaint) -> str:
    """A complaint with its adjectives: 'progressive severe burning pain', 'severe pain (8/10)'."""
    sided = complaint.laterality if _adjectival(complaint) else None
    onset = complaint.onset if complaint.onset in {"sudden", "acute"} else None
    severity, opened, scale = (complaint.severity or "").partition(" (")
    words = (onset, complaint.progression, severity, complaint.quality, sided)
    return " ".join([*(word for word in words if word), complaint.what]) + opened + scale


def complaint_place(complaint: Complaint) -> str | None:
    """Where a complaint was: 'in the left knee'."""
    if not complaint.site:
        return None
    side = complaint.laterality
    said = _adjectival(complaint) or complaint.site.split(" ")[0] == side
    return at_site(complaint.site if said else f"{side} {complaint.site}")


def _adjectival(complaint: Complaint) -> bool:
    """Whether the side stands before the complaint and not before its site."""
    if complaint.laterality not in {"left", "right"} or not complaint.site:
        return True
    return with_the(complaint.site) == complaint.site or at_site(complaint.site) == complaint.site


def murmur(value: Murmur) -> Md:
    """A murmur as a noun phrase: 'a grade 2/6 holosystolic murmur at the left sternal border'."""
    grade = f"grade {value.grade.value}" if value.grade else None
    words = (grade, value.timing, value.quality, value.cause, "murmur")
    head = " ".join(word for word in words if word)
    told = f"{article(head)} {head}"
    if value.loudest:
        told += f" heard best at {with_the(value.loudest)}"
    if value.radiation:
        told += f"{' and' if value.loudest else ''} radiating to {with_the(value.radiation)}"
    return Md.of(f"{told}, with {value.accentuation} accentuation" if value.accentuation else told)


def episodes(complaint: Complaint) -> list[Md]:
    """When a complaint occurred and how long: 'occurred at rest', 'lasted up to 30 min'."""
    when = " ".join(word for word in (complaint.timing, complaint.frequency) if word)
    told = [Md.of(f"occurred {when}")] if when else []
    if complaint.episode:
        span = quantity(complaint.episode)
        told.append(Md.join_all("lasted ", span, " at a time" if when else " in each episode"))
    return told


def feature_clauses(complaint: Complaint) -> list[tuple[str, tuple[str, ...]]]:
    """How a complaint changed and what came with it: ('worse with', ('swallowing',)) …"""
    clauses = (
        ("worse with", complaint.worse_with),
        ("relieved by", complaint.better_with),
        ("accompanied by", complaint.with_it),
    )
    return [(words, items) for words, items in clauses if items]

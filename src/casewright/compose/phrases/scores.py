"""Scores, grades and stages in a sentence: 'an ECOG performance status of 1', 'NYHA class III'."""

from __future__ import annotations

from collections.abc import Container

from casewright.compose.language import article
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import NBSP
from casewright.model.journal_style import HouseStyle
from casewright.model.scales import Labels
from casewright.model.scores import Score

_APGAR_MINUTES = ("1", "5", "10")
_PREDICATES = {"WHO-UMC": "WHO-UMC category", "Schumock-Thornton": "Schumock-Thornton criteria"}
"""Scales whose value is an adjective; the scale follows it in parentheses."""


def score(value: Score, style: HouseStyle, short: Container[str] = ()) -> Md:
    """A score as a label: 'CTCAE grade 3', 'Glasgow Coma Scale score 13 (E3V4M6)'.

    Scales that are in `short`, the abbreviations of the case, are called by their short name.
    """
    return _with_detail(_label(value, style, short), value, "({})")


def score_inside(value: Score, style: HouseStyle, short: Container[str] = ()) -> Md:
    """A score inside parentheses: 'Glasgow Coma Scale score 13, E3V4M6'."""
    return _with_detail(_label(value, style, short), value, "{}")


def score_of(value: Score, style: HouseStyle, short: Container[str] = ()) -> Md:
    """A score as the object of 'had': 'an ECOG performance status of 1', 'NYHA class III'."""
    if value.scale == "Apgar" and "/" in value.value:
        return _apgar(value, style)
    if value.scale in {"TNM", "RECIST"} or not _is_counted(value):
        label = score(value, style, short)
        counted = value.scale == "RECIST" and value.value in {"CR", "PR"}
        return Md.join_all("a ", label) if counted else label
    name = _title(value, short)
    phrase = Md.of(f"{article(name)} {name} of{NBSP}{_number(value)}")
    return _with_detail(phrase, value, "({})")


def score_title(value: Score, short: Container[str] = ()) -> Md:
    """What a score is called, as the subject of a sentence: 'modified Rankin Scale score'."""
    return Md.of("response" if value.scale == "RECIST" else _title(value, short))


def score_value(value: Score, style: HouseStyle) -> Md:
    """What a score was: '1', 'II', '13 (E3V4M6)'."""
    if value.scale == "RECIST" or value.scale in _PREDICATES:
        return score(value, style)
    return _with_detail(Md.of(_number(value)), value, "({})")


def _is_counted(value: Score) -> bool:
    known = value.known
    return known is None or known.form == "of"


def _title(value: Score, short: Container[str]) -> str:
    known = value.known
    if known is None:
        ends = ("score", "scale", "index", "grade", "stage", "class")
        return value.scale if value.scale.lower().endswith(ends) else f"{value.scale} score"
    return f"{known.key} {known.noun}".strip() if known.key in short else known.title


def _number(value: Score) -> str:
    known = value.known
    most = (known.out_of if known else value.out_of) or ""
    number = value.value.replace("-", "−") if value.value[:1] == "-" else value.value
    return f"{number}/{most}" if most else number.replace(" ", NBSP)


def _label(value: Score, style: HouseStyle, short: Container[str]) -> Md:
    known = value.known
    if value.scale == "TNM":
        return Md.of(value.value)
    if value.scale == "RECIST" and known and isinstance(known.values, Labels):
        said = dict(zip(known.values.values, known.values.printed, strict=True))
        return Md.of(said[value.value])
    if value.scale in _PREDICATES:
        return Md.of(value.value)
    if value.scale == "Apgar" and "/" in value.value:
        return _apgar(value, style)
    return Md.of(f"{_title(value, short)}{NBSP}{_number(value)}")


def _with_detail(phrase: Md, value: Score, brackets: str) -> Md:
    """The phrase with the parts of a sum, the stage group, the edition, or the scale."""
    parts = [value.detail, value.edition]
    if value.scale == "TNM" and value.detail:
        parts[0] = f"stage{NBSP}{value.detail}"
    if value.scale == "RECIST" and value.known:
        parts[0] = value.known.name
    parts[0] = _PREDICATES.get(value.scale, parts[0])
    said = ", ".join(part for part in parts if part)
    if not said:
        return phrase
    joint = ", " if brackets == "{}" else " "
    return Md.join_all(phrase, joint, brackets.format(said))


def _apgar(value: Score, style: HouseStyle) -> Md:
    """'Apgar scores of 7, 9 and 10 at 1, 5 and 10 minutes'."""
    numbers = value.value.split("/")
    told, minutes = listed(numbers, style), listed(_APGAR_MINUTES[: len(numbers)], style)
    return Md.join_all("Apgar scores of ", told, " at ", minutes, f"{NBSP}minutes")

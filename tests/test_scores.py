"""Scores, grades and stages: what a case writes, and how it reads."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from casewright.compose.phrases.scores import score, score_inside, score_of
from casewright.model.journal_style import HouseStyle
from casewright.model.scales import BY_NAME, SCALES, Labels, Numbers, Scale
from casewright.model.scores import GradeValue, Score, ScoreValue
from casewright.model.validators import told, validator

_READS = """
ECOG 1                        | ECOG performance status 1 | an ECOG performance status of 1
ECOG performance status 2     | ECOG performance status 2 | an ECOG performance status of 2
GCS 13 (E3V4M6)               | Glasgow Coma Scale score 13 (E3V4M6) | a Glasgow Coma Scale score of 13 (E3V4M6)
GCS E4 V5 M6                  | Glasgow Coma Scale score 15 (E4V5M6) | a Glasgow Coma Scale score of 15 (E4V5M6)
GCS E2VTM5                    | Glasgow Coma Scale score E2VTM5 | a Glasgow Coma Scale score of E2VTM5
pT3 N1 M0, stage IIIB, AJCC 8 | pT3N1M0 (stage IIIB, AJCC 8th edition) | pT3N1M0 (stage IIIB, AJCC 8th edition)
ypT0N0                        | ypT0N0 | ypT0N0
Clavien-Dindo 3a              | Clavien-Dindo grade IIIa | Clavien-Dindo grade IIIa
CTCAE v5.0 grade 3            | CTCAE grade 3 | CTCAE grade 3
Naranjo -2                    | Naranjo score −2 | a Naranjo score of −2
WHO-UMC probable/likely       | probable (WHO-UMC category) | probable (WHO-UMC category)
NYHA 3                        | NYHA class III | NYHA class III
Child-Pugh B8                 | Child-Pugh class B (8 points) | Child-Pugh class B (8 points)
Gleason 3+4=7                 | Gleason score 7 (3 + 4) | a Gleason score of 7 (3 + 4)
Apgar 7/9/10                  | Apgar scores of 7, 9 and 10 at 1, 5 and 10 minutes | Apgar scores of 7, 9 and 10 at 1, 5 and 10 minutes
Apgar 7                       | Apgar score 7 | an Apgar score of 7
RECIST partial response       | partial response (RECIST 1.1) | a partial response (RECIST 1.1)
RECIST SD                     | stable disease (RECIST 1.1) | stable disease (RECIST 1.1)
MMSE 24                       | Mini-Mental State Examination score 24/30 | a Mini-Mental State Examination score of 24/30
LI-RADS 5                     | LI-RADS category LR-5 | LI-RADS category LR-5
Breslow 1.2mm                 | Breslow thickness 1.2 mm | a Breslow thickness of 1.2 mm
KDIGO CKD G3a A2              | KDIGO chronic kidney disease category G3aA2 | KDIGO chronic kidney disease category G3aA2
"""  # noqa: E501
_STYLE = HouseStyle(source=("general-knowledge",), as_of="2026", verified=False)
_ROWS = [[cell.strip() for cell in row.split("|")] for row in _READS.strip().splitlines()]


@pytest.mark.parametrize(("written", "label", "object_"), _ROWS, ids=[row[0] for row in _ROWS])
def test_a_score_reads_as_it_is_said(written: str, label: str, object_: str) -> None:
    value = Score.parse(written)
    assert str(score(value, _STYLE)).replace("\u00a0", " ") == label
    assert str(score_of(value, _STYLE)).replace("\u00a0", " ") == object_


def test_inside_parentheses_there_are_no_others() -> None:
    for row in _ROWS:
        assert "(" not in score_inside(Score.parse(row[0]), _STYLE), row[0]


def test_a_scale_goes_by_the_abbreviation_of_the_case() -> None:
    said = score_of(Score.parse("GCS 13"), _STYLE, {"GCS": "Glasgow Coma Scale"})
    assert said.replace("\u00a0", " ") == "a GCS score of 13"


def test_a_scale_of_the_author() -> None:
    value = Score.parse({"name": "Harris Hip Score", "value": 92, "out_of": 100})
    assert score_of(value, _STYLE).replace("\u00a0", " ") == "a Harris Hip Score of 92/100"


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("Naranjo 0", "doubtful"),
        ("Naranjo 1", "possible"),
        ("Naranjo 5", "probable"),
        ("Naranjo 9", "definite"),
        ("Hartwig 2", "mild"),
        ("Hartwig 4b", "moderate"),
        ("Hartwig 5", "severe"),
        ("WHO-UMC likely", "probable"),
        ("ECOG 1", None),
    ],
)
def test_the_category_of_a_score_follows_from_it(written: str, category: str | None) -> None:
    assert Score.parse(written).category == category


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.key)
def test_every_value_of_a_scale_can_be_written(scale: Scale) -> None:
    values: tuple[object, ...] = ()
    if isinstance(scale.values, Labels):
        values = scale.values.values
    if isinstance(scale.values, Numbers):
        values = (f"{scale.values.low:g}", f"{scale.values.high:g}")
    for name in (scale.key, *scale.also):
        for value in values:
            assert Score.parse(f"{name} {value}") == Score(scale.key, str(value))
            assert Score.parse(f"{name} {scale.noun} {value}") == Score(scale.key, str(value))


def test_no_name_is_that_of_two_scales() -> None:
    assert len(BY_NAME) == sum(1 + len(scale.also) for scale in SCALES)


@pytest.mark.parametrize("kind", [ScoreValue, GradeValue])
def test_a_scale_of_the_author_is_in_the_schema(kind: Any) -> None:
    read = validator(kind).validate_python({"name": "Toxicity index", "value": 3, "out_of": 5})
    assert read.out_of == "5"
    schema: TypeAdapter[Score] = TypeAdapter(told(kind))
    text, own = schema.json_schema()["anyOf"]
    assert text == {"type": "string"}
    assert list(own["properties"]) == ["name", "value", "out_of"]

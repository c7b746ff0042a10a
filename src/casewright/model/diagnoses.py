"""The diagnosis, how it was made, and what else was considered."""

from __future__ import annotations

from typing import Literal

from casewright.model.codes import Coded
from casewright.model.event import CourseEvent
from casewright.model.node import Maybe, Text
from casewright.model.scores import ScoreValue


class DifferentialItem(Coded):
    """A diagnosis that was considered, with what spoke for and against it (CARE 8c)."""

    diagnosis: Text
    evidence_for: tuple[Text, ...] = ()
    """Noun phrases: 'flank pain'."""
    evidence_against: tuple[Text, ...] = ()
    """Noun phrases: 'normal urinalysis'."""
    verdict: Literal["unlikely", "excluded"] = "unlikely"
    """What the evidence against it did: made it unlikely, or excluded it."""


class Diagnosis(Coded):
    """The final diagnosis and the alternatives considered (CARE 8b to 8d)."""

    final: Text
    """A noun phrase without article: 'metastatic leiomyosarcoma of the pancreas'."""
    primary: Text | None = None
    """The primary disease, where the diagnosis is a metastasis or a complication of it."""
    working: Text | None = None
    """What was assumed before the final diagnosis."""
    basis: tuple[Text, ...] = ()
    """What it was made on: 'histology', 'the modified Duke criteria'."""
    stage: Text | None = None
    """'stage IIB', 'T2N1M0' (CARE 8d)."""
    grade: Text | None = None
    """'grade 2' (CARE 8d)."""
    scores: tuple[ScoreValue, ...] = ()
    """Stages and grades with a vocabulary: ['pT3N1M0, stage IIIB', Child-Pugh B] (CARE 8d)."""
    differential: Maybe[tuple[DifferentialItem, ...]] | None = None
    challenges: Maybe[Text] | None = None
    """What made the diagnosis hard, in the author's sentences (CARE 8b)."""
    prognosis: Maybe[Text] | None = None
    """What was expected, in the author's sentences (CARE 8d)."""
    text: Text | None = None
    """The author's own sentences, printed instead of the generated differential diagnosis."""


class DiagnosisMade(CourseEvent):
    """When a diagnosis was made, and on what basis; by default that of `diagnosis` (CARE 8c)."""

    kind: Literal["diagnosis"]
    diagnosis: Text | None = None
    """By default the final one."""
    certainty: Literal["suspected", "working", "confirmed", "final"] = "final"
    """How sure it was then."""
    basis: tuple[Text, ...] = ()
    """What it was made on: 'the clinical picture', 'the modified Duke criteria'."""
    stage: Text | None = None
    grade: Text | None = None
    scores: tuple[ScoreValue, ...] = ()

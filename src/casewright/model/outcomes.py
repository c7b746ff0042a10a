"""What came of it: adverse events and follow-up."""

from __future__ import annotations

from typing import Literal

from casewright.model.event import CourseEvent
from casewright.model.node import Maybe, Node, Text
from casewright.model.scores import GradeValue, ScoreValue
from casewright.model.times import DurationValue, WhenValue


class AdverseEvent(CourseEvent):
    """A complication or side effect, or the statement that there was none (CARE 10d)."""

    kind: Literal["adverse_event"]
    term: Text
    """'none' states that there was no adverse event."""
    known: bool = False
    """True when the reader has met it already: it is judged, and not told again."""
    grade: GradeValue | None = None
    """'severe', 'CTCAE grade 3', 'Clavien-Dindo IIIa'."""
    serious: tuple[
        Literal[
            "death",
            "threat to life",
            "hospitalization",
            "prolonged hospitalization",
            "disability",
            "congenital anomaly",
            "important medical event",
        ],
        ...,
    ] = ()
    """Why the event was serious, in the terms of ICH E2A."""
    suspected: tuple[Text, ...] = ()
    """The drugs or devices under suspicion: 'amoxicillin'."""
    causality: tuple[ScoreValue, ...] = ()
    """By a named tool: 'Naranjo 7', 'WHO-UMC probable'."""
    action: Text | None = None
    """What was done, as a clause in the past tense: 'the drug was stopped'."""
    dechallenge: Maybe[Text] | None = None
    """What followed the withdrawal, as a clause: 'the rash faded'."""
    rechallenge: Maybe[Text] | None = None
    """What followed a new exposure, as a clause, or 'not done: <why>'."""
    inadvertent: bool = False
    """True when the rechallenge was not intended."""
    outcome: (
        Literal["resolved", "resolving", "resolved with sequelae", "not resolved", "fatal"] | None
    ) = None
    """How it ended, or stood at the last contact (ICH E2B)."""
    resolved_after: DurationValue | None = None
    """How long it took to resolve."""
    severity: ScoreValue | None = None
    """'Hartwig 4b'."""
    preventability: ScoreValue | None = None
    """'Schumock-Thornton probably preventable'."""


class Outcome(Node):
    """An outcome measured by an instrument, and by whom (CARE 10a)."""

    score: ScoreValue
    """The instrument and its value: 'mRS 1'."""
    before: ScoreValue | None = None
    """On the same scale before the treatment."""
    assessor: Literal["clinician", "patient", "parent", "carer"] | None = None
    """Who assessed it."""


class Judgement(Node):
    """Adherence or tolerability, and how it was assessed (CARE 10c)."""

    rating: Text
    """An adjective: 'good', 'poor'."""
    to: Text | None = None
    """To what, or of what, where it is not plain: 'the advice to avoid sulfonamides'."""
    by: Text | None = None
    """'pill counts', 'interview at each visit'."""


class Death(Node):
    """The death of the patient (CARE 10)."""

    at: WhenValue | None = None
    """When the patient died, where the event's own time does not say it."""
    cause: Maybe[Text] | None = None
    """A noun phrase: 'septic shock'."""
    autopsy: Maybe[Text] | None = None
    """What it showed, as a noun phrase, or 'not done: <why>'."""


class FollowUp(CourseEvent):
    """The course after treatment and the status at last contact (CARE 10)."""

    kind: Literal["follow_up"]
    course: Literal["uneventful"] | None = None
    period: Text = "postoperative"
    """The period that `course` describes."""
    discharged: WhenValue | None = None
    """When the patient left the hospital: 'day 7'."""
    discharged_to: Text | None = None
    """'home', 'a rehabilitation center'."""
    discharged_on: tuple[Text, ...] = ()
    """What the patient went on taking: 'oral amoxicillin'."""
    results: tuple[Text, ...] = ()
    """Results at follow-up (CARE 10b), as clauses: 'chest radiography was normal'."""
    status: Maybe[Text] | None = None
    """A predicate at last contact: 'alive without recurrence'."""
    outcomes: tuple[Outcome, ...] = ()
    response: ScoreValue | None = None
    """The response of a tumor: 'RECIST PR'."""
    function: Text | None = None
    """A predicate in the past tense: 'returned to work as a teacher'."""
    adherence: Maybe[Judgement] | None = None
    """How well the treatment was followed (CARE 10c)."""
    tolerability: Maybe[Judgement] | None = None
    """How well the treatment was borne (CARE 10c)."""
    death: Death | None = None
    """The death of the patient, with its cause."""
    plan: Text | None = None
    """What was planned: 'annual MRI'."""
    lost: bool = False
    """True when the patient was lost to follow-up afterwards."""

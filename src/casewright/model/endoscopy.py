"""Endoscopy, and the biopsies taken at it."""

from __future__ import annotations

from typing import Annotated, Literal

from casewright.model.declare import Field
from casewright.model.event import CourseEvent, Finding
from casewright.model.imaging import Certainty
from casewright.model.node import Node, Text
from casewright.model.scores import ScoreValue


class Biopsies(Node):
    """Specimens taken at an endoscopy; what they showed is a `pathology` event."""

    sites: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Where they were taken: 'the ulcer margin', 'the gastric antrum'."""
    count: Annotated[int, Field(ge=1)] | None = None
    """How many were taken."""


class Endoscopy(CourseEvent):
    """An endoscopic examination with its findings, negatives and biopsies (CARE 8a)."""

    kind: Literal["endoscopy"]
    name: Text
    """'colonoscopy', 'flexible bronchoscopy'."""
    route: Text | None = None
    """A premodifier: 'transnasal', 'transoral'."""
    extent: Text | None = None
    """How far it went: 'the terminal ileum'."""
    findings: tuple[Finding, ...] = ()
    """What was seen."""
    scores: tuple[ScoreValue, ...] = ()
    """The class of the findings: 'Los Angeles B', 'Forrest IIa', 'Boston 9'."""
    absent: tuple[Text, ...] = ()
    """What was looked for and not seen: 'active bleeding'."""
    normal: tuple[Text, ...] = ()
    """What was seen and unremarkable: 'the duodenum'."""
    result: Literal["normal"] | None = None
    """'normal' when nothing was abnormal."""
    biopsies: Biopsies | None = None
    """Specimens that were taken."""
    impression: Text | None = None
    """What the findings mean, as a noun phrase: 'eosinophilic esophagitis'."""
    certainty: Certainty = "consistent"
    """How far the findings support the impression."""

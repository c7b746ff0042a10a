"""Tests of function: electrocardiography, spirometry, electroencephalography and others."""

from __future__ import annotations

from typing import Literal

from casewright.model.event import CourseEvent, Finding
from casewright.model.imaging import Certainty
from casewright.model.measurements import Measurement
from casewright.model.node import Text
from casewright.model.quantities import QuantityValue


class Physiology(CourseEvent):
    """A test of function with rhythm, measurements, findings and interpretation (CARE 8a)."""

    kind: Literal["physiology"]
    test: Text
    """'electrocardiography', 'spirometry', 'nerve conduction studies', 'polysomnography'."""
    condition: Text | None = None
    """A phrase after the test: 'at rest', 'after bronchodilation', 'of the right arm'."""
    rhythm: Text | None = None
    """'sinus rhythm', 'atrial fibrillation'."""
    rate: QuantityValue | None = None
    """The rate of the rhythm: '110 beats/min'."""
    findings: tuple[Finding, ...] = ()
    """What was seen: ST-segment elevation in leads II, III and aVF."""
    measurements: tuple[Measurement, ...] = ()
    """What was measured."""
    absent: tuple[Text, ...] = ()
    """What was looked for and not seen: 'epileptiform discharges'."""
    result: Literal["normal"] | None = None
    """'normal' when nothing was abnormal."""
    impression: Text | None = None
    """What it means, as a noun phrase: 'obstructive lung disease'."""
    certainty: Certainty = "consistent"
    """How far the findings support the impression."""

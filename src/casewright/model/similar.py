"""Published cases that resemble the one that is reported."""

from __future__ import annotations

from typing import Literal

from casewright.model.ages import AgeValue
from casewright.model.node import Node, Text


class SimilarCase(Node):
    """One published case, with what its report says of it (CARE 11b)."""

    cite: Text
    """The key of the report in the library."""
    report: Text | None = None
    """Author and year as they stand in the table: 'Koh et al, 2007'."""
    age: AgeValue | None = None
    sex: Literal["female", "male"] | None = None
    site: Text | None = None
    """Where the disease was."""
    presentation: Text | None = None
    """How the patient came."""
    diagnosis: Text | None = None
    treatment: Text | None = None
    outcome: Text | None = None
    """In the words of all cases alike, so that they can be counted: 'alive', 'died'."""
    follow_up: Text | None = None
    """How long the patient was followed: '12 months'."""

"""What happened to the patient: the typed events of the course."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from casewright.model.investigations import Imaging, Laboratory, Pathology
from casewright.model.outcomes import AdverseEvent, FollowUp
from casewright.model.presentation import Examination, Presentation
from casewright.model.treatments import Advice, Medication, Procedure

Event: TypeAlias = Annotated[
    Presentation
    | Examination
    | Laboratory
    | Imaging
    | Pathology
    | Procedure
    | Medication
    | Advice
    | AdverseEvent
    | FollowUp,
    Field(discriminator="kind"),
]

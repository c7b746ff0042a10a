"""What happened to the patient: the typed events of the course."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from casewright.model.declare import Field
from casewright.model.diagnoses import DiagnosisMade
from casewright.model.endoscopy import Endoscopy
from casewright.model.genetics import Genetics
from casewright.model.imaging import Imaging
from casewright.model.laboratory import Laboratory
from casewright.model.microbiology import Microbiology
from casewright.model.outcomes import AdverseEvent, FollowUp
from casewright.model.pathology import Pathology
from casewright.model.patient import Delivery
from casewright.model.physiology import Physiology
from casewright.model.presentation import Examination, Presentation
from casewright.model.treatments import (
    Advice,
    Medication,
    OtherTreatment,
    Procedure,
    Radiotherapy,
)

Event: TypeAlias = Annotated[
    Presentation
    | Examination
    | Laboratory
    | Imaging
    | Endoscopy
    | Physiology
    | Microbiology
    | Pathology
    | Genetics
    | DiagnosisMade
    | Procedure
    | Medication
    | Radiotherapy
    | OtherTreatment
    | Advice
    | Delivery
    | AdverseEvent
    | FollowUp,
    Field(discriminator="kind"),
]

"""Reporting guidelines for case reports and series, by the names that files give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import Discriminator, Tag
from casewright.model.values import AbsentValue, absent_tag

GuidelineName: TypeAlias = Literal[
    "care",
    "care-2013",
    "care-2016",
    "care-radiology",
    "scare",
    "scare-2020",
    "scare-2023",
    "scare-2025",
    "process",
    "process-2023",
]
"""A reporting guideline; without a year where nobody names a version."""

GUIDELINES: Mapping[GuidelineName, str] = {
    "care": "the CARE guideline",
    "care-2013": "the CARE guideline (2013)",
    "care-2016": "the CARE checklist (2016)",
    "care-radiology": "the extension of the CARE guideline for radiology",
    "scare": "the SCARE guideline",
    "scare-2020": "the SCARE 2020 guideline",
    "scare-2023": "the SCARE 2023 guideline",
    "scare-2025": "the SCARE 2025 guideline",
    "process": "the PROCESS guideline",
    "process-2023": "the PROCESS 2023 guideline",
}
"""What a sentence calls each."""

CHECKLISTS: Mapping[GuidelineName, str] = {
    "care": "care-2013",
    "care-2013": "care-2013",
    "care-2016": "care-2013",
    "scare": "scare-2023",
    "scare-2020": "scare-2020",
    "scare-2023": "scare-2023",
    "scare-2025": "scare-2025",
    "process": "process-2023",
    "process-2023": "process-2023",
}
"""The checklist of each, where there is one.

Where no version is named, it is the newest that was read in the guideline itself.
"""

AskName: TypeAlias = Literal[
    "title_focus",
    "title_case_report",
    "title_case_series",
    "keywords_2_to_5",
    "keywords_3_to_6",
    "keywords_of_series",
    "abstract_novelty",
    "abstract_presentation",
    "abstract_findings",
    "abstract_diagnosis",
    "abstract_treatment",
    "abstract_outcome",
    "abstract_discussion",
    "abstract_lesson",
    "abstract_lessons_3",
    "abstract_methods",
    "highlights",
    "introduction",
    "background",
    "rationale_of_report",
    "literature_introduced",
    "demographics",
    "background_of_patient",
    "build_of_patient",
    "concerns",
    "arrival",
    "medical_history",
    "surgical_history",
    "family_history",
    "psychosocial_history",
    "drug_history",
    "allergies",
    "past_interventions",
    "clinical_findings",
    "timeline",
    "order_of_events",
    "diagnostic_methods",
    "diagnostic_challenges",
    "differential",
    "prognosis",
    "interventions",
    "dosing",
    "radiation_dose",
    "treatment_given",
    "changes",
    "outcomes_assessed",
    "follow_up_tests",
    "follow_up",
    "adherence",
    "adverse_events",
    "preparation",
    "anesthesia",
    "position",
    "technique",
    "devices",
    "operator",
    "deviations",
    "reason_of_intervention",
    "graded_complications",
    "strengths",
    "limitations",
    "literature",
    "rationale",
    "implications",
    "lessons",
    "conclusion",
    "perspective",
    "consent",
    "ethics",
    "funding",
    "conflicts",
    "contributions",
    "guarantor",
    "registration",
    "guideline_named",
    "ai_declared",
    "ai_purpose",
    "ai_tool",
    "ai_data",
    "ai_oversight",
    "ai_ethics",
    "ai_repeatable",
    "images",
    "methods_of_series",
    "all_cases",
]
"""What the items of guidelines ask for; `_shared/guidelines/asks.yaml` says what answers each."""

Settled: TypeAlias = Annotated[
    Annotated[Literal["said"], Tag("given")] | Annotated[AbsentValue, Tag("absent")],
    Discriminator(absent_tag),
]
"""The author's word that prose says what an item asks for, or why it does not apply."""

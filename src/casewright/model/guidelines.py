"""Reporting guidelines for case reports and series, by the names that files give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

GuidelineName: TypeAlias = Literal[
    "care",
    "care-2013",
    "care-2016",
    "care-radiology",
    "scare",
    "scare-2020",
    "scare-2023",
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
    "process": "the PROCESS guideline",
    "process-2023": "the PROCESS 2023 guideline",
}
"""What a sentence calls each."""

"""Kinds of events, tables and figures: what people write for them, and their names here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from casewright.diagnostics import near

_SYNONYMS = {
    "radiology": "imaging",
    "laboratories": "laboratory",
    "labs": "laboratory",
    "ecg": "physiology",
    "spirometry": "physiology",
    "culture": "microbiology",
    "colonoscopy": "endoscopy",
    "bronchoscopy": "endoscopy",
    "sequencing": "genetics",
    "histology": "pathology",
    "operation": "procedure",
    "surgery": "procedure",
    "drug": "medication",
    "chemotherapy": "medication",
    "radiation": "radiotherapy",
    "irradiation": "radiotherapy",
    "therapy": "other_treatment",
    "ventilation": "other_treatment",
    "transfusion": "other_treatment",
    "dialysis": "other_treatment",
    "physiotherapy": "other_treatment",
    "side effect": "adverse_event",
    "outcome": "follow_up",
    "complication": "adverse_event",
}
"""What people write for the kind of an event, and what it is called here."""


KIND_OF: Mapping[str | int, str] = {"tables": "table", "figures": "figure"}
"""What has a kind, by the block that it stands in; all else is an event."""

AN: Mapping[str, str] = {"table": "a table", "figure": "a figure", "event": "an event"}
"""The same with their article."""


def meant_kind(word: str, kinds: Iterable[str]) -> str | None:
    """The kind that `word` was meant to be: another word for it, or one that is misspelt."""
    if word.casefold() in _SYNONYMS:
        return _SYNONYMS[word.casefold()]
    guess = near(word, kinds)
    if guess is None:
        return None
    plain = word.casefold()
    alike = SequenceMatcher(None, plain, guess).ratio() >= 0.75
    return guess if alike or guess.startswith(plain) else None

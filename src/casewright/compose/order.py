"""Where an event of the course stands: its section, and its move of the abstract."""

from __future__ import annotations

from collections.abc import Collection

from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.journal_text import Move, Part
from casewright.model.outcomes import FollowUp

SECTION_OF_KIND = {
    "presentation": "presentation",
    "examination": "presentation",
    "laboratory": "investigations",
    "imaging": "investigations",
    "endoscopy": "investigations",
    "physiology": "investigations",
    "microbiology": "investigations",
    "pathology": "investigations",
    "genetics": "investigations",
    "diagnosis": "investigations",
    "procedure": "treatment",
    "medication": "treatment",
    "radiotherapy": "treatment",
    "other_treatment": "treatment",
    "advice": "treatment",
    "delivery": "outcome",
    "adverse_event": "outcome",
    "follow_up": "outcome",
}
_MOVE_OF_SECTION: dict[str, Move] = {
    "presentation": "presentation",
    "investigations": "workup",
    "differential": "diagnosis",
    "treatment": "treatment",
    "outcome": "outcome",
}


def section_of(event: Event, case: Case) -> str:
    """The section that an event belongs to where a journal regroups the course.

    A pathology report follows the procedure that gave its specimen. A name that leads nowhere, or
    in a circle, has been reported by the reader.
    """
    by_id = {other.id: other for other in case.course if other.id}
    met: set[str] = set()
    while event.kind == "pathology" and not event.section and event.of in by_id.keys() - met:
        met.add(event.of)
        event = by_id[event.of]
    return event.section or SECTION_OF_KIND[event.kind]


def move_of(event: Event, case: Case) -> Move:
    """The move of the abstract that an event belongs to."""
    if event.kind == "diagnosis" or (event.kind == "pathology" and event.diagnosis):
        return "diagnosis"
    return _MOVE_OF_SECTION[section_of(event, case)]


def last_status(case: Case) -> FollowUp | None:
    """The follow-up that tells how it ended; a death ends it, whatever is told after it."""
    followed = [event for event in case.course if isinstance(event, FollowUp)]
    died = next((event for event in followed if event.death), None)
    return died or next((e for e in reversed(followed) if isinstance(e.status, str)), None)


_SPECIMENS: tuple[Part, ...] = ("other_investigations", "investigations", "laboratory", "imaging")
_LOOKED_AT: tuple[Part, ...] = ("other_investigations", "investigations", "imaging", "laboratory")
_PARTS_OF_KIND: dict[str, tuple[Part, ...]] = {
    "examination": ("physical_examination", "presentation", "present_illness"),
    "laboratory": ("laboratory", "investigations", "other_investigations", "imaging"),
    "imaging": ("imaging", "investigations", "other_investigations", "laboratory"),
    "microbiology": _SPECIMENS,
    "pathology": _SPECIMENS,
    "genetics": _SPECIMENS,
    "diagnosis": ("final_diagnosis", *_SPECIMENS),
}
_PARTS_OF_SECTION: dict[str, tuple[Part, ...]] = {
    "presentation": ("present_illness", "presentation"),
    "investigations": _LOOKED_AT,
    "differential": ("differential", "final_diagnosis", *_LOOKED_AT),
    "treatment": ("treatment", "outcome"),
    "outcome": ("outcome", "treatment"),
}


def part_of(event: Event, case: Case, parts: Collection[Part]) -> str:
    """The part of the manuscript that tells an event, of those that the journal has.

    The finest one that fits: an examination under its own heading where there is one. What has no
    heading of its own goes with its like: specimens with the laboratory, endoscopy and tests of
    function with the images. The name of the section where the journal has none of them.
    """
    section = section_of(event, case)
    own = SECTION_OF_KIND[event.kind] == section
    of_kind = _PARTS_OF_KIND.get(event.kind, ()) if own else ()
    return next((one for one in (*of_kind, *_PARTS_OF_SECTION[section]) if one in parts), section)

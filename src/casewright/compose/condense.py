"""Smaller versions of an event, for an abstract with a limit: the same facts, fewer of them."""

from __future__ import annotations

from typing import Any, TypeVar

from casewright.compose.phrases.measured import is_unremarkable
from casewright.model.event import Finding
from casewright.model.events import Event
from casewright.model.laboratory import Laboratory, LaboratoryTest
from casewright.model.node import Node
from casewright.model.presentation import Complaint

NodeT = TypeVar("NodeT", bound=Node)

_RESULTS = (
    *("findings", "complaints", "tests", "measurements", "rhythm", "organisms", "variants"),
    *("copy_number", "karyotype", "gross", "microscopic", "diagnosis", "impression", "result"),
)
"""Fields that say what came out; while one is given, negatives and normal values may go."""

_NEGATIVES = ("absent", "normal", "others", "vitals")
_TECHNIQUE = ("contrast", "technique", "phase", "sequence", "approach", "device", "anaesthesia")
_PARTICULARS = ("components", "grade", "frequency", "duration", "to")
_OF_A_FINDING = ("size", "value", "features", "effect", "due_to", "signals")
_OF_A_COMPLAINT = ("duration",)


def lean(event: Event) -> Event:
    """The event without technique and, where it has another result, negatives and normal values.

    The event itself if there is nothing to leave out.
    """
    changes = _cleared(event, _TECHNIQUE)
    if isinstance(event, Laboratory):
        changes |= _abnormal(event)
    elif any(getattr(event, name, None) for name in _RESULTS):
        changes |= _cleared(event, _NEGATIVES)
    return _changed(event, changes)


def bare(event: Event) -> Event:
    """The event as `lean` leaves it, without sizes, parts, durations and reference ranges."""
    small = lean(event)
    changes = _cleared(small, _PARTICULARS)
    for name in type(small).model_fields:
        value = getattr(small, name)
        if name not in changes and isinstance(value, tuple):
            items = (_bare_item(item) if isinstance(item, Node) else item for item in value)
            changes[name] = tuple(items)
    return _changed(small, changes)


def is_negative(event: Event) -> bool:
    """Whether the event says only what was absent or normal."""
    if isinstance(event, Laboratory):
        return not _abnormal(event)
    says = any(getattr(event, name, None) for name in _RESULTS)
    return not says and any(getattr(event, name, None) for name in _NEGATIVES)


def _bare_item(item: Node) -> Node:
    if isinstance(item, Finding):
        return _changed(item, _cleared(item, _OF_A_FINDING))
    if isinstance(item, Complaint):
        return _changed(item, _cleared(item, _OF_A_COMPLAINT))
    if isinstance(item, LaboratoryTest) and item.value and not is_unremarkable(item):
        return _changed(item, {"range": None})
    return item


def _abnormal(event: Laboratory) -> dict[str, Any]:
    out = tuple(test for test in event.tests if not is_unremarkable(test))
    return {"tests": out, **_cleared(event, ("others",))} if out else {}


def _cleared(node: Node, names: tuple[str, ...]) -> dict[str, Any]:
    """The default of each of the fields that the node has and may go without."""
    fields = {name: field for name, field in type(node).model_fields.items() if name in names}
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in fields.items()
        if not field.is_required()
    }


def _changed(node: NodeT, changes: dict[str, Any]) -> NodeT:
    """The node with its place in the case; itself if nothing differs."""
    differing = {name: value for name, value in changes.items() if getattr(node, name) != value}
    return node.model_copy(update=differing) if differing else node

"""What a case says at the paths that the items of a guideline name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casewright.model.case import Case, PatientCase
from casewright.model.node import Node
from casewright.model.series import CaseReport
from casewright.model.values import Absent

_STEP = re.compile(r"([a-z_]+)(?:\[([a-z_@|]+)\])?")
_ABSENT = {"not stated": Absent("not stated")}
_OF_PATIENT = (*PatientCase.model_fields, "perspective", "consent")
"""Blocks that each patient of a series has of its own."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a case says, or says to be missing."""

    path: str
    value: object
    fixed: bool
    """Whether the words for it are casewright's, so that they are not those of the value."""

    @property
    def is_word(self) -> bool:
        """Whether the value is one of a few words or a number, and holds nothing else."""
        return self.fixed and not isinstance(self.value, tuple | Node)

    @property
    def absent(self) -> Absent | None:
        """The statement that it is missing."""
        return self.value if isinstance(self.value, Absent) else None


def is_of_patient(path: str) -> bool:
    """Whether each patient of a series answers for itself what stands at `path`."""
    match = _STEP.match(path)
    return match is not None and match[1] in _OF_PATIENT


def facts_at(report: CaseReport, patient: Case, paths: Sequence[str]) -> list[Fact]:
    """What the case says at any of `paths`; what is of the report itself is looked up there."""
    found: list[Fact] = []
    for path in paths:
        node: Node = patient if is_of_patient(path) else report
        found += facts_in(node, path)
    return found


def facts_in(node: Node, path: str) -> list[Fact]:
    """What stands at a path that begins at `node`."""
    return list(_resolved(node, path.split(".")))


def _resolved(node: Node, steps: Sequence[str]) -> Iterator[Fact]:
    name, kinds = _step(steps[0])
    if name not in type(node).model_fields:
        return
    value = getattr(node, name)
    inner = list(_inside(node, name, value, kinds))
    if len(steps) == 1 and not kinds:
        if fact := _fact(node, name, value):
            yield fact
    elif len(steps) == 1:
        yield from (Fact(one.path, one, fixed=True) for one in inner)
    elif isinstance(value, Absent):
        yield Fact(node.at_path(name), value, fixed=True)
    else:
        for one in inner:
            yield from _resolved(one, steps[1:])


def _step(step: str) -> tuple[str, frozenset[str]]:
    match = _STEP.fullmatch(step)
    assert match is not None, step
    return match[1], frozenset(match[2].split("|") if match[2] else ())


def _inside(node: Node, name: str, value: object, kinds: frozenset[str]) -> Iterator[Node]:
    """The nodes of a field, those of `kinds` only where there are any."""
    items = value if isinstance(value, tuple) else (value,)
    for one in items:
        if isinstance(one, Node) and (not kinds or kinds.intersection(_kinds(one))):
            yield one


def _kinds(node: Node) -> tuple[str, str]:
    return getattr(node, "kind", ""), f"@{getattr(node, 'section', '')}"


def _fact(node: Node, name: str, value: object) -> Fact | None:
    field = type(node).model_fields[name]
    default = None if field.is_required() else field.get_default()
    if value is None or value is False or (not value and value == default):
        return None
    if isinstance(value, str):
        value = _ABSENT.get(value, value)
    fixed = not isinstance(value, str) or "Literal" in str(field.annotation)
    # What is common to the patients of a series keeps the place where it stands.
    path = value.path if isinstance(value, Node) else node.at_path(name)
    return Fact(path, value, fixed)

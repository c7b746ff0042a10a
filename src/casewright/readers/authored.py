"""Sentences that stand in a YAML file, and the paths of what was read from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from casewright.diagnostics import Span
from casewright.model.case import PatientCase, Report
from casewright.model.declarations import Consent, Novelty
from casewright.model.diagnoses import Diagnosis
from casewright.model.floats import (
    DrawnFigure,
    Figure,
    GeneratedTable,
    Panel,
    Reuse,
    SummaryTable,
    Table,
)
from casewright.model.node import Node, Prose
from casewright.model.series import Series
from casewright.model.statements import Statements
from casewright.model.summary import Abstract, Challenge
from casewright.readers.yaml_file import YamlFile


def without_last_break(file: YamlFile) -> YamlFile:
    """A block of text ends with its last word; how the block was written is no part of it."""
    return replace(file, data=_trimmed(file.data))


def _trimmed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _trimmed(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_trimmed(inner) for inner in value)
    return value.rstrip("\n") if isinstance(value, str) else value


def prose_of(node: PatientCase | Report, file: YamlFile) -> dict[str, Prose]:
    """Sentences that the author wrote into `file`, with the place of each line.

    `node` was read from the file; the prose goes by its path in the file.
    """
    return {
        path: Prose(*(file.unfolded.get(path) or (text, _line_places(file, path, text))))
        for path, text in _authored(node)
        if path in file.places and file.places[path].file == file.file
    }


_OWN_WORDS: Mapping[type[Node], frozenset[str]] = {
    Abstract: frozenset(Abstract.model_fields),
    Challenge: frozenset({"question", "options"}),
    Consent: frozenset({"statement"}),
    Diagnosis: frozenset({"challenges", "prognosis"}),
    DrawnFigure: frozenset({"title", "legend"}),
    Figure: frozenset({"title", "legend"}),
    GeneratedTable: frozenset({"title", "note"}),
    Node: frozenset({"text"}),
    Novelty: frozenset({"statement"}),
    Panel: frozenset({"legend"}),
    Reuse: frozenset({"source"}),
    Report: frozenset(
        {"introduction", "discussion", "conclusion", "lessons", "consultation"}
        | {"ethics", "strengths", "limitations"}
        | {"highlights", "learning_objectives", "what_this_adds"}
        | {"key_message", "core_tip", "practice_impact"}
    ),
    Series: frozenset({"methods"}),
    Statements: frozenset(Statements.model_fields),
    SummaryTable: frozenset({"title", "note"}),
    Table: frozenset({"title", "note"}),
}
"""By their type, and with those of the types that it is made of: fields of own sentences."""


def _authored(node: Node, path: str = "") -> Iterator[tuple[str, str]]:
    own = frozenset[str]().union(*(_OWN_WORDS.get(kind, ()) for kind in type(node).__mro__))
    for name in type(node).model_fields:
        yield from _texts(getattr(node, name), f"{path}.{name}" if path else name, own=name in own)


def _texts(value: Any, path: str, *, own: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, Node):
        yield from _authored(value, path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(item, f"{path}.{number}", own=own)
    elif own and isinstance(value, str):
        yield path, value


def _line_places(file: YamlFile, path: str, text: str) -> tuple[Span, ...]:
    lines = file.lines.get(path) or (file.places[path],)
    count = text.count("\n") + 1
    return tuple(lines[min(number, len(lines) - 1)] for number in range(count))


def place_nodes(value: Any, path: str) -> None:
    """Tell every node inside `value` where it stands; `value` itself stands at `path`."""
    if isinstance(value, Node):
        value._path = path
        for name in type(value).model_fields:
            place_nodes(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            place_nodes(item, f"{path}.{number}")

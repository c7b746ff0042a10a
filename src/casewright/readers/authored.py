"""Sentences that stand in a YAML file, and the paths of what was read from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from casewright.diagnostics import Span
from casewright.model.case import PatientCase, Report
from casewright.model.node import Node, Prose
from casewright.model.series import Series
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


def _authored(node: PatientCase | Report) -> Iterator[tuple[str, str]]:
    values: dict[str, Any] = {}
    if isinstance(node, Report):
        values.update(_authored_of_report(node))
    if isinstance(node, PatientCase):
        values.update({f"course.{n}.text": event.text for n, event in enumerate(node.course)})
    perspective = getattr(node, "perspective", None)
    if isinstance(perspective, Node):
        values.update({f"perspective.{key}": value for key, value in perspective})
    return ((path, value) for path, value in values.items() if isinstance(value, str))


def _authored_of_report(report: Report) -> dict[str, Any]:
    values: dict[str, Any] = {
        "introduction": report.introduction,
        "discussion": report.discussion,
        "ethics": report.ethics,
    }
    for block in ("abstract", "consent", "statements"):
        node = getattr(report, block)
        if isinstance(node, Node):
            values.update({f"{block}.{key}": value for key, value in node})
    for points in ("lessons", "highlights", "learning_objectives", "what_this_adds"):
        values.update({f"{points}.{n}": one for n, one in enumerate(getattr(report, points))})
    for name in ("key_message", "core_tip", "practice_impact"):
        values[name] = getattr(report, name)
    panels = [panel for figure in report.figures for panel in figure.panels]
    for node in (*report.figures, *panels, *report.tables):
        values.update({node.at_path(k): v for k, v in node if k in {"title", "legend", "note"}})
    if isinstance(report, Series):
        values["methods"] = report.methods
        if report.summary_table:
            table = report.summary_table
            values.update({"summary_table.title": table.title, "summary_table.note": table.note})
    return values


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

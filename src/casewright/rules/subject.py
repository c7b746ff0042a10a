"""What rules look at: the facts, the journal, the manuscript made of them, and what was typed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from casewright.diagnostics import Span
from casewright.model.case import Report
from casewright.model.document import Document
from casewright.model.journal import Journal
from casewright.model.node import Node
from casewright.model.reference import CslItem, Library
from casewright.model.series import CaseReport
from casewright.rules.measures import Measures


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that somebody typed, with its place."""

    path: str
    """In the case: `discussion`, `course.3.text`, `patients.0.history.social`."""
    text: str
    """Markdown with calls of facts for `prose`, plain words for `fact`."""
    kind: Literal["prose", "fact"]
    lines: tuple[Span, ...]
    """The place of each line of `text`; that of the whole value where its lines have none."""

    def span(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`, as exactly as the file tells it."""
        row = self.text.count("\n", 0, start)
        if row >= len(self.lines):
            return self.lines[0]
        line, begin = self.lines[row], self.text.rfind("\n", 0, start) + 1
        shift = self._shift(line, row, begin)
        if shift is None:
            return line
        first = line.column + shift + start - begin
        stop = self.text.find("\n", start)
        last = min(end, len(self.text) if stop < 0 else stop)
        return replace(
            line,
            column=first,
            end_line=line.line,
            end_column=max(first + 1, line.column + shift + last - begin),
        )

    def _shift(self, line: Span, row: int, begin: int) -> int | None:
        """Columns before the line's text, such as a quotation mark; None where it is rewritten."""
        if self.kind == "prose" and not line.end_line:
            return 0
        stop = self.text.find("\n", begin)
        length = (len(self.text) if stop < 0 else stop) - begin
        spare = line.end_column - line.column - length if line.end_line == line.line else -1
        if spare in (0, 2):
            return spare // 2
        return 0 if self.kind == "prose" and len(self.lines) > 1 else None


@dataclass(frozen=True)
class Subject:
    """One composed manuscript, as rules look at it."""

    case: CaseReport
    """In the units that are printed."""
    journal: Journal
    document: Document
    items: Mapping[str, CslItem]
    """The cited references in order of first citation."""
    measures: Measures
    library: Library | None = None
    short_titles: bool = False
    """Whether the citation style asks for short titles of journals."""

    @functools.cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the case files, in the order of the model; nothing of the library."""
        found: dict[str, Passage] = {}
        for path, text in _strings(self.case, ""):
            prose = self.case.prose.get(path)
            if prose is not None:
                found.setdefault(path, Passage(path, prose.text, "prose", prose.lines))
            else:
                place = _owner(self.case, path).place(path)
                found.setdefault(path, Passage(path, text, "fact", (place,)))
        return tuple(found.values())


def _owner(case: CaseReport, path: str) -> Report:
    """The patient of a series knows the places of the patient's own file."""
    return next((one for one in case.cases if one.path and path.startswith(f"{one.path}.")), case)


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Node):
        for name in type(value).model_fields:
            yield from _strings(getattr(value, name), value.at_path(name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _strings(item, f"{path}.{name}")
    elif isinstance(value, Sequence):
        for number, item in enumerate(value):
            yield from _strings(item, f"{path}.{number}")

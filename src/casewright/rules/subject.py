"""What rules look at: the facts, the journal, the manuscript made of them, and what was typed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casewright.diagnostics import Span
from casewright.model.case import Report
from casewright.model.checklists import Checklist, Need
from casewright.model.document import Document, ImageFacts
from casewright.model.journal import Journal
from casewright.model.node import Node
from casewright.model.reference import CslItem, Library
from casewright.model.series import CaseReport
from casewright.rules.lexicon import Lexicon
from casewright.rules.measures import Measures
from casewright.rules.passages import Passage
from casewright.rules.sentences import Sentence, sentences_of

__all__ = ["Passage", "Subject", "Typed"]


@dataclass(frozen=True)
class Typed:
    """What was typed, and for which journal; whether or not a manuscript could be made of it."""

    case: CaseReport
    """In the units that are printed."""
    journal: Journal
    items: Mapping[str, CslItem]
    """The cited references in order of first citation."""
    lexicon: Lexicon = field(kw_only=True)
    """The words that are known, those of the workspace among them."""

    @functools.cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence that somebody typed, the title's too, in the order of the model."""
        return tuple(
            one
            for passage in self.passages
            if passage.kind == "prose" or passage.path.startswith("title.")
            for one in sentences_of(passage)
        )

    def place(self, path: str) -> Span:
        """Where the value at a path was read, in the patient's own file if it is there."""
        return _owner(self.case, path).place(path)

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


@dataclass(frozen=True)
class Subject(Typed):
    """One composed manuscript, as rules look at it."""

    document: Document
    measures: Measures
    library: Library | None = None
    short_titles: bool = False
    """Whether the citation style asks for short titles of journals."""
    image_facts: Mapping[str, ImageFacts] = field(default_factory=dict)
    """Of the author's image files, by the paths of figures and panels in the case."""
    checklist: Checklist | None = None
    """That of the guideline that the journal requires, if there is one."""
    asks: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    """What items of checklists ask for."""


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

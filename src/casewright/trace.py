"""Every sentence of a manuscript with the places that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casewright.compose.phrases.quantities import in_one_unit
from casewright.diagnostics import Diagnostics, Span
from casewright.manuscript import Manuscript, Phases, compose_manuscript
from casewright.model.document import Document
from casewright.model.laboratory import LaboratoryTest, Measured
from casewright.model.measurements import Measurement
from casewright.model.node import walk_nodes
from casewright.model.quantities import Quantity
from casewright.model.series import CaseReport
from casewright.model.tree import div_class, plain_text, source_keys, walk
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Conversion:
    """A result as it stands in the case, and as it is printed."""

    path: str
    place: Span
    given: str
    printed: str


@dataclass(frozen=True, slots=True)
class TraceLine:
    """A sentence and its sources, the first one leading."""

    sentence: str
    path: str
    """The path of the leading source in the case, or `references.<key>`."""
    places: tuple[Span, ...]
    conversions: tuple[Conversion, ...] = ()
    """What the sentence prints in other units than the case gives."""


def trace(
    workspace: Workspace, case: str, journal: str
) -> tuple[tuple[TraceLine, ...], Diagnostics]:
    """Compose the manuscript and list its sentences in reading order; raises `CannotRun`."""
    with Pandoc.start() as pandoc:
        made = compose_manuscript(workspace, case, journal, pandoc=pandoc, phases=Phases())
    if made.document is None:
        return (), made.diagnostics
    return tuple(trace_lines(made, made.document)), made.diagnostics


def trace_lines(made: Manuscript, document: Document) -> Iterator[TraceLine]:
    """The sentences of a composed manuscript in reading order."""
    conversions = tuple(_conversions(made.case)) if made.case else ()
    for node in walk(document.all_blocks):
        if keys := source_keys(node):
            sources = [document.sources[key] for key in keys]
            places = tuple(dict.fromkeys(source.span for source in sources))
            text = plain_text(node)
            paths = tuple(source.path for source in sources)
            here = tuple(one for one in conversions if _is_told(one, text, paths))
            yield TraceLine(text, sources[0].path, places, here)
        elif div_class(node, "csl-entry") and made.library is not None:
            key = node["c"][0][0].removeprefix("ref-")
            place = made.library.entries[key].span
            yield TraceLine(plain_text(node), f"references.{key}", (place,))


def _conversions(case: CaseReport) -> Iterator[Conversion]:
    """Every result that is printed in other units than it was given in."""
    for patient in case.cases:
        for node in walk_nodes(patient.course):
            if not isinstance(node, LaboratoryTest | Measured | Measurement) or not node.value:
                continue
            path, value = node.at_path("value"), node.value
            printed = value if value.given else value.also
            if printed:
                given = _written(value.given or value)
                yield Conversion(path, patient.place(path), given, _written(printed))


def _written(value: Quantity) -> str:
    """A quantity without the escapes of Markdown."""
    return re.sub(r"\\(?=\W)", "", str(in_one_unit(value))).replace("\u00a0", " ")


def _is_told(one: Conversion, text: str, paths: tuple[str, ...]) -> bool:
    """Whether a sentence from `paths` holds the printed number."""
    inside = any(one.path == path or one.path.startswith(f"{path}.") for path in paths)
    number = re.escape(one.printed.split(" ")[0].lstrip("<>≤≥"))
    digits = re.sub(r"(?<=\d)[,\u2009\u202f](?=\d)", "", text).replace("·", ".")
    return inside and bool(re.search(rf"(?<![\d.]){number}(?![\d]|\.\d)", digits))

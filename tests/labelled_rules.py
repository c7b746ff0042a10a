"""Sentences that were marked by hand: each with the codes of the rules that must find it, or `ok`.

A file of `tests/consistency/labelled/` holds a case and a list of sentences. A sentence stands in a
paragraph of its own in the discussion, or in the part that is named after an `@`; `@course` makes
it the author's own text of an event.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casewright.diagnostics import Diagnostic
from casewright.pandoc import Pandoc
from specs import WJG, compose, finding_lines, mini_workspace

FOLDER = Path(__file__).parent / "consistency" / "labelled"
HELD_OUT = FOLDER / "held-out.md"
"""Written before it was run for the first time; no rule was changed because of it."""
TUNED = tuple(sorted(path for path in FOLDER.glob("*.md") if path != HELD_OUT))
CODES = re.compile(r"CON0[1-9]\d|STY0[1-9]\d")
"""The rules of consistency and wording."""
_LINE = re.compile(r"^- (ok|[A-Z]{3}\d{3}(?:\+[A-Z]{3}\d{3})*) (?:@(\w+) )?(.+)$", re.M)
_CASE = re.compile(r"^```case\n(.*?)^```$", re.M | re.S)
_LIBRARY = "@article{key,author={Kim, A},title={T},journal={J},year={2020},volume=1,pages={1}}"


@dataclass(frozen=True, slots=True)
class Score:
    """How often the rules agree with the marks."""

    sentences: int
    faults: int
    found: int
    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    by_code: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """How many faults of each code there are, and how many of them were found."""

    @property
    def recall(self) -> float:
        """The part of the marked faults that was found."""
        return self.found / self.faults

    @property
    def precision(self) -> float:
        """The part of the findings that was marked."""
        return self.found / (self.found + len(self.spurious))


def score(paths: Iterable[Path], root: Path, pandoc: Pandoc) -> Score:
    """Compose each file as a case and compare what is found in its sentences with their marks."""
    sentences = faults = 0
    missed: list[str] = []
    spurious: list[str] = []
    wanted: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for path in paths:
        marked = _LINE.findall(path.read_text(encoding="utf-8"))
        found = _findings(path, marked, root / path.stem, pandoc)
        for (code, _, text), one in zip(marked, found, strict=True):
            sentences += 1
            codes = {*code.split("+")} - {"ok"}
            faults += len(codes)
            wanted.update(codes)
            hits.update(codes & one)
            missed += [f"{other} {text}" for other in sorted(codes - one)]
            spurious += [f"{other} {text}" for other in sorted(one - codes)]
    by_code = {code: (wanted[code], hits[code]) for code in sorted(wanted)}
    return Score(sentences, faults, sum(hits.values()), tuple(missed), tuple(spurious), by_code)


def _findings(
    path: Path, marked: list[tuple[str, str, str]], root: Path, pandoc: Pandoc
) -> list[set[str]]:
    case = _CASE.search(path.read_text(encoding="utf-8"))
    assert case is not None
    files = {"case.yaml": case[1], "references.bib": _LIBRARY}
    places: dict[tuple[str, int], int] = {}
    for number, (_, part, text) in enumerate(marked):
        if part == "course":
            event = json.dumps({"kind": "follow_up", "text": text}, ensure_ascii=False)
            files["case.yaml"] += f"  - {event}\n"
            places["case.yaml", files["case.yaml"].count("\n")] = number
            continue
        name = f"{part or 'discussion'}.md"
        files[name] = f"{files.get(name, '')}{text}\n\n"
        places[name, files[name].count("\n") - 1] = number
    made = compose(mini_workspace(root, files), WJG, pandoc)
    assert made.document, f"{path.name}: {finding_lines(made.diagnostics)}"
    found: list[set[str]] = [set() for _ in marked]
    for one in made.diagnostics:
        if CODES.fullmatch(one.rule.code) and one.span:
            found[_number(one, places)].add(one.rule.code)
    return found


def _number(one: Diagnostic, places: Mapping[tuple[str, int], int]) -> int:
    assert one.span is not None
    return places[Path(one.span.file).name, one.span.line]

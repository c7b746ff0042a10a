"""The facts of the patients, gathered once for all rules that hold prose against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.model.case import Case
from casewright.model.node import Node, walk_nodes
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Passage, Typed

_FACTS = re.compile(r"^(?:patients\.\d+\.)?(?:patient|history|diagnosis|course)\b")
_SPELLED = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
"""
_WORDS = _SPELLED.split()
NUMBER: Final = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS[1:])})"
"""A number as a pattern, in digits or up to twenty in words."""


def number_of(text: str) -> float:
    """The number that `NUMBER` found."""
    word = text.casefold()
    return float(_WORDS.index(word)) if word in _WORDS else float(text)


@dataclass(frozen=True)
class Facts:
    """What the case files say of the patients, without the author's own sentences."""

    subject: Typed
    within: str = ""
    """The path of one event, where only its own facts count."""

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.subject.case.cases

    @cached_property
    def texts(self) -> tuple[Passage, ...]:
        """Every text among the facts."""
        passages = self.subject.passages
        found = (one for one in passages if one.kind == "fact" and _FACTS.match(one.path))
        return tuple(one for one in found if one.path.startswith(self.within))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of patients, histories, diagnoses and courses."""
        found = (node for case in self.cases for node in _nodes_of(case))
        return tuple(node for node in found if f"{node.path}.".startswith(self.within))

    def place(self, path: str) -> Span:
        """Where a fact stands."""
        return self.subject.place(path)


def _nodes_of(case: Case) -> Iterator[Node]:
    for part in (case.patient, case.history, case.diagnosis, case.course):
        yield from walk_nodes(part)


def disagreement(
    code: str,
    sentence: Sentence,
    match: re.Match[str],
    *,
    fact: str,
    place: Span,
    found: Diagnostics,
    group: int | str = 0,
) -> None:
    """Report that the words say one thing and the facts another, with both places."""
    found.add(
        RULES[code],
        f"the text says '{sentence.said(match, group)}', the facts say {fact} ({place})",
        sentence.of(match, group),
        hint="correct the one that is wrong; what is taken from the facts, {{ … }}, cannot differ",
    )

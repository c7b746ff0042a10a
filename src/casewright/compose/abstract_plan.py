"""What the abstract tells and how fully: which events, each move's form, and what may go.

An abstract begins with the key events, each in its brief form. Where it is too long it is condensed
in these steps, one move at a time in the order of `CONDENSED`, until it fits:

1. `lean`: without technique and, beside another result, without negatives and normal values;
2. `shortest`: also without sizes, parts, durations and reference ranges;
3. without the background;
4. without the work-up.

Where it is too short, events that are not key join it one by one in the order of `ADDED`, and then
moves are told as fully as in the body. Diagnosis, treatment and outcome are never left out, and
what the author wrote is printed as it is or, in steps 3 and 4, not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, get_args

from casewright.compose.order import last_status, move_of
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.journal_text import Move
from casewright.model.treatments import Advice

MOVES: tuple[Move, ...] = get_args(Move)
CONDENSED: tuple[Move, ...] = ("workup", "presentation", "diagnosis", "treatment", "outcome")
ADDED: tuple[Move, ...] = ("diagnosis", "treatment", "outcome", "presentation", "workup")
MAY_GO: tuple[Move, ...] = ("background", "workup")

Form: TypeAlias = Literal["tell", "brief", "lean", "shortest"]


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to write the abstract."""

    told: frozenset[str]
    """Paths of the events in it."""
    forms: Mapping[Move, Form] = field(default_factory=dict)
    """How fully a move is told; `brief` unless it is given."""
    without: frozenset[Move] = frozenset()
    """Moves that are left out."""

    def form(self, move: Move) -> Form:
        """How fully a move is told."""
        return self.forms.get(move, "brief")

    def changed(self, move: Move, form: Form | None) -> Plan:
        """The plan with another form of one move, or without it."""
        if form is None:
            return replace(self, without=self.without | {move})
        return replace(self, forms={**self.forms, move: form})


def first_plan(case: Case) -> Plan:
    """The key events; where there is none, those that an abstract can least do without."""
    key = [event for event in case.course if event.key]
    return Plan(frozenset(event.path for event in key or _main_events(case)))


def _main_events(case: Case) -> list[Event]:
    """The presentation, the last diagnosis by a specimen, the treatment and the last outcome."""
    by_move: dict[Move, list[Event]] = {move: [] for move in MOVES}
    for event in case.course:
        by_move[move_of(event, case)].append(event)
    treatments = [event for event in by_move["treatment"] if not isinstance(event, Advice)]
    operations = [event for event in treatments if event.kind == "procedure"]
    last = last_status(case)
    told = [event for event in by_move["outcome"] if event is last]
    return [
        *by_move["presentation"][:1],
        *by_move["diagnosis"][-1:],
        *(operations or treatments or by_move["treatment"]),
        *(told or by_move["outcome"])[-1:],
    ]


def condensing(moves: Sequence[Move]) -> Iterator[tuple[Move, Form | None]]:
    """The documented steps for an abstract of these moves; None leaves a move out."""
    forms: tuple[Form, ...] = ("lean", "shortest")
    yield from ((move, form) for form in forms for move in CONDENSED if move in moves)
    yield from ((move, None) for move in MAY_GO if move in moves)


def additions(plan: Plan, case: Case, moves: Sequence[Move]) -> list[Event]:
    """The events that are not told yet, those first that an abstract needs most."""
    left = [(event, move_of(event, case)) for event in case.course if event.path not in plan.told]
    may = [(event, move) for event, move in left if move in moves]
    may.sort(key=lambda one: ADDED.index(one[1]))
    return [event for event, _ in may]


def told_fully(plan: Plan, moves: Sequence[Move]) -> Iterator[Move]:
    """Moves that may be told as fully as in the body, those first that gain most."""
    return (move for move in CONDENSED if move in moves and plan.form(move) == "brief")

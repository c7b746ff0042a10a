"""What the preview knows at the moment: those who compose and build write it, browsers read it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from casewright.diagnostics import Diagnostic
from casewright.preview.marked import Page
from casewright.rules.limits import Bound


@dataclass(frozen=True, slots=True)
class State:
    """Everything that is shown."""

    case: str
    journal: str
    number: int = 0
    """Greater with every change."""
    page: Page | None = None
    """The last that could be composed."""
    page_number: int = 0
    stale: bool = False
    """Whether the page is older than the findings: there is no page with these errors."""
    composing: bool = True
    """Whether there is nothing yet of this case for this journal."""
    checking: bool = False
    """Whether the findings are still those of the page before."""
    findings: tuple[Diagnostic, ...] = ()
    found_in_files: tuple[Diagnostic, ...] = ()
    """What was found when the Word file and the PDF of the page were made."""
    lengths: tuple[Bound, ...] = ()
    """How much the page has of what the journal may limit."""
    problem: str | None = None
    """Why casewright could not do its work; no fault of the case."""
    building: bool = False
    """Whether the Word file and the PDF of the page are on their way."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """The files of the last good build, by their names."""
    files_of: int = 0
    """The number of the page that they are of."""


class Board:
    """The present `State`, which threads can wait for."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._changed = threading.Condition()
        self._closed = False

    @property
    def state(self) -> State:
        """What is known now."""
        return self._state

    def change(self, how: Callable[[State], State]) -> State:
        """Make the next state of the present one, and wake those who wait."""
        with self._changed:
            self._state = replace(how(self._state), number=self._state.number + 1)
            self._changed.notify_all()
            return self._state

    def after(self, number: int, *, seconds: float) -> State:
        """The state as soon as it is later than `number`; the same one after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._state.number > number, seconds)
            return self._state

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

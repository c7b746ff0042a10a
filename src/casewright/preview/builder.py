"""Word file and PDF, made behind the page from the manuscript that the page shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from casewright.build import Toolbox, build_composed
from casewright.manuscript import Manuscript
from casewright.standing import FORMATS, BuildResult, standing_build
from casewright.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Composed:
    """A manuscript, and what else a build needs to know of how it was made."""

    workspace: Workspace
    """The one that it was read through; nothing else is read through it."""
    case: str
    journal: str
    manuscript: Manuscript
    began: int
    page_number: int


Tell = Callable[[Composed, BuildResult | Exception], None]


class Builder:
    """A thread that builds the newest manuscript that it was given; older ones are skipped."""

    def __init__(self, workspace: Workspace, tell: Tell) -> None:
        self._toolbox = Toolbox(workspace, FORMATS)
        self._tell = tell
        self._due: Composed | None = None
        self._stopped = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="builder", daemon=True)
        self._thread.start()

    def submit(self, composed: Composed | None) -> None:
        """Build this one next, instead of what may be waiting."""
        with self._wake:
            self._due = composed
            self._wake.notify()

    def stop(self) -> None:
        """End at once, whatever is being laid out; files are published whole or not at all."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        self._toolbox.abandon()
        self._thread.join()
        self._toolbox.close()

    def _work(self) -> None:
        while (composed := self._next()) is not None:
            try:
                result: BuildResult | Exception = self._build(composed)
            except Exception as error:  # it is shown, and the next change may mend it
                self._toolbox.close()
                result = error
            if not self._stopped:
                self._tell(composed, result)

    def _next(self) -> Composed | None:
        with self._wake:
            self._wake.wait_for(lambda: self._stopped or self._due is not None)
            composed, self._due = self._due, None
            return None if self._stopped else composed

    def _build(self, one: Composed) -> BuildResult:
        standing = standing_build(one.workspace, one.case, one.journal, formats=FORMATS)
        if standing is not None:
            return standing
        return build_composed(
            one.workspace,
            one.manuscript,
            case=one.case,
            journal=one.journal,
            formats=FORMATS,
            began=one.began,
            toolbox=self._toolbox,
        )

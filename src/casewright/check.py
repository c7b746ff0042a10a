"""All findings about a case for a journal, without making a manuscript."""

from __future__ import annotations

from casewright.diagnostics import Diagnostics
from casewright.manuscript import Phases, compose_manuscript
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace


def check(workspace: Workspace, case: str, journal: str) -> Diagnostics:
    """Compose the manuscript and return what was found; raises `CannotRun`."""
    with Pandoc.start() as pandoc:
        made = compose_manuscript(workspace, case, journal, pandoc=pandoc, phases=Phases())
    return made.diagnostics

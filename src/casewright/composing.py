"""Many manuscripts composed side by side, for what can be learnt of them; none is written."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from casewright.manuscript import Manuscript, Phases, compose_manuscript
from casewright.pandoc import Pandoc
from casewright.processes import map_in_forks, processors
from casewright.workspace import Workspace

Learnt = TypeVar("Learnt")
Pair = tuple[str, str]
"""The names of a case and of a journal."""

LOADED_BEFORE_THE_FORK = (
    "casewright.compose.assemble",
    "casewright.compose.layout",
    "casewright.figures.prepare",
    "casewright.library.items",
    "casewright.library.styles",
    "casewright.readers.bibtex",
    "casewright.readers.case",
    "casewright.readers.journal",
    "casewright.rules.journal",
)


class _Fork:
    """What a forked process keeps between manuscripts."""

    workspace: Workspace
    learn: Callable[[Pair, Manuscript], Any]
    tools = contextlib.ExitStack()
    pandoc: Pandoc

    @classmethod
    def open(cls, workspace: Workspace, learn: Callable[[Pair, Manuscript], Any]) -> None:
        cls.workspace, cls.learn = workspace, staticmethod(learn)
        cls.pandoc = cls.tools.enter_context(Pandoc.start())  # it ends with the process


def compose_all(
    workspace: Workspace,
    pairs: Sequence[Pair],
    learn: Callable[[Pair, Manuscript], Learnt],
    *,
    jobs: int | None = None,
) -> list[Learnt]:
    """What `learn` makes of each manuscript, in the order of `pairs`.

    `jobs` are composed at a time, by default one for each processor; `learn` is then called in
    another process. Raises `CannotRun` when pandoc is missing or fails.
    """
    count = min(jobs or processors(), len(pairs))
    if count > 1:
        for name in LOADED_BEFORE_THE_FORK:
            importlib.import_module(name)
        given = (workspace, learn)
        return map_in_forks(_compose, pairs, count=count, begin=_Fork.open, given=given)
    with Pandoc.start() as pandoc:
        return [learn(pair, _composed(workspace, pair, pandoc)) for pair in pairs]


def _compose(pair: Pair) -> Any:
    return _Fork.learn(pair, _composed(_Fork.workspace, pair, _Fork.pandoc))


def _composed(workspace: Workspace, pair: Pair, pandoc: Pandoc) -> Manuscript:
    return compose_manuscript(workspace, *pair, pandoc=pandoc, phases=Phases())

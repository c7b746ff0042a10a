"""Many manuscripts: processes that are forked once everything is loaded, and keep their tools."""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager

from casewright.build import BuildResult, Tools, build, open_tools
from casewright.workspace import Workspace

_LOADED_BEFORE_THE_FORK = (
    "casewright.compose.assemble",
    "casewright.compose.layout",
    "casewright.figures.prepare",
    "casewright.library.items",
    "casewright.library.styles",
    "casewright.readers.bibtex",
    "casewright.readers.case",
    "casewright.readers.journal",
    "casewright.rules.journal",
    "casewright.writers.docx",
    "casewright.writers.html",
    "casewright.writers.markdown",
)


class _Worker:
    """What a forked process keeps between manuscripts."""

    workspace: Workspace
    formats: tuple[str, ...]
    opened: AbstractContextManager[Tools]
    tools: Tools


def build_all(
    workspace: Workspace,
    pairs: Sequence[tuple[str, str]],
    *,
    formats: Sequence[str],
    jobs: int | None = None,
) -> list[BuildResult]:
    """Build every pair of case and journal, `jobs` at a time; by default one for each processor.

    The results come in the order of `pairs`. Raises `CannotRun` when a tool is missing or fails.
    """
    count = min(jobs or os.cpu_count() or 1, len(pairs))
    if count <= 1:
        with open_tools(workspace, formats) as tools:
            return [build(workspace, *pair, formats=formats, tools=tools) for pair in pairs]
    for name in _LOADED_BEFORE_THE_FORK:
        importlib.import_module(name)
    with ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_open,
        initargs=(workspace, tuple(formats)),
    ) as pool:
        return list(pool.map(_build, pairs))


def _open(workspace: Workspace, formats: tuple[str, ...]) -> None:
    _Worker.workspace, _Worker.formats = workspace, formats
    # A generator that nobody holds is closed; the tools end with the process and its pipes.
    _Worker.opened = open_tools(workspace, formats)
    _Worker.tools = _Worker.opened.__enter__()


def _build(pair: tuple[str, str]) -> BuildResult:
    return build(_Worker.workspace, *pair, formats=_Worker.formats, tools=_Worker.tools)

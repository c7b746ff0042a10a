"""Many manuscripts: processes that are forked once everything is loaded, and keep their tools."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from casewright.build import Toolbox, build
from casewright.composing import LOADED_BEFORE_THE_FORK
from casewright.diagnostics import CannotRun
from casewright.processes import map_in_forks, processors
from casewright.standing import BuildResult, standing_build
from casewright.workspace import Workspace

_LOADED_BEFORE_THE_FORK = (
    *LOADED_BEFORE_THE_FORK,
    "casewright.writers.docx",
    "casewright.writers.html",
    "casewright.writers.markdown",
)


class _Worker:
    """What a forked process keeps between manuscripts."""

    workspace: Workspace
    formats: tuple[str, ...]
    toolbox: Toolbox


def build_all(
    workspace: Workspace,
    pairs: Sequence[tuple[str, str]],
    *,
    formats: Sequence[str],
    jobs: int | None = None,
) -> list[BuildResult]:
    """Build every pair of case and journal, `jobs` at a time; by default one for each processor.

    The results come in the order of `pairs`. When a tool is missing or fails, the other manuscripts
    are built all the same; then `CannotRun` is raised.
    """
    results: dict[tuple[str, str], BuildResult | CannotRun] = {}
    for pair in pairs:
        standing = standing_build(workspace, *pair, formats=formats)
        if standing is not None:
            results[pair] = standing
    due = [pair for pair in pairs if pair not in results]
    results |= zip(due, _build_due(workspace, due, formats=formats, jobs=jobs), strict=True)
    return _results([results[pair] for pair in pairs])


def _build_due(
    workspace: Workspace,
    pairs: Sequence[tuple[str, str]],
    *,
    formats: Sequence[str],
    jobs: int | None,
) -> list[BuildResult | CannotRun]:
    count = min(jobs or processors(), len(pairs))
    if count <= 1:
        _open(workspace, tuple(formats))
        with _Worker.toolbox:
            return [_build(pair) for pair in pairs]
    for name in _LOADED_BEFORE_THE_FORK:
        importlib.import_module(name)
    given = (workspace, tuple(formats))
    return map_in_forks(_build, pairs, count=count, begin=_open, given=given)


def _open(workspace: Workspace, formats: tuple[str, ...]) -> None:
    _Worker.workspace, _Worker.formats = workspace, formats
    _Worker.toolbox = Toolbox(workspace, formats)  # its programs end with the process


def _build(pair: tuple[str, str]) -> BuildResult | CannotRun:
    formats, toolbox = _Worker.formats, _Worker.toolbox
    try:
        return build(_Worker.workspace, *pair, formats=formats, toolbox=toolbox)
    except CannotRun as error:
        toolbox.close()
        return CannotRun(f"{pair[0]} for {pair[1]}: {error}", hint=error.hint)


def _results(made: Sequence[BuildResult | CannotRun]) -> list[BuildResult]:
    for result in made:
        if isinstance(result, CannotRun):
            raise result
    return [result for result in made if isinstance(result, BuildResult)]

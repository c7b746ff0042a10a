"""Findings without a manuscript: about a case for a journal, and about a journal's profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casewright.budget import Budget, budget_of
from casewright.composing import Pair, compose_all
from casewright.diagnostics import Diagnostic, Diagnostics, Severity, Stage
from casewright.manuscript import Manuscript, Phases, compose_manuscript
from casewright.pandoc import Pandoc
from casewright.policy import Policy
from casewright.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of a case for a journal."""

    diagnostics: Diagnostics
    title: str
    """The journal's."""
    budget: Budget


def check(
    workspace: Workspace, case: str, journal: str, *, policy: Policy | None = None
) -> Checked:
    """Compose the manuscript and look at it; raises `CannotRun`.

    Findings are as `policy` has them: that of the workspace before submission unless given.
    """
    with Pandoc.start() as pandoc:
        made = compose_manuscript(
            workspace, case, journal, pandoc=pandoc, phases=Phases(), policy=policy
        )
    title = made.journal.title if made.journal else journal
    return Checked(made.diagnostics, title, budget_of(made))


def unused_allowances(policy: Policy, journals: Sequence[str]) -> Diagnostics:
    """Comments that accept what is not found for any of `journals`; only before submission."""
    if policy.stage is not Stage.SUBMISSION:
        return Diagnostics()
    found = policy.unused(journals)
    policy.apply(found)
    return found


@dataclass(frozen=True, slots=True)
class Trial:
    """A case that was composed to see whether a profile does its work."""

    case: str
    journal: str
    composed: bool
    found: tuple[Diagnostic, ...]


def try_profiles(
    workspace: Workspace, journals: Sequence[str], *, jobs: int | None = None
) -> list[Trial]:
    """Compose every case of the workspace for each of `journals`, one journal after the other.

    The profiles were read without errors. Raises `CannotRun` when pandoc is missing or fails.
    """
    pairs = [(case, journal) for journal in journals for case in workspace.cases()]
    return compose_all(workspace, pairs, _trial, jobs=jobs) if pairs else []


def _trial(pair: Pair, made: Manuscript) -> Trial:
    return Trial(*pair, made.document is not None, tuple(made.diagnostics))


def about_profile(workspace: Workspace, trials: Sequence[Trial]) -> Diagnostics:
    """What the trials found in templates, and errors, which keep a profile from being tried."""
    roots = tuple(f"{workspace.relative(folder)}/" for folder in workspace.template_dirs)
    return Diagnostics(
        one
        for trial in trials
        for one in trial.found
        if one.severity is Severity.ERROR or (one.span and one.span.file.startswith(roots))
    )

"""Hold the references of a manuscript as it is now against a draft or the lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casewright.diagnostics import CannotRun, Diagnostics
from casewright.drafts import Draft, drafts
from casewright.library.compare import Cited, Difference, cited_of, compare
from casewright.manuscript import Manuscript, Phases, compose_manuscript
from casewright.model.retractions import (
    SAYS_RETRACTED,
    Notice,
    Retractions,
    standing_retraction,
)
from casewright.pandoc import Pandoc
from casewright.record import cited_hashes, read_record, reference_rows
from casewright.reference_lock import locked_as, read_lock, write_lock
from casewright.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Target:
    """A manuscript and what its references are held against."""

    case: str
    journal: str
    draft: Draft | None
    """None where there is only the lock, or nothing yet."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The references of a manuscript now and before."""

    target: Target
    found: Diagnostics
    """What is wrong with the manuscript; with an error, nothing can be compared."""
    base: str | None
    """`draft` or `lock`; None where there is nothing to compare with yet."""
    differences: tuple[Difference, ...] = ()
    """Every work of either side, also those that are as they were."""
    works: tuple[Cited, ...] = ()
    locked: bool = False
    """Whether the lock says what is so."""
    in_library: frozenset[str] = field(default_factory=frozenset)
    """The keys of `differences` that the libraries have."""
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    """What was published about works of either side, by their keys."""

    @property
    def failed(self) -> bool:
        """Whether the manuscript could not be composed."""
        return self.found.failed

    @property
    def retracted(self) -> tuple[Cited, ...]:
        """The works that are cited now although they were retracted, and not as such."""
        return tuple(
            work
            for work in self.works
            if standing_retraction(self.notices.get(work.key, ()))
            and not SAYS_RETRACTED.search(str((work.item or {}).get("title", "")))
        )


def targets(
    workspace: Workspace, case: str, journals: Sequence[str], *, draft: Draft | None
) -> tuple[Target, ...]:
    """What to compare: the draft, else the newest draft for each of the journals.

    Without `journals` these are all for which there is a draft, a block of the lock or a build.
    Raises `CannotRun` when there is none, or the draft was saved without a build.
    """
    if draft is not None:
        return (Target(case, _journal_of(draft, journals), draft),)
    newest = {one.journal: one for one in drafts(workspace, case) if one.journal}
    known = set(newest) | set(read_lock(workspace, case)) | set(built_journals(workspace, case))
    names = list(journals) or sorted(known & set(workspace.journals()))
    if not names:
        hint = "name it: --journal JOURNAL"
        raise CannotRun(f"{case} was built for no journal yet, and has no draft", hint=hint)
    return tuple(Target(case, name, newest.get(name)) for name in names)


def built_journals(workspace: Workspace, case: str) -> tuple[str, ...]:
    """The journals for which something was built of a case."""
    folder = workspace.inside(workspace.build_dir, case)
    return tuple(name for name in workspace.journals() if read_record(folder / name) is not None)


def hold(
    workspace: Workspace, target: Target, pandoc: Pandoc, *, retractions: Retractions | None
) -> Comparison:
    """Compose the manuscript as it is now and compare its references; nothing is written."""
    made = compose_manuscript(
        workspace, target.case, target.journal, pandoc=pandoc, phases=Phases()
    )
    lock = read_lock(workspace, target.case).get(target.journal)
    before = cited_of(target.draft.references()) if target.draft else lock
    base = "draft" if target.draft else "lock" if lock is not None else None
    if made.diagnostics.failed or made.document is None:
        return Comparison(target, made.diagnostics, base)
    now = works_of(made)
    differences = compare(before if before is not None else now, now)
    works = {work.key: work for one in differences for work in (one.before, one.after) if work}
    library = made.library
    return Comparison(
        target,
        made.diagnostics,
        base,
        differences,
        now,
        locked_as(lock, now),
        frozenset(key for key in works if library is not None and key in library),
        {key: _notices(work, retractions) for key, work in works.items()} if retractions else {},
    )


def _notices(work: Cited, retractions: Retractions) -> tuple[Notice, ...]:
    item = work.item or {}
    return retractions.of(doi=str(item.get("DOI", "")), pmid=str(item.get("PMID", "")))


def works_of(manuscript: Manuscript) -> tuple[Cited, ...]:
    """The works that a manuscript cites, in their order."""
    hashes = cited_hashes(manuscript.library, list(manuscript.items))
    return cited_of(reference_rows(manuscript.items, hashes))


def update_lock(workspace: Workspace, case: str, compared: Sequence[Comparison]) -> bool:
    """Write what the manuscripts cite now; whether the lock had to be changed."""
    due = {one.target.journal: one.works for one in compared if not (one.failed or one.locked)}
    if due:
        write_lock(workspace, case, {**read_lock(workspace, case), **due})
    return bool(due)


def lock_draft(workspace: Workspace, draft: Draft) -> None:
    """Write into the lock what a draft cites."""
    if draft.journal:
        works = cited_of(draft.references())
        write_lock(
            workspace, draft.case, {**read_lock(workspace, draft.case), draft.journal: works}
        )


def _journal_of(draft: Draft, journals: Sequence[str]) -> str:
    if draft.journal is None:
        hint = "name one that was saved from a build; `casewright draft list` shows them"
        raise CannotRun(f"{draft.title} has no references: it is a text only", hint=hint)
    if journals and tuple(journals) != (draft.journal,):
        raise CannotRun(f"{draft.title} is for {draft.journal}", hint="leave out --journal")
    return draft.journal

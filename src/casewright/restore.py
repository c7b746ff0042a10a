"""Bring the text of a draft back, without losing the text as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from casewright import history
from casewright.diagnostics import PRIVATE, CannotRun
from casewright.drafts import Draft, drafts, write_draft
from casewright.history import Change
from casewright.job import case_folder, library_files
from casewright.record import digest
from casewright.workspace import OutsideWorkspace, Workspace, read_if_there, tree_names

_TEXTS = (".yaml", ".md")


@dataclass(frozen=True, slots=True)
class Restoring:
    """What restoring a draft comes to."""

    draft: Draft
    changes: tuple[Change, ...]
    """Of files of the case; its own library gets the entries that no library has any more."""
    missing: tuple[str, ...]
    """The keys of these entries."""
    lost: tuple[str, ...]
    """The texts of the case that would be replaced or deleted."""
    kept_in: Draft | None
    """A draft that has all of them; None if they have to be saved first."""
    profile: tuple[str, ...]
    """Templates that have changed since; they serve other cases, and stay as they are."""
    damaged: tuple[str, ...]
    """Copies that were changed after the draft was saved."""


def plan(workspace: Workspace, draft: Draft) -> Restoring:
    """What would change; nothing is written."""
    folder = case_folder(workspace, draft.case)
    changes = tuple(_text_changes(workspace, draft, folder))
    lost = {
        change.path.relative_to(folder).as_posix(): digest(change.before)
        for change in changes
        if change.before is not None
    }
    library, missing = _library_change(workspace, draft, folder)
    profile = [
        name
        for path, name in draft.part("templates").items()
        if digest((workspace.read_template(path) or (folder, b""))[1]) != draft.files[name]
    ]
    return Restoring(
        draft,
        (*changes, *library),
        missing,
        tuple(lost),
        _keeping(workspace, draft.case, lost),
        tuple(profile),
        draft.damaged(),
    )


def restore(workspace: Workspace, planned: Restoring) -> Draft | None:
    """Make the changes, all or none; returns the draft that the text as it was is kept in.

    Raises `CannotRun` when a file was changed since `plan`; `undo` of the history takes it back.
    """
    draft, kept = planned.draft, planned.kept_in
    if planned.lost and kept is None:
        kept = _save_text(workspace, planned)
    what = f"draft restore {draft.case} {draft.number}"
    history.commit(workspace, planned.changes, what=what)
    return kept


def _text_changes(workspace: Workspace, draft: Draft, folder: Path) -> Iterator[Change]:
    from casewright.readers.case import NARRATIVE, NARRATIVE_OF_SERIES

    copies = draft.part("case")
    for name, copy in copies.items():
        try:
            path = workspace.inside(folder, name)
        except OutsideWorkspace as error:
            raise CannotRun(f"cases/{draft.case}/{name} leads out of the case") from error
        before, after = read_if_there(path), draft.read(copy)
        if before != after and not name.endswith(PRIVATE):
            yield Change(path, before, after)
    for name in (*NARRATIVE.values(), *NARRATIVE_OF_SERIES.values()):
        before = read_if_there(folder / name)
        if name not in copies and before is not None:
            yield Change(folder / name, before, None)


def _library_change(
    workspace: Workspace, draft: Draft, folder: Path
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Add what the draft cites and no library has any more to the library of the case."""
    from casewright.bibtex.grammar import scan
    from casewright.readers.bibtex import read_library

    if "references.bib" not in draft.files:
        return (), ()
    data = draft.read("references.bib")
    library, _ = read_library(workspace, library_files(workspace, draft.case))
    lost = {
        block.key.decode(errors="surrogateescape"): data[block.start : block.end]
        for block in scan(data)
        if block.key and block.key.decode(errors="surrogateescape") not in library
    }
    if not lost:
        return (), ()
    path = folder / "references.bib"
    before = read_if_there(path)
    text = before or b""
    if text and not text.endswith((b"\n", b"\r")):
        text += b"\n"
    text += b"\n".join([*lost.values(), b""])
    return (Change(path, before, text),), tuple(lost)


def _keeping(workspace: Workspace, case: str, lost: Mapping[str, str]) -> Draft | None:
    """The newest draft that has every text that would be lost; `lost` holds their hashes."""
    for draft in reversed(drafts(workspace, case) if lost else ()):
        copies = draft.part("case")
        same = all(draft.files.get(copies.get(name, "")) == hashed for name, hashed in lost.items())
        if same and not draft.damaged():
            return draft
    return None


def _save_text(workspace: Workspace, planned: Restoring) -> Draft:
    folder = case_folder(workspace, planned.draft.case)
    names = {name for name in tree_names(folder) if name.endswith(_TEXTS)}
    files = {
        f"case/{name}": data
        for name in sorted({*names, *planned.lost})
        if not name.endswith(PRIVATE) and (data := read_if_there(folder / name)) is not None
    }
    message = f"before draft {planned.draft.number} was restored"
    return write_draft(workspace, planned.draft.case, files, journal=None, message=message)

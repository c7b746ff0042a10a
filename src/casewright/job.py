"""What every step of one manuscript needs, and where it looks for the files of its templates."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun, Diagnostics, Span
from casewright.model.document import Ast, Image, ImageFacts
from casewright.pandoc import Later, Pandoc
from casewright.workspace import OutsideWorkspace, Workspace

if TYPE_CHECKING:
    from casewright.model.journal import Journal
    from casewright.model.series import CaseReport

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """What every step of one manuscript needs."""

    workspace: Workspace
    case: CaseReport
    journal: Journal
    pandoc: Pandoc
    found: Diagnostics
    meanwhile: Callable[[], None]
    images: dict[str, Image] = field(default_factory=dict)
    image_facts: dict[str, ImageFacts] = field(default_factory=dict)
    """Of the files of figures and panels, by their paths in the case."""
    asked: dict[str, Later[Ast]] = field(default_factory=dict)
    """Citations on their way from pandoc, by what was asked."""


def case_folder(workspace: Workspace, name: str) -> Path:
    """The folder of the case called `name`; raises `CannotRun` when it leads elsewhere."""
    try:
        return workspace.inside(workspace.root / "cases", name)
    except OutsideWorkspace as error:
        hint = "copy the folder into cases/: what is built from must stand in the workspace"
        raise CannotRun(f"the case '{name}' leads out of the workspace", hint=hint) from error


def library_files(workspace: Workspace, case_name: str) -> list[Path]:
    """The libraries of a case, the first one wins: its own, then the shared ones by name."""
    own = case_folder(workspace, case_name) / "references.bib"
    shared = sorted((workspace.root / "references").glob("*.bib"))
    folders = (own.parent, *(path.parent for path in shared))
    return [
        path
        for path, folder in zip((own, *shared), folders, strict=True)
        if path.is_file() and path.resolve().is_relative_to(folder.resolve())
    ]


def find_file(job: Job, name: str) -> tuple[Path, bytes] | None:
    """The first file of this name in the journal's folders and the shared one."""
    for folder in dict.fromkeys((*job.journal.folders, "_shared")):
        with contextlib.suppress(OutsideWorkspace):
            found = job.workspace.read_template(f"{folder}/{name}")
            if found:
                return found
    return None


def read_table(job: Job, name: str, parse: Callable[[bytes], T]) -> T | None:
    """A table of the templates; one that cannot be read is a finding."""
    found = find_file(job, name)
    if found is None:
        return None
    path, data = found
    try:
        return parse(data)
    except ValueError as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        place = Span(job.workspace.relative(path), line, column)
        fault = str(getattr(error, "msg", error))
        message = f"the table cannot be read: {fault[:1].lower()}{fault[1:]}"
        hint = "correct it, or delete the file: the table that came with casewright is used then"
        job.found.add(RULES["JRN009"], message, place, hint=hint)
        return None

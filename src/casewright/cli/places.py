"""Find the workspace, the case and the journal that a person means, and the text of a place."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from casewright.diagnostics import CannotRun
from casewright.report import Source
from casewright.workspace import Workspace, is_folder, packaged_templates, read_if_there

PLAIN = "plain"
"""The journal that demands nothing of its own."""
EVERY = "all"
"""What stands for every journal."""
_FEW = 8
"""As many names are worth reading in a hint."""


def open_workspace(directory: str | None, *, case: str | None = None) -> Workspace:
    """Open the folder given, else the one of `case` if that is a path, else the nearest above.

    Raises `CannotRun` when there is none.
    """
    if directory is not None:
        return Workspace.open(Path(directory))
    if case is not None and _is_path(case):
        folder = _case_folder(Path(case))
        if folder.parent.name == "cases":
            return Workspace.open(folder.parent.parent)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "cases").is_dir():
            return Workspace.open(folder)
    raise CannotRun(
        f"there is no workspace in {here} or above: no folder with cases/ in it",
        hint="`casewright init DIR` makes one, -C DIR names one",
    )


def any_workspace(directory: str | None) -> Workspace:
    """The workspace if there is one, for journals of its own; else only the shipped ones."""
    try:
        return open_workspace(directory)
    except CannotRun:
        if directory is not None:
            raise
        return Workspace.open(packaged_templates())


def find_case(workspace: Workspace, name: str | None) -> str:
    """The name of the case that is meant by a name, a path or nothing.

    Raises `CannotRun` when there is no such case, or more than one could be meant.
    """
    known = workspace.cases()
    if name is None:
        return _only_case(workspace, known)
    if name in known:
        return name
    if _is_path(name):
        folder = _case_folder(Path(name))
        if folder.parent == workspace.root / "cases" and folder.name in known:
            return folder.name
        name = workspace.relative(folder)
    raise CannotRun(f"there is no case '{name}'", hint=suggest(name, known, what="cases"))


def find_journals(workspace: Workspace, names: Sequence[str]) -> tuple[str, ...]:
    """The journals called `names`, or all; raises `CannotRun` when one does not exist."""
    if not names or EVERY in names:
        return workspace.journals()
    return tuple(dict.fromkeys(find_journal(workspace, name) for name in names))


def find_journal(workspace: Workspace, name: str) -> str:
    """The journal called `name`; raises `CannotRun` when there is none."""
    known = workspace.journals()
    if name not in known:
        hint = suggest(name, known, what="journals")
        raise CannotRun(f"there is no journal '{name}'", hint=hint)
    return name


def usual_journals(workspace: Workspace, case: str, names: Sequence[str]) -> tuple[str, ...]:
    """The journals called `names`; else those of the settings, else those built for before.

    A case that was built for none is meant for `plain`. Raises `CannotRun` as `find_journals` does.
    """
    if names:
        return find_journals(workspace, names)
    from casewright.readers.settings import read_settings

    wanted = read_settings(workspace)[0].journals
    if wanted:
        return find_journals(workspace, wanted)
    known = workspace.journals()
    built = tuple(one for one in known if is_folder(workspace.build_dir / case / one))
    return built or find_journals(workspace, [PLAIN])


def suggest(name: str, known: Sequence[str], *, what: str) -> str:
    """What to write instead of `name`."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    # People shorten names: 'bmj' for 'bmj-case-reports'.
    close = close or [other for other in known if other.startswith(name)]
    if close:
        return f"did you mean '{close[0]}'?"
    if len(known) > _FEW and what == "journals":
        return f"`casewright journals list` shows the {len(known)} there are"
    return f"the {what} are: {', '.join(known)}" if known else f"there are no {what} yet"


def only_journal(case: str, built: Sequence[str]) -> str:
    if len(built) == 1:
        return built[0]
    if built:
        hint = f"--journal with one of: {', '.join(built)}"
        raise CannotRun(f"{case} was built for several journals", hint=hint)
    raise CannotRun(
        f"{case} was not built yet", hint=f"`casewright build {case} --journal JOURNAL`"
    )


def source_of(workspace: Workspace) -> Source:
    """Gives the text of files for the excerpts, and reads each of them once."""
    known: dict[str, str | None] = {}

    def text_of(file: str) -> str | None:
        if file not in known:
            try:
                data = read_if_there(workspace.root / file)
            except OSError:
                data = None
            known[file] = None if data is None else data.decode(errors="replace")
        return known[file]

    return text_of


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or Path(name).name == "case.yaml" or name in (".", "..")


def _case_folder(path: Path) -> Path:
    path = path.resolve()
    return path.parent if path.name == "case.yaml" else path


def _only_case(workspace: Workspace, known: Sequence[str]) -> str:
    here = Path.cwd()
    for name in known:
        if here.is_relative_to(workspace.root / "cases" / name):
            return name
    if len(known) == 1:
        return known[0]
    if not known:
        raise CannotRun("there is no case yet", hint="`casewright new NAME` begins one")
    raise CannotRun("which case?", hint=f"name one of: {', '.join(known)}")

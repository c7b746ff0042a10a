"""Begin a workspace, a case or a journal in it, from the files in `workspace_files/`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from casewright.diagnostics import CannotRun, suggest
from casewright.staging import write_atomic
from casewright.workspace import (
    Workspace,
    packaged_makefile,
    packaged_templates,
    read_if_there,
    read_package_file,
)

_CITATION = b" [@example2026]"
"""Stands in the prose of a new case; taken out where the library has no such entry."""


def init(directory: Path, *, python: str) -> tuple[Path, ...]:
    """Make a workspace in `directory` and return the files written.

    `python` is the interpreter that its Makefile shall use. Raises `CannotRun` when one of the
    files is there already, or the folder belongs to a workspace; then nothing is written.
    """
    _refuse_nesting(directory)
    files = {
        ".gitignore": read_package_file("workspace_files", "gitignore"),
        ".casewright.mk": _makefile_setting(python),
        "Makefile": packaged_makefile(),
        "README.md": read_package_file("workspace_files", "README.md"),
        "references/library.bib": read_package_file("workspace_files", "library.bib"),
        "cases/.gitkeep": b"",
        "build/.gitkeep": b"",
    }
    for kind in ("case", "patient", "journal", "settings"):
        name = f"templates/_shared/{kind}.schema.json"
        files[name] = _copy(packaged_templates() / "_shared" / f"{kind}.schema.json")
    return _write(directory, files)


def new(workspace: Workspace, name: str) -> tuple[Path, ...]:
    """Begin the case `name` and return the files written.

    Raises `CannotRun` when the name cannot be used or the case is there already.
    """
    _refuse_name(name, "a case")
    folder = workspace.root / "cases" / name
    if folder.exists():
        raise CannotRun(f"there is already a case '{name}'", hint="choose another name")
    files = {
        part: read_package_file("workspace_files", "case", part)
        for part in ("case.yaml", "introduction.md", "discussion.md", "figures/README.txt")
    }
    library = workspace.root / "references" / "library.bib"
    if not library.is_file() or b"{example2026," not in workspace.read_bytes(library):
        files = {part: content.replace(_CITATION, b"") for part, content in files.items()}
    return _write(folder, files)


def new_journal(workspace: Workspace, name: str, *, parent: str, title: str | None) -> Path:
    """Begin the profile of the journal `name`, which extends `parent`; return the file written.

    Raises `CannotRun` when the name cannot be used or there is such a profile already, or no
    `parent`.
    """
    _refuse_name(name, "a journal")
    known = workspace.profiles()
    if name in known or (workspace.root / "templates" / name).exists():
        hint = f"choose another name; `casewright journals show {name}` prints its rules"
        raise CannotRun(f"there is already a journal '{name}'", hint=hint)
    if parent not in known:
        hint = suggest(parent, known, otherwise=f"the profiles are {', '.join(known)}")
        raise CannotRun(f"there is no profile '{parent}' to extend", hint=hint)
    title = " ".join((title or name.replace("-", " ").title()).split())
    values = {
        "ID": name,
        "PARENT": parent,
        "TITLE": json.dumps(title, ensure_ascii=False),
        "TODAY": f"{workspace.today:%Y-%m}",
    }
    text = read_package_file("workspace_files", "journal.yaml").decode()
    filled = re.sub(r"\b(ID|PARENT|TITLE|TODAY)\b", lambda match: values[match[0]], text)
    schema = workspace.root / "templates" / "_shared" / "journal.schema.json"
    if not schema.exists():
        write_atomic(schema, _copy(packaged_templates() / "_shared" / "journal.schema.json"))
    return _write(workspace.root / "templates" / name, {"journal.yaml": filled.encode()})[0]


def _refuse_name(name: str, what: str) -> None:
    if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", name):
        return
    better = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    raise CannotRun(
        f"'{name}' cannot be the name of {what}: it becomes a folder's name",
        hint="use lower-case letters, digits and hyphens: "
        f"'{better[:60] or f'my-{what.split()[1]}'}'",
    )


def _refuse_nesting(directory: Path) -> None:
    """A workspace in a workspace hides the cases of the outer one."""
    place = directory.resolve()
    for folder in (place, *place.parents):
        # What stands in build/ is thrown away with it: the benchmark makes its workspaces there.
        if place.is_relative_to(folder / "build") or not _is_workspace(folder):
            continue
        what = "is a workspace already" if folder == place else f"is inside the workspace {folder}"
        raise CannotRun(
            f"{directory} {what}; nothing was written",
            hint="`casewright new NAME` begins a case there; for a workspace, name another folder",
        )


def _is_workspace(folder: Path) -> bool:
    try:
        return (folder / "cases").is_dir() and b"casewright" in (
            read_if_there(folder / "Makefile") or b""
        )
    except OSError:
        return False  # a folder that may not be looked into


def _write(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"{folder} is a file", hint="name a folder")
    present = [name for name in files if (folder / name).exists()]
    if present:
        raise CannotRun(
            f"{folder} already holds {', '.join(present)}; nothing was written",
            hint="name an empty folder, or one that does not exist yet",
        )
    for name, content in files.items():
        write_atomic(folder / name, content)
    return tuple(folder / name for name in files)


def _copy(path: Path) -> bytes:
    return Workspace.open(path.parent).read_bytes(path)


def _makefile_setting(python: str) -> bytes:
    """The interpreter as a word of a shell command in a Makefile."""
    word = "'" + python.replace("'", "'\\''") + "'"
    escaped = word.replace("$", "$$").replace("#", "\\#")
    return (
        "# Which Python has casewright on this computer; written by `casewright init`.\n"
        f"CASEWRIGHT_PYTHON := {escaped}\n"
    ).encode()

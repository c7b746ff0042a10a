"""The record of a build: what it read and wrote, so that the next one can tell whether it is due.

`manifest.json` beside the outputs; all hashes are SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from casewright import __version__
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, Edit, Severity, Span
from casewright.model.reference import CslItem, Library
from casewright.staging import write_atomic
from casewright.workspace import (
    SETTINGS,
    Workspace,
    file_stat,
    package_state,
    read_if_there,
    tools_state,
    tree_names,
)

MANIFEST = "manifest.json"
_OUTPUT = re.compile(
    r"(?:manuscript(?:-live)?|title-page|checklist-[a-z0-9-]+)\.[a-z]+|(?:references|diagnostics)\.json|"
    r"figures/[a-z0-9-]+\.[a-z]+"
)
"""Names that a build gives its outputs; a record that names others is not of a build."""


@dataclass(frozen=True, slots=True)
class Record:
    """One finished build."""

    tool: str
    """Version and state of casewright."""
    outputs: Mapping[str, str]
    """Hash of each output by its path from the folder of the build."""
    inputs: Mapping[str, tuple[int, int, str]]
    """Size, time of change in nanoseconds and hash of each file read, by its shown path."""
    names: str
    """Hash of the names of the files that could be found in the case and in the templates."""
    libraries: Mapping[str, tuple[int, int]]
    """Size and time of change of each .bib file."""
    cited: Mapping[str, str]
    """Hash of each cited library entry, and of the preamble under the empty key."""
    diagnostics: Sequence[Mapping[str, Any]]


def tool_state() -> str:
    """A text that changes with every version and with every edit of casewright's own files."""
    return f"{__version__} {package_state()} {tools_state()}"


def read_record(folder: Path) -> Record | None:
    """The record of the last build in `folder`, unless it is missing or not understood."""
    data = read_if_there(folder / MANIFEST)
    if data is None:
        return None
    try:
        raw = json.loads(data)
        if not all(map(_OUTPUT.fullmatch, raw["outputs"])):
            return None
        raw["inputs"] = {name: tuple(state) for name, state in raw["inputs"].items()}
        raw["libraries"] = {name: tuple(state) for name, state in raw["libraries"].items()}
        return Record(**raw)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def write_record(folder: Path, record: Record) -> None:
    """Write the record beside the outputs."""
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
    write_atomic(folder / MANIFEST, text.encode())


def digest(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inputs_of(workspace: Workspace, *, without: Iterable[Path]) -> dict[str, tuple[int, int, str]]:
    """The state of every file as it was read; one that has changed since will not match."""
    left_out = {path.resolve() for path in without}
    return {
        workspace.relative(path): state
        for path, state in sorted(workspace.reads.items())
        if path not in left_out
    }


def names_of(workspace: Workspace, case_folder: Path, inputs: Iterable[str]) -> str:
    """A hash of the names of the files that a build could find: a new one may be an input.

    Of the templates, those count that stand beside one of `inputs`, in whichever place: a journal
    that somebody adds is nothing to the manuscripts of the others.
    """
    folders = [case_folder]
    read = {workspace.root / name for name in inputs}
    of_template = {
        path.relative_to(place).parts[0]
        for place in map(Path.resolve, workspace.template_dirs)
        for path in read
        if path.is_relative_to(place)
    }
    for place in workspace.template_dirs:
        folders += [place / name for name in sorted(of_template)]
    names = [f"{folder.name}/{name}" for folder in folders for name in tree_names(folder)]
    names += [SETTINGS] if file_stat(workspace.root / SETTINGS) else []
    return digest("\0".join(names).encode())


def unchanged(workspace: Workspace, record: Record) -> bool:
    """Whether every input is as it was; a file is only read again when its time has changed."""
    for name, (size, changed, hashed) in record.inputs.items():
        path = workspace.root / name
        found = file_stat(path)
        if found is None or found[0] != size:
            return False
        if found[1] != changed and digest(read_if_there(path) or b"") != hashed:
            return False
    return True


def outputs_stand(folder: Path, record: Record, wanted: Iterable[str]) -> bool:
    """Whether every output that is wanted, and every other that was made, is still as it was."""
    if not set(wanted) <= set(record.outputs):
        return False
    return all(
        (data := read_if_there(folder / name)) is not None and digest(data) == hashed
        for name, hashed in record.outputs.items()
    )


def library_states(
    workspace: Workspace, files: Iterable[Path], *, began: int | None = None
) -> dict[str, tuple[int, int]]:
    """Size and time of change of each library; none that matches if changed since `began`."""
    states = {workspace.relative(path): file_stat(path) or (0, 0) for path in files}
    return {
        name: state if began is None or state[1] < began else (-1, 0)
        for name, state in states.items()
    }


def cited_hashes(library: Library | None, keys: Iterable[str]) -> dict[str, str]:
    """The hash of each cited entry and of those it takes fields from, and of the preamble."""
    if library is None:
        return {}
    hashes = {"": digest(library.preamble.encode(errors="surrogateescape"))}
    for key in keys:
        family, due = "", [key]
        seen: set[str] = set()
        while due:
            name = due.pop()
            if name in seen or name not in library:
                continue
            seen.add(name)
            entry = library.entries[name]
            family += entry.raw
            due += entry.parents
        hashes[key] = digest(family.encode(errors="surrogateescape"))
    return hashes


def reference_rows(items: Mapping[str, CslItem], cited: Mapping[str, str]) -> list[dict[str, Any]]:
    """The cited works in their order: number, key, hash of the entry and CSL of each."""
    return [
        {"number": number, "key": key, "entry": cited[key], "csl": item}
        for number, (key, item) in enumerate(items.items(), 1)
    ]


def dependencies(workspace: Workspace, folder: Path, record: Record) -> bytes:
    """The rule that tells make what the stamp of this build depends on.

    Every file is also a target without a recipe, so that make goes on when one is deleted.
    """
    names = [name for name in (*record.inputs, *record.libraries) if not set(name) & set(":;|%")]
    files = [re.sub(r"([ #\\])", r"\\\1", name).replace("$", "$$") for name in names]
    stamp = workspace.relative(folder / "manuscript.stamp")
    lines = [f"{stamp}: \\", *(f" {name} \\" for name in files), "", *(f"{n}:" for n in files)]
    return ("\n".join(lines) + "\n").encode()


def pack(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Findings in a form that JSON can hold."""
    return [
        {
            "code": one.rule.code,
            "message": one.message,
            "severity": one.severity.value,
            "span": one.span and asdict(one.span),
            "hint": one.hint,
            "edit": one.edit
            and [
                asdict(one.edit.span),
                one.edit.replacement,
                one.edit.safe,
                one.edit.instead_of,
            ],
        }
        for one in found
    ]


def unpack(packed: Iterable[Mapping[str, Any]]) -> Diagnostics:
    """The findings that `pack` was given."""
    return Diagnostics(
        Diagnostic(
            RULES[one["code"]],
            one["message"],
            Span(**one["span"]) if one["span"] else None,
            one["hint"],
            Edit(Span(**one["edit"][0]), *one["edit"][1:]) if one["edit"] else None,
            Severity(one["severity"]),
        )
        for one in packed
    )

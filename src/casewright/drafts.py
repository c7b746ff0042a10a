"""Drafts: what was built for a journal, frozen with all that it was made of.

`drafts/<case>/<number>-<words>/` holds `draft.json` and the copies that it lists with their hashes:
`case/` (every file of the case that the build read), `templates/` (the profile of the journal and
those that it extends, and other templates of the workspace), `references.bib` (the cited entries)
and `outputs/`. The folder stands beside `cases/` and not in it, so that saving a draft makes no
manuscript due, and not in `build/`, which `make clean` empties. Private files are never copied.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casewright import __version__
from casewright.diagnostics import PRIVATE, CannotRun
from casewright.job import case_folder, library_files
from casewright.record import Record, cited_hashes, digest, names_of, read_record, tool_state
from casewright.staging import locked, make_folder
from casewright.standing import output_folder, standing_build
from casewright.workspace import (
    OutsideWorkspace,
    Workspace,
    file_names,
    is_folder,
    packaged_templates,
    read_if_there,
)

ABOUT = "draft.json"
_NAME = re.compile(r"(\d{1,6})(?:-[a-z0-9-]*)?")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Draft:
    """One saved draft."""

    case: str
    number: int
    folder: Path
    when: str
    """The day, as 2026-01-31."""
    message: str
    journal: str | None
    """None for a text that was kept because another draft was restored."""
    casewright: str
    """The version that built it."""
    files: Mapping[str, str]
    """The SHA-256 of each copy by its path in `folder`."""

    @property
    def title(self) -> str:
        """How it is called in a sentence."""
        return f"draft {self.number} '{self.message}'" if self.message else f"draft {self.number}"

    def read(self, name: str) -> bytes:
        """A copy; raises `CannotRun` when it is missing."""
        data = read_if_there(self.folder / name)
        if data is None:
            hint = "take it back from git or a backup: a draft cannot be made again"
            raise CannotRun(f"{name} is missing from draft {self.number} of {self.case}", hint=hint)
        return data

    def part(self, name: str) -> dict[str, str]:
        """The copies below a folder: path in `folder` by path below it."""
        start = f"{name}/"
        return {path.removeprefix(start): path for path in self.files if path.startswith(start)}

    def damaged(self) -> tuple[str, ...]:
        """The copies that are missing, or not as they were saved."""
        return tuple(
            name
            for name, hashed in self.files.items()
            if digest(read_if_there(self.folder / name) or b"") != hashed
        )

    def references(self) -> list[dict[str, Any]]:
        """The rows of `references.json`: number, key, hash of the entry and CSL of each work."""
        if "outputs/references.json" not in self.files:
            return []
        try:
            rows: list[dict[str, Any]] = json.loads(self.read("outputs/references.json"))
            return [{name: row[name] for name in ("number", "key", "entry", "csl")} for row in rows]
        except (ValueError, KeyError, TypeError) as error:
            message = f"the references of draft {self.number} of {self.case} cannot be read"
            raise CannotRun(message, hint="take outputs/references.json back from git") from error


def drafts_folder(workspace: Workspace, case: str) -> Path:
    """Where the drafts of a case stand; raises `CannotRun` when it leads elsewhere."""
    try:
        return workspace.inside(workspace.root / "drafts", case)
    except OutsideWorkspace as error:
        hint = "put the folder itself there instead of a link"
        raise CannotRun(f"drafts/{case} leads out of the workspace", hint=hint) from error


def cases_with_drafts(workspace: Workspace) -> tuple[str, ...]:
    """The cases of which there are drafts, also those that were deleted since."""
    names = file_names(workspace.root / "drafts")
    return tuple(name for name in names if any(_folders(workspace.root / "drafts" / name)))


def drafts(workspace: Workspace, case: str) -> tuple[Draft, ...]:
    """All drafts of a case, the oldest first; raises `CannotRun` for one that is damaged."""
    folders = _folders(drafts_folder(workspace, case))
    found = (_read(workspace, case, number, folder) for number, folder in folders)
    return tuple(sorted(found, key=lambda one: (one.number, one.when, one.folder.name)))


def find_draft(workspace: Workspace, case: str, name: str) -> Draft:
    """The draft of a number, or of the name of a folder; raises `CannotRun` if there is none."""
    known = drafts(workspace, case)
    number = int(name) if name.isdecimal() else None
    fitting = [one for one in known if one.folder.name == name or one.number == number]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        either = " or ".join(one.folder.name for one in fitting)
        raise CannotRun(f"{case} has two drafts {number}", hint=f"name one by its folder: {either}")
    names = ", ".join(one.folder.name for one in known)
    hint = f"there are: {names}" if names else f"`casewright draft save {case}` saves one"
    raise CannotRun(f"{case} has no draft {name}", hint=hint)


def save(workspace: Workspace, case: str, journal: str, *, message: str) -> Draft:
    """Freeze what was built of a case for a journal.

    Raises `CannotRun`, and writes nothing, when nothing was built or it is not up to date.
    """
    folder = output_folder(workspace, case, journal)
    record = read_record(folder)
    remedy = f"`casewright build {case} --journal {journal}` builds it; look at it, then save it"
    if record is None:
        raise CannotRun(f"{case} was not built for {journal} yet", hint=remedy)
    with locked(folder):
        standing = standing_build(workspace, case, journal, formats=())
        if standing is None or standing.diagnostics.failed:
            why = "; ".join(_reasons(workspace, case, folder, record))
            message = f"{case} for {journal} is not up to date{f': {why}' if why else ''}"
            raise CannotRun(message, hint=remedy)
        files = {"references.bib": _entries(workspace, case, record)}
        for name, path, hashed in _copies(workspace, case, folder, record):
            data = read_if_there(path)
            if data is None or digest(data) != hashed:
                changed = workspace.relative(path)
                raise CannotRun(f"{changed} was changed meanwhile", hint="give the command again")
            files[name] = data
    return write_draft(workspace, case, files, journal=journal, message=message)


def write_draft(
    workspace: Workspace,
    case: str,
    files: Mapping[str, bytes],
    *,
    journal: str | None,
    message: str,
) -> Draft:
    """Write the next draft of a case, whole or not at all."""
    place = drafts_folder(workspace, case)
    with locked(workspace.cache_dir / "drafts" / case):
        number = max((number for number, _ in _folders(place)), default=0) + 1
        words = _slug(message)
        folder = place / (f"{number}-{words}" if words else str(number))
        hashes = {name: digest(data) for name, data in sorted(files.items())}
        draft = Draft(
            case, number, folder, workspace.today.isoformat(), message, journal, __version__, hashes
        )
        make_folder(folder, {**files, ABOUT: _about(draft)})
    return draft


def _copies(
    workspace: Workspace, case: str, folder: Path, record: Record
) -> Iterator[tuple[str, Path, str]]:
    """What a draft holds of a build: path in the draft, the file itself, its hash."""
    of_case = case_folder(workspace, case)
    shipped = packaged_templates().resolve()
    templates = [place.resolve() for place in workspace.template_dirs]
    for name, (_, _, hashed) in record.inputs.items():
        path = workspace.root / name
        if not hashed or name.endswith(PRIVATE):
            continue
        if path.is_relative_to(of_case):
            yield f"case/{path.relative_to(of_case).as_posix()}", path, hashed
        for place in templates:
            if path.is_relative_to(place) and (place != shipped or path.name == "journal.yaml"):
                yield f"templates/{path.relative_to(place).as_posix()}", path, hashed
    for name, hashed in record.outputs.items():
        yield f"outputs/{name}", folder / name, hashed


def _entries(workspace: Workspace, case: str, record: Record) -> bytes:
    """The cited entries as they stand in the libraries, and those that they take fields from."""
    from casewright.readers.bibtex import read_library

    library, _ = read_library(workspace, library_files(workspace, case))
    keys = dict.fromkeys(key for key in record.cited if key)
    waiting = list(keys)
    for key in waiting:
        parents = library.entries[key].parents if key in library else ()
        waiting += [parent for parent in parents if parent not in keys]
        keys |= dict.fromkeys(parents)
    texts = [library.preamble, *(library.entries[key].raw for key in keys if key in library)]
    text = "\n\n".join(part.strip() for part in texts if part)
    return f"{text}\n".encode(errors="surrogateescape") if text else b""


def _reasons(workspace: Workspace, case: str, folder: Path, record: Record) -> Iterator[str]:
    """Why what was built is not what would be built now."""
    if record.tool != tool_state():
        yield "another version of casewright built it"
    changed = [name for name, state in record.inputs.items() if not _stands(workspace, name, state)]
    if changed:
        yield f"{_listed(changed)} changed since"
    elif record.names != names_of(workspace, case_folder(workspace, case), record.inputs):
        yield "files of the case or of the templates have come or gone"
    altered = [
        name
        for name, hashed in record.outputs.items()
        if digest(read_if_there(folder / name) or b"") != hashed
    ]
    if altered:
        yield f"{_listed(altered)} changed after the build"
    yield from _library_reasons(workspace, case, record)


def _stands(workspace: Workspace, name: str, state: tuple[int, int, str]) -> bool:
    data = read_if_there(workspace.root / name)
    return data is not None and (not state[2] or digest(data) == state[2])


def _library_reasons(workspace: Workspace, case: str, record: Record) -> Iterator[str]:
    from casewright.readers.bibtex import read_library

    library, found = read_library(workspace, library_files(workspace, case))
    if found.failed:
        yield "a library has errors"
    now = cited_hashes(library, [key for key in record.cited if key])
    changed = [key for key in record.cited if key and now.get(key) != record.cited[key]]
    if changed:
        yield f"the entry of {_listed(changed)} changed since"
    elif now.get("") != record.cited.get(""):
        yield "an @string or @preamble of a library changed since"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"


def _folders(place: Path) -> Iterator[tuple[int, Path]]:
    """The folders of drafts with their numbers."""
    for name in file_names(place):
        match = _NAME.fullmatch(name)
        if match and is_folder(place / name):
            yield int(match[1]), place / name


def _about(draft: Draft) -> bytes:
    about = {
        "case": draft.case,
        "journal": draft.journal,
        "when": draft.when,
        "message": draft.message,
        "casewright": draft.casewright,
        "files": dict(draft.files),
    }
    return f"{json.dumps(about, ensure_ascii=False, indent=1)}\n".encode()


def _read(workspace: Workspace, case: str, number: int, folder: Path) -> Draft:
    try:
        about = json.loads(read_if_there(folder / ABOUT) or b"")
        texts = [about[name] for name in ("when", "message", "casewright")]
        journal, files = about["journal"], about["files"]
        if not all(
            isinstance(one, str) for one in (*texts, *files, *files.values(), journal or "")
        ):
            raise ValueError
        for name in files:
            workspace.inside(folder, name)
        return Draft(case, number, folder, texts[0], texts[1], journal, texts[2], files)
    except (ValueError, KeyError, TypeError, AttributeError, OutsideWorkspace) as error:
        message = f"{workspace.relative(folder / ABOUT)} cannot be read"
        hint = "take it back from git or a backup, or delete the folder of this draft"
        raise CannotRun(message, hint=hint) from error


def _slug(message: str) -> str:
    """The words of a message as they can stand in the name of a folder."""
    plain = unicodedata.normalize("NFKD", message).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= _LONGEST_NAME else words[: _LONGEST_NAME + 1].rpartition("-")[0]

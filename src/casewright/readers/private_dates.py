"""Reads the real dates of a case, from which intervals are computed and nothing else.

The file is never rendered, and no finding quotes it: not its dates, and not what stands where a
date or an `id` is expected, which may be a date too.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from casewright.catalogue import RULES
from casewright.diagnostics import PRIVATE, Diagnostics, Span, suggest
from casewright.model.case import PatientCase
from casewright.model.times import CalendarDate, parse_when
from casewright.readers.gitignore import is_ignored
from casewright.readers.yaml_file import YamlFile
from casewright.workspace import OutsideWorkspace, Workspace, read_if_there

_HINT = "write one line for each event: its id, a colon, a date such as 2005-09-12"


@dataclass(frozen=True, slots=True)
class PrivateDates:
    """Real dates by the `id` of their event."""

    name: str = f"dates{PRIVATE}"
    """The name of their file."""
    dates: Mapping[str, CalendarDate] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where each date stands; the place tells nothing of the date."""


def dates_beside(
    workspace: Workspace, path: Path, case: PatientCase, found: Diagnostics
) -> PrivateDates:
    """The real dates beside the case file at `path`; none where there is no such file.

    They stand in `dates.private.yaml` beside `case.yaml`, and in `patient-1.private.yaml` beside
    the file of a patient of a series.
    """
    name = f"{'dates' if path.name == 'case.yaml' else path.stem}{PRIVATE}"
    try:
        private = workspace.inside(path.parent, name)
    except OutsideWorkspace:
        message = "this is a link that leads out of the folder of the case"
        place = Span(f"{workspace.relative(path.parent)}/{name}", 1, 1)
        found.add(RULES["CASE010"], message, place, hint="put the file there itself")
        return PrivateDates()
    if not private.is_file():
        return PrivateDates(name)
    ids = [event.id for event in case.course if event.id]
    return _read(workspace, private, ids, found)


def _read(workspace: Workspace, path: Path, ids: list[str], found: Diagnostics) -> PrivateDates:
    """The dates of the private file at `path`, for the events called `ids`.

    The file is parsed anew each time: what was read from it is never kept.
    """
    from casewright.readers.yaml import read_yaml  # the parser takes a while to import

    file, problems = read_yaml(workspace.read_private(path), workspace.relative(path))
    for one in problems:
        place = one.span and Span(one.span.file, one.span.line, one.span.column)
        found.add(one.rule, "the private dates cannot be read here", place, hint=_HINT)
    if file is None:
        return PrivateDates(path.name)
    _check_ignored(workspace, file.place(""), found)
    if not isinstance(file.data, dict):
        found.add(RULES["CASE003"], "there are no private dates here", file.place(""), hint=_HINT)
        return PrivateDates(path.name)
    return _dates(file, ids, found)


def _dates(file: YamlFile, ids: list[str], found: Diagnostics) -> PrivateDates:
    assert isinstance(file.data, dict)
    dates: dict[str, CalendarDate] = {}
    for name, raw in file.data.items():
        if name not in ids:
            hint = suggest(name, ids, otherwise="give the event meant this 'id:'")
            message = "there is no event with this id"
            found.add(RULES["CASE007"], message, _start(file.key_place(name)), hint=hint)
            continue
        try:
            date = parse_when(raw)
        except ValueError:
            date = None
        if isinstance(date, CalendarDate):
            dates[name] = date
        else:
            message = f"the private date of '{name}' is no date"
            found.add(RULES["CASE003"], message, _start(file.place(name)), hint=_HINT)
    return PrivateDates(
        Path(file.file).name, dates, {name: _start(file.place(name)) for name in dates}
    )


def _start(place: Span) -> Span:
    """The place without its end, which tells how long the date is."""
    return Span(place.file, place.line, place.column)


def _check_ignored(workspace: Workspace, place: Span, found: Diagnostics) -> None:
    """A workspace that is kept in git, alone or with others, ignores its private files."""
    above = (workspace.root, *workspace.root.parents)
    kept = next((folder for folder in above if (folder / ".git").exists()), None)
    if kept is None:
        return
    file = PurePosixPath((workspace.root / place.file).relative_to(kept).as_posix())
    if not is_ignored(file, functools.partial(_ignore_file, workspace, kept)):
        message = "git does not ignore this private file"
        hint = f"add the line '*{PRIVATE}' to .gitignore, and take the file out of git if it is in"
        found.add(RULES["PRV001"], message, Span(place.file, 1, 1), hint=hint)


def _ignore_file(workspace: Workspace, repository: Path, folder: PurePosixPath) -> str:
    path = repository / folder / ".gitignore"
    if path.is_file() and path.is_relative_to(workspace.root):
        data: bytes | None = workspace.read_bytes(path)
    else:
        data = read_if_there(path)
    return (data or b"").decode(errors="replace")

"""Reads a case folder: `case.yaml`, the Markdown beside it, and whether its figures are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span, near
from casewright.model.case import Case
from casewright.model.node import Prose
from casewright.model.series import CaseReport, Series, patient_cases
from casewright.readers.authored import place_nodes, prose_of, without_last_break
from casewright.readers.chronology import with_times
from casewright.readers.codes import check_codes
from casewright.readers.markdown import read_markdown
from casewright.readers.modalities import check_modalities
from casewright.readers.private_dates import dates_beside
from casewright.readers.references import check_references
from casewright.readers.series import PatientYaml, read_patients, with_patients
from casewright.readers.validation import validate
from casewright.readers.yaml_file import YamlFile
from casewright.readers.yaml_kept import Store, read_kept
from casewright.workspace import OutsideWorkspace, Workspace, is_folder

NARRATIVE: Mapping[str, str] = {
    "introduction": "introduction.md",
    "discussion": "discussion.md",
    "conclusion": "conclusion.md",
    "consultation": "consultation.md",
    "perspective.text": "perspective.md",
}
"""Prose that may be text in the case file or a Markdown file beside it."""

NARRATIVE_OF_SERIES: Mapping[str, str] = {"methods": "methods.md"}
"""The same, where the report tells of several patients."""


def read_case(
    workspace: Workspace, folder: Path, *, store: Store | None = None
) -> tuple[CaseReport | None, Diagnostics]:
    """Read the case in `folder`, and the files of its patients where it is a series.

    `store` saves parsing a case file that was parsed before.

    Everything that is wrong with it is found in one run. The case is None when its facts cannot
    be used; a missing figure or a name that leads nowhere leaves the case readable.
    """
    path = folder / "case.yaml"
    label = workspace.relative(path)
    found = Diagnostics()
    if not path.is_file():
        return None, _no_case(workspace, path)
    if _inside(workspace, folder, path.name, found) is None:
        return None, found
    file, found = read_kept(workspace.read_bytes(path), label, store)
    if file is None:
        return None, found
    file = without_last_break(file)
    file, prose = _with_prose(workspace, file, folder, found)
    check_references(file, found)
    check_modalities(file, found)
    check_codes(file, found)
    _check_files(workspace, folder, file, found)
    if isinstance(file.data, dict) and "patients" in file.data:
        files = read_patients(workspace, folder, file, found, store=store)
        return _series(file, files, prose=prose, found=found), found
    case = validate(Case, file, found)
    if case is None:
        return None, found
    case = with_times(case, file, dates_beside(workspace, path, case, found), found)
    place_nodes(case, "")
    case._file = label
    case._places = file.places
    case._prose = {**prose_of(case, file), **prose}
    return case, found


def _series(
    main: YamlFile,
    files: tuple[PatientYaml, ...],
    *,
    prose: Mapping[str, Prose],
    found: Diagnostics,
) -> Series | None:
    """The patients in their files with what `case.yaml` says of all of them."""
    main = with_patients(main, files, found)
    series = validate(Series, main, found)
    usable = [one for one in files if one.patient is not None]
    if series is None or len(usable) < len(series.patients):
        return None
    place_nodes(series, "")
    series._file = main.file
    series._places = main.places
    prose_by_path = {**prose_of(series, main), **prose}
    for number, one in enumerate(files):
        own = prose_of(series.patients[number], one.file)
        prose_by_path.update({f"patients.{number}.{path}": text for path, text in own.items()})
    series._prose = prose_by_path
    series._cases = patient_cases(series, tuple(one.file.places for one in files))
    return series


def _no_case(workspace: Workspace, path: Path) -> Diagnostics:
    found = Diagnostics()
    name = path.parent.name
    guess = near(name, workspace.cases())
    hint = f"did you mean 'cases/{guess}'?" if guess else f"start one with 'casewright new {name}'"
    place = Span(workspace.relative(path), 1, 1)
    found.add(RULES["CASE006"], "the case file is missing", place, hint=hint)
    return found


def _with_prose(
    workspace: Workspace, file: YamlFile, folder: Path, found: Diagnostics
) -> tuple[YamlFile, dict[str, Prose]]:
    """The file with the text of the Markdown files beside it."""
    if not isinstance(file.data, dict):
        return file, {}
    data = dict(file.data)
    places = dict(file.places)
    prose: dict[str, Prose] = {}
    narrative = {**NARRATIVE, **(NARRATIVE_OF_SERIES if "patients" in data else {})}
    for field, name in narrative.items():
        path = _inside(workspace, folder, name, found)
        if path is None:
            continue
        block, _, inner = field.partition(".")
        label = workspace.relative(folder / name)
        if is_folder(path):
            hint = "give it another name, and write the text in a file of this name"
            message = f"'{name}' is a folder, no text"
            found.add(RULES["CASE006"], message, Span(label, 1, 1), hint=hint)
        if not path.is_file():
            continue
        if data.get(block) is not None:
            message = f"'{block}' is given here and in {name}"
            hint = f"keep one: delete it here, or delete {label}"
            found.add(RULES["CASE014"], message, file.key_place(block), hint=hint)
            continue
        text, problems = read_markdown(workspace.read_bytes(path), label)
        found.extend(problems)
        if text is None:
            continue
        data[block] = {inner: text.text} if inner else text.text
        last = text.lines[-1]
        whole = replace(text.lines[0], end_line=last.end_line, end_column=last.end_column)
        places.update({block: whole, field: whole})
        prose[field] = text
    return replace(file, data=data, places=places), prose


def _inside(workspace: Workspace, folder: Path, name: str, found: Diagnostics) -> Path | None:
    """The path of a file of the case; None, and a finding, for a link that leads out of it."""
    try:
        return workspace.inside(folder, name)
    except OutsideWorkspace:
        place = Span(f"{workspace.relative(folder)}/{name}", 1, 1)
        message = "this is a link that leads out of the folder of the case"
        hint = "put a copy of the file there instead"
        found.add(RULES["CASE010"], message, place, hint=hint)
        return None


def _check_files(workspace: Workspace, folder: Path, file: YamlFile, found: Diagnostics) -> None:
    """Every image file is there, inside the folder of the case."""
    for path, name in _image_files(file.data):
        place = file.place(path)
        try:
            target = workspace.inside(folder, name)
        except OutsideWorkspace:
            message = f"'{name}' leads out of the folder of the case"
            hint = "copy the image into the folder 'figures' of the case and write 'figures/<name>'"
            found.add(RULES["CASE010"], message, place, hint=hint)
            continue
        if not target.is_file():
            found.add(
                RULES["CASE006"],
                f"there is no file '{name}'",
                place,
                hint=_similar_file(folder, name),
            )


def _image_files(data: Any) -> Iterator[tuple[str, str]]:
    figures = data.get("figures") if isinstance(data, dict) else None
    for number, figure in enumerate(figures if isinstance(figures, tuple) else ()):
        if not isinstance(figure, dict):
            continue
        path = f"figures.{number}"
        panels = figure.get("panels")
        parts = [(path, figure)]
        if isinstance(panels, tuple):
            parts += [(f"{path}.panels.{n}", panel) for n, panel in enumerate(panels)]
        for where, part in parts:
            if isinstance(part, dict) and isinstance(part.get("file"), str):
                yield f"{where}.file", part["file"]


def _similar_file(folder: Path, name: str) -> str:
    there = sorted(
        path.relative_to(folder).as_posix()
        for path in (*folder.glob("*"), *folder.glob("figures/**/*"))
        if path.is_file() and path.suffix not in (".yaml", ".md")
    )
    by_name = {Path(one).name: one for one in there}
    guess = by_name.get(Path(name).name) or near(name, there)
    if guess:
        return f"did you mean '{guess}'?"
    return "put the file there, or correct the name; paths are told from the folder of the case"

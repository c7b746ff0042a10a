"""Reads the files of the patients of a series: `patients: [patient-1.yaml, …]` in `case.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from casewright.catalogue import RULES
from casewright.diagnostics import PRIVATE, Diagnostics, Span, near
from casewright.model.case import Report
from casewright.model.series import SeriesPatient
from casewright.readers.authored import without_last_break
from casewright.readers.chronology import with_times
from casewright.readers.codes import check_codes
from casewright.readers.modalities import check_modalities
from casewright.readers.private_dates import dates_beside
from casewright.readers.references import check_course
from casewright.readers.validation import validate
from casewright.readers.yaml_file import KEY, YamlFile
from casewright.readers.yaml_kept import Store, read_kept
from casewright.workspace import OutsideWorkspace, Workspace

_ONE_PATIENTS = ("patient", "history", "course")
"""What every patient has, and `case.yaml` of a series has not."""

_NO_VALUES: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class PatientYaml:
    """The file of a patient; `patient` is None where its facts cannot be used."""

    file: YamlFile
    patient: SeriesPatient | None


def read_patients(
    workspace: Workspace,
    folder: Path,
    main: YamlFile,
    found: Diagnostics,
    *,
    store: Store | None = None,
) -> tuple[PatientYaml, ...]:
    """Read every file that `main` lists; what is wrong with one is reported at its own place."""
    assert isinstance(main.data, dict)
    files: list[PatientYaml] = []
    for path in _patient_paths(workspace, folder, main, found):
        label = workspace.relative(path)
        file, problems = read_kept(workspace.read_bytes(path), label, store)
        found.extend(problems)
        if file is None:
            files.append(PatientYaml(YamlFile(label, None, {}, {}), None))
            continue
        file = _with_common(without_last_break(file), main, path, found)
        check_course(file, main.data, found)
        check_modalities(file, found)
        check_codes(file, found)
        patient = validate(SeriesPatient, file, found)
        if patient is not None:
            dates = dates_beside(workspace, path, patient, found)
            patient = with_times(patient, file, dates, found)
        files.append(PatientYaml(file, patient))
    _check_ids(files, found)
    return tuple(files)


def _patient_paths(
    workspace: Workspace, folder: Path, main: YamlFile, found: Diagnostics
) -> Iterator[Path]:
    """The files that `case.yaml` lists, without those that cannot be read."""
    assert isinstance(main.data, dict)
    names = main.data["patients"]
    listed: dict[Path, Span] = {}
    for number, name in enumerate(names if isinstance(names, tuple) else ()):
        place = main.place(f"patients.{number}")
        if not isinstance(name, str):
            _refuse_inline(number, place, found)
            continue
        try:
            path = workspace.inside(folder, name)
        except OutsideWorkspace:
            message = f"'{name}' leads out of the folder of the case"
            hint = "put the file beside case.yaml and write its name alone"
            found.add(RULES["CASE010"], message, place, hint=hint)
            continue
        if path in listed:
            message = f"the file '{name}' is listed before"
            hint = f"delete one of them; the first stands at {listed[path]}"
            found.add(RULES["CASE008"], message, place, hint=hint)
        elif not path.is_file() or path.name == "case.yaml":
            message = f"there is no file '{name}' of a patient"
            found.add(RULES["CASE006"], message, place, hint=_similar(folder, name))
        else:
            yield path
        listed.setdefault(path, place)


def _refuse_inline(number: int, place: Span, found: Diagnostics) -> None:
    message = f"item {number + 1} of 'patients' must be the name of a file"
    hint = (
        f"put what is known of this patient into patient-{number + 1}.yaml beside case.yaml, "
        f"and write 'patient-{number + 1}.yaml' here"
    )
    found.add(RULES["CASE003"], message, place, hint=hint)


def _is_other(name: str) -> bool:
    return name == "case.yaml" or name.endswith(PRIVATE)


def _similar(folder: Path, name: str) -> str:
    there = sorted(path.name for path in folder.glob("*.yaml") if not _is_other(path.name))
    if guess := near(name, there):
        return f"did you mean '{guess}'?"
    return "write it beside case.yaml; it holds 'patient', 'history', 'diagnosis' and 'course'"


def _with_common(file: YamlFile, main: YamlFile, path: Path, found: Diagnostics) -> YamlFile:
    """The file with its name as id and the diagnosis that all patients share."""
    assert isinstance(main.data, dict)
    if not isinstance(file.data, dict):
        return file
    data = {key: value for key, value in file.data.items() if not _is_common(key)}
    for key in file.data.keys() - data.keys():
        _report_common(key, file, main, found)
    places = dict(file.places)
    if "diagnosis" in main.data:
        if "diagnosis" in data:
            message = "'diagnosis' is given here and in case.yaml"
            hint = (
                "keep it in the files of the patients if they differ; "
                f"the common one stands at {main.key_place('diagnosis')}"
            )
            found.add(RULES["CASE014"], message, file.key_place("diagnosis"), hint=hint)
        else:
            data["diagnosis"] = main.data["diagnosis"]
            places.update(
                {at: span for at, span in main.places.items() if _is_under(at, "diagnosis")}
            )
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-") or "patient"
    return replace(file, data={"id": name, **data}, places=places)


def _is_common(key: str) -> bool:
    return key in Report.model_fields and key not in SeriesPatient.model_fields


def _report_common(key: str, file: YamlFile, main: YamlFile, found: Diagnostics) -> None:
    assert isinstance(main.data, dict)
    place = file.key_place(key)
    if key in main.data:
        message = f"'{key}' is given here and in case.yaml"
        hint = f"delete it here; the one of the whole report stands at {main.key_place(key)}"
        found.add(RULES["CASE014"], message, place, hint=hint)
    else:
        message = f"'{key}' belongs to the whole report, not to one patient"
        found.add(RULES["CASE002"], message, place, hint=f"move '{key}' to {main.file}")


def _is_under(path: str, block: str) -> bool:
    return path == block or path.startswith((f"{block}.", f"{block}{KEY}"))


def _check_ids(files: list[PatientYaml], found: Diagnostics) -> None:
    first: dict[str, Span] = {}
    for one in files:
        name = one.file.data.get("id") if isinstance(one.file.data, dict) else None
        place = one.file.place("id")
        if isinstance(name, str) and name in first:
            message = f"another patient has the id '{name}' already"
            hint = f"rename one of them, and what refers to it; the first stands at {first[name]}"
            found.add(RULES["CASE008"], message, place, hint=hint)
        elif isinstance(name, str):
            first[name] = place


def with_patients(main: YamlFile, files: tuple[PatientYaml, ...], found: Diagnostics) -> YamlFile:
    """`case.yaml` with the patients in the place of the names of their files."""
    assert isinstance(main.data, dict)
    data: dict[str, Any] = dict(main.data)
    for key in _ONE_PATIENTS:
        if key in data:
            del data[key]
            _report_in_series(key, main, files, found)
    places = dict(main.places)
    for number, one in enumerate(files):
        path = f"patients.{number}"
        places[path] = Span(one.file.file, 1, 1)
        places.update({f"{path}.{at}": span for at, span in one.file.places.items() if at})
    if isinstance(data["patients"], tuple):
        # Those that cannot be used have been reported; they still count.
        unusable = SeriesPatient.model_construct(**_NO_VALUES)
        given = [one.patient or unusable for one in files]
        missing = len(data["patients"]) - len(given)
        data["patients"] = (*given, *[unusable] * missing)
    return replace(main, data=data, places=places)


def _report_in_series(
    key: str, main: YamlFile, files: tuple[PatientYaml, ...], found: Diagnostics
) -> None:
    also = next(
        (f.file for f in files if isinstance(f.file.data, dict) and key in f.file.data), None
    )
    where = f"; one stands at {also.key_place(key)}" if also else ""
    message = f"'{key}' stands in the file of each patient of a series"
    hint = f"delete it here, or move it to the file of its patient{where}"
    found.add(RULES["CASE014"], message, main.key_place(key), hint=hint)

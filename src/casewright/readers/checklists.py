"""Reads the checklists of reporting guidelines, which are data of the templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.model.checklists import Asks, Checklist, Names, Need
from casewright.model.declare import BaseModel
from casewright.readers.validation import validate
from casewright.readers.yaml_kept import read_kept, read_shipped
from casewright.workspace import OutsideWorkspace, Workspace, file_names, packaged_templates

FOLDER = "_shared/guidelines"
_ASKS, _NAMES = "asks", "names"
Model = TypeVar("Model", bound=BaseModel)


def checklist_ids(workspace: Workspace) -> tuple[str, ...]:
    """The ids of the checklists that there are."""
    folders = (folder / FOLDER for folder in workspace.template_dirs)
    files = {name for folder in folders for name in file_names(folder) if name.endswith(".yaml")}
    return tuple(sorted({name.removesuffix(".yaml") for name in files} - {_ASKS, _NAMES}))


def read_checklist(workspace: Workspace, name: str) -> tuple[Checklist | None, Diagnostics]:
    """The checklist of this id."""
    return _read(workspace, name, Checklist)


def read_names(workspace: Workspace) -> tuple[Names | None, Diagnostics]:
    """The guidelines that are known by name only."""
    return _read(workspace, _NAMES, Names)


def read_asks(workspace: Workspace) -> tuple[Mapping[str, tuple[Need, ...]], Diagnostics]:
    """What items ask for, by name."""
    made, found = _read(workspace, _ASKS, Asks)
    return (made.asks if made else {}), found


def _read(workspace: Workspace, name: str, model: type[Model]) -> tuple[Model | None, Diagnostics]:
    try:
        there = workspace.read_template(f"{FOLDER}/{name}.yaml")
    except OutsideWorkspace:
        found = Diagnostics()
        message = f"the guideline '{name}' is a link that leads out of the templates"
        found.add(RULES["CASE010"], message, hint="copy the file instead")
        return None, found
    if there is None:
        return None, Diagnostics()
    path, data = there
    label = workspace.relative(path)
    if path.is_relative_to(packaged_templates()):
        file, found = read_shipped(data, label, f"{name}.guideline")
    else:
        file, found = read_kept(data, label, None)
    return (validate(model, file, found) if file else None), found

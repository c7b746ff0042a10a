"""Put the outputs of a build in place together, with the record of what they were made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self

from casewright.job import case_folder, library_files
from casewright.manuscript import Manuscript
from casewright.record import (
    Record,
    cited_hashes,
    dependencies,
    digest,
    inputs_of,
    library_states,
    names_of,
    pack,
    read_record,
    reference_rows,
    tool_state,
    unchanged,
    write_record,
)
from casewright.staging import Staging, locked, write_atomic
from casewright.workspace import Workspace, file_names, file_stat, remove


class Publication:
    """The outputs of one manuscript on their way to `folder`.

    They are written beside their places as they come. Until `publish`, the last good ones stay; if
    the block ends without it, nothing is left behind.
    """

    def __init__(self, workspace: Workspace, folder: Path, case: str, *, began: int) -> None:
        self._workspace = workspace
        self.folder = folder
        self._case = case
        self._began = began
        self._outputs: dict[str, str] = {}
        self._staging = Staging()

    def add(self, files: Mapping[str, bytes]) -> None:
        """Take outputs by their path from the folder of the build."""
        for name, data in files.items():
            self._outputs[name] = digest(data)
            self._staging.write(self.folder / name, data)

    def record(self, manuscript: Manuscript) -> Record:
        """What `manuscript` was made from; its outputs are still to come."""
        workspace = self._workspace
        libraries = library_files(workspace, self._case)
        inputs = inputs_of(workspace, without=libraries)
        return Record(
            tool=tool_state(),
            outputs={},
            inputs=inputs,
            names=names_of(workspace, case_folder(workspace, self._case), inputs),
            libraries=library_states(workspace, libraries, began=self._began),
            cited=cited_hashes(manuscript.library, list(manuscript.items)),
            diagnostics=pack(manuscript.diagnostics),
        )

    def publish(self, record: Record, manuscript: Manuscript) -> None:
        """Put the outputs in place, then the record and the dependency file."""
        workspace, folder = self._workspace, self.folder
        outputs = self._outputs
        with locked(folder):
            before = read_record(folder)
            self._staging.put()
            if before and self._is_of_same(before, record):
                there = {n: one for n, one in before.outputs.items() if file_stat(folder / n)}
                outputs = {**there, **outputs}
            _remove_stale(folder, before, outputs=outputs, manuscript=manuscript)
            done = replace(record, outputs=outputs)
            write_record(folder, done)
            write_atomic(folder / "manuscript.d", dependencies(workspace, folder, done))

    def _is_of_same(self, before: Record, record: Record) -> bool:
        """Whether the outputs of an earlier build are of the same text."""
        return before.cited == record.cited and inputs_stand(self._workspace, self._case, before)

    def __enter__(self) -> Self:
        self._staging.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._staging.__exit__()


def publish_beside(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files beside the outputs of the last build; they go when its text does."""
    with locked(folder), Staging() as staging:
        for name, data in files.items():
            staging.write(folder / name, data)
        staging.put()
        if record := read_record(folder):
            made = {name: digest(data) for name, data in files.items()}
            write_record(folder, replace(record, outputs={**record.outputs, **made}))


def inputs_stand(workspace: Workspace, case: str, record: Record) -> bool:
    """Whether all that a build read, but the libraries, is as it was."""
    return (
        record.tool == tool_state()
        and record.names == names_of(workspace, case_folder(workspace, case), record.inputs)
        and unchanged(workspace, record)
    )


def findings_files(manuscript: Manuscript, record: Record) -> dict[str, bytes]:
    """The outputs that tell about the manuscript: its references and its findings."""
    rows = reference_rows(manuscript.items, record.cited)
    return {"references.json": _json(rows), "diagnostics.json": _json(record.diagnostics)}


def _remove_stale(
    folder: Path, before: Record | None, *, outputs: Mapping[str, str], manuscript: Manuscript
) -> None:
    """Delete outputs of another state of the case: no figure, PDF or DOCX outlives its text."""
    shown = manuscript.document.images if manuscript.document else {}
    figures = {f"figures/{name}" for name in file_names(folder / "figures")}
    stale = figures - set(shown)
    stale |= set(before.outputs if before else ()) - set(outputs)
    for name in stale:
        remove(folder / name)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()

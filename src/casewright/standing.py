"""The last build of a manuscript, if it stands: whatever it was made of is as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from casewright.diagnostics import Diagnostics, Stage
from casewright.job import library_files
from casewright.policy import Policy
from casewright.publish import inputs_stand
from casewright.record import (
    Record,
    cited_hashes,
    library_states,
    outputs_stand,
    pack,
    read_record,
    unpack,
    write_record,
)
from casewright.title_page import TITLE_PAGE
from casewright.workspace import Workspace

OUTPUTS: Mapping[str, str] = {
    "docx": "manuscript.docx",
    "pdf": "manuscript.pdf",
    "html": "manuscript.html",
    "md": "manuscript.md",
    "jats": "manuscript.xml",
    "txt": "manuscript.txt",
    "live": "manuscript-live.docx",
}
"""The file of every format."""
FORMATS = ("docx", "pdf", "html", "md")
"""The formats that are made unless others are asked for."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build found and made."""

    diagnostics: Diagnostics
    outputs: tuple[Path, ...] = ()
    fresh: bool = False
    """Whether nothing had to be made."""
    phases: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds of each phase."""


def standing_build(
    workspace: Workspace, case: str, journal: str, *, formats: Sequence[str]
) -> BuildResult | None:
    """The last build, if all of `formats` stand and nothing has changed since."""
    folder = output_folder(workspace, case, journal)
    # The inputs first: it takes longer to read the outputs.
    record = read_record(folder)
    if record is None or not inputs_stand(workspace, case, record):
        return None
    outputs = outputs_of(folder, formats, record)
    found = _standing(workspace, folder, case, record, [path.name for path in outputs])
    return None if found is None else BuildResult(found, outputs, fresh=True)


def output_folder(workspace: Workspace, case: str, journal: str) -> Path:
    """Where the outputs of a case for a journal stand."""
    return workspace.inside(workspace.build_dir, f"{case}/{journal}")


def outputs_of(folder: Path, formats: Sequence[str], record: Record) -> tuple[Path, ...]:
    """What is made in `formats`: the manuscript, and the title page where it is a file."""
    apart = [name for one in formats if (name := f"{TITLE_PAGE}.{one}") in record.outputs]
    return tuple(folder / name for name in (*(OUTPUTS[one] for one in formats), *apart))


def _standing(
    workspace: Workspace, folder: Path, case: str, record: Record, wanted: Sequence[str]
) -> Diagnostics | None:
    """The findings of the last build if all that is wanted stands and no library has changed."""
    if not outputs_stand(folder, record, wanted):
        return None
    found = unpack(record.diagnostics)
    libraries = library_states(workspace, library_files(workspace, case))
    if libraries == record.libraries:
        return found
    noted = _if_citations_stand(workspace, case, record)
    if noted is None:
        return None
    files = set(record.libraries)
    kept = [one for one in found if not (one.span and one.span.file in files)]
    Policy.open(workspace, Stage.DRAFT).apply(noted)
    now = Diagnostics([*kept, *noted])
    write_record(folder, replace(record, libraries=libraries, diagnostics=pack(now)))
    return now


def _if_citations_stand(workspace: Workspace, case: str, record: Record) -> Diagnostics | None:
    """What a changed library has to say, if it left every cited entry as it was."""
    from casewright.readers.bibtex import cited_entries, read_library

    library, noted = read_library(workspace, library_files(workspace, case))
    keys = [key for key in record.cited if key]
    if any(key not in library for key in keys) or cited_hashes(library, keys) != record.cited:
        return None
    return cited_entries(library, keys, warned=noted)[1]

"""Make the outputs of a case for a journal, when they are due."""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun, Diagnostics, Span
from casewright.job import case_folder, library_files
from casewright.manuscript import Manuscript, Phases, compose_manuscript
from casewright.model.document import Document
from casewright.pandoc import Pandoc, PandocFailed
from casewright.record import (
    Record,
    cited_hashes,
    dependencies,
    digest,
    inputs_of,
    library_states,
    names_of,
    outputs_stand,
    pack,
    read_record,
    tool_state,
    unchanged,
    unpack,
    write_record,
)
from casewright.workspace import (
    Workspace,
    clock,
    file_names,
    locked,
    remove,
    setting,
    write_atomic,
    write_together,
)
from casewright.writers.pdf import PdfFailed, PdfWorker, TextLost

FORMATS = ("docx", "pdf", "html", "md")


@dataclass(frozen=True, slots=True)
class Tools:
    """The programs that builds share: pandoc, and WeasyPrint where a PDF is wanted."""

    pandoc: Pandoc
    layout: PdfWorker | None


class Toolbox:
    """The programs that `formats` need, started when they are first asked for.

    `tools` are programs that are running already; whoever started them ends them.
    """

    def __init__(
        self, workspace: Workspace, formats: Sequence[str], *, tools: Tools | None = None
    ) -> None:
        self._workspace = workspace
        self._formats = formats
        self._stack = contextlib.ExitStack()
        self._tools = tools

    def open(self) -> Tools:
        """The running programs; they load while Python goes on. Raises `CannotRun`."""
        if self._tools is None:
            pandoc = self._stack.enter_context(Pandoc.start())
            layout = None
            if "pdf" in self._formats:
                start = PdfWorker.start(cache=self._workspace.cache_dir)
                layout = self._stack.enter_context(start)
            self._tools = Tools(pandoc, layout)
        return self._tools

    def close(self) -> None:
        """End the programs; the next `open` starts new ones."""
        self._tools = None
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build found and made."""

    diagnostics: Diagnostics
    outputs: tuple[Path, ...] = ()
    fresh: bool = False
    """Whether nothing had to be made."""
    phases: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds of each phase."""


def build(
    workspace: Workspace,
    case: str,
    journal: str,
    *,
    formats: Sequence[str] = FORMATS,
    progress: Callable[[str], None] = lambda _: None,
    toolbox: Toolbox | None = None,
) -> BuildResult:
    """Make `formats` of a case for a journal under `build/<case>/<journal>/`.

    Outputs are written only when there is no error, each atomically; otherwise the last good ones
    stay. A `toolbox` that is given is left open. Raises `CannotRun` when a tool is missing
    or fails.
    """
    folder = output_folder(workspace, case, journal)
    wanted = [f"manuscript.{name}" for name in formats]
    standing = _standing(workspace, folder, case, wanted)
    if standing is not None:
        outputs = tuple(folder / name for name in wanted)
        return BuildResult(standing, outputs, fresh=True)
    phases = Phases()
    began = clock()
    workspace.reads.clear()
    with phases.phase("total"), contextlib.ExitStack() as stack:
        tools = (toolbox or stack.enter_context(Toolbox(workspace, formats))).open()
        progress(f"{case} for {journal}: reading")
        manuscript = compose_manuscript(
            workspace,
            case,
            journal,
            pandoc=tools.pandoc,
            phases=phases,
            meanwhile=lambda: _load_writers(formats),
        )
        progress(f"{case} for {journal}: writing")
        files = _write(manuscript, tools, formats=formats, phases=phases)
        if files:
            with phases.phase("publish"):
                _publish(workspace, folder, case, files=files, manuscript=manuscript, began=began)
    if setting("CASEWRIGHT_TIMINGS"):
        for name, took in phases.took.items():
            print(f"timing {name} {took:.0f}", file=sys.stderr)
    made = tuple(folder / name for name in wanted) if files else ()
    return BuildResult(manuscript.diagnostics, made, phases=phases.took)


def output_folder(workspace: Workspace, case: str, journal: str) -> Path:
    """Where the outputs of a case for a journal stand."""
    return workspace.inside(workspace.build_dir, f"{case}/{journal}")


def _load_writers(formats: Sequence[str]) -> None:
    """Import what `_written` will need."""
    for name in ("html", "docx", "markdown"):
        if name in formats or (name == "html" and "pdf" in formats):
            importlib.import_module(f"casewright.writers.{name}")


def _standing(
    workspace: Workspace, folder: Path, case: str, wanted: Sequence[str]
) -> Diagnostics | None:
    """The findings of the last build if all that is wanted stands and nothing has changed."""
    record = read_record(folder)
    if record is None or not outputs_stand(folder, record, wanted):
        return None
    if not _inputs_stand(workspace, case, record):
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
    now = Diagnostics([*kept, *noted])
    write_record(folder, replace(record, libraries=libraries, diagnostics=pack(now)))
    return now


def _inputs_stand(workspace: Workspace, case: str, record: Record) -> bool:
    return (
        record.tool == tool_state()
        and record.names == names_of(workspace, case_folder(workspace, case))
        and unchanged(workspace, record)
    )


def _if_citations_stand(workspace: Workspace, case: str, record: Record) -> Diagnostics | None:
    """What a changed library has to say, if it left every cited entry as it was."""
    from casewright.readers.bibtex import cited_entries, read_library

    library, noted = read_library(workspace, library_files(workspace, case))
    keys = [key for key in record.cited if key]
    if any(key not in library for key in keys) or cited_hashes(library, keys) != record.cited:
        return None
    return cited_entries(library, keys, warned=noted)[1]


def _write(
    manuscript: Manuscript, tools: Tools, *, formats: Sequence[str], phases: Phases
) -> dict[str, bytes]:
    """The bytes of every output by name; nothing when there are errors.

    Text that is lost in the PDF is a finding; other failures of the tools stop the run.
    """
    if manuscript.document is None or manuscript.diagnostics.failed:
        return {}
    try:
        return _written(manuscript, manuscript.document, tools, formats=formats, phases=phases)
    except TextLost as error:
        place = Span(manuscript.case.file, 1, 1) if manuscript.case else None
        manuscript.diagnostics.add(RULES["DOC003"], str(error), place)
        return {}
    except (PdfFailed, PandocFailed) as error:
        raise CannotRun(str(error)) from error


def _written(
    manuscript: Manuscript,
    document: Document,
    tools: Tools,
    *,
    formats: Sequence[str],
    phases: Phases,
) -> dict[str, bytes]:
    """Write every format; the PDF is laid out while the others are written."""
    from casewright.writers.docx import write_docx
    from casewright.writers.html import write_html
    from casewright.writers.markdown import write_markdown

    assert manuscript.journal is not None
    style = manuscript.journal.page.style
    files: dict[str, bytes] = {}
    if {"pdf", "html"} & set(formats):
        with phases.phase("html"):
            html = write_html(document, style, tools.pandoc)
        if "html" in formats:
            files["manuscript.html"] = html
        if tools.layout and "pdf" in formats:
            tools.layout.begin(html, document.images, line_numbers=style.line_numbers)
    if "docx" in formats:
        with phases.phase("docx"):
            files["manuscript.docx"] = write_docx(document, style, tools.pandoc)
    if "md" in formats:
        with phases.phase("markdown"):
            files["manuscript.md"] = write_markdown(document, tools.pandoc)
    if tools.layout and "pdf" in formats:
        with phases.phase("pdf (waiting for it)"):
            files["manuscript.pdf"] = tools.layout.finish()
    if {"html", "md"} & set(formats):
        files.update({target: image.data for target, image in document.images.items()})
    return files


def _publish(
    workspace: Workspace,
    folder: Path,
    case: str,
    *,
    files: Mapping[str, bytes],
    manuscript: Manuscript,
    began: int,
) -> None:
    """Put the outputs in place, then the record and the dependency file."""
    made = {
        **files,
        "references.json": _references_json(manuscript),
        "diagnostics.json": _json(pack(manuscript.diagnostics)),
    }
    outputs = {name: digest(data) for name, data in made.items()}
    libraries = library_files(workspace, case)
    with locked(folder):
        before = read_record(folder)
        write_together({folder / name: data for name, data in made.items()})
        if before and _inputs_stand(workspace, case, before):
            outputs = {**before.outputs, **outputs}
        _remove_stale(folder, before, outputs=outputs, manuscript=manuscript)
        record = Record(
            tool=tool_state(),
            outputs=outputs,
            inputs=inputs_of(workspace, without=libraries),
            names=names_of(workspace, case_folder(workspace, case)),
            libraries=library_states(workspace, libraries, began=began),
            cited=cited_hashes(manuscript.library, list(manuscript.items)),
            diagnostics=pack(manuscript.diagnostics),
        )
        write_record(folder, record)
        write_atomic(folder / "manuscript.d", dependencies(workspace, folder, record))


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


def _references_json(manuscript: Manuscript) -> bytes:
    hashes = cited_hashes(manuscript.library, list(manuscript.items))
    rows = [
        {"number": number, "key": key, "entry": hashes[key], "csl": item}
        for number, (key, item) in enumerate(manuscript.items.items(), 1)
    ]
    return _json(rows)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()

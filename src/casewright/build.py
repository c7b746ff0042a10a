"""Make the outputs of a case for a journal, when they are due."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun, Span, Stage
from casewright.lettering import check_letters
from casewright.manuscript import (
    Manuscript,
    Phases,
    check_manuscript,
    compose_unchecked,
    judge_findings,
)
from casewright.model.document import Document
from casewright.pandoc import Later, Pandoc, PandocFailed
from casewright.policy import Policy
from casewright.publish import Publication, findings_files
from casewright.record import (
    Record,
    pack,
    read_record,
)
from casewright.standing import (
    FORMATS,
    OUTPUTS,
    BuildResult,
    output_folder,
    outputs_of,
    standing_build,
)
from casewright.title_page import TITLE_PAGE, find_authors, write_title_page
from casewright.workspace import (
    Workspace,
    clock,
    setting,
)
from casewright.writers.pdf import PdfFailed, PdfWorker, TextLost


@dataclass(frozen=True, slots=True)
class Tools:
    """The programs that builds share: pandoc, and WeasyPrint where a PDF is wanted."""

    pandoc: Pandoc
    layout: PdfWorker | None
    for_one: bool = False
    """Whether they serve one build alone, and may end before it does."""


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
        self._for_one = False

    @classmethod
    def for_one(cls, workspace: Workspace, formats: Sequence[str]) -> Self:
        """The programs for one build alone."""
        toolbox = cls(workspace, formats)
        toolbox._for_one = True
        return toolbox

    def open(self) -> Tools:
        """The running programs; they load while Python goes on. Raises `CannotRun`."""
        if self._tools is None:
            pandoc = self._stack.enter_context(Pandoc.start())
            layout = None
            if "pdf" in self._formats:
                start = PdfWorker.start(cache=self._workspace.cache_dir)
                layout = self._stack.enter_context(start)
            self._tools = Tools(pandoc, layout, self._for_one)
        return self._tools

    def abandon(self) -> None:
        """End WeasyPrint at once, for one who does not wait for it any more."""
        tools = self._tools
        if tools and tools.layout:
            tools.layout.abandon()

    def close(self) -> None:
        """End the programs; the next `open` starts new ones."""
        self._tools = None
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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
    standing = standing_build(workspace, case, journal, formats=formats)
    if standing is not None:
        return standing
    folder = output_folder(workspace, case, journal)
    phases = Phases()
    began = clock()
    workspace.reads.clear()
    with phases.phase("total"), contextlib.ExitStack() as stack:
        tools = (toolbox or stack.enter_context(Toolbox.for_one(workspace, formats))).open()
        progress(f"{case} for {journal}: reading")
        policy = Policy.open(workspace, Stage.DRAFT)
        manuscript = compose_unchecked(
            workspace,
            case,
            journal,
            pandoc=tools.pandoc,
            phases=phases,
            meanwhile=lambda: _load_writer(formats),
        )
        progress(f"{case} for {journal}: writing")
        publication = Publication(workspace, folder, case, began=began)
        made = _publish(
            manuscript, tools, publication, policy=policy, formats=formats, phases=phases
        )
    if setting("CASEWRIGHT_TIMINGS"):
        for name, took in phases.took.items():
            print(f"timing {name} {took:.0f}", file=sys.stderr)
    return BuildResult(manuscript.diagnostics, made, phases=phases.took)


def build_composed(
    workspace: Workspace,
    manuscript: Manuscript,
    *,
    case: str,
    journal: str,
    formats: Sequence[str],
    began: int,
    toolbox: Toolbox,
) -> BuildResult:
    """Make `formats` of what was composed of a case for a journal after the time `began`.

    `workspace` is the one that it was read through, and has read nothing else since then. Raises
    `CannotRun` when a tool is missing or fails.
    """
    folder, phases = output_folder(workspace, case, journal), Phases()
    publication = Publication(workspace, folder, case, began=began)
    tools = toolbox.open()
    policy = Policy.open(workspace, Stage.DRAFT)
    made = _publish(manuscript, tools, publication, policy=policy, formats=formats, phases=phases)
    return BuildResult(manuscript.diagnostics, made, phases=phases.took)


def _load_writer(formats: Sequence[str]) -> None:
    """Import what is needed first; the rest is loaded while a PDF is laid out, if there is one."""
    needed = {"html": {"html", "pdf"}, "docx": {"docx", "live"}, "markdown": {"md"}}
    needed |= {"jats": {"jats"}, "portal": {"txt"}}
    first = next(name for name, users in needed.items() if users & set(formats))
    importlib.import_module(f"casewright.writers.{first}")
    if "pdf" not in formats:
        importlib.import_module("casewright.rules.engine")


def _publish(
    manuscript: Manuscript,
    tools: Tools,
    publication: Publication,
    *,
    policy: Policy,
    formats: Sequence[str],
    phases: Phases,
) -> tuple[Path, ...]:
    """Write and publish every format; the files, none where the manuscript has errors."""
    if not _write(manuscript, tools, publication, policy=policy, formats=formats, phases=phases):
        return ()
    record = read_record(publication.folder)
    return outputs_of(publication.folder, formats, record) if record else ()


def _write(
    manuscript: Manuscript,
    tools: Tools,
    publication: Publication,
    *,
    policy: Policy,
    formats: Sequence[str],
    phases: Phases,
) -> bool:
    """Write, check and publish every format; whether there is anything to publish.

    Pandoc and WeasyPrint are at work while the manuscript is checked. Text that is lost in the PDF
    is a finding; other failures of the tools stop the run.
    """
    if manuscript.document is None or manuscript.diagnostics.failed:
        check_manuscript(manuscript, policy)
        return False
    try:
        with publication:
            finish = _begin(manuscript, manuscript.document, tools, formats=formats, phases=phases)
            with phases.phase("check"):
                check_manuscript(manuscript, policy)
            if manuscript.diagnostics.failed:
                return _abandoned(tools)
            page = write_title_page(manuscript, tools.pandoc, formats=formats, phases=phases)
            files = finish() | {f"{TITLE_PAGE}.{one}": page[one] for one in page if one in formats}
            if tools.for_one:
                tools.pandoc.dismiss()
            with phases.phase("publish"):
                record = publication.record(manuscript)
                publication.add({**files, **findings_files(manuscript, record)})
            if tools.layout and "pdf" in formats:
                with phases.phase("pdf (waiting for it)"):
                    files |= _add_pdfs(manuscript, tools, publication, page)
            with phases.phase("publish"):
                return _published(manuscript, publication, files, record=record, policy=policy)
    except TextLost as error:
        _report_lost(manuscript, str(error))
        return False
    except (PdfFailed, PandocFailed) as error:
        raise CannotRun(str(error)) from error


def _report_lost(manuscript: Manuscript, text: str) -> None:
    message = f"{text} of the manuscript is not in the PDF"
    hint = "the `page` of the journal's profile may hide it; a DOCX holds all of the text"
    manuscript.diagnostics.add(RULES["DOC003"], message, _beginning(manuscript), hint=hint)


def _published(
    manuscript: Manuscript,
    publication: Publication,
    files: Mapping[str, bytes],
    *,
    record: Record,
    policy: Policy,
) -> bool:
    """Put everything in place unless something was found in the finished files."""
    find_authors(manuscript, files)
    judge_findings(manuscript, policy)
    if manuscript.diagnostics.failed:
        return False
    if pack(manuscript.diagnostics) != record.diagnostics:
        record = publication.record(manuscript)
        publication.add(findings_files(manuscript, record))
    publication.publish(record, manuscript)
    return True


def _abandoned(tools: Tools) -> bool:
    if tools.layout and tools.for_one:
        tools.layout.abandon()
    return False


def _add_pdfs(
    manuscript: Manuscript,
    tools: Tools,
    publication: Publication,
    title_page: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The PDF that was begun, and that of a title page of its own; reports what fonts lack."""
    layout = tools.layout
    assert layout is not None
    made = {}
    made["manuscript.pdf"], *lacking = layout.finish()
    if "html" in title_page:
        layout.begin(title_page["html"], {})
        made[f"{TITLE_PAGE}.pdf"], letters = layout.finish()
        lacking.append(letters)
    if tools.for_one:
        layout.dismiss()
    for letters in lacking:
        check_letters(letters, manuscript, otherwise=_beginning(manuscript))
    publication.add(made)
    return made


def _beginning(manuscript: Manuscript) -> Span | None:
    return Span(manuscript.case.file, 1, 1) if manuscript.case else None


def _begin(
    manuscript: Manuscript,
    document: Document,
    tools: Tools,
    *,
    formats: Sequence[str],
    phases: Phases,
) -> Callable[[], dict[str, bytes]]:
    """Begin the PDF, then the others; what is returned gives every format but the PDF."""
    assert manuscript.journal is not None
    style = manuscript.journal.page.style
    files: dict[str, bytes] = {}
    if {"pdf", "html"} & set(formats):
        from casewright.writers.html import write_html

        with phases.phase("html"):
            html = manuscript.html or write_html(document, style, tools.pandoc)
        if "html" in formats:
            files["manuscript.html"] = html
        if tools.layout and "pdf" in formats:
            numbers = (style.line_numbers, style.line_numbers_every)
            tools.layout.begin(html, document.images, line_numbers=numbers)
    begun: dict[str, Later[bytes]] = {}
    for name, begin in _WRITERS.items():
        if name in formats:
            with phases.phase(name):
                begun[name] = begin(manuscript, document, tools.pandoc)

    def finish() -> dict[str, bytes]:
        for name, written in begun.items():
            with phases.phase(name):
                files[OUTPUTS[name]] = written()
        if {"html", "md", "jats"} & set(formats):
            files.update({target: image.data for target, image in document.images.items()})
        return files

    return finish


def _docx(manuscript: Manuscript, document: Document, pandoc: Pandoc) -> Later[bytes]:
    from casewright.writers.docx import begin_docx

    assert manuscript.journal is not None
    return begin_docx(document, manuscript.journal.page.style, pandoc)


def _live(manuscript: Manuscript, document: Document, pandoc: Pandoc) -> Later[bytes]:
    from casewright.writers.docx import begin_live_docx

    journal = manuscript.journal
    assert journal is not None
    csl, items = journal.citations.style, manuscript.items
    page = journal.page.style
    return begin_live_docx(document, page, pandoc, items=items, citation_style=csl)


def _markdown(_: Manuscript, document: Document, pandoc: Pandoc) -> Later[bytes]:
    from casewright.writers.markdown import write_markdown

    return lambda: write_markdown(document, pandoc)


def _jats(manuscript: Manuscript, document: Document, pandoc: Pandoc) -> Later[bytes]:
    from casewright.writers.jats import write_jats

    case, journal, items = manuscript.case, manuscript.journal, manuscript.items
    assert case is not None and journal is not None
    return lambda: write_jats(document, case, journal, items=items, pandoc=pandoc)


def _portal(manuscript: Manuscript, document: Document, pandoc: Pandoc) -> Later[bytes]:
    from casewright.writers.portal import write_portal

    case, journal = manuscript.case, manuscript.journal
    assert case is not None and journal is not None
    return lambda: write_portal(document, case, journal, pandoc=pandoc)


_WRITERS: Mapping[str, Callable[[Manuscript, Document, Pandoc], Later[bytes]]] = {
    "docx": _docx,
    "live": _live,
    "md": _markdown,
    "jats": _jats,
    "txt": _portal,
}
"""The formats that are made of the document alone; a PDF is made of its HTML."""

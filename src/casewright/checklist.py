"""Fill in the checklist of a reporting guideline for a manuscript as it is built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casewright.build import Toolbox, Tools, build
from casewright.checklist_form import Filled, form_document, form_style, in_single_lines
from casewright.diagnostics import CannotRun, Diagnostics
from casewright.manuscript import Manuscript, Phases, compose_unchecked
from casewright.model.checklists import Checklist, KnownByName, Sentence
from casewright.model.guidelines import GUIDELINES, GuidelineName
from casewright.pandoc import PandocFailed
from casewright.publish import publish_beside
from casewright.readers.checklists import checklist_ids, read_asks, read_checklist, read_names
from casewright.standing import FORMATS, output_folder, standing_build
from casewright.workspace import Workspace
from casewright.writers.pdf import PdfFailed

if TYPE_CHECKING:
    from casewright.model.document import Document
    from casewright.model.journal import Journal
    from casewright.model.series import CaseReport
    from casewright.model.style import PageStyle

DEFAULT = "care-2013"
"""The checklist for a journal that asks for none."""
CHECKLIST_FORMATS = ("docx", "pdf")
"""The formats that are made unless others are asked for."""


@dataclass(frozen=True, slots=True)
class ChecklistResult:
    """A filled checklist, or the findings that are in the way of the manuscript."""

    diagnostics: Diagnostics
    filled: Filled | None = None
    outputs: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Guideline:
    """A guideline that there is a checklist of, or that is known by name only."""

    id: str
    checklist: Checklist | None
    named: KnownByName | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its id and the other names of it."""
        return (self.id, *(self.checklist.also if self.checklist else ()))


def guidelines(workspace: Workspace) -> tuple[Guideline, ...]:
    """All guidelines, those with a checklist first; raises `CannotRun` for one that is broken."""
    known = [Guideline(name, _readable(workspace, name)) for name in checklist_ids(workspace)]
    names, found = read_names(workspace)
    _stop_at(found)
    rest = names.guidelines if names else {}
    return (*known, *(Guideline(name, None, one) for name, one in rest.items()))


def find_checklist(workspace: Workspace, name: str) -> Checklist:
    """The checklist of a guideline by its id or another name of it; raises `CannotRun`."""
    for one in guidelines(workspace):
        if one.checklist and name in one.names:
            return one.checklist
        if one.named and name == one.id:
            message = f"of {one.named.title} no more is known than its name ({one.named.citation})"
            hint = "its items were not read, and none are made up: fill in the published form"
            raise CannotRun(message, hint=hint)
    hint = "`casewright guidelines` lists those that there are"
    raise CannotRun(f"there is no guideline '{name}'", hint=hint)


def _readable(workspace: Workspace, name: str) -> Checklist:
    checklist, found = read_checklist(workspace, name)
    _stop_at(found)
    assert checklist is not None
    asks, found = read_asks(workspace)
    _stop_at(found)
    for item in checklist.items:
        for ask in item.asks:
            if ask not in asks:
                raise CannotRun(f"the checklist {name} asks for '{ask}', which asks.yaml lacks")
    return checklist


def _stop_at(found: Diagnostics) -> None:
    for one in found:
        where = f"{one.span}: " if one.span else ""
        raise CannotRun(f"{where}{one.message}", hint=one.hint)


def fill(
    workspace: Workspace,
    case: str,
    journal: str,
    *,
    guideline: str | None = None,
    formats: Sequence[str] = CHECKLIST_FORMATS,
    progress: Callable[[str], None] = lambda _: None,
) -> ChecklistResult:
    """Fill in a checklist and write it as `build/<case>/<journal>/checklist-<id>.<format>`.

    The manuscript is built first unless it stands, for the form names its pages and lines. The
    guideline is the one that the journal requires, or `care-2013`, unless it is named. Raises
    `CannotRun` when a tool fails or there is no such checklist.
    """
    if guideline:
        find_checklist(workspace, guideline)
    with Toolbox(workspace, ("pdf",)) as toolbox:
        if standing_build(workspace, case, journal, formats=("pdf",)) is None:
            made = build(
                workspace, case, journal, formats=FORMATS, progress=progress, toolbox=toolbox
            )
            if made.diagnostics.failed:
                return ChecklistResult(made.diagnostics)
        progress(f"{case} for {journal}: filling in the checklist")
        tools = toolbox.open()
        manuscript = compose_unchecked(
            workspace, case, journal, pandoc=tools.pandoc, phases=Phases()
        )
        if manuscript.document is None or manuscript.journal is None:
            return ChecklistResult(manuscript.diagnostics)
        try:
            filled = _filled(workspace, manuscript, guideline, tools)
            style = form_style(manuscript.journal.page.style)
            form = form_document(filled, manuscript.document.api_version)
            files = _files(form, style, f"checklist-{filled.checklist.id}", tools, formats=formats)
        except (PdfFailed, PandocFailed) as error:
            raise CannotRun(str(error)) from error
    folder = output_folder(workspace, case, journal)
    publish_beside(folder, files)
    return ChecklistResult(manuscript.diagnostics, filled, tuple(folder / name for name in files))


def _filled(
    workspace: Workspace, manuscript: Manuscript, guideline: str | None, tools: Tools
) -> Filled:
    from casewright.rules.reporting.answers import Reporting, answer_items
    from casewright.rules.reporting.printed import Printed

    case, journal, document = manuscript.case, manuscript.journal, manuscript.document
    assert case is not None and journal is not None and document is not None
    asked = _asked_for(workspace, case, journal)
    checklist = find_checklist(workspace, guideline or asked or DEFAULT)
    asks, _ = read_asks(workspace)
    sentences = _placed(document, journal, tools)
    reporting = Reporting(case, journal, Printed(sentences), asks, len(document.keywords))
    return Filled(
        checklist,
        answer_items(checklist, reporting),
        manuscript=document.title,
        journal=journal.title,
        numbered=journal.page.style.line_numbers != "none",
        asked_as=GUIDELINES[asked] if asked and not guideline else None,
    )


def _asked_for(workspace: Workspace, case: CaseReport, journal: Journal) -> GuidelineName | None:
    """What the journal asks for of a report like this, if possible one with a checklist."""
    if journal.checklists is None:
        return None
    lists = journal.checklists
    several = lists.series if len(case.cases) > 1 else ()
    asked = (*several, *lists.required, *lists.recommended)
    known = {name for one in guidelines(workspace) if one.checklist for name in one.names}
    return next((name for name in asked if name in known), next(iter(asked), None))


def _placed(document: Document, journal: Journal, tools: Tools) -> tuple[Sentence, ...]:
    """The sentences with their pages and lines in the PDF, which is laid out once more."""
    from casewright.rules.reporting.places import placed
    from casewright.rules.reporting.printed import sentences_of
    from casewright.writers.html import write_html

    assert tools.layout is not None
    style = journal.page.style
    numbers = (style.line_numbers, style.line_numbers_every)
    html = write_html(document, style, tools.pandoc)
    lines = tools.layout.lines(html, document.images, line_numbers=numbers)
    return placed(sentences_of(document, journal), lines)


def _files(
    form: Document, style: PageStyle, name: str, tools: Tools, *, formats: Sequence[str]
) -> dict[str, bytes]:
    made = {"pdf": _pdf, "docx": _docx, "md": _markdown}
    return {f"{name}.{one}": made[one](form, style, tools) for one in formats}


def _pdf(form: Document, style: PageStyle, tools: Tools) -> bytes:
    from casewright.writers.html import write_html

    assert tools.layout is not None
    return tools.layout.render(write_html(form, style, tools.pandoc), {})


def _docx(form: Document, style: PageStyle, tools: Tools) -> bytes:
    from casewright.writers.docx import write_docx

    return write_docx(form, style, tools.pandoc)


def _markdown(form: Document, style: PageStyle, tools: Tools) -> bytes:
    from casewright.writers.markdown import write_markdown

    return write_markdown(in_single_lines(form), tools.pandoc)

"""From a case and a journal to the composed `Document`: what build, check and trace share."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun, Diagnostics, Span
from casewright.model.document import Ast, Document, Image
from casewright.model.reference import CslItem
from casewright.model.tree import walk
from casewright.pandoc import Later, Pandoc, PandocFailed
from casewright.workspace import (
    OutsideWorkspace,
    Workspace,
    byte_code_folder,
    packaged_templates,
    time_limit,
    tools_state,
)

if TYPE_CHECKING:
    from casewright.compose.assemble import Assembled
    from casewright.compose.layout import Draft, LoadTemplate, Template
    from casewright.compose.passes.floats import ImageTarget
    from casewright.model.case import Case
    from casewright.model.journal import Journal
    from casewright.model.reference import Library

T = TypeVar("T")


_TEMPLATE_SECONDS = 20


@dataclass(slots=True)
class Phases:
    """How long each phase took, in milliseconds, in the order of their ends."""

    took: dict[str, float] = field(default_factory=dict)

    @contextlib.contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time the block."""
        began = time.perf_counter()
        yield
        self.took[name] = self.took.get(name, 0) + (time.perf_counter() - began) * 1000


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A composed manuscript with what it was made of; the parts are None where there are errors."""

    diagnostics: Diagnostics
    case: Case | None = None
    journal: Journal | None = None
    document: Document | None = None
    items: Mapping[str, CslItem] = field(default_factory=dict)
    """The cited references in order of first citation."""
    library: Library | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """What every step of one manuscript needs."""

    workspace: Workspace
    case: Case
    journal: Journal
    pandoc: Pandoc
    found: Diagnostics
    meanwhile: Callable[[], None]
    images: dict[str, Image] = field(default_factory=dict)


def compose_manuscript(
    workspace: Workspace,
    case_name: str,
    journal_name: str,
    *,
    pandoc: Pandoc,
    phases: Phases,
    meanwhile: Callable[[], None] = lambda: None,
) -> Manuscript:
    """Read, render, parse and assemble one manuscript.

    `meanwhile` is called while pandoc is busy. Findings are values of the result. Raises
    `CannotRun` when pandoc fails for a reason outside the case.
    """
    with phases.phase("read"):
        from casewright.readers.case import read_case
        from casewright.readers.journal import read_journal

        case, found = read_case(workspace, case_folder(workspace, case_name))
        journal, more = read_journal(workspace, journal_name)
        found.extend(more)
    if case is None or journal is None:
        return Manuscript(found, case, journal)
    job = _Job(workspace, case, journal, pandoc, found, meanwhile)
    try:
        return _composed(job, phases)
    except PandocFailed as error:
        raise CannotRun(f"pandoc failed: {error}") from error


def case_folder(workspace: Workspace, name: str) -> Path:
    """The folder of the case called `name`; raises `CannotRun` when it leads elsewhere."""
    try:
        return workspace.inside(workspace.root / "cases", name)
    except OutsideWorkspace as error:
        hint = "copy the folder into cases/: what is built from must stand in the workspace"
        raise CannotRun(f"the case '{name}' leads out of the workspace", hint=hint) from error


def _composed(job: _Job, phases: Phases) -> Manuscript:
    """Every step in its order; what does not need pandoc's answer is done while it is busy."""
    case, journal, found = job.case, job.journal, job.found
    with phases.phase("layout"):
        draft = _rendered(job)
    if draft is None:
        return Manuscript(found, case, journal)
    parsed = job.pandoc.begin_markdown(draft.markdown)
    with phases.phase("references"):
        references = _References(job)
    with phases.phase("parse"):
        from casewright.compose.assemble import assemble

        ast = parsed()
    with phases.phase("assemble"):
        assembled = assemble(
            ast,
            draft,
            case,
            journal=journal,
            target=_figures(job),
            diagnostics=found,
        )
    with phases.phase("references"):
        items = references.items(assembled)
    library = references.library
    if found.failed:
        return Manuscript(found, case, journal, None, items, library)
    with phases.phase("citations"):
        document = _cited(job, draft, assembled, items)
    if document is not None:
        from casewright.rules.journal import check_journal

        found.extend(check_journal(case, journal, document))
    return Manuscript(found, case, journal, document, items, library)


def _rendered(job: _Job) -> Draft | None:
    """The layout as Markdown; None, and a finding, when its templates are broken or do not end."""
    from casewright.compose.layout import render
    from casewright.library.cache import FolderCache

    journal, found = job.journal, job.found
    store = FolderCache(byte_code_folder())
    try:
        with time_limit(_TEMPLATE_SECONDS):
            return render(job.case, journal, load=_loader(job), store=store, diagnostics=found)
    except TimeoutError:
        place = Span(journal.file, 1, 1)
        message = f"the templates of {journal.title} took longer than {_TEMPLATE_SECONDS} s"
        found.add(RULES["JRN009"], message, place, hint="look for loops inside loops")
        return None


def _loader(job: _Job) -> LoadTemplate:
    """Templates by name: the journal's own, those of its parents, then the shared ones."""
    shipped = packaged_templates()

    def load(name: str) -> Template | None:
        from casewright.compose.layout import Template

        found = _find_file(job, name)
        if found is None:
            return None
        path, data = found
        text = data.decode(errors="replace")
        return Template(job.workspace.relative(path), text, path.is_relative_to(shipped))

    return load


def _find_file(job: _Job, name: str) -> tuple[Path, bytes] | None:
    """The first file of this name in the journal's folders and the shared one."""
    for folder in dict.fromkeys((*job.journal.folders, "_shared")):
        with contextlib.suppress(OutsideWorkspace):
            found = job.workspace.read_template(f"{folder}/{name}")
            if found:
                return found
    return None


def _spelling(job: _Job) -> dict[str, str]:
    """The words to replace for the journal's English."""
    from casewright.compose.passes.spelling import parse_pairs

    pairs = _table(job, "spelling/en-GB.txt", lambda data: parse_pairs(data.decode())) or ()
    if job.journal.language.value == "en-GB":
        return dict(pairs)
    return {british: american for american, british in pairs}


def _table(job: _Job, name: str, parse: Callable[[bytes], T]) -> T | None:
    """A table of the templates; one that cannot be read is a finding."""
    found = _find_file(job, name)
    if found is None:
        return None
    path, data = found
    try:
        return parse(data)
    except ValueError as error:
        place = Span(job.workspace.relative(path), 1, 1)
        job.found.add(RULES["JRN009"], f"the table cannot be read: {error}", place)
        return None


def _figures(job: _Job) -> ImageTarget:
    """A function that prepares a figure's file and says what the document calls it."""
    from casewright.figures.errors import UnreadableImage, UnsafeImage
    from casewright.figures.prepare import prepare_image
    from casewright.library.cache import FolderCache

    workspace, case = job.workspace, job.case
    cache = FolderCache(workspace.cache_dir / "drawings")
    fonts = packaged_templates() / "_shared" / "fonts"
    files = {figure.path: figure.file for figure in case.figures}
    files |= {panel.path: panel.file for figure in case.figures for panel in figure.panels}
    folder = (workspace.root / case.file).parent

    def target(path: str, stem: str) -> str:
        place = case.place(f"{path}.file")
        try:
            data = workspace.read_bytes(workspace.inside(folder, files[path] or ""))
            prepared = prepare_image(data, stem=stem.lower(), fonts=fonts, cache=cache)
        except UnsafeImage as error:
            job.found.add(RULES["FIG005"], str(error), place)
        except UnreadableImage as error:
            job.found.add(RULES["FIG003"], f"the figure cannot be used: {error}", place)
        except (OSError, OutsideWorkspace):
            pass  # the reader has reported the missing file at its place
        else:
            job.images.update({f"figures/{image.name}": image for image in prepared})
            return f"figures/{prepared[0].name}"
        return f"figures/{stem}"

    return target


def library_files(workspace: Workspace, case_name: str) -> list[Path]:
    """The libraries of a case, the first one wins: its own, then the shared ones by name."""
    own = case_folder(workspace, case_name) / "references.bib"
    shared = sorted((workspace.root / "references").glob("*.bib"))
    folders = (own.parent, *(path.parent for path in shared))
    return [
        path
        for path, folder in zip((own, *shared), folders, strict=True)
        if path.is_file() and path.resolve().is_relative_to(folder.resolve())
    ]


class _References:
    """The cited works as CSL items, converted while pandoc and the passes are at work.

    What is cited is known for sure only after the parse. The words after an `@` in the author's
    prose are nearly always the same, so their conversion is begun before.
    """

    def __init__(self, job: _Job) -> None:
        from casewright.library.cache import FolderCache
        from casewright.readers.bibtex import read_library

        workspace = job.workspace
        name = Path(job.case.file).parent.name
        self._job = job
        kind = hashlib.sha256(tools_state().encode()).hexdigest()[:12]
        self._cache = FolderCache(workspace.cache_dir / f"csl-items-{kind}")
        self.library, self._noted = read_library(workspace, library_files(workspace, name))
        words = {match[1] for text in job.case.prose.values() for match in _KEY.finditer(text.text)}
        self._ready = self._begin(words)

    def items(self, assembled: Assembled) -> dict[str, CslItem]:
        """The items in order of first citation; what is unknown or broken becomes a finding."""
        from casewright.compose.passes.citations import report_unknown
        from casewright.library.abbreviations import (
            ABBREVIATIONS_FILE,
            abbreviate,
            parse_abbreviations,
        )

        found, library, cited = self._job.found, self.library, assembled.cited
        report_unknown(cited, library.entries, files=library.files, diagnostics=found)
        text, problems = self._entries(cited)
        found.extend(problems)
        if found.failed or not cited:
            return {}
        try:
            items = self._ready() if text == self._text else self._begin(cited)()
        except PandocFailed:
            self._report_refused(cited)
            return {}
        table = _table(self._job, ABBREVIATIONS_FILE, parse_abbreviations)
        if table:
            items = abbreviate(items, table=table)
        return {key: items[key] for key in cited if key in items}

    def _report_refused(self, keys: Iterable[str]) -> None:
        """Find the entries that pandoc refuses, one by one; raises `PandocFailed` if none is."""
        refused = False
        for key in keys:
            try:
                self._begin([key])()
            except PandocFailed as error:
                refused = True
                place = self.library.entries[key].span
                lines = str(error).splitlines()
                reason = next((line for line in lines if "unexpected" in line), lines[0])
                message = f"the cited entry '{key}' cannot be read: {reason}"
                self._job.found.add(RULES["REF003"], message, place, hint="correct its BibTeX")
        if not refused:
            raise PandocFailed("the references cannot be converted together")

    def _entries(self, keys: Iterable[str]) -> tuple[str, Diagnostics]:
        """The entries as clean BibTeX, in an order that does not depend on the manuscript."""
        from casewright.readers.bibtex import cited_entries

        entries, problems = cited_entries(self.library, sorted(keys), warned=self._noted)
        return entries.text, problems

    def _begin(self, keys: Iterable[str]) -> Later[dict[str, CslItem]]:
        from casewright.library.items import begin_items

        self._text, _ = self._entries(key for key in keys if key in self.library)
        pandoc = self._job.pandoc
        return begin_items(self._text, pandoc.begin_csl_items, cache=self._cache)


_KEY = re.compile(r"@\{?([\w:.#$%&+?<>~/-]*\w)")


def _cited(
    job: _Job, draft: Draft, assembled: Assembled, items: Mapping[str, CslItem]
) -> Document | None:
    """Resolve the citations by the journal's style, and meanwhile do what needs no citation."""
    from casewright.compose.assemble import finish, style_words
    from casewright.library.styles import UnknownStyle, resolve_style

    journal = job.journal
    try:
        style = resolve_style(journal.citations.style)
    except UnknownStyle as error:
        place = journal.place("citations.style")
        hint = f"did you mean '{error.near[0]}'?" if error.near else None
        job.found.add(RULES["CASE003"], str(error), place, hint=hint)
        return None
    resolved = _begin_cite(job, assembled.citations, style=style, items=list(items.values()))
    spelling = _spelling(job)
    blocks = style_words(assembled, job.case, journal=journal, spelling=spelling)
    job.meanwhile()
    return finish(
        blocks,
        {**assembled.ast, "blocks": resolved()["blocks"]},
        draft,
        job.case,
        journal=journal,
        images=job.images,
        spelling=spelling,
    )


def _begin_cite(job: _Job, citations: Ast, *, style: str, items: Sequence[CslItem]) -> Later[Ast]:
    """Begin to resolve citations, unless the very same ones were resolved before."""
    from casewright.library.cache import FolderCache

    language = job.journal.language.value
    asked = json.dumps([tools_state(), style, items, language, citations], ensure_ascii=False)
    key = hashlib.sha256(asked.encode()).hexdigest()
    cache = FolderCache(job.workspace.cache_dir / "citations")
    if kept := cache.get(key):
        # A damaged file is as good as none, and one that was not written here may hold markup.
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            known: Ast = json.loads(kept)
            whole = len(known["blocks"]) == len(citations["blocks"])
            if whole and not any(node["t"].startswith("Raw") for node in walk(known)):
                return lambda: known
    begun = job.pandoc.begin_cite(citations, style=style, items=items, language=language)

    def resolved() -> Ast:
        ast = begun()
        cache.put(key, json.dumps(ast, ensure_ascii=False).encode())
        return ast

    return resolved

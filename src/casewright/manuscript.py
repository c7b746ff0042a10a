"""From a case and a journal to the composed `Document`: the part that build, check and trace share."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun, Diagnostics
from casewright.model.document import Document, Image
from casewright.model.reference import CslItem
from casewright.pandoc import Pandoc, PandocFailed
from casewright.workspace import OutsideWorkspace, Workspace, packaged_templates

if TYPE_CHECKING:
    from casewright.compose.assemble import Assembled
    from casewright.compose.layout import Draft, LoadTemplate
    from casewright.compose.passes.floats import ImageTarget
    from casewright.model.case import Case
    from casewright.model.journal import Journal
    from casewright.model.reference import Library


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


def compose_manuscript(
    workspace: Workspace, case_name: str, journal_name: str, *, pandoc: Pandoc, phases: Phases
) -> Manuscript:
    """Read, render, parse and assemble one manuscript.

    Findings are values of the result. Raises `CannotRun` when pandoc fails for a reason outside
    the case.
    """
    with phases.phase("read"):
        from casewright.readers.case import read_case
        from casewright.readers.journal import read_journal

        case, found = read_case(workspace, case_folder(workspace, case_name))
        journal, more = read_journal(workspace, journal_name)
        found.extend(more)
    if case is None or journal is None:
        return Manuscript(found, case, journal)
    try:
        return _composed(workspace, case, journal, pandoc=pandoc, phases=phases, found=found)
    except PandocFailed as error:
        raise CannotRun(f"pandoc failed: {error}") from error


def case_folder(workspace: Workspace, name: str) -> Path:
    """The folder of the case called `name`."""
    return workspace.inside(workspace.root / "cases", name)


def _composed(
    workspace: Workspace,
    case: Case,
    journal: Journal,
    *,
    pandoc: Pandoc,
    phases: Phases,
    found: Diagnostics,
) -> Manuscript:
    from casewright.compose.assemble import assemble
    from casewright.compose.layout import render

    with phases.phase("layout"):
        load = _loader(workspace, journal)
        draft = render(case, journal, load=load, diagnostics=found)
    if draft is None:
        return Manuscript(found, case, journal)
    with phases.phase("parse"):
        ast = pandoc.read_markdown(draft.markdown)
    images: dict[str, Image] = {}
    with phases.phase("assemble"):
        assembled = assemble(
            ast,
            draft,
            case,
            journal=journal,
            target=_figures(workspace, case, images, found),
            spelling=_spelling(workspace, journal),
            diagnostics=found,
        )
    with phases.phase("references"):
        library, items = _references(workspace, case, assembled, pandoc=pandoc, found=found)
    if found.failed:
        return Manuscript(found, case, journal, None, items, library)
    with phases.phase("citations"):
        document = _cited(
            case, journal, draft, assembled, items, images, pandoc=pandoc, found=found
        )
    if document is not None:
        from casewright.rules.journal import check_journal

        found.extend(check_journal(case, journal, document))
    return Manuscript(found, case, journal, document, items, library)


def _loader(workspace: Workspace, journal: Journal) -> LoadTemplate:
    """Templates by name: the journal's own, its parent's, then the shared ones."""
    folders = [name for name in (journal.id, journal.extends, "_shared") if name]

    def load(name: str) -> tuple[str, str] | None:
        for folder in folders:
            found = workspace.read_template(f"{folder}/{name}")
            if found:
                path, data = found
                return workspace.relative(path), data.decode()
        return None

    return load


def _spelling(workspace: Workspace, journal: Journal) -> dict[str, str]:
    """The words to replace for the journal's English."""
    from casewright.compose.passes.spelling import parse_pairs

    found = workspace.read_template("_shared/spelling/en-GB.txt")
    pairs = parse_pairs(found[1].decode()) if found else ()
    if journal.language.value == "en-GB":
        return dict(pairs)
    return {british: american for american, british in pairs}


def _figures(
    workspace: Workspace, case: Case, images: dict[str, Image], found: Diagnostics
) -> ImageTarget:
    """A function that prepares a figure's file and says what the document calls it."""
    from casewright.figures.errors import UnreadableImage, UnsafeImage
    from casewright.figures.prepare import prepare_image
    from casewright.library.cache import FolderCache

    cache = FolderCache(workspace.cache_dir / "drawings")
    fonts = packaged_templates() / "_shared" / "fonts"
    panels = [panel for figure in case.figures for panel in figure.panels]
    files = {node.path: node.file for node in (*case.figures, *panels)}
    folder = (workspace.root / case.file).parent

    def target(path: str, stem: str) -> str:
        place = case.place(f"{path}.file")
        try:
            data = workspace.read_bytes(workspace.inside(folder, files[path] or ""))
            prepared = prepare_image(data, stem=stem.lower(), fonts=fonts, cache=cache)
        except UnsafeImage as error:
            found.add(RULES["FIG005"], str(error), place)
        except UnreadableImage as error:
            found.add(RULES["FIG003"], f"the figure cannot be used: {error}", place)
        except (OSError, OutsideWorkspace):
            pass  # the reader has reported the missing file at its place
        else:
            images.update({f"figures/{image.name}": image for image in prepared})
            return f"figures/{prepared[0].name}"
        return f"figures/{stem}"

    return target


def library_files(workspace: Workspace, case_name: str) -> list[Path]:
    """The libraries of a case, the first one wins: its own, then the shared ones by name."""
    own = case_folder(workspace, case_name) / "references.bib"
    shared = sorted((workspace.root / "references").glob("*.bib"))
    return [path for path in (own, *shared) if path.is_file()]


def _references(
    workspace: Workspace,
    case: Case,
    assembled: Assembled,
    *,
    pandoc: Pandoc,
    found: Diagnostics,
) -> tuple[Library, dict[str, CslItem]]:
    """The cited works as CSL items; what is unknown or broken becomes a finding."""
    from casewright.compose.passes.citations import report_unknown
    from casewright.library.abbreviations import ABBREVIATIONS_FILE, abbreviate, parse_abbreviations
    from casewright.library.cache import FolderCache
    from casewright.library.items import items_cached
    from casewright.readers.bibtex import cited_entries, read_library

    name = Path(case.file).parent.name
    library, noted = read_library(workspace, library_files(workspace, name))
    report_unknown(assembled.cited, library.entries, files=library.files, diagnostics=found)
    entries, problems = cited_entries(library, assembled.cited, warned=noted)
    found.extend(problems)
    if found.failed or not entries.spans:
        return library, {}
    cache = FolderCache(workspace.cache_dir / "csl-items")
    items = items_cached(entries.text, pandoc.csl_items, cache=cache)
    table = workspace.read_template(ABBREVIATIONS_FILE)
    if table:
        items = abbreviate(items, table=parse_abbreviations(table[1]))
    return library, {key: items[key] for key in assembled.cited if key in items}


def _cited(
    case: Case,
    journal: Journal,
    draft: Draft,
    assembled: Assembled,
    items: Mapping[str, CslItem],
    images: Mapping[str, Image],
    *,
    pandoc: Pandoc,
    found: Diagnostics,
) -> Document | None:
    """Resolve the citations by the journal's style."""
    from casewright.compose.assemble import finish
    from casewright.library.styles import UnknownStyle, resolve_style

    try:
        style = resolve_style(journal.citations.style)
    except UnknownStyle as error:
        place = journal.place("citations.style")
        hint = f"did you mean '{error.near[0]}'?" if error.near else None
        found.add(RULES["CASE003"], str(error), place, hint=hint)
        return None
    ast = pandoc.cite(
        assembled.ast, style=style, items=list(items.values()), language=journal.language.value
    )
    return finish(ast, draft, case, journal=journal, images=images)

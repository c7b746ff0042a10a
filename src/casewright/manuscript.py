"""From a case and a journal to the composed `Document`: what build, check and trace share."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from casewright.bibliography import References, begin_cite, begin_cite_early, journal_style
from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun, Diagnostics, Span
from casewright.figure_files import figure_target
from casewright.job import Job, case_folder, find_file, read_table
from casewright.model.document import Document, ImageFacts
from casewright.model.guidelines import CHECKLISTS
from casewright.model.reference import CslItem
from casewright.pandoc import Later, Pandoc, PandocFailed
from casewright.policy import Policy
from casewright.workspace import (
    Workspace,
    byte_code_folder,
    packaged_templates,
    time_limit,
)

if TYPE_CHECKING:
    from casewright.compose.assemble import Assembled
    from casewright.compose.layout import Draft, LoadTemplate, Template
    from casewright.model.checklists import Checklist, Need
    from casewright.model.journal import Journal
    from casewright.model.reference import Library
    from casewright.model.series import CaseReport
    from casewright.rules.lexicon import Lexicon
    from casewright.rules.measures import Measures

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
class Ruled:
    """What the rules find in a manuscript, and what was counted for them."""

    found: Diagnostics
    measures: Measures | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A composed manuscript with what it was made of; the parts are None where there are errors."""

    diagnostics: Diagnostics
    case: CaseReport | None = None
    journal: Journal | None = None
    document: Document | None = None
    items: Mapping[str, CslItem] = field(default_factory=dict)
    """The cited references in order of first citation."""
    library: Library | None = None
    measures: Measures | None = None
    """How much of everything the document has."""
    image_facts: Mapping[str, ImageFacts] = field(default_factory=dict)
    """Of the author's image files, by the paths of figures and panels in the case."""
    workspace: Workspace | None = None
    """Where data of rules are looked for."""
    rules: Callable[[], Ruled] | None = None
    """Gives what the rules find, where somebody else wants it too; else they are run."""
    html: bytes | None = None
    """The document as HTML, where somebody has written it already."""


def compose_manuscript(
    workspace: Workspace,
    case_name: str,
    journal_name: str,
    *,
    pandoc: Pandoc,
    phases: Phases,
    policy: Policy | None = None,
) -> Manuscript:
    """Read, render, parse, assemble and check one manuscript.

    Findings are values of the result, as `policy` has them: that of the workspace before
    submission unless given. Raises `CannotRun` when pandoc fails for a reason outside the
    case.
    """
    made = compose_unchecked(
        workspace, case_name, journal_name, pandoc=pandoc, phases=phases, meanwhile=_load_rules
    )
    measures = check_manuscript(made, policy or Policy.open(workspace))
    return replace(made, measures=measures)


def _load_rules() -> None:
    import casewright.rules.engine  # noqa: F401


def compose_unchecked(
    workspace: Workspace,
    case_name: str,
    journal_name: str,
    *,
    pandoc: Pandoc,
    phases: Phases,
    meanwhile: Callable[[], None] = lambda: None,
) -> Manuscript:
    """Do what `compose_manuscript` does, but for what `check_manuscript` does.

    `meanwhile` is called while pandoc is busy. Findings are values of the result. Raises
    `CannotRun` when pandoc fails for a reason outside the case.
    """
    with phases.phase("read"):
        from casewright.library.cache import FolderCache
        from casewright.readers.case import read_case
        from casewright.readers.journal import read_journal

        store = FolderCache(workspace.cache_dir / "yaml")
        case, found = read_case(workspace, case_folder(workspace, case_name), store=store)
        journal, more = read_journal(workspace, journal_name, store=store)
        found.extend(more)
    if case is None or journal is None:
        return Manuscript(found, case, journal)
    with phases.phase("layout"):
        from casewright.compose.units import in_printed_units

        case = in_printed_units(case, journal, found)
    job = Job(workspace, case, journal, pandoc, found, meanwhile)
    try:
        return replace(_composed(job, phases), workspace=workspace)
    except PandocFailed as error:
        raise CannotRun(f"pandoc failed: {error}") from error


def _composed(job: Job, phases: Phases) -> Manuscript:
    """Every step in its order; what does not need pandoc's answer is done while it is busy."""
    case, journal, found = job.case, job.journal, job.found
    with phases.phase("layout"):
        draft = _rendered(job)
    if draft is None:
        return Manuscript(found, case, journal)
    parsed = job.pandoc.begin_markdown(draft.markdown)
    spelling = functools.cache(functools.partial(_spelling, job))
    with phases.phase("references"):
        references = References(job)
    with phases.phase("parse"):
        from casewright.compose.assemble import assemble
        from casewright.compose.marks import COUNT

        ast = references.by_key(parsed())
        begin_cite_early(job, ast, references)
    with phases.phase("assemble"):
        assembled = assemble(
            ast,
            draft,
            case,
            journal=journal,
            target=figure_target(job, draft.charts, spelling),
            diagnostics=found,
        )
    with phases.phase("references"):
        items = references.items(assembled)
    library = references.library
    if found.failed:
        return Manuscript(found, case, journal, None, items, library)
    with phases.phase("citations"):
        document = _cited(job, draft, assembled, items, spelling=spelling)
    made = Manuscript(found, case, journal, document, items, library, None, job.image_facts)
    if document is None or COUNT not in draft.markdown:
        return made
    with phases.phase("assemble"):
        return _with_counts(made, document, case=case, journal=journal)


def _with_counts(
    made: Manuscript, document: Document, *, case: CaseReport, journal: Journal
) -> Manuscript:
    from casewright.compose.passes.counts import print_counts
    from casewright.rules.measures import measure

    measures = measure(case, journal, document)
    counts = {
        "abstract": measures.abstract,
        "text": measures.main_text,
        "figures": measures.figures,
        "tables": measures.tables,
        "references": measures.references,
    }
    return replace(made, document=print_counts(document, counts), measures=measures)


def check_manuscript(manuscript: Manuscript, policy: Policy) -> Measures | None:
    """Add what the rules find in a composed manuscript, and return what was counted for them.

    All findings are then as `policy` has them.
    """
    rules = manuscript.rules or functools.partial(run_rules, manuscript, policy.settings.words)
    ruled = rules()
    manuscript.diagnostics.extend(ruled.found)
    judge_findings(manuscript, policy)
    return ruled.measures


def judge_findings(manuscript: Manuscript, policy: Policy) -> None:
    """Make the findings of a manuscript such as `policy` has them."""
    journal, found = manuscript.journal, manuscript.diagnostics
    if journal is None:
        policy.apply(found)
    else:
        policy.apply(found, journal=journal.id, severities=journal.severities)


def run_rules(manuscript: Manuscript, words: Iterable[str]) -> Ruled:
    """What the rules find; `words` are known beside those of the dictionaries."""
    case, journal, document = manuscript.case, manuscript.journal, manuscript.document
    if case is None or journal is None or manuscript.workspace is None:
        return Ruled(Diagnostics())
    from casewright.library.style_changes import asks_for_short_titles
    from casewright.rules.engine import run_checks, run_typed_checks
    from casewright.rules.measures import measure
    from casewright.rules.subject import Subject, Typed

    lexicon = _lexicon(manuscript.workspace).adding(words)
    if document is None:
        # One error does not hide the other findings.
        typed = Typed(case, journal, manuscript.items, lexicon=lexicon)
        return Ruled(run_typed_checks(typed))

    measures = manuscript.measures or measure(case, journal, document)
    found = Diagnostics()
    checklist, asks = _required_checklist(manuscript, found)
    subject = Subject(
        case,
        journal,
        manuscript.items,
        document,
        measures,
        lexicon=lexicon,
        library=manuscript.library,
        short_titles=asks_for_short_titles(journal_style(journal)) and _titles_as_style(journal),
        image_facts=manuscript.image_facts,
        checklist=checklist,
        asks=asks,
    )
    found.extend(run_checks(subject))
    return Ruled(found, measures)


def _lexicon(workspace: Workspace) -> Lexicon:
    """The words that are known in every workspace."""
    path = packaged_templates() / "_shared" / "spelling" / "words.txt"
    return _parsed_lexicon(workspace.read_bytes(path))


@functools.lru_cache(maxsize=1)
def _parsed_lexicon(data: bytes) -> Lexicon:
    from casewright.rules.lexicon import Lexicon

    return Lexicon.parse(data)


def _required_checklist(
    manuscript: Manuscript, found: Diagnostics
) -> tuple[Checklist | None, Mapping[str, tuple[Need, ...]]]:
    """The checklist that the journal requires, if there is one, and what its items ask for."""
    workspace, case, journal = manuscript.workspace, manuscript.case, manuscript.journal
    if workspace is None or case is None or journal is None or journal.checklists is None:
        return None, {}
    required = journal.checklists.required_of(len(case.cases))
    known = [CHECKLISTS[name] for name in required if name in CHECKLISTS]
    if not known:
        return None, {}
    from casewright.readers.checklists import read_asks, read_checklist

    checklist, faults = read_checklist(workspace, known[0])
    asks, more = read_asks(workspace)
    found.extend([*faults, *more])
    return checklist, asks


def _rendered(job: Job) -> Draft | None:
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


def _loader(job: Job) -> LoadTemplate:
    """Templates by name: the journal's own, those of its parents, then the shared ones."""
    shipped = packaged_templates()

    def load(name: str) -> Template | None:
        from casewright.compose.layout import Template

        found = find_file(job, name)
        if found is None:
            return None
        path, data = found
        text = data.decode(errors="replace")
        return Template(job.workspace.relative(path), text, path.is_relative_to(shipped))

    return load


def _spelling(job: Job) -> dict[str, str]:
    """The words to replace for the journal's English."""
    from casewright.compose.passes.spelling import Spellings, parse_pairs, spelling_table

    journal, none = job.journal, Spellings({}, {})

    def pairs(name: str) -> Spellings:
        return read_table(job, f"spelling/{name}", lambda data: parse_pairs(data.decode())) or none

    ize = journal.house_style.ize
    oxford = journal.language.value == "en-GB" and ize == "as-written"
    ise = none if oxford else pairs("en-GB-ise.txt")
    return spelling_table(pairs("en-GB.txt"), ise, journal.language, ize)


def _cited(
    job: Job,
    draft: Draft,
    assembled: Assembled,
    items: Mapping[str, CslItem],
    *,
    spelling: Later[Mapping[str, str]],
) -> Document | None:
    """Resolve the citations by the journal's style, and meanwhile do what needs no citation."""
    from casewright.compose.assemble import finish, style_words
    from casewright.compose.passes.references import add_identifiers
    from casewright.library.styles import UnknownStyle

    journal = job.journal
    try:
        style = journal_style(journal)
    except UnknownStyle as error:
        place = journal.place("citations.style")
        hint = f"did you mean '{error.near[0]}'?" if error.near else None
        job.found.add(RULES["CASE003"], str(error), place, hint=hint)
        return None
    resolved = begin_cite(job, assembled.citations, style=style, items=list(items.values()))
    words = spelling()
    blocks = style_words(assembled, job.case, journal=journal, spelling=words)
    job.meanwhile()
    cited = add_identifiers(resolved()["blocks"], items, journal.reference_list)
    return finish(
        blocks,
        {**assembled.ast, "blocks": cited},
        draft,
        job.case,
        journal=journal,
        images=job.images,
        spelling=words,
    )


def _titles_as_style(journal: Journal) -> bool:
    return journal.reference_list is None or journal.reference_list.journal_titles != "full"

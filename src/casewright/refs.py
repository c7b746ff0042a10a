"""The libraries of references: what is wrong with them, and the edits that put it right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casewright.bibliography import CITED_KEY, journal_style
from casewright.bibtex.cited_numbers import keys_of_numbers
from casewright.bibtex.plain import folded
from casewright.bibtex.source import Source, Work
from casewright.compose.passes.citations import report_unknown
from casewright.diagnostics import Diagnostic, Diagnostics, Severity, Span
from casewright.job import case_folder, library_files
from casewright.library.abbreviations import ABBREVIATIONS_FILE, parse_abbreviations
from casewright.library.style_changes import sorts_references
from casewright.manuscript import Phases, compose_manuscript
from casewright.model.reference import Library, LibraryEntry
from casewright.model.retractions import Retractions
from casewright.model.series import CaseReport
from casewright.pandoc import Pandoc
from casewright.policy import Policy
from casewright.readers.bibtex import cited_entries, read_library
from casewright.readers.case import read_case
from casewright.readers.retractions import read_retractions
from casewright.rules.library.cited import check_order, check_self_citations, check_uncited
from casewright.rules.library.garbled import check_bytes, check_garbled
from casewright.rules.library.identifiers import check_identifiers
from casewright.rules.library.names import check_field_names, check_names
from casewright.rules.library.numbers import check_numbers
from casewright.rules.library.retractions import check_retracted
from casewright.rules.library.same_works import check_journals, check_same_works
from casewright.workspace import Workspace

RETRACTIONS_FILE = "references/retractions.csv"
"""Where the table of retractions is looked for unless another is named."""


@dataclass(frozen=True, slots=True)
class Citing:
    """A case with the keys that it cites and where it cites them first."""

    case: CaseReport
    cited: Mapping[str, Span | None]
    library: Library


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: the libraries, the cases that cite them, and which entries."""

    sources: tuple[Source, ...]
    citing: tuple[Citing, ...]
    complete: bool
    """Whether all these cases could be read, so that their citations are known."""
    whole: bool
    """Whether every entry is looked at, and not only those of one case."""
    retractions: Retractions | None
    short_titles: Mapping[str, str]
    this_year: int

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(key for one in self.citing for key in one.cited)

    def works(self) -> Iterator[Work]:
        """The entries to be looked at; of those with the same key, the one that is used."""
        seen: set[str] = set()
        cited = self.cited
        for source in self.sources:
            own = self.whole or source.file.startswith("cases/")
            for entry in source.entries:
                if (own or entry.key in cited) and entry.key not in seen:
                    seen.add(entry.key)
                    yield Work(source, entry)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and what was looked at."""

    diagnostics: Diagnostics
    entries: int
    cited: int
    retractions: Retractions | None


def check(
    workspace: Workspace,
    case: str | None,
    journals: Sequence[str] = (),
    *,
    retractions: Path | None = None,
) -> Checked:
    """Everything that is wrong with the references of a case, or of all cases and libraries.

    For `journals`, the case is composed, too: for the limits and the order of the references.
    Findings are as the workspace's own decisions have them.
    """
    policy = Policy.open(workspace)
    scope, found = look(workspace, case, retractions=retractions)
    found = _once([*found, *findings(scope)])
    policy.apply(found)
    for one in scope.citing:
        for journal in journals:
            found.extend(_for_journal(workspace, one, journal, policy))
    entries = sum(1 for _ in scope.works())
    return Checked(found, entries, len(scope.cited), scope.retractions)


def _once(found: Sequence[Diagnostic]) -> Diagnostics:
    """Bytes of another encoding are told by who can mend them, and where they are cited."""
    mended = {_start(one) for one in found if one.rule.code == "CASE013" and one.edit}
    return Diagnostics(
        one
        for one in found
        if one.rule.code != "CASE013"
        or one.edit
        or one.severity is Severity.ERROR
        or _start(one) not in mended
    )


def _start(one: Diagnostic) -> tuple[str, int, int]:
    return (one.span.file, one.span.line, one.span.column) if one.span else ("", 0, 0)


def look(
    workspace: Workspace, case: str | None, *, retractions: Path | None = None
) -> tuple[Scope, Diagnostics]:
    """Read the libraries and the cases; the findings are those of reading them."""
    found = Diagnostics()
    citing: list[Citing] = []
    files: dict[Path, None] = {}
    names = workspace.cases() if case is None else (case,)
    for name in names:
        own = library_files(workspace, name)
        files |= dict.fromkeys(own)
        one = _citing(workspace, name, own, found)
        citing += [one] if one else []
    if case is None:
        files |= dict.fromkeys(sorted((workspace.root / "references").glob("*.bib")))
        _check_rest(workspace, list(files), citing, found)
    sources = tuple(
        Source.of(workspace.relative(path), workspace.read_bytes(path)) for path in files
    )
    known, problems = known_retractions(workspace, retractions)
    found.extend(problems)
    shorts = _short_titles(workspace)
    year = workspace.today.year
    complete = len(citing) == len(names)
    return Scope(sources, tuple(citing), complete, case is None, known, shorts, year), found


def known_retractions(
    workspace: Workspace, named: Path | None
) -> tuple[Retractions | None, Diagnostics]:
    """The table of retractions that was named, else the usual one; None where there is none."""
    table = named or workspace.root / RETRACTIONS_FILE
    if named is None and not table.is_file():
        return None, Diagnostics()
    return read_retractions(workspace, table)


def told_of(known: Retractions | None) -> str:
    """What a person is told of the table of retractions that was used."""
    if known is None:
        return f"not looked for, there is no {RETRACTIONS_FILE}"
    notices = "1 notice" if known.count == 1 else f"{known.count} notices"
    return f"{notices} until {known.newest} in {known.file}"


def _citing(
    workspace: Workspace, name: str, files: Sequence[Path], found: Diagnostics
) -> Citing | None:
    case, problems = read_case(workspace, case_folder(workspace, name))
    if case is None:
        found.extend(one for one in problems if one.severity is Severity.ERROR)
        return None
    library, noted = read_library(workspace, files)
    found_at = _cited(case)
    numbers = keys_of_numbers(found_at, library.entries.values())
    cited: dict[str, Span | None] = {}
    for key, place in found_at.items():
        cited.setdefault(numbers.get(key, key), place)
    report_unknown(cited, library.entries, files=library.files, diagnostics=found)
    found.extend(cited_entries(library, cited, warned=noted)[1])
    return Citing(case, cited, library)


def _cited(case: CaseReport) -> dict[str, Span | None]:
    """Every key that the author's own text cites, with its first place."""
    cited: dict[str, Span | None] = {}
    for prose in case.prose.values():
        for line, place in zip(prose.text.split("\n"), prose.lines, strict=False):
            for match in CITED_KEY.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
                if match[1].startswith(_CALLS):
                    continue
                column = place.column + match.start()
                end = column + len(match[0])
                span = replace(place, column=column, end_line=place.line, end_column=end)
                cited.setdefault(match[1], span)
    for number, similar in enumerate(case.similar_cases):
        cited.setdefault(similar.cite, case.place(f"similar_cases.{number}.cite"))
    return cited


_CODE = re.compile(r"(`+).+?\1")
_CALLS = ("fig:", "tab:")
"""What calls a figure or a table looks like a citation."""
_OF_ANY_ENTRY = ("REF002", "REF005", "REF006", "REF014")


def _check_rest(
    workspace: Workspace, files: Sequence[Path], citing: Sequence[Citing], found: Diagnostics
) -> None:
    """What is wrong with entries that no case cites is never an error."""
    library, noted = read_library(workspace, files)
    known = {one.span for one in found}
    found.extend(one for one in noted if one.span not in known)
    cited = {key for one in citing for key in one.cited}
    told = {entry.span for entry in _with_parents(cited, library)}
    _, problems = cited_entries(library, [key for key in library if key not in cited])
    for one in problems:
        if one.rule.code in _OF_ANY_ENTRY and not (one.rule.code == "REF005" and one.span in told):
            severity = Severity.NOTE if one.rule.code == "REF006" else Severity.WARNING
            found.extend([replace(one, severity=severity)])


def _with_parents(keys: Iterable[str], library: Library) -> Iterator[LibraryEntry]:
    """The entries, and all that they refer to."""
    waiting = [key for key in keys if key in library]
    seen = set(waiting)
    for key in waiting:  # grows meanwhile
        yield library.entries[key]
        new = [one for one in library.entries[key].parents if one in library and one not in seen]
        waiting += new
        seen.update(new)


def _short_titles(workspace: Workspace) -> dict[str, str]:
    table = workspace.read_template(f"_shared/{ABBREVIATIONS_FILE}")
    known = parse_abbreviations(table[1]) if table else {}
    return {folded(title): short for title, short in known.items()}


def findings(scope: Scope) -> Diagnostics:
    """What the rules find in the entries themselves."""
    found = Diagnostics()
    works, cited = list(scope.works()), scope.cited
    for work in works:
        check_bytes(work, found)
        check_garbled(work, found)
        check_field_names(work, found)
        check_identifiers(work, found)
        check_names(work, found)
        check_numbers(work, found, this_year=scope.this_year)
        if scope.retractions:
            known = scope.retractions
            check_retracted(work, found, retractions=known, cited=work.key in cited)
    check_same_works(works, found)
    check_journals(works, found, short_titles=scope.short_titles)
    if scope.complete:
        check_uncited(works, cited, found)
    for one in scope.citing:
        mine = [work for work in works if work.key in one.cited]
        check_self_citations(one.case, mine, found)
    return found


def _for_journal(
    workspace: Workspace, one: Citing, journal: str, policy: Policy
) -> Iterator[Diagnostic]:
    name = Path(one.case.file).parent.name
    with Pandoc.start() as pandoc:
        made = compose_manuscript(
            workspace, name, journal, pandoc=pandoc, phases=Phases(), policy=policy
        )
    for finding in made.diagnostics:
        limit = finding.rule.code in ("JRN008", "JRN018") and "reference" in finding.message
        if limit or finding.rule.code.startswith("REF"):
            yield finding
    if made.document and made.journal and not sorts_references(journal_style(made.journal)):
        found = Diagnostics()
        check_order(made.document, list(made.items), found, places=one.cited)
        policy.apply(found, journal=journal, severities=made.journal.severities)
        yield from found

"""Works of the libraries for other programs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casewright.bibtex.works import work_of
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.interchange.files import WRITERS
from casewright.model.work import Work
from casewright.refs import look
from casewright.refs_known import all_libraries
from casewright.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Export:
    """The file, and a finding for whatever it has no place for."""

    data: bytes
    diagnostics: Diagnostics
    count: int


def export(workspace: Workspace, case: str | None, *, form: str) -> Export:
    """What a case cites, in order of its text, or every work; entries that others take from, too.

    `form` is one of the formats that can be written.
    """
    found = Diagnostics()
    if case is None:
        sources, wanted = all_libraries(workspace), None
    else:
        scope, problems = look(workspace, case)
        found.extend(one for one in problems if one.rule.code == "REF001")
        sources, wanted = scope.sources, [key for one in scope.citing for key in one.cited]
    works: dict[str, Work] = {}
    places = {}
    for source in sources:
        for entry in source.entries:
            if entry.key not in works:
                works[entry.key] = work_of(entry, source.strings)
                places[entry.key] = source.span(entry.key_start, entry.key_end)
    keys = list(works) if wanted is None else _with_parents(wanted, works)
    chosen = [works[key] if form == "bib" else _whole(works[key], works) for key in keys]
    if form != "bib":
        chosen = [work for work in chosen if work.text("title")]
    written = WRITERS[form](chosen)
    for key, name in dict.fromkeys(written.left_out):
        message = f"the format {form} has no place for '{name}' of '{key}'"
        hint = "`--format bib` and `--format csl-json` hold everything"
        found.add(RULES["REF031"], message, places.get(key), hint=hint)
    return Export(written.data, found, len(chosen))


def _with_parents(wanted: list[str], works: dict[str, Work]) -> list[str]:
    """The keys, and after them those that these take fields from."""
    keys = [key for key in dict.fromkeys(wanted) if key in works]
    for key in keys:  # grows meanwhile
        for parent in _parents(works[key]):
            if parent in works and parent not in keys:
                keys.append(parent)
    return keys


def _parents(work: Work) -> list[str]:
    named = ",".join(work.text(name) for name in ("xdata", "crossref"))
    return [key.strip() for key in named.split(",") if key.strip()]


_HOST = {"title": "booktitle", "subtitle": "booksubtitle"}


def _whole(work: Work, works: dict[str, Work]) -> Work:
    """A work with what it takes from others; a title of a parent is that of the book."""
    fields = {name: text for name, text in work.fields.items() if name not in ("xdata", "crossref")}
    people = dict(work.people)
    seen = {work.key}
    waiting = _parents(work)
    while waiting:
        key = waiting.pop(0)
        parent = works.get(key)
        if parent is None or key in seen:
            continue
        seen.add(key)
        waiting += _parents(parent)
        host = key in work.text("crossref")
        for name, text in parent.fields.items():
            if name not in ("xdata", "crossref"):
                fields.setdefault(_HOST.get(name, name) if host else name, text)
        for role, names in parent.people.items():
            if not (host and role == "author"):
                people.setdefault(role, names)
    return replace(work, fields=fields, people=people)

"""New works for a library, from files of other programs and from Word files of co-authors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from casewright.bibtex.editing import append_texts, apply, entry_text
from casewright.bibtex.layout import library_layout
from casewright.bibtex.works import entry_of
from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun, Diagnostics, Severity, Span
from casewright.history import Change, commit
from casewright.interchange.files import read_works
from casewright.interchange.reading import Found, Reading, Unreadable
from casewright.interchange.word import Citation, read_word
from casewright.model.work import Verbatim, Work
from casewright.refs_known import KnownWorks, known_works, library_to_add_to
from casewright.workspace import Workspace, file_names, read_if_there


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one work."""

    key: str
    title: str
    span: Span
    known_by: str
    """By what the library knew it; empty for a new one."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The citations of a Word file beside those of the manuscript that was built."""

    case: str
    journal: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    tracked: Mapping[str, str]
    """`inserted` or `deleted`, by the keys that a tracked change is about."""


@dataclass(frozen=True, slots=True)
class Import:
    """What an import does; nothing is written yet."""

    taken: tuple[Taken, ...]
    diagnostics: Diagnostics
    library: Path
    before: bytes | None
    after: bytes
    compared: Compared | None = None
    cited: tuple[str, ...] = field(default=())
    """The keys that a Word file cites, in their order."""

    @property
    def new(self) -> tuple[Taken, ...]:
        return tuple(one for one in self.taken if not one.known_by)


def plan_import(
    workspace: Workspace, path: Path, *, case: str | None = None, library: Path | None = None
) -> Import:
    """Read a file and say what the library gets from it.

    `case` is the one that a Word file is compared with. Raises `CannotRun` when the file cannot be
    read or is in no format that is known.
    """
    data = read_if_there(path)
    if data is None:
        raise CannotRun(f"there is no file {path}")
    name = workspace.relative(path)
    citations: tuple[Citation, ...] = ()
    try:
        if data.startswith(b"PK\x03\x04"):
            reading, citations = read_word(data, name)
        else:
            reading = read_works(data, name)
        _must_hold_something(reading)
    except Unreadable as error:
        raise CannotRun(f"{name}: {error}", hint=error.hint) from error
    known = known_works(workspace)
    own = {id(one.work): one.key for one in citations if one.key in known}
    done = plan_works(workspace, reading.works, known=known, own=own, library=library)
    found = Diagnostics([*reading.found, *done.diagnostics])
    if not citations:
        return replace(done, diagnostics=found)
    states = _states(citations, known)
    cited = tuple(key for key, state in states.items() if state != "deleted")
    compared = _compare(workspace, case, states) if case else None
    return replace(done, diagnostics=found, cited=cited, compared=compared)


Naming = Callable[[Work, KnownWorks], str]
"""Gives a new work its key."""


_LIKE_A_KEY = re.compile(r"[^\W\d_][^\W\d]*[:.-]?\d{4}[^\W\d_]*")
"""A name and a year: what other formats have for a key is often a number of their own."""


def kept_key(work: Work, known: KnownWorks) -> str:
    """The key that BibTeX brings, or another format if it reads like one; else a new one.

    A key that is taken is not kept.
    """
    fit = work.verbatim is not None or _LIKE_A_KEY.fullmatch(work.key)
    keeps = fit and work.key and work.key not in known
    return work.key if keeps else known.new_key(work)


def _must_hold_something(reading: Reading) -> None:
    if not reading.works and not len(reading.found):
        if reading.file.endswith(".docx"):
            hint = "citations that were typed as text cannot be told from other text"
            raise Unreadable("it has no citation of Zotero, Mendeley or EndNote", hint=hint)
        raise Unreadable("no work was found in it")


def plan_works(
    workspace: Workspace,
    works: Sequence[Found],
    *,
    known: KnownWorks,
    own: Mapping[int, str] | None = None,
    library: Path | None = None,
    name: Naming = kept_key,
) -> Import:
    """Say what a library gets from works; `own` has the keys of those that are surely known.

    The new works are known afterwards.
    """
    path = library_to_add_to(workspace, library)
    before = read_if_there(path)
    layout = library_layout(before or b"")
    texts: list[bytes] = []
    taken: dict[str, Taken] = {}
    first: dict[str, Work] = {}
    found = Diagnostics()
    for one, key, by in _keyed(works, known, own or {}, name):
        if not by:
            try:
                texts.append(entry_text(entry_of(one.work, key), layout))
            except ValueError as error:
                hint = "correct it in the program that it comes from"
                message = f"'{one.work.text('title')[:60]}' cannot be an entry: {error}"
                found.add(RULES["REF030"], message, one.span, hint=hint, severity=Severity.ERROR)
                continue
        earlier = first.setdefault(key, one.work)
        if lost := ", ".join(name for name in one.work.fields if name not in earlier.fields):
            called = _called(one.work)
            message = f"'{called}' is '{key}' by its {by}; what else it has was left out: {lost}"
            hint = f"add it to '{key}' by hand if it is of the same work"
            found.add(RULES["REF030"], message, one.span, hint=hint)
        taken.setdefault(key, Taken(key, one.work.text("title"), one.span, by))
    after = apply(before or b"", append_texts(before or b"", texts, layout) if texts else ())
    return Import(tuple(taken.values()), found, path, before, after)


def _called(work: Work) -> str:
    """What a file calls a work."""
    return work.key if work.verbatim and work.key else work.text("title")[:60]


def _keyed(
    works: Sequence[Found], known: KnownWorks, own: Mapping[int, str], name: Naming
) -> Iterator[tuple[Found, str, str]]:
    """Each work with its key, and by what that was known; those of one file know each other."""
    found = [(one, *_key(one.work, known, own, name)) for one in works]
    renamed = {one.work.key: key for one, key, _ in found if one.work.verbatim and one.work.key}
    for one, key, by in found:
        if one.work.verbatim is None:
            yield one, key, by
        else:
            entry = _reparented(one.work.verbatim, renamed)
            yield replace(one, work=replace(one.work, verbatim=entry)), key, by


def _key(work: Work, known: KnownWorks, own: Mapping[int, str], name: Naming) -> tuple[str, str]:
    if key := own.get(id(work)):
        return key, "key"
    if match := known.find(work):
        return match
    key = name(work, known)
    known.add(work, key)
    return key, ""


def _reparented(entry: Verbatim, renamed: Mapping[str, str]) -> Verbatim:
    """The entry with the new keys of those that it takes fields from."""
    fields = {
        name: ",".join(renamed.get(key.strip(), key.strip()) for key in text.split(","))
        if name in ("crossref", "xdata")
        else text
        for name, text in entry.fields.items()
    }
    return Verbatim(entry.kind, fields)


def write_import(workspace: Workspace, done: Import, *, what: str) -> None:
    """Write the library, if there is anything new."""
    if done.new:
        commit(workspace, [Change(done.library, done.before, done.after)], what=what)


def _states(citations: Iterable[Citation], known: KnownWorks) -> dict[str, str]:
    """What became of each cited key: deleted only where none of its citations is left."""
    rank = {"kept": 0, "inserted": 1, "deleted": 2}
    states: dict[str, str] = {}
    for one in citations:
        match = known.find(one.work)
        key = one.key if one.key in known else match[0] if match else one.key
        if not key:
            continue  # a deleted citation of a work that no library has
        if key not in states or rank[one.state] < rank[states[key]]:
            states[key] = one.state
    return states


def _compare(workspace: Workspace, case: str, states: Mapping[str, str]) -> Compared | None:
    """The citations beside those of the journal's manuscript that is most like them."""
    now = [key for key, state in states.items() if state != "deleted"]
    best: tuple[tuple[int, bool], str, list[str]] | None = None
    for journal in file_names(workspace.build_dir / case):
        built = _built_keys(workspace.build_dir / case / journal / "references.json")
        common = len(set(built) & set(states))
        likeness = (2 * common - len(set(built) | set(states)), built == now)
        if built and (best is None or likeness > best[0]):
            best = (likeness, journal, built)
    if best is None:
        return None
    _, journal, built = best
    added = tuple(key for key in now if key not in built)
    removed = tuple(key for key in built if key not in now)
    tracked = {key: state for key, state in states.items() if state != "kept"}
    return Compared(case, journal, added, removed, tracked)


def _built_keys(path: Path) -> list[str]:
    try:
        rows = json.loads(read_if_there(path) or b"[]")
        return [row["key"] for row in rows]
    except (ValueError, KeyError, TypeError):
        return []

"""Reads BibTeX libraries: an index of all entries, and the text of the cited ones.

A library belongs to its owner: nothing here writes to it, and an entry's text is a slice of its
bytes. Only what is cited is looked into, so that one bad entry never stops a build that does not
need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from casewright.bibtex.encoding import not_utf8
from casewright.bibtex.grammar import Field, fields, is_sound, key_of, kind_of
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, Severity, Span
from casewright.model.reference import Library, LibraryEntry
from casewright.readers.bibtex_checks import check_complete, check_kind
from casewright.readers.bibtex_index import Index, Place, make_index, position, read_index
from casewright.workspace import Workspace

_BYTES = "surrogateescape"
"""How bytes that are no UTF-8 pass through text and back unchanged."""


def read_library(workspace: Workspace, files: Sequence[Path]) -> tuple[Library, Diagnostics]:
    """Find the entries of one or more .bib files; an earlier file wins.

    Broken entries, keys given twice and bytes that are not UTF-8 are warnings here: whether they
    matter is known only when an entry is cited (`cited_entries`). A missing file is an error, and
    so is a merge conflict: nobody has said yet what the library holds.
    """
    found = Diagnostics()
    indexes: list[tuple[Path, Index]] = []
    for path in files:
        label = workspace.relative(path)
        try:
            index = read_index(workspace, path)
        except OSError:
            message, hint = "the library is missing", "put it there, or correct the name"
            found.add(RULES["CASE006"], message, Span(label, 1, 1), hint=hint)
            continue
        indexes.append((path, index))
        for problem in index.problems:
            place = Span(label, problem.line, problem.column)
            rule = RULES[problem.code]
            severity = rule.severity if problem.code == "CASE017" else Severity.WARNING
            found.add(rule, problem.message, place, hint=problem.hint, severity=severity)
    _report_shared(workspace, indexes, found)
    preamble = "\n".join(index.preamble for _, index in indexes if index.preamble)
    labels = tuple(workspace.relative(path) for path, _ in indexes)
    return Library(_Entries(workspace, indexes), preamble, labels), found


def _report_shared(
    workspace: Workspace, indexes: Sequence[tuple[Path, Index]], found: Diagnostics
) -> None:
    """Keys of a library that an earlier one has too."""
    for number, (path, index) in enumerate(indexes):
        label = workspace.relative(path)
        for first_path, first in indexes[:number]:
            for key in index.shared_with(first):
                here, there = index.find(key), first.find(key)
                assert here and there
                before = f"{workspace.relative(first_path)}:{there.line}"
                message = f"'{key}' is also in {before}; that one is used"
                hint = "delete one of them, or give it a key of its own"
                place = Span(label, here.line, here.column)
                found.add(RULES["REF004"], message, place, hint=hint)


class _Entries(Mapping[str, LibraryEntry]):
    """The entries of several libraries, each read from its file when it is first asked for."""

    def __init__(self, workspace: Workspace, indexes: Sequence[tuple[Path, Index]]) -> None:
        self._workspace = workspace
        self._indexes = list(indexes)
        self._read: dict[str, LibraryEntry] = {}

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and any(index.find(key) for _, index in self._indexes)

    def __getitem__(self, key: str) -> LibraryEntry:
        if key not in self._read:
            self._read[key] = self._find(key)
        return self._read[key]

    def _find(self, key: str) -> LibraryEntry:
        for number, (path, index) in enumerate(self._indexes):
            place = index.find(key)
            data = self._slice(path, place)
            if place and not _is_entry(data, key):
                # The file changed without a new time of change, or after it was looked at.
                fresh = make_index(self._workspace.read_bytes(path))
                self._indexes[number] = (path, fresh)
                place = fresh.find(key)
                data = self._slice(path, place)
            if place:
                rival = self._indexes[number][1].rivals.get(key)
                return self._entry(path, place, data, key, rival)
        raise KeyError(key)

    def _slice(self, path: Path, place: Place | None) -> bytes:
        return self._workspace.read_slice(path, place.offset, place.length) if place else b""

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key for _, index in self._indexes for key in index))

    def __len__(self) -> int:
        return len(self._indexes[0][1]) if len(self._indexes) == 1 else sum(1 for _ in self)

    def _entry(
        self, path: Path, place: Place, data: bytes, key: str, rival: tuple[int, int] | None
    ) -> LibraryEntry:
        raw = data.decode(errors=_BYTES)
        end_line, end_column = position(data, len(data), place)
        file = self._workspace.relative(path)
        span = Span(file, place.line, place.column, end_line, end_column)
        other = Span(file, *rival) if rival else None
        return LibraryEntry(key, kind_of(data), raw, span, _parents(data), other)


def _is_entry(data: bytes, key: str) -> bool:
    return key_of(data) == key.encode(errors=_BYTES)


_PARENT_FIELDS = ("crossref", "xdata")


def _parents(raw: bytes) -> tuple[str, ...]:
    """Keys of the entries that this one takes fields from (biblatex manual, section 2.4.1.1)."""
    return tuple(
        key
        for name, value in _texts(raw)
        if name.lower() in _PARENT_FIELDS
        for key in re.split(r"\s*,\s*", " ".join(_inner(part) for part in value).strip())
        if key
    )


def _texts(raw: bytes) -> Iterator[tuple[str, list[str]]]:
    for field in fields(raw)[0]:
        parts = [part.decode(errors=_BYTES) for part in field.parts]
        yield field.name.decode(errors=_BYTES).strip(), parts


def _inner(part: str) -> str:
    return part[1:-1] if part[:1] in ("{", '"') else part


def cited_entries(
    library: Library, keys: Iterable[str], *, warned: Iterable[Diagnostic] = ()
) -> tuple[str, Diagnostics]:
    """The cited entries as well-formed BibTeX, with what they need.

    These are `@string` and `@preamble`, and the entries that they refer to by `crossref` and
    `xdata`. The order is the one given; keys that are not in the library are left out.

    What was a warning for the library is an error for a cited entry: give the findings of
    `read_library` as `warned`, and the result holds them with those replaced that became errors.
    """
    found = Diagnostics()
    cited = {key: library.entries[key] for key in dict.fromkeys(keys) if key in library}
    circular: set[str] = set()
    needed = _with_parents(library, cited, found)
    for circle in _circles(needed):
        _report_circle(circle, needed[circle[0]], found)
        circular.update(circle)
    known = _abbreviations(library)
    clean = {key: one for key, entry in needed.items() if (one := _clean(entry, known, found))}
    warned = tuple(warned)
    unmerged = {one.span.file for one in warned if one.rule.code == "CASE017" and one.span}
    for entry in needed.values():
        if entry.rival and entry.rival.file not in unmerged:
            _report_rival(entry, entry.rival, found)
    for key, entry in cited.items():
        if fields := _with_inherited(key, needed, clean):
            check_complete(entry, entry.raw.encode(errors=_BYTES), fields, found)
    preamble = [library.preamble] if library.preamble else []
    conflicts = {one.span for one in warned if one.rule.code == "CASE017"}
    places = {finding.span for finding in found} - conflicts
    merged = Diagnostics(finding for finding in warned if finding.span not in places)
    merged.extend(finding for finding in found if finding.span not in conflicts)
    # pandoc would go round such a circle until its memory is full
    texts = [one.text for key, one in clean.items() if key not in circular]
    return "\n".join([*preamble, *texts]), merged


def _report_rival(entry: LibraryEntry, rival: Span, found: Diagnostics) -> None:
    """Which of the two is meant nobody can know: git leaves both where two people added one."""
    message = f"the cited entry '{entry.key}' is here for a second time and says something else"
    hint = (
        f"compare it with the one in line {entry.span.line}: keep the right one, or give the other "
        "a key of its own"
    )
    found.add(RULES["REF033"], message, rival, hint=hint)


def _with_parents(
    library: Library, cited: Mapping[str, LibraryEntry], found: Diagnostics
) -> dict[str, LibraryEntry]:
    """The cited entries, then all that they refer to."""
    needed = dict(cited)
    waiting = list(cited.values())
    while waiting:
        entry = waiting.pop(0)
        for parent in entry.parents:
            if parent not in library:
                message = f"'{entry.key}' refers to '{parent}', which is not in the library"
                alike = [key for key in library if key.casefold() == parent.casefold()]
                hint = "add that entry, or delete the field 'crossref' or 'xdata'"
                hint = f"did you mean '{alike[0]}'?" if alike else hint
                place = _place_of_parent(entry, parent)
                found.add(RULES["REF014"], message, place, hint=hint)
            elif parent not in needed:
                needed[parent] = library.entries[parent]
                waiting.append(needed[parent])
    return needed


def _place_of_parent(entry: LibraryEntry, parent: str) -> Span:
    """Where an entry names one that it refers to."""
    raw = entry.raw.encode(errors=_BYTES)
    for field in fields(raw)[0]:
        at = raw.find(parent.encode(errors=_BYTES), field.value, field.end)
        if at >= 0 and field.name.decode(errors=_BYTES).lower() in _PARENT_FIELDS:
            return _within(entry, raw, at)
    return entry.span


def _within(entry: LibraryEntry, raw: bytes, offset: int) -> Span:
    """A place in an entry, by its bytes."""
    start = Place(0, len(raw), entry.span.line, entry.span.column)
    return Span(entry.span.file, *position(raw, offset, start))


def _circles(needed: Mapping[str, LibraryEntry]) -> Iterator[list[str]]:
    """Each circle of references once, from the first of its entries on."""
    done: set[str] = set()
    for start in needed:
        trail: dict[str, Iterator[str]] = {}
        key: str | None = start if start not in done else None
        while key is not None:
            if key not in trail:
                trail[key] = iter(needed[key].parents)
            parent = next((one for one in trail[key] if one in needed and one not in done), None)
            if parent is None:
                done.add(key)
                del trail[key]
                key = next(reversed(trail), None)
            elif parent in trail:
                way = list(trail)
                yield way[way.index(parent) :]
            else:
                key = parent


def _report_circle(circle: Sequence[str], first: LibraryEntry, found: Diagnostics) -> None:
    shown = circle if len(circle) <= 8 else [*circle[:4], "…", *circle[-2:]]
    message = f"these entries refer to each other: {' → '.join([*shown, circle[0]])}"
    found.add(RULES["REF005"], message, first.span, hint="delete one 'crossref' or 'xdata'")


_PANDOC_KEY = re.compile(r"[\w.:;?!`'()$/*@+=\-\[\]&]+")
_PANDOC_NAME = re.compile(r"[\w:+-]+")
_PANDOC_BARE = re.compile(r"\w+")
"""What pandoc's reader (3.9) takes for a key, a field name and a bare word."""


_MONTHS = frozenset(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"))


def _abbreviations(library: Library) -> frozenset[str]:
    """Names that a value may use without braces."""
    names = re.findall(r"@string\{\s*([^\s=]+)\s*=", library.preamble)
    return _MONTHS.union(name.lower() for name in names)


def _check_field(
    entry: LibraryEntry, raw: bytes, field: Field, known: Set[str], found: Diagnostics
) -> None:
    """A word that stands for nothing would be printed as it is."""
    name = field.name.decode(errors=_BYTES)
    for part in (part.decode(errors=_BYTES) for part in field.parts):
        plain = part[:1] not in ("{", '"') and not re.search(r"\d", part)
        if plain and part.lower() not in known and name.lower() not in ("month", "langid"):
            message = f"'{name}' of '{entry.key}' is the word {part}, which no @string defines"
            hint = f"write {{{part}}} for the word itself, or define it: @string{{{part} = {{…}}}}"
            found.add(RULES["REF002"], message, _within(entry, raw, field.value), hint=hint)


@dataclass(frozen=True, slots=True)
class _Clean:
    """An entry in a form that any reader of BibTeX takes."""

    text: str
    fields: Mapping[str, str]
    """By name in lower case, each with its value in braces or quotes."""


def _with_inherited(
    key: str, needed: Mapping[str, LibraryEntry], clean: Mapping[str, _Clean]
) -> list[Mapping[str, str]]:
    """The fields of an entry, then those of all that it refers to.

    Nothing where one of these is missing, broken or the entry itself: that is reported elsewhere.
    """
    lineage = {key: None}
    waiting = [key]
    for name in waiting:
        if name not in clean or key in needed[name].parents:
            return []
        waiting += [parent for parent in needed[name].parents if parent not in lineage]
        lineage |= dict.fromkeys(needed[name].parents)
    return [clean[name].fields for name in lineage]


def _clean(entry: LibraryEntry, known: Set[str], found: Diagnostics) -> _Clean | None:
    """The entry in a form that any reader of BibTeX takes; None, and a finding, if it is broken."""
    raw = entry.raw.encode(errors=_BYTES)
    fault = _fault(entry, raw)
    if fault:
        code, offset, message, hint = fault
        text = f"the cited entry '{entry.key}' is broken: {message}"
        found.add(RULES[code], text, _within(entry, raw, offset), hint=hint)
        return None
    given: dict[str, str] = {}
    for field in fields(raw)[0]:
        name = field.name.decode(errors=_BYTES)
        parts = [part.decode(errors=_BYTES) for part in field.parts]
        if name.lower() in given:
            message = f"'{entry.key}' has '{name}' twice; the first is used"
            place = _within(entry, raw, field.start)
            found.add(RULES["REF002"], message, place, hint="delete one of them")
        _check_field(entry, raw, field, known, found)
        given.setdefault(name.lower(), " # ".join(_clean_part(part) for part in parts))
    lines = [f"  {name} = {value}" for name, value in given.items() if _PANDOC_NAME.fullmatch(name)]
    if not lines:
        message = f"the cited entry '{entry.key}' has no fields"
        hint = "add its title, author and year; PubMed's 'Cite' gives the data"
        found.add(RULES["REF003"], message, entry.span, hint=hint)
        return None
    check_kind(entry, raw, found)
    kind = entry.kind if entry.kind.isalpha() else "misc"
    return _Clean(",\n".join([f"@{kind}{{{entry.key}", *lines]) + ",\n}\n", given)


def _fault(entry: LibraryEntry, raw: bytes) -> tuple[str, int, str, str] | None:
    """Rule, offset, message and hint of what makes an entry unusable."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        byte = raw[error.start : error.start + 1]
        message = not_utf8(byte)
        hint = "save the library as UTF-8, or let `casewright refs fix --all` convert it"
        return "CASE013", error.start, message, hint
    fault = fields(raw)[1]
    if fault:
        return "REF003", fault.offset, fault.message, fault.hint
    if not is_sound(raw):
        return "REF003", 0, "its braces do not match", "count its '{' and '}'"
    if not _PANDOC_KEY.fullmatch(entry.key):
        sign = _PANDOC_KEY.sub("", entry.key)[0]
        hint = "use letters, digits, '-', '_' and ':' in keys"
        return "REF003", 0, f"the key holds '{sign}', which BibTeX does not take", hint
    return None


def _clean_part(part: str) -> str:
    part = part.replace("\r\n", "\n").replace("\r", "\n")
    bare = part[:1] not in ("{", '"')
    return f"{{{part}}}" if bare and not _PANDOC_BARE.fullmatch(part) else part

"""What files and folders tell of people when they are handed on, as supplementary data or else."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from casewright.bibtex.encoding import from_windows
from casewright.bibtex.entries import BYTES, Entry, read_entries
from casewright.bibtex.own_notes import own_notes
from casewright.bibtex.works import names
from casewright.catalogue import RULES
from casewright.diagnostics import PRIVATE, CannotRun, Diagnostic, Diagnostics, Severity, Span
from casewright.inspecting import NO_READERS, Readers, content_of, inspect_files
from casewright.policy import Policy
from casewright.readers.text import Places
from casewright.rules.figure_traces import told_by_name
from casewright.rules.shared import (
    Region,
    check_shared_text,
    markdown_regions,
    persons_in,
    yaml_regions,
)
from casewright.workspace import Workspace, is_folder, read_if_there, walk

_MOST = 5_000_000
_HEAD = 8192
_WRITTEN = frozenset({".md", ".txt", ".csv", ".tsv", ".rst", ".tex", ".qmd"})
"""Texts that people write; in others, such as JSON and HTML, only paths are looked for."""
_FONTS = frozenset({".ttf", ".otf", ".woff", ".woff2"})
_FEW = 5
_CONSENT = re.compile(r"consent|einwilligung|consentimiento|consenso", re.IGNORECASE)
_LEAVE = "leave it out of what is shared"
_NOBODY: frozenset[str] = frozenset()


def inspect_paths(paths: Sequence[Path], *, read: Readers = NO_READERS) -> Diagnostics:
    """What files and folders tell; with `read`, also by the text in pictures and of PDFs.

    What the workspace accepts and how much rules matter in it counts here, too. Raises `CannotRun`
    for a file that cannot be looked into.
    """
    found = Diagnostics()
    for path in paths:
        if is_folder(path):
            found.extend(_judged(path, _folder(path, read)))
        elif (text := _Text.of(path)) is not None:
            found.extend(_judged(path.parent, text.check(text.persons(_NOBODY), _NOBODY)))
        else:
            found.extend(inspect_files([path], read=read))
    return found


@functools.lru_cache(maxsize=4)
def text_of(file: str) -> str | None:
    """The text that a place in a finding is about."""
    data = read_if_there(Path(file))
    return None if data is None else _decoded(data)


def _folder(folder: Path, read: Readers) -> Diagnostics:
    """A name that is one by its title in one file is looked for in all others."""
    files, hidden = walk(folder)
    found = Diagnostics(one for name in hidden for one in _of_hidden(folder / name))
    texts: list[_Text] = []
    others: list[Path] = []
    for path in (folder / name for name in files):
        if path.name.endswith(PRIVATE):
            found.extend(_said(path, "it holds what must not leave your computer", _LEAVE))
        elif (text := _text_if_any(path)) is not None:
            texts.append(text)
        elif path.suffix.lower() not in _FONTS:
            others.append(path)
    known = frozenset(name for one in texts for name in one.cited())
    named = frozenset(name for one in texts for name in one.persons(known))
    for one in texts:
        found.extend(one.check(named, known))
    closed: list[Path] = []
    for path in others:
        try:
            found.extend(_finished(path, named, read))
        except CannotRun:
            closed.append(path)
    found.extend(_of_no_kind(closed))
    return found


def _text_if_any(path: Path) -> _Text | None:
    """None, too, for a link that leads nowhere and for what may not be read."""
    try:
        return _Text.of(path)
    except CannotRun:
        return None


@dataclass(frozen=True, slots=True)
class _Text:
    """A text file, and what of it people wrote for themselves or of a patient."""

    path: Path
    text: str
    regions: tuple[Region, ...]

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """None for a file that is no text, or longer than anybody writes."""
        data = content_of(path)
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        svg_or_pdf = path.suffix.lower() == ".svg" or data.startswith(b"%PDF")
        if len(data) > _MOST or svg_or_pdf or (b"\0" in data[:_HEAD] and not wide):
            return None
        text = _decoded(data)
        return cls(path, text, _regions(path, text))

    def cited(self) -> Iterator[str]:
        """Words in the names of the authors of works, of whom texts speak."""
        if self.path.suffix.lower() == ".bib":
            for entry in read_entries(self.text.encode(errors=BYTES)):
                yield from _families(entry)

    def persons(self, known: frozenset[str]) -> frozenset[str]:
        """The words in the names of people, but for those `known` not to be patients."""
        return persons_in(self.text, self.regions, known)

    def check(self, named: frozenset[str], known: frozenset[str]) -> Diagnostics:
        """What it tells."""
        place = Places(self.text, str(self.path)).span
        found = check_shared_text(self.text, self.regions, place, known=known, named=named)
        return Diagnostics(found)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return from_windows(data)


def _regions(path: Path, text: str) -> tuple[Region, ...]:
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return yaml_regions(text, values="cases" in path.resolve().parts)
    if suffix == ".bib":
        return own_notes(text.encode(errors=BYTES))
    return markdown_regions(text) if suffix in _WRITTEN else ()


def _families(entry: Entry) -> Iterator[str]:
    for field in (*entry.named("author"), *entry.named("editor")):
        for person in names(" ".join(part.strip('{}"') for part in field.parts)):
            yield from re.findall(r"[\w'-]+", person.family)


def _of_hidden(path: Path) -> Diagnostics:
    if path.name == ".git":
        says = "its history keeps what was deleted from the files, and who changed them"
        return _told(f"{path}: {says}", None, "share a copy without it: `git archive` makes one")
    return _told(f"{path}: it was not looked into", None, _LEAVE, usual=True)


def _finished(path: Path, named: frozenset[str], read: Readers) -> Diagnostics:
    found = inspect_files([path], read=read)
    if _CONSENT.search(path.name):
        says = "it may be a signed form of consent, which names the patient"
        found.extend(_said(path, says, "keep it with the records of the patient, and not here"))
    if told := _told_by_name(path, named):
        rule = RULES["PRV018"]
        message = f"the name of '{path.name}' holds {told}"
        found.add(rule, message, Span(str(path), 1, 1), hint="rename it after what it shows")
    return found


def _of_no_kind(paths: Sequence[Path]) -> Diagnostics:
    if not paths:
        return Diagnostics()
    shown = ", ".join(str(one) for one in paths[:_FEW])
    more = f" and {len(paths) - _FEW} more" if len(paths) > _FEW else ""
    files = "1 file is" if len(paths) == 1 else f"{len(paths)} files are"
    says = f"{files} of a kind that cannot be looked into: {shown}{more}"
    return _told(says, None, "look at them yourself, or leave them out", usual=True)


def _told_by_name(path: Path, named: frozenset[str]) -> str | None:
    words = re.findall(r"[^\W\d_]+", path.stem.casefold())
    if {name.casefold() for name in named}.intersection(words):
        return "the name of a person"
    return told_by_name(path.name)


def _said(path: Path, says: str, remedy: str, *, usual: bool = False) -> Diagnostics:
    return _told(f"{path.name}: {says}", Span(str(path), 1, 1), remedy, usual=usual)


def _told(message: str, span: Span | None, remedy: str, *, usual: bool = False) -> Diagnostics:
    found, rule = Diagnostics(), RULES["PRV019"]
    severity = Severity.NOTE if usual else rule.severity
    found.add(rule, message, span, hint=remedy, severity=severity)
    return found


def _judged(folder: Path, found: Diagnostics) -> Diagnostics:
    """The findings as the policy of the workspace has them, under the names that were given."""
    above = (folder.resolve(), *folder.resolve().parents)
    root = next((one for one in above if is_folder(one / "cases")), above[0])
    workspace = Workspace.open(root)
    given = {one.span.file for one in found if one.span}
    inside = {name: workspace.relative(Path(name)) for name in given}
    judged = Diagnostics(_moved(one, inside) for one in found)
    Policy.open(workspace).apply(judged)
    shown = {name: file for file, name in inside.items()}
    return Diagnostics(_moved(one, shown) for one in judged)


def _moved(one: Diagnostic, to: Mapping[str, str]) -> Diagnostic:
    span = one.span
    if span is None or span.file not in to:
        return one
    return replace(one, span=replace(span, file=to[span.file]))

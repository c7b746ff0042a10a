"""Keys that change everywhere at once: in the libraries, the cases, their prose and the drafts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casewright.bibtex.editing import (
    Splice,
    apply,
    remove_entry,
    rename_entry,
    set_field,
)
from casewright.bibtex.entries import BYTES, Entry, joined, read_entries
from casewright.bibtex.identifiers import bare_doi
from casewright.bibtex.source import Source
from casewright.diagnostics import PRIVATE, CannotRun, suggest
from casewright.edits import FixedFile
from casewright.history import Change, commit
from casewright.refs_known import all_libraries
from casewright.workspace import Workspace, read_if_there, tree_names

CITABLE = re.compile(r"\w(?:[:.#$%&+?<>~/-]?\w)*")
"""A key as pandoc reads it after an @."""
_KEYS = frozenset({"crossref", "xdata", "related", "relatedof", "entryset"})
"""Fields that hold keys of other entries."""


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """The files that a change of keys changes; nothing is written yet."""

    files: tuple[FixedFile, ...]
    notes: tuple[str, ...] = ()
    """What somebody should look at."""


def rename(workspace: Workspace, old: str, new: str) -> Rekeyed:
    """Give the entry `old` the key `new`, and cite it by that.

    Raises `CannotRun` when there is no such entry, or `new` cannot be a key or is one already.
    """
    sources = all_libraries(workspace)
    keys = [entry.key for source in sources for entry in source.entries]
    _must_be_there(old, keys)
    if not CITABLE.fullmatch(new):
        hint = "write letters and digits, such as koh2007pancreatic"
        raise CannotRun(f"'{new}' cannot be cited as a key", hint=hint)
    if new in keys:
        hint = f"`casewright refs merge {new} {old}` makes one work of the two"
        raise CannotRun(f"there is an entry '{new}' already", hint=hint)
    for about in sorted((workspace.root / "drafts").glob("*/*/draft.json")):
        if new in _keys_of(about.parent):
            name = workspace.relative(about.parent)
            raise CannotRun(f"{name} has another work called '{new}'", hint="choose another key")
    changed = []
    for source in sources:
        splices: list[Splice] = []
        for entry in source.entries:
            splices += rename_entry(entry, new) if entry.key == old else ()
            splices += _relinked(entry, old, new)
        changed.append((source, splices))
    return Rekeyed((*_libraries(changed), *_texts(workspace, old, new)))


def merge(workspace: Workspace, kept: str, gone: str) -> Rekeyed:
    """Make one work of two entries: `kept` gets the fields that only `gone` has, and its citations.

    Raises `CannotRun` when one of them is missing.
    """
    sources = all_libraries(workspace)
    keys = [entry.key for source in sources for entry in source.entries]
    _must_be_there(kept, keys)
    _must_be_there(gone, keys)
    if kept == gone:
        raise CannotRun(f"'{kept}' is one entry already")
    home = next(s for s in sources if any(entry.key == kept for entry in s.entries))
    target = next(entry for entry in home.entries if entry.key == kept)
    other = next((s, e) for s in sources for e in s.entries if e.key == gone)
    given, notes = _lacking(home, target, *other)
    changed = []
    for source in sources:
        splices: list[Splice] = []
        for entry in source.entries:
            splices += remove_entry(source.data, entry) if entry.key == gone else ()
            splices += _relinked(entry, gone, kept) if entry.key != gone else ()
        changed.append((source, splices))
    files = [one for one in _libraries(changed) if one.file != home.file]
    data = apply(home.data, next(splices for source, splices in changed if source is home))
    for name, text in given.items():
        now = Source.of(home.file, data)
        entry = next(entry for entry in now.entries if entry.key == kept)
        data = apply(data, set_field(data, entry, name, text))
    mended = FixedFile(home.file, home.data, data, ())
    texts = _texts(workspace, gone, kept)
    return Rekeyed((*([mended] if data != home.data else []), *files, *texts), tuple(notes))


def _lacking(
    home: Source, target: Entry, source: Source, entry: Entry
) -> tuple[dict[str, str], list[str]]:
    """The fields that only the second entry has, and what the two say differently."""
    mine = {one.name.lower(): joined(one.parts, home.strings) for one in target.fields}
    given: dict[str, str] = {}
    notes = []
    for one in entry.fields:
        name, text = one.name.lower(), joined(one.parts, source.strings)
        if name not in mine:
            given.setdefault(one.name, text)
        elif _plain(mine[name]) != _plain(text) and not _one_doi(name, mine[name], text):
            notes.append(
                f"{name}: '{_plain(mine[name])}' of '{target.key}' is kept; "
                f"'{entry.key}' had '{_plain(text)}'"
            )
    return given, notes


def _one_doi(name: str, mine: str, text: str) -> bool:
    return name == "doi" and bare_doi(mine).casefold() == bare_doi(text).casefold()


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[{}]", "", text).split())


def write(workspace: Workspace, done: Rekeyed, *, what: str) -> None:
    """Write all files or none; raises `CannotRun` when one was changed meanwhile."""
    changes = [Change(workspace.root / one.file, one.before, one.after) for one in done.files]
    if changes:
        commit(workspace, changes, what=what)


def _must_be_there(key: str, keys: list[str]) -> None:
    if key not in keys:
        hint = suggest(key, sorted(set(keys)), otherwise="`casewright refs check` lists the keys")
        raise CannotRun(f"no library has an entry '{key}'", hint=hint)


def _relinked(entry: Entry, old: str, new: str) -> Iterator[Splice]:
    """The fields that name another entry."""
    for field in entry.fields:
        if field.name.lower() not in _KEYS or len(field.parts) != 1:
            continue
        part = field.parts[0]
        pattern = rf"(?<![^\s,{{\"]){re.escape(old)}(?![^\s,}}\"])"
        renamed = re.sub(pattern, lambda _: new, part)
        if renamed != part:
            yield Splice(field.value, field.end, renamed.encode(errors=BYTES))


def _libraries(changed: list[tuple[Source, list[Splice]]]) -> Iterator[FixedFile]:
    for source, splices in changed:
        if splices:
            yield FixedFile(source.file, source.data, apply(source.data, splices), ())


def _texts(workspace: Workspace, old: str, new: str) -> Iterator[FixedFile]:
    """Every case with its prose, and every draft with its list of hashes."""
    for path in _below(workspace, "cases"):
        before = workspace.read_bytes(path)
        after = recited(before, old, new, yaml=path.suffix == ".yaml")
        if after != before:
            yield FixedFile(workspace.relative(path), before, after, ())
    for about in sorted((workspace.root / "drafts").glob("*/*/draft.json")):
        yield from _draft(workspace, about, old, new)


def _below(workspace: Workspace, name: str) -> Iterator[Path]:
    folder = workspace.root / name
    for path in tree_names(folder) if folder.is_dir() else ():
        if path.endswith((".yaml", ".md")) and not path.endswith(PRIVATE):
            whole = folder / path
            if whole.resolve().is_relative_to(workspace.root):
                yield whole


def _draft(workspace: Workspace, about: Path, old: str, new: str) -> Iterator[FixedFile]:
    """The copies of a draft that name the key, and the list of their hashes."""
    before = after = workspace.read_bytes(about)
    folder = about.parent
    # one that cites both works goes on saying so: that is how it was submitted
    apart = new in _keys_of(folder)
    for name in tree_names(folder):
        path = folder / name
        data = workspace.read_bytes(path)
        if name.startswith("case/") and name.endswith((".yaml", ".md")):
            renamed = recited(data, old, new, yaml=name.endswith(".yaml"))
        elif apart:
            continue
        elif name == "references.bib":
            source = Source.of(name, data)
            mine = (entry for entry in source.entries if entry.key == old)
            renamed = apply(data, [one for entry in mine for one in rename_entry(entry, new)])
        elif name == "outputs/references.json":
            quoted = [json.dumps(key, ensure_ascii=False) for key in (old, new)]
            renamed = _requoted(data, *quoted)
        else:
            continue
        if renamed != data:
            digests = [hashlib.sha256(one).hexdigest().encode() for one in (data, renamed)]
            after = after.replace(digests[0], digests[1])
            yield FixedFile(workspace.relative(path), data, renamed, ())
    if after != before:
        yield FixedFile(workspace.relative(about), before, after, ())


def _keys_of(draft: Path) -> set[str]:
    """The keys of the entries that a draft has copies of."""
    data = read_if_there(draft / "references.bib") or b""
    return {entry.key for entry in read_entries(data)}


def _requoted(data: bytes, old: str, new: str) -> bytes:
    """The rows of references.json with the new key; both keys come with their quotes."""
    pattern = rb'("(?:key|id)": *)' + re.escape(old.encode())
    return re.sub(pattern, lambda match: match[1] + new.encode(), data)


_CODE_BLOCK = (
    rb"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?s:.*?)(?:^[ \t]*(?P=fence)[`~]*[ \t\r]*$|\Z)"
)
_CODE = rb"(?P<ticks>`+)(?!`)(?:[^\n]|\n(?!\s*\n))+?(?<!`)(?P=ticks)(?!`)"
_CODE_ON_LINE = rb"(?P<ticks>`+)(?!`)[^\n]+?(?<!`)(?P=ticks)(?!`)"


def recited(data: bytes, old: str, new: str, *, yaml: bool) -> bytes:
    """A text that cites by another key: every `@old` and, in a case file, every `cite: old`.

    Code, addresses of mail and longer keys stay as they are. Markers that come to name one work
    twice name it once.
    """
    text = data.decode(errors=BYTES)
    code = (_CODE_ON_LINE if yaml else _CODE).decode()
    key = re.escape(old)
    pattern = re.compile(
        rf"{_CODE_BLOCK.decode()}|{code}|\\.|(?<![^\W_])(?<!_)@(?:\{{(?P<braced>{key})\}}|"
        rf"(?P<bare>{key})(?![:.#$%&+?<>~/-]?\w))",
        re.M,
    )

    def change(match: re.Match[str]) -> str:
        if match["braced"] is not None:
            return f"@{{{new}}}"
        return match[0] if match["bare"] is None else f"@{new}"

    changed = pattern.sub(change, text)
    if yaml:
        cite = rf"(?<![\w-])(cite:[ \t]+)(['\"]?){key}\2(?=[ \t]*(?:[,}}#\r\n]|\Z))"
        changed = re.sub(cite, lambda match: f"{match[1]}{match[2]}{new}{match[2]}", changed)
    if changed != text:
        changed = _once(changed, new)
    return changed.encode(errors=BYTES)


def _once(text: str, key: str) -> str:
    """Take out the second of two equal citations in one pair of brackets."""
    plain = re.compile(rf"\s*@{re.escape(key)}\s*")

    def change(match: re.Match[str]) -> str:
        parts = match[1].split(";")
        mine = [at for at, part in enumerate(parts) if plain.fullmatch(part)]
        kept = [part for at, part in enumerate(parts) if at not in mine[1:]]
        return f"[{';'.join(kept)}]" if len(mine) > 1 else match[0]

    return re.sub(r"\[([^\[\]]*@[^\[\]]*)\]", change, text)

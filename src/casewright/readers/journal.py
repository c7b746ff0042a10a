"""Reads a journal's profile and the profiles that it extends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span, suggest
from casewright.model.journal import Journal
from casewright.model.profile import DEFAULT, GENERAL_KNOWLEDGE
from casewright.readers.validation import validate
from casewright.readers.yaml_file import KEY, YamlFile
from casewright.readers.yaml_kept import Store, read_kept, read_shipped
from casewright.workspace import OutsideWorkspace, Workspace, packaged_templates

_FEW = 8
"""As many names are worth reading in a hint."""
_OWN = ("id", "extends", "title")
"""Keys that are not handed down."""
_NAMES = ("issn_print", "issn_electronic", "nlm_abbreviation")
"""What `identity` says of one journal alone, and does not hand down either."""
_GROUPS = frozenset(Journal.model_fields) - {"sources", "remarks", "severities"}


def read_journal(
    workspace: Workspace, name: str, *, store: Store | None = None
) -> tuple[Journal | None, Diagnostics]:
    """Read the profile of the journal called `name` from the template path.

    A profile may extend another one (`extends: _shared`), which may extend a third: mappings are
    merged key by key, everything else is replaced. Every rule keeps the place it was read from.
    `store` saves parsing a file that was parsed before.
    """
    found = Diagnostics()
    files = _lineage(workspace, name, found, store)
    if not files:
        return None, found
    merged = files[-1]
    for child in reversed(files[:-1]):
        merged = merge(merged, child)
    data = merged.data
    own = files[0]
    if isinstance(data, dict) and isinstance(data.get("id"), str) and data["id"] != name:
        message = f"the id is '{data['id']}', but the folder is called '{name}'"
        found.add(RULES["CASE003"], message, own.place("id"), hint=f"write 'id: {name}'")
    said = {name for file in files[:-1] for name in _say_unsourced(file, found)}
    journal = validate(Journal, _sourced(merged, said), found)
    if journal is None or found.failed:
        return None, found
    _say_unknown_sources(journal, merged, found)
    journal._file = own.file
    journal._folders = tuple(file.file.split("/")[-2] for file in files)
    journal._places = merged.places
    return journal, found


def _lineage(
    workspace: Workspace, name: str, found: Diagnostics, store: Store | None
) -> list[YamlFile]:
    """The journal's file and those it extends, the journal's own first; none if one is unusable."""
    files: list[YamlFile] = []
    names: list[str] = []
    place: Span | None = None
    while True:
        names.append(name)
        file = _read(workspace, name, place, found, store)
        if file is None:
            return []
        files.append(file)
        parent = file.data.get("extends") if isinstance(file.data, dict) else None
        if not isinstance(parent, str):
            return files
        name, place = parent, file.place("extends")
        if name in names:
            circle = " → ".join([*names[names.index(name) :], name])
            message = f"these profiles extend each other: {circle}"
            found.add(RULES["CASE003"], message, place, hint="remove one 'extends'")
            return []


def _read(
    workspace: Workspace,
    name: str,
    place: Span | None,
    found: Diagnostics,
    store: Store | None,
) -> YamlFile | None:
    """One profile; `place` is where it is named, nothing for the name on the command line."""
    there = None
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", name):
        try:
            there = workspace.read_template(f"{name}/journal.yaml")
        except OutsideWorkspace:
            message = f"the profile '{name}' is a link that leads out of the templates"
            found.add(RULES["CASE010"], message, place, hint="copy the folder instead")
            return None
    if there is None:
        known = workspace.profiles() if place else workspace.journals()
        what = "profile" if place else "journal"
        every = f"the {what}s are {', '.join(known)}"
        some = "`casewright journals list` shows them"
        hint = suggest(name, known, otherwise=every if len(known) <= _FEW else some)
        found.add(RULES["CASE006"], f"there is no {what} '{name}'", place, hint=hint)
        return None
    path, data = there
    label = workspace.relative(path)
    if path.is_relative_to(packaged_templates()):
        file, problems = read_shipped(data, label, f"{name}.journal")
    else:
        file, problems = read_kept(data, label, store)
    found.extend(problems)
    return file


def _say_unsourced(file: YamlFile, found: Diagnostics) -> Iterator[str]:
    """Every group of rules says where it was read, also one that changes a rule of its parent.

    Gives the names of those that do not.
    """
    if not isinstance(file.data, dict):
        return
    for name, group in file.data.items():
        if name not in _GROUPS or not isinstance(group, dict) or "source" in group:
            continue
        yield name
        found.add(
            RULES["CASE004"],
            f"'{name}' does not say where its rules were read",
            file.place(name),
            hint="add 'source', 'as_of' and 'verified'; 'source: [general-knowledge]', "
            "'verified: false' for what nobody has looked up",
        )


def _sourced(file: YamlFile, said: set[str]) -> YamlFile:
    """The profile with a source for the groups of which it was `said` that they lack one."""
    if not isinstance(file.data, dict):
        return file
    unknown: dict[str, Any] = {"source": (GENERAL_KNOWLEDGE,), "as_of": "?", "verified": False}
    data: dict[str, Any] = {
        name: {**unknown, **group} if name in said and isinstance(group, dict) else group
        for name, group in file.data.items()
    }
    return replace(file, data=data)


def _say_unknown_sources(journal: Journal, file: YamlFile, found: Diagnostics) -> None:
    known = (*journal.sources, GENERAL_KNOWLEDGE, DEFAULT)
    for name, group in journal.groups().items():
        each = {name: group, **{f"{name}.rules.{rule}": at for rule, at in group.rules.items()}}
        for path, one in each.items():
            for source in one.source:
                if source not in known:
                    found.add(
                        RULES["CASE003"],
                        f"there is no source '{source}'",
                        file.place(f"{path}.source"),
                        hint=suggest(source, known, otherwise="describe it under 'sources'"),
                    )


_OF_THE_SOURCE = frozenset({"source", "as_of", "verified", "confidence", "note", "rules"})


def merge(parent: YamlFile, child: YamlFile) -> YamlFile:
    """What `child` says, and what it leaves to `parent`.

    Mappings are merged key by key; a value or a list of the child replaces that of the parent.
    """
    if not isinstance(parent.data, dict) or not isinstance(child.data, dict):
        return child
    kept = {key: value for key, value in parent.data.items() if key not in _OWN}
    identity = kept.get("identity")
    if isinstance(identity, dict):
        kept["identity"] = {key: value for key, value in identity.items() if key not in _NAMES}
    places = dict(child.places)
    data = _merged(kept, child.data, "", parent.places, places)
    return replace(child, data=data, places=places, lines={})


def _merged(
    parent: Mapping[str, Any],
    child: Mapping[str, Any],
    path: str,
    given: Mapping[str, Span],
    places: dict[str, Span],
) -> dict[str, Any]:
    result = dict(child)
    if "source" in child and "source" in parent:
        result["rules"] = _told_elsewhere(parent, child)
        parent = {key: value for key, value in parent.items() if key not in _OF_THE_SOURCE}
    for key, value in parent.items():
        inner = f"{path}.{key}" if path else key
        theirs = child.get(key)
        if key not in child:
            result[key] = value
            _copy_places(value, inner, given, places)
        elif isinstance(value, dict) and isinstance(theirs, dict):
            result[key] = _merged(value, theirs, inner, given, places)
    return result


def _told_elsewhere(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """The provenance of single rules: what the child leaves to its parent was read there."""
    of_parent = {key: parent[key] for key in _OF_THE_SOURCE - {"rules"} if key in parent}
    own, theirs = (one.get("rules") or {} for one in (child, parent))
    left = parent.keys() - child.keys() - _OF_THE_SOURCE
    return {**{key: theirs.get(key, of_parent) for key in sorted(left)}, **own}


def _copy_places(value: Any, path: str, given: Mapping[str, Span], places: dict[str, Span]) -> None:
    for one in (path, path + KEY):
        if one in given:
            places[one] = given[one]
    if isinstance(value, dict):
        for key, inner in value.items():
            _copy_places(inner, f"{path}.{key}", given, places)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            _copy_places(inner, f"{path}.{number}", given, places)

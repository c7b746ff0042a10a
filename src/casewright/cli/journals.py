"""The commands that show what can be known before writing: journals and schema."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from casewright.cli.places import find_journals, open_workspace
from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun, Diagnostics
from casewright.model.declare import BaseModel
from casewright.model.journal import Citations, Journal
from casewright.model.profile import Group, Provenance
from casewright.readers.journal import read_journal
from casewright.report import paint, render_text
from casewright.schema import json_schema
from casewright.workspace import Workspace, packaged_templates


def journals(args: Namespace, terminal: Terminal) -> int:
    """List the journals, or show one."""
    workspace = _workspace(args.workspace)
    if args.action == "show":
        return _show(args, terminal, workspace)
    read = [(name, read_journal(workspace, name)) for name in workspace.journals()]
    if args.json:
        rows = [{"id": name, "title": journal and journal.title} for name, (journal, _) in read]
        terminal.print_json(rows)
    else:
        width = max((len(name) for name, _ in read), default=0)
        for name, (journal, _) in read:
            terminal.print(f"{name:<{width}}  {journal.title if journal else 'cannot be read'}")
    return _findings([found for _, (_, found) in read], terminal)


def schema(args: Namespace, terminal: Terminal) -> int:
    """Print a JSON Schema, or the page about it."""
    if args.markdown:
        from casewright.schema_page import schema_page

        terminal.print(schema_page(args.kind).rstrip("\n"))
    else:
        terminal.print_json(json_schema(args.kind))
    return 0


def _workspace(directory: str | None) -> Workspace:
    """The workspace if there is one, for journals of its own; else only the shipped ones."""
    try:
        return open_workspace(directory)
    except CannotRun:
        if directory is not None:
            raise
        return Workspace.open(packaged_templates())


def _show(args: Namespace, terminal: Terminal, workspace: Workspace) -> int:
    (name,) = find_journals(workspace, [args.journal])
    journal, found = read_journal(workspace, name)
    if journal and args.json:
        terminal.print_json(journal.model_dump(mode="json"))
    elif journal:
        colour = terminal.colour_of_output()
        for line in describe(journal, colour=colour):
            terminal.print(line)
    return _findings([found], terminal)


def _findings(each: list[Diagnostics], terminal: Terminal) -> int:
    found = Diagnostics(one for some in each for one in some)
    text = render_text(found, source=lambda _: None, colour=terminal.colour_of_errors())
    if text:
        terminal.say(text.rstrip())
    return int(found.failed)


def describe(journal: Journal, *, colour: bool) -> Iterator[str]:
    """Every rule of `journal`, group by group, with where it was read."""
    yield paint(f"{journal.title} ({journal.id})", "1", colour=colour)
    yield f"  publisher: {journal.publisher or 'not known'}; article type: {journal.article_type}"
    for name in Journal.model_fields:
        value = getattr(journal, name)
        if isinstance(value, Group):
            yield ""
            heading = paint(_words(name), "1", colour=colour)
            yield f"{heading}  {journal.place(name)}"
            yield from _rules(value)
            if isinstance(value, Citations):
                yield from _style_notice(value.style)
            yield from _provenance(value, journal)
        elif value is None and name not in ("publisher", "extends"):
            yield ""
            yield f"{paint(_words(name), '1', colour=colour)}  not known"


def _style_notice(style: str) -> Iterator[str]:
    """What the licence of the citation style asks to be told."""
    from casewright.library.styles import UnknownStyle, resolve_style, style_notice

    try:
        notice = style_notice(resolve_style(style))
    except UnknownStyle as error:
        yield f"  citation style: {error}"
        return
    yield f"  citation style: {notice.title}, by {', '.join(notice.authors) or 'not known'}"
    yield f"    licence: {notice.licence}"
    if notice.changes:
        yield f"    changed here: {notice.changes}"


def _rules(group: Group) -> Iterator[str]:
    for name in type(group).model_fields:
        if name not in Group.model_fields:
            yield from _lines(_words(name), getattr(group, name), "  ")


def _lines(name: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        value = {_words(key): getattr(value, key) for key in type(value).model_fields}
    if isinstance(value, Mapping) and value:
        yield f"{indent}{name}:"
        for key, inner in value.items():
            yield from _lines(str(key), inner, indent + "  ")
    elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
        yield f"{indent}{name}:"
        for item in value:
            yield f"{indent}  - {_brief(item)}"
    else:
        yield f"{indent}{name}: {_brief(value)}"


def _brief(value: Any) -> str:
    if isinstance(value, BaseModel):
        given = {key: getattr(value, key) for key in type(value).model_fields}
        return "; ".join(
            f"{_words(key)}: {_brief(inner)}" for key, inner in given.items() if inner is not None
        )
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | Mapping):
        return ", ".join(_brief(item) for item in value) or "none"
    if isinstance(value, str) and value.strip() != value:
        return repr(value)
    return str(value) or "none"


def _provenance(group: Group, journal: Journal) -> Iterator[str]:
    yield from _told_by(group, journal)
    for rule, at in group.rules.items():
        yield f"  {_words(rule)}:"
        yield from (f"  {line}" for line in _told_by(at, journal))


def _told_by(rule: Provenance, journal: Journal) -> Iterator[str]:
    if rule.is_default:
        yield "  not known of this journal: what casewright does by default"
        return
    verified = "verified" if rule.verified else "not verified"
    sure = f", confidence {rule.confidence}" if rule.confidence else ""
    yield f"  as of {rule.as_of}, {verified}{sure}, from"
    for source in rule.source:
        info = journal.sources.get(source)
        yield f"    {source}" + (f": {info.title}, {info.date} ({info.kind})" if info else "")
    if rule.note:
        yield f"  note: {rule.note}"


def _words(name: str) -> str:
    return name.replace("_", " ")


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "journals": journals,
    "schema": schema,
}

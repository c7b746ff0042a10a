"""The commands that show what can be known before writing: journals and schema."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from casewright.cli.places import (
    any_workspace,
    find_journal,
    find_journals,
    open_workspace,
    source_of,
)
from casewright.cli.profiles import (
    checked,
    checked_line,
    compared_as_json,
    in_full,
    listed_as_json,
    listing,
    shown_as_json,
    side_by_side,
)
from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun, Diagnostics
from casewright.readers.journal import read_journal
from casewright.report import findings_as_json, render_text
from casewright.schema import json_schema
from casewright.workspace import Workspace


def journals(args: Namespace, terminal: Terminal) -> int:
    """List the journals, or do what the action says."""
    return _ACTIONS[args.action or "list"](args, terminal)


def _list(args: Namespace, terminal: Terminal) -> int:
    workspace = any_workspace(args.workspace)
    read = [(name, *read_journal(workspace, name)) for name in workspace.journals()]
    if args.json:
        terminal.print_json([listed_as_json(name, journal) for name, journal, _ in read])
    else:
        rows = [(name, journal) for name, journal, _ in read]
        for line in listing(rows, colour=terminal.colour_of_output()):
            terminal.print(line)
    found = Diagnostics(one for _, _, some in read for one in some)
    return _findings(found, workspace, terminal)


def _show(args: Namespace, terminal: Terminal) -> int:
    workspace = any_workspace(args.workspace)
    name = find_journal(workspace, args.journal)
    journal, found = read_journal(workspace, name)
    if journal and args.json:
        terminal.print_json(shown_as_json(journal))
    elif journal:
        for line in in_full(journal, colour=terminal.colour_of_output()):
            terminal.print(line)
    return _findings(found, workspace, terminal)


def _compare(args: Namespace, terminal: Terminal) -> int:
    workspace = any_workspace(args.workspace)
    for name in (args.first, args.second):
        find_journal(workspace, name)
    first, found = read_journal(workspace, args.first)
    second, more = read_journal(workspace, args.second)
    if first and second and args.json:
        terminal.print_json(compared_as_json(first, second))
    elif first and second:
        for line in side_by_side(first, second, colour=terminal.colour_of_output()):
            terminal.print(line)
    found.extend(more)
    return _findings(found, workspace, terminal)


def _new(args: Namespace, terminal: Terminal) -> int:
    from casewright import scaffold

    workspace = open_workspace(args.workspace)
    path = scaffold.new_journal(workspace, args.name, parent=args.extends, title=args.title)
    name = workspace.relative(path)
    terminal.print(name)
    _, found = read_journal(workspace, args.name)
    terminal.say(f"Next: change {name}, then `casewright journals check {args.name}`.")
    return _findings(found, workspace, terminal)


def _check(args: Namespace, terminal: Terminal) -> int:
    from casewright.check import about_profile, try_profiles

    workspace = open_workspace(args.workspace)
    names = find_journals(workspace, args.journals or _own(workspace))
    read = {name: read_journal(workspace, name) for name in names}
    sound = [name for name, (journal, _) in read.items() if journal]
    terminal.progress(f"{len(sound)} journals with {len(workspace.cases())} cases")
    trials = try_profiles(workspace, sound, jobs=args.jobs)
    found = Diagnostics(one for _, some in read.values() for one in some)
    found.extend(about_profile(workspace, trials))
    rows = [checked(name, read[name][0], trials) for name in names]
    if args.json:
        terminal.print_json({"journals": rows, **findings_as_json(found)})
        return int(found.failed)
    for row in rows:
        terminal.print(checked_line(row))
    return _findings(found, workspace, terminal)


def _own(workspace: Workspace) -> tuple[str, ...]:
    """The journals that stand in the workspace itself."""
    own = workspace.own_journals()
    if not own:
        raise CannotRun(
            "this workspace has no journal of its own",
            hint="`casewright journals new NAME --extends PARENT` begins one; or name the "
            "journals to be checked",
        )
    return own


def schema(args: Namespace, terminal: Terminal) -> int:
    """Print a JSON Schema, or the page about it."""
    if args.markdown:
        from casewright.schema_page import schema_page

        terminal.print(schema_page(args.kind).rstrip("\n"))
    else:
        terminal.print_json(json_schema(args.kind))
    return 0


def _findings(found: Diagnostics, workspace: Workspace, terminal: Terminal) -> int:
    colour = terminal.colour_of_errors()
    columns = terminal.columns_of_output()
    text = render_text(found, source=source_of(workspace), colour=colour, columns=columns)
    if text:
        terminal.say(text.rstrip())
    return int(found.failed)


_ACTIONS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "list": _list,
    "show": _show,
    "compare": _compare,
    "new": _new,
    "check": _check,
}

COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "journals": journals,
    "schema": schema,
}

"""The commands around a manuscript: init, new, rule, doctor."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from casewright.catalogue import RULES
from casewright.cli.places import open_workspace, suggest
from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun
from casewright.report import paint


def init(args: Namespace, terminal: Terminal) -> int:
    """Make a workspace."""
    from casewright import scaffold

    directory = Path(args.workspace or ".", args.directory)
    for path in scaffold.init(directory, python=sys.executable):
        terminal.print(str(path))
    terminal.say(
        f"Next: cd {shlex.quote(str(directory))}, then `make new NAME=my-case` and `make`."
    )
    return 0


def new(args: Namespace, terminal: Terminal) -> int:
    """Begin a case."""
    from casewright import scaffold

    workspace = open_workspace(args.workspace)
    for path in scaffold.new(workspace, args.name):
        terminal.print(workspace.relative(path))
    terminal.say(f"Next: `make CASE={args.name}`, then change cases/{args.name}/case.yaml.")
    return 0


def rule(args: Namespace, terminal: Terminal) -> int:
    """Explain one rule, or list them all."""
    from casewright.rules import explain

    if args.list:
        for info in RULES.values():
            terminal.print(f"{info.code}  {info.severity.value:<8} {info.name}")
        return 0
    names = {info.name: code for code, info in RULES.items()}
    code = names.get(args.code.lower(), args.code.upper())
    if code not in RULES:
        hint = suggest(code, tuple(RULES), what="rules")
        raise CannotRun(f"there is no rule '{args.code}'", hint=hint)
    terminal.print(explain(code).rstrip())
    return 0


def doctor(args: Namespace, terminal: Terminal) -> int:
    """Look for everything that is needed."""
    from casewright.doctor import examine

    results = []
    for health in examine(_directory(args.workspace)):
        results.append(health)
        if not args.json:
            colour = terminal.colour_of_output()
            mark = _mark(health.ok, health.needed, colour=colour)
            terminal.print(f"{mark}  {health.name:<11} {health.detail}")
            if not health.ok and health.remedy:
                terminal.print(f"         remedy: {health.remedy}")
    if args.json:
        terminal.print_json([asdict(health) for health in results])
    return 2 if any(health.needed and not health.ok for health in results) else 0


def _directory(given: str | None) -> Path | None:
    try:
        return open_workspace(given).root
    except CannotRun:
        return Path(given) if given is not None else None


def _mark(ok: bool, needed: bool, *, colour: bool) -> str:
    if ok:
        return paint("ok     ", "32", colour=colour)
    return paint("MISSING" if needed else "none   ", "31;1" if needed else "33", colour=colour)


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "init": init,
    "new": new,
    "rule": rule,
    "doctor": doctor,
}

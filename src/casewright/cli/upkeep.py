"""The commands around a manuscript: init, new, inspect, rule, doctor."""

from __future__ import annotations

import difflib
import re
import shlex
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from casewright.catalogue import RULES
from casewright.cli.places import open_workspace
from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun, RuleInfo
from casewright.report import code_of, findings_as_json, paint, render_text


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


def inspect(args: Namespace, terminal: Terminal) -> int:
    """Say what files tell of people."""
    from casewright.inspecting import Readers
    from casewright.reading import PAGES_REMEDY, read_pages, read_picture, reads_pages
    from casewright.sharing import inspect_paths, text_of

    read = Readers(read_picture if args.ocr else None, read_pages if reads_pages() else None)
    if read.pages is None:
        terminal.say(f"the text of PDFs is not read: pdftotext is not there ({PAGES_REMEDY})")
    found = inspect_paths([Path(name) for name in args.files], read=read)
    if args.json:
        terminal.print_json(findings_as_json(found))
    else:
        colour = terminal.colour_of_output()
        columns = terminal.columns_of_output()
        text = render_text(found, source=text_of, colour=colour, columns=columns)
        terminal.print(text.rstrip("\n") or "nothing found")
    return code_of(found, strict=args.strict)


def rule(args: Namespace, terminal: Terminal) -> int:
    """Explain one rule, or list them all."""
    from casewright.rules import explain, rules_page

    if args.markdown:
        terminal.print(rules_page().rstrip("\n"))
        return 0
    if args.code is None and not args.list and not args.json:
        raise CannotRun("which rule?", hint=f"name one, such as REF001; {_ALL_RULES}")
    infos = tuple(RULES.values()) if args.code is None else (_find_rule(args.code),)
    if args.json:
        rows = [
            {
                "code": info.code,
                "name": info.name,
                "severity": info.severity.value,
                "stage": info.stage.value,
                "text": explain(info.code),
            }
            for info in infos
        ]
        terminal.print_json(rows if args.code is None else rows[0])
    elif args.list:
        for info in infos:
            terminal.print(f"{info.code}  {info.severity.value:<8} {info.name}")
    else:
        terminal.print(explain(infos[0].code).rstrip())
    return 0


_ALL_RULES = "`casewright rule --list` shows them all"


def _find_rule(word: str) -> RuleInfo:
    """The rule of a code or a name; raises `CannotRun` when there is none."""
    names = {info.name: code for code, info in RULES.items()}
    code = names.get(word.lower(), word.upper())
    if code in RULES:
        return RULES[code]
    # A whole code that no rule has is no slip: the next best one is about something else.
    whole = re.fullmatch(r"[A-Z]+\d{3}", code)
    close = () if whole else difflib.get_close_matches(code, RULES, n=1, cutoff=0.8)
    close = close or difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.8)
    offer = f"did you mean '{close[0]}'? " if close else ""
    raise CannotRun(f"there is no rule '{word}'", hint=f"{offer}{_ALL_RULES}")


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
    "inspect": inspect,
    "rule": rule,
    "doctor": doctor,
}

"""The command `check`."""

from __future__ import annotations

import functools
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from casewright.check import Checked, unused_allowances
from casewright.check import check as check_one
from casewright.cli.budget import budget_as_json, budget_lines
from casewright.cli.places import find_case, open_workspace, source_of, usual_journals
from casewright.cli.terminal import Terminal
from casewright.diagnostics import Diagnostics, Stage
from casewright.edits import FixedFile, edited, write_edits
from casewright.policy import Policy
from casewright.report import code_of, findings_as_json, render_text, visible, visible_lines
from casewright.staging import write_atomic
from casewright.workspace import Workspace


def check(args: Namespace, terminal: Terminal) -> int:
    """List the findings of one case for one or more journals."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = find_case(workspace, args.case)
    journals = usual_journals(workspace, case, args.journal)
    look = functools.partial(_look, args, workspace, case, journals, terminal=terminal)
    found, checked = look()
    if args.fix or args.diff:
        files = edited(workspace, found)
        if args.diff:
            return _show(files, found, terminal, json=args.json)
        write_edits(workspace, files, what=f"check {case} --fix")
        _say_edited(files, terminal)
        if files:
            found, checked = look()
    about = f"{case} for {', '.join(journals)}"
    if args.html:
        _write_page(Path(args.html), found, workspace, about=about)
    if args.json:
        budgets = [{"journal": name, **budget_as_json(one.budget)} for name, one in checked.items()]
        terminal.print_json({**findings_as_json(found), "budgets": budgets})
    else:
        _print(found, args, workspace, terminal)
        for name, one in checked.items() if args.budget else ():
            terminal.print(f"\n{case} for {visible(one.title)} ({name})")
            for line in budget_lines(one.budget, terminal.colour_of_output()):
                terminal.print(line)
    return code_of(found, strict=args.strict)


def _look(
    args: Namespace,
    workspace: Workspace,
    case: str,
    journals: Sequence[str],
    *,
    terminal: Terminal,
) -> tuple[Diagnostics, dict[str, Checked]]:
    policy = Policy.open(workspace, Stage(args.stage))
    found, checked = Diagnostics(), {}
    for journal in journals:
        terminal.progress(f"{case} for {journal}")
        checked[journal] = check_one(workspace, case, journal, policy=policy)
        found.extend(checked[journal].diagnostics)
    if not args.journal:
        found.extend(unused_allowances(policy, journals))
    return found, checked


def _write_page(path: Path, found: Diagnostics, workspace: Workspace, *, about: str) -> None:
    from casewright.report_html import render_html

    page = render_html(found, about=about, source=source_of(workspace))
    write_atomic(path, page.encode())


def _print(found: Diagnostics, args: Namespace, workspace: Workspace, terminal: Terminal) -> None:
    if args.sarif:
        from casewright.report_formats import render_sarif

        terminal.print_json(render_sarif(found))
    elif args.github:
        from casewright.report_formats import render_github

        terminal.print(render_github(found))
    else:
        colour = terminal.colour_of_output()
        columns = terminal.columns_of_output()
        text = render_text(found, source=source_of(workspace), colour=colour, columns=columns)
        terminal.print(text.rstrip("\n") or "no findings")


def _show(files: Sequence[FixedFile], found: Diagnostics, terminal: Terminal, *, json: bool) -> int:
    if json:
        terminal.print_json({"diffs": [one.diff() for one in files], **findings_as_json(found)})
    else:
        terminal.print("\n".join(visible_lines(one.diff()) for one in files) or "nothing to mend")
    return 0


def _say_edited(files: Sequence[FixedFile], terminal: Terminal) -> None:
    for one in files:
        terminal.say(f"{one.file}: {len(one.made)} mended")
    terminal.say("`casewright refs undo` takes it back" if files else "nothing to mend")


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {"check": check}

"""What is wrong with the libraries of references, and the edits that mend it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from casewright.catalogue import RULES
from casewright.cli.places import find_case, find_journals, open_workspace, source_of
from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun
from casewright.edits import FixedFile, write_edits
from casewright.policy import Policy
from casewright.refs import Checked, look, told_of
from casewright.refs import check as check_refs
from casewright.refs_fix import Which
from casewright.refs_fix import fix as fix_refs
from casewright.report import code_of, findings_as_json, render_text, visible_lines
from casewright.workspace import Workspace


def check(args: Namespace, terminal: Terminal) -> int:
    """List what is wrong with the references of a case, or of all cases and libraries."""
    workspace, case = _places(args)
    journals = find_journals(workspace, args.journal) if args.journal else ()
    terminal.progress(f"references of {case}" if case else "references")
    done = check_refs(workspace, case, journals, retractions=_table(args))
    if args.online:
        from casewright.lookup import ask_online
        from casewright.refs_complete import compare

        scope, _ = look(workspace, case)
        told = compare(scope, ask_online(workspace), tell=terminal.progress)
        Policy.open(workspace).apply(told)
        done.diagnostics.extend(told)
    found = done.diagnostics
    if args.json:
        about = done.retractions and done.retractions.about()
        counted = {"entries": done.entries, "cited": done.cited}
        terminal.print_json({**counted, "retractions": about, **findings_as_json(found)})
    else:
        colour = terminal.colour_of_output()
        columns = terminal.columns_of_output()
        text = render_text(found, source=source_of(workspace), colour=colour, columns=columns)
        terminal.print(text.rstrip("\n") or "no findings")
        terminal.say(_summary(done))
    return code_of(found, strict=args.strict)


def _summary(done: Checked) -> str:
    told = told_of(done.retractions)
    return f"{_count(done.entries, 'entry')}, {done.cited} cited; retractions: {told}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what.removesuffix('y')}ies"


def fix(args: Namespace, terminal: Terminal) -> int:
    """Make the edits that findings offer, and show them."""
    workspace, case = _places(args)
    for code in args.only:
        if code not in RULES:
            raise CannotRun(f"there is no rule '{code}'", hint="`casewright rule --list` has all")
    terminal.progress(f"references of {case}" if case else "references")
    scope, _ = look(workspace, case)
    which = Which.ALL if args.all else Which.SAFE
    fixed = fix_refs(scope, which, only=args.only)
    if not args.dry_run:
        write_edits(workspace, fixed, what="refs fix")
    if args.json:
        terminal.print_json(_fixed_json(fixed, written=not args.dry_run))
        return 0
    for one in fixed:
        terminal.print(visible_lines(one.diff()))
    terminal.say(said(fixed, dry_run=args.dry_run, nothing="nothing to mend"))
    if which is Which.SAFE and fix_refs(scope, Which.ALL, only=args.only) != fixed:
        terminal.say("more can be mended with --all; look at that with --dry-run first")
    return 0


def said(fixed: tuple[FixedFile, ...], *, dry_run: bool, nothing: str) -> str:
    """What a person is told of the files that were or would be changed."""
    if not fixed:
        return nothing
    files = ", ".join(one.file for one in fixed)
    if dry_run:
        return f"nothing was written; this would change {files}"
    return f"{files} changed; `casewright refs undo` takes it back"


def _fixed_json(fixed: tuple[FixedFile, ...], *, written: bool) -> dict[str, object]:
    files = [
        {
            "file": one.file,
            "edits": [{"code": m.rule.code, "message": m.message} for m in one.made],
            "diff": one.diff(),
        }
        for one in fixed
    ]
    return {"written": written and bool(fixed), "files": files}


def _places(args: Namespace) -> tuple[Workspace, str | None]:
    workspace = open_workspace(args.workspace, case=args.case)
    return workspace, None if args.case is None else find_case(workspace, args.case)


def _table(args: Namespace) -> Path | None:
    return None if args.retractions is None else Path(args.retractions)

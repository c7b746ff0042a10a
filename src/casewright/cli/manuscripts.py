"""The commands that make or look into manuscripts: build, trace."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence

from casewright.build import build as build_one
from casewright.cli.places import (
    find_case,
    find_journal,
    open_workspace,
    source_of,
    usual_journals,
)
from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun, Diagnostic, Diagnostics
from casewright.report import code_of, findings_as_json, render_text
from casewright.standing import BuildResult
from casewright.workspace import Workspace

Pair = tuple[str, str]


def build(args: Namespace, terminal: Terminal) -> int:
    """Make the manuscripts of one or more cases for one or more journals."""
    workspace = open_workspace(args.workspace, case=args.cases[0] if args.cases else None)
    pairs = [
        (case, journal)
        for case in _cases(args, workspace)
        for journal in usual_journals(workspace, case, args.journal)
    ]
    if args.live_citations:
        args.format = (*args.format, "live")
    results = _build_pairs(pairs, args, workspace, terminal)
    found = Diagnostics(one for result in results for one in result.diagnostics)
    if args.json:
        builds = [
            {
                "case": case,
                "journal": journal,
                "ok": not result.diagnostics.failed,
                "fresh": result.fresh,
                "outputs": [workspace.relative(path) for path in result.outputs],
            }
            for (case, journal), result in zip(pairs, results, strict=True)
        ]
        terminal.print_json({"builds": builds, **findings_as_json(found)})
    else:
        _say_findings(found, workspace, terminal)
        _print_outputs(pairs, results, workspace, terminal)
    return code_of(found, strict=args.strict)


def trace(args: Namespace, terminal: Terminal) -> int:
    """Print every sentence of a manuscript with the place that it comes from."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = find_case(workspace, args.case)
    journal = find_journal(workspace, args.journal)
    from casewright.trace import trace as trace_one  # imports the whole model

    lines, found = trace_one(workspace, case, journal)
    if args.json:
        rows = [
            {
                "sentence": line.sentence,
                "path": line.path,
                "places": [f"{place.file}:{place.line}" for place in line.places],
                "conversions": [
                    {"path": one.path, "given": one.given, "printed": one.printed}
                    for one in line.conversions
                ],
            }
            for line in lines
        ]
        terminal.print_json({"sentences": rows, **findings_as_json(found)})
    else:
        for line in lines:
            places = dict.fromkeys(f"{place.file}:{place.line}" for place in line.places)
            terminal.print(f"{', '.join(places) or '-'}  {line.sentence}")
            for one in line.conversions:
                where = f"{one.place.file}:{one.place.line}"
                terminal.print(f"    {where}  {one.given} is printed as {one.printed}")
        _say_findings(found, workspace, terminal)
    return code_of(found, strict=False)


def _cases(args: Namespace, workspace: Workspace) -> Sequence[str]:
    if not args.all:
        return [find_case(workspace, name) for name in args.cases or [None]]
    if args.cases:
        raise CannotRun("--all means every case", hint="name cases, or say --all, not both")
    known = workspace.cases()
    if not known:
        raise CannotRun("there is no case yet", hint="`casewright new NAME` begins one")
    return known


def _build_pairs(
    pairs: Sequence[Pair], args: Namespace, workspace: Workspace, terminal: Terminal
) -> Sequence[BuildResult]:
    if len(pairs) == 1:
        ((case, journal),) = pairs
        progress = terminal.progress
        return [build_one(workspace, case, journal, formats=args.format, progress=progress)]
    from casewright.batch import build_all  # what it needs to fork takes a while to import

    terminal.progress(f"{len(pairs)} manuscripts")
    return build_all(workspace, pairs, formats=args.format, jobs=args.jobs)


def _print_outputs(
    pairs: Sequence[Pair],
    results: Sequence[BuildResult],
    workspace: Workspace,
    terminal: Terminal,
) -> None:
    for (case, journal), result in zip(pairs, results, strict=True):
        if result.diagnostics.failed:
            kept = (workspace.build_dir / case / journal).is_dir()
            rest = "; the files of the last good build were kept" if kept else ""
            terminal.say(f"{case} for {journal}: not built{rest}")
            continue
        for path in result.outputs:
            terminal.print(workspace.relative(path))


def _say_findings(found: Iterable[Diagnostic], workspace: Workspace, terminal: Terminal) -> None:
    source = source_of(workspace)
    colour, columns = terminal.colour_of_errors(), terminal.columns_of_errors()
    text = render_text(found, source=source, colour=colour, columns=columns)
    if text:
        terminal.say(text.rstrip("\n"))


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "build": build,
    "trace": trace,
}

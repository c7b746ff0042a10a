"""The command `fit`: one case against many journals."""

from __future__ import annotations

import textwrap
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from casewright.budget import Budget, Limit
from casewright.cli.budget import budget_as_json, budget_lines
from casewright.cli.places import find_case, find_journals, open_workspace
from casewright.cli.terminal import Terminal
from casewright.diagnostics import Diagnostic, Diagnostics, Severity
from casewright.fit import STATEMENT_MISSING, Fit, Kind, Task, fit_all
from casewright.report import count_text, findings_as_json, paint, place_json, visible


def fit(args: Namespace, terminal: Terminal) -> int:
    """Say what is left to do before a case can go to each journal."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = find_case(workspace, args.case)
    journals = find_journals(workspace, args.journal)
    terminal.progress(f"{case} for {len(journals)} journal{'s' * (len(journals) != 1)}")
    made = fit_all(workspace, case, journals, jobs=args.jobs)
    found = Diagnostics(one for each in made for one in each.others)
    if args.json:
        rows = [_as_json(one) for one in made]
        terminal.print_json({"case": case, "journals": rows, **findings_as_json(found)})
        return int(found.failed)
    colour = terminal.colour_of_output()
    lines = _in_full(case, made[0], colour) if len(made) == 1 else _table(case, made, colour)
    for line in (*lines, *_about_case(case, found)):
        terminal.print(line)
    return int(found.failed)


_FLOATS = ("figures", "tables", "figures and tables", "panels of a figure")
_SHOWN = ("main text", "abstract", "references", *_FLOATS)
"""What has a column of its own."""
_LEGEND = """\
text, abstr: words over the limit; refs, figs: how many too many, tables and panels with figures
ok: within the limit; short: below the least; ?: no limit is known; *: it was not verified
change: what is forbidden or too long; write: sections that are missing; state: statements that are
send: what goes with the manuscript; check: what to look up, as it is not known or not verified"""


def _table(case: str, made: Sequence[Fit], colour: bool) -> Iterator[str]:
    """A line for each journal."""
    width = max(len("journal"), *(len(one.journal) for one in made))
    yield f"{case} for {len(made)} journals; the least work is first"
    yield ""
    yield paint(f"{'':<{width}} {'over the limit by':<22} {'to':>7}", "1", colour=colour)
    names = ("text", "abstr", "refs", "figs", "change", "write", "state", "send", "check")
    yield paint(f"{'journal':<{width}} {_row(names)}", "1", colour=colour)
    for one in made:
        cells = _row(_cells(one)) if one.composed else "not composed: see the errors below"
        yield f"{visible(one.journal):<{width}} {cells}"
    yield ""
    yield from _LEGEND.split("\n")
    yield f"`casewright fit {case} --journal JOURNAL` lists everything with its place"


_WIDTHS = (5, 5, 5, 5, 7, 5, 5, 4, 5)


def _row(cells: Sequence[str]) -> str:
    return " ".join(f"{cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))


def _cells(one: Fit) -> tuple[str, ...]:
    shown = sum(limit.bound.over > 0 for limit in one.limits if limit.bound.what in _SHOWN)
    change = len(one.to_do(Kind.CHANGE)) + len(one.to_do(Kind.CUT)) - shown
    state = sum(task.code == STATEMENT_MISSING for task in one.tasks)
    counts = (
        *(change, len(one.to_do(Kind.WRITE)) - state, state),
        *(len(one.to_do(Kind.SEND)), one.to_check),
    )
    over = (("main text",), ("abstract",), ("references",), _FLOATS)
    return (*(_over(one, *whats) for whats in over), *map(_number, counts))


def _number(count: int) -> str:
    return str(count) if count else "-"


def _over(one: Fit, *whats: str) -> str:
    """By how much a limit is broken, or that it is not, or that there is none known."""
    known = [limit for limit in one.limits if limit.bound.what in whats and limit.told]
    if not known:
        return "?"
    if short := [limit for limit in known if limit.bound.short]:
        return f"short{_mark(short)}"
    broken = [limit for limit in known if limit.bound.over]
    over = f"{sum(limit.bound.over for limit in broken)}" if broken else "ok"
    return over + _mark(broken or known)


def _mark(limits: Sequence[Limit]) -> str:
    return "" if all(limit.verified for limit in limits) else "*"


_HEADINGS: Mapping[Kind, str] = {
    Kind.CUT: "To cut",
    Kind.CHANGE: "To change",
    Kind.WRITE: "To write",
    Kind.SEND: "To send with it",
    Kind.CHECK: "To look up in the author guide",
}


def _in_full(case: str, one: Fit, colour: bool) -> Iterator[str]:
    """Everything about one journal."""
    yield paint(f"{case} for {visible(one.title)} ({visible(one.journal)})", "1", colour=colour)
    if not one.composed:
        yield "There is no manuscript yet: see the errors below."
        return
    yield ""
    yield from budget_lines(Budget(one.limits, one.sections), colour)
    for kind, heading in _HEADINGS.items():
        tasks = one.to_do(kind)
        if tasks:
            yield ""
            yield paint(heading, "1", colour=colour)
            for task in tasks:
                yield from _task(task)
    if one.unprinted:
        yield ""
        yield paint("Not printed in this journal", "1", colour=colour)
        for finding in one.unprinted:
            yield from _item(finding.message, str(finding.span) if finding.span else "")
    if not any(one.to_do(kind) for kind in _HEADINGS if kind is not Kind.CHECK):
        yield ""
        yield "Nothing that is known of this journal stands in the way."


def _task(task: Task) -> Iterator[str]:
    verified = "" if task.verified else " (not verified)"
    place = str(task.place) if task.place else ""
    yield from _item(f"{task.text}{verified}", place)
    if task.hint:
        yield f"      hint: {visible(task.hint)}"


def _item(text: str, place: str) -> Iterator[str]:
    yield from textwrap.wrap(
        visible(text), 96, initial_indent="  - ", subsequent_indent="    ", break_long_words=False
    )
    if place:
        yield f"      {visible(place)}"


def _about_case(case: str, found: Diagnostics) -> Iterator[str]:
    """What is wrong with the case in every journal alike."""
    if not found:
        return
    yield ""
    yield f"Beside this: {count_text(found)}; `casewright check {case}` shows them all"
    for one in found:
        if one.severity is Severity.ERROR:
            yield from _item(f"{one.rule.code} {one.message}", str(one.span) if one.span else "")


def _as_json(one: Fit) -> dict[str, Any]:
    cut = {limit.bound.what: limit.bound.over for limit in one.limits if limit.bound.over}
    return {
        "journal": one.journal,
        "title": one.title,
        "composed": one.composed,
        "steps": one.work,
        "over": cut,
        "to_check": one.to_check,
        **budget_as_json(Budget(one.limits, one.sections)),
        "tasks": [_task_as_json(task) for task in one.tasks],
        "not_printed": [_finding_as_json(finding) for finding in one.unprinted],
    }


def _task_as_json(task: Task) -> dict[str, Any]:
    return {
        "kind": task.kind.value,
        "text": task.text,
        "code": task.code,
        "place": place_json(task.place),
        "hint": task.hint,
        "verified": task.verified,
    }


def _finding_as_json(one: Diagnostic) -> dict[str, Any]:
    return {"text": one.message, "code": one.rule.code, "place": place_json(one.span)}


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {"fit": fit}

"""The commands about reporting guidelines: checklist and guidelines."""

from __future__ import annotations

import textwrap
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from casewright.checklist import ChecklistResult, Guideline, fill, guidelines
from casewright.checklist_form import Filled, word_for
from casewright.cli.places import (
    any_workspace,
    find_case,
    find_journal,
    only_journal,
    open_workspace,
    source_of,
)
from casewright.cli.terminal import Terminal
from casewright.model.checklists import Answer, Status
from casewright.readers.journal import read_journal
from casewright.report import findings_as_json, paint, place_json, render_text, visible
from casewright.rules.reporting.places import told_places
from casewright.workspace import Workspace


def checklist(args: Namespace, terminal: Terminal) -> int:
    """Fill in the checklist of a reporting guideline for a manuscript."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = find_case(workspace, args.case)
    journal = _journal(args, workspace, case)
    made = fill(
        workspace,
        case,
        journal,
        guideline=args.guideline,
        formats=args.format,
        progress=terminal.progress,
    )
    if args.json:
        terminal.print_json(_as_json(made, workspace))
    elif made.filled is None:
        text = render_text(made.diagnostics, source=source_of(workspace), colour=False)
        terminal.say(text.rstrip("\n"))
    else:
        for line in _told(made.filled, terminal.colour_of_output()):
            terminal.print(line)
        for path in made.outputs:
            terminal.print(workspace.relative(path))
    if made.filled is None:
        return 1
    open_items = made.filled.count(Status.MISSING) + made.filled.count(Status.PARTLY)
    return int(args.strict and open_items > 0)


def _journal(args: Namespace, workspace: Workspace, case: str) -> str:
    if args.journal:
        return find_journal(workspace, args.journal)
    from casewright.sync import built_journals

    return only_journal(case, built_journals(workspace, case))


def _told(filled: Filled, colour: bool) -> Iterator[str]:
    """Every item with its status; what is to be done about those that are not reported."""
    form = filled.checklist
    yield paint(f"{form.title} ({form.version}) for {visible(filled.journal)}", "1", colour=colour)
    for answer in filled.answers:
        item = answer.item
        yield f"{item.number or '–':>4}  {word_for(filled, answer.status):<15} {item.text}"
        where = told_places(answer.sentences) if answer.status is Status.REPORTED else []
        for text in (*where, *answer.remarks):
            indent = " " * 6
            yield from textwrap.wrap(
                visible(text), 98, initial_indent=indent, subsequent_indent=indent
            )
        if answer.span:
            yield f"      {answer.span}; {', '.join(answer.open)}"
    counts = ", ".join(f"{filled.count(one)} {word_for(filled, one).lower()}" for one in Status)
    yield f"{len(filled.answers)} items: {counts}"
    if any(one.open for one in filled.answers):
        yield from _HOW_TO_SETTLE
    if not form.complete:
        yield "The published form has items that are not known here: see the note in the form."


_HOW_TO_SETTLE = (
    "Write what is missing into the case file. What only its author can tell is settled there too:",
    "`checklist: {rationale: said}` for prose that says it, `not applicable: <why>` for the rest.",
)


def _as_json(made: ChecklistResult, workspace: Workspace) -> dict[str, Any]:
    filled = made.filled
    about: dict[str, Any] = {}
    if filled:
        form = filled.checklist
        about = {
            "guideline": form.id,
            "title": form.title,
            "version": form.version,
            "complete": form.complete,
            "citation": form.citation,
            "licence": form.licence,
            "as_of": form.as_of,
            "journal": filled.journal,
            "items": [_item_as_json(one) for one in filled.answers],
        }
    outputs = [workspace.relative(path) for path in made.outputs]
    return {**about, "outputs": outputs, **findings_as_json(made.diagnostics)}


def _item_as_json(answer: Answer) -> dict[str, Any]:
    item = answer.item
    return {
        "number": item.number,
        "topic": item.topic,
        "text": item.text,
        "told": item.told,
        "asks": list(item.asks),
        "status": answer.status.value,
        "remarks": list(answer.remarks),
        "open": list(answer.open),
        "place": place_json(answer.span),
        "sentences": [
            {
                "text": one.text,
                "paths": list(one.paths),
                "section": one.section,
                "page": one.place and one.place.page,
                "line": one.place and one.place.line,
                "last_page": one.place and one.place.last_page,
                "last_line": one.place and one.place.last_line,
            }
            for one in answer.sentences
        ],
    }


def list_guidelines(args: Namespace, terminal: Terminal) -> int:
    """List the guidelines, and which journals ask for them."""
    workspace = any_workspace(args.workspace)
    known = guidelines(workspace)
    asking = _asking(workspace)
    if args.json:
        terminal.print_json([_guideline_as_json(one, asking) for one in known])
        return 0
    for one in known:
        for line in _guideline(one, asking):
            terminal.print(line)
    return 0


def _asking(workspace: Workspace) -> dict[str, list[str]]:
    """The journals that require or recommend a guideline, by the name that they call it."""
    asking: dict[str, list[str]] = {}
    for name in workspace.journals():
        journal, _ = read_journal(workspace, name)
        lists = journal.checklists if journal else None
        if lists is None:
            continue
        for guideline in dict.fromkeys((*lists.required, *lists.series, *lists.recommended)):
            asking.setdefault(guideline, []).append(name)
    return asking


def _guideline(one: Guideline, asking: Mapping[str, list[str]]) -> Iterator[str]:
    journals = [journal for name in one.names for journal in asking.get(name, ())]
    if form := one.checklist:
        also = f" (also: {', '.join(form.also)})" if form.also else ""
        yield f"{one.id}{also}"
        yield f"    {form.title}; {form.version}; {form.count}"
    elif one.named:
        yield one.id
        yield f"    {one.named.title}, {one.named.field}; known by name only: {one.named.citation}"
    if journals:
        text = f"asked for by {', '.join(journals)}"
        yield from textwrap.wrap(
            text, 98, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False
        )


def _guideline_as_json(one: Guideline, asking: Mapping[str, list[str]]) -> dict[str, Any]:
    form, named = one.checklist, one.named
    return {
        "id": one.id,
        "also": list(form.also) if form else [],
        "title": form.title if form else named and named.title,
        "version": form.version if form else None,
        "items": len(form.items) if form else None,
        "complete": form.complete if form else None,
        "citation": form.citation if form else named and named.citation,
        "licence": form.licence if form else None,
        "as_of": form.as_of if form else None,
        "journals": {name: asking[name] for name in one.names if name in asking},
    }


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "checklist": checklist,
    "guidelines": list_guidelines,
}

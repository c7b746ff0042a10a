"""The commands around drafts: save, list, show, restore."""

from __future__ import annotations

import difflib
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from casewright.cli.places import find_case, find_journal, only_journal, open_workspace
from casewright.cli.terminal import Terminal
from casewright.drafts import Draft, cases_with_drafts, drafts, find_draft
from casewright.drafts import save as save_one
from casewright.history import Change
from casewright.report import visible_lines
from casewright.workspace import Workspace, read_if_there

if TYPE_CHECKING:
    from casewright.restore import Restoring


def save(args: Namespace, terminal: Terminal) -> int:
    """Freeze what was built."""
    from casewright.sync import built_journals, lock_draft

    workspace = open_workspace(args.workspace, case=args.case)
    case = find_case(workspace, args.case)
    if args.journal:
        journal = find_journal(workspace, args.journal)
    else:
        journal = only_journal(case, built_journals(workspace, case))
    draft = save_one(workspace, case, journal, message=args.message)
    lock_draft(workspace, draft)
    if args.json:
        terminal.print_json(_json(draft, workspace))
    else:
        terminal.print(f"{draft.title} is in {workspace.relative(draft.folder)}/")
    return 0


def list_all(args: Namespace, terminal: Terminal) -> int:
    """List the drafts of a case."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = _find_case(workspace, args.case)
    known = drafts(workspace, case)
    if args.json:
        terminal.print_json([_json(one, workspace) for one in known])
    elif not known:
        terminal.print(f"{case} has no drafts yet")
    else:
        wide = max(len(one.journal or _TEXT_ONLY) for one in known)
        name = max(len(one.folder.name) for one in known)
        for one in known:
            about = f"{one.journal or _TEXT_ONLY:<{wide}}  {one.folder.name:<{name}}  {one.message}"
            terminal.print(f"{one.number:>4}  {one.when}  {about}".rstrip())
    return 0


def show(args: Namespace, terminal: Terminal) -> int:
    """Show what a draft holds, and what has changed since."""
    from casewright.restore import plan

    workspace = open_workspace(args.workspace, case=args.case)
    draft = find_draft(workspace, _find_case(workspace, args.case), args.draft)
    planned = plan(workspace, draft)
    changed = [workspace.relative(one.path) for one in planned.changes]
    if args.json:
        rest = {
            "references": draft.references(),
            "changed_since": [*changed, *planned.profile],
            "damaged": list(planned.damaged),
        }
        terminal.print_json({**_json(draft, workspace), "files": dict(draft.files), **rest})
        return 0
    for line in _about(draft, workspace):
        terminal.print(line)
    since = ", ".join([*changed, *planned.profile])
    terminal.print(f"changed since: {since}" if since else "nothing of it has changed since")
    if planned.damaged:
        terminal.print(f"not as it was saved: {', '.join(planned.damaged)}")
    return 0


def restore(args: Namespace, terminal: Terminal) -> int:
    """Bring the text of a draft back."""
    from casewright.restore import plan
    from casewright.restore import restore as bring_back

    workspace = open_workspace(args.workspace, case=args.case)
    draft = find_draft(workspace, _find_case(workspace, args.case), args.draft)
    planned = plan(workspace, draft)
    dry = args.dry_run or not planned.changes
    kept = planned.kept_in if dry else bring_back(workspace, planned)
    notes = [*_notes(planned), _summary(planned, kept, dry=dry)]
    if args.json:
        terminal.print_json(
            {
                "draft": _json(draft, workspace),
                "written": not dry,
                "changes": [_change_json(one, workspace) for one in planned.changes],
                "kept_in": kept.number if kept else None,
                "notes": notes,
            }
        )
        return 0
    for change in planned.changes:
        for line in _difference(change, workspace) if dry else [_change_line(change, workspace)]:
            terminal.print(visible_lines(line))
    for note in notes:
        terminal.say(note)
    return 0


_TEXT_ONLY = "text only"


def _notes(planned: Restoring) -> Iterator[str]:
    if planned.missing:
        names = ", ".join(planned.missing)
        yield f"no library has {names} any more: from the draft into the library of the case"
    if planned.profile:
        names = ", ".join(name.removeprefix("templates/") for name in planned.profile)
        yield f"changed since, and left as it is because other cases use it: {names}"
    if planned.damaged:
        yield f"changed after the draft was saved: {', '.join(planned.damaged)}"


def _summary(planned: Restoring, kept: Draft | None, *, dry: bool) -> str:
    draft = planned.draft
    if not planned.changes:
        return f"the text is that of {draft.title}"
    if dry:
        first = "" if kept or not planned.lost else "; the text as it is would be saved first"
        return f"nothing was written: restoring {draft.title} would change this{first}"
    where = f"; the text as it was is {kept.title}" if kept else ""
    return f"{draft.title} is restored{where}"


def _find_case(workspace: Workspace, name: str | None) -> str:
    """Like `find_case`, but the drafts of a case may be all that is left of it."""
    kept = cases_with_drafts(workspace)
    return name if name is not None and name in kept else find_case(workspace, name)


def _about(draft: Draft, workspace: Workspace) -> Iterator[str]:
    made = f" for {draft.journal}, built by casewright {draft.casewright}" if draft.journal else ""
    yield f"{draft.title} of {draft.when}{made}"
    yield f"{workspace.relative(draft.folder)}/"
    for name, hashed in draft.files.items():
        size = len(read_if_there(draft.folder / name) or b"")
        yield f"  {size:>11,}  {hashed[:12]}  {name}"
    for row in draft.references():
        title = str(row["csl"].get("title", ""))
        yield f"  [{row['number']}] {row['key']}  {title}".rstrip()


def _json(draft: Draft, workspace: Workspace) -> dict[str, Any]:
    return {
        "case": draft.case,
        "number": draft.number,
        "when": draft.when,
        "message": draft.message,
        "journal": draft.journal,
        "casewright": draft.casewright,
        "folder": workspace.relative(draft.folder),
    }


def _change_json(change: Change, workspace: Workspace) -> dict[str, str]:
    return {"file": workspace.relative(change.path), "what": _what(change)}


def _change_line(change: Change, workspace: Workspace) -> str:
    return f"{_what(change):<8}  {workspace.relative(change.path)}"


def _what(change: Change) -> str:
    if change.before is None:
        return "made"
    return "deleted" if change.after is None else "changed"


def _difference(change: Change, workspace: Workspace) -> Iterator[str]:
    """The difference line by line; of an image only that there is one."""
    try:
        before, after = (
            (data or b"").decode().splitlines() for data in (change.before, change.after)
        )
    except UnicodeDecodeError:
        yield _change_line(change, workspace)
        return
    name = workspace.relative(change.path)
    yield from difflib.unified_diff(before, after, name, name, lineterm="")


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "save": save,
    "list": list_all,
    "show": show,
    "restore": restore,
}

"""The commands that bring works into the libraries and out of them, and change their keys."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from casewright.cli.places import find_case, open_workspace, source_of
from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun, Diagnostics
from casewright.edits import FixedFile
from casewright.refs_export import export as export_works
from casewright.refs_import import Compared, Import, plan_import, write_import
from casewright.refs_rekey import Rekeyed, merge, rename
from casewright.refs_rekey import write as write_rekeyed
from casewright.report import code_of, findings_as_json, render_text, visible, visible_lines
from casewright.staging import write_atomic
from casewright.workspace import Workspace


def import_works(args: Namespace, terminal: Terminal) -> int:
    """Bring the works of a file into a library."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = find_case(workspace, args.case) if args.case else _only(workspace)
    library = Path(args.library) if args.library else None
    done = plan_import(workspace, Path(args.file), case=case, library=library)
    if not args.dry_run and not done.diagnostics.failed:
        write_import(workspace, done, what=f"refs import {Path(args.file).name}")
    show_import(done, args, workspace, terminal)
    return code_of(done.diagnostics, strict=False)


def _only(workspace: Workspace) -> str | None:
    known = workspace.cases()
    return known[0] if len(known) == 1 else None


def show_import(done: Import, args: Namespace, workspace: Workspace, terminal: Terminal) -> None:
    """Print what became of every work, and what could not be taken over."""
    file = workspace.relative(done.library)
    written = bool(done.new) and not args.dry_run and not done.diagnostics.failed
    if args.json:
        works = [
            {
                "key": one.key,
                "title": one.title,
                "place": str(one.span),
                "new": not one.known_by,
                "known_by": one.known_by or None,
            }
            for one in done.taken
        ]
        compared = done.compared and _compared_json(done.compared)
        about = {"library": file, "written": written, "works": works, "cited": list(done.cited)}
        terminal.print_json({**about, "compared": compared, **findings_as_json(done.diagnostics)})
        return
    for one in done.taken:
        state = f"known by its {one.known_by}" if one.known_by else "new"
        state = "known" if one.known_by == "key" else state
        title = one.title if len(one.title) <= 60 else f"{one.title[:59]}…"
        terminal.print(visible(f"{one.key}  {state}  {title}".rstrip()))
    _say(done.diagnostics, workspace, terminal)
    if done.compared:
        _print_compared(done.compared, terminal)
    terminal.say(_summary(done, file, written=written))
    if done.new and (args.dry_run or args.action == "add"):
        difference = FixedFile(file, done.before or b"", done.after, ()).diff()
        terminal.print(visible_lines(difference))


def _summary(done: Import, file: str, *, written: bool) -> str:
    new, known = len(done.new), len(done.taken) - len(done.new)
    counts = f"{new} new, {known} known"
    if not done.new:
        return f"{counts}; nothing to write"
    if not written:
        return f"{counts}; nothing was written"
    return f"{file}: {counts}; `casewright refs undo` takes it back"


def _compared_json(one: Compared) -> dict[str, Any]:
    return {
        "case": one.case,
        "journal": one.journal,
        "added": list(one.added),
        "removed": list(one.removed),
        "tracked": dict(one.tracked),
    }


def _print_compared(one: Compared, terminal: Terminal) -> None:
    about = f"{one.case} for {one.journal}"
    if not (one.added or one.removed or one.tracked):
        terminal.print(f"cites what was built of {about}")
        return
    terminal.print(f"beside what was built of {about}:")
    for word, keys in (("added", one.added), ("removed", one.removed)):
        for key in keys:
            tracked = " (tracked change)" if key in one.tracked else ""
            terminal.print(f"  {word}  {key}{tracked}")


def rename_key(args: Namespace, terminal: Terminal) -> int:
    """Give a work another key everywhere."""
    workspace = open_workspace(args.workspace)
    done = rename(workspace, args.old, args.new)
    return _rekeyed(done, args, workspace, terminal, f"refs rename {args.old} {args.new}")


def merge_keys(args: Namespace, terminal: Terminal) -> int:
    """Make one work of two."""
    workspace = open_workspace(args.workspace)
    done = merge(workspace, args.kept, args.gone)
    return _rekeyed(done, args, workspace, terminal, f"refs merge {args.kept} {args.gone}")


def _rekeyed(
    done: Rekeyed, args: Namespace, workspace: Workspace, terminal: Terminal, what: str
) -> int:
    if not args.dry_run:
        write_rekeyed(workspace, done, what=what)
    if args.json:
        files = [{"file": one.file, "diff": one.diff()} for one in done.files]
        written = bool(done.files) and not args.dry_run
        terminal.print_json({"written": written, "files": files, "notes": list(done.notes)})
        return 0
    for one in done.files:
        terminal.print(visible_lines(one.diff()))
    for note in done.notes:
        terminal.say(f"look at this: {visible(note)}")
    number = len(done.files)
    many = f"{number} file" if number == 1 else f"{number} files"
    if args.dry_run:
        terminal.say(f"nothing was written; this would change {many}")
    else:
        terminal.say(f"{many} changed; `casewright refs undo` takes it back")
    return 0


def export(args: Namespace, terminal: Terminal) -> int:
    """Write works for another program."""
    workspace = open_workspace(args.workspace, case=args.case)
    if args.all and args.case:
        raise CannotRun("--all means every work", hint="name a case, or say --all, not both")
    case = None if args.all else find_case(workspace, args.case)
    done = export_works(workspace, case, form=args.format)
    if args.output:
        write_atomic(Path(args.output), done.data)
    else:
        terminal.print(done.data.decode().replace("\r\n", "\n").rstrip("\n"))
    _say(done.diagnostics, workspace, terminal)
    number = f"{done.count} work" if done.count == 1 else f"{done.count} works"
    terminal.say(f"{number} as {args.format}" + (f" in {args.output}" if args.output else ""))
    return code_of(done.diagnostics, strict=False)


def _say(found: Diagnostics, workspace: Workspace, terminal: Terminal) -> None:
    read = source_of(workspace)

    def source(file: str) -> str | None:
        return None if file.endswith(".docx") else read(file)

    text = render_text(found, source=source, colour=terminal.colour_of_errors())
    if text:
        terminal.say(text.rstrip("\n"))


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "import": import_works,
    "rename": rename_key,
    "merge": merge_keys,
    "export": export,
}

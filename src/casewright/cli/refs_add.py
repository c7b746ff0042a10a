"""The commands that add works to the libraries one by one, and complete them."""

from __future__ import annotations

from argparse import Namespace
from functools import partial
from pathlib import Path

from casewright.bibtex.identifiers import typed_number
from casewright.cli.libraries import said
from casewright.cli.places import find_case, open_workspace, source_of
from casewright.cli.refs_exchange import show_import
from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun
from casewright.edits import write_edits
from casewright.lookup import ask_online, pmid_of
from casewright.refs import look
from casewright.refs_add import Given, given_text, plan_add, typed
from casewright.refs_complete import complete as complete_works
from casewright.refs_import import write_import
from casewright.report import findings_as_json, render_text, visible, visible_lines
from casewright.workspace import read_if_there, read_input


def add(args: Namespace, terminal: Terminal) -> int:
    """Add works that are typed, piped or named by a number."""
    workspace = open_workspace(args.workspace)
    given = _given(args, terminal)
    ask = None
    if args.online:
        terminal.progress("asking the registers")
        ask = ask_online(workspace)
    library = Path(args.library) if args.library else None
    done = plan_add(workspace, given, ask=ask, key=args.key, library=library)
    if not args.dry_run and not done.diagnostics.failed:
        added = ", ".join(one.key for one in done.new[:3]) + ", …" * (len(done.new) > 3)
        write_import(workspace, done, what=f"refs add {added}")
    show_import(done, args, workspace, terminal)
    fine = done.new and len(done.new) == len(done.taken) and not done.diagnostics.failed
    return 0 if fine else 1


def complete(args: Namespace, terminal: Terminal) -> int:
    """Fill in what cited entries lack, and show the difference."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = None if args.case is None else find_case(workspace, args.case)
    if not args.online:
        hint = "say --online; Crossref and PubMed learn the numbers of the works then"
        raise CannotRun("nothing is looked up without --online", hint=hint)
    scope, _ = look(workspace, case)
    search = partial(pmid_of, workspace)
    done = complete_works(scope, ask_online(workspace), search, tell=terminal.progress)
    if not args.dry_run:
        write_edits(workspace, done.files, what="refs complete")
    if args.json:
        told = {"without_number": list(done.without)}
        files = [{"file": one.file, "diff": one.diff()} for one in done.files]
        given = {key: list(names) for key, names in done.given.items()}
        written = bool(done.files) and not args.dry_run
        about = {"written": written, "given": given, "files": files, **told}
        terminal.print_json({**about, **findings_as_json(done.diagnostics)})
        return int(done.diagnostics.failed)
    for one in done.files:
        terminal.print(visible_lines(one.diff()))
    colour = terminal.colour_of_errors()
    text = render_text(done.diagnostics, source=source_of(workspace), colour=colour)
    if text:
        terminal.say(text.rstrip("\n"))
    if done.without:
        terminal.say(visible(f"no DOI, no PMID: {', '.join(done.without)}"))
    terminal.say(said(done.files, dry_run=args.dry_run, nothing="nothing to add"))
    return int(done.diagnostics.failed)


def _given(args: Namespace, terminal: Terminal) -> Given:
    numbers = [typed("DOI", text) for text in args.doi] + [
        typed("PMID", text) for text in args.pmid
    ]
    if args.what is None and numbers:
        return Given(tuple(numbers))
    if args.what in (None, "-"):
        terminal.progress("paste an entry, a DOI or a PMID, and end with Ctrl-D")
        given = given_text(read_input(), "standard input")
    elif (data := read_if_there(Path(args.what))) is not None:
        given = given_text(data, args.what)
    elif number := typed_number(args.what):
        given = Given((number,))
    else:
        hint = "name a file, a DOI or a PMID, or pipe an entry into the command"
        raise CannotRun(f"there is no file {args.what}, and it is no DOI or PMID", hint=hint)
    return Given((*numbers, *given.numbers), given.text, given.name)

"""The command that shows a case while it is being written: preview."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from casewright.cli.places import find_case, find_journal, open_workspace, usual_journals
from casewright.cli.terminal import Terminal
from casewright.processes import open_in_browser


def preview(args: Namespace, terminal: Terminal) -> int:
    """Serve a case to a browser until Ctrl-C."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = find_case(workspace, args.case)
    named = [find_journal(workspace, args.journal)] if args.journal else []
    journal, *_ = usual_journals(workspace, case, named)
    from casewright.preview.server import Server
    from casewright.preview.session import Session  # with all that composes and writes

    session = Session(workspace, case, journal)
    try:
        with Server(session, port=args.port) as server:
            terminal.print(f"{case} for {journal}: {server.address}")
            terminal.close()
            terminal.say("Ctrl-C ends the preview")
            if not args.no_browser:
                open_in_browser(server.address)
            session.follow()
    except KeyboardInterrupt:
        terminal.say("the preview has ended")
    return 0


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {"preview": preview}

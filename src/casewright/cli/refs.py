"""The commands around the libraries of references."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict

from casewright.cli.places import open_workspace
from casewright.cli.terminal import Terminal
from casewright.history import entries
from casewright.history import undo as take_back


def undo(args: Namespace, terminal: Terminal) -> int:
    """Take back the last change."""
    done = take_back(open_workspace(args.workspace))
    if args.json:
        terminal.print_json(asdict(done))
    else:
        terminal.print(f"taken back: {done.what} of {done.when} ({', '.join(done.files)})")
    return 0


def history(args: Namespace, terminal: Terminal) -> int:
    """List the changes that are remembered."""
    found = entries(open_workspace(args.workspace))
    if args.json:
        terminal.print_json([asdict(one) for one in found])
    elif not found:
        terminal.print("no changes yet")
    else:
        for one in found:
            state = "  taken back" if one.undone else ""
            line = f"{one.number:>4}  {one.when}  {one.what}  {', '.join(one.files)}{state}"
            terminal.print(line)
    return 0


def sync(args: Namespace, terminal: Terminal) -> int:
    """Compare the references of manuscripts with drafts and the lock."""
    from casewright.cli.sync import sync as compare  # imports the whole model

    return compare(args, terminal)


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "undo": undo,
    "history": history,
    "sync": sync,
}

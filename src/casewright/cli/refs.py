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


def check(args: Namespace, terminal: Terminal) -> int:
    """List what is wrong with the references of a case, or of all cases and libraries."""
    from casewright.cli.libraries import check as look_through  # imports the whole model

    return look_through(args, terminal)


def fix(args: Namespace, terminal: Terminal) -> int:
    """Make the edits that findings offer, and show them."""
    from casewright.cli.libraries import fix as mend  # imports the whole model

    return mend(args, terminal)


def exchange(args: Namespace, terminal: Terminal) -> int:
    """Bring works in or out, or change their keys."""
    from casewright.cli import refs_exchange  # imports the whole model

    return refs_exchange.COMMANDS[args.action](args, terminal)


def add(args: Namespace, terminal: Terminal) -> int:
    """Add works that are typed, piped or named by a number."""
    from casewright.cli.refs_add import add as add_works  # imports the whole model

    return add_works(args, terminal)


def complete(args: Namespace, terminal: Terminal) -> int:
    """Fill in what cited entries lack."""
    from casewright.cli.refs_add import complete as look_up  # imports the whole model

    return look_up(args, terminal)


COMMANDS: Mapping[str, Callable[[Namespace, Terminal], int]] = {
    "add": add,
    "check": check,
    "complete": complete,
    "fix": fix,
    "undo": undo,
    "history": history,
    "sync": sync,
    **dict.fromkeys(("import", "rename", "merge", "export"), exchange),
}

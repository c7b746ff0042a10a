"""From a command to an exit code, whatever goes wrong on the way."""

from __future__ import annotations

import io
import signal
import sys
from argparse import Namespace
from types import FrameType

from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun


class _Interrupt:
    """Remembers Ctrl-C, which may end a program that casewright waits for before itself."""

    def __init__(self) -> None:
        self.came = False

    def __enter__(self) -> _Interrupt:
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        raise KeyboardInterrupt


def run(args: Namespace) -> int:
    """Run the command that `args` name and return its exit code."""
    terminal = Terminal(sys.stdout, sys.stderr, json=getattr(args, "json", False))
    with _Interrupt() as interrupt:
        try:
            code = _command(args, terminal)
            terminal.close()
        except BaseException as error:
            if interrupt.came or isinstance(error, KeyboardInterrupt):
                terminal.say("interrupted")
                return 130
            return _failed(error, terminal)
    return code


def _failed(error: BaseException, terminal: Terminal) -> int:
    """Say what went wrong, and return the exit code."""
    match error:
        case BrokenPipeError():
            terminal.abandon()
            sys.stdout = io.StringIO()  # it is flushed once more when the process ends
            return 0
        case CannotRun():
            terminal.complain(str(error), hint=error.hint)
            return 2
        case OSError():
            terminal.complain(f"{error.filename or 'output'}: {error.strerror or error}")
            return 2
        case Exception():  # a defect of casewright: one line, not a traceback
            return _report_defect(error, terminal)
    raise error


def refuse_as_json(message: str, *, hint: str) -> int:
    """Say as JSON what is wrong with the arguments, and return the exit code."""
    Terminal(sys.stdout, sys.stderr, json=True).complain(message, hint=hint)
    return 2


def _command(args: Namespace, terminal: Terminal) -> int:
    # Each command imports its own part of casewright only, for the sake of start-up time.
    match args.command:
        case "check":
            from casewright.cli import checks

            return checks.COMMANDS[args.command](args, terminal)
        case "build" | "trace":
            from casewright.cli import manuscripts

            return manuscripts.COMMANDS[args.command](args, terminal)
        case "preview":
            from casewright.cli import preview

            return preview.COMMANDS[args.command](args, terminal)
        case "fit":
            from casewright.cli import fit

            return fit.COMMANDS[args.command](args, terminal)
        case "checklist" | "guidelines":
            from casewright.cli import checklist

            return checklist.COMMANDS[args.command](args, terminal)
        case "journals" | "schema":
            from casewright.cli import journals

            return journals.COMMANDS[args.command](args, terminal)
        case "refs":
            from casewright.cli import refs

            return refs.COMMANDS[args.action](args, terminal)
        case "draft":
            from casewright.cli import drafts

            return drafts.COMMANDS[args.action](args, terminal)
        case "init" | "inspect" | "new" | "rule" | "doctor":
            from casewright.cli import upkeep

            return upkeep.COMMANDS[args.command](args, terminal)
    raise AssertionError(args.command)


def _report_defect(error: Exception, terminal: Terminal) -> int:
    from casewright.workspace import setting

    if setting("CASEWRIGHT_DEBUG"):
        import traceback

        traceback.print_exc()
    else:
        terminal.complain(
            f"internal error: {type(error).__name__}: {error}",
            hint="this is a defect of casewright; CASEWRIGHT_DEBUG=1 shows where it happened",
        )
    return 2

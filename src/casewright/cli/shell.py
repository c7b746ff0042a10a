"""From a command to an exit code, whatever goes wrong on the way."""

from __future__ import annotations

import sys
from argparse import Namespace

from casewright.cli.terminal import Terminal
from casewright.diagnostics import CannotRun


def run(args: Namespace) -> int:
    """Run the command that `args` name and return its exit code."""
    terminal = Terminal(sys.stdout, sys.stderr, json=getattr(args, "json", False))
    try:
        code = _command(args, terminal)
        terminal.close()
    except KeyboardInterrupt:
        terminal.say("interrupted")
        return 130
    except BrokenPipeError:
        terminal.abandon()
        return 0
    except CannotRun as error:
        terminal.complain(str(error), hint=error.hint)
        return 2
    except OSError as error:
        terminal.complain(f"{error.filename or 'file'}: {error.strerror or error}")
        return 2
    except Exception as error:  # a defect of casewright: one line, not a traceback
        return _report_defect(error, terminal)
    return code


def refuse_as_json(message: str, *, hint: str) -> int:
    """Say as JSON what is wrong with the arguments, and return the exit code."""
    Terminal(sys.stdout, sys.stderr, json=True).complain(message, hint=hint)
    return 2


def _command(args: Namespace, terminal: Terminal) -> int:
    # Each command imports its own part of casewright only, for the sake of start-up time.
    match args.command:
        case "build" | "check" | "trace":
            from casewright.cli import manuscripts

            return manuscripts.COMMANDS[args.command](args, terminal)
        case "fit":
            from casewright.cli import fit

            return fit.COMMANDS[args.command](args, terminal)
        case "journals" | "schema":
            from casewright.cli import journals

            return journals.COMMANDS[args.command](args, terminal)
        case "refs":
            from casewright.cli import refs

            return refs.COMMANDS[args.action](args, terminal)
        case "init" | "new" | "rule" | "doctor":
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

"""The parser of commands, what options may hold, and how a command is added."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import NoReturn

FORMATS = ("docx", "pdf", "html", "md", "jats", "txt", "live")
USUAL_FORMATS = ("docx", "pdf", "html", "md")


class WrongUsage(SystemExit):
    """Arguments that make no sense; what is wrong with them has been printed."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(2)
        self.message = message
        self.hint = hint


class Parser(ArgumentParser):
    """Suggests the right word for a misspelt one."""

    def error(self, message: str) -> NoReturn:
        wrong = re.search(r"invalid choice: '?([^' ]+)'? \(choose from (.+)\)", message)
        unknown = re.search(r"unrecognized arguments: (-\S+)", message)
        if wrong:
            message += _did_you_mean(wrong[1], re.findall(r"[\w-]+", wrong[2]))
        elif unknown:
            known = [option for action in self._actions for option in action.option_strings]
            message += _did_you_mean(unknown[1], known)
        self.print_usage(sys.stderr)
        self._print_message(f"{self.prog}: error: {message}\n", sys.stderr)
        raise WrongUsage(message, hint=f"`{self.prog} --help` tells what is right")


class Command(Parser):
    """Complains about its own unknown options, so that its own usage is shown."""

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        known, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return known, rest


def _did_you_mean(word: str, known: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def formats(text: str) -> tuple[str, ...]:
    """Read `docx,pdf`; raises `ArgumentTypeError` for anything that cannot be written."""
    return _some_of(FORMATS, text)


def checklist_formats(text: str) -> tuple[str, ...]:
    """Read the formats of a form; raises `ArgumentTypeError`."""
    return _some_of(("docx", "pdf", "md"), text)


def _some_of(every: tuple[str, ...], text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for name in wanted:
        if name not in every:
            known = f"{', '.join(every[:-1])} and {every[-1]}"
            raise ArgumentTypeError(f"'{name}' is not among the formats, which are {known}")
    return wanted


def jobs(text: str) -> int:
    """Read a number of at least one; raises `ArgumentTypeError`."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"'{text}' is not a whole number of at least 1")
    return int(text)


def port(text: str) -> int:
    """Read the number of a port; raises `ArgumentTypeError`."""
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise ArgumentTypeError(f"'{text}' is not a number from 0 to 65535")
    return int(text)


def add(commands: object, name: str, text: str) -> ArgumentParser:
    """Add a command; `text` is what it does."""
    made: ArgumentParser = commands.add_parser(  # type: ignore[attr-defined]
        name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False
    )
    return made


def add_result_options(command: ArgumentParser) -> None:
    """Add what every command takes that lists findings."""
    command.add_argument("--strict", action="store_true", help="let warnings fail, too")
    command.add_argument("--json", action="store_true", help="print JSON")

"""The arguments of every command, with their help."""

from __future__ import annotations

import re
import sys
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from typing import NoReturn

from casewright import __version__

FORMATS = ("docx", "pdf", "html", "md", "jats", "txt", "live")
EXPORTS = ("bib", "ris", "nbib", "csl-json", "endnote-xml")
USUAL_FORMATS = ("docx", "pdf", "html", "md")

_EPILOG = """\
A case is named as in cases/, or by the path of its folder or case.yaml.
Exit codes: 0 fine, 1 findings of severity error, 2 could not run.
`casewright COMMAND --help` tells more about a command.
"""


_FIT = """\
With one --journal it lists everything with its place.
The journals are in the order of the steps that are left: one for each thing to cut, to change, to
write or to send, and one for every 100 words begun that text and abstract are too long; then by the
words to be cut, then by what is to be looked up.
"""


_PREVIEW = """\
The page shows the manuscript as it is after every change of a file that it is made of, and the
findings beside it; a Word file and a PDF follow. Only this machine can see it, and only at the
address that is printed, which is another one each time.
"""


_SYNC = """\
It composes the manuscript as it is now, and says which works were added or dropped since the draft,
which have another number or key, and what has changed in their data. Without a draft it compares
with the lock, drafts/CASE/references.lock.json, and in either case brings the lock up to date.
A work that was retracted is an error while it is cited, unless its title says so.
"""


_ADD = """\
It reads one entry or more in any format that `refs import` knows, or DOIs and PMIDs, one a line.
Numbers are looked up at Crossref and PubMed, and only with --online. A new work is called by the
pattern of the workspace, as koh2007pancreatic, whatever its source calls it. A work that a library
has already is refused, and the key that it has is told (exit code 1).
"""


_COMPLETE = """\
It asks about the cited entries that have a DOI or a PMID and lack author, title, journal, year,
volume, pages or one of these numbers, and shows what it adds. What an entry says stays as it is; a
record that says otherwise is a warning (REF032), and nothing is taken from it.
"""


_IMPORT = """\
Formats: BibTeX and biblatex, RIS, PubMed (.nbib and XML), EndNote XML, CSL-JSON, Crossref JSON, Web
of Science, and the citations inside a Word file (Zotero, Mendeley, EndNote, Mendeley Cite).
A work that a library has already, by DOI, PMID, PMCID, arXiv number, or title with year and first
author, is not added again. A new one is called by family name, year and first telling word of the
title, as koh2007pancreatic; BibTeX keeps its keys.
"""


class WrongUsage(SystemExit):
    """Arguments that make no sense; what is wrong with them has been printed."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(2)
        self.message = message
        self.hint = hint


class _Parser(ArgumentParser):
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


class _Command(_Parser):
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


def make_parser() -> ArgumentParser:
    """The parser of the whole command line."""
    parser = _Parser(
        prog="casewright",
        description="One structured clinical case in, a case report for any journal out.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"casewright {__version__}")
    parser.add_argument(
        "-C",
        "--workspace",
        metavar="DIR",
        help="the folder that holds cases/; else it is looked for from here upwards",
    )
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=_Command
    )
    _add_manuscript_commands(commands)
    _add_journal_commands(commands)
    _add_reference_commands(commands)
    _add_draft_commands(commands)
    _add_upkeep_commands(commands)
    return parser


def _add(commands: object, name: str, text: str) -> ArgumentParser:
    made: ArgumentParser = commands.add_parser(  # type: ignore[attr-defined]
        name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False
    )
    return made


def _add_manuscript_commands(commands: object) -> None:
    build = _add(commands, "build", "make the manuscripts of cases")
    build.add_argument("cases", nargs="*", metavar="CASE", help="the only one if left out")
    _add_journal_option(build)
    build.add_argument(
        "--format",
        type=formats,
        default=USUAL_FORMATS,
        metavar="LIST",
        help="some of docx,pdf,html,md,jats,txt,live (default: the first four)",
    )
    build.add_argument(
        "--live-citations",
        action="store_true",
        help="also manuscript-live.docx for co-authors, whose citations are fields of Zotero",
    )
    build.add_argument("--all", action="store_true", help="every case")
    build.add_argument("--jobs", type=jobs, metavar="N", help="how many at once")
    _add_result_options(build)

    check = _add(commands, "check", "list what is wrong or missing in a case")
    check.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    _add_journal_option(check)
    check.add_argument(
        "--budget",
        action="store_true",
        help="print, too, what there is of everything and how much more each journal takes",
    )
    _add_result_options(check)

    _add_preview_command(commands)

    fit = _add(commands, "fit", "say what is left to do before a case can go to each journal")
    fit.epilog = _FIT
    fit.formatter_class = RawDescriptionHelpFormatter
    fit.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    _add_journal_option(fit)
    fit.add_argument("--jobs", type=jobs, metavar="N", help="how many at once")
    fit.add_argument("--json", action="store_true", help="print JSON")

    _add_guideline_commands(commands)
    trace = _add(commands, "trace", "print every sentence of a manuscript with its source")
    trace.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    trace.add_argument("--journal", required=True, metavar="JOURNAL", help="an id of `journals`")
    trace.add_argument("--json", action="store_true", help="print JSON")


def _add_guideline_commands(commands: object) -> None:
    text = "fill in the checklist of a reporting guideline, with pages and lines"
    checklist = _add(commands, "checklist", text)
    checklist.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    checklist.add_argument("--journal", metavar="JOURNAL", help="the only one built if left out")
    checklist.add_argument(
        "--guideline", metavar="ID", help="one of `guidelines` (default: the journal's, or CARE)"
    )
    checklist.add_argument(
        "--format",
        type=checklist_formats,
        default=("docx", "pdf"),
        metavar="LIST",
        help="some of docx,pdf,md (default: the first two)",
    )
    checklist.add_argument(
        "--strict", action="store_true", help="let items that are missing or partly told fail"
    )
    listing = _add(commands, "guidelines", "list the guidelines, and which journals ask for them")
    for command in (checklist, listing):
        command.add_argument("--json", action="store_true", help="print JSON")


def _add_preview_command(commands: object) -> None:
    preview = _add(commands, "preview", "show a manuscript in the browser while you write it")
    preview.epilog = _PREVIEW
    preview.formatter_class = RawDescriptionHelpFormatter
    preview.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    preview.add_argument(
        "--journal", default="plain", metavar="JOURNAL", help="the first one (default: plain)"
    )
    preview.add_argument(
        "--port", type=port, default=0, metavar="N", help="of this machine (default: any)"
    )
    preview.add_argument(
        "--no-browser", action="store_true", help="print the address, and open nothing"
    )


def _add_journal_commands(commands: object) -> None:
    text = "list the journals, or show, compare, add and check them"
    journals = _add(commands, "journals", text)
    journals.add_argument("--json", action="store_true", help="print JSON")
    actions = journals.add_subparsers(dest="action", metavar="ACTION", parser_class=_Command)
    listing = _add(actions, "list", "list the journals; so does `journals` alone")
    show = _add(actions, "show", "show what a journal demands, and where that was read")
    show.add_argument("journal", metavar="JOURNAL")
    compare = _add(actions, "compare", "show in what two journals differ")
    compare.add_argument("first", metavar="JOURNAL")
    compare.add_argument("second", metavar="OTHER")
    new = _add(actions, "new", "begin the profile of a journal in templates/")
    new.add_argument("name", metavar="NAME", help="lower-case letters, digits and hyphens")
    new.add_argument("--extends", required=True, metavar="PARENT", help="the nearest journal")
    new.add_argument("--title", metavar="TITLE", help="as it is printed; else made of NAME")
    text = "read profiles and compose every case for them"
    checking = _add(actions, "check", text)
    checking.add_argument(
        "journals", nargs="*", metavar="JOURNAL", help="default: those of this workspace"
    )
    checking.add_argument("--jobs", type=jobs, metavar="N", help="how many at once")
    for command in (listing, show, compare, checking):
        # Without a default of its own it leaves `journals --json list` as it is.
        command.add_argument("--json", action="store_true", default=SUPPRESS, help="print JSON")

    schema = _add(commands, "schema", "print what a file that people write may hold")
    schema.add_argument("kind", choices=("case", "patient", "journal"))
    schema.add_argument(
        "--markdown", action="store_true", help="as a page to read, instead of a JSON Schema"
    )


def _add_reference_commands(commands: object) -> None:
    refs = _add(commands, "refs", "keep the libraries of references in order")
    actions = refs.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=_Command
    )
    _add_library_commands(actions)
    _add_exchange_commands(actions)
    undo = _add(actions, "undo", "take back the last change to the libraries")
    history = _add(actions, "history", "list the changes that can be taken back")
    sync = _add(actions, "sync", "compare the references with those of a draft, and lock them")
    sync.epilog = _SYNC
    sync.formatter_class = RawDescriptionHelpFormatter
    sync.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    sync.add_argument(
        "--journal", action="append", default=[], metavar="JOURNAL", help="may be repeated"
    )
    _add_retractions_option(sync)
    sync.add_argument("--draft", metavar="N", help="its number (default: the newest of a journal)")
    sync.add_argument(
        "--check", action="store_true", help="write nothing; fail if the lock is out of date"
    )
    for command in (undo, history, sync):
        command.add_argument("--json", action="store_true", help="print JSON")


def _add_library_commands(actions: object) -> None:
    check = _add(actions, "check", "list what is wrong with the references")
    check.add_argument("case", nargs="?", metavar="CASE", help="every case if left out")
    check.add_argument(
        "--journal",
        action="append",
        default=[],
        metavar="JOURNAL",
        help="hold the references against the limits and the order of a journal, too",
    )
    _add_retractions_option(check)
    _add_online_option(check)
    _add_result_options(check)
    fix = _add(actions, "fix", "mend what `refs check` finds, and show the difference")
    fix.add_argument("case", nargs="?", metavar="CASE", help="every entry if left out")
    which = fix.add_mutually_exclusive_group()
    which.add_argument("--safe", action="store_true", help="what changes only the form (default)")
    which.add_argument("--all", action="store_true", help="also what you should look at")
    fix.add_argument("--dry-run", action="store_true", help="show it, and write nothing")
    fix.add_argument(
        "--only",
        action="append",
        default=[],
        type=str.upper,
        metavar="CODE",
        help="what one rule finds, such as REF013; may be repeated",
    )
    fix.add_argument("--json", action="store_true", help="print JSON")

    complete = _add(
        actions, "complete", "fill in what cited entries lack, from Crossref and PubMed"
    )
    complete.epilog = _COMPLETE
    complete.formatter_class = RawDescriptionHelpFormatter
    complete.add_argument("case", nargs="?", metavar="CASE", help="every case if left out")
    _add_online_option(complete)
    complete.add_argument("--dry-run", action="store_true", help="show it, and write nothing")
    complete.add_argument("--json", action="store_true", help="print JSON")


def _add_draft_commands(commands: object) -> None:
    draft = _add(commands, "draft", "keep what was sent to a journal, and bring it back")
    actions = draft.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=_Command
    )
    save = _add(actions, "save", "keep what was built, with all that it was made of")
    save.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    save.add_argument("--journal", metavar="JOURNAL", help="the only one built if left out")
    save.add_argument(
        "-m", "--message", required=True, metavar="TEXT", help="such as 'submitted to WJG'"
    )
    listing = _add(actions, "list", "list the drafts of a case")
    listing.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    show = _add(actions, "show", "show what a draft holds, and what has changed since")
    restore = _add(actions, "restore", "bring the text of a draft back; the present one is kept")
    for command in (show, restore):
        command.add_argument("case", metavar="CASE")
        command.add_argument("draft", metavar="N", help="its number, or the name of its folder")
    restore.add_argument(
        "--dry-run", action="store_true", help="show what would change, and write nothing"
    )
    for command in (save, listing, show, restore):
        command.add_argument("--json", action="store_true", help="print JSON")


def _add_exchange_commands(actions: object) -> None:
    add = _add(actions, "add", "add a work that is typed, piped or named by a number")
    add.epilog = _ADD
    add.formatter_class = RawDescriptionHelpFormatter
    text = "a file, a DOI or a PMID (default: standard input)"
    add.add_argument("what", nargs="?", metavar="FILE", help=text)
    for name, number in (("--doi", "DOI"), ("--pmid", "PMID")):
        add.add_argument(name, action="append", default=[], metavar=number, help="may be repeated")
    add.add_argument("--key", metavar="KEY", help="how the new work is called")
    _add_online_option(add)
    take = _add(actions, "import", "bring the works of a file into a library")
    take.epilog = _IMPORT
    take.formatter_class = RawDescriptionHelpFormatter
    take.add_argument("file", metavar="FILE")
    take.add_argument("case", nargs="?", metavar="CASE", help="the one that a Word file is of")
    for command in (add, take):
        command.add_argument(
            "--library",
            metavar="FILE",
            help="where new works go (default: references/library.bib, or the only one there)",
        )
    rename = _add(actions, "rename", "give a work another key, also wherever it is cited")
    rename.add_argument("old", metavar="OLD")
    rename.add_argument("new", metavar="NEW")
    merge = _add(actions, "merge", "make one work of two, also wherever they are cited")
    merge.add_argument("kept", metavar="KEY", help="the one that stays")
    merge.add_argument("gone", metavar="OTHER", help="the one that goes; KEY gets what it lacks")
    for command in (add, take, rename, merge):
        command.add_argument("--dry-run", action="store_true", help="show it, and write nothing")
        command.add_argument("--json", action="store_true", help="print JSON")
    export = _add(actions, "export", "write the works that a case cites for another program")
    export.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    export.add_argument("--all", action="store_true", help="every work of every library")
    export.add_argument("--format", required=True, choices=EXPORTS, help="the format")
    export.add_argument("--output", metavar="FILE", help="the file (default: standard output)")


def _add_upkeep_commands(commands: object) -> None:
    init = _add(commands, "init", "make a workspace")
    init.add_argument("directory", metavar="DIR", help="the folder to make it in")
    new = _add(commands, "new", "begin a new case from a commented example")
    new.add_argument("name", metavar="NAME", help="lower-case letters, digits and hyphens")

    rule = _add(commands, "rule", "explain a rule")
    which = rule.add_mutually_exclusive_group()
    which.add_argument("code", nargs="?", metavar="CODE", help="such as REF001")
    which.add_argument("--list", action="store_true", help="list all rules")
    rule.add_argument("--json", action="store_true", help="print JSON, of all if none is named")

    doctor = _add(commands, "doctor", "look for everything that casewright needs")
    doctor.add_argument("--json", action="store_true", help="print JSON")


def _add_retractions_option(command: ArgumentParser) -> None:
    command.add_argument(
        "--retractions",
        metavar="FILE",
        help="the table of Retraction Watch (default: references/retractions.csv)",
    )


def _add_online_option(command: ArgumentParser) -> None:
    command.add_argument(
        "--online",
        action="store_true",
        help="ask Crossref and PubMed; nothing leaves this computer without it",
    )


def _add_journal_option(command: ArgumentParser) -> None:
    command.add_argument(
        "--journal",
        action="append",
        default=[],
        metavar="JOURNAL",
        help="an id of `casewright journals list`, may be repeated (default: every journal)",
    )


def _add_result_options(command: ArgumentParser) -> None:
    command.add_argument("--strict", action="store_true", help="let warnings fail, too")
    command.add_argument("--json", action="store_true", help="print JSON")

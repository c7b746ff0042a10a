"""The arguments of every command, with their help."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter

from casewright import __version__
from casewright.cli.arguments_refs import add_draft_commands, add_reference_commands
from casewright.cli.parser import (
    USUAL_FORMATS,
    Command,
    Parser,
    add,
    add_result_options,
    checklist_formats,
    formats,
    jobs,
    port,
)

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


_CHECK = """\
A finding is accepted where it stands by a comment in the line before, with a reason:
  # casewright: allow exact-date: the day of the earthquake is the point of the report
in Markdown as <!-- casewright: allow … -->, in a library as % casewright: allow …
`casewright.yaml` beside cases/ says it for many files, and how much each rule matters:
  severities: {undefined-abbreviation: error, journal-title-in-full: off}
  allow: [{rule: PRV012, files: cases/x/*, reason: the patient wants to be named}]
  journals: [bmj-case-reports]
"""


def make_parser() -> ArgumentParser:
    """The parser of the whole command line."""
    parser = Parser(
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
        dest="command", metavar="COMMAND", required=True, parser_class=Command
    )
    _add_manuscript_commands(commands)
    _add_journal_commands(commands)
    add_reference_commands(commands)
    add_draft_commands(commands)
    _add_upkeep_commands(commands)
    return parser


def _add_manuscript_commands(commands: object) -> None:
    build = add(commands, "build", "make the manuscripts of cases")
    build.add_argument("cases", nargs="*", metavar="CASE", help="the only one if left out")
    _add_journal_option(build, usual=_USUAL)
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
    add_result_options(build)

    check = add(commands, "check", "list what is wrong or missing in a case")
    _add_check_options(check)

    _add_preview_command(commands)

    fit = add(commands, "fit", "say what is left to do before a case can go to each journal")
    fit.epilog = _FIT
    fit.formatter_class = RawDescriptionHelpFormatter
    fit.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    _add_journal_option(fit)
    fit.add_argument("--jobs", type=jobs, metavar="N", help="how many at once")
    fit.add_argument("--json", action="store_true", help="print JSON")

    _add_guideline_commands(commands)
    trace = add(commands, "trace", "print every sentence of a manuscript with its source")
    trace.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    trace.add_argument("--journal", required=True, metavar="JOURNAL", help="an id of `journals`")
    trace.add_argument("--json", action="store_true", help="print JSON")


def _add_guideline_commands(commands: object) -> None:
    text = "fill in the checklist of a reporting guideline, with pages and lines"
    checklist = add(commands, "checklist", text)
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
    listing = add(commands, "guidelines", "list the guidelines, and which journals ask for them")
    for command in (checklist, listing):
        command.add_argument("--json", action="store_true", help="print JSON")


def _add_preview_command(commands: object) -> None:
    preview = add(commands, "preview", "show a manuscript in the browser while you write it")
    preview.epilog = _PREVIEW
    preview.formatter_class = RawDescriptionHelpFormatter
    preview.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    preview.add_argument("--journal", metavar="JOURNAL", help=f"the first one (default: {_USUAL})")
    preview.add_argument(
        "--port", type=port, default=0, metavar="N", help="of this machine (default: any)"
    )
    preview.add_argument(
        "--no-browser", action="store_true", help="print the address, and open nothing"
    )


def _add_check_options(check: ArgumentParser) -> None:
    check.epilog = _CHECK
    check.formatter_class = RawDescriptionHelpFormatter
    check.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    _add_journal_option(check, usual=_USUAL)
    check.add_argument(
        "--stage",
        choices=("draft", "submission"),
        default="submission",
        help="how far the manuscript is: some findings are not due in a draft",
    )
    check.add_argument("--strict", action="store_true", help="let warnings fail, too")
    check.add_argument(
        "--budget",
        action="store_true",
        help="print, too, what there is of everything and how much more each journal takes",
    )
    mend = check.add_mutually_exclusive_group()
    mend.add_argument("--fix", action="store_true", help="make the edits that findings offer")
    mend.add_argument("--diff", action="store_true", help="show these edits, and write nothing")
    form = check.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--github", action="store_true", help="print annotations for GitHub")
    form.add_argument("--sarif", action="store_true", help="print SARIF 2.1.0")
    check.add_argument("--html", metavar="FILE", help="also write a page for a browser")


def _add_journal_commands(commands: object) -> None:
    text = "list the journals, or show, compare, add and check them"
    journals = add(commands, "journals", text)
    journals.add_argument("--json", action="store_true", help="print JSON")
    actions = journals.add_subparsers(dest="action", metavar="ACTION", parser_class=Command)
    listing = add(actions, "list", "list the journals; so does `journals` alone")
    show = add(actions, "show", "show what a journal demands, and where that was read")
    show.add_argument("journal", metavar="JOURNAL")
    compare = add(actions, "compare", "show in what two journals differ")
    compare.add_argument("first", metavar="JOURNAL")
    compare.add_argument("second", metavar="OTHER")
    new = add(actions, "new", "begin the profile of a journal in templates/")
    new.add_argument("name", metavar="NAME", help="lower-case letters, digits and hyphens")
    new.add_argument("--extends", required=True, metavar="PARENT", help="the nearest journal")
    new.add_argument("--title", metavar="TITLE", help="as it is printed; else made of NAME")
    text = "read profiles and compose every case for them"
    checking = add(actions, "check", text)
    checking.add_argument(
        "journals", nargs="*", metavar="JOURNAL", help="default: those of this workspace"
    )
    checking.add_argument("--jobs", type=jobs, metavar="N", help="how many at once")
    for command in (listing, show, compare, checking):
        # Without a default of its own it leaves `journals --json list` as it is.
        command.add_argument("--json", action="store_true", default=SUPPRESS, help="print JSON")

    schema = add(commands, "schema", "print what a file that people write may hold")
    schema.add_argument("kind", choices=("case", "patient", "journal", "settings"))
    schema.add_argument(
        "--markdown", action="store_true", help="as a page to read, instead of a JSON Schema"
    )


def _add_upkeep_commands(commands: object) -> None:
    init = add(commands, "init", "make a workspace")
    init.add_argument("directory", metavar="DIR", help="the folder to make it in")
    new = add(commands, "new", "begin a new case from a commented example")
    new.add_argument("name", metavar="NAME", help="lower-case letters, digits and hyphens")

    inspect = add(commands, "inspect", "say what files and folders tell of people")
    inspect.add_argument(
        "files",
        nargs="+",
        metavar="PATH",
        help="Word files, PDFs and images as they will be sent; texts; or a folder that will be "
        "shared, with its comments, notes and names of files",
    )
    inspect.add_argument(
        "--ocr", action="store_true", help="read the text in pictures, too; needs Tesseract"
    )
    add_result_options(inspect)

    rule = add(commands, "rule", "explain a rule")
    which = rule.add_mutually_exclusive_group()
    which.add_argument("code", nargs="?", metavar="CODE", help="such as REF001")
    which.add_argument("--list", action="store_true", help="list all rules")
    which.add_argument("--markdown", action="store_true", help="print a page of all rules")
    rule.add_argument("--json", action="store_true", help="print JSON, of all if none is named")

    doctor = add(commands, "doctor", "look for everything that casewright needs")
    doctor.add_argument("--json", action="store_true", help="print JSON")


_USUAL = "those of casewright.yaml, else those built for before, else `plain`"


def _add_journal_option(command: ArgumentParser, *, usual: str = "all") -> None:
    command.add_argument(
        "--journal",
        action="append",
        default=[],
        metavar="JOURNAL",
        help=f"an id of `casewright journals list`, or `all`; may be repeated (default: {usual})",
    )

"""The arguments of the commands about references and drafts."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter

from casewright.cli.parser import Command, add, add_result_options

EXPORTS = ("bib", "ris", "nbib", "csl-json", "endnote-xml")

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
title, as koh2007pancreatic; keys of BibTeX stay, and others that read like a name and a year.
"""


def add_reference_commands(commands: object) -> None:
    refs = add(commands, "refs", "keep the libraries of references in order")
    actions = refs.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=Command
    )
    _add_library_commands(actions)
    _add_exchange_commands(actions)
    undo = add(actions, "undo", "take back the last change to the libraries")
    history = add(actions, "history", "list the changes that can be taken back")
    sync = add(actions, "sync", "compare the references with those of a draft, and lock them")
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
    check = add(actions, "check", "list what is wrong with the references")
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
    add_result_options(check)
    fix = add(actions, "fix", "mend what `refs check` finds, and show the difference")
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

    complete = add(actions, "complete", "fill in what cited entries lack, from Crossref and PubMed")
    complete.epilog = _COMPLETE
    complete.formatter_class = RawDescriptionHelpFormatter
    complete.add_argument("case", nargs="?", metavar="CASE", help="every case if left out")
    _add_online_option(complete)
    complete.add_argument("--dry-run", action="store_true", help="show it, and write nothing")
    complete.add_argument("--json", action="store_true", help="print JSON")


def add_draft_commands(commands: object) -> None:
    draft = add(commands, "draft", "keep what was sent to a journal, and bring it back")
    actions = draft.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=Command
    )
    save = add(actions, "save", "keep what was built, with all that it was made of")
    save.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    save.add_argument("--journal", metavar="JOURNAL", help="the only one built if left out")
    save.add_argument(
        "-m", "--message", required=True, metavar="TEXT", help="such as 'submitted to WJG'"
    )
    listing = add(actions, "list", "list the drafts of a case")
    listing.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    show = add(actions, "show", "show what a draft holds, and what has changed since")
    restore = add(actions, "restore", "bring the text of a draft back; the present one is kept")
    for command in (show, restore):
        command.add_argument("case", metavar="CASE")
        command.add_argument("draft", metavar="N", help="its number, or the name of its folder")
    restore.add_argument(
        "--dry-run", action="store_true", help="show what would change, and write nothing"
    )
    for command in (save, listing, show, restore):
        command.add_argument("--json", action="store_true", help="print JSON")


def _add_exchange_commands(actions: object) -> None:
    typed = add(actions, "add", "add a work that is typed, piped or named by a number")
    typed.epilog = _ADD
    typed.formatter_class = RawDescriptionHelpFormatter
    text = "a file, a DOI or a PMID (default: standard input)"
    typed.add_argument("what", nargs="?", metavar="FILE", help=text)
    for name, number in (("--doi", "DOI"), ("--pmid", "PMID")):
        typed.add_argument(
            name, action="append", default=[], metavar=number, help="may be repeated"
        )
    typed.add_argument("--key", metavar="KEY", help="how the new work is called")
    _add_online_option(typed)
    take = add(actions, "import", "bring the works of a file into a library")
    take.epilog = _IMPORT
    take.formatter_class = RawDescriptionHelpFormatter
    take.add_argument("file", metavar="FILE")
    take.add_argument("case", nargs="?", metavar="CASE", help="the one that a Word file is of")
    for command in (typed, take):
        command.add_argument(
            "--library",
            metavar="FILE",
            help="where new works go (default: references/library.bib, or the only one there)",
        )
    rename = add(actions, "rename", "give a work another key, also wherever it is cited")
    rename.add_argument("old", metavar="OLD")
    rename.add_argument("new", metavar="NEW")
    merge = add(actions, "merge", "make one work of two, also wherever they are cited")
    merge.add_argument("kept", metavar="KEY", help="the one that stays")
    merge.add_argument("gone", metavar="OTHER", help="the one that goes; KEY gets what it lacks")
    for command in (typed, take, rename, merge):
        command.add_argument("--dry-run", action="store_true", help="show it, and write nothing")
        command.add_argument("--json", action="store_true", help="print JSON")
    export = add(actions, "export", "write the works that a case cites for another program")
    export.add_argument("case", nargs="?", metavar="CASE", help="the only one if left out")
    export.add_argument("--all", action="store_true", help="every work of every library")
    export.add_argument("--format", required=True, choices=EXPORTS, help="the format")
    export.add_argument("--output", metavar="FILE", help="the file (default: standard output)")


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

"""What a cited entry lacks: data without which its work cannot be found again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from casewright.bibtex.grammar import key_offset, written_kind
from casewright.bibtex.names import meant
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span, suggest
from casewright.model.reference import LibraryEntry
from casewright.readers.bibtex_index import Place, position

_KINDS = frozenset(
    re.findall(
        r"\w+",
        """
    article artwork audio bibnote book bookinbook booklet collection commentary conference customa
    customb customc customd custome customf dataset electronic image inbook incollection
    inproceedings inreference jurisdiction legal legislation letter manual mastersthesis misc movie
    music mvbook mvcollection mvproceedings mvreference online patent performance periodical
    phdthesis proceedings reference report review set software standard suppbook suppcollection
    suppperiodical techreport thesis unpublished video www xdata
    """,
    )
)
"""The types of entries of BibTeX and biblatex (manual of biblatex 3.20, section 2.1)."""

_NO_WORKS = frozenset({"set", "xdata"})

_NEEDED: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("title", "'title'", frozenset({"title"})),
    (
        "author, editor or organization",
        "'author', 'editor' or 'organization'",
        frozenset(
            {"author", "editor", "translator", "holder", "organization", "institution", "school"}
        ),
    ),
    ("year", "'year'", frozenset({"year", "date", "pubstate"})),
)
"""What a reference needs, the fields to add, and all fields that give it (ICMJE; Citing Medicine,
chapter 1). `pubstate` says why a work in press has no year."""

_NEEDED_BY_KIND: Mapping[str, tuple[str, str, frozenset[str]]] = {
    **dict.fromkeys(
        ("article",),
        (
            "journal",
            "'journal'",
            frozenset(
                {"journal", "journaltitle", "eprint", "archiveprefix", "publisher", "howpublished"}
            ),
        ),
    ),
    **dict.fromkeys(
        ("incollection", "inproceedings", "conference"),
        ("title of the book", "'booktitle'", frozenset({"booktitle"})),
    ),
    **dict.fromkeys(
        ("book", "collection", "mvbook", "proceedings"),
        ("publisher", "'publisher'", frozenset({"publisher", "organization", "institution"})),
    ),
    **dict.fromkeys(
        ("phdthesis", "mastersthesis", "thesis"),
        ("school", "'school'", frozenset({"school", "institution", "publisher"})),
    ),
    **dict.fromkeys(
        ("techreport", "report"),
        ("institution", "'institution'", frozenset({"institution", "publisher", "organization"})),
    ),
    **dict.fromkeys(
        ("online", "electronic", "www"),
        ("address", "'url'", frozenset({"url", "doi", "eprint", "howpublished"})),
    ),
}
"""What else a reference of a type needs (Citing Medicine, chapters 1 to 5 and 25)."""

_SEEN_IN: Mapping[str, str] = {
    "article": "; PubMed's 'Cite' gives the data",
    **dict.fromkeys(
        ("book", "inbook", "incollection", "collection", "mvbook"),
        "; the title page of the book has it, and the catalogue of a library",
    ),
}
"""Where a person finds what is lacking."""

_YEAR = re.compile(r"(?<!\d)(?:(?:1\d|2[01])\d\d|-\d{4}|\d\dXX|\d{3}X)(?!\d)")
_WORDS_FOR_A_YEAR = re.compile(
    r"in press|forthcoming|accepted|submitted|to appear|in preparation|n\. ?d\.|no date", re.I
)


def check_kind(entry: LibraryEntry, raw: bytes, found: Diagnostics) -> None:
    """Report a type of entry that does not exist (REF002)."""
    if entry.kind in _KINDS:
        return
    name, offset = written_kind(raw)
    message = f"'@{name}' of '{entry.key}' is not a type of entry"
    hint = suggest(entry.kind, sorted(_KINDS), otherwise="write @misc if no other type fits")
    found.add(RULES["REF002"], message, _place(entry, raw, offset), hint=hint)


def check_complete(
    entry: LibraryEntry, raw: bytes, fields: Sequence[Mapping[str, str]], found: Diagnostics
) -> None:
    """Report an entry that has no title, nobody who made it, or no year (REF006).

    `fields` are those of the entry, then those of the entries that it takes fields from, each with
    its value as it is written.
    """
    if entry.kind in _NO_WORKS:
        return
    given = {meant(name, one): value for one in reversed(fields) for name, value in one.items()}
    there = {name for name, value in given.items() if value.strip('{}" \t\r\n')}
    place = _place(entry, raw, key_offset(raw))
    needed = [*_NEEDED, *_needed_by_kind(entry.kind, len(fields) > 1)]
    lacking = [(what, add) for what, add, fitting in needed if not fitting & there]
    if lacking:
        message = f"'{entry.key}' has no {', and no '.join(what for what, _ in lacking)}"
        hint = f"add {', and '.join(add for _, add in lacking)}{_SEEN_IN.get(entry.kind, '')}"
        found.add(RULES["REF006"], message, place, hint=hint)
    for name in ("year", "date"):
        if name in there and not _is_year(given[name]):
            text = _plain(given[name])
            message = f"the {name} of '{entry.key}' is '{text}', which is no year"
            found.add(RULES["REF006"], message, place, hint="write a year of four digits")


def _needed_by_kind(kind: str, inherits: bool) -> Iterator[tuple[str, str, frozenset[str]]]:
    """What a chapter takes over is the title of its book, under another name."""
    needed = _NEEDED_BY_KIND.get(kind)
    if needed and not (inherits and "booktitle" in needed[2]):
        yield needed


def _is_year(value: str) -> bool:
    if value[:1] not in ("{", '"') and not value[:1].isdigit():
        return True  # the name of an @string
    text = _plain(value)
    return bool(_YEAR.search(text) or _WORDS_FOR_A_YEAR.search(text))


def _plain(value: str) -> str:
    return " ".join(re.sub(r'[{}"]', "", value).split())


def _place(entry: LibraryEntry, raw: bytes, offset: int) -> Span:
    start = Place(0, len(raw), entry.span.line, entry.span.column)
    return Span(entry.span.file, *position(raw, offset, start))

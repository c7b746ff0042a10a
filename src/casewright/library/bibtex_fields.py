"""BibTeX entries made ready for pandoc's reader."""

from __future__ import annotations

import re

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, Entry, String

from casewright.bibtex.identifiers import bare_doi, bare_pmcid, bare_pmid
from casewright.bibtex.names import meant

_DROPPED = frozenset(
    {
        "abstract",
        "annotation",
        "annote",
        "date-added",
        "date-modified",
        "day",
        "file",
        "keywords",
        "keyword",
        "mendeley-tags",
        "month",
        "note",
        "owner",
        "timestamp",
    }
)
_TITLES = frozenset(
    {
        "booksubtitle",
        "booktitle",
        "booktitleaddon",
        "eventtitle",
        "issuetitle",
        "journal",
        "journalsubtitle",
        "journaltitle",
        "mainsubtitle",
        "maintitle",
        "maintitleaddon",
        "series",
        "shortjournal",
        "shorttitle",
        "subtitle",
        "title",
        "titleaddon",
    }
)
_STATES = r"\{*(?:in press|forthcoming|accepted|submitted|epub ahead of print)\}*"


def prepare_bibtex(bibtex: str) -> str:
    """Rewrite BibTeX entries so that pandoc makes the right CSL items of them.

    `bibtex` is well-formed: entries, `@string` and `@preamble` blocks. Titles get another pair of
    braces (pandoc lower-cases unprotected ones), months and private fields are dropped, and
    identifiers are reduced to what the styles print. Everything else is passed on as it stands.
    """
    library = parse_string(bibtex, parse_stack=[])
    return "\n".join(_rewritten(block) for block in library.blocks)


def _rewritten(block: Block) -> str:
    # BibTeX allows parentheses around a block; pandoc does not.
    match block:
        case Entry():
            return _entry(block)
        case String():
            return f"@string{{{block.key} = {block.value}}}"
    return block.raw or ""


def _entry(entry: Entry) -> str:
    given = {field.key.lower(): field.value for field in entry.fields}
    kind, meant = _as_meant(entry.entry_type.lower(), given)
    fields = [
        _new_field(name, _parts(value)) for name, value in meant.items() if name not in _DROPPED
    ]
    return f"@{kind}{{{entry.key},\n" + ",\n".join(fields) + "\n}"


_UNPUBLISHED = frozenset({"article", "misc", "online", "unpublished"})
_SERVERS = ("arXiv", "bioRxiv", "medRxiv", "Preprints.org", "Research Square", "SSRN")
_SERVER = {re.sub(r"\W", "", name).casefold(): name for name in _SERVERS}
_ADDRESS = re.compile(r"\s*(?:\\url\s*\{)?\s*(https?://[^\s{}]+?)\s*\}?\s*")
_READ_ON = re.compile(r"\W*(?:online; )?accessed:?\s*(\d{4}-\d{2}-\d{2})\W*", re.I)


def _as_meant(kind: str, fields: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The type and the fields of what an entry is, where its type says less.

    A `@misc` with an address is a web page, and a preprint is an article in its server: citation
    styles print neither the address nor the server of the types that pandoc makes of them.
    """
    fields = {meant(name, fields): value for name, value in fields.items()}
    if kind == "misc" and ("journal" in fields or "journaltitle" in fields):
        kind = "article"
    if "url" not in fields and (url := _ADDRESS.fullmatch(_plain(fields, "howpublished"))):
        fields["url"] = _braced(url[1])
        del fields["howpublished"]
    if "urldate" not in fields and (read := _READ_ON.fullmatch(_plain(fields, "note"))):
        fields["urldate"] = _braced(read[1])
    if kind in _UNPUBLISHED and (server := _preprint_server(fields)):
        fields["journal"] = _braced(f"{server} [Preprint]")
        number = _plain(fields, "eprint") or bare_doi(_plain(fields, "doi")).partition("/")[2]
        if "pages" not in fields and re.fullmatch(r"[\w.]+", number):
            # without pages, styles call an article ahead of print, which a preprint is not
            fields["pages"] = _braced(number)
        if "doi" in fields:
            fields.pop("url", None)
            fields.pop("urldate", None)
        return "article", fields
    if kind == "misc" and "url" in fields and "doi" not in fields:
        return "online", fields
    return kind, fields


def _preprint_server(fields: dict[str, str]) -> str | None:
    if "journal" in fields or "journaltitle" in fields:
        return None
    named = (
        _SERVER.get(re.sub(r"\W", "", _plain(fields, name)).casefold())
        for name in ("eprinttype", "archiveprefix", "publisher", "howpublished")
    )
    return next((server for server in named if server), None)


def _plain(fields: dict[str, str], name: str) -> str:
    """The text of a field that is one piece."""
    parts = _parts(fields.get(name, ""))
    return _inner(parts[0]) if len(parts) == 1 else ""


def _parts(value: str) -> list[str]:
    """The parts of a value that `#` joins, each with its braces or quotation marks."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(value):
        depth += (char == "{") - (char == "}")
        if char == "#" and not depth and value[at - 1 : at] != "\\":
            parts.append(value[start:at].strip())
            start = at + 1
    return [*parts, value[start:].strip()]


def _new_field(name: str, parts: list[str]) -> str:
    # pandoc loses a year in words, but keeps the state of publication
    if name == "year" and re.fullmatch(_STATES, _inner(" ".join(parts)).strip(), re.I):
        name = "pubstate"
    return f"  {name} = {_new_value(name, parts)}"


def _new_value(name: str, parts: list[str]) -> str:
    if name in _TITLES:
        parts = [
            _braced(f"{{{_inner(part)}}}") if part[:1] in ("{", '"') else part for part in parts
        ]
    elif len(parts) == 1 and (bare := _BARE.get(name)):
        parts = [_braced(bare(_inner(parts[0])))]
    return " # ".join(parts) or "{}"


def _inner(part: str) -> str:
    return part[1:-1] if part[:1] in ("{", '"') else part


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _pmid(value: str) -> str:
    digits = re.search(r"\d+", value)
    return bare_pmid(value) or (digits[0] if digits else "")


def _pmcid(value: str) -> str:
    digits = re.search(r"\d+", value)
    return bare_pmcid(value) or (f"PMC{digits[0]}" if digits else "")


_BARE = {"doi": bare_doi, "pmid": _pmid, "pmcid": _pmcid}

"""BibTeX entries made ready for pandoc's reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_WORD = re.compile(r"[^\s{}\",#=()@]+")


def prepare_bibtex(bibtex: str) -> str:
    """Rewrite BibTeX entries so that pandoc makes the right CSL items of them.

    `bibtex` is well-formed: entries, `@string` and `@preamble` blocks. Titles get another pair of
    braces (pandoc lower-cases unprotected ones), months and private fields are dropped, and
    identifiers are reduced to what the styles print. Everything else is passed on as it stands.
    """
    parts: list[str] = []
    done = 0
    for start, end, kind in _blocks(bibtex):
        block = _in_braces(bibtex[start:end])
        parts.append(bibtex[done:start])
        parts.append(block if kind in ("string", "preamble", "comment") else _rewrite(block))
        done = end
    parts.append(bibtex[done:])
    return "".join(parts)


def _in_braces(block: str) -> str:
    """BibTeX allows parentheses around an entry; pandoc does not."""
    head, opening, rest = re.split(r"([{(])", block, maxsplit=1)
    return f"{head}{{{rest.removesuffix(')')}}}" if opening == "(" else block


def _blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and type of every entry of well-formed BibTeX."""
    at = 0
    while match := re.compile(r"@\s*([A-Za-z]+)\s*([{(])").search(text, at):
        at = _closing(text, match.end() - 1)
        yield match.start(), at, match[1].lower()


def _closing(text: str, opening: int) -> int:
    """The position after the brace or parenthesis that closes the one at `opening`."""
    ends_with = ")" if text[opening] == "(" else "}"
    depth = 0
    at = opening + 1
    while at < len(text):
        char = text[at]
        if char == ends_with and not depth:
            return at + 1
        depth += (char == "{") - (char == "}")
        at += 2 if char == "\\" else 1
    return len(text)


def _rewrite(entry: str) -> str:
    head = re.match(r"@\s*[A-Za-z]+\s*\{\s*[^,]*", entry)
    if not head:
        return entry
    fields = [
        _new_field(name.lower(), parts)
        for name, parts in _fields(entry[:-1], head.end())
        if name.lower() not in _DROPPED
    ]
    return ",\n".join([head[0].rstrip(), *fields]) + "\n" + entry[-1]


def _fields(entry: str, at: int) -> Iterator[tuple[str, list[str]]]:
    """Name and value of every field; a value is the parts that `#` joins."""
    while True:
        at = _skip(entry, at, ",")
        name = _WORD.match(entry, at)
        if not name:
            return
        equals = _skip(entry, name.end(), "")
        if entry[equals : equals + 1] != "=":
            return
        parts, at = _value(entry, _skip(entry, equals + 1, ""))
        yield name[0], parts


def _skip(text: str, at: int, also: str) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in also):
        at += 1
    return at


def _value(text: str, at: int) -> tuple[list[str], int]:
    parts: list[str] = []
    while at < len(text):
        end = _part_end(text, at)
        parts.append(text[at:end])
        after = _skip(text, end, "")
        if text[after : after + 1] != "#" or end == at:
            return parts, end
        at = _skip(text, after + 1, "")
    return parts, at


def _part_end(text: str, at: int) -> int:
    """Where the braced, quoted or bare part that starts at `at` ends."""
    if text[at] == "{":
        return _closing(text, at)
    if text[at] == '"':
        depth = 0
        for index in range(at + 1, len(text)):
            char = text[index]
            if char == '"' and not depth:
                return index + 1
            depth += (char == "{") - (char == "}")
        return len(text)
    word = _WORD.match(text, at)
    return word.end() if word else at


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


def _bare_doi(value: str) -> str:
    r"""`https://doi.org/10.1000/a_b` and `doi: 10.1000/a\_b` are both 10.1000/a_b."""
    value = re.sub(r"\\([_%&#])", r"\1", value.strip(" {}\t\n"))
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)", "", value, flags=re.I)


def _bare_pmid(value: str) -> str:
    digits = re.search(r"\d+", value)
    return digits[0] if digits else ""


def _bare_pmcid(value: str) -> str:
    digits = re.search(r"\d+", value)
    return f"PMC{digits[0]}" if digits else ""


_BARE = {"doi": _bare_doi, "pmid": _bare_pmid, "pmcid": _bare_pmcid}

"""Texts that were damaged on their way between programs; pure."""

from __future__ import annotations

import html
import re

from casewright.bibtex.editing import Splice, set_field
from casewright.bibtex.encoding import from_windows
from casewright.bibtex.entries import BYTES
from casewright.bibtex.source import Work
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Severity

_PRINTED = (
    "title", "subtitle", "shorttitle", "booktitle", "journal", "journaltitle", "shortjournal",
    "author", "editor", "publisher", "address", "location", "institution", "school",
    "organization", "series", "howpublished", "edition",
)  # fmt: skip
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_TAG = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|scp|sc|span|p|br|jats:\w+|mml:\w+)\b[^<>]*/?>", re.I
)
_COMMANDS = {"i": "emph", "em": "emph", "sub": "textsubscript", "sup": "textsuperscript"}
_LOST = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=[^\W\d_])")


def check_garbled(work: Work, found: Diagnostics) -> None:
    """Report characters that were read in the wrong encoding, entities and tags of web pages."""
    for name in _PRINTED:
        field = work.field(name)
        text = work.inner(field) if field else None
        if not field or not text or (text.isascii() and not re.search(r"[&<?]", text)):
            continue
        better = _plain(repaired(text))
        damage = _damage(text)
        if not damage:
            continue
        edit = None
        hint = "write it as the source has it"
        if better != text and not _LOST.search(better):
            hint = f"write {' '.join(better.split())}"
            splices = set_field(work.source.data, work.entry, name, better)
            edit = work.source.edit(splices, safe=False)
        message = f"the {name} of '{work.key}' is damaged: {damage}"
        found.add(RULES["REF015"], message, work.place(field), hint=hint, edit=edit)


def check_bytes(work: Work, found: Diagnostics) -> None:
    """Report bytes of an entry that are no UTF-8 (CASE013), each run with its character."""
    source, entry = work.source, work.entry
    raw = source.data[entry.start : entry.end].decode(errors=BYTES)
    for match in re.finditer("[\udc80-\udcff]+", raw):
        run = match[0].encode(errors=BYTES)
        start = entry.start + len(raw[: match.start()].encode(errors=BYTES))
        edit = source.edit(
            [Splice(start, start + len(run), from_windows(run).encode())], safe=False
        )
        message = f"the bytes 0x{run.hex()} in '{entry.key}' are no UTF-8"
        hint = f"in Windows-1252 they are '{from_windows(run)}'; `refs fix --all` converts"
        severity = Severity.WARNING  # what is cited is an error of the reader
        found.add(RULES["CASE013"], message, edit.span, hint=hint, edit=edit, severity=severity)


def repaired(text: str) -> str:
    """UTF-8 that was read as Windows-1252, as it was; anything else stays."""
    return _RUN.sub(_rerun, text)


def _rerun(match: re.Match[str]) -> str:
    try:
        return b"".join(_byte(char) for char in match[0]).decode()
    except UnicodeError:
        return match[0]


def _byte(char: str) -> bytes:
    return char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252")


def _damage(text: str) -> str:
    for match in _RUN.finditer(text):
        if _rerun(match) != match[0]:
            return f"'{match[0]}' was '{_rerun(match)}'"
    if lost := _LOST.search(text):
        around = text[max(0, lost.start() - 8) : lost.end() + 8]
        return f"a character is lost in '{' '.join(around.split())}'"
    if entity := _ENTITY.search(text):
        return f"'{entity[0]}' is the HTML for '{html.unescape(entity[0])}'"
    if tag := _TAG.search(text):
        return f"'{tag[0]}' is a tag of a web page"
    return ""


def _plain(text: str) -> str:
    def entity(match: re.Match[str]) -> str:
        plain = html.unescape(match[0])
        return f"\\{plain}" if plain in "&%#_$" else " " if plain == "\xa0" else plain

    def tag(match: re.Match[str]) -> str:
        return f"\\{_COMMANDS[match[1].lower()]}{{{match[2]}}}"

    text = _ENTITY.sub(entity, text)
    text = re.sub(r"<(i|em|sub|sup)>([^<>{}]*)</\1>", tag, text, flags=re.I)
    return _TAG.sub("", text)

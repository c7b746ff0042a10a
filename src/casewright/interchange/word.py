"""The citations inside a Word file: fields of Zotero, Mendeley and EndNote, and Mendeley Cite.

Sources: the fields as Zotero's `integration.js` and EndNote write them; "Office Open XML",
ECMA-376, part 1, 17.16 (fields) and 17.13.5 (revisions).
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from casewright.interchange.csl_json import read_item
from casewright.interchange.endnote_xml import read_record
from casewright.interchange.reading import Reading, Unreadable
from casewright.interchange.safe_xml import parse_xml, rich_text
from casewright.model.reference import KEY_URI
from casewright.model.work import Work

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_BIGGEST = 60_000_000
_RATIO = 400
_STATES = {"ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One work where it is cited."""

    work: Work
    key: str
    """The key that casewright gave it; empty if it did not."""
    state: str
    """`kept`, or `inserted` or `deleted` by a tracked change."""
    paragraph: int


@dataclass(slots=True)
class _Field:
    """A complex field as far as it was read."""

    state: str
    paragraph: int
    code: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    shows: bool = False


_BY_HAND = "see in the list of references which work it is, and cite that yourself"


def read_word(data: bytes, file: str) -> tuple[Reading, tuple[Citation, ...]]:
    """Every citation of a file; the line of a place is the number of its paragraph.

    Raises `Unreadable` for a file that is no Word file, or that would unpack to far too much.
    """
    reading = Reading(file)
    cited: list[Citation] = []
    paragraphs = 0
    for text in _texts(data):
        root = parse_xml(text)
        for code, state, paragraph in _codes(root, paragraphs):
            for work, key in _works(code, reading, paragraph):
                cited.append(Citation(work, key, state, paragraph))
                if state != "deleted":
                    reading.add(work, paragraph)
        paragraphs += sum(1 for _ in root.iter(f"{_W}p"))
    return reading.done(), tuple(cited)


def _texts(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "word/document.xml" not in names:
                raise Unreadable("this is no Word file", hint="save it as .docx")
            for name in _TEXTS:
                if name not in names:
                    continue
                info = package.getinfo(name)
                if info.file_size > _BIGGEST or info.file_size > _RATIO * (info.compress_size + 1):
                    raise Unreadable(f"{name} unpacks to {info.file_size:,} bytes; it is refused")
                with package.open(info) as part:
                    yield part.read(_BIGGEST)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise Unreadable("this is no Word file", hint="save it as .docx") from error


def _codes(root: etree._Element, paragraphs: int) -> Iterator[tuple[str, str, int]]:
    """The code of each field and tagged control, with its state and paragraph."""
    stack: list[_Field] = []
    for element in root.iter():
        name = str(element.tag).removeprefix(_W)
        if name == "p":
            paragraphs += 1
        elif name == "fldChar":
            kind = element.get(f"{_W}fldCharType")
            if kind == "begin":
                stack.append(_Field(_state(element), paragraphs, data=_data(element)))
            elif stack and kind == "separate":
                stack[-1].shows = True
            elif stack and kind == "end":
                yield from _ended(stack)
        elif name in ("instrText", "delInstrText") and stack and not stack[-1].shows:
            stack[-1].code.append(element.text or "")
        elif name == "fldSimple":
            yield element.get(f"{_W}instr", ""), _state(element), paragraphs
        elif name == "tag":
            yield element.get(f"{_W}val", ""), _state(element), max(paragraphs, 1)


def _ended(stack: list[_Field]) -> Iterator[tuple[str, str, int]]:
    """The last field; one of EndNote inside another one only holds the data of that."""
    done = stack.pop()
    code = _code(done)
    if stack and not stack[-1].shows and "EN.CITE" in code:
        stack[-1].data.append(code)
    else:
        yield code, done.state, done.paragraph


def _data(begin: etree._Element) -> list[str]:
    found = begin.find(f"{_W}fldData")
    return [found.text or ""] if found is not None else []


def _code(done: _Field) -> str:
    """The code of a field; where EndNote keeps its XML beside it, with that."""
    code = "".join(done.code).strip()
    if "<EndNote>" in code or not code.startswith("ADDIN EN.CITE"):
        return code
    for text in done.data:
        xml = text if "<EndNote>" in text else _decoded(text)
        if "<EndNote>" in xml:
            return f"ADDIN EN.CITE {xml[xml.index('<EndNote>') :]}"
    return code


def _decoded(text: str) -> str:
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    codec = "utf-16-le" if data[1:2] == b"\0" else "utf-8"
    return data.decode(codec, errors="replace").rstrip("\0")


def _state(element: etree._Element) -> str:
    states = {_STATES.get(str(one.tag).removeprefix(_W), "kept") for one in element.iterancestors()}
    return "deleted" if "deleted" in states else "inserted" if "inserted" in states else "kept"


def _works(code: str, reading: Reading, paragraph: int) -> Iterator[tuple[Work, str]]:
    match = re.match(r"\s*(?:ADDIN )?(?:ZOTERO_ITEM )?CSL_CITATION\s*(\{.*\})", code, re.S)
    if match:
        yield from _csl(match[1], reading, paragraph)
    elif code.startswith("MENDELEY_CITATION"):
        packed = code.rpartition("_")[2]
        yield from _csl(_decoded(packed + "=" * (-len(packed) % 4)), reading, paragraph)
    elif "EN.CITE" in code and "<EndNote>" in code:
        yield from _endnote(code[code.index("<EndNote>") :], reading, paragraph)
    elif re.match(r"\s*ADDIN (?:ZOTERO_ITEM|EN\.CITE(?!\.DATA))", code):
        reading.damaged("a citation without its data", paragraph, hint=_BY_HAND)


def _csl(text: str, reading: Reading, paragraph: int) -> Iterator[tuple[Work, str]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        reading.damaged("a citation whose data are damaged", paragraph, hint=_BY_HAND)
        return
    items = found.get("citationItems") if isinstance(found, dict) else None
    for one in items if isinstance(items, list) else ():
        item = one.get("itemData") if isinstance(one, dict) else None
        if isinstance(item, dict):
            quiet = Reading(reading.file)  # Zotero's own fields are nobody's loss
            work = read_item(item, quiet, paragraph)
            yield work, _own_key(one)


def _own_key(item: Mapping[str, Any]) -> str:
    uris = item.get("uris") or item.get("uri") or ()
    for uri in uris if isinstance(uris, list) else (uris,):
        if isinstance(uri, str) and uri.startswith(KEY_URI):
            return uri.removeprefix(KEY_URI)
    return ""


def _endnote(text: str, reading: Reading, paragraph: int) -> Iterator[tuple[Work, str]]:
    try:
        root = parse_xml(text.encode())
    except Unreadable:
        reading.damaged("a citation of EndNote whose data are damaged", paragraph, hint=_BY_HAND)
        return
    for cite in root.iter("Cite"):
        record = cite.find("record")
        if record is not None:
            yield read_record(record, Reading(reading.file)), ""
        else:
            name = f"{rich_text(cite.find('Author'))} {rich_text(cite.find('Year'))}".strip()
            reading.damaged(f"the citation of '{name}' has no data", paragraph, hint=_BY_HAND)

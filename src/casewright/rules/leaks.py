"""What the files of a blinded manuscript say beside its text: properties, parts, addresses."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from casewright.model.series import CaseReport
from casewright.rules.identities import identities

_TEXT_PARTS = frozenset({"word/document.xml", "word/footnotes.xml"})
"""Parts of a DOCX that hold the text, with the references: the document was looked at before."""


def leaks(case: CaseReport, files: Mapping[str, bytes]) -> Iterator[str]:
    """Where the files name an author, apart from their text; the sentences of a finding."""
    known = [one for one in identities(case) if one.certain]
    for name, data in files.items():
        for where, text in [("its name", name), *_beside_text(name, data)]:
            for one in known:
                if one.pattern.search(text):
                    yield f"{where} in {name} holds '{one.text}', {one.what}"


def _beside_text(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.namelist():
                if part not in _TEXT_PARTS:
                    text = package.read(part).decode("utf-8", errors="replace")
                    yield f"the part {part}", f"{part}\n{html.unescape(_tags_apart(text))}"
    elif name.endswith(".html"):
        head = data.partition(b"</head>")[0].decode()
        yield "the head", html.unescape(head)
    elif name.endswith(".xml"):
        front = data.partition(b"</front>")[0].decode()
        yield "what stands before the text", html.unescape(_tags_apart(front))
    elif name.endswith(".pdf"):
        yield from (("the properties", text) for text in _pdf_texts(data))


def _tags_apart(xml: str) -> str:
    """XML with its tags, whose attributes may name somebody, and its text apart from them."""
    return re.sub(r"([<>])", r" \1 ", xml)


_STREAM = re.compile(rb"<<(?P<head>[^\n]*?)>>\s*stream\r?\n(?P<body>.*?)\r?\nendstream", re.S)


def _pdf_texts(data: bytes) -> Iterator[str]:
    """The texts of a PDF outside its pages: information, metadata, outline, descriptions."""
    for match in _STREAM.finditer(data):
        if b"/Metadata" in match["head"] or b"/ObjStm" in match["head"]:
            yield from _strings(_inflated(match["body"]))
    yield from _strings(_STREAM.sub(b"", data))


def _inflated(body: bytes) -> bytes:
    try:
        return zlib.decompress(body)
    except zlib.error:
        return body


def _strings(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", errors="replace")
    for match in re.finditer(rb"<feff([0-9a-f]*)>", data, re.IGNORECASE):
        yield bytes.fromhex(match[1].decode()).decode("utf-16-be", errors="replace")
    for match in re.finditer(rb"\((\xfe\xff.*?)(?<!\\)\)", data, re.S):
        yield match[1][2:].decode("utf-16-be", errors="replace")

"""What a finished Word file or PDF tells: who worked on it, what was in it, and what stands there.

Sources: Office Open XML, ECMA-376, part 1 (17.13 annotations, 17.15.1 settings, 20.1.8.55 source
rectangles), part 2 (properties); PDF, ISO 32000-1 (7.5.6 updates, 7.11.4 embedded files, 12.5.6
annotations, 14.3 metadata).
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from casewright.rules.identifiers.hits import Kind, Policy
from casewright.rules.identifiers.scan import scan

ImageTraces = Callable[[bytes], tuple[str, ...]]
"""What the metadata of an image tell, in words."""


class Trace(NamedTuple):
    """Something that a file tells."""

    says: str
    """'3 comments, by A and B'."""
    remedy: str
    usual: bool = False
    """Whether most files tell it, and hardly anybody is hurt."""


_INSPECTOR = "in Word: File, Info, Check for Issues, Inspect Document"
_REVIEWED = "accept or reject every change, delete every comment, and save a copy"
_PATH = re.compile(
    r"(?:file:/|(?<!\w)[A-Za-z]\\?:\\{1,2}(?=[^\"<>{}\s\\]+\\)|\\\\[\w.-]+\\(?=[\w$.-]+\\)"
    r"|(?<![\w.])/(?:home|Users)/)[^\"<>{}\s]{2,200}"
)
"""JabRef writes the colon after a drive as a backslash and a colon."""
_CHANGES = (
    "ins|del|moveFrom|moveTo|rPrChange|pPrChange|sectPrChange|tblPrChange|trPrChange|tcPrChange"
    "|cellIns|cellDel|numberingChange"
)
_CHANGE = re.compile(rf"<w:(?:{_CHANGES})\b[^>]{{0,400}}?\bw:author=\"([^\"]*)\"")
_COMMENT = re.compile(r"<w:comment\b[^>]{0,400}?\bw:author=\"([^\"]*)\"")
_CROPPED = re.compile(r"<a:srcRect\b[^>]{0,200}?\b[ltrb]=\"[1-9]")
_HIDDEN = re.compile(r"<w:vanish(?:\s*/>|\s+w:val=\"(?:1|true|on)\")")
_PROPERTIES: tuple[tuple[str, str, str], ...] = (
    ("docProps/core.xml", "dc:creator", "as its author"),
    ("docProps/core.xml", "cp:lastModifiedBy", "as who saved it last"),
    ("docProps/core.xml", "dc:description", "as its comment"),
    ("docProps/core.xml", "cp:category", "as its category"),
    ("docProps/app.xml", "Company", "as its company"),
    ("docProps/app.xml", "Manager", "as its manager"),
)


def word_traces(parts: Mapping[str, bytes], image_traces: ImageTraces) -> Iterator[Trace]:
    """What the parts of a Word file tell, the most telling first."""
    texts = {
        name: data.decode("utf-8", "replace")
        for name, data in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    body = "".join(text for name, text in texts.items() if name.startswith("word/"))
    yield from _by_people(_CHANGE.findall(body), "tracked change")
    yield from _by_people(_COMMENT.findall(body), "comment")
    yield from _of_content(parts, body)
    for name in filter(_OF_TEXT.fullmatch, texts):
        yield from _of_words(texts[name])
    yield from _paths(texts.values())
    yield from _of_images(
        {name: data for name, data in parts.items() if "/media/" in name}, image_traces
    )
    for part, tag, role in _PROPERTIES:
        match = re.search(rf"<{tag}\b[^>]*>([^<]+)</{tag}>", texts.get(part, ""))
        if match and match[1].strip():
            says = f"its properties name '{html.unescape(match[1].strip())}' {role}"
            yield Trace(says, _INSPECTOR, usual=True)
    own = _OWN.findall(texts.get("docProps/custom.xml", ""))
    if own:
        says = f"it has properties of its own: {_named([html.unescape(one) for one in own])}"
        yield Trace(says, _INSPECTOR, usual=True)
    people = sorted(set(re.findall(r"w15:author=\"([^\"]+)\"", texts.get("word/people.xml", ""))))
    if people:
        yield Trace(f"it lists as people who worked on it {_named(people)}", _INSPECTOR)
    if "<w:rsids>" in texts.get("word/settings.xml", ""):
        says = "numbers of its revisions, by which copies of one file can be told"
        yield Trace(says, "in Word: Trust Center, Privacy Options", usual=True)


_OWN = re.compile(r"<property\b[^>]*\bname=\"([^\"]+)\"")


def _by_people(authors: list[str], what: str) -> Iterator[Trace]:
    if authors:
        named = _named(sorted({html.unescape(one) for one in authors if one}))
        plural = "s" * (len(authors) != 1)
        by = f", by {named}" if named else ""
        yield Trace(f"{len(authors)} {what}{plural}{by}", _REVIEWED)


def _named(people: list[str]) -> str:
    most = 5
    shown = [f"'{one}'" for one in people[:most]]
    return ", ".join(shown) + (f" and {len(people) - most} more" if len(people) > most else "")


def _of_content(parts: Mapping[str, bytes], body: str) -> Iterator[Trace]:
    for folder, what in (("word/embeddings/", "embedded"), ("word/activeX/", "active")):
        inside = [name.removeprefix(folder) for name in parts if name.startswith(folder)]
        if inside:
            says = f"{what} files with all that they hold: {_named(sorted(inside))}"
            yield Trace(says, "paste the table or the chart as a picture")
    if any(name.endswith("vbaProject.bin") for name in parts):
        yield Trace("macros", "save it as .docx")
    if count := len(_CROPPED.findall(body)):
        pictures = f"{count} cropped picture{'s' * (count != 1)}"
        remedy = "in Word: Compress Pictures, Delete cropped areas; or crop the image file"
        yield Trace(f"{pictures}: what was cut off is still in the file", remedy)
    if _HIDDEN.search(body):
        yield Trace("hidden text", _INSPECTOR)
    if any(name.startswith("docProps/thumbnail") for name in parts):
        yield Trace("a small picture of its first page as it once was", _INSPECTOR)


_OF_TEXT = re.compile(
    r"word/(?:document|comments|footnotes|endnotes|header\d*|footer\d*)\.xml"
    r"|xl/(?:sharedStrings|comments\d*|worksheets/sheet\d+)\.xml"
    r"|ppt/(?:slides|notesSlides)/\w+\.xml"
)
"""The parts of Word, Excel and PowerPoint files that hold text."""
_LETTERS = re.compile(r"<(?:w:|a:)?(?:t|delText)(?:\s[^>]{0,80})?>([^<]*)<")
_PARAGRAPH = re.compile(r"</(?:w:p|a:p|si|is)>")
_LIST_OF_WORKS = re.compile(r"(?:\d+\.?\s*)?(?:references|bibliography|works cited)", re.IGNORECASE)
_SURELY: frozenset[Kind] = frozenset({"id", "phone", "device", "ip"})
_ANYWHERE = _SURELY | {"date", "age"}
"""Names, places and addresses stand on title pages, and are the authors'."""
_TO_THE_DAY = Policy(calendar="month")


def _of_words(text: str) -> Iterator[Trace]:
    """What stands in the text itself, deleted text among it."""
    parts = _PARAGRAPH.split(text)
    return _told_in(html.unescape("".join(_LETTERS.findall(part))) for part in parts)


def page_traces(text: str) -> Iterator[Trace]:
    """What stands on the pages of a PDF, whose text has lines as the pages have them."""
    lines = text.replace("\f", "\n\n").splitlines()
    ends = (at for at, line in enumerate(lines) if _LIST_OF_WORKS.fullmatch(line.strip()))
    parts = re.split(r"\n\s*\n", "\n".join(lines[: next(ends, None)]))
    return _told_in(" ".join(part.split()) for part in parts)


def _told_in(paragraphs: Iterable[str]) -> Iterator[Trace]:
    """What paragraphs tell, up to the list of references."""
    for words in paragraphs:
        if _LIST_OF_WORKS.fullmatch(words.strip()):
            return
        for hit in scan(words, _TO_THE_DAY):
            if hit.kind in _ANYWHERE:
                says = f"'{words[hit.start : hit.end]}', {hit.reason}, in its text"
                yield Trace(says, "look at it, and delete it", usual=hit.kind not in _SURELY)


def paths_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names files on somebody's computer."""
    return (match.span() for match in _PATH.finditer(text))


def _paths(texts: Iterable[str]) -> Iterator[Trace]:
    found = sorted({html.unescape(text[a:b]) for text in texts for a, b in paths_in(text)})
    if found:
        yield Trace(f"paths of files on somebody's computer: {_named(found)}", _INSPECTOR)


def _of_images(images: Mapping[str, bytes], image_traces: ImageTraces) -> Iterator[Trace]:
    for name, data in images.items():
        if told := image_traces(data):
            short = name.rpartition("/")[2]
            yield Trace(
                f"the image {short} holds in its metadata {', '.join(told)}",
                "export the image without metadata, and insert it anew",
            )


_STREAM = re.compile(rb"<<(?P<head>[^\n]{0,2000}?)>>\s*stream\r?\n", re.S)
_MOST = 1 << 24
_NOTES = re.compile(
    r"/Subtype\s*/(?:Text|FreeText|Highlight|StrikeOut|Underline|Squiggly|Caret|Ink|Stamp|Popup"
    r"|FileAttachment)\b"
)
_INFO = re.compile(
    r"/Author\s*(?:\((?P<plain>(?:[^()\\]|\\.){1,300})\)|<(?P<hex>[0-9A-Fa-f]{2,600})>)"
)


def pdf_traces(data: bytes, image_traces: ImageTraces) -> Iterator[Trace]:
    """What a PDF tells beside its pages."""
    if b"/Encrypt" in data:
        yield Trace("it is encrypted, and was not looked into", "save it without a password")
        return
    text, images = _pdf_parts(data)
    if count := len(_NOTES.findall(text)):
        yield Trace(f"{count} notes or marks of a reader", "print it to a new PDF")
    if re.search(r"/EmbeddedFiles?\b", text):
        yield Trace("attached files", "make the PDF without attachments")
    if data.count(b"%%EOF") > 1 + (b"/Linearized" in data[:1024]):
        says = "changes that were added at its end: what it said before is still in the file"
        yield Trace(says, "print it to a new PDF")
    yield from _paths([text])
    yield from _of_images(images, image_traces)
    match = _INFO.search(text)
    author = match and _pdf_string(match["plain"], match["hex"])
    named = re.search(r"<dc:creator>.{0,80}?<rdf:li[^>]*>([^<]+)<", text, re.S)
    if author or named:
        says = f"its properties name '{author or (named and named[1])}' as its author"
        yield Trace(says, "empty the field Author", usual=True)


def _pdf_parts(data: bytes) -> tuple[str, dict[str, bytes]]:
    """The text of its objects without the pages, and its JPEG images."""
    texts: list[bytes] = []
    images: dict[str, bytes] = {}
    last = 0
    for match in _STREAM.finditer(data):
        end = data.find(b"endstream", match.end())
        if end < 0 or match.start() < last:
            continue
        head, body = match["head"], data[match.end() : end]
        texts.append(data[last : match.end()])
        if b"/DCTDecode" in head and b"/FlateDecode" not in head:
            images[f"number {len(images) + 1}"] = body
        elif b"/ObjStm" in head or b"/Metadata" in head:
            texts.append(_inflated(body))
        last = end
    texts.append(data[last:])
    return b"\n".join(texts).decode("latin-1"), images


def _inflated(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, _MOST)
    except zlib.error:
        return body


def _pdf_string(plain: str | None, digits: str | None) -> str:
    raw = (
        bytes.fromhex(digits[: len(digits) // 2 * 2]) if digits else (plain or "").encode("latin-1")
    )
    coding = "utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1"
    return raw.decode(coding, "replace").strip()

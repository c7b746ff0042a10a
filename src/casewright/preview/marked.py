"""The manuscript as a page whose sentences can be found, and the sentence of a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count

from casewright.diagnostics import Span
from casewright.manuscript import Manuscript
from casewright.model.document import Ast, Document, Image
from casewright.model.tree import div_class, source_keys, walk
from casewright.pandoc import Pandoc
from casewright.writers.html import write_html
from casewright.writers.tree import rewrite

Targets = Mapping[str, tuple[Span, ...]]
"""The places that a part of the page comes from, by the part's id."""


_LONGEST = 40
"""Lines that a finding may span and still be about a sentence in it: no more than an event has."""


@dataclass(frozen=True, slots=True)
class Page:
    """A manuscript as it is shown."""

    html: bytes
    images: Mapping[str, Image]
    """By their address from the page."""
    targets: Targets


def make_page(made: Manuscript, document: Document, pandoc: Pandoc) -> Page:
    """The page of a composed manuscript, the title page first; raises `PandocFailed`."""
    assert made.journal is not None
    style, numbers = made.journal.page.style, count(1)
    targets: dict[str, tuple[Span, ...]] = {}
    html = write_html(_marked(document, numbers, targets), style, pandoc)
    if document.title_page is not None:
        front = write_html(_marked(document.title_page, numbers, targets), style, pandoc)
        inside = front.partition(b"<main>\n")[2].rpartition(b"\n</main>")[0]
        html = html.replace(b"<main>\n", b"<main>\n" + inside + b"\n<hr />\n", 1)
    html = html.replace(b"</head>", b'<link rel="stylesheet" href="../marks.css" />\n</head>', 1)
    targets |= _of_references(made, document)
    return Page(_with_versions(html, document.images), document.images, targets)


def target_of(place: Span, targets: Targets) -> str | None:
    """The id of the part that a finding at `place` is about, if one can be told."""
    whole_case = place.column == 1 and place.file.endswith(".yaml")
    if place.private or whole_case or (place.line, place.column, place.end_line) == (1, 1, 0):
        return None
    near = [
        (rank, name)
        for name, sources in targets.items()
        for source in sources
        if source.file == place.file and (rank := _rank(place, source)) is not None
    ]
    return min(near, key=lambda one: one[0])[1] if near else None


def _marked(
    document: Document, numbers: Iterator[int], targets: dict[str, tuple[Span, ...]]
) -> Document:
    """The document with an id on every sentence, which the writer would leave out."""

    def mark(node: Ast) -> list[Ast] | None:
        keys = source_keys(node)
        if not keys:
            return None
        name = f"sentence-{next(numbers)}"
        places = tuple(dict.fromkeys(document.sources[key].span for key in keys))
        targets[name] = places
        attr = [name, ["sentence"], [["place", str(places[0])]]]
        return [{"t": "Span", "c": [attr, node["c"][1]]}]

    return replace(document, blocks=rewrite(document.blocks, mark))


def _of_references(made: Manuscript, document: Document) -> dict[str, tuple[Span, ...]]:
    if made.library is None:
        return {}
    found: dict[str, tuple[Span, ...]] = {}
    for node in walk(document.blocks):
        if div_class(node, "csl-entry"):
            entry = made.library.entries[node["c"][0][0].removeprefix("ref-")]
            last = entry.span.line + entry.raw.count("\n")
            found[node["c"][0][0]] = (replace(entry.span, end_line=last, end_column=1 << 30),)
    return found


def _with_versions(html: bytes, images: Mapping[str, Image]) -> bytes:
    """The page with addresses of images that change with them: a browser keeps what it has."""

    def address(match: re.Match[bytes]) -> bytes:
        image = images.get(match[1].decode())
        version = sha256(image.data).hexdigest()[:12].encode() if image else b"0"
        return b'src="' + match[1] + b"?" + version + b'"'

    return re.sub(rb'src="(figures/[^"?]+)"', address, html)


def _end(span: Span) -> tuple[int, int]:
    return (span.end_line, span.end_column) if span.end_line else (span.line, span.column)


def _rank(place: Span, source: Span) -> tuple[int, int, int] | None:
    """How well `source` fits, less being better; None where it does not.

    The shortest around the place comes first, then the first one inside it.
    """
    aside = abs(place.column - source.column)
    if (source.line, source.column) <= (place.line, place.column) <= _end(source):
        return 0, _end(source)[0] - source.line, aside
    length = _end(place)[0] - place.line
    below = source.line - place.line
    return (1, below, aside) if 0 <= below <= length <= _LONGEST else None

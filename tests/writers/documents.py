"""Documents made for tests of the writers."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image as Pillow
from pypdf import PdfReader

from casewright.model.document import Ast, Document, Image
from casewright.model.style import PageStyle
from casewright.model.tree import words
from casewright.pandoc import Pandoc
from casewright.writers.docx import write_docx

DAY = datetime.date(2026, 1, 2)

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}

BODY = """\
# INTRODUCTION

[A mass was seen.]{.source data-source="s1"} [It grew (Figure 1)^1^.]{.source data-source="s2"}

FIGURE

## Course

Text after the figure[^n] with *emphasis*.

| Test | Value | Range |
|:-----|------:|:------|
| Albumin | 31 g/L | 35–50 |
| C-reactive protein | 12 mg/L | <5 |

: **Table 1.** Results.

- one
- two

  more

[^n]: A note.

# REFERENCES

::: {#refs .references .csl-bib-body}
::: {#ref-a .csl-entry}
[1]{.csl-left-margin}[Smith A. A title. *J Med* 2001;1:2–3. <https://doi.org/10.1/x>]{.csl-right-inline}
:::
:::
"""


def image(name: str, *, mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> Image:
    """A PNG or JPEG with a gradient."""
    kind = "PNG" if name.endswith(".png") else "JPEG"
    out = io.BytesIO()
    Pillow.linear_gradient("L").resize(size).convert(mode).save(out, kind, dpi=(300, 300))
    return Image(name, f"image/{kind.lower()}", out.getvalue(), size, 300.0)


def front(style: str, text: str) -> Ast:
    blocks = [{"t": "Para", "c": words(text)}]
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def picture(target: str, *, alt: str = "", width: str = "60%") -> Ast:
    return {"t": "Image", "c": [["", [], [["width", width]]], words(alt), [target, ""]]}


def figure(caption: str, *blocks: Ast, identifier: str = "") -> Ast:
    inside = [{"t": "Plain", "c": [b]} if b["t"] == "Image" else b for b in blocks]
    titled = [None, [{"t": "Plain", "c": words(caption)}]]
    return {"t": "Figure", "c": [[identifier, [], []], titled, inside]}


PAGE_BREAK: Ast = {"t": "Div", "c": [["", ["page-break"], []], []]}


def document(pandoc: Pandoc, **changes: Any) -> Document:
    """A small manuscript with everything in it that a writer has to know."""
    images = {f"figures/{i.name}": i for i in (image("figure-1a.png"), image("figure-1b.jpg"))}
    panels = [
        figure(letter, picture(target, alt=f"Panel {letter}", width="80%"))
        for letter, target in zip("AB", images, strict=True)
    ]
    read = pandoc.read_markdown(changes.pop("body", BODY))
    marker = {"t": "Para", "c": [{"t": "Str", "c": "FIGURE"}]}
    shown = figure("Figure 1. Two views.", *panels, identifier="fig-views")
    blocks = [shown if block == marker else block for block in read["blocks"]]
    parts: dict[str, Any] = {
        "title": "A mass & its course",
        "authors": ("Ada Byron", "Max Weiß"),
        "running_title": "A “mass”",
        "language": "en-GB",
        "keywords": ("mass", "course"),
        "blocks": [front("Title", "A mass & its course"), front("Author", "Ada Byron"),
                   front("Running Title", "A mass"), PAGE_BREAK, *blocks],
        "api_version": read["pandoc-api-version"],
        "images": images,
        "sources": {},
    }  # fmt: skip
    return Document(**{**parts, **changes})


class Docx:
    """A DOCX taken apart."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.infos = package.infolist()
            self.parts = {info.filename: package.read(info) for info in self.infos}

    def find(self, path: str, *, part: str = "word/document.xml") -> Any:
        """The result of an XPath in one part."""
        return etree.fromstring(self.parts[part]).xpath(path, namespaces=NAMES)


def docx(pandoc: Pandoc, made: Document | None = None, **style: Any) -> Docx:
    made = made or document(pandoc)
    return Docx(write_docx(made, PageStyle(**style), pandoc, created=DAY))


def lines_of(pdf: bytes) -> list[str]:
    """The lines of a PDF in the order they are drawn."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [line for page in pages for line in page.extract_text().splitlines()]


def run_python(code: str, **variables: str) -> str:
    """What `code` prints in a Python of its own that finds the modules this one does."""
    folders = [str(TESTS), *sys.path]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PYTHONPATH": ":".join(folders), "PATH": "", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


TESTS = Path(__file__).parents[1]

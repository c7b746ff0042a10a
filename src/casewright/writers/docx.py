"""The manuscript as a Word document: pandoc writes the text, the parts around it are ours."""

from __future__ import annotations

import base64
import datetime
import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from casewright.model.document import Ast, Document, Image
from casewright.model.print_sizes import PANEL_GAP, text_width_mm
from casewright.model.reference import CslItem
from casewright.model.style import PageStyle
from casewright.pandoc import Later, Media, Pandoc
from casewright.writers import docx_parts as parts_of
from casewright.writers.docx_fields import with_live_citations, zotero_properties
from casewright.writers.docx_sections import SIDEWAYS_BEGIN, SIDEWAYS_END
from casewright.writers.docx_styles import styles_xml
from casewright.writers.docx_text import (
    AFTER_TABLE,
    ENLARGED,
    PAGE_BREAK,
    finish_text,
    mend_bullets,
    used_links,
)
from casewright.writers.sizes import percent_width, size_columns, size_images
from casewright.writers.tree import (
    Rewrite,
    ast_of,
    images_in,
    is_page_break,
    rewrite,
    unwrap,
)
from casewright.writers.wide_tables import is_sideways, turn_wide_tables


def write_docx(
    document: Document, style: PageStyle, pandoc: Pandoc, *, created: datetime.date | None = None
) -> bytes:
    """Write the manuscript as DOCX; `created` is the date in its properties, if it is to have one.

    Raises `PandocFailed`.
    """
    return begin_docx(document, style, pandoc, created=created)()


def begin_docx(
    document: Document, style: PageStyle, pandoc: Pandoc, *, created: datetime.date | None = None
) -> Later[bytes]:
    """Begin what `write_docx` does; the call of the result waits for pandoc and finishes it."""
    parts = _begin_parts(document, style, pandoc, created=created)
    return lambda: parts_of.pack(parts())


def begin_live_docx(
    document: Document,
    page: PageStyle,
    pandoc: Pandoc,
    *,
    items: Mapping[str, CslItem],
    citation_style: str,
) -> Later[bytes]:
    """Begin a manuscript for co-authors: Zotero goes on with its citations, changes are tracked."""
    blocks = with_live_citations(document.blocks, items)
    begun = _begin_parts(replace(document, blocks=blocks), page, pandoc)
    settings, kinds = "word/settings.xml", "[Content_Types].xml"

    def finish() -> bytes:
        parts = begun()
        parts["docProps/custom.xml"] = zotero_properties(citation_style, document.language)
        parts["_rels/.rels"] = parts_of.relationships_xml([*_PACKAGE_PARTS, _CUSTOM])
        tracked = b"<w:trackRevisions/><w:defaultTabStop"
        parts[settings] = parts[settings].replace(b"<w:defaultTabStop", tracked, 1)
        del parts[kinds]
        parts[kinds] = parts_of.content_types_xml(parts)
        return parts_of.pack(parts)

    return finish


def _begin_parts(
    document: Document, style: PageStyle, pandoc: Pandoc, *, created: datetime.date | None = None
) -> Later[dict[str, bytes]]:
    images = _rasters(document.images)
    blocks = rewrite(turn_wide_tables(document.blocks, style), _prepare)
    blocks = rewrite(blocks, size_images(images, style))
    blocks = rewrite(blocks, _arrange_figure)
    blocks = rewrite(blocks, _absolute_sizes(images, style))
    # Pandoc would decode each image to learn a size that is known already.
    media = [Media(target, "image/png", _ONE_PIXEL) for target in images]
    written = pandoc.begin_write(ast_of(document, blocks), "docx", media=media)
    return lambda: _package(written(), document, style, images, created)


def _rasters(images: Mapping[str, Image]) -> dict[str, Image]:
    """By target, what a DOCX embeds: for a drawing, the PNG of the same name."""
    found = {}
    for target, image in images.items():
        sibling = str(PurePosixPath(target).with_suffix(".png"))
        found[target] = images.get(sibling, image) if image.mime == "image/svg+xml" else image
    return found


def _prepare(node: Ast) -> list[Ast] | None:
    if node["t"] in ("Span", "Cite"):
        return unwrap(node)
    if is_page_break(node):
        return [_marker(PAGE_BREAK)]
    if is_sideways(node):
        around = [_marker(SIDEWAYS_BEGIN), _marker(SIDEWAYS_END)]
        return [around[0], *node["c"][1], around[1]]
    if node["t"] == "Table":
        return _table((size_columns(node) or [node])[0])
    return None


def _marker(style_id: str) -> Ast:
    """An empty paragraph of that style."""
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr></w:p>'
    return {"t": "RawBlock", "c": ["openxml", paragraph]}


def _styled(name: str, blocks: list[Ast]) -> Ast:
    paragraphs = [{**b, "t": "Para"} if b["t"] == "Plain" else b for b in blocks]
    return {"t": "Div", "c": [["", [], [["custom-style", name]]], paragraphs]}


def _table(node: Ast) -> list[Ast]:
    attr, caption, columns, head, bodies, foot = node["c"]
    content = [
        attr,
        caption,
        columns,
        [head[0], _rows(head[1])],
        [[a, stub, _rows(first), _rows(rest)] for a, stub, first, rest in bodies],
        [foot[0], _rows(foot[1])],
    ]
    return [{"t": "Table", "c": content}, _marker(AFTER_TABLE)]


def _rows(rows: list[Any]) -> list[Any]:
    return [
        [attr, [[*cell[:4], [_styled("Table Text", cell[4])]] for cell in cells]]
        for attr, cells in rows
    ]


def _arrange_figure(node: Ast) -> list[Ast] | None:
    """A `Div` of class `figure`: the image or the table of panels, and the caption below."""
    if node["t"] != "Figure":
        return None
    (identifier, _, _), caption, blocks = node["c"]
    panels = [block for block in blocks if _is_figure(block)]
    body = _panel_table(panels) if panels else _styled("Captioned Figure", blocks)
    inside = [body, _styled("Image Caption", caption[1])]
    return [{"t": "Div", "c": [[identifier, ["figure"], []], inside]}]


def _is_figure(block: Ast) -> bool:
    return bool(block["t"] == "Div" and block["c"][0][1] == ["figure"])


def _panel_table(panels: list[Ast]) -> Ast:
    widest = max((percent_width(image) for image in images_in(panels)), default=50.0)
    share = (widest + PANEL_GAP) / 100
    column = [{"t": "AlignCenter"}, {"t": "ColWidth", "c": share}]
    rows = []
    for index in range(0, len(panels), 2):
        pair = panels[index : index + 2]
        span = 3 - len(pair)
        rows.append([_NO_ATTR, [_panel_cell(panel, span) for panel in pair]])
    bodies = [[_NO_ATTR, 0, [], rows]]
    no_rows: list[Any] = [_NO_ATTR, []]
    content = [_NO_ATTR, [None, []], [column, column], no_rows, bodies, no_rows]
    return {"t": "Table", "c": content}


_NO_ATTR: list[Any] = ["", [], []]
_ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def _panel_cell(panel: Ast, span: int) -> list[Any]:
    image, caption = panel["c"][1]
    label = _styled("Panel Label", caption["c"][1])
    return [_NO_ATTR, {"t": "AlignCenter"}, 1, span, [image, label]]


def _absolute_sizes(images: Mapping[str, Image], style: PageStyle) -> Rewrite:
    """Sizes in centimetres: pandoc takes per cents of a page that is not ours.

    They are made smaller, because pandoc makes them fit that page.
    """

    def change(node: Ast) -> list[Ast] | None:
        if node["t"] != "Image" or node["c"][2][0] not in images:
            return None
        (identifier, classes, pairs), alt, target = node["c"]
        width = percent_width(node) / 100 * text_width_mm(style) / 10 / ENLARGED
        across, down = images[target[0]].pixels
        sizes = [["width", f"{width:.4f}cm"], ["height", f"{width * down / across:.4f}cm"]]
        others = [pair for pair in pairs if pair[0] not in ("width", "height")]
        return [{"t": "Image", "c": [[identifier, classes, [*others, *sizes]], alt, target]}]

    return change


def _package(
    written: bytes,
    document: Document,
    style: PageStyle,
    images: Mapping[str, Image],
    created: datetime.date | None,
) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        text = finish_text(
            package.read("word/document.xml"),
            package.read("word/_rels/document.xml.rels"),
            images=images,
            style=style,
        )
        footnotes = package.read("word/footnotes.xml")
        links = used_links(footnotes, package.read("word/_rels/footnotes.xml.rels"))
        numbering = mend_bullets(package.read("word/numbering.xml"))
    head = document.running_title if style.running_head else ""
    parts = {
        "_rels/.rels": parts_of.relationships_xml(_PACKAGE_PARTS),
        "docProps/app.xml": parts_of.app_xml(),
        "docProps/core.xml": parts_of.core_xml(document, created),
        "word/_rels/document.xml.rels": parts_of.relationships_xml([*_TEXT_PARTS, *text.links]),
        "word/document.xml": text.xml,
        "word/fontTable.xml": parts_of.font_table_xml(style),
        "word/footer1.xml": parts_of.footer_xml(style),
        "word/footnotes.xml": footnotes,
        "word/header1.xml": parts_of.header_xml(style, head),
        "word/header2.xml": parts_of.header_xml(style, ""),
        "word/numbering.xml": numbering,
        "word/settings.xml": parts_of.settings_xml(document.language),
        "word/styles.xml": styles_xml(style, document.language).encode(),
        **{f"word/{name}": data for name, data in text.media.items()},
    }
    if links:
        parts["word/_rels/footnotes.xml.rels"] = parts_of.relationships_xml(links)
    parts["[Content_Types].xml"] = parts_of.content_types_xml(parts)
    return parts


_PACKAGE_PARTS = [
    ("rId1", "officeDocument", "word/document.xml"),
    ("rId2", "core-properties", "docProps/core.xml"),
    ("rId3", "extended-properties", "docProps/app.xml"),
]
_CUSTOM = ("rId4", "custom-properties", "docProps/custom.xml")
_TEXT_PARTS = [
    ("rIdStyles", "styles", "styles.xml"),
    ("rIdSettings", "settings", "settings.xml"),
    ("rIdFonts", "fontTable", "fontTable.xml"),
    ("rIdNumbering", "numbering", "numbering.xml"),
    ("rIdFootnotes", "footnotes", "footnotes.xml"),
    ("rIdHeader1", "header", "header1.xml"),
    ("rIdHeader2", "header", "header2.xml"),
    ("rIdFooter1", "footer", "footer1.xml"),
]

"""What is put right in the `document.xml` that pandoc wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from casewright.model.document import Image
from casewright.model.print_sizes import text_width_mm
from casewright.model.style import PageStyle
from casewright.writers.docx_parts import R
from casewright.writers.docx_sections import divide, style_of
from casewright.writers.docx_styles import W, twips
from casewright.writers.sizes import LONGEST_WHOLE

PAGE_BREAK = "PageBreak"
"""Style of the empty paragraph that stands for a page break until `finish_text`."""
ENLARGED = 4
"""How much larger images are to be than pandoc was told."""
AFTER_TABLE = "AfterTable"
"""Style of the empty paragraph that keeps the text away from a table above it."""

_Element: TypeAlias = etree._Element
Link: TypeAlias = tuple[str, str, str]
"""Id, kind and target of a relationship."""

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


@dataclass(frozen=True, slots=True)
class Text:
    """The finished `document.xml`, with what it refers to."""

    xml: bytes
    links: list[Link]
    media: dict[str, bytes]
    """Image files by their name in `word/`."""


def finish_text(
    document_xml: bytes, relations_xml: bytes, *, images: Mapping[str, Image], style: PageStyle
) -> Text:
    """Put in the real images, page breaks and sections; `images` are by target."""
    root = _parse(document_xml)
    body = root.find(_w("body"))
    assert body is not None
    _break_pages(body)
    for paragraph in body.iter(_w("p")):
        _finish_paragraph(paragraph)
    for orientation, elements in divide(body, style):
        width = twips(text_width_mm(style, orientation))
        for table in (table for element in elements for table in element.iter(_w("tbl"))):
            _finish_table(table, width)
    media, embedded = _embed(body, images)
    links = used_links(document_xml, relations_xml)
    return Text(_serialise(root), [*links, *embedded], media)


def used_links(part_xml: bytes, relations_xml: bytes) -> list[Link]:
    """The hyperlinks among the relationships of a part that it really uses."""
    used = {value for element in _parse(part_xml).iter(_w("hyperlink")) for value in _ids(element)}
    rows = ((r.get("Id", ""), r.get("Target", "")) for r in _parse(relations_xml))
    return [(identifier, "hyperlink", target) for identifier, target in rows if identifier in used]


def _ids(element: _Element) -> Iterator[str]:
    value = element.get(f"{{{R}}}id")
    if value is not None:
        yield str(value)


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _parse(xml: bytes) -> _Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(xml, parser)


def _serialise(root: _Element) -> bytes:
    xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml


def _properties(paragraph: _Element) -> _Element:
    found = paragraph.find(_w("pPr"))
    if found is None:
        found = etree.Element(_w("pPr"))
        paragraph.insert(0, found)
    return found


def _break_pages(body: _Element) -> None:
    """Let the paragraph after a page break start the page; an empty one would open it."""
    for marker in [p for p in body.iter(_w("p")) if style_of(p) == PAGE_BREAK]:
        parent = marker.getparent()
        assert parent is not None
        following = next(marker.itersiblings(_w("p"), _w("tbl")), None)
        if following is not None:
            first = following if following.tag == _w("p") else following.find(f".//{_w('p')}")
            assert first is not None
            properties = _properties(first)
            position = len(properties.findall(_w("pStyle"))) + len(
                properties.findall(_w("keepNext")) + properties.findall(_w("keepLines"))
            )
            properties.insert(position, etree.Element(_w("pageBreakBefore")))
        parent.remove(marker)


def _finish_paragraph(paragraph: _Element) -> None:
    for text in paragraph.iter(_w("t")):
        if text.text == "\t":
            text.tag = _w("tab")
            text.text = None
            text.attrib.clear()
    properties = paragraph.find(_w("pPr"))
    # Pandoc leaves the items of a loose list without a style.
    if properties is None or properties.find(_w("numPr")) is None:
        return
    if properties.find(_w("pStyle")) is None:
        properties.insert(0, etree.Element(_w("pStyle"), {_w("val"): "Compact"}))


def _finish_table(table: _Element, width: int) -> None:
    properties = table.find(_w("tblPr"))
    assert properties is not None
    if next(table.iter(f"{{{_PICTURE}}}pic"), None) is not None:
        for kind in properties.findall(_w("tblStyle")):
            kind.set(_w("val"), "FigureTable")
        _without_cell_margins(properties)
    columns = table.findall(f"{_w('tblGrid')}/{_w('gridCol')}")
    share = _width_share(properties)
    total = sum(int(column.get(_w("w"), "0")) for column in columns) or 1
    for column in columns:
        part = int(column.get(_w("w"), "0")) / total
        column.set(_w("w"), str(round(part * share * width)))
    rows = table.findall(_w("tr"))
    for row in rows:
        found = row.find(_w("trPr"))
        if found is None:
            found = etree.Element(_w("trPr"))
            row.insert(0, found)
        found.insert(0, etree.Element(_w("cantSplit")))
    if len(rows) <= LONGEST_WHOLE:
        for paragraph in (p for row in rows[:-1] for p in row.iter(_w("p"))):
            _keep_with_next(paragraph)


def _without_cell_margins(properties: _Element) -> None:
    """Say it at the table too: LibreOffice 7.4 takes the margins of the default table style."""
    margins = etree.Element(_w("tblCellMar"))
    for side in ("left", "right"):
        etree.SubElement(margins, _w(side), {_w("w"): "0", _w("type"): "dxa"})
    look = properties.find(_w("tblLook"))
    properties.insert(len(properties) if look is None else properties.index(look), margins)


def _keep_with_next(paragraph: _Element) -> None:
    properties = _properties(paragraph)
    if properties.find(_w("keepNext")) is None:
        properties.insert(len(properties.findall(_w("pStyle"))), etree.Element(_w("keepNext")))


def _width_share(properties: _Element) -> float:
    width = properties.find(_w("tblW"))
    if width is None or width.get(_w("type")) != "pct":
        return 1.0
    return min(1.0, int(width.get(_w("w"), "5000")) / 5000)


def _enlarge(drawing: _Element) -> None:
    for element in drawing.iter(f"{{{_DRAWING}}}extent", f"{{{_A}}}ext"):
        for side in ("cx", "cy"):
            if length := element.get(side):
                element.set(side, str(int(length) * ENLARGED))


def mend_bullets(numbering_xml: bytes) -> bytes:
    """Bullets from the font of the text; pandoc takes them from Symbol, Courier and Wingdings."""
    root = _parse(numbering_xml)
    for level in root.iter(_w("lvl")):
        fonts = level.find(f"{_w('rPr')}/{_w('rFonts')}")
        text = level.find(_w("lvlText"))
        if fonts is not None and text is not None:
            level.remove(level[-1])
            deep = int(level.get(_w("ilvl"), "0")) % 2
            text.set(_w("val"), "–" if deep else "•")
    return _serialise(root)


def _embed(body: _Element, images: Mapping[str, Image]) -> tuple[dict[str, bytes], list[Link]]:
    """Refer to the real images in place of the stand-ins, under names that tell nothing."""
    media: dict[str, bytes] = {}
    links: list[Link] = []
    for number, drawing in enumerate(body.iter(_w("drawing")), 1):
        shown = drawing.find(f".//{{{_PICTURE}}}cNvPr")
        blip = drawing.find(f".//{{{_A}}}blip")
        outer = drawing.find(f".//{{{_DRAWING}}}docPr")
        assert shown is not None and blip is not None and outer is not None
        image = images[shown.attrib.pop("descr")]
        name = f"media/{image.name}"
        if name not in media:
            media[name] = image.data
            links.append((f"rIdImage{len(media)}", "image", name))
        _enlarge(drawing)
        blip.set(f"{{{R}}}embed", next(i for i, _, target in links if target == name))
        for element in (shown, outer):
            element.set("name", f"Picture {number}")
    return media, links

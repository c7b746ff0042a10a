"""The parts of a DOCX package other than its text and styles."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from html import escape

from casewright.model.document import Document
from casewright.model.fonts import FACES
from casewright.model.print_sizes import PAPERS, Orientation
from casewright.model.style import PageStyle
from casewright.writers.docx_styles import W, quoted, twips
from casewright.writers.sizes import HEADER_MM

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PROPERTIES = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CONTENT_TYPES = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/header2.xml": f"{_WORD}.header+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": _PROPERTIES,
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_EXTENSIONS = {
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}

Parts = dict[str, bytes]


def content_types_xml(parts: Mapping[str, bytes]) -> bytes:
    used = {name.rpartition(".")[2] for name in parts} | {"rels", "xml"}
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in _EXTENSIONS.items()
        if extension in used
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in CONTENT_TYPES.items()
        if name in parts
    )
    namespace = f"{_PACKAGE}/content-types"
    return f'{_XML}<Types xmlns="{namespace}">{defaults}{overrides}</Types>'.encode()


def relationships_xml(rows: list[tuple[str, str, str]]) -> bytes:
    """Rows of id, last word of the type, and target; an address on the web is external."""
    items = []
    for identifier, kind, target in rows:
        full = f"{_PACKAGE}/relationships/metadata/{kind}" if kind == "core-properties" else ""
        outside = ' TargetMode="External"' if kind == "hyperlink" else ""
        items.append(
            f'<Relationship Id="{identifier}" Type="{full or f"{R}/{kind}"}" '
            f"Target={quoted(target)}{outside}/>"
        )
    namespace = f"{_PACKAGE}/relationships"
    body = "".join(items)
    return f'{_XML}<Relationships xmlns="{namespace}">{body}</Relationships>'.encode()


def settings_xml(language: str) -> bytes:
    return (
        f'{_XML}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"<w:themeFontLang w:val={quoted(language)}/>"
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    ).encode()


def font_table_xml(style: PageStyle) -> bytes:
    face = FACES[style.font]
    family = {"serif": "roman", "sans": "swiss"}[face.kind]
    return (
        f'{_XML}<w:fonts xmlns:w="{W}"><w:font w:name="{face.word}">'
        f'<w:altName w:val="{face.family}"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    ).encode()


def header_xml(style: PageStyle, text: str) -> bytes:
    """The head of a page: `text`, and the page number where the style has it at the top."""
    number = _page_number(style) if style.page_numbers_at == "top-right" else ""
    gap = _word("\u2003") if text and number else ""
    runs = (_word(escape(text)) if text else "") + gap + number
    return (
        f'{_XML}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{runs}</w:p>'
        "</w:hdr>"
    ).encode()


def footer_xml(style: PageStyle) -> bytes:
    runs = "" if style.page_numbers_at == "top-right" else _page_number(style)
    return (
        f'{_XML}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{runs}</w:p>'
        "</w:ftr>"
    ).encode()


def _page_number(style: PageStyle) -> str:
    return {
        "none": "",
        "page": _field("PAGE"),
        "page-of-pages": _word("Page ") + _field("PAGE") + _word(" of ") + _field("NUMPAGES"),
    }[style.page_numbers]


def _field(name: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _word(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def section_xml(style: PageStyle, orientation: Orientation) -> str:
    """The page: paper, margins, line numbers, and which header and footer stand where."""
    width, height = PAPERS[style.paper]
    size = f'w:w="{twips(width)}" w:h="{twips(height)}"'
    if orientation == "landscape":
        size = f'w:w="{twips(height)}" w:h="{twips(width)}" w:orient="landscape"'
    restart = {"none": "", "continuous": "continuous", "per-page": "newPage"}[style.line_numbers]
    numbering = (
        f'<w:lnNumType w:countBy="{style.line_numbers_every}" w:distance="360" '
        f'w:restart="{restart}"/>'
    )
    edge = twips(HEADER_MM)
    return (
        f'<w:sectPr xmlns:w="{W}" xmlns:r="{R}">'
        '<w:headerReference w:type="default" r:id="rIdHeader1"/>'
        '<w:headerReference w:type="first" r:id="rIdHeader2"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter1"/>'
        '<w:footerReference w:type="first" r:id="rIdFooter1"/>'
        f'<w:type w:val="nextPage"/><w:pgSz {size}/>'
        f'<w:pgMar w:top="{twips(style.margin_top)}" w:right="{twips(style.margin_right)}" '
        f'w:bottom="{twips(style.margin_bottom)}" w:left="{twips(style.margin_left)}" '
        f'w:header="{edge}" w:footer="{edge}" w:gutter="0"/>{numbering if restart else ""}'
        "</w:sectPr>"
    )


def core_xml(document: Document, created: datetime.date | None) -> bytes:
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{created:%Y-%m-%dT00:00:00Z}</dcterms:{name}>'
        for name in ("created", "modified")
        if created
    )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title>"
        f"<dc:subject>{escape(document.running_title)}</dc:subject>"
        f"<dc:creator>{escape('; '.join(document.authors))}</dc:creator>"
        f"<cp:keywords>{escape(', '.join(document.keywords))}</cp:keywords>"
        f"<dc:language>{escape(document.language)}</dc:language>"
        f"{dates}</cp:coreProperties>"
    ).encode()


def app_xml() -> bytes:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return (
        f'{_XML}<Properties xmlns="{namespace}"><Application>casewright</Application></Properties>'
    ).encode()


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip of `parts` that depends on their names and bytes alone."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            # Images are compressed already.
            packed = name.endswith((".xml", ".rels"))
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            package.writestr(info, parts[name], compresslevel=6)
    return target.getvalue()

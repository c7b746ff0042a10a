"""`styles.xml` of a DOCX, made from a `PageStyle`; the CSS of `css.py` says the same."""

from __future__ import annotations

from html import escape

from casewright.model.fonts import FACES
from casewright.model.style import Heading, PageStyle
from casewright.writers.sizes import (
    CAPTION_SPACE_PT,
    CELL_PADDING_MM,
    CELL_SPACE_PT,
    FRONT_SPACING,
    LINE_NUMBER_PT,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def quoted(text: str) -> str:
    """`text` as the value of an XML attribute, with its quotation marks."""
    return f'"{escape(text)}"'


def twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def points(size: float) -> int:
    """`size` points as the twips of a paragraph's spacing."""
    return round(size * 20)


def styles_xml(style: PageStyle, language: str) -> str:
    """All styles that pandoc's writer names, and those of the front matter, captions and tables."""
    return "".join(
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<w:styles xmlns:w="{W}">',
            _defaults(style, language),
            _body_styles(style),
            _front_styles(style),
            "".join(_heading(n, h) for n, h in _levels(style)),
            _caption_styles(style),
            _note_styles(style),
            _character_styles(),
            _table_styles(style),
            "</w:styles>",
        )
    )


def _defaults(style: PageStyle, language: str) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(FACES[style.font].word)}"
        # Pairs of letters move together as in the PDF; Word does so only where it is told to.
        f'<w:kern w:val="2"/>{_size(style.font_size)}'
        f"<w:lang w:val={quoted(language)} w:eastAsia={quoted(language)} "
        'w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/>"
        f"{_spacing()}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(size: float) -> str:
    half_points = round(size * 2)
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spacing(*, before: float = 0, after: float = 0, lines: float = 1) -> str:
    return (
        f'<w:spacing w:before="{points(before)}" w:after="{points(after)}" '
        f'w:line="{round(240 * lines)}" w:lineRule="auto"/>'
    )


def _paragraph(
    name: str, *, based: str = "Normal", following: str = "", p: str = "", r: str = ""
) -> str:
    """A paragraph style; `p` and `r` are its properties in the order of the schema."""
    identifier = name.replace(" ", "")
    builtin = name in _BUILT_IN
    shown = name.lower() if name.startswith("Heading") else name
    return (
        f'<w:style w:type="paragraph"{"" if builtin else _CUSTOM} w:styleId="{identifier}">'
        f'<w:name w:val="{shown}"/><w:basedOn w:val="{based}"/>'
        f'<w:next w:val="{following or identifier}"/><w:qFormat/>'
        f"<w:pPr>{p}</w:pPr><w:rPr>{r}</w:rPr></w:style>"
    )


_CUSTOM = ' w:customStyle="1"'
_BUILT_IN = frozenset(
    {"Body Text", "Title", "Subtitle", "Date", "Bibliography", "Block Text", "Caption"}
    | {"Footnote Text", "Header", "Footer"}
    | {f"Heading {level}" for level in range(1, 10)}
)
_UNNUMBERED = "<w:suppressLineNumbers/>"


def _body_styles(style: PageStyle) -> str:
    lines = style.line_spacing
    space = _spacing(after=style.paragraph_space, lines=lines)
    indent = f'<w:ind w:firstLine="{twips(style.paragraph_indent)}"/>'
    justify = '<w:jc w:val="both"/>' if style.align == "justify" else '<w:jc w:val="left"/>'
    hanging = twips(style.reference_indent)
    flat = '<w:ind w:firstLine="0"/>'
    return "".join(
        (
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
            '<w:name w:val="Normal"/><w:qFormat/></w:style>',
            _paragraph("Body Text", p=space + indent + justify),
            _paragraph("First Paragraph", based="BodyText", following="BodyText"),
            _paragraph("Compact", based="BodyText", p=_spacing(lines=lines) + flat),
            _paragraph("Abstract", based="BodyText"),
            _paragraph("Abstract Title", following="Abstract", p="<w:keepNext/>", r="<w:b/>"),
            _paragraph(
                "Block Text", based="BodyText", p=f'<w:ind w:left="{twips(10)}" w:firstLine="0"/>'
            ),
            _paragraph(
                "Bibliography",
                p=f'<w:tabs><w:tab w:val="left" w:pos="{hanging}"/></w:tabs>{space}'
                f'<w:ind w:left="{hanging}" w:hanging="{hanging}"/>',
            ),
            _paragraph("Definition Term", p="<w:keepNext/>" + space, r="<w:b/>"),
            _paragraph("Definition", p=space),
            _paragraph("Source Code", p=space),
        )
    )


def _front_styles(style: PageStyle) -> str:
    spacing = _spacing(after=style.paragraph_space, lines=min(style.line_spacing, FRONT_SPACING))
    names = ("Author", "Affiliation", "Correspondence", "Running Title", "Statement", "Keywords")
    others = (*names, "Article Type", "Date", "Subtitle")
    return _paragraph(
        "Title",
        following="Author",
        p="<w:keepNext/><w:keepLines/>" + _spacing(after=12),
        r="<w:b/>" + _size(style.title_size),
    ) + "".join(_paragraph(name, p=spacing) for name in others)


def _levels(style: PageStyle) -> list[tuple[int, Heading]]:
    return [(level, style.headings[min(level, 3) - 1]) for level in range(1, 10)]


def _heading(level: int, heading: Heading) -> str:
    runs = (
        f'<w:b w:val="{int(heading.bold)}"/><w:i w:val="{int(heading.italic)}"/>'
        f'<w:caps w:val="{int(heading.caps)}"/>{_size(heading.size)}'
    )
    space = _spacing(before=heading.space_before, after=heading.space_after)
    return _paragraph(
        f"Heading {level}",
        following="BodyText",
        p=f'<w:keepNext/><w:keepLines/>{space}<w:jc w:val="{heading.align}"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        r=runs,
    )


def _caption_styles(style: PageStyle) -> str:
    size = _size(style.caption_size)
    centred = '<w:jc w:val="center"/>'
    keep = "<w:keepNext/><w:keepLines/>"
    cell = _spacing(before=CELL_SPACE_PT, after=CELL_SPACE_PT)
    return "".join(
        (
            _paragraph("Caption", p=_UNNUMBERED + _spacing(after=4), r=size),
            _paragraph("Table Caption", based="Caption", p=keep + _UNNUMBERED),
            _paragraph(
                "Image Caption",
                based="Caption",
                p="<w:keepLines/>" + _UNNUMBERED + _spacing(before=4, after=CAPTION_SPACE_PT),
            ),
            _paragraph("Figure", p=_UNNUMBERED + centred),
            _paragraph("Captioned Figure", based="Figure", p=keep + _UNNUMBERED + centred),
            _paragraph(
                "Panel Label",
                based="Caption",
                p=keep + _UNNUMBERED + _spacing(before=2, after=6) + centred,
                r="<w:b/>",
            ),
            _paragraph("Table Text", p=_UNNUMBERED + cell, r=_size(style.table_size)),
            _paragraph("After Table", p=_UNNUMBERED + _gap(CAPTION_SPACE_PT), r=_size(1)),
        )
    )


def _gap(size: float) -> str:
    """Spacing that makes an empty paragraph exactly `size` points high."""
    return f'<w:spacing w:before="0" w:after="0" w:line="{points(size)}" w:lineRule="exact"/>'


def _note_styles(style: PageStyle) -> str:
    size = _size(style.caption_size)
    foot = "right" if style.page_numbers_at == "bottom-right" else "center"
    return "".join(
        (
            _paragraph("Footnote Text", p=_UNNUMBERED, r=size),
            _paragraph("Footnote Block Text", based="FootnoteText", p=_UNNUMBERED),
            _paragraph("Header", p=_UNNUMBERED + '<w:jc w:val="right"/>', r=size),
            _paragraph("Footer", p=f'{_UNNUMBERED}<w:jc w:val="{foot}"/>', r=size),
        )
    )


def _character(name: str, properties: str, *, builtin: bool = True) -> str:
    return (
        f'<w:style w:type="character"{"" if builtin else _CUSTOM} '
        f'w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{properties}</w:rPr></w:style>'
    )


def _character_styles() -> str:
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>"
        + _character("Verbatim Char", _font("Courier New"), builtin=False)
        + _character("Body Text Char", "", builtin=False)
        + _character("Footnote Reference", '<w:vertAlign w:val="superscript"/>')
        # A submitted manuscript shows its links as text, like the PDF.
        + _character("Hyperlink", "")
        + _character("line number", _font("Arial") + _size(LINE_NUMBER_PT))
    )


def _table_styles(style: PageStyle) -> str:
    side = twips(CELL_PADDING_MM)

    def table(name: str, borders: str, *, margin: int, first_row: str = "") -> str:
        return (
            f'<w:style w:type="table"{_CUSTOM} w:styleId="{name.replace(" ", "")}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
            f"<w:tblPr>{borders}<w:tblCellMar>"
            f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr>{first_row}</w:style>"
        )

    def line(edge: str, size: int) -> str:
        return f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'

    ruled = style.table_rules != "grid"
    below_head = f"<w:tcBorders>{line('bottom', 6)}</w:tcBorders>" if ruled else ""
    head = (
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
        f'{below_head}<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    )
    edges = {
        "three-line": [("top", 12), ("bottom", 12)],
        "rows": [("top", 12), ("bottom", 12), ("insideH", 4)],
        "grid": [(e, 4) for e in ("top", "left", "bottom", "right", "insideH", "insideV")],
    }[style.table_rules]
    borders = "".join(line(edge, size) for edge, size in edges)
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        + table(
            "Table",
            f"<w:tblBorders>{borders}</w:tblBorders>",
            margin=side,
            first_row=head,
        )
        + table("Figure Table", '<w:jc w:val="center"/>', margin=0)
    )

"""What a page style asks for is in the DOCX, in the stylesheet and in the PDF alike."""

from __future__ import annotations

import io
import re
from typing import Any, get_args

import pytest
from pypdf import PdfReader

from casewright.model.fonts import FACES, FontName
from casewright.model.style import Heading, PageStyle
from casewright.pandoc import Pandoc
from casewright.workspace import packaged_templates
from casewright.writers.html import write_html
from casewright.writers.pdf import PdfWorker

from .documents import DAY, Docx, document, docx, lines_of
from .test_conformance import failures

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COLUMNS = 11
WIDE = (
    "# RESULTS\n\nBefore.\n\n"
    + "| " + " | ".join(f"Measurement {n}" for n in range(_COLUMNS)) + " |\n"
    + "|--" * _COLUMNS + "|\n"
    + ("| " + " | ".join("heterogeneous" for _ in range(_COLUMNS)) + " |\n") * 2
    + "\n: **Table 1.** Wide.\n\n"
)  # fmt: skip
AFTER = "After.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: **Table 2.** Narrow.\n"


def pdf_of(pandoc: Pandoc, layout: PdfWorker, body: str, **changes: Any) -> bytes:
    made, style = document(pandoc, body=body, images={}), PageStyle(**changes)
    html = write_html(made, style, pandoc)
    numbers = (style.line_numbers, style.line_numbers_every)
    return layout.render(html, made.images, created=DAY, line_numbers=numbers)


def pages_of(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf)).pages


def turned_pages(pdf: bytes) -> list[bool]:
    boxes = [page.mediabox for page in pages_of(pdf)]
    return [box.width > box.height for box in boxes]


def sections(package: Docx) -> list[dict[str, str]]:
    """The attributes of the paper of each section."""
    sizes = package.find("//w:sectPr/w:pgSz")
    return [{name.removeprefix(_W): value for name, value in size.items()} for size in sizes]


@pytest.mark.parametrize(
    ("body", "turned"),
    [
        (WIDE + AFTER, [False, True, False]),
        (WIDE, [False, True]),
        (WIDE + WIDE.partition("Before.")[2] + AFTER, [False, True, False]),
        (AFTER, [False]),
    ],
    ids=["in the middle", "at the end", "two in a row", "none"],
)
def test_a_wide_table_stands_on_a_page_turned_sideways(
    body: str, turned: list[bool], pandoc: Pandoc, layout: PdfWorker
) -> None:
    package = docx(pandoc, document(pandoc, body=body))
    assert ["orient" in paper for paper in sections(package)] == turned
    # The page of the title comes first.
    assert turned_pages(pdf_of(pandoc, layout, body)) == [False, *turned]


def test_every_section_of_the_docx_has_heads_feet_and_line_numbers(pandoc: Pandoc) -> None:
    package = docx(pandoc, document(pandoc, body=WIDE + AFTER), line_numbers="continuous")
    for section in package.find("//w:sectPr"):
        kinds = [child.tag.removeprefix(_W) for child in section]
        assert kinds.count("headerReference") == kinds.count("footerReference") == 2
        assert "lnNumType" in kinds
    # A first page of its own has only the manuscript.
    opening = [len(section.findall(f"{_W}titlePg")) for section in package.find("//w:sectPr")]
    assert opening == [1, 0, 0]


def test_a_turned_page_has_no_empty_paragraph_before_it(pandoc: Pandoc) -> None:
    package = docx(pandoc, document(pandoc, body=WIDE + AFTER))
    (first, _) = package.find("//w:p[w:pPr/w:sectPr]")
    assert "".join(first.itertext()) == "Before."


def test_a_heading_goes_with_its_wide_table(pandoc: Pandoc, layout: PdfWorker) -> None:
    body = WIDE.replace("Before.\n\n", "")
    pages = pages_of(pdf_of(pandoc, layout, f"# CASE\n\nText.\n\n{body}"))
    assert [("RESULTS" in page.extract_text()) for page in pages] == [False, False, True]


def test_a_wide_table_uses_the_whole_width(pandoc: Pandoc) -> None:
    package = docx(pandoc, document(pandoc, body=WIDE + AFTER))
    widths = [
        sum(int(column.get(f"{_W}w")) for column in table) for table in package.find("//w:tblGrid")
    ]
    assert widths == pytest.approx([(297 - 50) * 1440 / 25.4, (210 - 50) * 1440 / 25.4], abs=20)


def test_wide_tables_may_stay_upright(pandoc: Pandoc, layout: PdfWorker) -> None:
    package = docx(pandoc, document(pandoc, body=WIDE), wide_tables="portrait")
    assert len(sections(package)) == 1
    assert not any(turned_pages(pdf_of(pandoc, layout, WIDE, wide_tables="portrait")))


@pytest.mark.parametrize("numbers", ["none", "continuous", "per-page"])
def test_a_wide_table_conforms(numbers: str, pandoc: Pandoc, layout: PdfWorker) -> None:
    assert failures(pdf_of(pandoc, layout, WIDE + AFTER, line_numbers=numbers)) == []


@pytest.mark.parametrize("name", get_args(FontName))
def test_the_docx_names_the_font_and_the_pdf_is_set_in_its_free_equal(
    name: FontName, pandoc: Pandoc, layout: PdfWorker
) -> None:
    face = FACES[name]
    package = docx(pandoc, font=name)
    assert package.find("//w:docDefaults//w:rFonts/@w:ascii", part="word/styles.xml") == [face.word]
    assert package.find("//w:altName/@w:val", part="word/fontTable.xml") == [face.family]
    pdf = pdf_of(pandoc, layout, AFTER, font=name)
    used = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pages_of(pdf)
        for font in page["/Resources"]["/Font"].values()
    }
    assert used and all(font.startswith(face.family.replace(" ", "-")) for font in used)
    assert failures(pdf) == []


def test_every_font_is_shipped_in_four_styles_with_its_licence() -> None:
    folder = packaged_templates() / "_shared" / "fonts"
    names = {path.name for path in folder.iterdir()}
    for face in FACES.values():
        assert len([name for name in names if name.startswith(f"{face.file}-")]) == 4
    licences = {name for name in names if name.startswith("LICENSE-")}
    assert len(licences) == 4


def test_every_fifth_line_is_numbered(pandoc: Pandoc, layout: PdfWorker) -> None:
    body = "# CASE\n\n" + "word " * 500
    style: dict[str, Any] = {"line_numbers": "continuous", "line_numbers_every": 5}
    package = docx(pandoc, document(pandoc, body=body), **style)
    assert package.find("//w:lnNumType/@w:countBy") == ["5"]
    every = _numbers_drawn(pdf_of(pandoc, layout, body, line_numbers="continuous"))
    assert _numbers_drawn(pdf_of(pandoc, layout, body, **style)) == every // 5


def _numbers_drawn(pdf: bytes) -> int:
    drawn = [
        re.search(rb"/Artifact <</Type /Layout>> BDC(.*?)EMC", data, re.S)
        for page in pages_of(pdf)
        for data in [page.get_contents().get_data()]
    ]
    return sum(len(re.findall(rb"^q ", found[1], re.M)) for found in drawn if found)


def test_page_numbers_at_the_top_follow_the_running_head(pandoc: Pandoc, layout: PdfWorker) -> None:
    style: dict[str, Any] = {"page_numbers_at": "top-right", "page_numbers": "page"}
    package = docx(pandoc, **style)
    fields = [package.find("//w:instrText/text()", part=f"word/{part}.xml")
              for part in ("header1", "header2", "footer1")]  # fmt: skip
    assert [[field.strip() for field in found] for found in fields] == [["PAGE"], ["PAGE"], []]
    lines = lines_of(pdf_of(pandoc, layout, AFTER, **style))
    assert [line for line in lines if line.startswith("A “mass”")] == ["A “mass”\u20032"]
    assert "1" in lines


@pytest.mark.parametrize(
    ("rules", "edges"),
    [
        ("three-line", ["top", "bottom"]),
        ("rows", ["top", "bottom", "insideH"]),
        ("grid", ["top", "left", "bottom", "right", "insideH", "insideV"]),
    ],
)
def test_tables_are_ruled_as_the_style_says(
    rules: str, edges: list[str], pandoc: Pandoc, layout: PdfWorker
) -> None:
    package = docx(pandoc, table_rules=rules)
    found = package.find(
        "//w:style[w:name/@w:val='Table']/w:tblPr/w:tblBorders/*", part="word/styles.xml"
    )
    assert [edge.tag.removeprefix(_W) for edge in found] == edges
    assert failures(pdf_of(pandoc, layout, AFTER, table_rules=rules)) == []


def test_a_heading_may_be_centred(pandoc: Pandoc) -> None:
    centred = PageStyle(headings=(Heading(align="center"),) * 3)
    assert "text-align: center" in re.findall(
        r"^h2 .*$", write_html(document(pandoc), centred, pandoc).decode(), re.M
    )[0]  # fmt: skip
    package = docx(pandoc, headings=centred.headings)
    style = "//w:style[w:name/@w:val='heading 1']/w:pPr/w:jc/@w:val"
    assert package.find(style, part="word/styles.xml") == ["center"]


def test_figures_are_as_wide_in_the_docx_as_in_the_pdf(pandoc: Pandoc) -> None:
    package = docx(pandoc)
    widths = [int(extent.get("cx")) for extent in package.find("//wp:extent")]
    # Two panels of a figure that takes 80 % of a text 160 mm wide, with 6 % between them.
    assert widths == pytest.approx([160 * 0.8 * 0.47 * 36_000] * 2, abs=2000)


def test_bullets_come_from_the_font_of_the_text(pandoc: Pandoc) -> None:
    package = docx(pandoc)
    part = "word/numbering.xml"
    assert package.find("//w:rFonts", part=part) == []
    assert "•" in package.find("//w:lvlText/@w:val", part=part)

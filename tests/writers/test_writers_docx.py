"""The Word document, looked at as the XML of its parts."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from lxml import etree

from casewright.model.style import Heading, PageStyle
from casewright.pandoc import Pandoc, PandocFailed
from casewright.writers.docx import write_docx

from .documents import DAY, NAMES, PAGE_BREAK, Docx, document, docx, figure, front, image, picture

_VAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val"


@pytest.fixture(scope="module")
def made(pandoc: Pandoc) -> Docx:
    return docx(pandoc)


def style_of(package: Docx, name: str) -> Any:
    (style,) = package.find(f"//w:style[w:name/@w:val='{name}']", part="word/styles.xml")
    return style


def test_every_part_is_well_formed_and_declared(made: Docx) -> None:
    for name, data in made.parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    types = made.parts["[Content_Types].xml"].decode()
    for name in set(made.parts) - {"[Content_Types].xml"}:
        assert f'PartName="/{name}"' in types or name.rpartition(".")[2] in ("rels", "png", "jpg")


def test_every_relationship_leads_to_a_part(made: Docx) -> None:
    used = set(made.find("//@r:id | //@r:embed"))
    relations = etree.fromstring(made.parts["word/_rels/document.xml.rels"])
    known = {relation.get("Id"): relation for relation in relations}
    assert used <= set(known)
    for relation in relations:
        inside = relation.get("TargetMode") != "External"
        assert not inside or f"word/{relation.get('Target')}" in made.parts


def test_every_style_that_is_used_exists(made: Docx) -> None:
    known = set(made.find("//w:style/@w:styleId", part="word/styles.xml"))
    for part in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"):
        used = made.find("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val", part=part)
        assert set(used) <= known
    assert set(made.find("//w:basedOn/@w:val | //w:next/@w:val", part="word/styles.xml")) <= known


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("A mass & its course", "Title"),
        ("Ada Byron", "Author"),
        ("INTRODUCTION", "Heading1"),
        ("Course", "Heading2"),
        ("A mass was seen. It grew (Figure 1)1.", "FirstParagraph"),
        ("Table 1. Results.", "TableCaption"),
        ("Albumin", "TableText"),
        ("A", "PanelLabel"),
        ("Figure 1. Two views.", "ImageCaption"),
        ("more", "Compact"),
        ("1\tSmith A. A title. J Med 2001;1:2–3. https://doi.org/10.1/x", "Bibliography"),
    ],
)
def test_paragraphs_have_the_style_of_what_they_are(made: Docx, text: str, style: str) -> None:
    found = {_text_of(p): p.find("{*}pPr/{*}pStyle").get(_VAL) for p in made.find("//w:p[w:pPr]")}
    assert found[text] == style


def _text_of(paragraph: Any) -> str:
    marks = paragraph.xpath(".//w:r/w:t | .//w:r/w:tab", namespaces=NAMES)
    return "".join("\t" if mark.tag.endswith("}tab") else mark.text for mark in marks)


def test_the_language_is_in_styles_settings_and_properties(made: Docx) -> None:
    assert made.find("//w:docDefaults//w:lang/@w:val", part="word/styles.xml") == ["en-GB"]
    assert made.find("//w:themeFontLang/@w:val", part="word/settings.xml") == ["en-GB"]
    assert made.find("string(//dc:language)", part="docProps/core.xml") == "en-GB"


def test_the_properties_name_title_authors_and_keywords(made: Docx) -> None:
    def core(path: str) -> Any:
        return made.find(f"string({path})", part="docProps/core.xml")

    assert core("//dc:title") == "A mass & its course"
    assert core("//dc:creator") == "Ada Byron; Max Weiß"
    assert core("//cp:keywords") == "mass, course"
    assert core("//dcterms:created") == core("//dcterms:modified") == "2026-01-02T00:00:00Z"


def test_a_document_without_a_date_has_none(pandoc: Pandoc) -> None:
    made = Docx(write_docx(document(pandoc), PageStyle(), pandoc))
    assert "dcterms:created" not in made.parts["docProps/core.xml"].decode()


def test_word_takes_it_for_a_document_of_today(made: Docx) -> None:
    path = "//w:compatSetting[@w:name='compatibilityMode']/@w:val"
    assert made.find(path, part="word/settings.xml") == ["15"]


def test_fonts_are_named_and_no_theme_overrides_them(made: Docx, pandoc: Pandoc) -> None:
    assert made.find("//w:docDefaults//w:rFonts/@w:ascii", part="word/styles.xml") == [
        "Times New Roman"
    ]
    assert b"Theme=" not in made.parts["word/styles.xml"]
    sans = docx(pandoc, font="sans")
    assert sans.find("//w:docDefaults//w:rFonts/@w:hAnsi", part="word/styles.xml") == ["Arial"]


def test_header_rows_repeat_and_rows_stay_whole(made: Docx) -> None:
    (table,) = [t for t in made.find("//w:tbl") if b"Albumin" in etree.tostring(t)]
    rows = table.findall("{*}tr")
    assert [row.find("{*}trPr/{*}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find("{*}trPr/{*}cantSplit") is not None for row in rows)
    keeps = [row.find(".//{*}keepNext") is not None for row in rows]
    assert keeps == [True, True, False]


def test_columns_fill_the_text_of_the_page(made: Docx) -> None:
    for grid in made.find("//w:tbl[not(.//w:drawing)]/w:tblGrid"):
        widths = [int(width) for width in grid.xpath("*/@*")]
        assert sum(widths) == pytest.approx(160 / 25.4 * 1440, abs=3)


def test_a_table_has_three_lines(made: Docx) -> None:
    table = style_of(made, "Table")
    edges = [edge.tag.rpartition("}")[2] for edge in table.find("{*}tblPr/{*}tblBorders")]
    assert edges == ["top", "bottom"]
    assert table.find("{*}tblStylePr//{*}tcBorders/{*}bottom") is not None


def test_images_have_their_size_and_text_and_a_name_that_tells_nothing(made: Docx) -> None:
    outer = made.find("//wp:docPr")
    assert [o.get("descr") for o in outer] == ["Panel A", "Panel B"]
    assert not made.find("//pic:cNvPr/@descr")
    for extent in made.find("//wp:extent"):
        ratio = int(extent.get("cx")) / int(extent.get("cy"))
        assert ratio == pytest.approx(60 / 40, rel=1e-3)


def test_the_embedded_files_are_the_images_themselves(made: Docx, pandoc: Pandoc) -> None:
    images = document(pandoc).images.values()
    media = {name: data for name, data in made.parts.items() if name.startswith("word/media/")}
    assert media == {f"word/media/{i.name}": i.data for i in images}


def test_nothing_tells_of_the_machine_or_the_sources(made: Docx) -> None:
    whole = b"\n".join(made.parts.values())
    for secret in (b"/work", b"/tmp", b"/home", b"data-source", b"pandoc", b"casewright.writers"):
        assert secret not in whole
    assert not [name for name in made.parts if "custom" in name or "theme" in name]


def test_a_drawing_is_embedded_as_the_png_of_its_name(pandoc: Pandoc) -> None:
    png = image("figure-1.png")
    svg = dataclasses.replace(png, name="figure-1.svg", mime="image/svg+xml", data=b"<svg/>")
    images = {"figures/figure-1.svg": svg, "figures/figure-1.png": png}
    shown = figure("Figure 1. A.", picture("figures/figure-1.svg", alt="Drawing"))
    package = docx(pandoc, document(pandoc, images=images, blocks=[shown]))
    assert package.parts["word/media/figure-1.png"] == png.data
    assert "word/media/figure-1.svg" not in package.parts


def test_an_image_that_is_not_in_the_document_is_refused(pandoc: Pandoc) -> None:
    made = document(pandoc, blocks=[figure("A", picture("/etc/passwd"))])
    with pytest.raises(PandocFailed, match="not handed over"):
        write_docx(made, PageStyle(), pandoc, created=DAY)


@pytest.mark.parametrize(("count", "spans"), [(2, []), (3, ["2"]), (4, [])])
def test_panels_stand_two_in_a_row(pandoc: Pandoc, count: int, spans: list[str]) -> None:
    panels = [figure(letter, picture("figures/figure-1a.png")) for letter in "ABCD"[:count]]
    package = docx(pandoc, document(pandoc, blocks=[figure("Figure 1.", *panels)]))
    rows = package.find("//w:tbl/w:tr")
    assert len(rows) == (count + 1) // 2
    assert package.find("//w:gridSpan/@w:val") == spans
    assert package.find("//w:tbl//w:tblStyle/@w:val") == ["FigureTable"]
    assert package.find("count(//w:p[w:pPr/w:pStyle/@w:val='PanelLabel'])") == count


def test_figures_stay_with_their_captions(made: Docx) -> None:
    for name in ("Captioned Figure", "Panel Label", "Table Caption", "heading 1"):
        assert style_of(made, name).find("{*}pPr/{*}keepNext") is not None


def test_lone_lines_are_not_left_behind(made: Docx) -> None:
    assert made.find("//w:pPrDefault//w:widowControl", part="word/styles.xml")


@pytest.mark.parametrize(
    ("numbers", "restart"),
    [("none", []), ("continuous", ["continuous"]), ("per-page", ["newPage"])],
)
def test_lines_are_numbered_as_the_style_says(
    pandoc: Pandoc, numbers: str, restart: list[str]
) -> None:
    package = docx(pandoc, line_numbers=numbers)
    assert package.find("//w:sectPr/w:lnNumType/@w:restart") == restart
    for name in ("Caption", "Table Text", "Header", "Footer"):
        assert style_of(package, name).find("{*}pPr/{*}suppressLineNumbers") is not None


def test_the_page_is_as_the_style_says(pandoc: Pandoc) -> None:
    package = docx(pandoc, paper="letter", margin_left=30, title_size=18, reference_indent=8)
    (size,) = package.find("//w:sectPr/w:pgSz")
    assert list(size.attrib.values()) == ["12240", "15840"]
    assert package.find("//w:pgMar/@w:left") == ["1701"]
    assert style_of(package, "Title").find("{*}rPr/{*}sz").get(_VAL) == "36"
    indent = style_of(package, "Bibliography").find("{*}pPr/{*}ind")
    assert list(indent.attrib.values()) == ["454", "454"]


def test_headings_are_as_the_style_says(pandoc: Pandoc) -> None:
    heading = Heading(size=13, bold=False, italic=True, caps=True, space_before=20, space_after=5)
    package = docx(pandoc, headings=(heading,) * 3)
    runs = style_of(package, "heading 1").find("{*}rPr")
    assert [runs.find(f"{{*}}{name}").get(_VAL) for name in ("b", "i", "caps", "sz")] == [
        "0", "1", "1", "26",
    ]  # fmt: skip


def test_the_running_head_is_on_every_page_but_the_first(made: Docx, pandoc: Pandoc) -> None:
    assert made.find("//w:titlePg")
    assert made.find("string(//w:hdr)", part="word/header1.xml") == "A “mass”"
    assert made.find("string(//w:hdr)", part="word/header2.xml") == ""
    without = docx(pandoc, running_head=False)
    assert without.find("string(//w:hdr)", part="word/header1.xml") == ""


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("none", []), ("page", ["PAGE"]), ("page-of-pages", ["PAGE", "NUMPAGES"])],
)
def test_pages_are_numbered_as_the_style_says(pandoc: Pandoc, kind: str, fields: list[str]) -> None:
    found = docx(pandoc, page_numbers=kind).find("//w:instrText", part="word/footer1.xml")
    assert [field.text.strip() for field in found] == fields


def test_a_page_break_opens_the_page_without_an_empty_line(made: Docx) -> None:
    (broken,) = made.find("//w:p[w:pPr/w:pageBreakBefore]")
    assert "".join(broken.itertext()) == "INTRODUCTION"
    assert b"PageBreak" not in made.parts["word/document.xml"].replace(b"pageBreakBefore", b"")


def test_a_page_break_at_the_end_is_nothing(pandoc: Pandoc) -> None:
    package = docx(pandoc, document(pandoc, blocks=[front("Title", "T"), PAGE_BREAK]))
    assert not package.find("//w:pageBreakBefore")
    assert len(package.find("//w:p")) == 1


def test_links_lead_where_they_say(made: Docx) -> None:
    (link,) = made.find("//w:hyperlink")
    identifier = next(value for name, value in link.attrib.items() if name.endswith("}id"))
    rels = etree.fromstring(made.parts["word/_rels/document.xml.rels"])
    (target,) = [r for r in rels if r.get("Id") == identifier]
    assert target.get("Target") == "https://doi.org/10.1/x"
    assert target.get("TargetMode") == "External"


def test_a_link_in_a_note_keeps_its_address(pandoc: Pandoc) -> None:
    package = docx(pandoc, document(pandoc, body="a[^1]\n\n[^1]: see <https://a.example/b>"))
    assert b"https://a.example/b" in package.parts["word/_rels/footnotes.xml.rels"]


def test_the_zip_depends_on_its_content_alone(made: Docx) -> None:
    names = [info.filename for info in made.infos]
    assert names == ["[Content_Types].xml", *sorted(set(names) - {"[Content_Types].xml"})]
    assert {info.date_time for info in made.infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.create_system for info in made.infos} == {0}

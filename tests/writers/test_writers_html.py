"""The HTML page and the Markdown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from casewright.model.document import Ast
from casewright.model.style import Heading, PageStyle
from casewright.pandoc import Pandoc
from casewright.writers.html import write_html
from casewright.writers.markdown import write_markdown
from casewright.writers.sizes import size_columns, size_images

from .documents import PAGE_BREAK, document, figure, front, image, picture


def page(pandoc: Pandoc, **changes: Any) -> Any:
    made = document(pandoc, **changes)
    return parser.fromstring(write_html(made, PageStyle(), pandoc))


def test_the_page_names_its_language_title_and_authors(pandoc: Pandoc) -> None:
    root = page(pandoc)
    assert root.get("lang") == "en-GB"
    assert root.findtext(".//title") == "A mass & its course"
    assert root.xpath("//meta[@name='author']/@content") == ["Ada Byron", "Max Weiß"]


def test_the_title_is_the_one_first_heading_and_sections_come_below(pandoc: Pandoc) -> None:
    headings = page(pandoc).xpath("//*[self::h1 or self::h2 or self::h3]")
    assert [(h.tag, h.text_content()) for h in headings] == [
        ("h1", "A mass & its course"),
        ("h2", "INTRODUCTION"),
        ("h3", "Course"),
        ("h2", "REFERENCES"),
    ]


def test_figures_are_figures_with_their_panels(pandoc: Pandoc) -> None:
    root = page(pandoc)
    (outer,) = root.xpath("//main/figure")
    assert outer.get("id") == "fig-views"
    assert outer.xpath("./figcaption")[0].text_content() == "Figure 1. Two views."
    panels = outer.xpath(".//figure")
    assert [p.xpath("string(figcaption)") for p in panels] == ["A", "B"]
    assert root.xpath("//img/@alt") == ["Panel A", "Panel B"]
    assert root.xpath("//img/@src") == ["figures/figure-1a.png", "figures/figure-1b.jpg"]


@pytest.mark.parametrize(("count", "rows"), [(2, [2]), (3, [2, 1]), (4, [2, 2])])
def test_panels_stand_two_in_a_row(pandoc: Pandoc, count: int, rows: list[int]) -> None:
    panels = [
        figure(letter, picture("figures/figure-1a.png", width="40%")) for letter in "ABCD"[:count]
    ]
    root = page(pandoc, blocks=[figure("Figure 1.", *panels)])
    assert [len(row.xpath("./figure")) for row in root.xpath("//div[@class='panels']")] == rows


def test_header_cells_say_what_they_head(pandoc: Pandoc) -> None:
    assert page(pandoc).xpath("//th/@scope") == ["col", "col", "col"]


def test_sources_and_citations_leave_no_mark_on_the_page(pandoc: Pandoc) -> None:
    made = document(pandoc)
    text = write_html(made, PageStyle(), pandoc).decode()
    assert "source" not in text
    assert "data-" not in text
    assert "custom-style" not in text
    assert "<p>A mass was seen. It grew (Figure 1)<sup>1</sup>.</p>" in text


def test_notes_are_called_and_told_without_arrows(pandoc: Pandoc) -> None:
    root = page(pandoc)
    assert root.xpath("string(//section[@role='doc-endnotes']//li)").strip() == "A note."
    assert root.xpath("//a[@role='doc-noteref']/@href") == ["#fn1"]


def test_nothing_on_the_page_comes_from_elsewhere(pandoc: Pandoc) -> None:
    text = write_html(document(pandoc), PageStyle(), pandoc).decode()
    addresses = re.findall(r"(?:https?:)?//[^\s\"'<]+", text)
    assert set(addresses) == {"https://doi.org/10.1/x"}
    assert not re.search(r"<(script|link|iframe|object)|@import|url\(", text)


@given(text=st.text(max_size=40))
def test_a_running_title_cannot_leave_its_place(text: str) -> None:
    from casewright.writers.css import stylesheet

    sheet = stylesheet(PageStyle(), text)
    (content,) = re.findall(r'@top-right \{ content: "([^"]*)"', sheet) if text else ("",)
    assert not re.search(r"[<>{};\n]", content)
    assert sheet.count("{") == sheet.count("}")


def test_the_title_and_names_cannot_bring_markup(pandoc: Pandoc) -> None:
    evil = "</title><script>x</script>\"'"
    root = page(pandoc, title=evil, authors=(evil,), keywords=(evil,), running_title=evil)
    assert not root.xpath("//script")
    assert root.findtext(".//title") == evil


def test_the_writers_leave_the_document_as_it_was(pandoc: Pandoc) -> None:
    made, again = document(pandoc), document(pandoc)
    write_html(made, PageStyle(), pandoc)
    write_markdown(made, pandoc)
    assert made == again


@pytest.mark.parametrize(
    ("style", "rule"),
    [
        (PageStyle(paper="letter"), "size: 215.9mm 279.4mm"),
        (PageStyle(font="Calibri"), '"Carlito", "Liberation Sans"'),
        (PageStyle(align="justify"), "text-align: justify"),
        (PageStyle(page_numbers="page"), "content: counter(page);"),
        (PageStyle(line_spacing=1.0), "font: 12pt/1.149 "),
        (PageStyle(headings=(Heading(caps=True),) * 3), "text-transform: uppercase"),
    ],
)
def test_the_page_style_rules_the_stylesheet(style: PageStyle, rule: str, pandoc: Pandoc) -> None:
    assert rule in write_html(document(pandoc), style, pandoc).decode()


def test_page_numbers_and_running_head_can_be_left_out(pandoc: Pandoc) -> None:
    style = PageStyle(page_numbers="none", running_head=False)
    text = write_html(document(pandoc), style, pandoc).decode()
    assert "counter(page)" not in text
    assert "mass”" not in text


def _table(rows: list[list[str]]) -> Ast:
    attr: list[Any] = ["", [], []]
    default = [{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]

    def row(cells: list[str]) -> list[Any]:
        plain = [[{"t": "Plain", "c": [{"t": "Str", "c": cell}]}] for cell in cells]
        return [attr, [[attr, {"t": "AlignDefault"}, 1, 1, blocks] for blocks in plain]]

    body = [[attr, 0, [], [row(cells) for cells in rows]]]
    none: list[Any] = [attr, []]
    return {"t": "Table", "c": [attr, [None, []], [default] * len(rows[0]), none, body, none]}


@given(
    rows=st.integers(1, 7).flatmap(
        lambda n: st.lists(
            st.lists(st.text("ab c", max_size=50), min_size=n, max_size=n), min_size=1, max_size=5
        )
    )
)
def test_columns_share_the_whole_width_in_whole_per_cents(rows: list[list[str]]) -> None:
    (sized,) = size_columns(_table(rows)) or []
    widths = [width["c"] for _, width in sized["c"][2]]
    assert sum(int(width * 100) for width in widths) == 100
    assert all(width > 0.01 for width in widths)


@pytest.mark.parametrize(
    ("pixels", "asked", "given_width"),
    [((300, 200), "60%", "60%"), ((300, 200), "250%", "100%"), ((100, 1000), "60%", "12.35%")],
)
def test_an_image_is_made_to_fit_the_page(
    pixels: tuple[int, int], asked: str, given_width: str
) -> None:
    images = {"figures/a.png": image("a.png", size=pixels)}
    shown = figure("A", picture("figures/a.png", width=asked))
    size_images(images, PageStyle())(shown)
    assert shown["c"][2][0]["c"][0]["c"][0][2] == [["width", given_width]]


def test_the_markdown_reads_like_the_manuscript(pandoc: Pandoc) -> None:
    text = write_markdown(document(pandoc), pandoc).decode()
    assert text.startswith("# A mass & its course\n\nAda Byron\n\nA mass\n\n## INTRODUCTION\n\n")
    assert "A mass was seen. It grew (Figure 1)^1^." in text
    assert "![Panel A](figures/figure-1a.png)" in text
    assert "### Course" in text
    assert "C-reactive protein" in text
    assert ":::" not in text
    assert "{" not in text


def test_a_page_break_is_a_break_on_the_page_and_nothing_in_markdown(pandoc: Pandoc) -> None:
    made = document(pandoc, blocks=[front("Title", "T"), PAGE_BREAK, front("Author", "A")])
    assert b'<div class="page-break">' in write_html(made, PageStyle(), pandoc)
    assert write_markdown(made, pandoc) == b"# T\n\nA\n"

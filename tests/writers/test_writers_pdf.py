"""The PDF and the process that lays it out."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow
from pypdf import PdfReader

from casewright.diagnostics import CannotRun
from casewright.model.document import Image
from casewright.model.style import PageStyle
from casewright.pandoc import Pandoc
from casewright.writers.css import stylesheet
from casewright.writers.html import write_html
from casewright.writers.pdf import PdfFailed, PdfWorker, TextLost, write_pdf

from .documents import DAY, document, image, lines_of, run_python

ONE_WORD_LINES = (Path(__file__).parent / "one_word_lines.html").read_text(encoding="utf-8")


def lay_out(layout: PdfWorker, body: str, images: Mapping[str, Image] | None = None) -> bytes:
    page = f'<!DOCTYPE html><html lang="en"><title>T</title><body>{body}</body></html>'
    return layout.render(page.encode(), images or {}, created=DAY)


@pytest.fixture(scope="module")
def manuscript(layout: PdfWorker, pandoc: Pandoc) -> bytes:
    made = document(pandoc)
    html = write_html(made, PageStyle(), pandoc)
    return layout.render(html, made.images, created=DAY)


def reader(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf))


def test_the_properties_come_from_the_page_and_the_given_day(manuscript: bytes) -> None:
    found = reader(manuscript).metadata
    assert found["/Title"] == "A mass & its course"
    assert found["/Author"] == "Ada Byron, Max Weiß"
    assert found["/Keywords"] == "mass, course"
    assert found["/CreationDate"].startswith("D:20260102")
    assert found["/ModDate"].startswith("D:20260102")


def test_it_is_tagged_for_assistive_technology(manuscript: bytes) -> None:
    root = reader(manuscript).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
    alternatives, kinds = [], set()
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, dict):
            kinds.add(node.get("/S"))
            alternatives += [node["/Alt"]] if "/Alt" in node else []
            inside = node.get("/K", [])
            waiting += inside if isinstance(inside, list) else [inside]
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/Figure", "/LI"} <= kinds
    assert sorted(alternatives) == ["Panel A", "Panel B"]


def test_head_and_foot_are_as_the_style_says(manuscript: bytes) -> None:
    first, *others = (page.extract_text() for page in reader(manuscript).pages)
    assert "A “mass”" not in first
    assert all("A “mass”" in page for page in others)
    assert f"Page 1 of {len(others) + 1}" in first


def test_head_and_foot_are_not_read_aloud(manuscript: bytes) -> None:
    pages = reader(manuscript).pages
    set_apart = [
        len(re.findall(rb"/Artifact\s+<</Type /Pagination>>\s+BDC", page.get_contents().get_data()))
        for page in pages
    ]
    assert set_apart == [1, *[2] * (len(pages) - 1)]


def test_only_the_fonts_that_are_shipped_are_in_it(manuscript: bytes) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader(manuscript).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith("Liberation-Serif") for name in fonts), fonts


def test_text_that_the_layout_drops_is_an_error(layout: PdfWorker) -> None:
    paragraphs = "".join(f"<p>Paragraph {number} of many more.</p>" for number in range(200))
    with pytest.raises(TextLost, match="Paragraph"):
        lay_out(layout, f"<style>html, body {{ height: 100% }}</style>{paragraphs}")
    lay_out(layout, paragraphs)


def test_text_that_a_style_hides_is_an_error(layout: PdfWorker) -> None:
    with pytest.raises(TextLost, match="“not seen”"):
        lay_out(layout, '<p>seen <span style="display: none">not seen</span></p>')


@pytest.mark.parametrize(
    "body",
    [
        '<p style="text-transform: uppercase">straße ﬁne ǆ</p>',
        "<p>soft&shy;hyphen, Αθήνα, 中文, 😀, שלום</p>",
        "<table><thead><tr><th>h</th></tr></thead>" + "<tr><td>x</td></tr>" * 120 + "</table>",
        "<ul><li>a</li><li><p>b</p></li></ul>",
        f"<p>{'longwordwithoutanybreak' * 40}</p>",
        "<p>a<br>b <em>c</em> d</p>tail",
    ],
)
def test_text_that_the_layout_changes_is_not_lost(layout: PdfWorker, body: str) -> None:
    assert lay_out(layout, body)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd">',
        '<img src="figures/other.png">',
        '<img src="//example.org/x.png">',
        '<link rel="stylesheet" href="http://example.org/a.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>@font-face { font-family: x; src: url(file:///etc/passwd) }</style>",
        "<style>p { background: url(data:image/png;base64,AAAA) }</style>",
        '<base href="file:///etc/"><img src="passwd">',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
    ],
)
def test_the_page_gets_its_images_and_nothing_else(layout: PdfWorker, markup: str) -> None:
    with pytest.raises(PdfFailed, match="none of its images"):
        lay_out(layout, f"{markup}<p>x</p>")


def test_a_drawing_cannot_fetch(layout: PdfWorker) -> None:
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b'<image href="file:///etc/passwd" width="5" height="5"/></svg>'
    )
    drawing = Image("a.svg", "image/svg+xml", data, (9, 9), 96.0)
    with pytest.raises(PdfFailed):
        lay_out(layout, '<img src="figures/a.svg" alt="a">', {"figures/a.svg": drawing})


def test_an_image_that_cannot_be_read_is_an_error(layout: PdfWorker) -> None:
    broken = Image("a.png", "image/png", b"\x89PNG\r\n\x1a\nrubbish", (9, 9), 96.0)
    with pytest.raises(PdfFailed, match="Failed to load image"):
        lay_out(layout, '<img src="figures/a.png" alt="a">', {"figures/a.png": broken})


def _embedded(layout: PdfWorker, shown: Image) -> bytes:
    target = f"figures/{shown.name}"
    return lay_out(layout, f'<img src="{target}" alt="a">', {target: shown})


def test_a_jpeg_is_copied_as_it_is(layout: PdfWorker) -> None:
    shown = image("a.jpg", size=(300, 200))
    assert shown.data in _embedded(layout, shown)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_rows_of_a_plain_png_are_copied_as_they_are(layout: PdfWorker, mode: str) -> None:
    shown = image("a.png", mode=mode, size=(300, 200))
    rows = b"".join(re.findall(rb"IDAT(.*?)....(?=....IDAT|....IEND)", shown.data, re.DOTALL))
    assert zlib.decompress(rows)
    assert rows in _embedded(layout, shown)


@pytest.mark.parametrize("mode", ["L", "RGB", "P", "1", "LA", "RGBA"])
def test_every_kind_of_png_shows_its_pixels(layout: PdfWorker, mode: str) -> None:
    out = io.BytesIO()
    source = Pillow.linear_gradient("L").resize((30, 20)).convert(mode)
    source.save(out, "PNG")
    shown = Image("a.png", "image/png", out.getvalue(), (30, 20), 300.0)
    (drawn,) = reader(_embedded(layout, shown)).pages[0].images
    assert drawn.image.size == (30, 20)
    if mode in ("L", "RGB", "P", "1"):
        assert drawn.image.convert("RGB").tobytes() == source.convert("RGB").tobytes()


def test_a_png_that_would_come_out_wrong_is_an_error(layout: PdfWorker) -> None:
    out = io.BytesIO()
    Pillow.frombytes("I;16", (30, 20), bytes(range(40)) * 30).save(out, "PNG")
    with pytest.raises(PdfFailed, match="Unknown image mode"):
        _embedded(layout, Image("a.png", "image/png", out.getvalue(), (30, 20), 300.0))


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + kind + data + checksum


def test_an_interlaced_png_is_put_in_order(layout: PdfWorker) -> None:
    # One grey pixel, which is the whole of the first of Adam7's seven passes.
    header = bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 1])
    rows = zlib.compress(bytes([0, 77]))
    data = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows)
    shown = Image("a.png", "image/png", data + _chunk(b"IEND", b""), (1, 1), 300.0)
    (drawn,) = reader(_embedded(layout, shown)).pages[0].images
    assert drawn.image.convert("L").getpixel((0, 0)) == 77


def test_no_line_holds_a_single_word_in_the_middle_of_a_paragraph(layout: PdfWorker) -> None:
    """WeasyPrint 70.0 breaks this paragraph after one word, which is why it is not used."""
    style = "@page { size: A4; margin: 25mm } body { font: 12pt 'Liberation Serif'; margin: 0 }"
    page = f"<style>{style} sup {{ line-height: 0; font-size: .62em }}</style>{ONE_WORD_LINES}"
    lines = lines_of(lay_out(layout, page))
    assert len(lines) > 8
    assert all(len(line.split()) > 2 for line in lines[:-1]), lines


@pytest.mark.parametrize("before", [17, 18, 19, 20, 21, 22])
def test_a_caption_stays_with_its_table(layout: PdfWorker, before: int) -> None:
    """WeasyPrint cannot tag a table whose caption is alone on a page."""
    rows = "<tr><td>cell</td></tr>" * 60
    body = (
        f"<style>{stylesheet(PageStyle(), 'x')}</style><main>{'<p>p</p>' * before}"
        f'<div class="table"><table><caption>{"Table 1. Caption. " * 40}</caption>'
        f"<thead><tr><th>head</th></tr></thead><tbody>{rows}</tbody></table></div></main>"
    )
    pages = [page.extract_text() for page in reader(lay_out(layout, body)).pages]
    (page,) = [text for text in pages if "Table 1." in text]
    assert "cell" in page


@pytest.mark.parametrize("numbers", ["continuous", "per-page"])
def test_lines_are_numbered_without_entering_the_text(
    layout: PdfWorker, pandoc: Pandoc, numbers: Any
) -> None:
    made = document(pandoc)
    html = write_html(made, PageStyle(), pandoc)
    plain = layout.render(html, made.images, created=DAY)
    numbered = layout.render(html, made.images, created=DAY, line_numbers=(numbers, 1))
    assert lines_of(numbered) == lines_of(plain)
    drawn = [_drawn_numbers(page) for page in reader(numbered).pages]
    # Title, author, running title; then headings, text, list, reference, note, but no figure,
    # no caption and no table.
    assert drawn[0] == 3
    assert sum(drawn[1:]) == 10
    assert sum(_drawn_numbers(page) for page in reader(plain).pages) == 0


def _drawn_numbers(page: Any) -> int:
    found = re.search(
        rb"/Artifact <</Type /Layout>> BDC(.*?)EMC", page.get_contents().get_data(), re.S
    )
    return len(re.findall(rb"^q ", found[1], re.M)) if found else 0


def test_a_page_that_takes_too_long_is_given_up(font_cache: Path) -> None:
    with (
        PdfWorker.start(cache=font_cache, seconds=0.2) as worker,
        pytest.raises(PdfFailed, match="longer than"),
    ):
        lay_out(worker, "<p>x</p>" * 20_000)


def test_a_page_that_takes_too_much_memory_is_given_up(font_cache: Path) -> None:
    with (
        PdfWorker.start(cache=font_cache, memory=400 << 20, seconds=20) as worker,
        pytest.raises(PdfFailed, match=r"memory|ended|longer than"),
    ):
        lay_out(worker, "<p>word</p>" * 60_000)


def test_the_next_page_is_made_after_one_that_failed(layout: PdfWorker) -> None:
    with pytest.raises(PdfFailed):
        lay_out(layout, '<img src="file:///etc/passwd">')
    assert lines_of(lay_out(layout, "<p>next</p>")) == ["next"]


def test_a_missing_library_is_told_with_its_remedy(
    font_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint").mkdir()
    code = 'raise OSError("cannot load libpango-1.0-0")'
    (tmp_path / "weasyprint" / "__init__.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CannotRun, match="libpango") as caught:
        write_pdf(b"<p>x</p>", {}, created=DAY, cache=font_cache)
    assert "apt-get install" in str(caught.value.hint)


def test_nothing_is_written_to_the_home_folder(
    font_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    assert write_pdf(b"<p>x</p>", {}, created=DAY, cache=font_cache)
    assert not list(home.iterdir())


_ALL_OUTPUTS = """
import hashlib, pathlib
from casewright.model.style import PageStyle
from casewright.pandoc import Pandoc
from casewright.writers.docx import write_docx
from casewright.writers.css import stylesheet
from casewright.writers.html import write_html
from casewright.writers.pdf import write_pdf
from writers.documents import DAY, document
with Pandoc.start() as pandoc:
    made = document(pandoc)
    html = write_html(made, PageStyle(), pandoc)
    docx = write_docx(made, PageStyle(), pandoc, created=DAY)
numbers, cache = ("per-page", 1), pathlib.Path({cache!r})
pdf = write_pdf(html, made.images, created=DAY, cache=cache, line_numbers=numbers)
for output in (html, docx, pdf):
    print(hashlib.sha256(output).hexdigest())
"""


def test_the_same_document_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    outputs = {
        run_python(_ALL_OUTPUTS.format(cache=str(tmp_path / seed)), PYTHONHASHSEED=seed, TZ=zone)
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima"))
    }
    assert len(outputs) == 1
    assert len(outputs.pop().split()) == 3


def test_a_second_page_in_the_same_process_has_the_same_bytes(
    layout: PdfWorker, manuscript: bytes, pandoc: Pandoc
) -> None:
    made = document(pandoc)
    html = write_html(made, PageStyle(), pandoc)
    again = layout.render(html, made.images, created=DAY)
    assert hashlib.sha256(again).digest() == hashlib.sha256(manuscript).digest()

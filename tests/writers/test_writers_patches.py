"""What makes WeasyPrint faster, held against WeasyPrint as it comes."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5

from casewright.model.style import PageStyle
from casewright.pandoc import Pandoc
from casewright.workspace import package_file
from casewright.writers import _digits, _weasyprint_ffi, make_digits, make_weasyprint_ffi
from casewright.writers.html import write_html
from casewright.writers.weasyprint_patches import VERSION

from .documents import document, image, run_python

_MAKE = """
import hashlib, io, os, sys
os.environ.update(FONTCONFIG_FILE={fonts!r}, XDG_CACHE_HOME={cache!r}, SOURCE_DATE_EPOCH='0')
from PIL import Image
{before}
from casewright.writers.pdf_page import make_pdf
out = io.BytesIO()
Image.linear_gradient("L").convert({mode!r}).save(out, "PNG")
html = '''<!DOCTYPE html><html lang="en"><title>t</title><style>body{{font-family:Liberation Serif}}
</style><h1>Title</h1><p>Some <b>bold</b> and <i>other</i> text, fi ffl – “quoted”.</p>
<table><tr><th scope=col>a</th></tr><tr><td>b</td></tr></table>{image}'''
pdf, _ = make_pdf(html, {{"http://x.invalid/a.png": ("image/png", out.getvalue())}},
               base_url="http://x.invalid/", created="2026-01-02", line_numbers=("per-page", 1))
print(hashlib.sha256(pdf).hexdigest())
{after}
"""
_PATCHED = (
    "from casewright.writers.weasyprint_patches import import_weasyprint; import_weasyprint()"
)


@pytest.fixture
def made(font_cache: Path):  # type: ignore[no-untyped-def]
    fonts = str(Path(__file__).parents[2] / "templates" / "_shared" / "fonts" / "fonts.conf")

    def run(before: str, *, after: str = "", image: str = "", mode: str = "RGB") -> list[str]:
        code = _MAKE.format(
            fonts=fonts, cache=str(font_cache), before=before, after=after, image=image, mode=mode
        )
        return run_python(code).split()

    return run


def test_the_patches_are_for_the_weasyprint_that_is_pinned() -> None:
    requirements = importlib.metadata.requires("weasyprint")
    assert requirements
    assert importlib.metadata.version("weasyprint") == VERSION
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"weasyprint=={VERSION}"' in project


def test_the_declarations_are_those_of_the_installed_weasyprint() -> None:
    made = make_weasyprint_ffi.generate()
    assert f'SOURCE_SHA256 = "{_weasyprint_ffi.SOURCE_SHA256}"' in made
    types = re.findall(r"_types = (.*),", made)
    kept = package_file("writers", "_weasyprint_ffi.py").read_text(encoding="utf-8")
    assert re.findall(r"_types = (.*),", kept) == types


def test_the_digits_are_those_of_the_shipped_font() -> None:
    kept = package_file("writers", "_digits.py").read_text(encoding="utf-8")
    assert make_digits.generate() == kept
    assert len(_digits.OUTLINES) == 10


def test_the_patched_weasyprint_makes_the_same_pdf(made) -> None:  # type: ignore[no-untyped-def]
    loaded = "print('fontTools.subset' in sys.modules, 'pycparser' in sys.modules)"
    plain = made("import weasyprint", after=loaded)
    fast = made(_PATCHED, after=loaded)
    assert fast[0] == plain[0]
    assert plain[1:] == ["True", "True"]
    assert fast[1:] == ["False", "False"]


def test_the_layout_is_loaded_without_the_model_of_cases() -> None:
    code = "import sys, casewright.writers.pdf_page; print('pydantic' in sys.modules)"
    assert run_python(code).split() == ["False"]


def test_an_unknown_weasyprint_is_left_as_it_is(made) -> None:  # type: ignore[no-untyped-def]
    before = (
        "from casewright.writers import _weasyprint_ffi as known\n"
        f"known.SOURCE_SHA256 = 'another'\n{_PATCHED}"
    )
    after = (
        "import weasyprint.images as i\n"
        "print('pycparser' in sys.modules, 'weasyprint_patches' in i.RasterImage._get_png_data"
        ".__module__)"
    )
    assert made(before, after=after) == [made("import weasyprint")[0], "True", "False"]


def test_fonttools_is_loaded_where_it_is_needed(made) -> None:  # type: ignore[no-untyped-def]
    without = "import weasyprint.pdf.fonts as f; f.harfbuzz_subset = None"
    loaded = "print('fontTools.subset' in sys.modules)"
    fast = made(f"{_PATCHED}\n{without}", after=loaded)
    assert fast == made(f"import weasyprint\n{without}", after=loaded)
    assert fast[1] == "True"


def test_a_whole_manuscript_is_laid_out_alike(  # type: ignore[no-untyped-def]
    made, pandoc: Pandoc, tmp_path: Path
) -> None:
    text = document(pandoc)
    jpeg = image("figure-1b.jpg")
    (tmp_path / "page.html").write_bytes(write_html(text, PageStyle(), pandoc))
    (tmp_path / "image.jpg").write_bytes(jpeg.data)
    after = f"""
files = {{name: ("image/jpeg", open({str(tmp_path / "image.jpg")!r}, "rb").read())
         for name in ("http://x.invalid/figures/figure-1a.png",
                      "http://x.invalid/figures/figure-1b.jpg")}}
pdf, _ = make_pdf(open({str(tmp_path / "page.html")!r}).read(), files,
               base_url="http://x.invalid/", created="2026-01-02", line_numbers=("continuous", 1))
print(hashlib.sha256(pdf).hexdigest())
"""
    assert made(_PATCHED, after=after) == made("import weasyprint", after=after)


def test_the_parsers_of_xml_and_html_read_the_same_page(pandoc: Pandoc) -> None:
    page = write_html(document(pandoc), PageStyle(), pandoc)
    by_xml, by_html = (
        ElementTree.fromstring(page),
        tinyhtml5.parse(page, namespace_html_elements=False),
    )
    assert _nodes(by_xml) == _nodes(by_html)
    assert len(_nodes(by_xml)) > 50


def _nodes(root: Element) -> list[tuple[str, dict[str, str], str, str]]:
    """Every element with its text; white space between blocks is kept by one parser alone."""
    nodes = (one for one in root.iter() if isinstance(one.tag, str))
    return [
        (one.tag, one.attrib, (one.text or "").strip(), (one.tail or "").strip()) for one in nodes
    ]


@pytest.mark.parametrize("mode", ["P", "RGBA", "1"])
def test_a_png_that_is_not_plain_is_made_as_before(  # type: ignore[no-untyped-def]
    made, mode: str
) -> None:
    shown = '<img src="a.png" alt="x">'
    assert made(_PATCHED, image=shown, mode=mode) == made(
        "import weasyprint", image=shown, mode=mode
    )

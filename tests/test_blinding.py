"""The files for reviewers who may not know the authors: nothing but the title page names them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from casewright.build import Toolbox, build
from casewright.model.document import Image
from casewright.model.series import CaseReport
from casewright.pandoc import Pandoc
from casewright.rules.blinding import check_blinding
from casewright.rules.leaks import leaks
from casewright.workspace import Workspace
from casewright.writers.docx import write_docx
from casewright.writers.html import write_html
from specs import WJG, compose, finding_lines, mini_workspace

_CASE = """\
authors:
  - {given: Yang Seok, family: Kovacs, affiliations: [a], email: ys@example.org, degrees: [MD]}
affiliations: [{id: a, name: Saint Example Hospital}]
introduction: Kovacs *et al* described it [@kovacs2020].
ethics: {status: approved, body: the committee of Saint Example Hospital}
"""
_LIBRARY = """\
@article{kovacs2020,
  author = {Kovacs, Yang Seok}, title = {Coughs}, journal = {World J Gastroenterol},
  year = {2020}, volume = {1}, pages = {1--2},
}
"""
_JOURNAL = f"""\
id: own
title: Own
extends: {WJG}
blinding: {{review: double-blind, source: [guide], as_of: "2026", verified: true}}
sources: {{guide: {{title: Guide, date: "2026", kind: primary}}}}
"""
_FORMATS = ("docx", "pdf", "html", "md")
_NAMED = re.compile("Yang Seok|YSK|Saint Example|ys@example")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return mini_workspace(
        tmp_path,
        {
            "case.yaml": _CASE,
            "references/library.bib": _LIBRARY,
            "templates/own/journal.yaml": _JOURNAL,
        },
    )


def _texts(data: bytes) -> str:
    """Every part of a DOCX; its text without tags."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name).decode() for name in package.namelist()]
    return re.sub("<[^>]*>", "", " ".join(parts))


def test_only_the_title_page_names_the_authors(workspace: Workspace) -> None:
    with Toolbox(workspace, _FORMATS) as toolbox:
        made = build(workspace, "x", "own", formats=_FORMATS, toolbox=toolbox)
    assert not made.diagnostics.failed, finding_lines(made.diagnostics)
    files = {path.name: path.read_bytes() for path in made.outputs}
    stems = ("manuscript", "title-page")
    assert set(files) == {f"{stem}.{one}" for stem in stems for one in _FORMATS}
    assert "Yang Seok Kovacs" in _texts(files["title-page.docx"])
    assert b"Yang Seok Kovacs" in files["title-page.md"]
    # The references name everybody; "Kovacs YS" is how they do.
    assert not _NAMED.search(_texts(files["manuscript.docx"]))
    assert not _NAMED.search(files["manuscript.html"].decode())
    assert not _NAMED.search(files["manuscript.md"].decode())
    assert build(workspace, "x", "own", formats=_FORMATS).fresh
    assert set(build(workspace, "x", "own", formats=_FORMATS).outputs) == set(made.outputs)


def test_data_for_a_publisher_or_a_form_name_nobody(workspace: Workspace) -> None:
    formats = ("jats", "txt")
    with Toolbox(workspace, formats) as toolbox:
        made = build(workspace, "x", "own", formats=formats, toolbox=toolbox)
        for path in made.outputs:
            # The references name everybody, in JATS with all given names.
            assert not _NAMED.search(path.read_text().partition("<back>")[0])
        profile = workspace.root / "templates" / "own" / "journal.yaml"
        profile.write_text(_JOURNAL.replace("double-blind", "open"))
        made = build(workspace, "x", "own", formats=formats, toolbox=toolbox)
    for path in made.outputs:
        assert _NAMED.search(re.sub(r"<[^>]*>", " ", path.read_text()))


def test_a_title_page_that_is_not_wanted_any_more_is_deleted(workspace: Workspace) -> None:
    with Toolbox(workspace, ["md"]) as toolbox:
        (page,) = build(workspace, "x", "own", formats=["md"], toolbox=toolbox).outputs[1:]
        assert page.is_file()
        profile = workspace.root / "templates" / "own" / "journal.yaml"
        profile.write_text(_JOURNAL.replace("double-blind", "open"))
        (manuscript,) = build(workspace, "x", "own", formats=["md"], toolbox=toolbox).outputs
    assert "Yang Seok" in manuscript.read_text()
    assert not page.exists()


def _case(workspace: Workspace, pandoc: Pandoc) -> CaseReport:
    made = compose(workspace, "own", pandoc)
    assert made.case is not None
    return made.case


def test_what_names_an_author_beside_the_text_is_found(
    workspace: Workspace, pandoc: Pandoc
) -> None:
    made = compose(workspace, "own", pandoc)
    assert made.document is not None and made.journal is not None and made.case is not None
    style = made.journal.page.style
    blind, open_ = made.document, replace(made.document, authors=("Yang Seok Kovacs",))
    for write, name in ((write_docx, "m.docx"), (write_html, "m.html")):
        assert not list(leaks(made.case, {name: write(blind, style, pandoc)}))
        (told,) = leaks(made.case, {name: write(open_, style, pandoc)})
        assert "'Yang Seok Kovacs'" in told
    with Toolbox(workspace, ["pdf"]) as toolbox:
        layout = toolbox.open().layout
        assert layout is not None
        pages = [layout.render(write_html(one, style, pandoc), {}) for one in (blind, open_)]
    assert not list(leaks(made.case, {"m.pdf": pages[0]}))
    assert all("'Yang Seok Kovacs'" in told for told in leaks(made.case, {"m.pdf": pages[1]}))
    assert list(leaks(made.case, {"m.pdf": pages[1]}))


def test_a_file_may_not_be_called_by_an_author(workspace: Workspace, pandoc: Pandoc) -> None:
    (told,) = leaks(_case(workspace, pandoc), {"figures/Kovacs YS.png": b""})
    assert told == "its name in figures/Kovacs YS.png holds 'Kovacs YS', the name of an author"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("figure-1.svg", b"<svg><text>Saint Example Hospital</text></svg>", True),
        ("figure-1.png", b"\x89PNG\r\ntEXtAuthor\0 Yang Seok Kovacs \0", True),
        ("figure-1.png", "x Yang Seok Kovacs x".encode("utf-16-le"), True),
        ("figure-1.svg", b"<svg><text>Saint Elsewhere Hospital</text></svg>", False),
    ],
)
def test_figure_files_are_searched(
    name: str, data: bytes, *, found: bool, workspace: Workspace, pandoc: Pandoc
) -> None:
    made = compose(workspace, "own", pandoc)
    assert made.document is not None and made.journal is not None and made.case is not None
    image = Image(name, "image/png", data, (1, 1), 300.0)
    document = replace(made.document, images={f"figures/{name}": image})
    told = check_blinding(made.case, made.journal, document, made.items)
    assert bool(told) is found, finding_lines(told)

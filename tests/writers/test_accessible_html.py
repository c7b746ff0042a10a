"""The HTML has nothing that axe-core, in Chromium, finds fault with."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from casewright.model.style import PageStyle
from casewright.pandoc import Pandoc
from casewright.writers.html import write_html
from specs import JOURNALS, ROOT, compose, workspace_at

from .browser import audit
from .documents import document
from .test_conformance import CASES
from .test_page_style import AFTER, WIDE


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "page").mkdir()
    return tmp_path / "page"


@pytest.mark.parametrize(
    ("case", "journal"),
    [(case, JOURNALS[(number + 1) % len(JOURNALS)]) for number, case in enumerate(CASES)],
)
def test_the_examples_are_accessible(
    case: str, journal: str, tmp_path: Path, empty: Path, pandoc: Pandoc
) -> None:
    for part in (f"cases/{case}", "references"):
        shutil.copytree(ROOT / part, tmp_path / part)
    made = compose(workspace_at(tmp_path), journal, pandoc, case=case)
    assert made.document is not None and made.journal is not None
    page = write_html(made.document, made.journal.page.style, pandoc)
    found = audit(page, made.document.images, empty)
    assert found["violations"] == found["unsure"] == []
    assert found["passed"] > 15


@pytest.mark.parametrize(
    "changes",
    [{}, {"body": WIDE + AFTER, "images": {}}],
    ids=["panels, notes and lists", "wide tables"],
)
def test_every_part_of_a_page_is_accessible(
    changes: dict[str, Any], empty: Path, pandoc: Pandoc
) -> None:
    made = document(pandoc, **changes)
    page = write_html(made, PageStyle(line_numbers="continuous"), pandoc)
    found = audit(page, made.images, empty)
    assert found["violations"] == found["unsure"] == []


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (('alt="Panel A"', ""), "image-alt"),
        (('lang="en-GB"', 'lang="x"'), "html-lang-valid"),
        (("<title>A mass &amp; its course</title>", ""), "document-title"),
        (("color: #000", "color: #ddd"), "color-contrast"),
    ],
)
def test_what_is_wrong_is_found(
    wrong: tuple[str, str], rule: str, empty: Path, pandoc: Pandoc
) -> None:
    made = document(pandoc)
    page = write_html(made, PageStyle(), pandoc).decode()
    assert wrong[0] in page
    found = audit(page.replace(*wrong).encode(), made.images, empty)
    assert [one for one in found["violations"] if one.startswith(f"{rule}:")]

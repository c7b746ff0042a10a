"""The PDF keeps what it claims: PDF/UA-1 and PDF/A-3a, as an independent checker judges."""

from __future__ import annotations

import dataclasses
import io
import shutil
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader

from casewright.model.style import PageStyle
from casewright.pandoc import Pandoc
from casewright.writers.html import write_html
from casewright.writers.pdf import PdfWorker
from specs import JOURNALS, ROOT, compose, workspace_at

from .documents import DAY, document, figure, image, picture

CASES = sorted(path.parent.name for path in (ROOT / "cases").glob("*/case.yaml"))
PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)


def failures(pdf: bytes) -> list[str]:
    return [
        f"{failure.rule_id}: {failure.message}"
        for profile in PROFILES
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]


@pytest.mark.parametrize(
    ("case", "journal"),
    [(case, JOURNALS[number % len(JOURNALS)]) for number, case in enumerate(CASES)],
)
def test_the_examples_conform(
    case: str, journal: str, tmp_path: Path, pandoc: Pandoc, layout: PdfWorker
) -> None:
    for part in (f"cases/{case}", "references"):
        shutil.copytree(ROOT / part, tmp_path / part)
    made = compose(workspace_at(tmp_path), journal, pandoc, case=case)
    assert made.document is not None and made.journal is not None
    style = made.journal.page.style
    html = write_html(made.document, style, pandoc)
    pdf = layout.render(html, made.document.images, line_numbers=(style.line_numbers, 1))
    assert failures(pdf) == []


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"line_numbers": "continuous"},
        {"line_numbers": "per-page", "page_numbers": "page", "paper": "letter"},
        {"running_head": False, "page_numbers": "none", "font": "sans"},
    ],
)
def test_every_page_style_conforms(
    style: dict[str, Any], pandoc: Pandoc, layout: PdfWorker
) -> None:
    made, wanted = document(pandoc), PageStyle(**style)
    html = write_html(made, wanted, pandoc)
    pdf = layout.render(
        html,
        made.images,
        created=DAY,
        line_numbers=(wanted.line_numbers, wanted.line_numbers_every),
    )
    assert failures(pdf) == []


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "1"])
def test_every_kind_of_image_conforms(mode: str, pandoc: Pandoc, layout: PdfWorker) -> None:
    shown = image("figure-1.png", mode=mode)
    target = f"figures/{shown.name}"
    made = document(pandoc, images={target: shown}, body="# CASE\n\nText.\n")
    made.blocks.append(figure("Figure 1. A view.", picture(target, alt="A view")))
    html = write_html(made, PageStyle(), pandoc)
    assert failures(layout.render(html, made.images)) == []


@pytest.mark.parametrize("last", [b"\r", b"\n", b"\r\n"])
def test_a_stream_may_end_like_a_line(last: bytes, layout: PdfWorker) -> None:
    """A return before the line feed of `endstream` could be taken for a part of it."""
    plain = image("a.jpg")
    shown = dataclasses.replace(plain, data=plain.data + last)
    body = '<img src="figures/a.jpg" alt="a">'
    html = f'<!DOCTYPE html><html lang="en"><title>T</title><body>{body}</body></html>'
    pdf = layout.render(html.encode(), {"figures/a.jpg": shown})
    assert shown.data in pdf
    assert failures(pdf) == []


def test_the_identifier_is_made_from_the_contents(layout: PdfWorker, pandoc: Pandoc) -> None:
    made = document(pandoc)
    html = write_html(made, PageStyle(), pandoc)
    ids = [
        PdfReader(io.BytesIO(layout.render(text, made.images))).trailer["/ID"]
        for text in (html, html, html.replace(b"mass", b"lump"))
    ]
    assert ids[0] == ids[1] != ids[2]

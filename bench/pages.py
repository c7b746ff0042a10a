"""Compares the pages of the DOCX, as LibreOffice lays it out, with those of the PDF.

    make pages                     two examples in every page style below
    python bench/pages.py CASE …   other cases

Word itself is not measured; Cambria and Book Antiqua are left out, because LibreOffice gives the
free fonts in their place other line spacing than Word gives them. Prints one row for each
manuscript: the pages of both, on how many pages the text begins with the same words, and which part
of the lines is the same; then the first page that begins differently. Needs LibreOffice
(`soffice`) on the PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from casewright.manuscript import Phases, compose_manuscript
from casewright.model.document import Document
from casewright.model.style import PageStyle
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace, packaged_templates
from casewright.writers.docx import write_docx
from casewright.writers.html import write_html
from casewright.writers.pdf import PdfWorker

ROOT = Path(__file__).parents[1]
CASES = ("pancreatic-metastasis", "spinal-infection")
JOURNALS = ("world-journal-of-gastroenterology-2007", "bmj-case-reports")
STYLES: dict[str, dict[str, Any]] = {
    "as the journal has it": {},
    "continuous line numbers": {"line_numbers": "continuous"},
    "numbers on each page, letter": {"line_numbers": "per-page", "paper": "letter"},
    "every fifth line, head right": {
        "line_numbers": "continuous",
        "line_numbers_every": 5,
        "page_numbers_at": "top-right",
    },
    "Times, double, justified": {
        "font": "Times New Roman",
        "line_spacing": 2.0,
        "align": "justify",
        "paragraph_indent": 10,
        "paragraph_space": 0,
    },
    "Calibri, grid": {"font": "Calibri", "table_rules": "grid"},
    "Arial, rows": {"font": "Arial", "table_rules": "rows"},
    "narrow, tables turned": {"margin_left": 60, "margin_right": 60},
}
_WORDS_TO_KNOW_A_PAGE = 4


@dataclass(frozen=True)
class Pages:
    """The lines of the text, page by page, without heads, feet and line numbers."""

    lines: list[list[str]]

    def beginnings(self) -> list[str]:
        return [" ".join(" ".join(lines).split()[:_WORDS_TO_KNOW_A_PAGE]) for lines in self.lines]


def read_pages(pdf: Path, head: str) -> Pages:
    number = re.compile(r"\d{1,4}|(Page )?\d+( of \d+)?")
    pages = []
    for page in PdfReader(pdf).pages:
        lines = [" ".join(line.split()) for line in page.extract_text().splitlines()]
        kept = [line.replace(head, "").removeprefix("•").strip() for line in lines]
        pages.append([line for line in kept if line and not number.fullmatch(line)])
    return Pages(pages)


def convert(docx: Path, profile: Path) -> Path:
    """The PDF that LibreOffice makes of `docx`, with the fonts that are shipped."""
    fonts = packaged_templates() / "_shared" / "fonts" / "fonts.conf"
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "XDG_CACHE_HOME": str(profile)}
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(docx.parent), str(docx)]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=180)
    return docx.with_suffix(".pdf")


def documents(cases: list[str], pandoc: Pandoc) -> Iterator[tuple[str, Document, PageStyle]]:
    workspace = Workspace.open(ROOT)
    for case in cases:
        for journal in JOURNALS:
            made = compose_manuscript(workspace, case, journal, pandoc=pandoc, phases=Phases())
            assert made.document is not None and made.journal is not None
            yield f"{case}, {journal}", made.document, made.journal.page.style


def compare(name: str, word: Pages, ours: Pages) -> bool:
    """Print the row of one manuscript; gives whether its pages begin alike."""
    first, second = word.beginnings(), ours.beginnings()
    alike = sum(a == b for a, b in zip(first, second, strict=False))
    here = Counter(line for lines in word.lines for line in lines)
    there = Counter(line for lines in ours.lines for line in lines)
    # The PDF has the words of drawings, too.
    same = 100 * (here & there).total() / max(here.total(), 1)
    print(f"  {name:32} {len(first):3} {len(second):3} {alike:6} {same:9.0f}%")
    for number, (a, b) in enumerate(zip(first, second, strict=False), 1):
        if a != b:
            print(f"      page {number}: “{a}” in the DOCX, “{b}” in the PDF")
            break
    return first == second


def main(cases: list[str]) -> int:
    if not shutil.which("soffice"):
        print("LibreOffice (soffice) is not on the PATH; nothing was compared.", file=sys.stderr)
        return 2
    differing = 0
    with tempfile.TemporaryDirectory() as folder, Pandoc.start() as pandoc:
        here = Path(folder)
        with PdfWorker.start(cache=here / "cache") as worker:
            for title, document, journal_style in documents(cases or list(CASES), pandoc):
                print(f"{title}\n  {'':32} DOCX PDF  alike lines alike")
                for name, changes in STYLES.items():
                    style = journal_style.model_copy(update=changes)
                    html = write_html(document, style, pandoc)
                    numbers = (style.line_numbers, style.line_numbers_every)
                    ours, docx = here / "ours.pdf", here / "word.docx"
                    ours.write_bytes(worker.render(html, document.images, line_numbers=numbers))
                    docx.write_bytes(write_docx(document, style, pandoc))
                    word = convert(docx, here / "profile")
                    head = document.running_title
                    differing += not compare(name, read_pages(word, head), read_pages(ours, head))
    print(f"{differing} manuscripts whose pages do not all begin alike")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What casewright needs on this machine, and what to do where it is missing."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casewright.diagnostics import CannotRun
from casewright.model.fonts import SHIPPED
from casewright.pandoc import pandoc_binary
from casewright.processes import start
from casewright.reading import PAGES_REMEDY, REMEDY, reads_pages, tesseract_version
from casewright.workspace import Workspace, packaged_templates

_LIBRARIES = (
    "Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
    "Fedora: dnf install pango; macOS: brew install pango"
)
_STYLES_OF_A_FONT = 4


@dataclass(frozen=True, slots=True)
class Health:
    """One thing that was looked for."""

    name: str
    ok: bool
    detail: str
    remedy: str | None = None
    needed: bool = True
    """False for what only some need: its absence is no failure."""


def examine(directory: Path | None) -> Iterator[Health]:
    """Look for everything that a build needs; `directory` is the workspace, if there is one."""
    yield _python()
    yield _pandoc()
    yield _weasyprint()
    yield _fonts()
    yield _templates()
    yield _tesseract()
    yield _pdftotext()
    yield _workspace(directory)


def _python() -> Health:
    version = platform.python_version()
    ok = sys.version_info >= (3, 11)
    return Health("Python", ok, f"{version}, {sys.executable}", "install Python 3.11 or newer")


def _pandoc() -> Health:
    remedy = "reinstall casewright: its dependency pypandoc_binary brings pandoc"
    try:
        path = pandoc_binary()
        with start([str(path), "--version"]) as process:
            first = process.communicate(timeout=20)[0].decode(errors="replace").split("\n")[0]
    except (CannotRun, OSError) as error:
        return Health("pandoc", ok=False, detail=str(error), remedy=remedy)
    ok = first.startswith("pandoc 3.")
    return Health("pandoc", ok, f"{first.removeprefix('pandoc ')}, {path}", remedy)


def _weasyprint() -> Health:
    try:
        import weasyprint
        from weasyprint.text.ffi import pango
    except (ImportError, OSError) as error:
        detail = str(error).partition("\n")[0]
        return Health("WeasyPrint", ok=False, detail=detail, remedy=_LIBRARIES)
    number = pango.pango_version()
    version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return Health("WeasyPrint", ok=True, detail=f"{weasyprint.__version__} with Pango {version}")


def _fonts() -> Health:
    """Whether each font that a PDF may be set in is there: upright, italic and bold."""
    folder = packaged_templates() / "_shared" / "fonts"
    names = [path.name for path in folder.glob("*.?tf")]
    lost = [
        family
        for family, file in SHIPPED.items()
        if sum(name.startswith(f"{file}-") for name in names) < _STYLES_OF_A_FONT
    ]
    if lost:
        return Health("Fonts", False, f"missing: {', '.join(lost)}", "reinstall casewright")
    return Health("Fonts", True, ", ".join(SHIPPED))


def _templates() -> Health:
    folder = packaged_templates()
    journals = len(list(folder.glob("[!_]*/journal.yaml")))
    return Health("Journals", journals > 0, f"{journals} in {folder}", "reinstall casewright")


def _tesseract() -> Health:
    version = tesseract_version()
    detail = version or "not there; `casewright inspect --ocr` reads pictures with it"
    return Health("Tesseract", version is not None, detail, REMEDY, needed=False)


def _pdftotext() -> Health:
    there = reads_pages()
    detail = "there" if there else "not there; `casewright inspect` reads the text of PDFs with it"
    return Health("pdftotext", there, detail, PAGES_REMEDY, needed=False)


def _workspace(directory: Path | None) -> Health:
    remedy = "`casewright init DIR` makes one"
    if directory is None:
        return Health("Workspace", False, "none here or above", remedy, needed=False)
    try:
        cases = Workspace.open(directory).cases()
    except CannotRun as error:
        return Health("Workspace", ok=False, detail=str(error), remedy=remedy)
    if not (directory / "references" / "library.bib").is_file():
        detail = f"{directory} has no references/library.bib"
        return Health("Workspace", ok=False, detail=detail, remedy="make that file")
    return Health("Workspace", True, f"{directory}, cases: {', '.join(cases) or 'none yet'}")

"""What the tests share: the example's builds, workspaces to change, accepted expectations."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import HTTPSHandler

import pytest
from hypothesis import settings

from casewright.build import Toolbox, build
from casewright.manuscript import Manuscript, Phases, compose_manuscript
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace
from recorded import Registers
from specs import EXAMPLE, JOURNALS, ROOT, mini_workspace, workspace_at

# A property may find a new example on any day: on a desk that is welcome, in CI it blames the wrong
# change.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write the expectations of the goldens and specs anew; review the difference",
    )


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Hold a text against the file that keeps it; with `--accept` the file is written instead."""
    accept: bool = request.config.getoption("--accept")

    def hold(path: Path, actual: str) -> None:
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
        kept = path.read_text(encoding="utf-8") if path.exists() else None
        if kept == actual:
            return
        if accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
            request.node.add_report_section("call", "accepted", f"{name} was written anew")
        else:
            before = "(there is no such file)" if kept is None else kept
            lines = (before.splitlines(), actual.splitlines(), name, "now")
            pytest.fail("\n".join(difflib.unified_diff(*lines, n=2, lineterm="")), pytrace=False)

    return hold


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that `--accept` has written: an accepted run proves nothing by itself."""
    sections = (
        section
        for group in terminalreporter.stats.values()
        for report in group
        for section in getattr(report, "sections", ())
    )
    written = dict.fromkeys(text for name, text in sections if name.startswith("Captured accepted"))
    for text in written:
        terminalreporter.write_line(text)


@pytest.fixture(scope="session")
def pandoc() -> Iterator[Pandoc]:
    with Pandoc.start() as running:
        yield running


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[..., Workspace]:
    """A workspace of its own with one small case `x`: keyword arguments are its files."""

    def make(files: dict[str, str] | None = None) -> Workspace:
        return mini_workspace(tmp_path / "small", files or {})

    return make


@pytest.fixture
def registers(monkeypatch: pytest.MonkeyPatch) -> Registers:
    """Stand in for every server; they answer at once."""
    known = Registers()
    monkeypatch.setattr(HTTPSHandler, "https_open", lambda _, request: known.answer(request))
    monkeypatch.setattr("casewright.network._BETWEEN", 0.0)
    return known


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The example, built for both journals. Tests look at it; what changes it takes a copy."""
    root = tmp_path_factory.mktemp("example")
    for part in (f"cases/{EXAMPLE}", "references"):
        shutil.copytree(ROOT / part, root / part)
    made = workspace_at(root)
    formats = ("docx", "pdf", "html", "md")
    with Toolbox(made, formats) as toolbox:
        for journal in JOURNALS:
            result = build(made, EXAMPLE, journal, formats=formats, toolbox=toolbox)
            assert not result.diagnostics.failed, [str(one) for one in result.diagnostics]
    return made


@pytest.fixture
def example_copy(example: Workspace, tmp_path: Path) -> Workspace:
    """The built example in a folder of its own, to be changed."""
    shutil.copytree(example.root, tmp_path / "copy")
    return workspace_at(tmp_path / "copy")


@pytest.fixture(scope="session")
def manuscripts(example: Workspace, pandoc: Pandoc) -> dict[str, Manuscript]:
    """The example as composed for each journal."""
    return {
        journal: compose_manuscript(example, EXAMPLE, journal, pandoc=pandoc, phases=Phases())
        for journal in JOURNALS
    }

"""Building: same bytes, fresh or due, and the last good files stay."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pypdf import PdfReader

from casewright.build import Toolbox, Tools, build
from casewright.diagnostics import CannotRun
from casewright.library.cache import FolderCache
from casewright.pandoc import Pandoc
from casewright.standing import BuildResult
from casewright.workspace import Workspace
from casewright.writers.pdf import PdfWorker
from specs import BMJ, EXAMPLE, JOURNALS, ROOT, WJG, finding_lines, mini_workspace

LIBRARY = """\
@article{cited, author={Koh, Y.}, title={On tumors}, journal={Nature}, year={2007}, volume={1}}
@article{other, author={Lee, M.}, title={On masses}, journal={Nature}, year={2008}, volume={2}}
"""
INTRODUCTION = "Tumors are rare [@cited].\n"
FORMATS = ("docx", "html", "md", "jats", "txt")


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """A small case that cites one of two entries."""
    files = {"introduction.md": INTRODUCTION, "references/library.bib": LIBRARY}
    return mini_workspace(tmp_path / "small", files)


class Builder:
    """Builds the small case with a pandoc that is running already."""

    def __init__(self, workspace: Workspace, pandoc: Pandoc) -> None:
        self.workspace = workspace
        self._tools = Toolbox(workspace, FORMATS, tools=Tools(pandoc, None))
        self.folder = workspace.build_dir / "x" / WJG

    def __call__(self) -> BuildResult:
        return build(self.workspace, "x", WJG, formats=FORMATS, toolbox=self._tools)

    def write(self, name: str, text: str) -> None:
        path = self.workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.workspace.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))


@pytest.fixture
def builder(small: Workspace, pandoc: Pandoc) -> Builder:
    """The small case, built."""
    builder = Builder(small, pandoc)
    assert not builder().diagnostics.failed
    return builder


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of every output, also hidden ones; without casewright's own notes."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"manifest.json", "manuscript.d"}
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {name: data for name, (data, _) in state(folder).items()}


@contextlib.contextmanager
def nothing_starts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*args: Any, **kwargs: Any) -> NoReturn:
        raise AssertionError(f"a program was started: {args}")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        yield


class TestDeterminism:
    def test_another_folder_and_another_environment_give_the_same_bytes(
        self, example: Workspace, tmp_path: Path
    ) -> None:
        root = tmp_path / "élsewhere with spaces"
        for part in ("cases", "references"):
            shutil.copytree(example.root / part, root / part)
        environment = {
            **os.environ,
            "PYTHONHASHSEED": "7",
            "PYTHONPATH": str(ROOT / "src"),
            "TZ": "Pacific/Kiritimati",
            "LANG": "tr_TR.UTF-8",
            "LC_ALL": "C",
            "HOME": str(tmp_path),
            "COLUMNS": "40",
        }
        journals = [part for journal in JOURNALS for part in ("--journal", journal)]
        command = [sys.executable, "-m", "casewright", "-C", str(root), "build", EXAMPLE, *journals]
        done = subprocess.run(
            [*command, "--jobs", "2"], env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        for journal in JOURNALS:
            made = contents(root / "build" / EXAMPLE / journal)
            assert made == contents(example.build_dir / EXAMPLE / journal)
            assert {"manuscript.docx", "manuscript.pdf", "manuscript.html"} < set(made)

    def test_no_output_names_the_machine(self, example: Workspace) -> None:
        for journal in JOURNALS:
            for name, data in contents(example.build_dir / EXAMPLE / journal).items():
                assert str(example.root).encode() not in data, name


class TestFreshness:
    def test_what_has_not_changed_is_not_built_again(
        self, example_copy: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = example_copy.build_dir / EXAMPLE / WJG
        before = state(folder)
        with nothing_starts(monkeypatch):
            result = build(example_copy, EXAMPLE, WJG)
        assert result.fresh
        assert {path.name for path in result.outputs} == {
            f"manuscript.{name}" for name in ("docx", "pdf", "html", "md")
        }
        assert state(folder) == before

    def test_the_findings_of_a_fresh_build_are_told_again(
        self, example_copy: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with nothing_starts(monkeypatch):
            result = build(example_copy, EXAMPLE, BMJ)
        golden = Path(__file__).parent / "golden" / EXAMPLE / BMJ / "diagnostics.txt"
        told, every = finding_lines(result.diagnostics), golden.read_text(encoding="utf-8")
        assert told
        # A golden has what is due before submission, too.
        assert set(told.splitlines()) < set(every.splitlines())

    def test_a_new_time_alone_makes_nothing_due(
        self, builder: Builder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = state(builder.folder)
        for name in ("cases/x/case.yaml", "cases/x/introduction.md", "references/library.bib"):
            os.utime(builder.workspace.root / name, (2e9, 2e9))
        with nothing_starts(monkeypatch):
            assert builder().fresh
        assert state(builder.folder) == before

    def test_an_entry_that_is_not_cited_may_change(
        self, builder: Builder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = state(builder.folder)
        builder.edit("references/library.bib", "On masses", "On other masses")
        with nothing_starts(monkeypatch):
            assert builder().fresh
        assert state(builder.folder) == before

    def test_a_library_is_read_once_for_each_change(
        self, builder: Builder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        builder.edit("references/library.bib", "On masses", "On other masses")
        assert builder().fresh
        reader = importlib.import_module("casewright.readers.bibtex")
        monkeypatch.setattr(reader, "read_library", None)
        assert builder().fresh

    def test_a_new_warning_about_the_library_is_told_without_a_build(
        self, builder: Builder
    ) -> None:
        before = state(builder.folder)
        builder.write("references/library.bib", f"{LIBRARY}@article{{other, title={{Twice}}}}\n")
        result = builder()
        assert result.fresh
        codes = [one.rule.code for one in result.diagnostics if one.severity == "warning"]
        assert codes == ["JRN001", "REF004"]
        assert state(builder.folder) == before

    def test_a_merge_conflict_in_the_library_stops_a_manuscript_that_cites_nothing_of_it(
        self, builder: Builder
    ) -> None:
        before = state(builder.folder)
        theirs = LIBRARY.partition("\n")[2].replace("masses", "a mass")
        mark = f"<<<<<<< HEAD\n=======\n{theirs}>>>>>>> revision\n"
        builder.write("references/library.bib", LIBRARY + mark)
        for _ in range(2):
            result = builder()
            assert result.diagnostics.failed
            assert "library.bib:3:1 error CASE017 a merge conflict was left here" in finding_lines(
                result.diagnostics
            )
            assert state(builder.folder) == before
        builder.write("references/library.bib", LIBRARY)
        result = builder()
        assert result.fresh and not result.diagnostics.failed

    def test_entries_may_change_their_order(self, builder: Builder) -> None:
        before = state(builder.folder)
        builder.write("references/library.bib", "".join(reversed(LIBRARY.splitlines(True))))
        assert builder().fresh
        assert state(builder.folder) == before

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("cases/x/introduction.md", "Tumors are very rare [@cited].\n"),
            ("cases/x/discussion.md", "A new file.\n"),
            ("references/library.bib", LIBRARY.replace("On tumors", "On all tumors")),
            (f"templates/{WJG}/prose/presentation.md.j2", None),
            ("templates/_shared/parts/introduction.md.j2", "Ours. {{ prose('introduction') }}\n"),
            ("cases/x/references.bib", LIBRARY.replace("Koh", "Kim")),
        ],
        ids=lambda value: value.rpartition("/")[2] if value and len(value) < 70 else "",
    )
    def test_what_the_manuscript_is_made_of_makes_it_due(
        self, builder: Builder, name: str, text: str | None
    ) -> None:
        before = contents(builder.folder)
        if text is None:
            shipped = ROOT / "templates" / "_shared" / "prose" / "presentation.md.j2"
            text = shipped.read_text(encoding="utf-8").replace(" with ", " because of ")
        builder.write(name, text)
        result = builder()
        assert not result.fresh
        assert finding_lines(one for one in result.diagnostics if one.severity == "error") == ""
        assert contents(builder.folder)["manuscript.md"] != before["manuscript.md"]
        assert builder().fresh

    def test_a_journal_that_comes_beside_it_is_nothing_to_it(self, builder: Builder) -> None:
        before = state(builder.folder)
        builder.write("templates/own/journal.yaml", "id: own\ntitle: Own\nextends: plain\n")
        assert builder().fresh
        assert state(builder.folder) == before

    def test_a_deleted_input_makes_it_due(self, builder: Builder) -> None:
        (builder.workspace.root / "cases/x/introduction.md").unlink()
        assert not builder().fresh

    def test_an_edit_during_the_build_is_not_lost(
        self, builder: Builder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        docx = importlib.import_module("casewright.writers.docx")
        begin = docx.begin_docx

        def begin_slowly(*args: Any, **kwargs: Any) -> Any:
            builder.write("cases/x/introduction.md", "A later thought.\n")
            builder.edit("references/library.bib", "On tumors", "On late tumors")
            return begin(*args, **kwargs)

        builder.write("cases/x/introduction.md", "A first thought [@cited].\n")
        with monkeypatch.context() as patch:
            patch.setattr(docx, "begin_docx", begin_slowly)
            assert not builder().fresh
        assert not builder().fresh
        assert b"A later thought" in contents(builder.folder)["manuscript.md"]
        assert builder().fresh

    def test_another_case_is_left_alone(self, builder: Builder, pandoc: Pandoc) -> None:
        root = builder.workspace.root
        shutil.copytree(root / "cases/x", root / "cases/y")
        tools = Toolbox(builder.workspace, FORMATS, tools=Tools(pandoc, None))
        build(builder.workspace, "y", WJG, formats=FORMATS, toolbox=tools)
        before = state(builder.workspace.build_dir / "y")
        builder.write("cases/x/introduction.md", "Changed.\n")
        assert not builder().fresh
        assert build(builder.workspace, "y", WJG, formats=FORMATS, toolbox=tools).fresh
        assert state(builder.workspace.build_dir / "y") == before

    @pytest.mark.parametrize(
        "name", ["manuscript.docx", "manuscript.md", "references.json", "manifest.json"]
    )
    def test_a_deleted_output_is_made_again(self, builder: Builder, name: str) -> None:
        before = contents(builder.folder)
        (builder.folder / name).unlink()
        assert not builder().fresh
        assert contents(builder.folder) == before

    @pytest.mark.parametrize("name", ["manuscript.docx", "manuscript.html"])
    def test_an_output_that_was_tampered_with_is_made_again(
        self, builder: Builder, name: str
    ) -> None:
        before = contents(builder.folder)
        path = builder.folder / name
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        assert not builder().fresh
        assert contents(builder.folder) == before

    def test_a_record_that_is_not_understood_is_no_record(self, builder: Builder) -> None:
        for nonsense in (b"", b"[]", b"{", b'{"tool": 1}', b"\xff"):
            (builder.folder / "manifest.json").write_bytes(nonsense)
            assert not builder().fresh

    def test_a_format_that_was_not_made_is_due_and_the_others_stay(
        self, builder: Builder, pandoc: Pandoc
    ) -> None:
        builder.write("cases/x/introduction.md", "Changed.\n")
        workspace = builder.workspace
        tools = Toolbox(workspace, FORMATS, tools=Tools(pandoc, None))
        assert not build(workspace, "x", WJG, formats=["md"], toolbox=tools).fresh
        assert build(workspace, "x", WJG, formats=["md"], toolbox=tools).fresh
        assert not build(workspace, "x", WJG, formats=["docx"], toolbox=tools).fresh
        assert build(workspace, "x", WJG, formats=["md", "docx"], toolbox=tools).fresh


BROKEN = {
    "an error in the case": ("cases/x/case.yaml", "patient: {age: old, sex: female}\n", "CASE003"),
    "a citation of nothing": ("cases/x/introduction.md", "Rare [@nothing].\n", "REF001"),
    "a call of no figure": ("cases/x/introduction.md", "See [@fig:none].\n", "FIG001"),
    "a fact that is not there": ("cases/x/introduction.md", "{{ patient.agee }}\n", "CASE011"),
    "raw markup": ("cases/x/introduction.md", "![](/etc/passwd)\n", "DOC004"),
    "a broken template": ("templates/_shared/parts/introduction.md.j2", "{{ \n", "JRN009"),
    "a broken entry": ("references/library.bib", "@article{cited, title={Open\n", "REF"),
}


class TestFailure:
    @pytest.mark.parametrize("what", BROKEN)
    def test_an_error_leaves_the_last_good_files(self, builder: Builder, what: str) -> None:
        before = state(builder.folder)
        name, text, code = BROKEN[what]
        if name.endswith("case.yaml"):
            text += (builder.workspace.root / name).read_text().replace("patient:", "# ")
        builder.write(name, text)
        result = builder()
        assert result.diagnostics.failed
        assert result.outputs == ()
        errors = [one.rule.code for one in result.diagnostics if one.severity == "error"]
        assert all(one.startswith(code) for one in errors), errors
        assert state(builder.folder) == before

    def test_what_only_a_rule_refuses_is_not_published_though_it_is_laid_out(
        self, builder: Builder
    ) -> None:
        refused = {"by": "patient", "text": "It hurt.", "consented": False}
        path = builder.workspace.root / "cases/x/case.yaml"
        path.write_text(f"{path.read_text()}\nperspective: {json.dumps(refused)}\n")
        before = state(builder.folder)
        result = build(builder.workspace, "x", WJG, formats=("docx", "pdf"))
        assert [one.rule.code for one in result.diagnostics if one.severity == "error"] == [
            "PRV003"
        ]
        assert state(builder.folder) == before
        assert builder().diagnostics.failed

    @pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, RuntimeError])
    @pytest.mark.parametrize(
        "where", ["writers.docx.begin_docx", "writers.markdown.write_markdown"]
    )
    def test_a_writer_that_is_interrupted_leaves_the_last_good_files(
        self,
        builder: Builder,
        where: str,
        error: type[BaseException],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        before = state(builder.folder)
        builder.write("cases/x/introduction.md", "Changed.\n")
        module, _, function = where.rpartition(".")
        with monkeypatch.context() as patch:
            writer = importlib.import_module(f"casewright.{module}")
            patch.setattr(writer, function, _raising(error))
            with pytest.raises(error):
                builder()
        assert state(builder.folder) == before
        assert not builder().fresh
        assert b"Changed." in contents(builder.folder)["manuscript.md"]

    @pytest.mark.parametrize("step", [0, 1, 4])
    @pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
    def test_an_interruption_while_files_are_written_leaves_the_last_good_ones(
        self,
        builder: Builder,
        step: int,
        error: type[BaseException],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        before = state(builder.folder)
        builder.write("cases/x/introduction.md", "Changed.\n")
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", _raising(error, after=step))
            with pytest.raises(error):
                builder()
        assert state(builder.folder) == before
        assert not builder().fresh

    def test_an_interruption_between_two_files_is_mended_by_the_next_build(
        self, builder: Builder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = set(state(builder.folder))
        builder.write("cases/x/introduction.md", "Changed.\n")
        replace = os.replace
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", _raising(KeyboardInterrupt, after=1, then=replace))
            with pytest.raises(KeyboardInterrupt):
                builder()
        assert set(state(builder.folder)) == names
        assert not builder().fresh
        assert b"Changed." in contents(builder.folder)["manuscript.md"]

    def test_a_first_build_that_fails_writes_nothing(
        self, small: Workspace, pandoc: Pandoc
    ) -> None:
        builder = Builder(small, pandoc)
        builder.write("cases/x/introduction.md", "Rare [@nothing].\n")
        assert builder().diagnostics.failed
        assert not (small.build_dir / "x").exists()

    def test_a_pandoc_that_has_died_is_no_finding(self, builder: Builder) -> None:
        builder.write("cases/x/introduction.md", "Changed.\n")
        before = state(builder.folder)
        with Pandoc.start(seconds=0.001) as slow, pytest.raises(CannotRun, match="pandoc"):
            build(
                builder.workspace,
                "x",
                WJG,
                formats=FORMATS,
                toolbox=Toolbox(builder.workspace, FORMATS, tools=Tools(slow, None)),
            )
        assert state(builder.folder) == before


def _raising(
    error: type[BaseException], *, after: int = 0, then: Callable[..., Any] = lambda *_: None
) -> Callable[..., Any]:
    """A function that raises after so many calls that went well."""
    left = after

    def function(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        if left == 0:
            raise error
        left -= 1
        return then(*args, **kwargs)

    return function


def test_figures_of_an_earlier_build_do_not_stay(tmp_path: Path, pandoc: Pandoc) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    )
    figures = "figures:\n  - {id: one, title: One, file: one.svg, alt: A line}\n"
    files = {"case.yaml": figures, "introduction.md": "See [@fig:one].\n", "one.svg": drawing}
    builder = Builder(mini_workspace(tmp_path, files), pandoc)
    builder()
    assert [name for name in state(builder.folder) if name.startswith("figures/")]
    builder.edit("cases/x/case.yaml", figures, "")
    builder.write("cases/x/introduction.md", "Nothing to see.\n")
    builder()
    assert not [name for name in state(builder.folder) if name.startswith("figures/")]


class TestStrangers:
    """What stands in `build/` may have come with someone else's folder."""

    def test_a_record_that_names_other_files_deletes_nothing(
        self, builder: Builder, tmp_path: Path
    ) -> None:
        victim = tmp_path / "victim.txt"
        victim.write_text("mine")
        record = json.loads((builder.folder / "manifest.json").read_text())
        way = os.path.relpath(victim, builder.folder)
        record["outputs"][way] = record["outputs"][f"figures/{'../' * 9}{victim}"] = "0"
        (builder.folder / "manifest.json").write_text(json.dumps(record))
        assert not builder().fresh
        assert victim.read_text() == "mine"

    def test_a_damaged_or_forged_cache_of_citations_is_left_alone(self, builder: Builder) -> None:
        before = contents(builder.folder)["manuscript.md"]
        cache = FolderCache(builder.workspace.cache_dir / "citations")
        for kept in cache.folder.iterdir():
            raw = {"t": "RawBlock", "c": ["html", "<script>"]}
            forged = {"pandoc-api-version": [1, 1], "meta": {}, "blocks": [raw]}
            cache.put(kept.name, json.dumps(forged).encode())
        (builder.folder / "manifest.json").unlink()
        assert not builder().fresh
        assert contents(builder.folder)["manuscript.md"] == before


def test_a_pdf_that_nobody_came_for_is_not_given_to_the_next_build(tmp_path: Path) -> None:
    html = "<!DOCTYPE html><html lang=en><title>{0}</title><p>{0}</p>"
    with PdfWorker.start(cache=tmp_path) as layout:
        layout.begin(html.format("one").encode(), {})
        layout.begin(html.format("two").encode(), {})
        pdf, _ = layout.finish()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "two" in text and "one" not in text

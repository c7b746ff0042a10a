"""Building: same bytes, fresh or due."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from building.builder import FORMATS, LIBRARY, Builder, contents, state
from casewright.build import Toolbox, Tools, build
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace
from specs import BMJ, EXAMPLE, JOURNALS, ROOT, WJG, finding_lines


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
        golden = ROOT / "tests" / "golden" / EXAMPLE / BMJ / "diagnostics.txt"
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

"""Building: the last good files stay, and strangers' files in `build/` do no harm."""

from __future__ import annotations

import importlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from building.builder import FORMATS, Builder, contents, state
from casewright.build import Toolbox, Tools, build
from casewright.diagnostics import CannotRun
from casewright.library.cache import FolderCache
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace
from casewright.writers.pdf import PdfWorker
from specs import WJG, mini_workspace

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

"""The one pandoc process: what it reads, what it refuses, what ends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.diagnostics import CannotRun
from casewright.model.tree import plain_text, walk
from casewright.pandoc import Media, Pandoc, PandocFailed

STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>t</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout prefix="[" suffix="]"><text variable="citation-number"/></layout></citation>
<bibliography><layout><text variable="title" suffix=". "/><date variable="issued">
<date-part name="month" suffix=" "/><date-part name="year"/></date></layout></bibliography>
</style>
"""
ITEM = {
    "id": "koh",
    "type": "article-journal",
    "title": "Metastasis in iPSC-derived p53 <i>in vivo</i> models",
    "issued": {"date-parts": [[2007, 3]]},
}


def tags(ast: Any) -> set[str]:
    return {node["t"] for node in walk(ast["blocks"])}


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<div onclick='x'>text</div>",
        "`<b>`{=html}",
        "```{=openxml}\n<w:p/>\n```",
        "\\input{/etc/passwd}",
        "\\newcommand{\\a}{b} \\a",
        "---\ntitle: x\nbibliography: /etc/passwd\n---",
        "% title\n% author",
        "$x^2$",
    ],
)
def test_markup_that_could_reach_a_writer_unseen_is_plain_text(pandoc: Pandoc, markup: str) -> None:
    ast = pandoc.read_markdown(f"before\n\n{markup}\n\nafter")
    assert not tags(ast) & {"RawInline", "RawBlock", "Math"}
    assert ast["meta"] == {}


@pytest.mark.parametrize(
    ("markup", "tag"),
    [
        ("[@a; @b, p. 3]", "Cite"),
        ("[x]{.y}", "Span"),
        ("::: note\nx\n:::", "Div"),
        ("a[^1]\n\n[^1]: b", "Note"),
        ("H~2~O and m^2^", "Subscript"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "Table"),
        ("+---+\n| a |\n+---+", "Table"),
        ("![alt](x.png){width=50%}", "Image"),
        ('"quoted"', "Quoted"),
    ],
)
def test_the_markdown_of_a_manuscript_is_read(pandoc: Pandoc, markup: str, tag: str) -> None:
    assert tag in tags(pandoc.read_markdown(markup))


def test_an_image_alone_in_a_paragraph_is_no_figure(pandoc: Pandoc) -> None:
    assert "Figure" not in tags(pandoc.read_markdown("![alt](x.png)"))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80))
def test_no_text_reads_as_raw_markup(pandoc: Pandoc, text: str) -> None:
    assert not tags(pandoc.read_markdown(text)) & {"RawInline", "RawBlock"}


def test_citations_are_resolved_with_titles_as_they_stand(pandoc: Pandoc) -> None:
    ast = pandoc.read_markdown("Seen [@koh].\n\n::: {#refs}\n:::")
    cited = pandoc.cite(ast, style=STYLE, items=[ITEM], language="en-US")
    assert plain_text(cited["blocks"][0]) == "Seen [1]."
    assert "Metastasis in iPSC-derived p53 in vivo models. March 2007" in plain_text(cited)
    assert cited["meta"] == {}


def test_the_language_of_the_document_rules_the_dates(pandoc: Pandoc) -> None:
    ast = pandoc.read_markdown("Seen [@koh].\n\n::: {#refs}\n:::")
    cited = pandoc.cite(ast, style=STYLE, items=[ITEM], language="de-DE")
    assert "März 2007" in plain_text(cited)


def test_a_style_that_would_be_fetched_is_refused(pandoc: Pandoc) -> None:
    link = '<link href="http://www.zotero.org/styles/x" rel="independent-parent"/>'
    style = STYLE.replace("</title>", f"</title>{link}")
    with pytest.raises(PandocFailed, match="dependent"):
        pandoc.cite(pandoc.read_markdown("x"), style=style, items=[], language="en-US")


def test_bibtex_becomes_csl_items(pandoc: Pandoc) -> None:
    (item,) = pandoc.csl_items("@article{a, title={{DNA of Kaposi}}, author={Koh, Y}, year=2007}")
    assert item["title"] == "DNA of Kaposi"
    assert item["author"] == [{"family": "Koh", "given": "Y"}]


def test_broken_bibtex_is_told_without_a_trace(pandoc: Pandoc) -> None:
    with pytest.raises(PandocFailed) as caught:
        pandoc.csl_items("@article{a, title={x")
    assert "traceback" not in str(caught.value)
    assert pandoc.csl_items("@book{b, title={x}}")[0]["id"] == "b"


@pytest.mark.parametrize("target", ["/etc/passwd", "worker.lua", "http://127.0.0.1:9/x.png"])
def test_a_docx_embeds_only_what_was_handed_over(pandoc: Pandoc, target: str) -> None:
    ast = pandoc.read_markdown(f"![a]({target})")
    with pytest.raises(PandocFailed, match="was not handed over"):
        pandoc.write(ast, "docx", media=[Media("x.png", "image/png", b"")])


def test_what_is_included_by_name_is_not_read(pandoc: Pandoc, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret")
    ast = pandoc.read_markdown(f"```{{.include}}\n{tmp_path}/secret.csv\n```")
    assert b"secret.csv" in pandoc.write(ast, "html5")
    assert b">secret<" not in pandoc.write(ast, "html5")


def test_a_request_that_takes_too_long_ends_pandoc() -> None:
    with Pandoc.start(seconds=0.05) as pandoc:
        with pytest.raises(PandocFailed, match="longer than"):
            pandoc.read_markdown("*a* " * 200_000)
        with pytest.raises(PandocFailed, match="earlier failure"):
            pandoc.read_markdown("a")


def test_a_request_that_takes_too_much_memory_ends_pandoc() -> None:
    with (
        Pandoc.start(memory="48M") as pandoc,
        pytest.raises(PandocFailed, match="out of memory"),
    ):
        pandoc.read_markdown("*a* " * 300_000)


@pytest.mark.parametrize(
    "text", ["> " * 2000 + "a", "".join(" " * 2 * i + "- a\n" for i in range(99))]
)
def test_text_that_is_nested_too_deeply_is_refused(pandoc: Pandoc, text: str) -> None:
    with pytest.raises(PandocFailed, match="too deeply"):
        pandoc.read_markdown(text)


def test_lists_in_lists_are_no_trouble(pandoc: Pandoc) -> None:
    text = "".join(" " * 2 * i + f"- level {i}\n" for i in range(12))
    assert "level 11" in plain_text(pandoc.read_markdown(text))


def test_pandoc_ends_with_its_block() -> None:
    with Pandoc.start() as pandoc:
        assert pandoc.read_markdown("a")["blocks"]
    with pytest.raises((PandocFailed, ValueError, OSError)):
        pandoc.read_markdown("a")


def test_a_missing_pandoc_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("casewright.pandoc.installed_folder", lambda *parts: tmp_path / "none")
    with pytest.raises(CannotRun) as caught, Pandoc.start():
        pass
    assert "pip install" in str(caught.value.hint)


def test_a_pandoc_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pandoc").write_text("not a program")
    monkeypatch.setattr("casewright.pandoc.pandoc_binary", lambda: tmp_path / "pandoc")
    with pytest.raises(CannotRun, match="cannot be started"), Pandoc.start():
        pass


def test_a_program_that_talks_nonsense_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "pandoc"
    fake.write_text("#!/bin/sh\necho hello\nread x\n")
    fake.chmod(0o755)
    monkeypatch.setattr("casewright.pandoc.pandoc_binary", lambda: fake)
    with Pandoc.start() as pandoc, pytest.raises(PandocFailed, match="could not be understood"):
        pandoc.read_markdown("a")


def test_the_home_folder_and_its_settings_are_not_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / ".local" / "share" / "pandoc"
    folder.mkdir(parents=True)
    (folder / "init.lua").write_text("error('init.lua was run')")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / ".local" / "share"))
    with Pandoc.start() as pandoc:
        assert pandoc.read_markdown("a")["blocks"]

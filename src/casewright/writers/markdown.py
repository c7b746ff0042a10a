"""The resolved manuscript as Markdown."""

from __future__ import annotations

from casewright.model.document import Ast, Document
from casewright.pandoc import Pandoc
from casewright.writers.tree import ast_of, custom_style, is_page_break, rewrite, unwrap

_EXTENSIONS = (
    "-raw_html",
    "-raw_attribute",
    "-raw_tex",
    "-citations",
    "-implicit_figures",
    "-smart",
    "-simple_tables",
    "-multiline_tables",
    "-grid_tables",
    "-header_attributes",
    "-fenced_divs",
    "-bracketed_spans",
    "-native_divs",
    "-native_spans",
    "-link_attributes",
    "-yaml_metadata_block",
)


def write_markdown(document: Document, pandoc: Pandoc) -> bytes:
    """Write the manuscript as plain Markdown; raises `PandocFailed`."""
    blocks = rewrite(document.blocks, _simplify)
    return pandoc.write(
        ast_of(document, blocks),
        "markdown",
        extensions=_EXTENSIONS,
        options={"wrap_text": "none"},
    )


def _simplify(node: Ast) -> list[Ast] | None:
    if (inlines := unwrap(node)) is not None:
        return inlines
    if node["t"] == "Figure":
        return _figure(node)
    if node["t"] == "Header":
        level, attr, heading = node["c"]
        return [{"t": "Header", "c": [level + 1, attr, heading]}]
    if is_page_break(node):
        return []
    if node["t"] == "Div":
        return _div(node)
    if node["t"] == "Span":
        inside: list[Ast] = node["c"][1]
        label = "csl-left-margin" in node["c"][0][1] and inside[-1:] != [{"t": "Space"}]
        return [*inside, {"t": "Space"}] if label else inside
    return None


def _figure(node: Ast) -> list[Ast]:
    caption: list[Ast] = node["c"][1][1]
    body: list[Ast] = node["c"][2]
    return [*body, *caption]


def _div(node: Ast) -> list[Ast]:
    blocks: list[Ast] = node["c"][1]
    if custom_style(node) != "Title":
        return blocks
    inlines = [inline for block in blocks for inline in block["c"]]
    return [{"t": "Header", "c": [1, ["", [], []], inlines]}]

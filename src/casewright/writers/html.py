"""The manuscript as one self-contained HTML page; the PDF is made from the same page."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from casewright.model.document import Ast, Document
from casewright.model.style import PageStyle
from casewright.model.tree import plain_text
from casewright.pandoc import Pandoc
from casewright.writers.css import stylesheet
from casewright.writers.sizes import is_short, percent_width, size_columns, size_images
from casewright.writers.tree import (
    ast_of,
    custom_style,
    images_in,
    panels_of,
    rewrite,
    unwrap,
)
from casewright.writers.wide_tables import turn_wide_tables


def write_html(document: Document, style: PageStyle, pandoc: Pandoc) -> bytes:
    """Write the manuscript as HTML; its images are the files `figures/<name>` beside it.

    It is well-formed XML too, which is parsed faster.

    Raises `PandocFailed`.
    """
    blocks = rewrite(turn_wide_tables(document.blocks, style), _prepare)
    blocks = rewrite(blocks, size_images(document.images, style))
    blocks = rewrite(blocks, _arrange_panels)
    body = pandoc.write(
        ast_of(document, blocks),
        "html5",
        extensions=("-smart", "-raw_html"),
        options={"wrap_text": "none", "email_obfuscation": "none"},
    )
    body = _BACK_LINK.sub(b"", body)
    return b"".join((_head(document, style).encode(), body, b"\n</main>\n</body>\n</html>\n"))


_BACK_LINK = re.compile(rb'<a href="#fnref\d+" class="footnote-back"[^>]*>[^<]*</a>')
"""From a note to its call: of no use on paper, and its arrow is in few fonts."""


def _head(document: Document, style: PageStyle) -> str:
    language, title = escape(document.language), escape(document.title)
    metas = [("author", author) for author in document.authors]
    metas.append(("keywords", ", ".join(document.keywords)))
    tags = "".join(
        f'<meta name="{name}" content="{escape(value)}" />\n' for name, value in metas if value
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8" />\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"<title>{title}</title>\n{tags}"
        f"<style>\n{stylesheet(style, document.running_title)}</style>\n"
        "</head>\n<body>\n<main>\n"
    )


def _prepare(node: Ast) -> list[Ast] | None:
    match node["t"]:
        case "Span" | "Cite":
            return unwrap(node)
        case "Header":
            level, attr, inlines = node["c"]
            return [{"t": "Header", "c": [min(level + 1, 6), attr, inlines]}]
        case "Div":
            return _front_matter(node)
        case "Table":
            return _table(node)
    return None


def _front_matter(node: Ast) -> list[Ast] | None:
    name = custom_style(node)
    if not name:
        return None
    (identifier, classes, pairs), blocks = node["c"]
    css_class = re.sub(r"\W+", "-", name.lower())
    if name == "Title":
        inlines = [inline for block in blocks for inline in block["c"]]
        return [{"t": "Header", "c": [1, [identifier, [css_class], []], inlines]}]
    others = [pair for pair in pairs if pair[0] != "custom-style"]
    return [{"t": "Div", "c": [[identifier, [*classes, css_class], others], blocks]}]


def _table(node: Ast) -> list[Ast]:
    sized = (size_columns(node) or [node])[0]
    attr, caption, columns, head, bodies, foot = sized["c"]
    rows = [[row[0], [_scoped(cell, "col") for cell in row[1]]] for row in head[1]]
    marked = [
        [body_attr, stub, inner, [_with_row_heads(row, stub) for row in body_rows]]
        for body_attr, stub, inner, body_rows in bodies
    ]
    table = {"t": "Table", "c": [attr, caption, columns, [head[0], rows], marked, foot]}
    classes = ["table", "short"] if is_short(node) else ["table"]
    return [{"t": "Div", "c": [["", classes, []], [table]]}]


def _with_row_heads(row: list[Any], stub: int) -> list[Any]:
    attr, cells = row
    return [attr, [_scoped(c, "row") if i < stub else c for i, c in enumerate(cells)]]


def _scoped(cell: list[Any], scope: str) -> list[Any]:
    identifier, classes, pairs = cell[0]
    if not plain_text(cell[4:]).strip():
        return cell
    return [[identifier, classes, [*pairs, ["scope", scope]]], *cell[1:]]


def _arrange_panels(node: Ast) -> list[Ast] | None:
    """Put the panels of a figure into rows of two."""
    if node["t"] != "Figure" or not (panels := panels_of(node)):
        return None
    attr, caption, _ = node["c"]
    shown = [_panel(panel) for panel in panels]
    rows: list[Ast] = [
        {"t": "Div", "c": [["", ["panels"], []], shown[start : start + 2]]}
        for start in range(0, len(shown), 2)
    ]
    return [{"t": "Figure", "c": [attr, caption, rows]}]


def _panel(panel: Ast) -> Ast:
    (identifier, classes, pairs), caption, blocks = panel["c"]
    width = max((percent_width(image) for image in images_in(blocks)), default=100.0)
    style = ["style", f"width:{width:.4g}%"]
    filled = rewrite(blocks, _fill_panel)
    attr = [identifier, [*classes, "panel"], [*pairs, style]]
    return {"t": "Figure", "c": [attr, caption, filled]}


def _fill_panel(node: Ast) -> list[Ast] | None:
    if node["t"] != "Image":
        return None
    (identifier, classes, pairs), alt, target = node["c"]
    others = [pair for pair in pairs if pair[0] != "width"]
    return [{"t": "Image", "c": [[identifier, classes, others], alt, target]}]

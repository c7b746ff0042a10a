"""What all writers do to the AST before pandoc writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from casewright.model.document import SOURCE_CLASS, Ast, Document

Rewrite = Callable[[Ast], "list[Ast] | None"]
"""Takes a node whose children are done; gives what stands in its place, None for no change."""

_LEAVES = frozenset({"Str", "Space", "SoftBreak", "LineBreak"})


def ast_of(document: Document, blocks: list[Ast]) -> Ast:
    """The pandoc document that holds `blocks`."""
    return {"pandoc-api-version": document.api_version, "meta": {}, "blocks": blocks}


def rewrite(nodes: Sequence[Any], change: Rewrite) -> list[Any]:
    """A copy of `nodes` with `change` applied from the leaves up; the input stays as it is."""
    done: list[Any] = []
    for node in nodes:
        if isinstance(node, list):
            done.append(rewrite(node, change))
        elif not isinstance(node, dict) or node.get("t", "Str") in _LEAVES:
            done.append(node)
        else:
            content = node.get("c")
            new = {**node, "c": rewrite(content, change)} if isinstance(content, list) else node
            changed = change(new)
            done.extend([new] if changed is None else changed)
    return done


def unwrap(node: Ast) -> list[Ast] | None:
    """The inlines of a source `Span` or of a resolved `Cite`: neither is part of the page."""
    marked = node["t"] == "Span" and SOURCE_CLASS in node["c"][0][1]
    inlines: list[Ast] | None = node["c"][1] if marked or node["t"] == "Cite" else None
    return inlines


def custom_style(node: Ast) -> str | None:
    """The paragraph style that a `Div` asks for."""
    if node["t"] != "Div":
        return None
    return next((value for key, value in node["c"][0][2] if key == "custom-style"), None)


def is_page_break(node: Ast) -> bool:
    return node["t"] == "Div" and "page-break" in node["c"][0][1]


def panels_of(figure: Ast) -> list[Ast]:
    """The panels of a `Figure`: the figures in it."""
    return [block for block in figure["c"][2] if block["t"] == "Figure"]


def images_in(nodes: Sequence[Any]) -> Iterator[Ast]:
    """Every `Image` below `nodes`, in order."""
    for node in nodes:
        if isinstance(node, list):
            yield from images_in(node)
        elif isinstance(node, dict) and node.get("t") not in _LEAVES:
            if node.get("t") == "Image":
                yield node
            elif isinstance(node.get("c"), list):
                yield from images_in(node["c"])


def plain_text(nodes: Sequence[Any]) -> str:
    """The text of `nodes` without markup."""
    parts: list[str] = []
    _gather_text(nodes, parts)
    return "".join(parts)


def _gather_text(nodes: Sequence[Any], parts: list[str]) -> None:
    for node in nodes:
        if isinstance(node, list):
            _gather_text(node, parts)
        elif isinstance(node, dict):
            _gather_node_text(node, parts)


def _gather_node_text(node: Ast, parts: list[str]) -> None:
    match node.get("t"):
        case "Str":
            parts.append(node["c"])
        case "Space" | "SoftBreak" | "LineBreak":
            parts.append(" ")
        case "Code" | "CodeBlock" | "Math":
            parts.append(node["c"][1])
        case "Image" | "RawInline" | "RawBlock":
            pass
        case "Quoted":
            marks = "‘’" if node["c"][0]["t"] == "SingleQuote" else "“”"
            parts.append(marks[0])
            _gather_text(node["c"][1], parts)
            parts.append(marks[1])
        case _ if isinstance(node.get("c"), list):
            _gather_text(node["c"], parts)

"""What all writers do to the AST before pandoc writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from casewright.model.document import SOURCE_CLASS, Ast, Document
from casewright.model.tree import attribute, div_class, walk

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
            plain = not node or isinstance(node[0], str)
            done.append(node if plain else rewrite(node, change))
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
    return attribute(node, "custom-style") if node["t"] == "Div" else None


def is_page_break(node: Ast) -> bool:
    return div_class(node, "page-break")


def panels_of(figure: Ast) -> list[Ast]:
    """The panels of a `Figure`: the figures in it."""
    return [block for block in figure["c"][2] if block["t"] == "Figure"]


def images_in(nodes: Sequence[Any]) -> Iterator[Ast]:
    """Every `Image` below `nodes`, in order."""
    return (node for node in walk(nodes) if node["t"] == "Image")

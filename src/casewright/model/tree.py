"""Walking pandoc's JSON AST."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from casewright.model.document import SOURCE_CLASS, Ast

INLINE_TAGS = frozenset(
    {
        *("Str", "Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript"),
        *("SmallCaps", "Quoted", "Cite", "Code", "Space", "SoftBreak", "LineBreak", "Math"),
        *("RawInline", "Link", "Image", "Note", "Span"),
    }
)
NUMBER_CLASS = "section-number"
"""The class of the number before a heading."""
SPACES = frozenset({"Space", "SoftBreak"})
_SPACE_TEXT = {"Space": " ", "SoftBreak": "\n"}
_WORDS = frozenset({"Str", "Space", "SoftBreak", "LineBreak"})
_LEAVES = frozenset({"Str", "Space", "SoftBreak", "LineBreak", "Code", "Math", "CodeBlock"})
_HOLD_BLOCKS = frozenset(
    {"Div", "BlockQuote", "BulletList", "OrderedList", "DefinitionList", "Figure"}
)

InlineChange = Callable[[list[Ast]], list[Ast]]


def map_inlines(
    value: Any, change: InlineChange, *, skip: Callable[[Ast], bool] | None = None
) -> Any:
    """`value` with `change` applied to every list of inlines, innermost first.

    Nodes for which `skip` is true stay as they are, with all that is in them.
    """
    if isinstance(value, list):
        if not value or isinstance(value[0], str):
            return value
        done = [
            item
            if isinstance(item, dict) and item.get("t") in _LEAVES
            else map_inlines(item, change, skip=skip)
            for item in value
        ]
        if isinstance(done[0], dict) and done[0].get("t") in INLINE_TAGS:
            return change(done)
        return done
    if not isinstance(value, dict) or (skip and skip(value)):
        return value
    if isinstance(content := value.get("c"), list):
        return {**value, "c": map_inlines(content, change, skip=skip)}
    return value


def is_word(value: Any) -> bool:
    """Whether a node is a word or a space: most nodes are, and most passes leave them alone."""
    return isinstance(value, dict) and value.get("t") in _WORDS


def is_leaf(value: Any) -> bool:
    """Whether a node has no other nodes in it."""
    return isinstance(value, dict) and value.get("t") in _LEAVES


def walk(value: Any) -> Iterator[Ast]:
    """Every node in `value` in reading order, outermost first."""
    for node, _ in walk_sources(value):
        yield node


def walk_sources(value: Any) -> Iterator[tuple[Ast, tuple[str, ...]]]:
    """Every node in reading order with the keys of the sentence that it stands in."""
    # Without recursion: every pass walks the whole manuscript.
    stack: list[tuple[Any, tuple[str, ...]]] = [(value, ())]
    while stack:
        item, keys = stack.pop()
        if isinstance(item, dict):
            if "t" in item:
                tag = item["t"]
                if tag == "Span":
                    keys = tuple(source_keys(item)) or keys
                yield item, keys
                if tag in _LEAVES:
                    continue
            inside = list(item.values())
        elif item and not isinstance(item[0], str):
            inside = item
        else:
            continue
        stack += [(part, keys) for part in reversed(inside) if isinstance(part, (list, dict))]


def divs(blocks: Any) -> Iterator[Ast]:
    """The `Div` nodes in reading order, outermost first; they stand in no paragraph."""
    for block in blocks:
        if isinstance(block, list):
            yield from divs(block)
        elif isinstance(block, dict) and block.get("t") in _HOLD_BLOCKS:
            if block["t"] == "Div":
                yield block
            yield from divs(block["c"])


def plain_text(value: Any) -> str:
    """The text of inlines or blocks; a space for each line end and between blocks.

    Quotation marks are printed, and citations as they stand in the text.
    """
    texts: list[str] = []
    _collect_texts(value, texts)
    return "".join(texts).strip(" ")


def heading_text(header: Ast) -> str:
    """The text of a heading without its number."""
    inlines = header["c"][2]
    return plain_text([one for one in inlines if not _is_number(one)])


def _is_number(inline: Ast) -> bool:
    return inline["t"] == "Span" and NUMBER_CLASS in inline["c"][0][1]


def _collect_texts(value: Any, texts: list[str]) -> None:
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                # Nearly all nodes are words and spaces.
                if (kind := item.get("t")) == "Str":
                    texts.append(item["c"])
                elif kind in _SPACE_TEXT:
                    texts.append(" ")
                else:
                    _collect_texts_of_node(item, texts)
            elif isinstance(item, list):
                _collect_texts(item, texts)
    elif isinstance(value, dict):
        _collect_texts([value] if "t" in value else list(value.values()), texts)


def _collect_texts_of_node(node: Ast, texts: list[str]) -> None:
    match node.get("t"):
        case "LineBreak":
            texts.append(" ")
        case "Code" | "Math" | "CodeBlock":
            texts.append(node["c"][1])
        case "Quoted":
            opens, closes = "‘’" if node["c"][0]["t"] == "SingleQuote" else "“”"
            texts.append(opens)
            _collect_texts(node["c"][1], texts)
            texts.append(closes)
        case "Cite":
            _collect_texts(node["c"][1], texts)
        case kind:
            if kind in {"Para", "Plain", "Header"}:
                texts.append(" ")
            _collect_texts(list(node.values()), texts)


def source_keys(node: Ast) -> list[str]:
    """The keys of a source `Span`; nothing for any other node."""
    if node.get("t") != "Span" or SOURCE_CLASS not in node["c"][0][1]:
        return []
    return " ".join(value for name, value in node["c"][0][2] if name == "data-source").split()


def source_span(inlines: list[Ast], keys: list[str]) -> Ast:
    """A `Span` that says where `inlines` come from."""
    return {"t": "Span", "c": [["", [SOURCE_CLASS], [["data-source", " ".join(keys)]]], inlines]}


def div_class(node: Ast, name: str) -> bool:
    """Whether `node` is a `Div` of class `name`."""
    return node.get("t") == "Div" and name in node["c"][0][1]


def attribute(node: Ast, name: str) -> str | None:
    """An attribute of a `Div` or `Span`."""
    return next((value for key, value in node["c"][0][2] if key == name), None)


def words(text: str) -> list[Ast]:
    """`text` as `Str` and `Space`; no-break spaces stay inside their word."""
    out: list[Ast] = []
    for position, word in enumerate(text.split(" ")):
        if position:
            out.append({"t": "Space"})
        if word:
            out.append({"t": "Str", "c": word})
    return out


def text_runs(inlines: list[Ast]) -> Iterator[str | Ast]:
    """Words and spaces that follow each other as one text, everything else as it is."""
    text: list[str] = []
    for inline in inlines:
        piece = inline["c"] if inline["t"] == "Str" else _SPACE_TEXT.get(inline["t"])
        if piece is not None:
            text.append(piece)
            continue
        if text:
            yield "".join(text)
            text = []
        yield inline
    if text:
        yield "".join(text)


def inlines_of(text: str) -> Iterator[Ast]:
    """The words and spaces of a text run."""
    for piece in re.split(r"([ \n])", text):
        if piece == " ":
            yield {"t": "Space"}
        elif piece == "\n":
            yield {"t": "SoftBreak"}
        elif piece:
            yield {"t": "Str", "c": piece}

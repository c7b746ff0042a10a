"""Abbreviations: defined at first use in each scope, spelled out where used once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from casewright.compose.language import capitalised
from casewright.model.document import Ast
from casewright.model.tree import div_class, map_inlines, plain_text, source_keys, words


def define_abbreviations(
    blocks: list[Ast], abbreviations: Mapping[str, str], *, known: Iterable[str]
) -> list[Ast]:
    """Treat the abstract, the body and each legend as a scope of its own.

    Abbreviations in `known` need no definition. One that the author defines in a scope is left
    as it is there. Front matter is not touched.
    """
    due = {short: long for short, long in abbreviations.items() if short not in set(known)}
    out = list(blocks)
    for scope in _scopes(out):
        text = " ".join(plain_text(out[i]) for i in scope)
        for short, long in due.items():
            _define(out, scope, text, short=short, long=long)
    return out


def _scopes(blocks: list[Ast]) -> Iterator[list[int]]:
    body = []
    for position, block in enumerate(blocks):
        if div_class(block, "abstract") or block["t"] == "Figure":
            yield [position]
        elif div_class(block, "figures-here"):
            continue
        elif block["t"] != "Header" and not _is_front(block):
            body.append(position)
    yield body


def _is_front(block: Ast) -> bool:
    return block["t"] == "Div" and any(key == "custom-style" for key, _ in block["c"][0][2])


def _define(blocks: list[Ast], scope: list[int], text: str, *, short: str, long: str) -> None:
    use = re.compile(rf"(?<![\w-]){re.escape(short)}(?![\w-])")
    uses = len(use.findall(text))
    if not uses or f"({short})" in text:
        return
    first = f"{long} ({short})" if uses > 1 else long
    done = False

    def change(inlines: list[Ast]) -> list[Ast]:
        nonlocal done
        out: list[Ast] = []
        for inline in inlines:
            match = use.search(inline["c"]) if inline["t"] == "Str" and not done else None
            if match:
                done = True
                out += words(inline["c"][: match.start()] + first + inline["c"][match.end() :])
            else:
                out.append(inline)
        return out

    for position in scope:
        if not done:
            blocks[position] = map_inlines(blocks[position], change, skip=_is_quoted)


def _is_quoted(node: Ast) -> bool:
    return node.get("t") in {"Cite", "Code", "Link", "Quoted"}


def capitalise_sentences(blocks: list[Ast]) -> list[Ast]:
    """Give every sentence that was made from facts a capital first letter."""

    def change(inlines: list[Ast]) -> list[Ast]:
        return [_capital(i) if _is_made(i) else i for i in inlines]

    return list(map_inlines(blocks, change))


def _is_made(inline: Ast) -> bool:
    keys = source_keys(inline)
    return bool(keys) and keys[0].startswith("f")


def _capital(sentence: Ast) -> Ast:
    attr, inlines = sentence["c"]
    return {**sentence, "c": [attr, _opened(inlines)]}


def _opened(inlines: list[Ast]) -> list[Ast]:
    match inlines:
        case [{"t": "Str", "c": str(word)}, *rest]:
            return [{"t": "Str", "c": capitalised(word)}, *rest]
        case [{"t": "Emph" | "Strong" as kind, "c": inner}, *rest]:
            return [{"t": kind, "c": _opened(inner)}, *rest]
    return inlines

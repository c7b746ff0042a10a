"""British or American spelling of the running text, from one list of pairs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from casewright.model.document import Ast
from casewright.model.tree import div_class, map_inlines

_WORD = re.compile(r"[A-Za-z]+")
_UNTOUCHED = frozenset({"Author", "Affiliation", "Correspondence"})


def parse_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read lines of `american british`; `#` begins a comment.

    Raises `ValueError` for a line that has not two words.
    """
    pairs = []
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.partition("#")[0].split()
        if not fields:
            continue
        if len(fields) != 2:
            raise ValueError(f"line {number}: '{line}' is not a pair of words")
        pairs.append((fields[0], fields[1]))
    return tuple(pairs)


def spell(blocks: list[Ast], table: Mapping[str, str]) -> list[Ast]:
    """Replace words by `table` (lower case to lower case).

    Names are left alone: a capital inside a sentence, quotations, citations, code, references,
    authors and their addresses.
    """

    def change(inlines: list[Ast]) -> list[Ast]:
        out = []
        opens = True
        for inline in inlines:
            if inline["t"] == "Str":
                out.append({"t": "Str", "c": respelled(inline["c"], table, opens=opens)})
                opens = inline["c"].endswith((".", "?", "!", ":"))
            else:
                out.append(inline)
        return out

    return list(map_inlines(blocks, change, skip=_is_untouched))


def respelled(text: str, table: Mapping[str, str], *, opens: bool = True) -> str:
    """`text` with its words replaced by `table`; `opens` says that a capital may begin it."""

    def one(match: re.Match[str]) -> str:
        word = match[0]
        other = table.get(word.lower())
        if other is None or not (word.islower() or word.isupper() or opens):
            return word
        if word.isupper():
            return other.upper()
        return other if word.islower() else other[0].upper() + other[1:]

    return _WORD.sub(one, text)


def _is_untouched(node: Ast) -> bool:
    if node.get("t") in {"Cite", "Code", "Link", "Quoted", "CodeBlock"}:
        return True
    if node.get("t") != "Div":
        return False
    if div_class(node, "references") or node["c"][0][0] == "refs":
        return True
    return any(key == "custom-style" and value in _UNTOUCHED for key, value in node["c"][0][2])

"""British or American spelling of the running text, from one list of pairs."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from casewright.compose.passes.house_style import is_untouched
from casewright.compose.passes.works import titles_of_works
from casewright.model.document import Ast
from casewright.model.journal_style import Language
from casewright.model.tree import map_inlines

_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class Spellings:
    """Pairs of spellings; each is a table from lower-case word to lower-case word."""

    there: Mapping[str, str]
    """From the first word of a line to the second."""
    back: Mapping[str, str]


@functools.lru_cache(maxsize=8)
def parse_pairs(text: str) -> Spellings:
    """Read lines of `american british`; `#` begins a comment.

    `american > british` holds in this direction only, `american < british` in the other. Of two
    words with the same other spelling, the first one is meant on the way back. Raises `ValueError`
    for a line that has not two words.
    """
    there: dict[str, str] = {}
    back: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.partition("#")[0].split()
        sign = fields.pop(1) if len(fields) == 3 and fields[1] in {"<", ">"} else None
        if not fields:
            continue
        if len(fields) != 2:
            raise ValueError(f"line {number}: '{line}' is not a pair of words")
        first, second = fields
        if sign != "<":
            there[first] = second
        if sign != ">":
            back.setdefault(second, first)
    return Spellings(there, back)


def spelling_table(
    words: Spellings, ise: Spellings, language: Language, ize: str
) -> dict[str, str]:
    """The words to replace for a journal's English.

    `words` are pairs of American and British spelling, `ise` British pairs of -ize and -ise; `ize`
    is the journal's choice between these.
    """
    if language.value == "en-US":
        american = {british: words.back.get(z, z) for z, british in ise.there.items()}
        return american | dict(words.back)
    if ize == "ise":
        return {a: ise.there.get(b, b) for a, b in words.there.items()} | dict(ise.there)
    return dict(words.there) | (dict(ise.back) if ize == "ize" else {})


def spell(blocks: list[Ast], table: Mapping[str, str]) -> list[Ast]:
    """Replace words by `table` (lower case to lower case).

    Names are left alone: a capital inside a sentence, quotations, titles of works in italics,
    citations, code, references, authors and their addresses.
    """
    works = titles_of_works(blocks)

    def is_kept(node: Ast) -> bool:
        # The words that stand in for an image are spelled as those below it.
        return id(node) in works or (is_untouched(node) and node.get("t") != "Image")

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

    return list(map_inlines(blocks, change, skip=is_kept))


def respelled(text: str, table: Mapping[str, str], *, opens: bool = True) -> str:
    """`text` with its words replaced by `table`; `opens` says that a capital may begin it."""

    def one(match: re.Match[str]) -> str:
        word = match[0]
        if "-" not in word or word.lower() in table:
            return _other(word, table, may_be_capital=opens)
        first, *rest = word.split("-")
        parts = [_other(part, table, may_be_capital=False) for part in rest]
        return "-".join([_other(first, table, may_be_capital=opens), *parts])

    return _WORD.sub(one, text)


_TERMS = frozenset({"Conceptualization"})
"""Words of a standard (CRediT) that open sentences and stay as they are."""


def _other(word: str, table: Mapping[str, str], *, may_be_capital: bool) -> str:
    """The other spelling of `word` in the same case; a capital elsewhere makes it a name."""
    other = None if word in _TERMS else table.get(word.lower())
    if other is None or not (word.islower() or word.isupper() or may_be_capital):
        return word
    if word.isupper():
        return other.upper()
    return other if word.islower() else other[0].upper() + other[1:]

"""Abbreviations: defined at first use in each scope, spelled out where used too rarely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from casewright.compose.language import article, capitalised
from casewright.compose.passes.works import titles_of_works
from casewright.model.document import Ast
from casewright.model.journal_style import HouseStyle
from casewright.model.tree import (
    INLINE_TAGS,
    div_class,
    inlines_of,
    is_leaf,
    map_inlines,
    plain_text,
    source_keys,
    text_runs,
)

_UNTOUCHED = frozenset(
    {"Cite", "Code", "Link", "Quoted", "Math", "CodeBlock", "RawInline", "Header"}
)

_MASS = re.compile(r"(?:graphy|imaging|scopy|metry)$")
_ENDS_NOUN = re.compile(
    r"[.,;:)]|$|[ \n](?:and|or|of|was|were|is|are|had|has|showed|revealed|demonstrated|confirmed|"
    r"suggested|with|without|in|on|at|for|to|that|which|followed|then|too)\b"
)


def define_abbreviations(
    blocks: list[Ast], abbreviations: Mapping[str, str], style: HouseStyle
) -> list[Ast]:
    """Treat the abstract, the body, and each legend and table as a scope of its own.

    An abbreviation is introduced where it is first used in a scope, if the scope uses it as often
    as the journal asks; else it is spelled out. Those that the journal knows need no definition,
    and a definition that the author wrote counts as one. Front matter is not touched. The list of
    abbreviations, where the layout has a place for it, holds those of the body.
    """
    due = {s: long for s, long in abbreviations.items() if s not in style.abbreviations_known}
    out = list(blocks)
    if not due:
        return _listed(out, {})
    introduced: set[str] = set()
    for scope, is_abstract in _scopes(out):
        least = style.abbreviation_uses
        if is_abstract and not style.abbreviations_in_abstract:
            least = -1
        text = _Scope(due, least, titles_of_works([out[i] for i in scope]))
        text.count([out[i] for i in scope])
        for position in scope:
            out[position] = text.told(out[position])
        introduced |= text.introduced
    return _listed(out, {short: due[short] for short in due if short in introduced})


def _scopes(blocks: list[Ast]) -> Iterator[tuple[list[int], bool]]:
    """Positions of the blocks of each scope, and whether it is the abstract."""
    body = []
    for position, block in enumerate(blocks):
        if div_class(block, "abstract"):
            yield [position], True
        elif block["t"] in {"Figure", "Table"}:
            yield [position], False
        elif block["t"] != "Header" and not _is_front(block):
            body.append(position)
    yield body, False


def _is_front(block: Ast) -> bool:
    return block["t"] == "Div" and any(key == "custom-style" for key, _ in block["c"][0][2])


class _Scope:
    """The uses of abbreviations in one scope, in reading order."""

    def __init__(self, due: Mapping[str, str], least: int, works: frozenset[int]) -> None:
        self._due = due
        self._works = works
        self._least = least
        """Fewer uses than this are spelled out; below zero, all are."""
        self._uses: Counter[str] = Counter()
        self.introduced: set[str] = set()
        by_length = sorted(due, key=len, reverse=True)
        shorts = "|".join(re.escape(short) for short in by_length)
        definitions = "|".join(
            rf"{_loosely(due[short])}[ \n\u00a0]\({re.escape(short)}\)" for short in by_length
        )
        # In 'PET/CT' the letters are part of another word; in 'CT-guided' they open it.
        self._use = re.compile(
            rf"(?P<own>(?i:{definitions}))|(?:(?P<article>\b[Aa]n?)(?P<gap>[ \n]))?"
            rf"(?<![\w/-])(?P<short>{shorts})(?P<end>s|[’']s)?(?![\w/]|-(?![a-z]{{2}}))"
            r"(?P<join>-)?"
        )

    def count(self, blocks: list[Ast]) -> None:
        """Find out how often each abbreviation is used."""

        def note(match: re.Match[str]) -> str:
            self._uses[self._name(match)] += 1
            return match[0]

        for block in blocks:
            _each_run(block, lambda text, _: self._use.sub(note, text), self._works)

    def _name(self, match: re.Match[str]) -> str:
        if match["short"]:
            return match["short"]
        return match["own"].rpartition("(")[2].removesuffix(")")

    def told(self, block: Ast) -> Ast:
        """The block with abbreviations introduced and spelled out."""

        def tell(text: str, before: str) -> str:
            def one(match: re.Match[str]) -> str:
                begins = bool(_BEGINS.search(before + text[: match.start()]))
                return self._told(match, begins=begins)

            return self._use.sub(one, text)

        told: Ast = _each_run(block, tell, self._works)
        return told

    def _told(self, match: re.Match[str], *, begins: bool) -> str:
        short = self._name(match)
        known = short in self.introduced
        if match["own"]:
            self.introduced.add(short)
            return short if known else match[0]
        if known:
            return match[0]
        end = match["end"] or ""
        long = _plural(self._due[short]) if end == "s" else self._due[short] + end
        if self._uses[short] >= self._least >= 0:
            self.introduced.add(short)
            opened, closed = "[]" if _in_parentheses(match) else "()"
            long = f"{long} {opened}{short}{end}{closed}"
        if match["join"]:  # a compound of several words is joined by an en dash
            long += "–" if " " in long else "-"
        if match["article"] and not self._is_mass(match):
            word = article(long)
            return f"{capitalised(word) if begins else word}{match['gap']}{long}"
        return capitalised(long) if begins else long

    def _is_mass(self, match: re.Match[str]) -> bool:
        """Whether an article would stand before a mass noun: in 'an MRI was done'."""
        long = self._due[match["short"]]
        return not match["join"] and bool(
            _MASS.search(long) and _ENDS_NOUN.match(match.string, match.end())
        )


def _in_parentheses(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return before.count("(") > before.count(")")


def _loosely(text: str) -> str:
    return re.sub(r"\\? ", r"[ \\n\\u00a0]", re.escape(text))


def _plural(noun: str) -> str:
    if _MASS.search(noun):
        return f"{noun} studies"
    if noun.endswith("is"):
        return f"{noun[:-2]}es"
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


_BEGINS = re.compile(r"(?:\A|[.?!][”’\")]*\s)\s*\Z")
"""What stands before the first word of a sentence."""


def _each_run(
    value: Any, change: Callable[[str, str], str], works: frozenset[int], *, before: str = ""
) -> Any:
    """`value` with `change` applied to each run of words, in reading order.

    `change` is also told what stands before the run in its paragraph. Nodes whose `id` is in
    `works` stay as they are.
    """
    if isinstance(value, dict):
        if value.get("t") in _UNTOUCHED or is_leaf(value) or div_class(value, "refs"):
            return value
        if id(value) in works:
            return value
        return {key: _each_run(item, change, works, before=before) for key, item in value.items()}
    if not isinstance(value, list) or not value or isinstance(value[0], str):
        return value
    if not (isinstance(value[0], dict) and value[0].get("t") in INLINE_TAGS):
        return [_each_run(item, change, works, before=before) for item in value]
    out: list[Ast] = []
    for run in text_runs(value):
        if isinstance(run, str):
            out += inlines_of(change(run, before))
            before += run
        else:
            # What has a source of its own is a sentence, but for a line in a paragraph of prose.
            alone = source_keys(run) and not before.endswith("\n")
            out.append(_each_run(run, change, works, before="" if alone else before))
            # A citation after the full stop does not end the sentence once more.
            before += "" if run["t"] in {"Cite", "Note"} else _text_of(run)
    return out


def _text_of(inline: Ast) -> str:
    """The text of an inline with the spaces at its ends."""
    return plain_text([{"t": "Str", "c": "|"}, inline, {"t": "Str", "c": "|"}])[1:-1]


def _listed(blocks: list[Ast], used: Mapping[str, str]) -> list[Ast]:
    """The list of abbreviations in its place; without any, its heading goes too."""
    out: list[Ast] = []
    for block in blocks:
        if not div_class(block, "abbreviations-here"):
            out.append(block)
        elif used:
            text = "; ".join(f"{short}: {used[short]}" for short in sorted(used, key=str.casefold))
            out.append({"t": "Para", "c": list(inlines_of(f"{text}."))})
        elif out and out[-1]["t"] == "Header":
            out.pop()
    return out


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

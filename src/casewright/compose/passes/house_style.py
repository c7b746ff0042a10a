"""The journal's signs, numbers and italics, over everything that is running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.compose.numerals import count_digits, count_words, opening_words
from casewright.compose.typography import in_style, short_times
from casewright.model.document import Ast
from casewright.model.journal import Journal
from casewright.model.journal_style import HouseStyle
from casewright.model.tree import (
    div_class,
    inlines_of,
    map_inlines,
    plain_text,
    source_keys,
    text_runs,
)

_OPAQUE = frozenset({"Cite", "Code", "CodeBlock", "Link", "Math", "Quoted", "RawInline", "Image"})
_NAMES = frozenset({"Author", "Affiliation", "Correspondence"})
_PROBABILITY = re.compile(r"(?:<|>|=|≤|≥)")
_P_LETTER = re.compile(r"(?<![\w-])[Pp](?=[ \u00a0]?[=<>≤≥][ \u00a0]?0?[.·]\d)")


def print_in_house_style(blocks: list[Ast], journal: Journal) -> list[Ast]:
    """Rewrite running text as `house_style` says; with its defaults, only no-break spaces change.

    Names of authors, quotations, citations, references, links, code and the journal's own headings
    are left alone.
    """
    style, british = journal.house_style, journal.language.value == "en-GB"
    italic = _italic_words(style)

    def change(inlines: list[Ast]) -> list[Ast]:
        return _styled(inlines, style, british=british, italic=italic)

    return list(map_inlines([*blocks], change, skip=is_untouched))


def is_untouched(node: Ast) -> bool:
    """Whether what stands in `node` is not the running text of the report."""
    kind = node.get("t")
    if kind in _OPAQUE:
        return True
    if kind == "Header":
        return not any(source_keys(inline) for inline in node["c"][2])
    if kind != "Div":
        return False
    if div_class(node, "references") or node["c"][0][0] == "refs":
        return True
    return any(key == "custom-style" and value in _NAMES for key, value in node["c"][0][2])


def _styled(
    inlines: list[Ast], style: HouseStyle, *, british: bool, italic: re.Pattern[str] | None
) -> list[Ast]:
    out: list[Ast] = []
    for run in text_runs(_roman_where_due(inlines, style)):
        if isinstance(run, str):
            out += _set(_reworded(run, style, british=british, opens=not out), italic)
        elif source_keys(run) and style.number_opens_sentence == "words":
            out.append(_opened(run, british=british))
        else:
            out.append(run)
    return out


def _reworded(text: str, style: HouseStyle, *, british: bool, opens: bool) -> str:
    if style.numerals == "words-below-ten":
        text = count_words(text)
    elif style.numerals == "digits":
        text = count_digits(text, opens=opens)
    text = short_times(text, style.time_units, opens=opens)
    return in_style(text, style, british=british)


def _opened(sentence: Ast, *, british: bool) -> Ast:
    """A sentence whose first number is in words."""
    attr, inlines = sentence["c"]
    runs = list(text_runs(inlines))
    if not runs or not isinstance(runs[0], str):
        return sentence
    first = opening_words(runs[0], british=british)
    rest = inlines[sum(1 for _ in inlines_of(runs[0])) :]
    return {**sentence, "c": [attr, [*inlines_of(first), *rest]]}


def _italic_words(style: HouseStyle) -> re.Pattern[str] | None:
    alternatives = []
    if style.latin == "italic":
        words = (re.escape(word).replace(r"\ ", r"[ \n\u00a0]") for word in style.latin_words)
        alternatives.append(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")
    if style.p_values and style.p_values.italic:
        alternatives.append(_P_LETTER.pattern)
    return re.compile("|".join(alternatives)) if alternatives else None


def _set(text: str, italic: re.Pattern[str] | None) -> Iterator[Ast]:
    """`text` as inlines, with what matches `italic` in italics."""
    last = 0
    for match in italic.finditer(text) if italic else ():
        yield from inlines_of(text[last : match.start()])
        yield {"t": "Emph", "c": list(inlines_of(match[0]))}
        last = match.end()
    yield from inlines_of(text[last:])


def _roman_where_due(inlines: list[Ast], style: HouseStyle) -> list[Ast]:
    """Take an author's italics from what the journal sets in its own way."""
    out: list[Ast] = []
    for position, inline in enumerate(inlines):
        if inline["t"] == "Emph" and _is_set_by_style(inline, inlines[position + 1 :], style):
            out += inline["c"]
        else:
            out.append(inline)
    return out


def _is_set_by_style(emph: Ast, after: list[Ast], style: HouseStyle) -> bool:
    text = plain_text(emph)
    if text in {"P", "p"} and style.p_values:
        following = plain_text(after[:2]).lstrip(" \u00a0")
        return bool(_PROBABILITY.match(following))
    return style.latin != "as-written" and text.rstrip(".") in style.latin_words

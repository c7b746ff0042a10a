"""Durations by their place: 'Nine months' at the start of a sentence, '9 mo' inside it."""

from __future__ import annotations

from casewright.compose.language import plural
from casewright.compose.phrases.quantities import NBSP
from casewright.compose.phrases.times import in_digits, in_words, unit_of
from casewright.model.document import Ast
from casewright.model.journal_style import HouseStyle
from casewright.model.times import Duration
from casewright.model.tree import attribute, map_inlines, source_keys


def print_times(blocks: list[Ast], style: HouseStyle) -> list[Ast]:
    """Print every `Span` of class `time`."""

    def change(inlines: list[Ast]) -> list[Ast]:
        return [_opening(i) if source_keys(i) else i for i in inlines]

    def inside(inlines: list[Ast]) -> list[Ast]:
        return [_time(i, style, opens=False) if _is_time(i) else i for i in inlines]

    def _opening(sentence: Ast) -> Ast:
        attr, inlines = sentence["c"]
        if inlines and _is_time(inlines[0]):
            inlines = [_time(inlines[0], style, opens=True), *inlines[1:]]
        return {**sentence, "c": [attr, inside(inlines)]}

    def skip(node: Ast) -> bool:
        return bool(source_keys(node))

    blocks = map_inlines(blocks, change, skip=skip)
    return list(map_inlines(blocks, inside, skip=skip))


def _is_time(inline: Ast) -> bool:
    return inline["t"] == "Span" and "time" in inline["c"][0][1]


def _time(span: Ast, style: HouseStyle, *, opens: bool) -> Ast:
    length = Duration.parse(attribute(span, "length"))
    text = (_in_words(length) if opens else None) or in_digits(length, style.time_units)
    return {"t": "Str", "c": text.replace(" ", NBSP)}


def _in_words(length: Duration) -> str | None:
    """'Two to three weeks', 'Two years and three months'; None where digits must do."""
    number, high = in_words(length.value), in_words(length.high or "0")
    if number is None or high is None:
        return None
    many = f"{number} to {high}" if length.high else number
    text = f"{many} {unit_of(length)}"
    if length.rest:
        more, unit = length.rest
        text += f" and {in_words(str(more)) or more} {plural(unit, more)}"
    return text.capitalize()

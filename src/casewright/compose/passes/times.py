"""Durations by their place: 'Nine months' at the start of a sentence, '9 mo' inside it."""

from __future__ import annotations

from casewright.compose.language import plural
from casewright.compose.phrases.quantities import NBSP
from casewright.compose.phrases.times import spelled
from casewright.model.document import Ast
from casewright.model.journal import HouseStyle
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
    value, unit = int(attribute(span, "value") or 0), attribute(span, "unit") or ""
    if opens:
        text = f"{spelled(value).capitalize()} {plural(unit, value)}"
    else:
        text = f"{value}{NBSP}{style.time_units.get(unit) or plural(unit, value)}"
    return {"t": "Str", "c": text.replace(" ", NBSP)}

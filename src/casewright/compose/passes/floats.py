"""Figures and tables: built from their legends, labelled, and put in their places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casewright.compose.passes.calls import Numbers, is_call
from casewright.compose.phrases.quantities import NBSP
from casewright.model.case import Report
from casewright.model.charts import Chart
from casewright.model.document import Ast
from casewright.model.floats import AnyFigure
from casewright.model.journal_text import Callouts
from casewright.model.tree import attribute, div_class, source_keys, source_span, walk, words

ImageTarget = Callable[[str, str], str]
"""From a path in the case (`figures.0.panels.1`) and a stem (`figure-1b`) to an image target."""

_FULL_STOP: Ast = {"t": "Str", "c": "."}


def take_floats(blocks: list[Ast]) -> tuple[list[Ast], dict[str, Ast]]:
    """Separate the `Div`s that describe figures and tables from the text, by call key."""
    rest, floats = [], {}
    for block in blocks:
        for name, prefix in (("figure", "fig"), ("table", "tab")):
            if div_class(block, name):
                floats[f"{prefix}:{attribute(block, 'data-id')}"] = block
                break
        else:
            rest.append(block)
    return rest, floats


def build_floats(
    floats: Mapping[str, Ast],
    case: Report,
    *,
    numbers: Numbers,
    callouts: Callouts,
    target: ImageTarget,
    charts: Mapping[str, Chart],
) -> dict[str, Ast]:
    """Make a `Figure` or a `Table` of each description, in the order of their numbers."""
    made = {}
    for key in sorted(floats, key=lambda key: (key[:3], numbers.by_key[key])):
        label = numbers.label(key)
        if key.startswith("fig"):
            figure = next(f for f in case.figures if f"fig:{f.id}" == key)
            chart = charts.get(figure.path)
            alt = figure.alt or (chart.alt if chart else "")
            made[key] = _figure(
                floats[key], figure, label, callouts=callouts, target=target, alt=alt
            )
        else:
            made[key] = _table(floats[key], f"{callouts.table}{NBSP}{label}")
    return made


def _figure(
    div: Ast,
    figure: AnyFigure,
    label: str,
    *,
    callouts: Callouts,
    target: ImageTarget,
    alt: str,
) -> Ast:
    blocks = div["c"][1]
    title = _strong([*words(f"{callouts.figure}{NBSP}{label}"), {"t": "Space"}, *blocks[0]["c"]])
    caption = [title]
    for block in blocks[1:]:
        if div_class(block, "legend"):
            caption += [{"t": "Space"}, *block["c"][1][0]["c"]]
    panels = [block for block in blocks if div_class(block, "panel")]
    for position, panel in enumerate(panels):
        letter = chr(ord("A") + position)
        caption += [{"t": "Space"}, *_panel_label(callouts.panel.replace("{letter}", letter))]
        last = position == len(panels) - 1
        caption += [*_panel_legend(panel), {"t": "Str", "c": "." if last else ";"}]
    if panels:
        body = [
            _captioned(
                _image(panel.alt, target(panel.path, f"figure-{label}{letter}"), 100), letter
            )
            for panel, letter in zip(figure.panels, "abcdefghijklmnopqrstuvwxyz", strict=False)
        ]
    else:
        path = target(figure.path, f"figure-{label}")
        body = [{"t": "Plain", "c": [_image(alt, path, figure.width)]}]
    return _figure_node(f"figure-{label}", caption, body)


def _panel_label(text: str) -> list[Ast]:
    """The label of a panel; a trailing space becomes a `Space`."""
    return [*words(text.rstrip()), {"t": "Space"}]


def _panel_legend(panel: Ast) -> list[Ast]:
    """The author's words without a full stop, then what the facts say, in parentheses."""
    blocks = panel["c"][1]
    legend = _without_stop(blocks[0]["c"])
    for block in blocks[1:]:
        if div_class(block, "detail"):
            legend = _with_detail(legend, block["c"][1][0]["c"])
    return legend


def _with_detail(legend: list[Ast], detail: list[Ast]) -> list[Ast]:
    """The legend whose last sentence goes on in parentheses."""
    *before, last = legend
    told = last["c"][1] if source_keys(last) else [last]
    keys = [*source_keys(last), *(key for one in detail for key in source_keys(one))]
    inside = [word for one in detail for word in (one["c"][1] if source_keys(one) else [one])]
    opening, closing = ({"t": "Str", "c": sign} for sign in "()")
    words_of_both = [*told, {"t": "Space"}, opening, *inside, closing]
    return [*before, source_span(words_of_both, list(dict.fromkeys(keys)))]


def _captioned(image: Ast, letter: str) -> Ast:
    label = [{"t": "Strong", "c": [{"t": "Str", "c": letter.upper()}]}]
    return _figure_node("", label, [{"t": "Plain", "c": [image]}])


def _figure_node(identity: str, caption: list[Ast], body: list[Ast]) -> Ast:
    attr: list[Any] = [identity, [], []]
    return {"t": "Figure", "c": [attr, [None, [{"t": "Plain", "c": caption}]], body]}


def _image(alt: str, target: str, width: int) -> Ast:
    attr = ["", [], [["width", f"{width}%"]]]
    return {"t": "Image", "c": [attr, words(" ".join(alt.split())), [target, ""]]}


def _strong(inlines: list[Ast]) -> Ast:
    return {"t": "Strong", "c": inlines}


def _without_stop(inlines: list[Ast]) -> list[Ast]:
    """The inlines without a full stop at their end."""
    if not inlines:
        return inlines
    last = inlines[-1]
    if source_keys(last):
        attr, inside = last["c"]
        return [*inlines[:-1], {**last, "c": [attr, _without_stop(inside)]}]
    if last == _FULL_STOP:
        return inlines[:-1]
    if last["t"] == "Str" and last["c"].endswith("."):
        return [*inlines[:-1], {"t": "Str", "c": last["c"][:-1]}]
    return inlines


def _table(div: Ast, label: str) -> Ast:
    blocks = div["c"][1]
    title = _strong([*words(label), {"t": "Space"}, *blocks[0]["c"]])
    caption = [title]
    table = next(block for block in blocks if block["t"] == "Table")
    for block in blocks:
        if div_class(block, "legend"):
            caption += [{"t": "Space"}, *block["c"][1][0]["c"]]
    attr, _, *rest = table["c"]
    return {**table, "c": [attr, [None, [{"t": "Plain", "c": caption}]], *rest]}


def place_floats(blocks: list[Ast], made: Mapping[str, Ast], *, inline: bool) -> list[Ast]:
    """Put floats after the block that calls them first, or where the layout keeps them.

    What has no place of its own goes to the end.
    """
    left = dict(made)
    out: list[Ast] = []
    home = any(div_class(block, "figures-here") for block in blocks)
    for block in blocks:
        if div_class(block, "figures-here"):
            out += [] if inline else [left.pop(key) for key in list(left)]
            continue
        out.append(block)
        if inline or not home:
            out += [left.pop(key) for key in _called_in(block) if key in left]
    if not left:
        return out
    before_refs = next((i for i, b in enumerate(out) if _is_refs_heading(out, i)), len(out))
    return [*out[:before_refs], *left.values(), *out[before_refs:]]


def _called_in(block: Ast) -> list[str]:
    return [
        citation["citationId"].partition("/")[0]
        for node in walk(block)
        if is_call(node)
        for citation in node["c"][0]
    ]


def _is_refs_heading(blocks: list[Ast], position: int) -> bool:
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    return (
        blocks[position]["t"] == "Header"
        and following is not None
        and following["t"] == "Div"
        and following["c"][0][0] == "refs"
    )

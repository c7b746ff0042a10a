"""What authored Markdown may bring into a manuscript: text, not markup of its own."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.model.case import Report
from casewright.model.document import Ast, Source
from casewright.model.locating import locate
from casewright.model.times import Duration
from casewright.model.tree import NUMBER_CLASS, attribute, is_word, plain_text, walk_sources

_SCHEMES = frozenset({"http", "https", "mailto", "doi"})
_STYLES = frozenset(
    {
        "Article Type",
        "Title",
        "Author",
        "Affiliation",
        "Correspondence",
        "Running Title",
        "Statement",
        "Keywords",
    }
)
_KEYS = frozenset({"data-id", "data-source", "length"})
_NAMED = {"Link": 0, "Code": 0, "CodeBlock": 0, "Header": 1}
_CLASSES = frozenset({"uri", "email"})
_ATTRIBUTED = {"Div": 0, "Span": 0, "Link": 0, "Code": 0, "CodeBlock": 0, "Header": 1, "Table": 0}


def drop_attributes(value: Any) -> Any:
    """Blocks as they were parsed, without what an author gave attributes to, but with its text.

    Spans of class `time`, numbers of headings and `Div`s are the layout's own and stay.
    """
    if isinstance(value, list):
        out: list[Any] = []
        for item in value:
            if is_word(item):
                out.append(item)
                continue
            kept = drop_attributes(item)
            is_span = isinstance(kept, dict) and kept.get("t") == "Span"
            out += kept["c"][1] if is_span and not _is_of_layout(kept) else [kept]
        return out
    if not isinstance(value, dict):
        return value
    made = {key: drop_attributes(item) for key, item in value.items()}
    position = _NAMED.get(value.get("t", ""))
    if position is not None:
        made["c"][position] = ["", [c for c in made["c"][position][1] if c in _CLASSES], []]
    return made


def _is_of_layout(span: Ast) -> bool:
    if NUMBER_CLASS in span["c"][0][1]:
        return re.fullmatch(r"[\d.]+", plain_text(span["c"][1])) is not None
    return _is_time(span)


def _is_time(span: Ast) -> bool:
    if "time" not in span["c"][0][1]:
        return False
    with contextlib.suppress(ValueError):
        return Duration.parse(attribute(span, "length")).qualifier is None
    return False


def check_markup(
    blocks: list[Ast], case: Report, *, sources: Mapping[str, Source], diagnostics: Diagnostics
) -> list[Ast]:
    """Report what may not stand in a manuscript, and drop attributes that could style or script.

    Raw markup, images outside `figures` and links with other schemes than http, https, mailto
    and doi are errors.
    """
    for node, keys in walk_sources(blocks):
        problem = _problem(node)
        if problem:
            code, message, needle, hint = problem
            place = locate(needle, keys, case=case, sources=sources) or Span(case.file, 1, 1)
            diagnostics.add(RULES[code], message, place, hint=hint)
    return [_clean(block) for block in blocks]


def _problem(node: Ast) -> tuple[str, str, str, str] | None:
    match node["t"]:
        case "RawInline" | "RawBlock":
            text = node["c"][1]
            message = f"'{text[:40]}' is raw markup, which only one kind of file could show"
            return "DOC001", message, text[:20], "write it as Markdown"
        case "Image":
            target = node["c"][2][0]
            hint = "describe the image under figures in case.yaml and call it with [@fig:<id>]"
            return "DOC004", f"the image '{target}' stands in the text", target, hint
        case "Link":
            target = node["c"][2][0]
            scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", target)
            if scheme and scheme[1].lower() in _SCHEMES:
                return None
            hint = "link to an address that begins with https:, http:, mailto: or doi:"
            hint = f"write https://{target[:60]}" if target.startswith("www.") else hint
            return "DOC002", f"readers cannot follow the link '{target[:60]}'", target, hint
    return None


def _clean(value: Any) -> Any:
    if isinstance(value, list):
        return [item if is_word(item) else _clean(item) for item in value]
    if not isinstance(value, dict):
        return value
    position = _ATTRIBUTED.get(value.get("t", ""))
    if position is None:
        return {key: _clean(item) for key, item in value.items()}
    content = [_clean(item) for item in value["c"]]
    identity, classes, pairs = content[position]
    content[position] = [identity, classes, [pair for pair in pairs if _allowed(*pair)]]
    return {**value, "c": content}


def _allowed(key: str, value: str) -> bool:
    return key in _KEYS or (key == "custom-style" and value in _STYLES)

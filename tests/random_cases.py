"""Random valid cases, drawn from the JSON Schema of a case: every kind, every field.

A text is one of the examples that its description quotes; a value is one of its `examples`. So a
new field is drawn from the day that it has a comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from casewright.schema import json_schema

Strategy = st.SearchStrategy[Any]

_TIMES = st.sampled_from(
    ["2005", "2005-09", "2005-09-12", "after start", "9 months after start", "day 3"]
)
_QUOTED = re.compile(r"'([^'…{}]+)'")
_PARTS = frozenset({"a", "an", "with", "in", "of", "the", "none", "normal"})
"""What descriptions quote as a part of a sentence, and as no example."""
_LEFT_OUT = frozenset({"figure", "figures", "tables", "file", "id", "text", "codes", "until"})
_TEXTS: Mapping[str, Sequence[str]] = {
    "email": ("ada@example.org",),
    "orcid": ("0000-0002-1825-0097",),
    "statement": ("Consent was given.",),
}
"""Texts by field, where the description quotes none that would do."""


@cache
def _schema() -> dict[str, Any]:
    return json_schema("case")


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    ref = schema.get("$ref")
    return _schema()["$defs"][ref.rpartition("/")[2]] if ref else schema


def _value(schema: Mapping[str, Any], name: str, comment: str = "") -> Strategy:
    if name == "at":
        return _TIMES
    comment = schema.get("description", comment)
    schema = _resolved(schema)
    choices = [schema["const"]] if "const" in schema else schema.get("enum")
    if choices := choices or schema.get("examples"):
        return st.sampled_from(choices)
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return st.one_of([_value(one, name, comment) for one in schema[union]])
    match schema.get("type"):
        case "object":
            return _mapping(schema)
        case "array":
            return st.lists(
                _value(schema.get("items", {}), name, comment),
                min_size=schema.get("minItems", 0),
                max_size=max(2, schema.get("minItems", 0)),
                unique_by=json.dumps,
            )
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", 0), schema.get("maximum", 9))
        case "number":
            return st.just(1.5)
    return _text(schema, name, comment)


def _text(schema: Mapping[str, Any], name: str, comment: str) -> Strategy:
    pattern = schema.get("pattern", "")
    if pattern.startswith("^[a-z]"):  # an id
        return st.just("start")
    if "not stated" in pattern:
        return st.sampled_from(["not stated", "not done", "not applicable: too young"])
    quoted = [text for text in _QUOTED.findall(comment) if text not in _PARTS]
    own = list(_TEXTS.get(name, ())) or quoted
    return st.sampled_from(own or [f"alpha-{name}", f"eGFR-{name}"])


def _mapping(schema: Mapping[str, Any], without: Iterable[str] = ()) -> Strategy:
    needed = set(schema.get("required", ()))
    fields = {
        name: value
        for name, value in schema.get("properties", {}).items()
        if name not in {*(_LEFT_OUT - needed), *without}
    }
    return st.fixed_dictionaries(
        {name: _value(value, name) for name, value in fields.items() if name in needed},
        optional={n: _value(value, n) for n, value in fields.items() if n not in needed},
    )


def kinds() -> list[str]:
    """Every kind of event."""
    return sorted(_schema()["properties"]["course"]["items"]["discriminator"]["mapping"])


_NEEDED: Mapping[str, Mapping[str, Any]] = {
    "genetics": {"karyotype": "47,XX,+21"},
    "medication": {"drug": "aspirin"},
    "presentation": {"reason": "evaluation"},
}
"""What a kind cannot do without, although no single field is required."""


def events(kind: str) -> Strategy:
    """Events of a kind, with any of its fields."""
    mapping = _schema()["properties"]["course"]["items"]["discriminator"]["mapping"]
    own = _mapping(_resolved({"$ref": mapping[kind]}), without=("at", "of", "kind"))
    extra = st.fixed_dictionaries({"kind": st.just(kind)}, optional={"at": _TIMES})
    needed = _NEEDED.get(kind, {})
    return st.builds(lambda a, b: {**a, **b, **needed}, extra, own)


def cases() -> Strategy:
    """Whole cases as data, with one to five events after a presentation called `start`."""
    properties = _schema()["properties"]
    start = {"id": "start", "kind": "presentation", "complaints": [{"what": "cough"}]}
    course = st.lists(st.sampled_from(kinds()).flatmap(events), min_size=1, max_size=5).map(
        lambda drawn: [start, *drawn]
    )
    blocks = {
        name: _value(properties[name], name)
        for name in ("patient", "history", "diagnosis", "lessons", "perspective")
    }
    fixed = {
        "title": st.just({"focus": "A cough"}),
        "authors": st.just([{"given": "Ada", "family": "Byron"}]),
        "patient": blocks.pop("patient"),
        "diagnosis": blocks.pop("diagnosis"),
        "course": course,
    }
    return st.fixed_dictionaries(fixed, optional=blocks)

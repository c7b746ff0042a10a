"""JSON Schemas of the files that people write, generated from their types."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from casewright.model.case import Case
from casewright.model.declare import BaseModel
from casewright.model.journal import Journal
from casewright.model.profile import Provenance
from casewright.model.series import Series, SeriesPatient
from casewright.model.settings import Settings
from casewright.model.validators import pydantic_model
from casewright.workspace import package_file, read_package_file

_MODELS: Mapping[str, type[BaseModel]] = {
    "case": Case,
    "journal": Journal,
    "patient": SeriesPatient,
    "settings": Settings,
}


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of a kind of file, such as `case` (JSON Schema 2020-12); raises `KeyError`.

    The comments under the fields of the types become descriptions, which editors show.
    """
    made = pydantic_model(_MODELS[kind]).model_json_schema()
    if kind == "case":
        _allow_series(made)
    if kind == "journal":
        _leave_to_parents(made)
    comments = _field_comments()
    for name, definition in [(_MODELS[kind].__name__, made), *made.get("$defs", {}).items()]:
        for field, schema in _properties(definition).items():
            shared = comments.get((Series.__name__, field)) if name == Case.__name__ else None
            comment = comments.get((name, field)) or shared
            if comment:
                schema["description"] = comment
            schema.pop("title", None)
    plain: dict[str, Any] = _as_read(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **plain}


def _properties(definition: dict[str, Any]) -> dict[str, Any]:
    """The fields of a type, also of one that may be written as plain text."""
    either = (definition, *definition.get("anyOf", ()))
    found: dict[str, Any] = next((one["properties"] for one in either if "properties" in one), {})
    return found


def _allow_series(made: dict[str, Any]) -> None:
    """A report of several patients names their files instead of telling what happened to one."""
    series = pydantic_model(Series).model_json_schema()
    of_one = [name for name in made["properties"] if name not in series["properties"]]
    of_series = [name for name in series["properties"] if name not in made["properties"]]
    made["$defs"].update(series.get("$defs", {}))
    made["properties"].update({name: series["properties"][name] for name in of_series})
    one_needs = [name for name in made["required"] if name not in series["required"]]
    made["required"] = [name for name in made["required"] if name in series["required"]]
    made["if"] = {"required": ["patients"]}
    made["then"] = {"properties": dict.fromkeys(of_one, False)}
    others = [name for name in of_series if name != "patients"]
    made["else"] = {"required": one_needs, "properties": dict.fromkeys(others, False)}


def _leave_to_parents(made: dict[str, Any]) -> None:
    """A profile that extends another one need not say what its parent says."""
    made["if"] = {"not": {"required": ["extends"]}}
    made["then"] = {"required": made["required"]}
    made["required"] = ["id", "title"]
    provenance = set(Provenance.model_fields)
    for definition in made["$defs"].values():
        if "rules" in definition.get("properties", ()):
            needed = [name for name in definition["required"] if name in provenance]
            definition["required"] = needed


def _as_read(schema: Any) -> Any:
    """`schema` as the readers understand it.

    They take a key without a value for a mistake, and a text such as 'not stated' for whichever
    of two types it fits.
    """
    if isinstance(schema, list):
        return [_as_read(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _as_read(value) for key, value in schema.items()}
    if "oneOf" in plain and "discriminator" not in plain:
        plain["anyOf"] = plain.pop("oneOf")
    if plain.get("default", "") is None:
        del plain["default"]
    if {"type": "null"} in plain.get("anyOf", ()):
        choices = [choice for choice in plain.pop("anyOf") if choice != {"type": "null"}]
        plain = {**choices[0], **plain} if len(choices) == 1 else {**plain, "anyOf": choices}
    return plain


def _field_comments() -> dict[tuple[str, str], str]:
    """The string under each field of each type, with those of its base types."""
    files = sorted(package_file("model").glob("*.py"))
    trees = [ast.parse(read_package_file("model", file.name)) for file in files]
    types = {
        node.name: node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)
    }

    def comments_of(name: str) -> dict[str, str]:
        node = types.get(name)
        if node is None:
            return {}
        bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
        inherited = [comments_of(base) for base in bases]
        return {k: text for one in inherited for k, text in one.items()} | _own_comments(node)

    return {(name, field): text for name in types for field, text in comments_of(name).items()}


def _own_comments(node: ast.ClassDef) -> dict[str, str]:
    comments = {}
    for field, after in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            comments[field.target.id] = " ".join(str(after.value.value).split())
    return comments

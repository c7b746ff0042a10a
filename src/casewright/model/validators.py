"""What pydantic makes of the types of the model: validators and JSON Schemas."""

from __future__ import annotations

import functools
import operator
import pickle
from types import MethodType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, ForwardRef, Literal, Union, get_args, get_origin

from pydantic_core import SchemaValidator

from casewright.model.declare import CHECKED_BY, BaseModel, Note, fields, hints
from casewright.workspace import kept_with_code

if TYPE_CHECKING:
    import pydantic


@functools.cache
def validator(annotation: Any) -> SchemaValidator:
    """What makes values of `annotation` from the data of a file; it raises `ValidationError`."""
    if not isinstance(annotation, type):
        return SchemaValidator(_core_schema(annotation))
    name = f"{annotation.__module__}.{annotation.__qualname__}"
    try:
        kept = kept_with_code(name, lambda: pickle.dumps(_core_schema(annotation)))
    except (pickle.PicklingError, AttributeError):  # a function that has no name in its module
        return SchemaValidator(_core_schema(annotation))
    return SchemaValidator(pickle.loads(kept))


@functools.cache
def pydantic_model(model: type[BaseModel]) -> type[pydantic.BaseModel]:
    """The same type made with pydantic, which knows its JSON Schema."""
    import pydantic

    _BEING_MADE.append(model)
    namespace: dict[str, Any] = {
        "__module__": model.__module__,
        "__qualname__": model.__qualname__,
        "__doc__": model.__doc__,
        "__annotations__": {name: told(hint) for name, hint in hints(model).items()},
        "model_config": pydantic.ConfigDict(**model.model_config),
    }
    for name in fields(model):
        if hasattr(model, name):
            namespace[name] = told(getattr(model, name))
    for part in reversed(model.__mro__):
        for name, value in vars(part).items():
            function = getattr(value, "__func__", value)
            if note := getattr(function, CHECKED_BY, None):
                namespace[name] = told(note)(value)
            elif name == "__get_pydantic_json_schema__":
                namespace[name] = value
    meta: Any = type(pydantic.BaseModel)
    made: type[pydantic.BaseModel] = meta(model.__name__, (pydantic.BaseModel,), namespace)
    _WRITTEN_AS[made] = model
    _BEING_MADE.remove(model)
    return made


_WRITTEN_AS: dict[type, type[BaseModel]] = {}
"""The types as they are written, by those that were made with pydantic."""
_BEING_MADE: list[type[BaseModel]] = []
"""A type that holds others of its kind names itself."""


def told(value: Any) -> Any:
    """An annotation or a default of a type of the model in pydantic's own words."""
    if isinstance(value, Note):
        import pydantic

        return getattr(pydantic, value.word)(*value.arguments, **value.options)
    if isinstance(value, BaseModel):
        return pydantic_model(type(value)).model_construct(**vars(value))
    if isinstance(value, type) and issubclass(value, BaseModel):
        return ForwardRef(value.__name__) if value in _BEING_MADE else pydantic_model(value)
    if isinstance(value, tuple):
        return tuple(told(item) for item in value)
    origin, arguments = get_origin(value), get_args(value)
    if origin is None or origin is Literal:
        return value
    parts = tuple(told(argument) for argument in arguments)
    if origin is Annotated:
        return Annotated[parts]
    return functools.reduce(operator.or_, parts) if origin in (Union, UnionType) else origin[parts]


def _core_schema(annotation: Any) -> Any:
    """What `pydantic_core` needs to make values of the types as they are written."""
    import pydantic

    adapter = pydantic.TypeAdapter(told(annotation))
    adapter.rebuild()  # the types defer it
    return _as_written(adapter.core_schema)


_FOR_PYDANTIC = ("metadata", "post_init", "serialization")


def _as_written(schema: Any) -> Any:
    """A core schema with the types, functions and defaults of the model itself."""
    if isinstance(schema, dict):
        left_out = _FOR_PYDANTIC if isinstance(schema.get("type"), str) else ()
        return {k: _as_written(v) for k, v in schema.items() if k not in left_out}
    if isinstance(schema, list | tuple):
        return type(schema)(_as_written(item) for item in schema)
    if isinstance(schema, MethodType) and schema.__self__ in _WRITTEN_AS:
        return getattr(_WRITTEN_AS[schema.__self__], schema.__name__)
    if type(schema) in _WRITTEN_AS:
        return _WRITTEN_AS[type(schema)](**vars(schema))
    if isinstance(schema, type):
        return _WRITTEN_AS.get(schema, schema)
    return schema

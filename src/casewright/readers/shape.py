"""What a type of the model allows at a path: which keys a mapping may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from casewright.model.declare import BaseModel


def keys_at(model: type[BaseModel], data: Any, path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that the mapping at `path` of `data` may have; none if it is no known mapping."""
    annotation, inner = _at(model, data, path)
    keys: dict[str, None] = {}
    for candidate in _fitting(annotation, inner):
        keys.update(dict.fromkeys(candidate.model_fields))
    return tuple(keys)


def kinds_at(model: type[BaseModel], data: Any, path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The values that `kind` may have in the mapping at `path`."""
    annotation, _ = _at(model, data, path)
    return tuple(kind for candidate in _models(annotation) for kind in _kinds(candidate))


def kinds_with(
    model: type[BaseModel], data: Any, path: tuple[str | int, ...], key: str
) -> tuple[str, ...]:
    """The kinds of which the mapping at `path` would have to be for `key` to stand in it."""
    annotation, _ = _at(model, data, path)
    fitting = (candidate for candidate in _models(annotation) if key in candidate.model_fields)
    return tuple(kind for candidate in fitting for kind in _kinds(candidate))


def text_key_at(model: type[BaseModel], data: Any, path: tuple[str | int, ...]) -> str | None:
    """The only key that the mapping at `path` needs, if its value is text."""
    annotation, _ = _at(model, data, path)
    models = list(_models(annotation))
    needed = [
        (name, field)
        for name, field in (models[0].model_fields.items() if len(models) == 1 else ())
        if field.is_required()
    ]
    if len(needed) != 1 or str not in _flat(needed[0][1].annotation):
        return None
    return needed[0][0]


def takes_text(model: type[BaseModel], data: Any, path: tuple[str | int, ...]) -> bool:
    """Whether the value at `path` may be text."""
    return str in _flat(_at(model, data, path)[0])


def words_at(model: type[BaseModel], data: Any, path: tuple[str | int, ...]) -> tuple[object, ...]:
    """The words of which the value at `path` has to be one."""
    parts = _flat(_at(model, data, path)[0])
    return tuple(word for part in parts if get_origin(part) is Literal for word in get_args(part))


def fields_with(
    model: type[BaseModel], data: Any, path: tuple[str | int, ...], key: str
) -> tuple[str, ...]:
    """The fields of the mapping at `path` in which, or in whose items, `key` may stand."""
    found: dict[str, None] = {}
    for candidate in _fitting(*_at(model, data, path)):
        for name, field in candidate.model_fields.items():
            if any(key in inner.model_fields for inner in _inner_models(field.annotation)):
                found[name] = None
    return tuple(found)


def _inner_models(annotation: Any) -> Iterator[type[BaseModel]]:
    yield from _models(annotation)
    for part in _flat(annotation):
        if get_origin(part) is tuple:
            yield from _models(get_args(part)[0])


def blocks_with(model: type[BaseModel], key: str) -> tuple[str, ...]:
    """Names of the fields of `model` whose own mapping may have `key`."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if any(key in inner.model_fields for inner in _models(field.annotation))
    )


def _at(model: type[BaseModel], data: Any, path: tuple[str | int, ...]) -> tuple[Any, Any]:
    annotation: Any = model
    for part in path:
        annotation = _step(annotation, data, part)
        data = _into(data, part)
    return annotation, data


def _into(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    if isinstance(data, tuple) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def _step(annotation: Any, data: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return next((get_args(a)[0] for a in _flat(annotation) if get_origin(a) is tuple), None)
    for model in _fitting(annotation, data):
        if part in model.model_fields:
            return model.model_fields[part].annotation
    return next((get_args(a)[1] for a in _flat(annotation) if get_origin(a) is Mapping), None)


def _fitting(annotation: Any, data: Any) -> list[type[BaseModel]]:
    """The models a mapping may be; only the one of its `kind`, or those that have none."""
    models = list(_models(annotation))
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind is None:
        return [model for model in models if not _kinds(model)] or models
    return [model for model in models if kind in _kinds(model)] or models


def _kinds(model: type[BaseModel]) -> tuple[str, ...]:
    field = model.model_fields.get("kind")
    return get_args(field.annotation) if field else ()


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for part in _flat(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part


_KEPT = (tuple, Mapping, Literal)


def _flat(annotation: Any) -> Iterator[Any]:
    """The alternatives of an annotation, without the wrappings of `Annotated` and unions."""
    if hasattr(annotation, "__metadata__"):
        yield from _flat(annotation.__origin__)
    elif get_origin(annotation) is not None and get_origin(annotation) not in _KEPT:
        for part in get_args(annotation):
            yield from _flat(part)
    else:
        yield annotation

"""The words that the types of the model are written with; they are pydantic's.

Pydantic takes 60 ms to import, 70 ms to make the types of a case and 70 ms to make a validator of
them: a third of the time until a build can lay out its pages. So here each of these words only
notes what was written with it. `validators.py` hands the notes to pydantic, once for each version
of the types; what comes of it is kept, and is used by `pydantic_core` alone. For the type checker
these are pydantic's own words.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, get_type_hints

__all__ = [
    "BaseModel",
    "BeforeValidator",
    "ConfigDict",
    "Discriminator",
    "Field",
    "PlainValidator",
    "PrivateAttr",
    "Tag",
    "WithJsonSchema",
    "field_validator",
    "model_validator",
]

if TYPE_CHECKING:
    from pydantic import (
        BaseModel,
        BeforeValidator,
        ConfigDict,
        Discriminator,
        Field,
        PlainValidator,
        PrivateAttr,
        Tag,
        WithJsonSchema,
        field_validator,
        model_validator,
    )


class Note:
    """A word of pydantic's with its arguments."""

    __slots__ = ("arguments", "options", "word")

    def __init__(self, word: str, *arguments: Any, **options: Any) -> None:
        self.word = word
        self.arguments = arguments
        self.options = options

    def default(self) -> Any:
        """The default of a field that was written as `Field(default_factory=…)`."""
        return self.options["default_factory"]()


CHECKED_BY = "__checked_by__"
"""The attribute of a function that notes how pydantic is to call it."""


class FieldOf:
    """A field of a type: what pydantic's `FieldInfo` says that does not need pydantic."""

    __slots__ = ("model", "name")

    def __init__(self, model: type, name: str) -> None:
        self.model = model
        self.name = name

    @property
    def annotation(self) -> Any:
        return hints(self.model)[self.name]

    def is_required(self) -> bool:
        return not hasattr(self.model, self.name)

    def get_default(self, *, call_default_factory: bool = True) -> Any:
        value = getattr(self.model, self.name, None)
        return value.default() if isinstance(value, Note) else value


@functools.cache
def hints(model: type) -> dict[str, Any]:
    """The annotations of the fields of `model`, with those of its bases."""
    found = get_type_hints(model, include_extras=True)
    return {name: hint for name, hint in found.items() if name in fields(model)}


@functools.cache
def fields(model: type) -> dict[str, FieldOf]:
    """The fields of `model` by their names, with those of its bases first."""
    return {name: FieldOf(model, name) for name in _annotated(model) if not name.startswith("_")}


@functools.cache
def _privates(model: type) -> tuple[str, ...]:
    dunder = ("__", "_abc")
    names = (name for name in _annotated(model) if name.startswith("_"))
    return tuple(name for name in names if not name.startswith(dunder))


def _annotated(model: type) -> Iterator[str]:
    """Names with annotations, those of base types first."""
    known: dict[str, None] = {}
    for part in reversed(model.__mro__):
        for name, annotation in vars(part).get("__annotations__", {}).items():
            if not str(annotation).startswith("ClassVar"):
                known[name] = None
    yield from known


class _Fields:
    """`model_fields` of a type."""

    def __get__(self, _: object, model: type) -> Mapping[str, FieldOf]:
        return fields(model)


class _Model:
    """What a type of the model can do without pydantic; named and used as in pydantic.

    Values given to a type in code are taken as they are: the type checker has seen them. What
    comes from a file goes through `validators.validator`.
    """

    # The places that `pydantic_core` fills in.
    __slots__ = (
        "__dict__",
        "__pydantic_extra__",
        "__pydantic_fields_set__",
        "__pydantic_private__",
    )
    model_config: ClassVar[dict[str, Any]] = {}
    model_fields = _Fields()

    def __init__(self, **values: Any) -> None:
        known = _fields_of(self)
        unknown = values.keys() - known.keys()
        missing = [n for n, one in known.items() if one.is_required() and n not in values]
        if unknown or missing:
            raise TypeError(f"{type(self).__name__}: unknown {sorted(unknown)}, missing {missing}")
        _fill(self, values)

    @classmethod
    def model_construct(cls, **values: Any) -> Any:
        made = cls.__new__(cls)
        _fill(made, values)
        return made

    def model_copy(self, *, update: Mapping[str, Any]) -> Any:
        made = self.__class__.__new__(self.__class__)
        object.__setattr__(made, "__dict__", {**self.__dict__, **update})
        return made

    def model_dump(self, *, mode: str) -> dict[str, Any]:
        assert mode == "json"
        return {name: _plain(getattr(self, name)) for name in _fields_of(self)}

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} is frozen: '{name}' cannot be set")
        object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in _fields_of(self))))

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in _fields_of(self))
        return f"{type(self).__name__}({', '.join(shown)})"


def _fields_of(node: _Model) -> dict[str, FieldOf]:
    kind: Any = type(node)
    return fields(kind)


def _fill(made: _Model, values: Mapping[str, Any]) -> None:
    known = _fields_of(made).items()
    defaults = {n: f.get_default() for n, f in known if n not in values and not f.is_required()}
    made.__dict__.update(defaults, **values)


def _values(node: _Model) -> list[Any]:
    kind: Any = type(node)
    return [getattr(node, name, None) for name in (*fields(kind), *_privates(kind))]


def _plain(value: Any) -> Any:
    if isinstance(value, _Model):
        return value.model_dump(mode="json")
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _noting(word: str) -> Callable[..., Note]:
    return functools.partial(Note, word)


def _checking(word: str) -> Callable[..., Callable[[Any], Any]]:
    """A decorator that notes how its function is to be called."""

    def with_options(*arguments: Any, **options: Any) -> Callable[[Any], Any]:
        def mark(function: Any) -> Any:
            plain = getattr(function, "__func__", function)
            setattr(plain, CHECKED_BY, Note(word, *arguments, **options))
            return function

        return mark

    return with_options


if not TYPE_CHECKING:
    BaseModel = _Model
    ConfigDict = dict
    BeforeValidator = _noting("BeforeValidator")
    Discriminator = _noting("Discriminator")
    Field = _noting("Field")
    PlainValidator = _noting("PlainValidator")
    Tag = _noting("Tag")
    WithJsonSchema = _noting("WithJsonSchema")
    field_validator = _checking("field_validator")
    model_validator = _checking("model_validator")

    def PrivateAttr(*, default=None, default_factory=None):  # noqa: N802
        """The value of a private attribute until one is set."""
        return default_factory() if default_factory else default

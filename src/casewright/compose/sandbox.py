"""The Jinja of templates, which may come from strangers: data and Casewright's own words only."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from jinja2 import BytecodeCache, StrictUndefined, Undefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro, TemplateReference, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_CHARACTERS = 20_000_000
"""What one manuscript may print altogether, and the longest text that templates may make."""

MOST_ITEMS = 100_000
"""The longest list that templates may make."""

_FILTERS = frozenset(
    {"default", "first", "last", "length", "list", "lower", "map", "max", "min", "reject"}
    | {"rejectattr", "select", "selectattr", "sort", "trim", "unique", "upper"}
)
_METHODS: tuple[tuple[type, frozenset[str]], ...] = (
    (Mapping, frozenset({"get", "items", "keys", "values"})),
    (tuple, frozenset({"count", "index"})),
    (list, frozenset({"count", "index"})),
)
_RUNTIME = (LoopContext, Macro, TemplateReference)


class _Generator(CodeGenerator):
    """Sends `a ~ b` through the environment, as operators already are."""

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


_REVISION = 1
"""Part of every key; a new number whenever `Sandbox` compiles a template differently."""


class CodeStore(Protocol):
    """Where the byte code of templates that came with casewright is kept."""

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, if it is still there."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`."""


class _ByteCode(BytecodeCache):
    """Python's own way with modules: compiled once, kept beside the program."""

    def __init__(self, store: CodeStore, trusted: Callable[[str], bool]) -> None:
        self._store = store
        self._trusted = trusted
        self._names: dict[str, str] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Byte code can do anything, so that of a stranger's template is never read."""
        if self._trusted(self._names[bucket.key]) and (kept := self._store.get(bucket.key)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the byte code of a template that came with casewright."""
        if self._trusted(self._names[bucket.key]):
            self._store.put(bucket.key, bucket.bytecode_to_string())

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A key for the template of this name, file and revision of `Sandbox`."""
        key = super().get_cache_key(f"{_REVISION} {name}", filename) + ".jinja"
        self._names[key] = name
        return key


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja that reads fields of the case and the journal, and calls what `helpers` offer.

    Methods of models and of text are out of reach: among them are some that read files or fill
    the memory. So are arithmetic, long loops over numbers, and filters that multiply text.
    """

    code_generator_class = _Generator
    intercepted_binops = frozenset(["*", "**", "%", "//", "/", "-", "+"])

    def __init__(
        self,
        *,
        load: Callable[[str], Any],
        finalize: Callable[[Any], Any],
        helpers: tuple[type, ...],
        store: CodeStore,
        trusted: Callable[[str], bool],
    ) -> None:
        from jinja2 import FunctionLoader

        self._helpers = helpers
        self._show = finalize
        self._printed = 0
        super().__init__(
            loader=FunctionLoader(load),
            undefined=StrictUndefined,
            autoescape=True,
            finalize=self._counted,
            comment_start_string="{##",
            comment_end_string="##}",
            lstrip_blocks=True,
            bytecode_cache=_ByteCode(store, trusted),
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters["join"] = self.join_items

    def _counted(self, value: Any) -> Any:
        shown = self._show(value)
        self._printed += len(shown) + 1
        if self._printed > MOST_CHARACTERS:
            raise SecurityError("the templates print more text than a manuscript can hold")
        return shown

    def joined(self, parts: Iterable[Any]) -> str:
        """What `a ~ b` gives; raises `SecurityError` when it is too long."""
        texts = [self.text_of(part) for part in parts]
        if sum(map(len, texts)) > MOST_CHARACTERS:
            raise SecurityError("a text is too long")
        return markup_join(texts)

    def join_items(self, items: Iterable[Any], separator: str = "") -> str:
        """The filter `join`; raises `SecurityError` when the text is too long."""
        texts = [self.text_of(item) for item in items]
        if len(separator) * len(texts) > MOST_CHARACTERS:
            raise SecurityError("a text is too long")
        return separator.join(texts)

    @staticmethod
    def text_of(value: Any) -> str:
        """A text or a number as text; raises `SecurityError` for anything else.

        A few lists inside each other print more than the memory holds.
        """
        if isinstance(value, str):
            return value
        if isinstance(value, int | float | Undefined):
            return str(value)
        raise SecurityError(f"a value of type {type(value).__name__} cannot be printed")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Lists may be added; no other arithmetic is for templates."""
        lists = isinstance(left, list | tuple) and isinstance(right, list | tuple)
        if operator == "+" and lists and len(left) + len(right) <= MOST_ITEMS:
            return [*left, *right]
        raise SecurityError(f"the operator {operator} is not available in templates")

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """`format` is no exception: it pads a text to any width."""
        return None

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if not super().is_safe_attribute(obj, attr, value):
            return False
        kind = type(obj)
        if isinstance(obj, self._helpers + _RUNTIME):
            return True
        for known, methods in _METHODS:
            if isinstance(obj, known):
                return attr in methods
        fields = getattr(kind, "model_fields", None)
        if fields is None and dataclasses.is_dataclass(kind):
            fields = {field.name for field in dataclasses.fields(kind)}
        return fields is not None and (
            attr in fields or isinstance(getattr(kind, attr, None), property)
        )

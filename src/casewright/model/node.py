"""The base of every node of a case file, and authored prose with its places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from casewright.diagnostics import Span
from casewright.model.declare import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Tag
from casewright.model.values import AbsentValue, absent_tag, none_tag

T = TypeVar("T")
Maybe = Annotated[
    Annotated[T, Tag("given")] | Annotated[AbsentValue, Tag("absent")], Discriminator(absent_tag)
]
"""A value, or the statement that it is missing (not stated, not done, not applicable: why)."""

NoneOr = Annotated[
    Annotated[T, Tag("given")] | Annotated[Literal["none"], Tag("none")], Discriminator(none_tag)
]
"""A value, or 'none': the statement that there was nothing of it."""

Text: TypeAlias = Annotated[str, Field(min_length=1)]


def _text_tag(raw: object) -> str:
    """Tell words from facts, and both from the statement that something is missing."""
    tag = absent_tag(raw)
    return tag if tag == "absent" or not isinstance(raw, str) else "words"


TextOr = Annotated[
    Annotated[T, Tag("given")]
    | Annotated[Text, Tag("words")]
    | Annotated[AbsentValue, Tag("absent")],
    Discriminator(_text_tag),
]
"""A block of facts, or the author's own words for it, or the statement that it is missing."""


class Node(BaseModel):
    """A mapping of the case file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)
    _path: str = PrivateAttr(default="")

    @property
    def path(self) -> str:
        """Where this node stands in its file, such as `course.3`; empty for the whole file."""
        return self._path

    def at_path(self, *parts: str | int) -> str:
        """The path of something inside this node."""
        return ".".join(str(part) for part in (self._path, *parts) if part != "")


class Prose:
    """Authored Markdown with the place of each of its lines."""

    __slots__ = ("lines", "text")

    def __init__(self, text: str, lines: tuple[Span, ...]) -> None:
        self.text = text
        """The Markdown, with `\\n` line ends."""
        self.lines = lines
        """The place of the first character of each line of `text`."""


def walk_nodes(value: Any) -> Iterator[Node]:
    """Every node inside `value`, outermost first."""
    if isinstance(value, Node):
        yield value
        for name in type(value).model_fields:
            yield from walk_nodes(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from walk_nodes(item)

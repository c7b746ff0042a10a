"""What messages call the keys and values of a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and numbers of list items, from the top of a file."""


def path_text(path: Path) -> str:
    """The path as it is told elsewhere: 'course.3.what'."""
    return ".".join(str(part) for part in path)


def quoted(path: Path) -> str:
    """The last key of a path, with its number in a list: 'authors 2'."""
    names = [str(part) for part in path if isinstance(part, str)]
    name = names[-1] if names else "the file"
    if path and isinstance(path[-1], int):
        return f"item {path[-1] + 1} of '{name}'"
    return f"'{name}'"


def shown_value(value: Any) -> str:
    """A value as a message shows it, cut off where it is long."""
    if isinstance(value, str):
        shown = value if len(value) <= 60 else value[:57] + "…"
        return f"'{shown}'"
    if value is None or isinstance(value, bool | int | float):
        return str(value) if not isinstance(value, bool | None) else json.dumps(value)
    return name_of(value)


def name_of(value: Any) -> str:
    """What kind of value it is: 'a list'."""
    names = {dict: "keys with values", tuple: "a list", str: "text", bool: "true or false"}
    if value is None:
        return "nothing"
    return names.get(type(value), "a number")


def either(words: Iterable[str]) -> str:
    """'a' or 'b', in quotation marks."""
    quoted = [f"'{word}'" for word in words]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def quoted_words(text: str) -> list[str]:
    """The words of a text that stand in quotation marks."""
    return re.findall(r"'([^']*)'", text)

"""The words of drawn figures in the journal's English."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

from casewright.compose.passes.spelling import respelled
from casewright.model.charts import Picture

T = TypeVar("T", bound=Picture)


def respelled_picture(picture: T, spelling: Mapping[str, str]) -> T:
    """The picture with every label respelled."""
    return _respelled(picture, spelling) if spelling else picture


def _respelled(value: Any, spelling: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return respelled(value, spelling)
    if isinstance(value, tuple):
        return tuple(_respelled(item, spelling) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return type(value)(**{name: _respelled(part, spelling) for name, part in parts.items()})
    return value

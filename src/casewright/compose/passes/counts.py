"""Numbers of words, figures and references on the title page, put in when all else stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casewright.compose.marks import COUNT
from casewright.model.document import Ast, Document
from casewright.model.tree import attribute, is_word


def print_counts(document: Document, counts: Mapping[str, int]) -> Document:
    """Replace the names of numbers by the numbers."""
    blocks = [_filled(one, counts) if _is_front(one) else one for one in document.blocks]
    apart = document.title_page
    return replace(
        document, blocks=blocks, title_page=print_counts(apart, counts) if apart else None
    )


def _is_front(block: Ast) -> bool:
    return block["t"] == "Div" and attribute(block, "custom-style") == "Statement"


def _filled(value: Any, counts: Mapping[str, int]) -> Any:
    if isinstance(value, list):
        return [_filled(item, counts) for item in value]
    if not isinstance(value, dict):
        return value
    if is_word(value):
        text = value.get("c")
        return {**value, "c": _number(text, counts)} if text and COUNT in text else value
    return {key: _filled(item, counts) for key, item in value.items()}


def _number(text: str, counts: Mapping[str, int]) -> str:
    for name, count in counts.items():
        text = text.replace(f"{COUNT}{name}", str(count))
    return text

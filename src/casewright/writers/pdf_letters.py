"""Which characters a PDF shows in a font that is not shipped, and which it cannot show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from casewright.model.fonts import SHIPPED


@dataclass(frozen=True, slots=True)
class Letters:
    """Characters that the shipped fonts do not have, in the order of their code points."""

    elsewhere: dict[str, str] = field(default_factory=dict)
    """By the name of another font of this machine, those that are set in it."""
    nowhere: str = ""
    """Those that no font has: the page shows an empty box."""


def letters_of(fonts: Iterable[Any]) -> Letters:
    """What the fonts of a laid-out document tell; they are WeasyPrint's."""
    elsewhere: dict[str, set[str]] = {}
    nowhere: set[str] = set()
    for font in fonts:
        missing = {chr(code) for code in font.missing}
        nowhere |= missing
        if font.family not in SHIPPED:
            shown = {c for text in font.to_unicode.values() for c in text if c.isprintable()}
            elsewhere.setdefault(font.family, set()).update(shown - missing - {" "})
    others = {family: "".join(sorted(found)) for family, found in sorted(elsewhere.items())}
    return Letters({family: text for family, text in others.items() if text}, _sorted(nowhere))


def _sorted(characters: set[str]) -> str:
    return "".join(sorted(characters))

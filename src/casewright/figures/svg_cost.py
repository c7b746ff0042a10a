"""How much an SVG draws once everything that it repeats is written out."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from casewright.figures.errors import UnreadableImage
from casewright.figures.limits import MAX_SVG_ELEMENTS

_LOCAL = re.compile(r"url\(\s*[\"']?#([^\"')]+?)\s*[\"']?\s*\)")
_FLAT = "ungroup them, or export it as PNG"
_CYCLE = "its parts refer to each other in a circle"


def drawn_elements(root: Element) -> int:
    """Count the elements with every repetition by `use`, patterns, markers and masks.

    A few lines can ask for billions of elements, and the renderer would try. The count stops a
    little over `MAX_SVG_ELEMENTS`. Raises `UnreadableImage` when parts refer to each other in a
    circle.
    """
    by_id = {name: element for element in root.iter() if (name := element.get("id"))}
    rules = _style_rules(root)
    known: dict[Element, int | None] = {}

    def cost(element: Element) -> int:
        if element in known:
            found = known[element]
            if found is None:
                raise UnreadableImage(_CYCLE, _FLAT)
            return found
        known[element] = None
        total = 1
        for part in (*element, *(by_id[i] for i in _references(element, rules) if i in by_id)):
            total = min(total + cost(part), MAX_SVG_ELEMENTS + 1)
        known[element] = total
        return total

    try:
        return cost(root)
    except RecursionError as error:
        raise UnreadableImage(
            "its parts are nested too deeply", "ungroup them, or export it as PNG"
        ) from error


def _style_rules(root: Element) -> list[tuple[frozenset[str], list[str]]]:
    """The names in a selector, and the ids that its declarations refer to."""
    rules = []
    for style in root.iter("{http://www.w3.org/2000/svg}style"):
        for selector, declarations in re.findall(r"([^{}]*)\{([^{}]*)\}", style.text or ""):
            if found := _LOCAL.findall(declarations):
                rules.append((frozenset(re.findall(r"[\w-]+|\*", selector)), found))
    return rules


def _references(element: Element, rules: list[tuple[frozenset[str], list[str]]]) -> set[str]:
    found: set[str] = set()
    for key, value in element.attrib.items():
        if key.endswith("href") and value.startswith("#"):
            found.add(value[1:])
        found.update(_LOCAL.findall(value))
    if rules:
        names = {"*", element.tag.rpartition("}")[2], element.get("id", "")}
        names.update(element.get("class", "").split())
        found.update(
            target for selector, targets in rules if selector & names for target in targets
        )
    return found

"""Whose a reused figure is, and under which licence, where machines look for it.

Source: JATS Publishing 1.2, `<permissions>` in `<fig>`; JATS4R, Recommendation on permissions: the
address of a licence stands in `@xlink:href`, what people read in `<license-p>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from casewright.model.document import Document
from casewright.model.floats import Figure, Reuse
from casewright.model.series import CaseReport
from casewright.model.tree import walk
from casewright.writers.jats_parts import XLINK, sources_in

_OF_A_FIGURE = re.compile(r"figures\.(\d+)(?:\.|$)")
_ENDED = re.compile(r"[.?!](?:\[[\d,–-]+\]|\(\d[\d,–-]*\)|\d[\d,–-]*)?$")
_CREATIVE_COMMONS = re.compile(
    r"\bCC[ -](?P<kind>BY(?:-NC)?(?:-(?:ND|SA))?)(?:[ -](?P<version>[1-4]\.\d))?\b"
    r"|\b(?P<zero>CC0)\b",
    re.IGNORECASE,
)


def add_permissions(root: etree._Element, document: Document, case: CaseReport) -> None:
    """Give each figure that was published before its `<permissions>`."""
    for element, figure in zip(root.iter("fig"), _figures(document, case), strict=False):
        licences = list(_licences(element, figure)) if isinstance(figure, Figure) else []
        if licences:
            etree.SubElement(element, "permissions").extend(licences)


def _figures(document: Document, case: CaseReport) -> Iterator[object]:
    """What each figure of the manuscript is in the case, in their order; panels are no figures."""
    panels: set[int] = set()
    for node in walk(document.blocks):
        if node["t"] == "Figure" and id(node) not in panels:
            panels.update(id(inner) for inner in walk(node["c"][2]))
            told = (_OF_A_FIGURE.match(path) for path in sources_in(document, node))
            yield next((case.figures[int(match[1])] for match in told if match), None)


def _licences(element: etree._Element, figure: Figure) -> Iterator[etree._Element]:
    words = "".join(text for p in element.iterfind("caption/p") for text in p.itertext())
    if figure.reused:
        yield _licence(figure.reused, _credit(words, figure.reused), "")
    for number, panel in enumerate(figure.panels):
        if panel.reused:
            letter = f"Panel {chr(ord('A') + number)}: "
            yield _licence(panel.reused, _credit(words, panel.reused).partition(")")[0], letter)


def _credit(words: str, reuse: Reuse) -> str:
    """What the legend says of it, from 'reproduced' on; else what the case says."""
    at = words.casefold().find(reuse.opening.casefold())
    return words[at:] if at >= 0 else f"{reuse.opening} {reuse.source}"


def _licence(reuse: Reuse, credit: str, before: str) -> etree._Element:
    made = etree.Element("license")
    if address := _address(reuse.licence or ""):
        made.set(f"{{{XLINK}}}href", address)
    text = credit.strip()
    text += "" if _ENDED.search(text) else "."
    etree.SubElement(made, "license-p").text = f"{before}{text[:1].upper()}{text[1:]}"
    return made


def _address(licence: str) -> str | None:
    """Where a licence of Creative Commons is told; only those that are named with their version."""
    match = _CREATIVE_COMMONS.search(licence)
    if match is None:
        return None
    if match["zero"]:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if not match["version"]:
        return None
    return f"https://creativecommons.org/licenses/{match['kind'].lower()}/{match['version']}/"

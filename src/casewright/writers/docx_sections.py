"""The sections of a DOCX: upright pages, and pages turned sideways for wide tables."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from casewright.model.print_sizes import Orientation
from casewright.model.style import PageStyle
from casewright.writers.docx_parts import section_xml
from casewright.writers.docx_styles import W

SIDEWAYS_BEGIN = "SidewaysBegin"
SIDEWAYS_END = "SidewaysEnd"
"""Styles of the empty paragraphs around turned pages until `divide` has made sections of them."""

_Element: TypeAlias = etree._Element
_TURNS: dict[str, Orientation] = {SIDEWAYS_BEGIN: "landscape", SIDEWAYS_END: "portrait"}


def divide(body: _Element, style: PageStyle) -> list[tuple[Orientation, list[_Element]]]:
    """Put the properties of each section where it ends; gives the sections with their contents."""
    for section in body.findall(_w("sectPr")):
        body.remove(section)
    sections = _sections(body)
    made = []
    for orientation, elements in sections[:-1]:
        made.append(_section(style, orientation))
        last = next(element for element in reversed(elements) if element.tag == _w("p"))
        properties = last.find(_w("pPr"))
        if properties is None:
            properties = etree.Element(_w("pPr"))
            last.insert(0, properties)
        properties.append(made[-1])
    made.append(_section(style, sections[-1][0] if sections else "portrait"))
    body.append(made[-1])
    # The page of the title has a head of its own; in other sections it would be their first page's.
    etree.SubElement(made[0], _w("titlePg"))
    return sections


def _sections(body: _Element) -> list[tuple[Orientation, list[_Element]]]:
    """The contents between the markers, which are removed."""
    found: list[tuple[Orientation, list[_Element]]] = [("portrait", [])]
    for element in list(body):
        turned = _TURNS.get(style_of(element) or "")
        if turned:
            found.append((turned, []))
            body.remove(element)
        else:
            found[-1][1].append(element)
    return [(orientation, elements) for orientation, elements in found if _prints(elements)]


def _prints(elements: list[_Element]) -> bool:
    return any(element.tag in (_w("p"), _w("tbl")) for element in elements)


def style_of(paragraph: _Element) -> str | None:
    """The style of a paragraph; None for what is none or has none."""
    element = paragraph.find(f"{_w('pPr')}/{_w('pStyle')}")
    return None if element is None else element.get(_w("val"))


def _section(style: PageStyle, orientation: Orientation) -> _Element:
    return etree.fromstring(section_xml(style, orientation).encode())


def _w(name: str) -> str:
    return f"{{{W}}}{name}"

"""XML from strangers: without entities, without the network, of a bounded size."""

from __future__ import annotations

import re

from lxml import etree

from casewright.interchange.reading import Unreadable
from casewright.model.work import tidy

_BIGGEST = 100_000_000


def parse_xml(data: bytes) -> etree._Element:
    """The root of a document; raises `Unreadable` for one that is broken or defines entities."""
    if len(data) > _BIGGEST:
        raise Unreadable("the XML is larger than 100 MB", hint="export fewer works at once")
    if re.search(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", data):
        raise Unreadable("the XML defines entities, which no export needs; it is refused")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"this is no XML: {error.msg}") from error


_RICH = {"i": "i", "b": "b", "sub": "sub", "sup": "sup", "italic": "i", "bold": "b"}
_FACES = {"italic": "i", "bold": "b", "subscript": "sub", "superscript": "sup"}


def rich_text(element: etree._Element | None) -> str:
    """The text of an element with its italics, subscripts and the like."""
    return tidy(_rich(element)) if element is not None else ""


def _rich(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        tag = _FACES.get(child.get("face", "")) if name == "style" else _RICH.get(name)
        inner = _rich(child)
        parts += [f"<{tag}>{inner}</{tag}>" if tag and inner.strip() else inner, child.tail or ""]
    return "".join(parts)

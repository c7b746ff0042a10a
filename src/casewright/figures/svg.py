"""SVG: reduced to what draws, refused if it reaches outside itself.

Source: Scalable Vector Graphics 1.1 (second edition), and SVG 2 for `href` without a prefix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from casewright.figures.embedded import clean_data_uri
from casewright.figures.errors import UnreadableImage, UnsafeImage
from casewright.figures.limits import MAX_SVG_BYTES, MAX_SVG_ELEMENTS
from casewright.figures.svg_cost import drawn_elements

_SVG_NAMESPACE, _XLINK_NAMESPACE = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"

SVG = f"{{{_SVG_NAMESPACE}}}"
_XLINK_HREF = f"{{{_XLINK_NAMESPACE}}}href"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_DRAWING = {
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "tspan",
    "use",
}
_PIXELS_PER_UNIT = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54}
_PIXELS_PER_UNIT["in"] = 96.0
_MAX_SIDE = 20_000
_FILTER = "it uses filter effects, which not every output can draw"
_SIMPLER = "simplify it, or export it as PNG"
_SIZED = "give the page of the drawing a width and a height, and save it as plain SVG"
_FLAT = "take the effects (blur, shadow) out, or export it as PNG"
_REMEDY = "embed what it refers to (in Inkscape: 'embed images'), and save it as plain SVG"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sanitised SVG."""

    data: bytes = field(repr=False)
    width: float
    """CSS pixels, 96 to the inch."""
    height: float


def clean_svg(data: bytes) -> Drawing:
    """Reduce an SVG to the elements that draw.

    Scripts, embedded HTML, animation, event attributes, metadata, invisible texts, comments and
    the private data of drawing programs are dropped; embedded JPEG and PNG are cleaned like files.
    Raises `UnsafeImage` for a DOCTYPE, entities and every reference to something outside the
    file, and `UnreadableImage` for what is not an SVG or cannot be drawn alike everywhere.
    """
    root = _parse(data)
    if root.tag != f"{SVG}svg":
        raise UnreadableImage("it is not an SVG (it begins with no <svg> of SVG's namespace)")
    _reduce(root)
    if drawn_elements(root) > MAX_SVG_ELEMENTS:
        raise UnreadableImage(f"it draws more than {MAX_SVG_ELEMENTS} elements", _SIMPLER)
    width, height = _size(root)
    # every renderer has its own idea of units, percentages and a missing view box
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return Drawing(_written(root), width, height)


def _written(root: Element) -> bytes:
    # Prefixes are those of the whole process: another library may have taken the empty one since.
    ElementTree.register_namespace("", _SVG_NAMESPACE)
    ElementTree.register_namespace("xlink", _XLINK_NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode").encode() + b"\n"


def _parse(data: bytes) -> Element:
    if len(data) > MAX_SVG_BYTES:
        raise UnreadableImage(f"it is larger than {MAX_SVG_BYTES >> 20} MB", _SIMPLER)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableImage("it is not encoded in UTF-8", "save it as plain SVG") from error
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.I):
        raise UnsafeImage("it has a DOCTYPE, which can declare entities", "save it as plain SVG")
    declaration = re.match(r"<\?xml\b[^>]*\?>", text)
    try:
        return ElementTree.fromstring(text[declaration.end() if declaration else 0 :])
    except ElementTree.ParseError as error:
        raise UnreadableImage(f"it is not well-formed XML ({error})") from error


def _reduce(root: Element) -> None:
    """Clean every element from the root on; what is dropped is not looked into again."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        _reduce_attributes(element)
        if element.tag == f"{SVG}style":
            element.text = _checked_css("".join(element.itertext()))
            element[:] = []
        kept: list[Element] = []
        texts: list[list[str]] = [[element.text or ""]]
        for child in element:
            name = _local_name(child)
            if name == "filter":
                raise UnreadableImage(_FILTER, _FLAT)
            if name in _DRAWING:
                kept.append(child)
                texts.append([])
            else:
                _refuse_outside_references(child)
            texts[-1].append(child.tail or "")  # the text after an element stays without it
        element[:] = kept
        element.text = "".join(texts[0])
        for child, after in zip(kept, texts[1:], strict=True):
            child.tail = "".join(after)
        waiting += kept


def _local_name(element: Element) -> str:
    """The name of an SVG element; empty for those of other namespaces."""
    return element.tag.removeprefix(SVG) if element.tag.startswith(SVG) else ""


def _refuse_outside_references(element: Element) -> None:
    """An element that is dropped anyway must not hide that something was missing.

    Metadata is full of addresses that nothing is loaded from.
    """
    if _local_name(element) in ("", "metadata"):
        return
    for inner in element.iter():
        for key in ("href", _XLINK_HREF):
            _check_target(inner.get(key, "#"))


def _reduce_attributes(element: Element) -> None:
    for key in list(element.attrib):
        name, value = str(key), str(element.attrib[key])
        if name in ("href", _XLINK_HREF):
            element.set(name, _clean_target(element, value))
        elif name in (f"{_XML}space", f"{_XML}lang"):
            continue
        elif name.startswith("{") or name.lower().startswith(("on", "data-")) or name == "src":
            del element.attrib[key]
        elif name == "filter" and value != "none":
            raise UnreadableImage(_FILTER, _FLAT)
        else:
            element.set(name, _checked_css(value))


def _clean_target(element: Element, target: str) -> str:
    target = target.strip()
    if _local_name(element) == "image" and target.lower().startswith("data:"):
        return clean_data_uri(target)
    _check_target(target)
    return target


def _check_target(target: str) -> None:
    if not target.strip().startswith("#") and target.strip():
        shown = target.strip()[:60]
        raise UnsafeImage(f"it refers to something outside itself ('{shown}')", _REMEDY)


def _checked_css(css: str) -> str:
    """Return a style sheet, a declaration or an attribute value that loads nothing.

    CSS lets any letter be written as an escape, so the check looks at what is meant.
    """
    meant = re.sub(
        r"/\*.*?\*/", "", re.sub(r"\\([0-9a-fA-F]{1,6}\s?|.)", _unescaped, css), flags=re.S
    )
    if re.search(r"@import|@font-face|@namespace", meant, re.I):
        raise UnsafeImage("its style sheet loads something from outside", _REMEDY)
    for match in re.finditer(
        r"(?:url|src|image|image-set)\s*\(\s*[\"']?\s*([^\"')]*)", meant, re.I
    ):
        _check_target(match[1] or "''")
    if re.search(r"expression\s*\(|javascript:|-moz-binding|behavior\s*:", meant, re.I):
        raise UnsafeImage("its style sheet runs a program", "save it as plain SVG")
    if re.search(r"\bfilter\s*:(?!\s*none\b)", meant, re.I):
        raise UnreadableImage(_FILTER, _FLAT)
    return css


def _unescaped(match: re.Match[str]) -> str:
    code = match[1].strip()
    if re.fullmatch("[0-9a-fA-F]+", code):
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return match[1]


def _size(root: Element) -> tuple[float, float]:
    """Width and height from the attributes, or from the view box where they are missing."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        box_width, box_height = (float(box[2]), float(box[3])) if len(box) == 4 else (0.0, 0.0)
    except ValueError as error:
        raise UnreadableImage("its viewBox is not four numbers", _SIZED) from error
    width, height = _length(root.get("width")), _length(root.get("height"))
    if box_width > 0 and box_height > 0:
        ratio = box_width / box_height
        width = width or (height * ratio if height else box_width)
        height = height or width / ratio
    if not (width and height):
        raise UnreadableImage("it has neither a viewBox nor a width and height", _SIZED)
    if not (1 <= width <= _MAX_SIDE and 1 <= height <= _MAX_SIDE):
        size = f"{width:,.0f} × {height:,.0f}"
        raise UnreadableImage(f"its size of {size} pixels cannot be drawn", _SIZED)
    return width, height


def _length(text: str | None) -> float | None:
    match = re.fullmatch(r"\s*\+?(\d*\.?\d+(?:[eE][-+]?\d+)?)\s*([a-z]*)\s*", text or "")
    if not match or match[2] not in _PIXELS_PER_UNIT:
        return None
    return float(match[1]) * _PIXELS_PER_UNIT[match[2]]

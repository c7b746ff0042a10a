"""What is put right in the structure tree that WeasyPrint 69.0 makes of a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf


def mend_tags(pdf: pydyf.PDF) -> None:
    """Give list items a body, and take heads and feet out of what is read aloud."""
    for element in [thing for thing in pdf.objects if _is_element(thing)]:
        if element["S"] == "/LI":
            _give_body(element, pdf)
    _set_apart_margins(pdf)


def _is_element(thing: object) -> bool:
    return isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"


def _referred(pdf: pydyf.PDF, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])] if isinstance(reference, bytes) else None


def _give_body(item: pydyf.Dictionary, pdf: pydyf.PDF) -> None:
    """A list item has nothing but a label and a body (ISO 32000-1, table 336).

    WeasyPrint puts a paragraph of the item straight into it.
    """
    kids = [(kid, _referred(pdf, kid)) for kid in item["K"]]
    loose = [(kid, element) for kid, element in kids if not _belongs_in_item(element)]
    if not loose:
        return
    body = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/LBody",
            "K": pydyf.Array([kid for kid, _ in loose]),
            "Pg": item["Pg"],
            "P": item.reference,
        }
    )
    pdf.add_object(body)
    for _, element in loose:
        if _is_element(element):
            element["P"] = body.reference
    kept = [kid for kid, element in kids if _belongs_in_item(element)]
    item["K"] = pydyf.Array([*kept, body.reference])


def _belongs_in_item(element: Any) -> bool:
    return _is_element(element) and element["S"] in ("/Lbl", "/LBody")


def _set_apart_margins(pdf: pydyf.PDF) -> None:
    """Make artifacts of the running head and the page number.

    They are marked as content that stands nowhere in the tree, which is neither content nor
    artifact (ISO 14289-1, 7.1).
    """
    root = _referred(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _referred(pdf, root["ParentTree"])["Nums"]
    pages = [thing for thing in pdf.objects if _is_page(thing)]
    read = {id(element) for element in _tree(root, pdf)}
    for page in pages:
        position = numbers.index(page["StructParents"])
        elements = numbers[position + 1]
        apart = {
            mcid: element
            for mcid, reference in enumerate(elements)
            if id(element := _referred(pdf, reference)) not in read
        }
        if apart:
            _make_artifacts(_referred(pdf, page["Contents"]).stream, set(apart))
        for mcid, element in apart.items():
            elements[mcid] = b"null"
            element.clear()


def _is_page(thing: object) -> bool:
    return isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/Page"


def _tree(root: pydyf.Dictionary, pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [kid for kid in (_referred(pdf, k) for k in node["K"]) if _is_element(kid)]


def _make_artifacts(stream: list[Any], mcids: set[int]) -> None:
    for index in range(len(stream) - 1, -1, -1):
        properties = stream[index]
        if isinstance(properties, pydyf.Dictionary) and properties.get("MCID") in mcids:
            stream[index - 1] = "/Artifact"
            stream[index] = pydyf.Dictionary({"Type": "/Pagination"})
            mcids.remove(properties["MCID"])
            if not mcids:
                return

"""The list of references of a JATS article, made from the CSL items themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from casewright.model.reference import CslItem

_KINDS = {
    "article-journal": "journal",
    "article-magazine": "journal",
    "article-newspaper": "newspaper",
    "book": "book",
    "chapter": "book",
    "paper-conference": "confproc",
    "report": "report",
    "thesis": "thesis",
    "webpage": "webpage",
    "dataset": "data",
    "software": "software",
    "patent": "patent",
}
"""`publication-type` by CSL type, in the values that JATS suggests."""
_PREPRINT = " [Preprint]"
_MARKUP = {"i": "italic", "b": "bold", "sup": "sup", "sub": "sub"}
_TAG = re.compile(r"<(/?)(i|b|sup|sub|span)\b[^>]*>")
_RANGE = re.compile(r"(\w+)\s*[-–—]+\s*(\w+)")
_XLINK = "{http://www.w3.org/1999/xlink}href"


def reference_list(items: Mapping[str, CslItem]) -> Iterable[etree._Element]:
    """A `ref` with an `element-citation` for each item, numbered as in the manuscript."""
    for number, item in enumerate(items.values(), 1):
        ref = etree.Element("ref", id=f"ref-{number}")
        _add(ref, "label", str(number))
        ref.append(_citation(item))
        yield ref


def _citation(item: CslItem) -> etree._Element:
    preprint = item.get("container-title", "").endswith(_PREPRINT)
    kind = "preprint" if preprint else _KINDS.get(item["type"], "other")
    made = etree.Element("element-citation", {"publication-type": kind})
    _add_people(made, item, "author")
    _add_titles(made, item)
    _add_people(made, item, "editor")
    for tag, field in (
        ("edition", "edition"),
        ("publisher-loc", "publisher-place"),
        ("publisher-name", "publisher"),
    ):
        _add(made, tag, item.get(field))
    _add_year(made, item)
    for tag, field in (("volume", "volume"), ("issue", "issue")):
        _add(made, tag, item.get(field))
    _add_pages(made, str(item.get("page", "")))
    _add(made, "isbn", item.get("ISBN"))
    _add(made, "comment", item.get("genre"))
    for field, label in (("DOI", "doi"), ("PMID", "pmid"), ("PMCID", "pmcid")):
        _add(made, "pub-id", item.get(field), {"pub-id-type": label})
    _add_address(made, item)
    return made


def _add_people(citation: etree._Element, item: CslItem, role: str) -> None:
    names = item.get(role)
    if not names:
        return
    group = etree.SubElement(citation, "person-group", {"person-group-type": role})
    for name in names:
        if name.get("literal") == "others":
            etree.SubElement(group, "etal")
        elif "family" in name:
            one = etree.SubElement(group, "name")
            _add(one, "surname", name["family"])
            _add(one, "given-names", name.get("given"))
            _add(one, "suffix", name.get("suffix"))
        else:
            _add(group, "collab", name.get("literal"))


def _add_titles(citation: etree._Element, item: CslItem) -> None:
    """A title of a work within another, and that other, are told apart by their tags."""
    container = str(item.get("container-title", "")).removesuffix(_PREPRINT)
    if item["type"] in {"chapter", "paper-conference"} and container:
        _add_marked(citation, "chapter-title", item.get("title", ""))
        _add_marked(citation, "source", container)
    elif container:
        _add_marked(citation, "article-title", item.get("title", ""))
        _add_marked(citation, "source", item.get("container-title-short") or container)
    else:
        _add_marked(citation, "source", item.get("title", ""))


def _add_marked(parent: etree._Element, tag: str, text: str) -> None:
    """Add the text of an item: the markup that CSL allows becomes that of JATS."""
    parts, opened = [], []
    at = 0
    for match in _TAG.finditer(text):
        parts.append(html.escape(html.unescape(text[at : match.start()]), quote=False))
        at = match.end()
        name = _MARKUP.get(match[2])
        if name and not match[1]:
            opened.append(name)
            parts.append(f"<{name}>")
        elif name and opened and opened[-1] == name:
            parts.append(f"</{opened.pop()}>")
    parts.append(html.escape(html.unescape(text[at:]), quote=False))
    parts += [f"</{name}>" for name in reversed(opened)]
    if "".join(parts).strip():
        parent.append(etree.fromstring(f"<{tag}>{''.join(parts)}</{tag}>"))


def _add_year(citation: etree._Element, item: CslItem) -> None:
    issued = item.get("issued", {})
    for parts in (issued.get("date-parts") or [])[:1]:
        _add(citation, "year", str(parts[0]), {"iso-8601-date": f"{parts[0]:04}"})
    _add(citation, "comment", issued.get("literal") or item.get("status"))


def _add_pages(citation: etree._Element, pages: str) -> None:
    """First and last page; what is no range of pages is the article's number."""
    if found := _RANGE.fullmatch(pages.strip()):
        first, last = found.groups()
        if first.isdecimal() and last.isdecimal() and len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        _add(citation, "fpage", first)
        _add(citation, "lpage", last)
    elif pages.isdecimal():
        _add(citation, "fpage", pages)
    else:
        _add(citation, "elocation-id", pages)


def _add_address(citation: etree._Element, item: CslItem) -> None:
    read: Any = item.get("accessed", {}).get("date-parts")
    if read and read[0]:
        date = "-".join(f"{part:02}" for part in read[0])
        attributes = {"content-type": "access-date", "iso-8601-date": date}
        _add(citation, "date-in-citation", date, attributes)
    if (url := item.get("URL")) and "DOI" not in item:
        _add(citation, "ext-link", url, {"ext-link-type": "uri", _XLINK: url})


def _add(
    parent: etree._Element, tag: str, text: Any, attributes: Mapping[str, str] | None = None
) -> None:
    if text:
        etree.SubElement(parent, tag, dict(attributes or {})).text = str(text)

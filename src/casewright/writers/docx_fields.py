"""Citations in a Word document as live fields of Zotero, with our keys inside.

The fields are what Zotero's `integration.js` and its plug-in for Word write and read. The address
of a work is none of Zotero's, so that it takes the data that stand in the field and never looks
into the reader's own library.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from casewright.model.document import Ast
from casewright.model.reference import KEY_URI, CslItem
from casewright.model.tree import map_inlines, plain_text

_escaped = functools.partial(escape, quote=False)

_SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
_PRIVATE = ("abstract", "annote", "keyword", "note", "id")
_PAGE = re.compile(r"[,\s]*(?:pp?\.|pages?)\s*([\w–-]+(?:,\s*\d[\d–-]*)*)")


def with_live_citations(blocks: list[Ast], items: Mapping[str, CslItem]) -> list[Ast]:
    """The blocks with a field around each citation, and one around the list of references."""
    count = 0

    def change(inlines: list[Ast]) -> list[Ast]:
        nonlocal count
        out: list[Ast] = []
        for inline in inlines:
            keys = [one["citationId"] for one in inline["c"][0]] if inline["t"] == "Cite" else []
            if not keys or any(key not in items for key in keys):
                out.append(inline)
                continue
            count += 1
            begin = _begin(f"ADDIN ZOTERO_ITEM CSL_CITATION {_citation(inline, items, count)}")
            out += [begin, *inline["c"][1], _raw(_END)]
        return out

    return [_with_list_field(block) for block in map_inlines(blocks, change)]


_FIRST = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_SHOWS = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _raw(xml: str) -> Ast:
    return {"t": "RawInline", "c": ["openxml", xml]}


def _begin(code: str) -> Ast:
    # The plug-in looks for the code with a space before it.
    text = f'<w:r><w:instrText xml:space="preserve"> {_escaped(code)} </w:instrText></w:r>'
    return _raw(_FIRST + text + _SHOWS)


def _citation(cite: Ast, items: Mapping[str, CslItem], number: int) -> str:
    shown = plain_text(cite["c"][1])
    cited = [_cited(one, items[one["citationId"]]) for one in cite["c"][0]]
    name = json.dumps([number, shown, [one["id"] for one in cited]])
    found = {
        "citationID": hashlib.sha256(name.encode()).hexdigest()[:8],
        # Zotero asks what to do when this is not what stands in the text.
        "properties": {"formattedCitation": shown, "plainCitation": shown, "noteIndex": 0},
        "citationItems": cited,
        "schema": _SCHEMA,
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _cited(citation: Mapping[str, Any], item: CslItem) -> dict[str, Any]:
    key = citation["citationId"]
    data = {name: value for name, value in item.items() if name not in _PRIVATE}
    found: dict[str, Any] = {
        "id": key,
        "uris": [KEY_URI + key],
        "itemData": {"id": key, **data, "citation-key": key},
    }
    prefix, suffix = (plain_text(citation[f"citation{part}"]) for part in ("Prefix", "Suffix"))
    page = _PAGE.match(suffix)
    if page:
        found |= {"locator": page[1], "label": "page"}
        suffix = suffix[page.end() :]
    found |= {name: text for name, text in (("prefix", prefix), ("suffix", suffix)) if text}
    if citation["citationMode"]["t"] == "SuppressAuthor":
        found["suppress-author"] = True
    return found


_LIST = 'ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'


def _with_list_field(block: Ast) -> Ast:
    """The list of references as one field: it begins in the first entry and ends in the last."""
    if block["t"] != "Div":
        return block
    attr, inner = block["c"]
    if attr[0] != "refs":
        return {**block, "c": [attr, [_with_list_field(one) for one in inner]]}
    if not inner:
        return block
    first, last = [_begin(_LIST)], [_raw(_END)]
    entries = [_around(inner[0], first, []), *inner[1:]]
    return {**block, "c": [attr, [*entries[:-1], _around(entries[-1], [], last)]]}


def _around(entry: Ast, before: list[Ast], after: list[Ast]) -> Ast:
    """Inlines before the first paragraph of an entry, and after its last."""
    if entry["t"] == "Div":
        attr, inner = entry["c"]
        if len(inner) == 1:
            return {**entry, "c": [attr, [_around(inner[0], before, after)]]}
        parts = [_around(inner[0], before, []), *inner[1:-1], _around(inner[-1], [], after)]
        return {**entry, "c": [attr, parts]}
    return {**entry, "c": [*before, *entry["c"], *after]}


_PIECE = 250
"""Word cuts longer texts of a property."""


def zotero_properties(style: str, language: str) -> bytes:
    """`docProps/custom.xml` with Zotero's settings: the style, and that citations are fields."""
    session = hashlib.sha256(f"{style} {language}".encode()).hexdigest()[:8]
    data = (
        f'<data data-version="3" zotero-version="7.0.0"><session id="{session}"/>'
        f'<style id="http://www.zotero.org/styles/{style}" locale="{escape(language)}" '
        'hasBibliography="1" bibliographyStyleHasBeenSet="1"/>'
        '<prefs><pref name="fieldType" value="Field"/></prefs></data>'
    )
    pieces = [data[at : at + _PIECE] for at in range(0, len(data), _PIECE)]
    rows = "".join(
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" '
        f'pid="{number + 1}" name="ZOTERO_PREF_{number}">'
        f"<vt:lpwstr>{_escaped(piece)}</vt:lpwstr></property>"
        for number, piece in enumerate(pieces, 1)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">'
        f"{rows}</Properties>"
    ).encode()

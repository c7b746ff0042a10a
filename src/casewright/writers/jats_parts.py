"""The manuscript's AST in pieces that pandoc writes as JATS, each between two tags of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from casewright.model.document import Ast, Document
from casewright.model.journal_text import Callouts
from casewright.model.tree import NUMBER_CLASS, SPACES, map_inlines, plain_text, walk_sources
from casewright.pandoc import Pandoc
from casewright.writers.sections import split_number
from casewright.writers.tree import ast_of, images_in, rewrite, unwrap

XLINK = "http://www.w3.org/1999/xlink"
_LABEL = re.compile(r"\s*\S+\s\S+")
_NUMBER = re.compile(r"(\d+)")


class Parts:
    """Pieces of the AST by name; pandoc writes them all at once."""

    def __init__(self, document: Document, callouts: Callouts, keys: Sequence[str]) -> None:
        self._document = document
        self._numbers = {key: number for number, key in enumerate(keys, 1)}
        floats = "|".join(re.escape(name) for name in (callouts.figure, callouts.table))
        self._call = re.compile(rf"({floats})(\s)(\d+)([A-Z]?)", re.IGNORECASE)
        self._table = callouts.table.casefold()
        self._blocks: list[Ast] = []
        self._notes: list[list[Ast]] = []
        self._floats: dict[str, int] = {}

    def add(self, name: str, blocks: Sequence[Ast]) -> None:
        """Take `blocks` as the piece called `name`."""
        self._add("piece", name, blocks)

    def add_heading(self, name: str, header: Ast) -> None:
        """Take a heading as the piece called `name`."""
        self._add("head", name, [header])

    def _add(self, tag: str, name: str, blocks: Sequence[Ast]) -> None:
        self._blocks += [_raw("Block", f'<{tag} name="{name}">')]
        for block in rewrite(blocks, self._prepared):
            self._blocks += self._arranged(block)
        self._blocks.append(_raw("Block", f"</{tag}>"))

    def write(self, pandoc: Pandoc) -> tuple[Mapping[str, etree._Element], list[etree._Element]]:
        """The pieces as JATS by name, and the footnotes; raises `PandocFailed`."""
        blocks = [*self._blocks]
        for number, note in enumerate(self._notes, 1):
            blocks += [_raw("Block", f'<fn id="fn-{number}">'), *note, _raw("Block", "</fn>")]
        body = pandoc.write(
            ast_of(self._document, blocks),
            "jats_publishing",
            options={"wrap_text": "none"},
        )
        root = etree.fromstring(b'<pieces xmlns:xlink="%b">%b</pieces>' % (XLINK.encode(), body))
        _tidy(root)
        pieces = {one.get("name"): one for one in root.iter("piece", "head")}
        return pieces, root.findall("fn")

    def _prepared(self, node: Ast) -> list[Ast] | None:
        match node["t"]:
            case "Cite":
                return self._linked(node)
            case "Note":
                self._notes.append(node["c"])
                number = len(self._notes)
                call = f'<xref ref-type="fn" rid="fn-{number}"><sup>{number}</sup></xref>'
                return [_raw("Inline", call)]
            case "Span":
                # The number of a heading becomes its label, when the heading is reached.
                return None if NUMBER_CLASS in node["c"][0][1] else [*node["c"][1]]
            case "Para":
                return [{**node, "c": map_inlines(node["c"], self._with_calls)}]
        return unwrap(node)

    def _linked(self, cite: Ast) -> list[Ast]:
        """The marker with a link from every number that it shows to its reference."""
        numbers = {self._numbers.get(c["citationId"]) for c in cite["c"][0]} - {None}
        linked = False

        def change(inlines: list[Ast]) -> list[Ast]:
            nonlocal linked
            out: list[Ast] = []
            for inline in inlines:
                for piece in _NUMBER.split(inline["c"]) if inline["t"] == "Str" else [inline]:
                    if isinstance(piece, str) and piece.isdecimal() and int(piece) in numbers:
                        linked = True
                        out.append(_xref("bibr", f"ref-{piece}", piece))
                    elif piece:
                        out.append({"t": "Str", "c": piece} if isinstance(piece, str) else piece)
            return out

        inlines: list[Ast] = map_inlines(cite["c"][1], change)
        if linked or not numbers:
            return inlines
        targets = " ".join(f"ref-{number}" for number in sorted(filter(None, numbers)))
        return [_xref("bibr", targets, plain_text(cite["c"][1]))]

    def _with_calls(self, inlines: list[Ast]) -> list[Ast]:
        """The words with a link from each call of a figure or table."""
        out: list[Ast] = []
        for inline in inlines:
            if inline["t"] != "Str" or not (call := self._call.search(inline["c"])):
                out.append(inline)
                continue
            text: str = inline["c"]
            kind = "table" if call[1].casefold() == self._table else "fig"
            for piece in (text[: call.start()], call, text[call.end() :]):
                if isinstance(piece, str):
                    out += [{"t": "Str", "c": piece}] if piece else []
                else:
                    out.append(_xref(kind, f"{kind}-{call[3]}", call[0]))
        return out

    def _arranged(self, block: Ast) -> list[Ast]:
        if block["t"] == "Figure":
            return self._figure(block)
        if block["t"] == "Table":
            return self._float("table", block["c"][1], [_without_caption(block)])
        if block["t"] == "Header":
            number, inlines = split_number(block)
            label = f'level="{block["c"][0]}" label="{escape(number)}"'
            head = _raw("Block", f"<heading {label}>")
            return [head, {"t": "Para", "c": inlines}, _raw("Block", "</heading>")]
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            return []
        if block["t"] == "Div":
            return [inner for one in block["c"][1] for inner in self._arranged(one)]
        return [block]

    def _figure(self, figure: Ast) -> list[Ast]:
        graphics = [_raw("Block", self._graphic(image)) for image in images_in(figure["c"][2])]
        return self._float("fig", figure["c"][1], graphics)

    def _graphic(self, image: Ast) -> str:
        target = self._raster(image["c"][2][0])
        known = self._document.images.get(target)
        kind, _, subtype = (known.mime if known else "image/png").partition("/")
        alt = escape(plain_text(image["c"][1]))
        name = escape(str(PurePosixPath(target)))
        return (
            f'<graphic xlink:href="{name}" mimetype="{kind}" mime-subtype="{subtype}">'
            f"<alt-text>{alt}</alt-text></graphic>"
        )

    def _raster(self, target: str) -> str:
        """The raster image of a drawing where there is one: archives take no SVG."""
        drawn = PurePosixPath(target).with_suffix(".png").as_posix()
        return drawn if drawn in self._document.images else target

    def _float(self, kind: str, caption: list[Any], body: list[Ast]) -> list[Ast]:
        """A figure or table: its label, what is bold of its caption as title, the rest below."""
        inlines = [inline for block in caption[1] for inline in block["c"]]
        label, title, legend = _split(inlines)
        legend = map_inlines(legend, self._with_calls)
        number = self._floats[kind] = self._floats.get(kind, 0) + 1
        out = [_raw("Block", f'<float kind="{kind}" id="{kind}-{number}" label="{escape(label)}">')]
        for tag, words in (("title", title), ("legend", legend)):
            if words:
                out += [_raw("Block", f"<{tag}>"), {"t": "Para", "c": words}]
                out.append(_raw("Block", f"</{tag}>"))
        return [*out, *body, _raw("Block", "</float>")]


def sources_in(document: Document, block: Ast) -> Iterator[str]:
    """The paths in the case that the words of `block` come from."""
    for _, keys in walk_sources(block):
        yield from (document.sources[key].path for key in keys if key in document.sources)


def _split(inlines: list[Ast]) -> tuple[str, list[Ast], list[Ast]]:
    """The label, the title and the rest of a caption that begins with the first two in bold."""
    if not inlines or inlines[0]["t"] != "Strong":
        return "", inlines, []
    title, legend = inlines[0]["c"], inlines[1:]
    shown = plain_text(title)
    label = _LABEL.match(shown)
    if label is None:
        return "", title, _stripped(legend)
    left = len(label[0])
    while title and left > 0:
        left -= len(plain_text(title[:1]) or " ")
        title = title[1:]
    return label[0].strip(), _stripped(title), _stripped(legend)


def _stripped(inlines: list[Ast]) -> list[Ast]:
    while inlines and inlines[0]["t"] in SPACES:
        inlines = inlines[1:]
    return inlines


def _without_caption(table: Ast) -> Ast:
    (_, classes, pairs), _, *rest = table["c"]
    return {**table, "c": [["", classes, pairs], [None, []], *rest]}


def _raw(where: str, text: str) -> Ast:
    return {"t": f"Raw{where}", "c": ["jats", text]}


def _xref(kind: str, target: str, text: str) -> Ast:
    return _raw("Inline", f'<xref ref-type="{kind}" rid="{target}">{escape(text)}</xref>')


def _tidy(root: etree._Element) -> None:
    """Turn the tags of the pieces into those of JATS."""
    for one in root.iter("float"):
        _as_float(one)
    for piece in root.iter("piece"):
        if piece.find("heading") is not None:
            _nest(piece)


def _nest(piece: etree._Element) -> None:
    """Put what follows a heading into a section, and that into the one above it."""
    open_sections = [(0, piece)]
    for child in [*piece]:
        if child.tag != "heading":
            open_sections[-1][1].append(child)
            continue
        level = int(child.get("level", "2"))
        while open_sections[-1][0] >= level:
            open_sections.pop()
        section = etree.SubElement(open_sections[-1][1], "sec")
        section.extend(titled(child))
        open_sections.append((level, section))
        piece.remove(child)


def _as_float(one: etree._Element) -> None:
    kind, label = one.attrib.pop("kind"), one.attrib.pop("label")
    one.tag = "fig" if kind == "fig" else "table-wrap"
    caption = etree.Element("caption")
    for child in one.findall("title"):
        caption.append(words_of(child, "title"))
    foot = etree.Element("table-wrap-foot")
    for child in one.findall("legend"):
        (caption if kind == "fig" else foot).extend(child.findall("p"))
        one.remove(child)
    for child in one.findall("title"):
        one.remove(child)
    for inner in one.findall("table-wrap"):
        one.extend(inner.findall("table"))
        one.remove(inner)
    if len(caption):
        one.insert(0, caption)
    if len(foot):
        one.append(foot)
    if label:
        head = etree.Element("label")
        head.text = label
        one.insert(0, head)


def titled(heading: etree._Element) -> Iterator[etree._Element]:
    """The label and the title of a heading."""
    if number := heading.get("label"):
        label = etree.Element("label")
        label.text = number
        yield label
    yield words_of(heading, "title")


def words_of(piece: etree._Element, tag: str) -> etree._Element:
    """The words of the first paragraph in `piece`, as an element `tag`."""
    made = etree.Element(tag)
    paragraph = piece.find("p")
    if paragraph is not None:
        made.text = paragraph.text
        made.extend(list(paragraph))
    return made

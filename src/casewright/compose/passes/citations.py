"""Citations: known keys only, and the marker where the journal wants it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping

from casewright.catalogue import RULES
from casewright.compose.passes.calls import is_call
from casewright.diagnostics import Diagnostics, Span, suggest
from casewright.model.case import Report
from casewright.model.document import Ast, Source
from casewright.model.journal import Citations
from casewright.model.locating import locate
from casewright.model.tree import SPACES, map_inlines, walk, walk_sources

_PASSED = {
    "after-comma-and-period": re.compile(r"^[.,]+[”’\"]?"),
    "after-punctuation": re.compile(r"^[.,;:?!]+[”’\"]?"),
}
"""The punctuation that a marker goes behind. AMA Manual of Style, 11th edition, 3.6: after commas
and periods, before colons and semicolons."""


def in_order_of_mention(
    text: list[Ast], floats: Mapping[str, Ast]
) -> Iterator[tuple[Ast, tuple[str, ...]]]:
    """Every citation with the keys of its sentence, in the order of the reference numbers.

    What a figure or a table cites comes where the text first calls it, wherever it is printed
    (ICMJE, section IV.A.3.g).
    """
    left = dict(floats)

    def visit(value: object) -> Iterator[tuple[Ast, tuple[str, ...]]]:
        for node, keys in walk_sources(value):
            if node["t"] != "Cite":
                continue
            if not is_call(node):
                yield node, keys
                continue
            for citation in node["c"][0]:
                called = left.pop(citation["citationId"].partition("/")[0], None)
                yield from visit(called) if called else ()

    yield from visit(text)
    while left:
        yield from visit(left.pop(next(iter(left))))


def cited_keys(
    mentions: Iterable[tuple[Ast, tuple[str, ...]]],
    case: Report,
    *,
    sources: Mapping[str, Source],
) -> dict[str, Span | None]:
    """Citation keys in order of first citation, each with the place of that citation."""
    found: dict[str, Span | None] = {}
    for node, keys in mentions:
        for citation in node["c"][0]:
            key = citation["citationId"]
            if key not in found:
                found[key] = locate(f"@{key}", keys, case=case, sources=sources)
    return found


def cite_by(blocks: list[Ast], keys: Mapping[str, str]) -> list[Ast]:
    """The text with other keys in its citations."""

    def change(inlines: list[Ast]) -> list[Ast]:
        return [_cited_by(one, keys) if one["t"] == "Cite" else one for one in inlines]

    return list(map_inlines(blocks, change))


def _cited_by(cite: Ast, keys: Mapping[str, str]) -> Ast:
    citations, shown = cite["c"]
    named = [{**c, "citationId": keys.get(c["citationId"], c["citationId"])} for c in citations]
    return {**cite, "c": [named, shown]}


_CALLS = {"fig": "fig", "figure": "fig", "img": "fig", "tab": "tab", "table": "tab", "tbl": "tab"}
"""How figures and tables are called elsewhere, and here."""


def report_unknown(
    cited: Mapping[str, Span | None],
    known: Collection[str],
    *,
    files: Iterable[str],
    diagnostics: Diagnostics,
) -> None:
    """Report every cited key that no library holds."""
    where = " or ".join(files) or "any library: there is no .bib file"
    for key, place in cited.items():
        if key in known:
            continue
        named = f"casewright refs add --doi DOI --key {shlex.quote(key)} --online"
        hint = f"add an entry '{key}' to the library, by hand or by `{named}`"
        hint = suggest(key, known, otherwise=hint)
        kind, _, number = key.partition(":")
        kind = kind.casefold()
        if kind in _CALLS and number:
            call = f"[@{_CALLS[kind]}:{number}]"
            hint = f"figures are called as [@fig:<id>], tables as [@tab:<id>]: {call}"
        if kind in ("doi", "pmid", "pmcid"):
            option = f"--{kind} " if kind != "pmcid" else ""
            command = f"casewright refs add {option}{shlex.quote(number)} --online"
            hint = f"`{command}` looks it up, or `casewright refs import FILE` takes its record"
        diagnostics.add(RULES["REF001"], f"'{key}' is not in {where}", place, hint=hint)


def number_citations(cites: Iterable[Ast]) -> list[Ast]:
    """Number every citation, and give a paragraph of each, then the list of references.

    The number stands in `citationHash`, which pandoc leaves to others.
    """
    paragraphs = []
    for node in cites:
        paragraphs.append({"t": "Para", "c": [node]})
        node["c"][0][0]["citationHash"] = len(paragraphs)
    return [*paragraphs, _references([])]


def _references(entries: list[Ast]) -> Ast:
    return {"t": "Div", "c": [["refs", [], []], entries]}


def insert_citations(blocks: list[Ast], resolved: list[Ast]) -> list[Ast]:
    """Put what became of the numbered citations, and the references, into their places."""
    *paragraphs, references = resolved

    def change(inlines: list[Ast]) -> list[Ast]:
        out: list[Ast] = []
        for inline in inlines:
            if inline["t"] == "Cite":
                out += paragraphs[inline["c"][0][0]["citationHash"] - 1]["c"]
            else:
                out.append(inline)
        return out

    return [
        references if block["t"] == "Div" and block["c"][0][0] == "refs" else block
        for block in map_inlines(blocks, change)
    ]


def move_markers(blocks: list[Ast], rule: Citations) -> list[Ast]:
    """Put citation markers before or after the punctuation mark that follows them.

    Authors type a citation before the mark. A marker moves out of a quotation that ends with it,
    never out of parentheses: what it stands for is in them.
    """

    def change(inlines: list[Ast]) -> list[Ast]:
        return _moved(_spaced(inlines, rule), rule)

    return list(map_inlines(blocks, change))


def _spaced(inlines: list[Ast], rule: Citations) -> list[Ast]:
    """Keep, add or remove the space before a marker."""
    out: list[Ast] = []
    for inline in inlines:
        if _is_marker(inline) and out:
            if out[-1]["t"] in SPACES:
                out.pop()
            if _wants_space(inline, rule) and not _opens(out):
                out.append({"t": "Space"})
        out.append(inline)
    return out


def _wants_space(marker: Ast, rule: Citations) -> bool:
    if rule.space_before is not None:
        return rule.space_before
    raised = any(node["t"] == "Superscript" for node in walk(marker["c"][1]))
    return not raised and not rule.position.startswith("after")


def _opens(before: list[Ast]) -> bool:
    """Whether what stands before a marker opens a bracket or the paragraph."""
    return not before or (before[-1]["t"] == "Str" and before[-1]["c"].endswith(("(", "[", "—")))


def _is_marker(inline: Ast) -> bool:
    if inline["t"] != "Cite":
        return False
    return all(c["citationMode"]["t"] != "AuthorInText" for c in inline["c"][0])


def _moved(inlines: list[Ast], rule: Citations) -> list[Ast]:
    marks = _PASSED.get(rule.position)
    if marks is None:
        return inlines
    out: list[Ast] = []
    rest = list(inlines)
    while rest:
        inline = rest.pop(0)
        if inline["t"] == "Quoted" and (parts := _out_of_quotation(inline)):
            out.append(parts[0])
            rest[:0] = parts[1:]
            continue
        following = rest[0] if rest else None
        if _is_marker(inline) and following is not None and following["t"] == "Str":
            match = marks.match(following["c"])
            if match:
                before = [out.pop()] if out and out[-1]["t"] in SPACES else []
                _append_text(out, match[0])
                out += [*before, inline]
                tail = following["c"][match.end() :]
                rest[0:1] = [{"t": "Str", "c": tail}] if tail else []
                continue
        out.append(inline)
    return out


def _out_of_quotation(quoted: Ast) -> list[Ast] | None:
    """The quotation and the marker that ends it, apart: 'text.'¹ and not 'text.¹'"""
    kind, inner = quoted["c"]
    if not inner or not _is_marker(inner[-1]):
        return None
    kept = inner[:-1]
    spaces = [kept.pop()] if kept and kept[-1]["t"] in SPACES else []
    return [{**quoted, "c": [kind, kept]}, *spaces, inner[-1]]


def keep_together(blocks: list[Ast]) -> list[Ast]:
    """Bind a marker to the word before it, so that no line begins with a marker."""

    def change(inlines: list[Ast]) -> list[Ast]:
        out: list[Ast] = []
        for inline in inlines:
            if _is_marker(inline) and out and out[-1]["t"] == "Str":
                bound = [out.pop(), inline]
                out.append({"t": "Span", "c": [["", ["nowrap"], []], bound]})
            else:
                out.append(inline)
        return out

    return list(map_inlines(blocks, change))


def _append_text(out: list[Ast], text: str) -> None:
    """Add punctuation to the word before it, so that no line breaks between them."""
    if out and out[-1]["t"] == "Str":
        out[-1] = {"t": "Str", "c": out[-1]["c"] + text}
    else:
        out.append({"t": "Str", "c": text})

"""The list of references: identifiers that a journal wants and its citation style leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casewright.model.document import Ast
from casewright.model.journal import ReferenceList
from casewright.model.reference import CslItem
from casewright.model.tree import plain_text

_ENTRY = "ref-"
"""What citeproc puts before the key in the identifier of an entry."""
_STOPS = (".", "?", "!")


def add_identifiers(
    blocks: list[Ast], items: Mapping[str, CslItem], rule: ReferenceList | None
) -> list[Ast]:
    """Put the DOI and the PMID behind every reference that does not show them.

    They are written as in Citing Medicine, 2nd edition, chapter 23: `doi: 10.1000/x. PMID: 123.`
    """
    if rule is None or "always" not in (rule.doi, rule.pmid):
        return blocks
    return [_completed(block, items, rule) for block in blocks]


def without_empty_list(blocks: list[Ast]) -> list[Ast]:
    """The blocks without a list that has no entry, and without its heading.

    Nothing may be cited where a journal prints little of what the author wrote.
    """
    empty = next((n for n, one in enumerate(blocks) if _is_list(one) and not one["c"][1]), None)
    if empty is None:
        return blocks
    headed = empty > 0 and blocks[empty - 1]["t"] == "Header"
    return [*blocks[: empty - headed], *blocks[empty + 1 :]]


def _is_list(block: Ast) -> bool:
    return bool(block["t"] == "Div" and block["c"][0][0] == "refs")


def _completed(block: Ast, items: Mapping[str, CslItem], rule: ReferenceList) -> Ast:
    if block["t"] != "Div":
        return block
    attr, inner = block["c"]
    item = items.get(attr[0].removeprefix(_ENTRY)) if attr[0].startswith(_ENTRY) else None
    if item is None:
        return {**block, "c": [attr, add_identifiers(inner, items, rule)]}
    *before, paragraph = inner
    missing = [*_missing(item, plain_text(paragraph), rule)]
    if not missing:
        return block
    return {**block, "c": [attr, [*before, _with_tail(paragraph, missing)]]}


def _missing(item: CslItem, shown: str, rule: ReferenceList) -> Iterator[list[Ast]]:
    for name, want, label, address in (
        ("DOI", rule.doi, "doi: ", "https://doi.org/"),
        ("PMID", rule.pmid, "PMID: ", "https://pubmed.ncbi.nlm.nih.gov/"),
    ):
        value = str(item.get(name, ""))
        if want == "always" and value and value not in shown:
            text = {"t": "Str", "c": value}
            link = {"t": "Link", "c": [["", [], []], [text], [address + value, ""]]}
            yield [{"t": "Str", "c": label.strip()}, {"t": "Space"}, link, {"t": "Str", "c": "."}]


def _with_tail(paragraph: Ast, parts: list[list[Ast]]) -> Ast:
    inlines: list[Ast] = paragraph["c"]
    last = inlines[-1] if inlines else None
    if last and last["t"] == "Span" and "csl-right-inline" in last["c"][0][1]:
        text = {**last, "c": [last["c"][0], _joined(last["c"][1], parts)]}
        return {**paragraph, "c": [*inlines[:-1], text]}
    return {**paragraph, "c": _joined(inlines, parts)}


def _joined(inlines: list[Ast], parts: list[list[Ast]]) -> list[Ast]:
    out = [*inlines]
    if not plain_text(out).endswith(_STOPS) and not _ends_in_address(out):
        out.append({"t": "Str", "c": "."})
    for part in parts:
        out += [{"t": "Space"}, *part]
    return out


def _ends_in_address(inlines: list[Ast]) -> bool:
    """Whether the last words are an address of the Web, which no stop may follow."""
    return plain_text(inlines).rpartition(" ")[2].startswith("http")

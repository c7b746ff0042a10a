"""References are numbered in the order in which the text names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casewright.diagnostics import Diagnostics, Span
from casewright.model.document import Document
from casewright.pandoc import Pandoc
from casewright.rules.library.cited import check_order
from specs import WJG, compose, finding_lines, mini_workspace


def _document(pandoc: Pandoc, root: Path) -> Document:
    library = "".join(
        f"@article{{{key}, title = {{{key}}}, author = {{Doe, J}}, journal = {{J}}, year = 2007}}\n"
        for key in "abc"
    )
    files = {"references/library.bib": library, "introduction.md": "One [@a], two [@b; @c].\n"}
    made = compose(mini_workspace(root, files), WJG, pandoc)
    assert made.document is not None, finding_lines(made.diagnostics)
    return made.document


def _listed(blocks: list[Any], *, keys: str) -> list[Any]:
    """The blocks with the references in another order."""
    by_key = {b["c"][0][0]: b for block in blocks for b in _entries(block)}
    order = [by_key[f"ref-{key}"] for key in keys]
    return [
        {"t": "Div", "c": [block["c"][0], order]} if _entries(block) else block for block in blocks
    ]


def _entries(block: Any) -> list[Any]:
    if block["t"] != "Div" or block["c"][0][0] != "refs":
        return []
    return list(block["c"][1])


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("abc", ""),
        ("acb", "x:1:1 warning REF021 'b' is reference 3, but number 2 of those in the text\n"),
        ("cba", "x:1:1 warning REF021 'a' is reference 3, but number 1 of those in the text\n"),
    ],
)
def test_a_number_out_of_order_is_found(
    pandoc: Pandoc, tmp_path: Path, keys: str, said: str
) -> None:
    document = _document(pandoc, tmp_path)
    blocks = _listed(document.blocks, keys=keys)
    changed = Document(**{**_fields(document), "blocks": blocks})
    found = Diagnostics()
    check_order(changed, {key: Span("x", 1, 1) for key in "abc"}, found)
    assert finding_lines(found, hints=False) == said


def _fields(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in document.__dataclass_fields__}

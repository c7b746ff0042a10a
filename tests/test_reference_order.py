"""References are numbered in the order in which the text names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casewright.diagnostics import Diagnostics, Span
from casewright.model.document import Document
from casewright.pandoc import Pandoc
from casewright.refs import check
from casewright.rules.library.cited import check_order
from specs import BMJ, WJG, compose, finding_lines, mini_workspace

_LIBRARY = "".join(
    f"@article{{{key}, title = {{{key}}}, author = {{Doe, J}}, journal = {{J}}, year = 2007}}\n"
    for key in "abcde"
)
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9cm" height="6cm" viewBox="0 0 3 2"/>'
_FLOATS = """\
figures:
  - {id: late, file: figures/x.svg, title: Late, legend: "As in [@e].", alt: a mass}
  - {id: early, file: figures/x.svg, title: Early, legend: "As in [@c], see @tab:t.", alt: a mass}
tables:
  - {id: t, title: Rows, rows: [[A, B], [x, "y [@d]"]]}
"""


@pytest.mark.parametrize("journal", [WJG, BMJ, "plain"])
def test_what_floats_cite_is_numbered_where_they_are_called(
    pandoc: Pandoc, tmp_path: Path, journal: str
) -> None:
    files = {
        "references/library.bib": _LIBRARY,
        "introduction.md": "One [@a], a mass [@fig:early]. Two [@b].\n",
        "discussion.md": "The mass of @fig:early and @fig:late, not of @d.\n",
        "case.yaml": _FLOATS,
        "figures/x.svg": _SVG,
    }
    workspace = mini_workspace(tmp_path, files)
    made = compose(workspace, journal, pandoc)
    assert made.document is not None, finding_lines(made.diagnostics)
    listed = [b["c"][0][0] for block in made.document.blocks for b in _entries(block)]
    assert list(made.items) == list("acdbe")
    assert listed == [f"ref-{key}" for key in "acdbe"]
    assert not [one for one in check(workspace, "x", [journal]).diagnostics if "REF021" in str(one)]


def _document(pandoc: Pandoc, root: Path) -> Document:
    files = {"references/library.bib": _LIBRARY, "introduction.md": "One [@a], two [@b; @c].\n"}
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
    check_order(changed, "abc", found, places={key: Span("x", 1, 1) for key in "abc"})
    assert finding_lines(found, hints=False) == said


def _fields(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in document.__dataclass_fields__}

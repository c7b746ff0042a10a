"""Tables and figures that are made from the facts: the specs are `tests/floats/*.md`.

`floats` are the tables and figures as Markdown, the alternative text of a figure in brackets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from casewright.pandoc import Pandoc
from casewright.writers.markdown import write_markdown
from specs import BY_SHORT, WJG, compose, finding_lines, mini_workspace, rewritten, serious

_SPECS = sorted((Path(__file__).parent / "floats").glob("*.md"))
_LIBRARY = """\
@article{koh2007, author={Koh, A}, title={One}, journal={J Med}, year={2007}, pages={1-2}}
@article{lee2009, author={Lee, B}, title={Two}, journal={J Med}, year={2009}, pages={3-4}}
"""


def _made(title: str, blocks: Mapping[str, str], root: Path, pandoc: Pandoc) -> dict[str, str]:
    files = {
        "case.yaml": blocks["case"],
        "references/library.bib": _LIBRARY,
        **{name.removeprefix("file "): text for name, text in blocks.items() if " " in name},
    }
    workspace = mini_workspace(root / title.replace("/", "-"), files)
    out = {}
    for name in blocks:
        if name == "findings":
            found = compose(workspace, WJG, pandoc).diagnostics
            shown = [one for one in serious(found) if one.rule.code not in {"FIG002", "REF006"}]
            out[name] = finding_lines(shown)
        elif name in BY_SHORT:
            document = compose(workspace, BY_SHORT[name], pandoc).document
            assert document is not None
            kept = [b for b in document.blocks if b["t"] in {"Table", "Figure"}]
            text = write_markdown(replace(document, blocks=kept), pandoc).decode()
            out[name] = text.strip().replace("\u00a0", " ") + "\n"
    return out


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_table_or_figure_is_made_from_the_facts(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")
    expect(path, rewritten(text, lambda title, blocks: _made(title, blocks, tmp_path, pandoc)))

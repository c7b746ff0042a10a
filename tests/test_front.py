"""Title page and statements: the specs are `tests/front/*.md`, facts and rules in, text out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from casewright.model.document import Ast, Document
from casewright.model.tree import attribute, plain_text
from casewright.pandoc import Pandoc
from specs import WJG, compose, finding_lines, mini_workspace, rewritten

_SPECS = sorted((Path(__file__).parent / "front").glob("*.md"))
_YAML = YAML(typ="safe")
_SOURCED = {"source": ["guide"], "as_of": "2026", "verified": True}


def _profile(*texts: str) -> str:
    """A journal that has the groups of `texts`, of which the later win; their source is given."""
    groups: dict[str, Any] = {}
    for text in texts:
        groups |= _YAML.load(text) or {}
    sourced = {
        name: {**_SOURCED, **group} if isinstance(group, dict) else group
        for name, group in groups.items()
    }
    sources = {"guide": {"title": "Guide", "date": "2026", "kind": "primary"}}
    head = {"id": "own", "title": "Own", "extends": WJG, "sources": sources}
    return json.dumps({**head, **sourced}, indent=1)


def _files(blocks: Mapping[str, str], shared: Mapping[str, str]) -> dict[str, str]:
    case = _YAML.load(blocks.get("case", "")) or {}
    kept = [
        part
        for part in re.split(r"^(?=\w)", shared.get("case", ""), flags=re.M)
        if part.partition(":")[0] not in case
    ]
    profile = _profile(shared.get("journal", ""), blocks.get("journal", ""))
    return {
        "case.yaml": blocks.get("case", "") + "".join(kept),
        "templates/own/journal.yaml": profile,
        **{
            name.removeprefix("file "): text
            for name, text in blocks.items()
            if name.startswith("file ")
        },
    }


def _title_page(document: Document | None) -> str:
    apart = document.title_page if document else None
    return "".join(f"{line}\n" for line in _lines(apart)) if apart else ""


def _lines(document: Document) -> Iterator[str]:
    """Front matter and headings as they stand, each paragraph a line."""
    for block in document.blocks:
        style = attribute(block, "custom-style") if block["t"] == "Div" else None
        if style and style not in {"Article Type", "Keywords"}:
            yield from _paragraphs(block)
        elif block["t"] == "Header":
            yield f"# {plain_text(block)}"
        elif block["t"] in {"Para", "Plain"}:
            yield plain_text(block)


def _paragraphs(block: Ast) -> Iterator[str]:
    yield from (plain_text(inner) for inner in block["c"][1])


def _without_course(lines: list[str]) -> str:
    """The lines without what every small case says."""
    made = re.sub(
        r"# (ABSTRACT|CASE REPORT)\n(?:[^#\n].*\n)*", "", "".join(f"{x}\n" for x in lines)
    )
    return made.replace("\u00a0", " ")


def _is_told(code: str) -> bool:
    """Whether a finding is not about what a small case cannot help."""
    return code not in {"CARE001", "CARE010"}


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_title_page_and_statements_say_what_the_case_says(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")
    head = text.partition("\n## ")[0]
    shared = dict(re.findall(r"^```(case|journal)\n(.*?)^```$", head, re.M | re.S))

    def answer(title: str, blocks: Mapping[str, str]) -> Mapping[str, str]:
        root = tmp_path / re.sub(r"\W+", "-", title)
        files = _files(blocks, shared)
        workspace = mini_workspace(root, files)
        if "patients:" in files["case.yaml"]:  # then what is of one patient stands elsewhere
            (root / "cases" / "x" / "case.yaml").write_text(files["case.yaml"])
        made = compose(workspace, "own", pandoc)
        told = list(_lines(made.document)) if made.document else []
        return {
            "title page": _title_page(made.document).replace("\u00a0", " "),
            "printed": _without_course(told),
            "findings": finding_lines(one for one in made.diagnostics if _is_told(one.rule.code)),
        }

    expect(path, rewritten(text, answer))

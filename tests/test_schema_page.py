"""The page about the case file, and the worked examples that stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from casewright.model.codes import SYSTEMS
from casewright.model.events import Event
from casewright.model.scales import SCALES
from casewright.pandoc import Pandoc
from casewright.schema import json_schema
from casewright.schema_page import anchor, schema_page, value_name
from specs import ROOT, WJG, compose, course_text, finding_lines, mini_workspace, rewritten

SNIPPETS = ROOT / "src" / "casewright" / "snippets"
BLOCKS = sorted((SNIPPETS / "blocks").glob("*.md"))
EVENTS = sorted((SNIPPETS / "events").glob("*.md"))
KINDS = {get_args(one.model_fields["kind"].annotation)[0] for one in get_args(get_args(Event)[0])}
PAGES = pytest.mark.parametrize("kind", ["case", "patient", "journal", "settings"])
_COUGH = "course:\n- kind: presentation\n  complaints: [{what: cough}]\n"


_OWN = f"""\
id: own
title: Own
extends: {WJG}
sections:
  order:
    - {{heading: CASE, parts: [narrative]}}
    - {{heading: PERSPECTIVE, parts: [perspective]}}
    - {{heading: DECLARATIONS, parts: [consent, statements]}}
  source: [general-knowledge]
  as_of: "2026"
  verified: false
"""
"""A journal that prints what that of 2007 leaves out."""


def _told(yaml: str, journal: str, root: Path, pandoc: Pandoc) -> str:
    """The sentences of a snippet in a journal, or what is wrong with it."""
    if yaml.startswith("- "):
        opens = yaml.startswith("- kind: presentation")
        case = ("course:\n" if opens else _COUGH) + yaml
        made_of: tuple[str, ...] = ("course.",)
        without = ("-" if opens else "course.0",)
    else:
        case = yaml + _COUGH
        made_of = tuple(re.findall(r"^(\w+):", yaml, re.M))
        if {"patient", "history"} & set(made_of):
            made_of += ("course.",)
        without = ("-",)
    files = {"case.yaml": case, "templates/own/journal.yaml": _OWN}
    made = compose(mini_workspace(root, files), journal, pandoc)
    if made.document is None:
        return finding_lines(made.diagnostics)
    return course_text(made.document, brief=False, without=without, made_of=made_of)


@pytest.mark.parametrize("path", [*EVENTS, *BLOCKS], ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_worked_example_says_what_stands_beside_it(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")

    def answer(_: str, blocks: Mapping[str, str]) -> dict[str, str]:
        (expected,) = set(blocks) - {"yaml"}
        journal = WJG if expected == "text" else "own"
        return {expected: _told(blocks["yaml"], journal, tmp_path, pandoc)}

    made = rewritten(f"## x\n{text}", answer)
    expect(path, made.removeprefix("## x\n"))
    assert not re.search(r"^```text.*\n```", made, re.M), "it says nothing"
    assert not re.search(r" (error|warning) [A-Z]+\d+ ", made)


def test_every_kind_of_event_has_a_worked_example() -> None:
    assert {path.stem for path in EVENTS} == KINDS
    for path in EVENTS:
        assert f"- kind: {path.stem}\n" in path.read_text(encoding="utf-8")


def test_the_main_blocks_have_a_worked_example() -> None:
    assert {path.stem for path in BLOCKS} >= {"patient", "history", "diagnosis", "consent"}
    for path in BLOCKS:
        assert path.read_text(encoding="utf-8").startswith(f"```yaml\n{path.stem}:")


def test_the_page_is_up_to_date(expect: Callable[[Path, str], None]) -> None:
    expect(ROOT / "docs" / "case-file.md", schema_page("case"))


@PAGES
def test_every_link_of_a_page_leads_to_one_heading(kind: str) -> None:
    page = schema_page(kind)
    headings = Counter(anchor(name) for name in re.findall(r"^#+ (.+)$", page, re.M))
    assert set(headings.values()) == {1}, headings.most_common(3)
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(headings)


@PAGES
def test_every_value_that_gives_examples_is_explained(kind: str) -> None:
    def unexplained(node: Any) -> Iterator[Any]:
        if isinstance(node, dict):
            if "examples" in node and value_name(node) is None:
                yield node
            node = list(node.values())
        for inner in node if isinstance(node, list) else ():
            yield from unexplained(inner)

    assert not list(unexplained(json_schema(kind))), "add its type to the values of the page"


@PAGES
def test_every_row_of_a_table_has_as_many_cells_as_its_head(kind: str) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", schema_page(kind), re.M):
        rows = [len(re.split(r"(?<!\\)\|", line)) for line in table.splitlines()]
        assert len(set(rows)) == 1, table


def test_the_page_names_every_kind_scale_and_system_of_codes() -> None:
    page = schema_page("case")
    for kind in KINDS:
        assert f"\n### Event `{kind}`\n" in page
    for name in [scale.key for scale in SCALES] + list(SYSTEMS):
        assert f"\n| `{name}` " in page


def test_a_page_speaks_of_no_type_of_the_program() -> None:
    for kind in ("case", "patient", "journal"):
        assert not re.search(r"\b[A-Z][a-z]+[A-Z][a-z]+\b(?<!PubMed)", _without_code(kind))


def _without_code(kind: str) -> str:
    return re.sub(r"```.*?```|`[^`]*`", "", schema_page(kind), flags=re.S)

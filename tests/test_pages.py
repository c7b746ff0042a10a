"""The README and the pages in `docs/`: their links lead somewhere, their commands exist."""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from casewright.cli.arguments import make_parser
from casewright.pandoc import Pandoc
from casewright.readers.case import read_case
from casewright.readers.settings import read_settings
from specs import ROOT, WJG, compose, course_text, finding_lines, mini_workspace

README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").glob("*.md"))
PRINTED = {"case-file", "rules"}
"""Pages that casewright prints; whoever prints them has no README beside them."""
_CODE = re.compile(r"`([^`\n]+)`")
_FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.M | re.S)

IN_WORKSPACES = ROOT / "src" / "casewright" / "workspace_files" / "README.md"

each_page = pytest.mark.parametrize(
    "page",
    [README, ROOT / "CHANGELOG.md", IN_WORKSPACES, *DOCS],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _anchors(page: Path) -> set[str]:
    """The headings of a page, as GitHub names them in links."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", _text(page)), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    text = _CODE.sub("", _FENCED.sub("", _text(page)))
    links = re.findall(r"\]\(([^()\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    for link in links:
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not re.match(r"https?:", link):
            assert target.exists(), link
            assert not anchor or anchor in _anchors(target), link


def test_the_readme_leads_to_every_page_and_back() -> None:
    for page in DOCS:
        assert f"(docs/{page.name})" in _text(README) or f"docs/{page.name}#" in _text(README)
        assert "](../README.md)" in _text(page) or page.stem in PRINTED


def test_the_readme_can_be_read_in_one_evening() -> None:
    assert len(_text(README).splitlines()) <= 250
    for _, block in _FENCED.findall(_text(README)):
        assert all(len(line) <= 120 for line in textwrap.dedent(block).splitlines())


def _shown(page: Path) -> Iterator[str]:
    """The commands of a page, whole lines of blocks first, then those within sentences."""
    text = _text(page)
    for language, block in _FENCED.findall(text):
        if language in {"", "sh", "console"}:
            lines = (line.strip().removeprefix("$ ") for line in block.splitlines())
            yield from (re.split(r"\s+#|\s+<<|\s{3,}", line)[0] for line in lines)
    yield from _CODE.findall(_FENCED.sub("", text))


def _ways(usage: str) -> Iterator[list[str]]:
    """What may be typed where `usage` says what may be left out, and what stands for something."""
    usage = re.sub(r" N\b(?!=)", " 1", re.sub(r"\s*…", "", usage))
    needed = re.sub(r"\[[^]]*\]", "", usage)
    for choice in [
        "",
        *chain(*(re.split(r", | or ", one) for one in re.findall(r"\[(.*?)\]", usage))),
    ]:
        yield re.findall(r'"[^"]*"|\S+', f"{needed} {choice}")[1:]


def _yaml(page: Path) -> Iterator[str]:
    found = _FENCED.findall(_text(page))
    return (textwrap.dedent(block) for language, block in found if language == "yaml")


_OPERATION = """\
course:
- kind: laboratory
  at: day 0
  tests: [{analyte: C-reactive protein, value: 84 mg/L}]
- {kind: procedure, id: operation, at: day 1, name: excision, short: the operation}
- {kind: follow_up, at: 6 weeks after operation, status: free of symptoms}
"""


@pytest.mark.parametrize("name", ["README.md", "docs/writing.md", "docs/checks.md"])
def test_examples_can_be_read(name: str, tmp_path: Path) -> None:
    blocks = list(_yaml(ROOT / name))
    assert blocks
    for number, block in enumerate(blocks):
        case = block if re.search(r"^\w+:", block, re.M) else _OPERATION + block
        files = dict.fromkeys(re.findall(r"patient-\d\.yaml", block), _PATIENT)
        workspace = mini_workspace(tmp_path / str(number), {"case.yaml": case, **files})
        folder = workspace.root / "cases" / "x"
        if files:  # of these, each has a course of its own
            (folder / "case.yaml").write_text(_TITLE + case, encoding="utf-8")
        if re.search("^severities:", block, re.M):
            (workspace.root / "casewright.yaml").write_text(block, encoding="utf-8")
            _, found = read_settings(workspace)
        else:
            _, found = read_case(workspace, folder)
        assert not finding_lines(one for one in found if one.severity == "error"), block


_TITLE = "title: {focus: A rash}\nauthors: [{given: Ada, family: Byron}]\n"
_PATIENT = """\
patient: {age: 6 years, sex: female}
course: [{kind: presentation, id: start, complaints: [{what: rash}]}]
"""


def test_the_first_fact_of_the_readme_becomes_what_it_says(tmp_path: Path, pandoc: Pandoc) -> None:
    (fact,) = _yaml(README)
    told = re.search(r"becomes \*(.+?)\* If", _text(README))
    made = compose(mini_workspace(tmp_path, {"case.yaml": _OPERATION + fact}), WJG, pandoc)
    assert told and made.document
    assert told[1] in course_text(made.document, brief=False)


def test_what_the_pages_cite_is_in_the_library() -> None:
    library = _text(ROOT / "references" / "library.bib")
    for page in (README, ROOT / "docs" / "writing.md"):
        keys = re.findall(r"`\[@(\w+)\]`", _text(page))
        assert keys
        assert all(f"{{{key}," in library for key in keys), keys


def _names(parser: argparse.ArgumentParser, prefix: str = "") -> Iterator[str]:
    """Every command: `journals`, `journals show`, …"""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield prefix + name
                yield from _names(inner, f"{prefix}{name} ")


@each_page
def test_commands_are_understood(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = make_parser()
    names = set(_names(parser))
    for usage in _shown(page):
        program, _, rest = usage.partition(" ")
        if program != "casewright" or rest in names or not rest.strip("… "):
            continue
        for words in _ways(usage):
            try:
                parser.parse_args(words)
            except SystemExit as left:
                assert left.code == 0, f"{usage}\n{capsys.readouterr().err}"


@each_page
def test_targets_of_make_exist(page: Path) -> None:
    makefile = _text(ROOT / "Makefile")
    targets = {
        name for line in re.findall(r"^\.PHONY: (.+)$", makefile, re.M) for name in line.split()
    }
    for usage in _shown(page):
        if usage.startswith("make "):
            for words in _ways(usage):
                for word in words:
                    variable, sign, _ = word.partition("=")
                    assert word in targets or (sign and f"$({variable})" in makefile), usage

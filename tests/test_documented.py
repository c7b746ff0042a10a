"""What is documented is there, and what is there is documented."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from casewright.catalogue import RULES
from casewright.cli.arguments import make_parser
from casewright.diagnostics import RuleInfo, Stage
from casewright.rules import explain, rules_page
from casewright.schema import json_schema

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "src" / "casewright" / "rules" / "docs"
COMMANDS = (ROOT / "docs" / "commands.md").read_text()
PAGES = "\n".join(p.read_text() for p in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))
HEADINGS = ["What it reports", "Why", "Example", "Remedy"]

each_rule = pytest.mark.parametrize("info", RULES.values(), ids=list(RULES))


def commands() -> Iterator[tuple[str, argparse.ArgumentParser, str | None]]:
    """Every command with its parser and its line of help: `journals show`, …"""
    pending = [("", make_parser())]
    while pending:
        prefix, parser = pending.pop()
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                helps = {choice.dest: choice.help for choice in action._choices_actions}
                for name, inner in action.choices.items():
                    yield f"{prefix}{name}", inner, helps.get(name)
                    pending.append((f"{prefix}{name} ", inner))


each_command = pytest.mark.parametrize(
    ("name", "parser", "text"), list(commands()), ids=[name for name, _, _ in commands()]
)


def test_rules_and_their_documents_are_the_same_set() -> None:
    assert sorted(path.stem for path in DOCS.glob("*.md")) == sorted(RULES)


@each_rule
def test_a_rule_says_what_why_how_and_what_to_do(info: RuleInfo) -> None:
    lines = explain(info.code).splitlines()
    assert lines[0] == f"# {info.code} {info.name}"
    due = "; due before submission" if info.stage is Stage.SUBMISSION else ""
    assert f"Severity: {info.severity.value}{due}" in lines
    assert [line[3:] for line in lines if line.startswith("## ")] == HEADINGS


def test_the_page_of_rules_is_that_of_the_rules() -> None:
    assert (ROOT / "docs" / "rules.md").read_text() == rules_page(), "run `make schema`"


@each_rule
def test_the_text_of_a_rule_is_short(info: RuleInfo) -> None:
    lines = explain(info.code).splitlines()
    substance = [line for line in lines[1:] if line and not line.startswith(("## ", "```"))]
    assert 4 <= len(substance) <= 15


@each_rule
def test_a_rule_is_reported_somewhere(info: RuleInfo) -> None:
    sources = (ROOT / "src" / "casewright").rglob("*.py")
    assert any(f'"{info.code}"' in p.read_text() for p in sources if p.name != "catalogue.py")


def test_codes_in_the_sources_are_in_the_catalogue() -> None:
    for path in (ROOT / "src" / "casewright").rglob("*.py"):
        for code in re.findall(r'RULES\["(\w+)"\]', path.read_text()):
            assert code in RULES, f"{path.name}: {code}"


@each_command
def test_every_command_has_help(
    name: str, parser: argparse.ArgumentParser, text: str | None
) -> None:
    assert text and parser.description
    for action in parser._actions:
        if action.option_strings and not isinstance(action, argparse._SubParsersAction):
            assert action.help, f"{name} {action.option_strings[0]}"


@each_command
def test_every_command_is_on_the_page_of_commands(
    name: str, parser: argparse.ArgumentParser, text: str | None
) -> None:
    if name != "journals":
        assert f"`casewright {name}" in COMMANDS
    for action in parser._actions:
        for option in action.option_strings[-1:]:
            assert option in PAGES or option == "--help"


def test_every_make_target_for_people_is_in_its_help_and_on_the_page_of_commands() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    names = {name for line in phony for name in line.split()} - {"always", "no-case"}
    names -= {"docx", "pdf", "jats", "txt"}  # these have lines of their own in both
    helped = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert names == helped
    for name in names:
        assert f"| `make {name}" in COMMANDS or name == "all"


@pytest.mark.parametrize("kind", ["case", "patient", "journal", "settings"])
def test_the_shipped_schema_is_that_of_the_types(kind: str) -> None:
    shipped = json.loads((ROOT / "templates" / "_shared" / f"{kind}.schema.json").read_text())
    assert shipped == json_schema(kind), "run `make schema`"


def test_a_schema_describes_its_fields() -> None:
    finding = json_schema("case")["$defs"]["Finding"]["properties"]
    assert finding["what"]["description"] == "The noun: 'mass', 'ulcer'."
    event = json_schema("case")["$defs"]["Imaging"]["properties"]
    assert event["key"]["description"] == "True when the event belongs in the abstract."


@pytest.mark.parametrize("kind", ["case", "patient", "journal"])
def test_a_schema_takes_no_key_without_a_value(kind: str) -> None:
    assert '{"type": "null"}' not in json.dumps(json_schema(kind))

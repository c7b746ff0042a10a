"""Every shipped journal: its profile, every example composed for it, and one as a golden."""

from __future__ import annotations

import datetime
import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from casewright.build import build
from casewright.diagnostics import Severity
from casewright.library.styles import resolve_style
from casewright.manuscript import Manuscript
from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.profile import DEFAULT, GENERAL_KNOWLEDGE
from casewright.model.tree import attribute, div_class, plain_text, source_keys, walk
from casewright.pandoc import Pandoc
from casewright.readers.journal import read_journal
from casewright.workspace import Workspace
from specs import ROOT, compose, finding_lines, workspace_at

GOLDEN = Path(__file__).parent / "golden" / "journals"
RICH = "venous-thrombosis-pregnancy"
NAMES = workspace_at(ROOT).journals()
CASES = workspace_at(ROOT).cases()

each_journal = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("journals")
    for part in ("cases", "references"):
        shutil.copytree(ROOT / part, root / part)
    return workspace_at(root)


@pytest.fixture(scope="session")
def told_plainly(examples: Workspace, pandoc: Pandoc) -> dict[str, set[str]]:
    """The events of each case that its plain manuscript tells."""
    return {case: _told(compose(examples, "plain", pandoc, case=case)) for case in CASES}


def _journal(name: str) -> Journal:
    journal, found = read_journal(workspace_at(ROOT), name)
    assert journal is not None and not list(found), finding_lines(found)
    return journal


@each_journal
def test_every_rule_says_where_it_was_read(name: str) -> None:
    journal = _journal(name)
    for group, rules in journal.groups().items():
        for one in (rules, *rules.rules.values()):
            assert set(one.source) <= {*journal.sources, GENERAL_KNOWLEDGE, DEFAULT}, group
            unread = {GENERAL_KNOWLEDGE, DEFAULT}.intersection(one.source)
            assert not (one.verified and unread), f"{group} rests on {unread}"


@each_journal
def test_every_profile_goes_back_to_the_plain_one(name: str) -> None:
    assert _journal(name).folders[-1] == "plain"


@each_journal
def test_examples_are_composed_for_every_journal(
    name: str,
    examples: Workspace,
    pandoc: Pandoc,
    told_plainly: Mapping[str, set[str]],
    expect: Callable[[Path, str], None],
) -> None:
    for case in (RICH, _other_today(name)):
        made = compose(examples, name, pandoc, case=case)
        assert not [str(one) for one in made.diagnostics if one.severity is Severity.ERROR]
        assert made.document is not None and made.journal is not None
        whole = not made.journal.abstract.is_report
        assert not whole or told_plainly[case] <= _told(made), "no event is lost"
        if case == RICH:
            expect(GOLDEN / f"{name}.md", "\n".join(_outline(made.document)) + "\n")


def _other_today(name: str) -> str:
    """Another case for a journal: within a week each has had its turn with every journal."""
    others = [case for case in CASES if case != RICH]
    return others[(datetime.date.today().toordinal() + NAMES.index(name)) % len(others)]


def _due_today(count: int) -> list[tuple[str, str]]:
    """The next `count` manuscripts of all cases and journals: each has its turn within weeks."""
    pairs = list(itertools.product(CASES, NAMES))
    first = datetime.date.today().toordinal() * count
    return [pairs[(first + number) % len(pairs)] for number in range(count)]


@pytest.mark.parametrize(("case", "name"), _due_today(8))
def test_a_manuscript_whose_turn_it_is_becomes_docx_and_pdf(
    case: str, name: str, examples: Workspace
) -> None:
    made = build(examples, case, name, formats=("docx", "pdf"))
    assert not made.diagnostics.failed, finding_lines(made.diagnostics)
    assert {path.name for path in made.outputs} >= {"manuscript.docx", "manuscript.pdf"}
    for path in made.outputs:
        assert path.read_bytes().startswith({".docx": b"PK", ".pdf": b"%PDF"}[path.suffix])


def _told(made: Manuscript) -> set[str]:
    """The events that the text outside the abstract tells."""
    assert made.document and made.case
    body = [block for block in made.document.blocks if not div_class(block, "abstract")]
    printed = {made.document.sources[key].path for node in walk(body) for key in source_keys(node)}
    events = [event.path for case in made.case.cases for event in case.course]
    return {
        event for event in events if any(f"{path}.".startswith(f"{event}.") for path in printed)
    }


def _outline(document: Document) -> Iterator[str]:
    """What a copy editor looks at first: a line for each, long texts by their first words."""
    cited = False
    for block in document.blocks:
        style = attribute(block, "custom-style") if block["t"] == "Div" else None
        if style and _text(block):
            yield f"[{style}] {_text(block)}"
        elif block["t"] == "Header":
            yield f"{'#' * block['c'][0]} {_text(block)}"
        elif div_class(block, "abstract"):
            yield from (f"[abstract] {_begins(one)}" for one in block["c"][1])
        elif block["t"] == "Div" and block["c"][0][0] == "refs":
            yield f"[first reference] {_text(block['c'][1][0])}"
        elif block["t"] in {"Figure", "Table"}:
            yield f"[{block['t']}]"
        elif _text(block):
            yield _begins(block)
        if not cited and (place := _first_citation(block)):
            cited = True
            yield f"[first citation] {place}"


def _first_citation(block: Ast) -> str:
    """The words around the first citation of a paragraph."""
    if block["t"] != "Para":
        return ""
    found = [node for node in walk(block) if node["t"] == "Cite"]
    if not found:
        return ""
    text, mark = _text(block), plain_text(found[0])
    at = text.find(mark)
    raised = any(node["t"] == "Superscript" and mark in plain_text(node) for node in walk(block))
    around = text[max(0, at - 20) : at + len(mark) + 12]
    return f"…{around}…{' (raised)' if raised else ''}"


def _text(block: Ast) -> str:
    return plain_text(block).replace("\u00a0", " ")


def _begins(block: Ast) -> str:
    words = _text(block).split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("medicine-baltimore", "medicine"),
        ("annals-of-medicine-and-surgery", "annals-of-medicine-and-surgery"),
    ],
)
def test_a_style_of_the_journals_own_name_is_not_followed_where_it_misleads(
    name: str, style: str
) -> None:
    """One is of another journal, the other of the publisher before."""
    assert resolve_style(style)
    assert _journal(name).citations.style == "american-medical-association-brackets"
    assert not _journal(name).citations.provenance("style").verified


@pytest.mark.parametrize(
    "name",
    [
        *("european-heart-journal-case-reports", "acg-case-reports-journal", "jacc-case-reports"),
        *("ame-case-reports", "edm-case-reports", "clinical-case-reports"),
        *("oxford-medical-case-reports", "american-journal-of-case-reports"),
    ],
)
def test_the_style_of_a_journal_without_one_of_its_own_is_not_said_to_be_verified(
    name: str,
) -> None:
    assert not _journal(name).citations.provenance("style").verified


@each_journal
def test_every_journal_is_on_the_page_of_journals(name: str) -> None:
    journal = _journal(name)
    row = f"| `{name}` | {journal.title} | {journal.article_type} |"
    assert row in (ROOT / "docs" / "journals.md").read_text(encoding="utf-8").splitlines()

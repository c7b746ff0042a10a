"""Citations as journals print them: markers and lists by spec, the printed list of each style."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from casewright.manuscript import Manuscript
from casewright.model.tree import plain_text
from casewright.pandoc import Pandoc
from casewright.writers.markdown import write_markdown
from specs import ROOT, WJG, compose, finding_lines, mini_workspace, rewritten

_SPECS = Path(__file__).parent / "citations"
_LIBRARY = (_SPECS / "library.bib").read_text(encoding="utf-8")
_KEYS = re.findall(r"^@\w+\{([a-z]+),", _LIBRARY.partition("@article{unabbreviated")[0], re.M)
_TOLD = "source: [general-knowledge], as_of: today, verified: false"

_BRITISH = (
    "bmj",
    "endocrine-connections",
    "european-society-of-cardiology",
    "oxford-journals-scimed-numeric",
    "sage-vancouver",
    "springer-vancouver-brackets",
    "the-lancet",
)
_AMERICAN = (
    "american-medical-association",
    "american-medical-association-10th-edition",
    "american-medical-association-brackets",
    "baishideng-publishing-group",
    "cureus",
    "elsevier-vancouver",
    "elsevier-with-titles",
    "frontiers-medical-journals",
    "jacc-cardiovascular-interventions",
    "karger-journals",
    "nlm-citation-sequence",
    "nlm-citation-sequence-brackets",
    "the-new-england-journal-of-medicine",
)
"""The styles of the journals that publish case reports, by their English."""
STYLES = [(style, "en-GB") for style in _BRITISH] + [(style, "en-US") for style in _AMERICAN]


def _group(name: str, rules: str) -> str:
    return f"{name}:\n" + "".join(
        f"  {line}\n" for line in [*rules.splitlines(), *_TOLD.split(", ")]
    )


def _composed(
    root: Path, pandoc: Pandoc, *, text: str, citations: str, more: str = ""
) -> Manuscript:
    journal = f"id: j\ntitle: Journal of J\nextends: {WJG}\n{_group('citations', citations)}{more}"
    files = {
        "templates/j/journal.yaml": journal,
        "references/library.bib": _LIBRARY,
        "introduction.md": text.replace("\n", "\n\n"),
    }
    return compose(mini_workspace(root, files), "j", pandoc)


def _sections(made: Manuscript, pandoc: Pandoc) -> dict[str, str]:
    """What stands under each heading, as Markdown."""
    assert made.document, finding_lines(made.diagnostics)
    texts: dict[str, str] = {}
    heading = ""
    for block in made.document.blocks:
        if block["t"] == "Header":
            heading = plain_text(block)
        else:
            shown = write_markdown(replace(made.document, blocks=[block]), pandoc).decode()
            texts[heading] = texts.get(heading, "") + shown.replace("\\", "")
    return {name: re.sub(r"\n\n+", "\n", text) for name, text in texts.items()}


@pytest.mark.parametrize("name", ["markers", "lists"])
def test_citations_are_printed_as_the_journal_says(
    name: str, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        citations = blocks.get("citations", "style: bmj\nposition: before-punctuation\n")
        more = blocks.get("journal", "")
        if "reference_list" in blocks:
            more += _group("reference_list", blocks["reference_list"])
        root = tmp_path / re.sub(r"\W", "-", title.strip())
        made = _composed(root, pandoc, text=blocks["text"], citations=citations, more=more)
        notes = [
            one for one in made.diagnostics if one.rule.code in {"JRN017", "CASE003", "REF007"}
        ]
        found = {"findings": finding_lines(notes)}
        if made.document is None:
            return found
        told = _sections(made, pandoc)
        return found | {"printed": told["INTRODUCTION"], "list": told.get("REFERENCES", "")}

    path = _SPECS / f"{name}.md"
    expect(path, rewritten(path.read_text(encoding="utf-8"), answer))


@pytest.mark.parametrize(("style", "language"), STYLES)
def test_a_style_prints_every_kind_of_reference(
    style: str, language: str, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = "".join(f"A {key} [@{key}].\n" for key in _KEYS) + "All [@article; @many; @group].\n"
    more = _group("language", f"value: {language}")
    citations = f"style: {style}\nposition: before-punctuation"
    made = _composed(tmp_path, pandoc, text=text, citations=citations, more=more)
    told = _sections(made, pandoc)
    lost = [one for one in made.diagnostics if one.rule.code == "REF008"]
    marks = told["INTRODUCTION"].splitlines()[-1]
    shown = f"# {style}\n\n{marks}\n\n{told['REFERENCES']}"
    shown += f"\nFindings:\n\n{finding_lines(lost, hints=False) or 'none'}\n".rstrip() + "\n"
    expect(ROOT / "tests" / "golden" / "references" / f"{style}.md", shown)

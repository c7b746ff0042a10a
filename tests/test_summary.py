"""Abstract, title, keywords and messages as a journal wants them: the specs are `tests/summary/`.

A file begins with the `case` of its sections; a section's own `case` stands in for it, its `add` is
put before it. `journal` says what differs from a plain journal. Expected are `title`, `running`,
`keywords`, `abstract` (a paragraph a line), `section …` and `findings`.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casewright.compose.language import title_case
from casewright.model.document import Document
from casewright.model.tree import div_class, plain_text, source_keys, walk
from casewright.model.words import word_count
from casewright.pandoc import Pandoc
from specs import BASES, compose, finding_lines, mini_workspace, rewritten, section_text

_HERE = Path(__file__).parent
_SPECS = sorted((_HERE / "summary").glob("*.md"))
_PLAIN = re.sub("^(id|title): .*\n", "", BASES["journal.yaml"], flags=re.M)
_LIBRARY = (
    "@article{koh2007, author={Koh, A}, title={Cough}, journal={J Cough}, "
    "shortjournal={J Cough}, year={2007}}\n"
)
_MOVES = "[background, presentation, workup, diagnosis, treatment, outcome, lesson]"


def _journal_files(own: str) -> dict[str, str]:
    base = _PLAIN.replace("[background, outcome]", _MOVES)
    return {
        "templates/base/journal.yaml": f"id: base\ntitle: Base\n{base}",
        "templates/j/journal.yaml": f"id: j\ntitle: J\nextends: base\n{own}",
    }


def _abstract(document: Document) -> str:
    found = [block for block in document.blocks if div_class(block, "abstract")]
    paragraphs = [plain_text(part) for block in found for part in block["c"][1]]
    return "".join(f"{text}\n" for text in paragraphs).replace("\u00a0", " ")


def _said(blocks: Mapping[str, str], case: str, root: Path, pandoc: Pandoc) -> dict[str, str]:
    text = blocks.get("add", "") + blocks.get("case", case)
    files = {"case.yaml": text, "references/library.bib": _LIBRARY}
    files |= _journal_files(blocks.get("journal", ""))
    made = compose(mini_workspace(root, files), "j", pandoc)
    out = {name: "" for name in blocks if name.startswith(("section", "abstract", "title"))}
    out["findings"] = finding_lines(made.diagnostics)
    if made.document is None:
        return out
    out |= {
        name: section_text(made.document, name.partition(" ")[2])
        for name in blocks
        if name.startswith("section ")
    }
    made_of = {
        "title": f"{made.document.title}\n",
        "running": f"{made.document.running_title}\n",
        "keywords": _keywords(made.document),
        "abstract": _abstract(made.document),
    }
    return out | made_of


def _keywords(document: Document) -> str:
    texts = [plain_text(block) for block in document.blocks if block["t"] == "Div"]
    return "".join(f"{text}\n" for text in texts if text.startswith("Keywords:"))


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_journal_gets_what_it_asks_for(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")
    head = re.search(r"^```case\n(.*?)^```$", text.partition("\n## ")[0], re.M | re.S)
    case = head[1] if head else ""

    def answer(title: str, blocks: Mapping[str, str]) -> Mapping[str, str]:
        return _said(blocks, case, tmp_path / title.replace("/", "-"), pandoc)

    expect(path, rewritten(text, answer))


_EVENTS: list[dict[str, Any]] = [
    {
        "kind": "presentation",
        "complaints": [{"what": "mass", "site": "liver"}],
        "absent": ["fever"],
    },
    {
        "kind": "examination",
        "findings": [{"what": "ulcer", "size": "4 x 3 cm"}],
        "normal": ["gait"],
    },
    {"kind": "examination", "absent": ["rash", "oedema"]},
    {
        "kind": "laboratory",
        "tests": [{"analyte": "sodium", "value": "120 mmol/L", "range": "135-145"}],
    },
    {"kind": "laboratory", "tests": [{"analyte": "hCG", "flag": "negative"}], "others": "normal"},
    {"kind": "imaging", "modality": "CT", "region": "the chest", "absent": ["effusion"]},
    {
        "kind": "imaging",
        "modality": "MRI",
        "findings": [{"what": "mass", "descriptors": ["solid"]}],
    },
    {"kind": "pathology", "diagnosis": "sarcoma", "components": [{"type": "bone", "percent": 70}]},
    {"kind": "procedure", "name": "excision", "target": "the mass", "approach": "laparotomy"},
    {"kind": "medication", "drug": "aspirin", "dose": "5 mg/kg", "duration": "3 months"},
    {"kind": "advice", "treatment": "chemotherapy", "response": "declined"},
    {"kind": "adverse_event", "term": "bleeding", "action": "the drug was stopped"},
    {"kind": "follow_up", "course": "uneventful"},
    {"kind": "follow_up", "status": "alive", "at": "9 months after start"},
]
_KEYED = st.tuples(st.sampled_from(_EVENTS), st.booleans()).map(
    lambda drawn: {**drawn[0], "key": True} if drawn[1] else drawn[0]
)
_OWN = st.fixed_dictionaries(
    {},
    optional={
        "background": st.just("Such masses are rare."),
        "diagnosis": st.just("Sarcoma was diagnosed."),
        "outcome": st.just("She recovered."),
        "lesson": st.just("Ask about earlier operations."),
    },
)
_PARTS = st.sampled_from(
    [
        [_MOVES],
        ["[background]", "[presentation, workup, diagnosis, treatment, outcome]", "[lesson]"],
        ["[background]", "[presentation, workup]", "[diagnosis, treatment, outcome]", "[lesson]"],
        ["[presentation]", "[workup, diagnosis]", "[treatment]", "[outcome]", "[lesson]"],
    ]
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    course=st.lists(_KEYED, min_size=1, max_size=8),
    own=_OWN,
    parts=_PARTS,
    limit=st.sampled_from([("max", 15), ("max", 30), ("max", 60), ("min", 60), ("min", 150)]),
)
def test_an_abstract_keeps_to_its_limit_or_says_why_not(
    pandoc: Pandoc,
    course: list[dict[str, Any]],
    own: dict[str, str],
    parts: list[str],
    limit: tuple[str, int],
) -> None:
    start = {"id": "start", "kind": "procedure", "name": "biopsy"}
    which, words = limit
    text = f"course: {json.dumps([start, *course])}\nabstract: {json.dumps(own)}\n"
    text += "abbreviations: {CT: computed tomography, MRI: magnetic resonance imaging}\n"
    headed = [
        f"{{heading: H{number}, moves: {moves}}}" if len(parts) > 1 else f"{{moves: {moves}}}"
        for number, moves in enumerate(parts)
    ]
    told = "source: [x], as_of: '2026', verified: true"
    rule = f"abstract: {{parts: [{', '.join(headed)}], {which}_words: {words}, {told}}}\n"
    with tempfile.TemporaryDirectory() as folder:
        files = {"case.yaml": text, **_journal_files(rule)}
        made = compose(mini_workspace(Path(folder), files), "j", pandoc)
    assert made.document is not None
    codes = {one.rule.code for one in made.diagnostics}
    said = _abstract(made.document)
    count = word_count(said)
    assert ("JRN002" in codes) is (which == "max" and count > words)
    assert ("JRN011" in codes) is (which == "min" and count < words)
    _holds_what_matters(made.document, course)
    for line in said.splitlines():
        assert re.search(r"[.]$", line) and "  " not in line and not re.search("[Ff]igure|@", line)


def _holds_what_matters(document: Document, course: list[dict[str, Any]]) -> None:
    """Diagnosis, and the treatments and outcomes that are key, or any where none is."""
    moves = {document.moves[path] for path in _paths(document)}
    assert "diagnosis" in moves
    kinds = {event["kind"] for event in course if event.get("key")}
    if not kinds or kinds & {"procedure", "medication", "advice"}:
        assert "treatment" in moves
    if kinds & {"adverse_event", "follow_up"}:
        assert "outcome" in moves


def _paths(document: Document) -> set[str]:
    abstract = [block for block in document.blocks if div_class(block, "abstract")]
    keys = {key for node in walk(abstract) for key in source_keys(node)}
    paths = {document.sources[key].path for key in keys}
    return {path for path in paths if path in document.moves}


@pytest.mark.parametrize(
    ("given_title", "printed"),
    [
        ("a case of *E. coli* in the lung", "A Case of *E. coli* in the Lung"),
        ("follow-up after mRNA vaccine: the end of", "Follow-up After mRNA Vaccine: The End Of"),
        ("pH-dependent uptake by T cells", "pH-Dependent Uptake by T Cells"),
    ],
)
def test_the_principal_words_of_a_title_get_capitals(given_title: str, printed: str) -> None:
    assert title_case(given_title) == printed


def test_a_word_is_what_forms_count() -> None:
    assert word_count("4 × 3 cm, 9\u00a0mo – follow-up of 12–16 (n = 3)") == 10

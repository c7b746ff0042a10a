"""What holds for any text and any small case."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casewright.compose.marks import CLOSE, OPEN, Md, Sources, plain
from casewright.compose.passes.sources import lift_sources
from casewright.compose.prose import ProseRenderer
from casewright.diagnostics import Diagnostics, Span
from casewright.model.node import Prose
from casewright.model.tree import plain_text, source_keys, walk
from casewright.pandoc import Pandoc
from casewright.writers.markdown import write_markdown
from specs import JOURNALS, compose, mini_workspace, serious

_FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"))
_TRICKY = st.sampled_from(
    [
        *"*_`~^@#[](){}<>|!$\\&-.+=:;%/\"'",
        *(
            "--",
            "...",
            "&amp;",
            "1.",
            "- ",
            "[@x]",
            "](",
            "{{",
            "}}",
            "::: ",
            "<b>",
            "http://",
            "\u00a0",
        ),
    ]
)
TEXT = st.lists(st.one_of(_TRICKY, st.text(_CHARACTERS, max_size=4)), max_size=12).map("".join)


def _straight(text: str) -> str:
    """Quotation marks are typography; a space beside one may go."""
    text = re.sub("[‘’]", "'", re.sub("[“”]", '"', text))
    return re.sub(r" *([\"']) *", r"\1", re.sub(" +", " ", text))


@_FEW
@given(text=TEXT)
def test_any_fact_prints_as_it_is_but_for_its_markup(pandoc: Pandoc, text: str) -> None:
    ast = pandoc.read_markdown(f"a {Md.of(text)} b")
    assert [block["t"] for block in ast["blocks"]] == ["Para"]
    assert _straight(plain_text(ast["blocks"])) == _straight(f"a {plain(text)} b")


_PIECES = """
    Tumors are rare . The mass grew; it *was soft* and **firm** [@koh] [@fig:x] (see “there”). About
    5.3 cm e.g. Smith et al. said `code` H~2~O. ‘Yes’? No! It's 3 mm^2^. {{ x
"""
_WORDS = st.lists(st.sampled_from(_PIECES.split()), min_size=1, max_size=30)
_PREFIX = st.sampled_from(["", "", "", "- ", "1. ", "> ", "\n", "\n- ", "\n## ", "\n> - "])
_LINES = st.lists(
    st.builds(str.__add__, _PREFIX, _WORDS.map(" ".join)), min_size=1, max_size=6
).map("\n".join)


class _NoCase:
    """As much of a case as prose without facts asks for."""

    def __init__(self, text: str) -> None:
        count = text.count("\n") + 1
        lines = tuple(Span("introduction.md", number, 1) for number in range(1, count + 1))
        self.prose = {"introduction": Prose(text, lines)}


@_FEW
@given(text=_LINES)
def test_marks_cover_all_prose_and_leave_no_trace(pandoc: Pandoc, text: str) -> None:
    case: Any = _NoCase(text)
    renderer = ProseRenderer(case, Sources(), Diagnostics(), show=lambda _: None)
    marked = str(renderer.render("introduction", text))
    blocks = lift_sources(pandoc.read_markdown(marked)["blocks"])
    bare = pandoc.read_markdown(text)["blocks"]
    assert OPEN not in str(blocks) and CLOSE not in str(blocks)
    assert plain_text(blocks).split() == plain_text(bare).split()
    for node in walk(blocks):
        if node["t"] in {"Para", "Plain"} and plain_text(node).strip():
            covered = [plain_text(inline) for inline in node["c"] if source_keys(inline)]
            assert "".join("".join(covered).split()) == "".join(plain_text(node).split())


_NOUN = st.sampled_from(["mass", "ulcer", "eGFR anomaly", "5'-lesion", "rash", "MRI artefact"])
_SITE = st.sampled_from(["liver", "head of the pancreas", "on the tongue", "both lungs"])
_SIZE = st.sampled_from(["1 cm", "4 x 3 cm", "about 4 cm long"])


def _maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


_FINDING = st.builds(
    lambda what, rest: {"what": what, **rest},
    _NOUN,
    _maybe(site=_SITE, size=_SIZE, plural=st.just(True), new=st.just(True), known=st.just(True)),
)
_FINDINGS = st.lists(_FINDING, min_size=1, max_size=3)
_TERMS = st.lists(st.sampled_from(["fever", "weight loss", "pH 7.2"]), min_size=1, max_size=3)
_AT = st.sampled_from(
    ["2005", "2005-09", "2005-09-12", "after start", "9 months after start", "day 3"]
)
_COMMON: dict[str, st.SearchStrategy[Any]] = {"at": _AT, "key": st.just(True)}


def _event(kind: str, needs: dict[str, Any], **may: Any) -> st.SearchStrategy[dict[str, Any]]:
    fixed = {"kind": st.just(kind), **needs}
    return st.fixed_dictionaries(fixed, optional={**_COMMON, **may})


_CHANGES = st.lists(
    st.fixed_dictionaries(
        {"action": st.sampled_from(["reduced", "tapered", "stopped", "switched", "resumed"])},
        optional={"at": _AT, "to": st.just("5 mg"), "reason": st.sampled_from(["rash", "it fell"])},
    ),
    max_size=3,
)
_EVENT = st.one_of(
    _event(
        "presentation",
        {
            "complaints": st.lists(
                _maybe(site=_SITE).flatmap(
                    lambda rest: _NOUN.map(lambda what: {"what": what, **rest})
                ),
                min_size=1,
                max_size=3,
            )
        },
        absent=_TERMS,
        manner=st.sampled_from(["referred", "admitted", "reported"]),
    ),
    _event("examination", {}, findings=_FINDINGS, absent=_TERMS, normal=_TERMS),
    _event(
        "laboratory",
        {},
        tests=st.lists(
            st.sampled_from(
                [
                    {"analyte": "sodium", "value": "120 mmol/L", "range": "135-145"},
                    {"analyte": "hCG", "flag": "negative"},
                    {"analyte": "pO2", "flag": "normal"},
                    {"analyte": "lactate", "flag": "slightly high"},
                    {
                        "analyte": "troponin",
                        "values": [
                            {"at": "day 0", "value": "<0.1 ng/mL"},
                            {"at": "2 days after start", "value": "3 ng/mL"},
                        ],
                    },
                ]
            ),
            max_size=3,
        ),
        others=st.just("normal"),
        specimen=st.sampled_from(["urine", "pleural fluid"]),
    ),
    _event(
        "imaging",
        {"modality": st.sampled_from(["CT", "ultrasonography", "fMRI"])},
        findings=_FINDINGS,
        absent=_TERMS,
        normal=_TERMS,
        impression=st.just("an abscess"),
        scores=st.just([{"name": "Balthazar", "value": "D"}]),
        region=st.just("the abdomen"),
    ),
    _event(
        "pathology",
        {},
        gross=_FINDINGS,
        microscopic=st.just("spindle cells"),
        specimen=st.just("core biopsy"),
        stains=st.just([{"name": "Congo red", "result": "positive"}]),
        immunohistochemistry=st.just({"focal": ["CD34"], "negative": ["S100"], "ki_67": "5%"}),
        margins=st.just({"status": "clear", "distance": "4 mm"}),
        nodes=st.just("0 of 3"),
        invasion=st.just(["perineural"]),
        scores=st.just(["pT1N0"]),
        diagnosis=st.sampled_from(["p53 mutation", "leiomyosarcoma"]),
    ),
    _event(
        "endoscopy",
        {"name": st.sampled_from(["colonoscopy", "ERCP"])},
        findings=_FINDINGS,
        absent=_TERMS,
        normal=_TERMS,
        impression=st.just("colitis"),
        scores=st.just(["Mayo 3"]),
        biopsies=st.just({"sites": ["the cecum"], "count": 2}),
    ),
    _event(
        "physiology",
        {"test": st.sampled_from(["electrocardiography", "nerve conduction studies"])},
        findings=_FINDINGS,
        rhythm=st.just("sinus rhythm"),
        rate=st.just("72/min"),
        measurements=st.just(
            [
                {"name": "QTc interval", "value": "520 ms", "range": "<450"},
                {"name": "FEV~1~", "value": "1.2 L", "predicted": 45},
            ]
        ),
        absent=_TERMS,
        result=st.just("normal"),
        impression=st.just("long QT syndrome"),
    ),
    _event(
        "microbiology",
        {
            "method": st.sampled_from(
                ["culture", "PCR", "serology", "stain", "antigen", "sequencing", "microscopy"]
            )
        },
        specimen=st.sampled_from(["blood", "pus"]),
        organisms=st.lists(
            st.sampled_from(
                [
                    {"name": "Escherichia coli", "resistant": ["ampicillin"]},
                    {"name": "Candida spp.", "susceptible": ["fluconazole"], "count": "10^5^/mL"},
                    {"name": "influenza A virus", "antibody": "IgM"},
                ]
            ),
            max_size=2,
        ),
        absent=st.just(["acid-fast bacilli"]),
        after=st.just("2 days"),
    ),
    _event(
        "genetics",
        {"method": st.just("exome sequencing"), "absent": st.just(["BRCA1"])},
        variants=st.just(
            [
                {
                    "gene": "SCN1A",
                    "dna": "c.2589+3A>T",
                    "zygosity": "heterozygous",
                    "significance": "pathogenic",
                    "criteria": ["PVS1"],
                    "carriers": [{"relative": "mother", "result": "absent"}],
                }
            ]
        ),
        karyotype=st.just("46,XX"),
    ),
    _event(
        "procedure",
        {"name": st.sampled_from(["excision", "ERCP", "da Vinci resection"])},
        findings=_FINDINGS,
        because_of_findings=st.just(True),
        approach=st.just("laparotomy"),
        indication=st.just("pain"),
        anesthesia=st.just("sedation"),
        position=st.just("supine"),
        steps=st.lists(st.just("pH was measured"), max_size=5),
        devices=st.just([{"name": "stent"}, {"name": "clips", "plural": True}]),
        complications=st.sampled_from(["none", [{"term": "a tear", "grade": "severe"}]]),
        drains=st.just(["a drain in the pelvis"]),
        blood_loss=st.just("<50 mL"),
        transfusion=st.sampled_from(["none", "2 units of plasma"]),
    ),
    _event(
        "medication",
        {"drug": st.sampled_from(["aspirin", "α-tocopherol"])},
        dose=st.just("5 mg/kg"),
        duration=st.sampled_from(["3 months", "about 1 year"]),
        reason=st.just("fever"),
        manner=st.sampled_from(["started", "added"]),
        changes=_CHANGES,
        response=st.just("pain subsided"),
        best_response=st.just("RECIST SD"),
    ),
    _event(
        "radiotherapy",
        {},
        site=_SITE,
        dose=st.just("30 Gy"),
        fractions=st.sampled_from([1, 28]),
        concurrent=st.just(["cisplatin"]),
        changes=_CHANGES,
    ),
    _event(
        "other_treatment",
        {"name": st.sampled_from(["a diet", "hemodialysis"])},
        amount=st.just("2 units"),
        frequency=st.just("daily"),
        sessions=st.sampled_from([1, 12]),
        changes=_CHANGES,
    ),
    _event(
        "advice",
        {
            "treatment": st.just("chemotherapy"),
            "response": st.sampled_from(["accepted", "declined"]),
        },
    ),
    _event(
        "adverse_event",
        {"term": st.sampled_from(["none", "bleeding"])},
        action=st.just("the drug was stopped"),
        grade=st.sampled_from(["mild", "CTCAE grade 2"]),
        causality=st.just(["Naranjo 7", "WHO-UMC possible"]),
        rechallenge=st.sampled_from(["not done", "not done: fear", "it recurred"]),
        outcome=st.sampled_from(["resolved", "not resolved", "fatal"]),
    ),
    _event(
        "follow_up",
        {},
        course=st.just("uneventful"),
        status=st.just("well"),
        discharged=_AT,
        results=st.just(["pO2 was normal"]),
        outcomes=st.just([{"score": "mRS 1", "before": "mRS 4", "assessor": "patient"}]),
        adherence=st.sampled_from([{"rating": "good"}, "not done"]),
        death=st.sampled_from([{}, {"cause": "sepsis", "autopsy": "not done"}]),
        lost=st.just(True),
    ),
)
_COURSE = st.lists(_EVENT, min_size=1, max_size=7)


@settings(_FEW, max_examples=25)
@given(course=_COURSE, sex=st.sampled_from(["female", "male", "not stated"]))
@pytest.mark.parametrize("journal", JOURNALS)
def test_any_course_reads_as_sentences(
    pandoc: Pandoc, journal: str, course: list[dict[str, Any]], sex: str
) -> None:
    start = {"kind": "procedure", "id": "start", "name": "biopsy"}
    text = f"course: {json.dumps([start, *course])}\npatient: {{age: 66 years, sex: {sex}}}\n"
    text += "consent: 'not applicable: the case is invented'\n"
    with tempfile.TemporaryDirectory() as folder:
        made = compose(mini_workspace(Path(folder), {"case.yaml": text}), journal, pandoc)
    untold = {"not stated, and so left out: patient.sex"} if sex == "not stated" else set()
    assert {one.message for one in serious(made.diagnostics)} == untold
    assert made.document is not None
    page = write_markdown(made.document, pandoc).decode().replace("\u00a0", " ")
    body = page.partition("\n## ")[2]
    assert OPEN not in body and CLOSE not in body
    for paragraph in body.split("\n"):
        assert not re.search(r"\S  +\S| [.,;:]|\.\.|,[.,]|\( | \)|,\s*$| and[.,]", paragraph), (
            paragraph
        )
    for node in walk(made.document.blocks):
        if (keys := source_keys(node)) and made.document.sources[keys[0]].path.startswith("course"):
            sentence = plain_text(node)
            assert sentence.endswith("."), sentence
            first = sentence.split()[0]
            assert not first[0].islower() or any(c.isupper() or c.isdigit() for c in first[1:3]), (
                sentence
            )

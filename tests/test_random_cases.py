"""What holds for any valid case: it builds, reads as sentences, and says no number of its own."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from casewright.model.document import Document, Source
from casewright.model.tree import plain_text, source_keys, walk
from casewright.pandoc import Pandoc
from random_cases import cases, events, kinds
from specs import JOURNALS, compose, finding_lines, mini_workspace

_FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
_BROKEN = re.compile(
    r"  | [.,;:](?!\w)|[.,;:]{2}|\(\)|\( | \)|\{\{|\}\}|\bNone\b|not stated|not done|not applicable"
    r"|\b(\w+) \1\b|\ba [aeio]|\ban [bcdfgjkpqtvwz]"
)
_REFUSED = frozenset({"CASE003", "CASE007", "CASE015"})
"""What contradicts itself, such as two results of one drug, is for the reader to refuse."""
_MAY_REPEAT = re.compile(r"\b(had had|that that)\b")


def _sentences(document: Document) -> Iterator[tuple[str, list[Source]]]:
    for node in walk(document.blocks):
        keys = source_keys(node)
        if keys and keys[0].startswith("f"):
            yield plain_text(node), [document.sources[key] for key in keys]


def _told(case: Any, source: Source) -> str:
    """The event, or the block of the case, that a source belongs to; as text."""
    value = case
    for part in source.path.split(".")[:2]:
        value = value[int(part)] if isinstance(value, list) else value.get(part, value)
    at = str(value.get("at", "")) if isinstance(value, dict) else ""
    return json.dumps(value, ensure_ascii=False) + at


def _numbers(text: str) -> set[str]:
    text = re.sub(r"(?<=\d)[,\u2009\u202f](?=\d{3}\b)", "", text)
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def _own_numbers(sentence: str, told: str, patient: str) -> set[str]:
    """Numbers of a sentence that no fact behind it holds."""
    # As plain text, 10^5^ has no sign of its exponent.
    given = _numbers(told) | _numbers(told.replace("^", "")) | _numbers(patient)
    decades = {str(int(n) // 10 * 10) for n in given if n.isdecimal()} | {"10", "90"}
    months = {number.lstrip("0") for number in given}
    return _numbers(sentence) - given - decades - months


def _check(case: dict[str, Any], pandoc: Pandoc) -> None:
    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in case.items())
    with tempfile.TemporaryDirectory() as folder:
        workspace = mini_workspace(Path(folder), {"case.yaml": text})
        for journal in JOURNALS:
            made = compose(workspace, journal, pandoc)
            assume(not _REFUSED & {one.rule.code for one in made.diagnostics})
            assert made.document is not None, finding_lines(made.diagnostics)
            for sentence, sources in _sentences(made.document):
                _check_sentence(sentence, sources, case)


def _check_sentence(sentence: str, sources: list[Source], case: dict[str, Any]) -> None:
    plain = _MAY_REPEAT.sub("", sentence.replace("\u00a0", " "))
    assert not (found := _BROKEN.search(plain)), f"{found[0]!r} in {sentence!r}"
    assert not re.match(r"[a-z]+\b(?![A-Z])", plain), f"lower case: {sentence!r}"
    told = " ".join(_told(case, source) for source in sources)
    own = _own_numbers(plain, told, json.dumps(case["patient"]))
    assert not own, f"{own} of {sentence!r} is in no fact: {told}"


@pytest.mark.parametrize("kind", kinds())
def test_any_event_reads_as_sentences(pandoc: Pandoc, kind: str) -> None:
    @_FEW
    @given(event=events(kind), key=st.booleans())
    def check(event: dict[str, Any], key: bool) -> None:
        start = {"id": "start", "kind": "presentation", "complaints": [{"what": "cough"}]}
        case = {
            "patient": {"age": "66 years", "sex": "female"},
            "course": [start, {**event, "key": key}],
        }
        _check(case, pandoc)

    check()


@_FEW
@given(case=cases())
def test_any_case_reads_as_sentences(pandoc: Pandoc, case: dict[str, Any]) -> None:
    _check(case, pandoc)

"""The scanner of identifiers: what it finds, what it makes up, and in which time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casewright.rules.identifiers.hits import Policy, Precision
from casewright.rules.identifiers.scan import scan
from labelled import HELD_OUT, HELD_OUT_LATER, TUNING, Mark, read_sentences, score


def _marks(text: str) -> Iterator[Mark]:
    return ((hit.kind, hit.start, hit.end) for hit in scan(text))


def _found(text: str, policy: Policy) -> list[str]:
    return [text[hit.start : hit.end] for hit in scan(text, policy)]


@pytest.mark.parametrize(
    ("files", "recall", "precision"),
    [((HELD_OUT,), 0.97, 0.97), ((HELD_OUT_LATER,), 0.87, 0.97), (TUNING, 0.99, 0.99)],
)
def test_it_finds_what_was_marked_and_little_else(
    files: tuple[Path, ...], recall: float, precision: float
) -> None:
    sentences = [one for path in files for one in read_sentences(path)]
    result = score(sentences, _marks)
    assert result.recall >= recall, result.missed
    assert result.precision >= precision, result.wrong


def test_the_labelled_sentences_are_many() -> None:
    sentences = [one for path in (HELD_OUT, *TUNING) for one in read_sentences(path)]
    assert len(sentences) >= 600
    assert sum(not one.marks for one in sentences) >= 300
    assert len({one.text for one in sentences}) == len(sentences)


DATED = "On 3 May 2019 she fell, in June 2019 she was well, and on Monday she died in 2020."


@pytest.mark.parametrize(
    ("calendar", "told"),
    [
        ("day", []),
        ("month", ["3 May 2019", "Monday"]),
        ("year", ["3 May 2019", "June 2019", "Monday"]),
        ("none", ["3 May 2019", "June 2019", "Monday"]),
    ],
)
def test_dates_as_fine_as_the_policy_allows(calendar: Precision, told: list[str]) -> None:
    assert _found(DATED, Policy(calendar=calendar)) == told


def test_ages_that_the_policy_names() -> None:
    text = "A 66-year-old woman and her son, who is 41 years old."
    assert _found(text, Policy(ages=frozenset({66}))) == ["66-year-old"]


def test_known_words_name_nobody() -> None:
    assert _found("Jennifer noted it.", Policy(known=frozenset({"Jennifer"}))) == []


def test_citations_calls_of_facts_and_comments_are_no_text() -> None:
    text = "Seen once [@smith2020, p. 3 May 2019] in {{ course.May-3 }}.<!-- by Mr Smith -->"
    assert _found(text, Policy()) == []


_PIECES = st.sampled_from(
    ["A", "Aa", "a", "-", ".", ",", "'", "(", "1", "12", "19", "2019", "May", "Mr", "St.", " of ",
     " and ", " from ", " in ", "patient ", "MRN ", ":", "/", "@", "x@y.", "www.", "http://", " ",
     "Hospital", "John", " Smith", "A.", "A.B.", "é", "\n", "\u00a0", "[@a]", "{{"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_hits_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for hit in scan(text):
        assert last <= hit.start < hit.end <= len(text)
        last = hit.end


@pytest.mark.parametrize(
    "piece",
    ["A-", "Aa-", "Aa ", "a.b.", "A.", "1", "1 ", "1-", "12/", "MRN 1", "May ", "Mr A", "x@", "[@a",
     "<!--", "{{", "patient ", "of the ", "from Aa, ", "http://", "1.1.1.", "aa:", "(Aa, ", "St. ",
     "A's "],
)  # fmt: skip
def test_time_grows_with_the_length_of_the_text_alone(piece: str) -> None:
    began = time.process_time()
    list(scan(piece * (40_000 // len(piece))))
    assert time.process_time() - began < 2

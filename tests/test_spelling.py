"""Slips of the pen in the words of a report."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casewright.rules.lexicon import Lexicon, slips
from casewright.rules.wording.misspellings import KNOWN
from labelled_spelling import marked, score, shipped_lexicon, unknown_in

LEXICON = cache(shipped_lexicon)


def test_marked_slips_are_found_and_right_words_are_left_alone() -> None:
    result = score(marked(), LEXICON())
    assert result.recall >= 0.98, result.missed
    assert result.precision >= 0.96, result.spurious
    assert len(result.otherwise) <= 1, result.otherwise


def test_every_line_of_the_list_is_in_order() -> None:
    lexicon = LEXICON()
    for lines in (lexicon.common, lexicon.others, lexicon.names):
        words = [word for line in lines for word in line.split()]
        assert words == sorted(set(words))
        assert all(line.startswith(b" ") and line.endswith(b" ") for line in lines)


@pytest.mark.parametrize("wrong", KNOWN)
def test_errors_that_look_otherwise_are_not_in_the_list(wrong: str) -> None:
    assert not LEXICON().lists(wrong)


@given(st.sampled_from(["sphincterotomy", "haemoptysis", "thrombus", "the", "and"]), st.data())
def test_whatever_is_listed_is_known_and_no_longer_a_slip(word: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(sorted(set(slips(word)))))
    lexicon = Lexicon((f" {word} ".encode(),)).adding([other.title()])
    assert lexicon.knows(word)
    assert lexicon.knows(other)


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    for one in unknown_in(text, LEXICON()):
        assert one.word in text

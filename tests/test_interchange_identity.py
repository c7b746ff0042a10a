"""What is exported and imported again is what it was, in every format."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casewright.bibtex.latex import from_latex, to_latex
from casewright.interchange.files import WRITERS, read_works
from casewright.model.work import KINDS, OTHERS, Person, Work, listed, tidy, whole_pages

_LETTERS = st.characters(
    codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\ufeff"
)
texts = st.text(_LETTERS, min_size=1, max_size=30).map(tidy).filter(bool)
words = st.text(st.characters(categories=["L"], codec="utf-8"), min_size=1, max_size=12)
sentences = st.lists(words | texts, min_size=1, max_size=5).map(lambda parts: tidy(" ".join(parts)))
"""Texts that hold the signs that the formats themselves are made of."""
rich = st.tuples(sentences, st.sampled_from(["i", "b", "sub", "sup"]), words).map(
    lambda three: f"{three[0]} <{three[1]}>{three[2]}</{three[1]}>"
)
people = st.one_of(
    st.builds(Person, words, st.just("") | words),
    st.builds(Person, words, words, st.sampled_from(["Jr", "III"])),
    st.builds(lambda a, b: Person(f"van {a}", b), words, words),
    st.builds(lambda a, b: Person(f"{a} {b}", group=True), words, words),
    st.just(OTHERS),
)
years = st.integers(1900, 2026).map(str)


def _matching(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(re.compile(pattern), fullmatch=True).map(tidy)


plain = _matching(r"[A-Za-z0-9][A-Za-z0-9 ,:()'-]{0,20}[A-Za-z0-9]")
fields = st.fixed_dictionaries(
    {"title": sentences | rich, "year": years},
    optional={
        "journal": plain,
        "shortjournal": plain,
        "volume": plain,
        "number": plain,
        "edition": plain,
        "address": plain,
        "series": plain,
        "pages": st.sampled_from(["12-18", "e123", "S12-S18", "1-4, 7-9", "1209", "764-9"]).map(
            whole_pages
        ),
        "doi": _matching(r"10\.[0-9]{4}/[a-z0-9().;_<>-]{1,15}[a-z0-9]"),
        "pmid": st.integers(1, 99999999).map(str),
        "pmcid": st.integers(1, 99999999).map(lambda number: f"PMC{number}"),
        "issn": st.just("1007-9327"),
        "language": st.sampled_from(["en", "de", "fr"]),
        "abstract": sentences,
        "note": plain,
        "month": st.integers(1, 12).map(str),
        "keywords": st.lists(words, min_size=1, max_size=4).map(listed),
        "url": st.just("https://example.org/a_b?c=d&e=%7E1#f"),
        "booktitle": plain,
        "publisher": plain,
        "institution": plain,
        "usera": sentences,
    },
)
keys = _matching(r"[a-z]{2,9}[0-9]{4}[a-z]{0,5}")
works = st.builds(
    Work,
    st.sampled_from(KINDS),
    st.dictionaries(
        st.sampled_from(["author", "editor", "translator"]),
        st.lists(people, min_size=1, max_size=4, unique=True).map(tuple),
        max_size=2,
    ),
    fields,
    keys,
)


def _lost(role: str, one: Person, lost: set[str]) -> bool:
    return "et al." in lost if one == OTHERS else role == "editor" and "a group of editors" in lost


FORMATS = sorted(WRITERS)


def held(form: str, work: Work) -> Work:
    """The work without what the writer said that it left out."""
    lost = {name for _, name in WRITERS[form]([work]).left_out}
    kept = {name: text for name, text in work.fields.items() if name not in lost}
    some = {
        role: tuple(one for one in given if not (one.group and _lost(role, one, lost)))
        for role, given in work.people.items()
        if role not in lost
    }
    kind = work.kind
    if f"the type {kind}" in lost:
        kind = "article" if {"journal", "shortjournal"} & set(kept) else "misc"
    key = "" if form == "nbib" else work.key
    return Work(kind, {role: one for role, one in some.items() if one}, kept, key)


@pytest.mark.parametrize("form", FORMATS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(works, min_size=1, max_size=3, unique_by=lambda work: work.key))
def test_import_of_an_export_is_the_identity(form: str, given_works: list[Work]) -> None:
    data = WRITERS[form](given_works).data
    reading = read_works(data, "x")
    assert not list(reading.found), [str(one.message) for one in reading.found]
    read = [replace(one.work, verbatim=None) for one in reading.works]
    assert read == [held(form, work) for work in given_works]


@given(sentences | rich)
def test_texts_survive_latex(text: str) -> None:
    assert from_latex(to_latex(text)) == text


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_format_has_no_place_for_is_named(form: str) -> None:
    work = Work("article", {"author": (Person("Koh"),)}, {"title": "A", "usera": "b"}, "koh")
    lost = WRITERS[form]([work]).left_out
    assert (("koh", "usera") in lost) is (form not in ("bib", "csl-json"))

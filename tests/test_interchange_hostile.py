"""Whatever stands in a file of another program: it is read, or refused by name; nothing breaks."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casewright.bibtex.editing import entry_text
from casewright.bibtex.entries import read_entries
from casewright.bibtex.layout import library_layout
from casewright.bibtex.works import entry_of, work_of
from casewright.interchange.files import WRITERS, read_works
from casewright.interchange.reading import Unreadable

_LAYOUT = library_layout(b"")
_VARIABLES = """
DOI title container-title short-container-title author editor issued volume page publisher ISSN type
subtitle updated-by update-to URL published edition-number article-number family given name literal
suffix date-parts raw custom note id citation-key keyword accessed abstract institution PMID
"""
_TAGS_OF_LINES = """\
TY  - |ER  - |TI  - |T1  - |ST  - |BT  - |AU  - |A1  - |PY  - |DA  - |SP  - |EP  - |JO  - |T2  - |\
UR  - |ID  - |KW  - |PMID- |FAU - |DP  - |PG  - |LID - |IS  - |PT  - |RIN - |CN  - |TT  - |MH  - |\
PT |AF |SO |PD |BP |EP |DE |ER|EF|FN |PU |CA |      |"""
_ELEMENT_NAMES = """
PubmedArticleSet PubmedArticle MedlineCitation PMID Article ArticleTitle Journal JournalIssue
PubDate Year Month MedlineDate AuthorList Author LastName CollectiveName Pagination MedlinePgn
StartPage ELocationID ArticleIdList ArticleId PubmedBookArticle BookDocument Book BookTitle
CommentsCorrections PublicationType Keyword xml records record titles title contributors
authors author dates year style ref-type keywords urls
"""
_NAMES = st.sampled_from(_VARIABLES.split())
_TEXTS = st.text(max_size=8) | st.sampled_from(
    [
        "10.1000/x",
        "A rare finding",
        "journal-article",
        "retraction",
        "<i>x",
        "{",
        "\\",
        "2007",
        "12-",
    ]
)
_LEAVES = st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=False) | _TEXTS
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)
_ITEMS = st.dictionaries(_NAMES, _TREES, max_size=9)
_JSON = st.one_of(
    _ITEMS,
    st.lists(_TREES, max_size=3),
    st.builds(lambda item: {"message": item}, _ITEMS),
    st.builds(lambda items: {"message": {"items": items}}, _TREES),
).map(json.dumps)
_TAGS = st.sampled_from(_TAGS_OF_LINES.split("|"))
_TAGGED = st.lists(st.tuples(_TAGS, _TEXTS), max_size=14).map(
    lambda lines: "\n".join(f"{tag}{text}" for tag, text in lines)
)
_ELEMENTS = st.recursive(
    st.sampled_from(["", "x", "2007", "A rare finding", "12-9", "&lt;"]),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(_ELEMENT_NAMES.split()),
        st.lists(inner, max_size=4),
    ),
    max_leaves=16,
)
_XML = st.builds(
    lambda root, inside: f"<{root}>{inside}</{root}>",
    st.sampled_from(
        ["PubmedArticleSet", "PubmedArticle", "xml", "records", "PubmedBookArticleSet"]
    ),
    _ELEMENTS,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_JSON | _TAGGED | _XML | st.text(max_size=60))
def test_nothing_breaks_a_reader(text: str) -> None:
    try:
        reading = read_works(text.encode(errors="replace"), "x")
    except Unreadable as error:
        assert str(error)
        return
    for found in reading.works:
        try:
            text_of_entry = entry_text(entry_of(found.work, "key"), _LAYOUT)
        except ValueError as error:
            assert str(error)
            continue
        (entry,) = read_entries(text_of_entry)
        for write in WRITERS.values():
            assert write([work_of(entry, {})]).data

"""How new works are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.bibtex.keys import KEY_PATTERN, fault_of, made_by
from casewright.cli import main
from casewright.model.work import OTHERS, Person, Work
from casewright.refs_import import plan_import
from casewright.refs_known import KnownWorks
from casewright.refs_rekey import CITABLE
from specs import mini_workspace
from test_interchange_identity import works

_MULLER = Work(
    "article",
    {"author": (Person("van der Müller-Öz", "Jan"), Person("Doe", "J"))},
    {"title": "The 12 <i>rare</i> findings", "year": "2007", "journal": "The Journal of Gut"},
)


@pytest.mark.parametrize(
    ("pattern", "work", "key"),
    [
        (KEY_PATTERN, _MULLER, "vandermulleroz2007rare"),
        ("{Family}{yy}", _MULLER, "Vandermulleroz07"),
        ("{year}-{journal}:{Word}", _MULLER, "2007-jg:Rare"),
        ("{journal}_{year}", Work("misc", {}, {"year": "2001"}), "2001"),
        ("{journal}", Work("misc"), "anonymous"),
        (KEY_PATTERN, Work("misc", {"author": (OTHERS,)}, {"title": "On it"}), "anonymous"),
        (KEY_PATTERN, Work("book", {"editor": (Person("The WHO Group", group=True),)}), "who"),
    ],
    ids=str,
)
def test_a_key_is_made_by_the_pattern(pattern: str, work: Work, key: str) -> None:
    assert fault_of(pattern) is None
    assert made_by(pattern, work) == key


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{name}{year}", "there is no part {name}; there are {family}, {year}"),
        ("{family} {year}", "a key with ' ' could not be cited"),
        ("{family}{{year}", "a key with '{' could not be cited"),
        ("ref", "all keys would be the same"),
        ("fig:{family}", "'fig:' begins what is no key"),
        ("", "all keys would be the same"),
    ],
)
def test_what_is_no_pattern(pattern: str, said: str) -> None:
    assert said in (fault_of(pattern) or "")


_parts = st.sampled_from(
    ["{family}", "{Family}", "{year}", "{yy}", "{word}", "{journal}", "a", "-"]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(works, min_size=1, max_size=4), st.lists(_parts, min_size=1, max_size=5))
def test_keys_can_be_cited_and_are_new(some: list[Work], parts: list[str]) -> None:
    pattern = "".join(parts)
    if fault_of(pattern):
        return
    known = KnownWorks(pattern=pattern)
    for work in [*some, *some]:
        key = known.new_key(work)
        assert CITABLE.fullmatch(key)
        assert key not in known
        known.add(work, key)


def test_the_workspace_has_a_pattern(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = mini_workspace(tmp_path, {"references/library.bib": ""})
    record = tmp_path / "one.ris"
    record.write_text("TY  - JOUR\nAU  - Koh, Y\nTI  - Pancreatic metastasis\nPY  - 2007\nER  - \n")
    for pattern, key in (("{Family}{yy}", "Koh07"), ("{word}-{year}", "pancreatic-2007")):
        (tmp_path / "casewright.yaml").write_text(f"references: {{key_pattern: '{pattern}'}}\n")
        assert [one.key for one in plan_import(workspace, record).new] == [key]
        (tmp_path / "casewright.yaml").unlink()
    assert [one.key for one in plan_import(workspace, record).new] == ["koh2007pancreatic"]
    (tmp_path / "casewright.yaml").write_text("references:\n  key_pattern: '{name}'\n")
    assert main(["-C", str(tmp_path), "refs", "add", str(record)]) == 2
    assert capsys.readouterr().err == (
        "casewright: casewright.yaml:2:16: '{name}' is no pattern of keys: "
        "there is no part {name}; there are {family}, {year}, {yy}, {word}, {journal}\n"
        "    hint: write it as '{family}{year}{word}'\n"
    )

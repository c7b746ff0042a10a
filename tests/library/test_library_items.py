"""CSL items: what the library says is what the reference list prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casewright.library.abbreviations import ABBREVIATIONS_FILE, abbreviate, parse_abbreviations
from casewright.library.bibtex_fields import prepare_bibtex
from casewright.library.cache import FolderCache
from casewright.library.items import Cache, begin_items
from casewright.library.styles import resolve_style
from casewright.model.reference import CslItem
from casewright.pandoc import Pandoc
from casewright.workspace import packaged_templates, read_if_there

ROOT = Path(__file__).parents[2]


class NoCache:
    """Keeps nothing."""

    def get(self, key: str) -> bytes | None:
        return None

    def put(self, key: str, data: bytes) -> None:
        """Forget it."""


def to_items(
    bibtex: str, convert: Callable[[str], list[CslItem]], *, cache: Cache | None = None
) -> dict[str, CslItem]:
    """Convert at once."""
    return begin_items(bibtex, lambda text: lambda: convert(text), cache=cache or NoCache())()


def entry(fields: str, *, kind: str = "article") -> str:
    return f"@{kind}{{key, author = {{Doe, J}}, title = {{T}}, {fields}}}"


def item_of(pandoc: Pandoc, bibtex: str) -> CslItem:
    (item,) = to_items(bibtex, pandoc.csl_items).values()
    return item


@pytest.mark.parametrize(
    ("field", "csl", "value"),
    [
        ("title = {Kaposi in Italy: the Case}", "title", "Kaposi in Italy: the Case"),
        ("title = {{Already braced}}", "title", "Already braced"),
        ('title = "In quotes: a {BRCA} study"', "title", "In quotes: a BRCA study"),
        ("title = {Two\n   lines}", "title", "Two lines"),
        ("title = {H$_2$O and $^{18}$F at $p<0.05$}", "title",
         "H<sub>2</sub>O and <sup>18</sup>F at p<0.05"),
        (r"title = {Costs of \$5 and \$10}", "title", "Costs of $5 and $10"),
        (r"title = {Study of \emph{E. coli}}", "title", "Study of <i>E. coli</i>"),
        ("doi = {https://doi.org/10.1000/a_b}", "DOI", "10.1000/a_b"),
        ("doi = {http://dx.doi.org/10.1000/A}", "DOI", "10.1000/A"),
        (r"doi = {doi: 10.1000/a\_b}", "DOI", "10.1000/a_b"),
        ("pmid = {PMID: 123}", "PMID", "123"),
        ("pmid = 123", "PMID", "123"),
        ("pmcid = {4146881}", "PMCID", "PMC4146881"),
        ("pmcid = {PMC4146881.2}", "PMCID", "PMC4146881"),
        ("eprinttype = {pubmed}, eprint = {123}", "PMID", "123"),
        ("shortjournal = {J Foo}", "container-title-short", "J Foo"),
        ("pages = {e231529}", "page", "e231529"),
        ("year = {2007}, month = feb", "issued", {"date-parts": [[2007]]}),
        ("date = {2007-02-21}", "issued", {"date-parts": [[2007]]}),
        ("year = {in press}", "issued", {"literal": "in press"}),
        (r"title = {$\beta$-blockers at 5\,mg/m$^{2}$, $\leq$37 $^\circ$C}", "title",
         "β-blockers at 5 mg/m<sup>2</sup>, ≤37 °C"),
        (r"title = {Ly{$\alpha$} and Ca$^{2+}$, $\mathrm{NF}\kappa B$}", "title",
         "Lyα and Ca<sup>2+</sup>, NFκB"),
        (r"title = {The $\frac{1}{2}$ rule}", "title", r"The $\frac{1}{2}$ rule"),
        ("eid = {e231529}", "page", "e231529"),
        ("article-number = {12}", "page", "12"),
        ("pages = {1--5}, eid = {e12}", "page", "1-5"),
        ("doi = {10.1016%2Fj.x}", "DOI", "10.1016/j.x"),
        ("pmid = {https://pubmed.ncbi.nlm.nih.gov/123/}", "PMID", "123"),
        ("pmcid = {https://www.ncbi.nlm.nih.gov/pmc/articles/PMC77/}", "PMCID", "PMC77"),
    ],
)  # fmt: skip
def test_a_field_arrives_as_it_is_to_be_printed(
    pandoc: Pandoc, field: str, csl: str, value: object
) -> None:
    name = field.partition(" ")[0]
    bibtex = entry(field).replace("title = {T}, ", "" if name == "title" else "title = {T}, ", 1)
    assert item_of(pandoc, bibtex)[csl] == value


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("van der Berg, Jan", [{"family": "van der Berg", "given": "Jan"}]),
        ("{van Heerden}, J. A.", [{"family": "van Heerden", "given": "J. A."}]),
        ("d'Arcy, Anne", [{"family": "d’Arcy", "given": "Anne"}]),
        ("Ludwig van Beethoven", [{"family": "van Beethoven", "given": "Ludwig"}]),
        ("Müller, Jr., Hans", [{"family": "Müller", "given": "Hans", "suffix": "Jr"}]),
        (r"de la Cruz, Mar{\'\i}a", [{"family": "de la Cruz", "given": "María"}]),
        ("{WHO Group}", [{"literal": "WHO Group"}]),
        ("Smith Jr, John and King III, M.",
         [{"family": "Smith", "given": "John", "suffix": "Jr"},
          {"family": "King", "given": "M.", "suffix": "III"}]),
        ("Jean de La Fontaine and O'Brien, Conor and al-Hajj, A.",
         [{"family": "de La Fontaine", "given": "Jean"}, {"family": "O’Brien", "given": "Conor"},
          {"family": "al-Hajj", "given": "A."}]),
        ("{The {STAR} Collaboration} and {{WHO}}",
         [{"literal": "The STAR Collaboration"}, {"literal": "WHO"}]),
        ("Adsay, N. V. and others", [{"family": "Adsay", "given": "N. V."}, {"literal": "others"}]),
    ],
)  # fmt: skip
def test_a_name_keeps_its_particles_and_accents(
    pandoc: Pandoc, author: str, names: list[dict[str, str]]
) -> None:
    bibtex = f"@article{{key, author = {{{author}}}, title = {{T}}, year = 2001}}"
    assert item_of(pandoc, bibtex)["author"] == names


_PREPRINT = {"type": "article-journal", "container-title": "medRxiv [Preprint]", "page": "2024.1.2"}
_PAGE = {"type": "webpage", "URL": "https://example.org/a"}


@pytest.mark.parametrize(
    ("kind", "fields", "csl"),
    [
        ("misc", "url = {https://example.org/a}", _PAGE),
        ("misc", r"howpublished = {\url{https://example.org/a}}", _PAGE),
        ("misc", 'howpublished = "https://example.org/a"', _PAGE),
        ("misc", "url = {https://example.org/a}, note = {Accessed: 2026-01-10}",
         {**_PAGE, "accessed": {"date-parts": [[2026, 1, 10]]}}),
        ("misc", "howpublished = {Letter}", {"type": "document", "publisher": "Letter"}),
        ("misc", "doi = {10.1/x}, url = {https://example.org/a}", {"type": "document"}),
        ("online", "eprinttype = {medRxiv}, doi = {10.1101/2024.1.2}", _PREPRINT),
        ("misc", "publisher = {medrxiv}, eprint = {2024.1.2}, url = {https://x.org/a}", _PREPRINT),
        ("article", "archiveprefix = {arXiv}, eprint = {2401.1}, doi = {10.1/x}",
         {"type": "article-journal", "container-title": "arXiv [Preprint]"}),
        ("article", "journal = {Lancet}, eprinttype = {medRxiv}", {"container-title": "Lancet"}),
        ("book", "publisher = {SSRN}", {"type": "book"}),
        ("misc", "journal-title = {Gut}, volume = 5",
         {"type": "article-journal", "container-title": "Gut", "volume": "5"}),
        ("incollection", "booktitle = {The {Atlas} of Things}, editor = {Roe, R}, pages = {1--9}",
         {"type": "chapter", "container-title": "The Atlas of Things", "page": "1-9",
          "editor": [{"family": "Roe", "given": "R"}]}),
        ("online", "url = {https://example.org/a}, urldate = {2024-02-03}, organization = {WHO}",
         {**_PAGE, "publisher": "WHO", "accessed": {"date-parts": [[2024, 2, 3]]}}),
    ],
)  # fmt: skip
def test_an_entry_is_printed_as_what_it_is(
    pandoc: Pandoc, kind: str, fields: str, csl: Mapping[str, object]
) -> None:
    item = item_of(pandoc, entry(f"year = 2024, {fields}", kind=kind))
    assert {name: item[name] for name in csl} == csl


@pytest.mark.parametrize("field", ["abstract", "annote", "keywords", "file", "note", "month"])
def test_what_is_only_for_the_author_is_left_out(pandoc: Pandoc, field: str) -> None:
    assert set(item_of(pandoc, entry(f"year = 2001, {field} = {{secret}}"))) == {
        "author", "id", "issued", "title", "type",
    }  # fmt: skip


@pytest.mark.parametrize("year", ["{}", "{n.d.}", '""'])
def test_a_missing_year_is_no_year(pandoc: Pandoc, year: str) -> None:
    assert "issued" not in item_of(pandoc, entry(f"year = {year}"))


def test_an_unknown_entry_type_becomes_a_document(pandoc: Pandoc) -> None:
    assert item_of(pandoc, entry("year = 2001", kind="strange"))["type"] == "document"


def test_strings_concatenation_and_parentheses_are_understood(pandoc: Pandoc) -> None:
    bibtex = """@string(wjg = "World J")
    @article(one, title = "A " # {B}, journal = wjg # { Gastro}, year = 2001)
    @Book{two, Title = {C}, YEAR = 2002,}
    """
    items = to_items(bibtex, pandoc.csl_items)
    assert list(items) == ["one", "two"]
    assert items["one"]["title"] == "A B"
    assert items["one"]["container-title"] == "World J Gastro"
    assert items["two"]["issued"] == {"date-parts": [[2002]]}


def test_et_al_is_printed_for_and_others(pandoc: Pandoc) -> None:
    item = item_of(pandoc, "@article{key, author={Adsay, N. V. and others}, title={T}, year=2004}")
    ast = pandoc.read_markdown("[@key]\n\n::: {#refs}\n:::\n")
    style = resolve_style("world-journal-of-gastroenterology")
    cited = pandoc.cite(ast, style=style, items=[item], language="en-US")
    assert "Adsay NV et al." in pandoc.write(cited, "markdown", extensions=["-citations"]).decode()


def test_an_unchanged_entry_is_converted_once(tmp_path: Path) -> None:
    calls: list[str] = []

    def convert(bibtex: str) -> list[CslItem]:
        calls.append(bibtex)
        return [{"id": "key", "type": "book", "title": "T"}]

    cache = FolderCache(tmp_path / "deep" / "cache")
    first = to_items("@book{key, title={T}}", convert, cache=cache)
    assert to_items("@book{key, title={T}}", convert, cache=cache) == first
    assert len(calls) == 1
    to_items("@book{key, title={U}}", convert, cache=cache)
    assert len(calls) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_damaged_cache_is_made_anew(damage: bytes) -> None:
    class Damaged:
        written: bytes | None = None

        def get(self, key: str) -> bytes | None:
            return damage

        def put(self, key: str, data: bytes) -> None:
            self.written = data

    cache = Damaged()
    item: dict[str, Any] = {"id": "k", "type": "book", "title": "T"}
    assert to_items("@book{k}", lambda _: [item], cache=cache) == {"k": item}
    assert json.loads(cache.written or b"") == {"k": item}


braced = st.recursive(
    st.text(st.sampled_from("ab Zé-:.,#=@(_^&"), min_size=1, max_size=8),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda p: "{" + "".join(p) + "}"),
    max_leaves=5,
)


@given(title=braced, journal=braced)
def test_any_balanced_title_keeps_its_text_and_the_fields_around_it(
    title: str, journal: str
) -> None:
    bibtex = f"@article{{k,\n title = {{{title}}},\n journal={{{journal}}}, year = 2001\n}}\n"
    prepared = prepare_bibtex(bibtex)
    assert f"{{{{{title}}}}}" in prepared
    assert f"{{{{{journal}}}}}" in prepared
    assert prepared.rstrip().endswith("year = 2001\n}")


@given(st.text(max_size=60).map(lambda junk: "@article{" + junk))
def test_malformed_text_is_passed_on_without_failing(bibtex: str) -> None:
    prepare_bibtex(bibtex)


def test_the_table_abbreviates_only_journals_without_a_short_title() -> None:
    table = parse_abbreviations(b'{"The BMJ & Friends": "BMJ", "Virchows Archiv": "Virchows Arch"}')
    items: dict[str, CslItem] = {
        "a": {"id": "a", "type": "article-journal", "container-title": "BMJ and friends"},
        "b": {
            "id": "b",
            "type": "article-journal",
            "container-title": "Virchows Archiv",
            "container-title-short": "VA",
        },
        "c": {"id": "c", "type": "chapter", "container-title": "Virchows Archiv"},
        "d": {"id": "d", "type": "book"},
    }
    short = {
        key: i.get("container-title-short") for key, i in abbreviate(items, table=table).items()
    }
    assert short == {"a": "BMJ", "b": "VA", "c": None, "d": None}


@pytest.mark.parametrize("data", [b"[]", b'{"a": 1}', b"{"])
def test_a_table_that_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_abbreviations(data)


def test_the_example_library_agrees_with_the_abbreviations_that_are_shipped(
    pandoc: Pandoc,
) -> None:
    data = read_if_there(packaged_templates() / "_shared" / ABBREVIATIONS_FILE)
    assert data is not None
    table = parse_abbreviations(data)
    items = to_items((ROOT / "references" / "library.bib").read_text("utf-8"), pandoc.csl_items)
    bare = {
        key: {name: value for name, value in item.items() if name != "container-title-short"}
        for key, item in items.items()
    }
    assert abbreviate(bare, table=table) == items
    assert all(item["issued"]["date-parts"][0][0] > 1900 for item in items.values())
    assert all(item.get("DOI") or item["URL"] for item in items.values())

"""CSL items from BibTeX entries, corrected where pandoc's reader is known to go wrong."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from casewright.library.formulas import plain_formulas
from casewright.model.reference import CslItem

_FORMAT = "csl-items-3"
"""Part of every cache key; a new number whenever the same BibTeX gives different items."""

_PRIVATE = ("abstract", "annote", "keyword", "note", "file", "citation-key")
_DATES = ("issued", "original-date", "event-date", "submitted")
_NAME_LISTS = (
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "director",
    "editor",
    "editorial-director",
    "illustrator",
    "interviewer",
    "organizer",
    "original-author",
    "recipient",
    "reviewed-author",
    "translator",
)
_TYPES = frozenset(
    {
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    }
)
"""Item types of CSL 1.0.2, appendix III."""


class Cache(Protocol):
    """Where converted items are kept between builds."""

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, if it is still there."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`."""


def begin_items(
    bibtex: str, begin: Callable[[str], Callable[[], Iterable[CslItem]]], *, cache: Cache
) -> Callable[[], dict[str, CslItem]]:
    """Begin to convert BibTeX entries into CSL items by citation key, in the order of the entries.

    Titles keep the case they are written in, publication dates are cut to the year, identifiers are
    bare (`10.1000/x`, `12345678`, `PMC1234567`), particles stand with the family name, and what is
    nobody's business but the author's (abstract, keywords, notes) is left out. A name that stands
    for "and others" remains as the literal `others`, which citeproc prints as "et al.".

    The items follow csl-data.json of the Citation Style Language.

    `begin` starts a conversion and gives a function that waits for its result; so does this. What
    was converted before comes from `cache`.
    """
    key = hashlib.sha256(f"{_FORMAT}\0{bibtex}".encode()).hexdigest()
    kept = _loads(cache.get(key)) if bibtex else {}
    if kept is not None:
        known = kept
        return lambda: known
    from casewright.library.bibtex_fields import prepare_bibtex

    converted = begin(prepare_bibtex(bibtex))

    def items() -> dict[str, CslItem]:
        done = _corrected(converted())
        cache.put(key, json.dumps(done, ensure_ascii=False, separators=(",", ":")).encode())
        return done

    return items


def _corrected(items: Iterable[CslItem]) -> dict[str, CslItem]:
    return {str(item["id"]): _correct(item) for item in items if item.get("id")}


def _loads(data: bytes | None) -> dict[str, CslItem] | None:
    """The items of a cache file, or None for one that is missing or damaged."""
    if data is None:
        return None
    try:
        items = json.loads(data)
    except ValueError:
        return None
    return items if isinstance(items, dict) else None


def _correct(raw: Mapping[str, Any]) -> CslItem:
    item: CslItem = {
        key: _tidy(value) if isinstance(value, str) else value
        for key, value in raw.items()
        if key not in _PRIVATE and value not in ("", [], {})
    }
    if item.get("type") not in _TYPES:
        item["type"] = "document"
    for field in _DATES:
        _cut_to_year(item, field)
    if "issued" not in item and item.get("status"):
        item["issued"] = {"literal": item["status"]}
    for field in _NAME_LISTS:
        if field in item:
            _correct_names(item, field)
    _take_pubmed_id(item)
    return item


_DOTLESS = str.maketrans({"ı": "i", "ȷ": "j"})


def _tidy(text: str) -> str:
    """Compose accents (LaTeX's `i` for them has no dot) and resolve simple formulas."""
    text = re.sub("[ıȷ](?=[\u0300-\u036f])", lambda match: match[0].translate(_DOTLESS), text)
    text = plain_formulas(text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _cut_to_year(item: CslItem, field: str) -> None:
    """Journals' styles print the month only where the library has it: leave it out everywhere."""
    date = item.get(field)
    if not isinstance(date, dict):
        return
    years = [[part[0]] for part in date.get("date-parts", ()) if part and part[0]]
    if years:
        item[field] = {"date-parts": years[:1] if len({y[0] for y in years}) == 1 else years}
    elif date.get("literal"):
        item[field] = {"literal": date["literal"]}
    else:
        del item[field]


def _correct_names(item: CslItem, field: str) -> None:
    names = [_correct_name(name) for name in item[field]]
    kept = [name for name in names if name.get("family") or name.get("literal")]
    if kept:
        item[field] = kept
    else:
        del item[field]


_SUFFIX = re.compile(r"(?<=\w),?\s+(Jr|Sr|II|III|IV)\.?$")
"""'Smith Jr, John', where BibTeX wants 'Smith, Jr, John'."""


def _correct_name(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Keep particles with the family name: 'van der Berg J', not 'Berg J van der', and 'Jr' bare.

    Source: Citing Medicine, 2nd edition, chapter 1, "Enter surname (family or last name) first"
    and "Designations of rank in a family".
    """
    name = {k: _tidy(v) if isinstance(v, str) else v for k, v in raw.items() if v}
    particles = [name.pop(key, "") for key in ("dropping-particle", "non-dropping-particle")]
    prefix = " ".join(particle for particle in particles if particle)
    if prefix and "family" in name:
        joint = "" if prefix.endswith(("'", "’", "-")) else " "
        name["family"] = f"{prefix}{joint}{name['family']}"
    if "suffix" not in name and (slip := _SUFFIX.search(name.get("family", ""))):
        name["family"], name["suffix"] = name["family"][: slip.start()], slip[1]
    if "suffix" in name:
        name["suffix"] = name["suffix"].rstrip(".")
    if "family" not in name and "given" in name:
        name["literal"] = name.pop("given")
    return name


_PUBMED = re.compile(
    r"https?://(?:www\.ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d+)/?"
)


def _take_pubmed_id(item: CslItem) -> None:
    """Pandoc makes an address of `eprinttype = {pubmed}`; the styles want the number."""
    if match := _PUBMED.fullmatch(item.get("URL", "")):
        item.setdefault("PMID", match[1])
        del item["URL"]

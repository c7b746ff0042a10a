"""Names of fields that other programs use for what BibTeX and biblatex call otherwise."""

from __future__ import annotations

from collections.abc import Mapping

MEANT: Mapping[str, str] = {
    "article-number": "pages",
    "article-title": "title",
    "articleno": "pages",
    "eid": "pages",
    "first-page": "pages",
    "journal-title": "journal",
    "publication-date": "year",
    "publication-title": "journal",
    "series-title": "series",
    "volume-title": "booktitle",
}
"""As the lists of references have them that come from Crossref's deposits, and the numbers that
articles have instead of pages; citation styles know none of them."""

STANDARD = frozenset({"eid"})
"""Those of them that BibTeX itself knows."""


def meant(name: str, given: Mapping[str, object]) -> str:
    """The name that a field should have; its own where it is right or another field has that."""
    better = MEANT.get(name, name)
    return name if better in given else better

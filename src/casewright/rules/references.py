"""What the printed list of references lacks of what the library says; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.model.document import Document
from casewright.model.journal import Journal
from casewright.model.reference import CslItem, Library
from casewright.model.tree import divs, plain_text

_ENTRY = "ref-"
"""What citeproc puts before the key in the identifier of an entry."""
_PUBLISHED = frozenset({"book", "chapter", "report", "thesis"})


def check_references(
    journal: Journal,
    document: Document,
    items: Mapping[str, CslItem],
    *,
    library: Library,
    short_titles: bool,
) -> Diagnostics:
    """Report what the style leaves out of a reference, and journals without a short title.

    Who, what, when and where are what a reader needs to find a work again (Citing Medicine, 2nd
    edition, introduction). `short_titles` says whether the style asks for short titles of journals.
    """
    found = Diagnostics()
    style = journal.citations.style
    for key, text in _printed(document):
        item, place = items.get(key), _place(library, key)
        if item is None:
            continue
        lost = [what for what, value in _needed(item) if not _words(value) <= _words(text)]
        if lost:
            message = f"the style '{style}' prints '{key}' without {' and '.join(lost)}"
            hint = "complete the reference in the finished file, or try another type of entry"
            found.add(RULES["REF008"], message, place, hint=hint)
    if short_titles:
        _report_long_titles(items, library, found)
    return found


def _printed(document: Document) -> Iterator[tuple[str, str]]:
    """The keys of the references with their texts."""
    for block in divs(document.blocks):
        if block["c"][0][0].startswith(_ENTRY):
            yield block["c"][0][0].removeprefix(_ENTRY), plain_text(block)


def _needed(item: CslItem) -> Iterator[tuple[str, str]]:
    """What has to be printed of an item, and how the finding calls it."""
    for name in (item.get("author") or item.get("editor") or [])[:1]:
        if (who := name.get("family") or name.get("literal")) and who != "others":
            yield f"'{who}'", who
    yield "its title", item.get("title", "")
    for parts in (item.get("issued", {}).get("date-parts") or [])[:1]:
        yield f"its year {parts[0]}", str(parts[0])
    if item["type"] in _PUBLISHED and (publisher := item.get("publisher")):
        yield f"its publisher '{publisher}'", publisher
    if item["type"] == "webpage" and "DOI" not in item:
        yield "its address", item.get("URL", "")


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", re.sub(r"<[^>]*>", "", text).casefold()))


def _report_long_titles(items: Mapping[str, CslItem], library: Library, found: Diagnostics) -> None:
    told: set[str] = set()
    for key, item in items.items():
        title = item.get("container-title", "")
        if item["type"] != "article-journal" or title.endswith("[Preprint]"):
            continue
        if item.get("container-title-short") or len(title.split()) < 2 or title in told:
            continue
        told.add(title)
        message = f"'{title}' is printed in full: no short title is known for it"
        hint = "add a field 'shortjournal' with the title of the NLM Catalog to the entry"
        found.add(RULES["REF007"], message, _place(library, key), hint=hint)


def _place(library: Library, key: str) -> Span | None:
    entry = library.entries.get(key)
    return entry.span if entry else None

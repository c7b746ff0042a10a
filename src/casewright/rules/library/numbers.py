"""Years and pages that are none, or not written as such; pure."""

from __future__ import annotations

import re

from casewright.bibtex.editing import remove_field, set_field
from casewright.bibtex.source import Work
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Edit

_PLACEHOLDER = re.compile(
    r"(?:n/?a|no|n\.?\s?pag\.?|\?+|-+|0+)(?:\s*[-–—]+\s*(?:n/?a|no|0+))?", re.I
)
_WORD = re.compile(r"^(?:pages?|pp?)\b\.?\s*", re.I)
_RANGE = re.compile(r"([A-Za-z]*)(\d+)([A-Za-z]*)\s*[-–—]+\s*([A-Za-z]*)(\d+)([A-Za-z]*)")


def check_numbers(work: Work, found: Diagnostics, *, this_year: int) -> None:
    """Report years and pages that cannot be printed as they are."""
    _check_year(work, found, this_year=this_year)
    pages = work.text("pages")
    if not pages:
        return
    if _PLACEHOLDER.fullmatch(pages):
        edit = work.source.edit(remove_field(work.source.data, work.entry, "pages"), safe=True)
        hint = "delete the field: the work has no pages yet, or is known by its number"
        _report(work, "pages", f"'{pages}' as pages", found, hint=hint, edit=edit)
    elif word := _WORD.match(pages):
        bare = pages[word.end() :]
        hint = f"write {bare}: the journal's style adds what it wants"
        edit = _set(work, "pages", bare, safe=True)
        _report(work, "pages", f"'{word[0].strip()}' before its pages", found, hint=hint, edit=edit)
    elif re.search(r"\d\s*[-–—]+\s*$", pages):
        hint = "add the last page, or write the first alone"
        _report(work, "pages", f"no last page after '{pages}'", found, hint=hint)
    else:
        _check_range(work, pages, found)


def _check_range(work: Work, pages: str, found: Diagnostics) -> None:
    match = _RANGE.fullmatch(pages)
    if not match or match[1].casefold() != (match[4] or match[1]).casefold():
        return
    first, last = match[2], match[5]
    whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    if int(whole) < int(first):
        hint = "compare them with the article"
        _report(work, "pages", f"pages from {first} to {last}", found, hint=hint)


def _check_year(work: Work, found: Diagnostics, *, this_year: int) -> None:
    year = work.text("year")
    bare = re.fullmatch(r"\W*(?:c|©|\\copyright)?\s*(\d{4})[^\w-]*", year)
    if bare and bare[1] != year.strip("{}"):
        hint, edit = f"write {bare[1]}", _set(work, "year", bare[1], safe=True)
        _report(work, "year", f"'{year}' as its year", found, hint=hint, edit=edit)
    elif re.fullmatch(r"\d{4}", year) and int(year) > this_year + 1:
        hint = "a work in press has 'pubstate = {inpress}' and no year"
        _report(work, "year", f"the year {year}, which is to come", found, hint=hint)


def _set(work: Work, name: str, text: str, *, safe: bool) -> Edit:
    return work.source.edit(set_field(work.source.data, work.entry, name, text), safe=safe)


def _report(
    work: Work, name: str, what: str, found: Diagnostics, *, hint: str, edit: Edit | None = None
) -> None:
    place = work.place(work.field(name))
    found.add(RULES["REF012"], f"'{work.key}' has {what}", place, hint=hint, edit=edit)

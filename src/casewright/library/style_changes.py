"""What a journal's profile changes in its citation style: the marker, and details of the list.

Only attributes of the CSL are set, as CSL 1.0.2 defines them ("Layout", "Et-al Abbreviation" and
"Page Ranges"), so that citeproc collapses ranges and counts names as ever.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from casewright.library.styles import note_changes
from casewright.model.journal import Citations, Journal, ReferenceList
from casewright.model.reference import CslItem

_MARKERS: Mapping[str, Mapping[str, str]] = {
    "brackets": {"prefix": "[", "suffix": "]"},
    "parentheses": {"prefix": "(", "suffix": ")"},
    "superscript": {"vertical-align": "sup"},
    "superscript-brackets": {"vertical-align": "sup", "prefix": "[", "suffix": "]"},
}
_CITATION = re.compile(r"<citation\b.*?</citation>", re.S)
_TEXT = re.compile(r"<text\b[^>]*>")
_INSIDE = re.compile(r"<(?:group|text)\b[^>]*>")
_NUMBER = re.compile(r'<text\b[^>]*\bvariable="citation-number"[^>]*>')
_TAG = {
    name: re.compile(rf"<{name}\b[^>]*>") for name in ("layout", "bibliography", "style", "name")
}
_ET_AL = ("et-al-min", "et-al-use-first", "et-al-use-last")
_PAGES = {"as-given": "", "expanded": "expanded", "minimal": "minimal"}


def style_for(csl: str, journal: Journal) -> str:
    """The independent style `csl` with what the journal's profile says of markers and lists."""
    csl, changes = _with_marker(csl, journal.citations)
    if rule := journal.reference_list:
        csl, more = _with_list(csl, rule)
        changes += more
    return note_changes(csl, changes)


def marker_form(csl: str) -> str:
    """How the marker of an independent style looks: a name of `Citations.marker`.

    It is `plain` for bare numbers on the line, and `names` where references have no numbers.
    """
    found = _CITATION.search(csl)
    if not found or not _NUMBER.search(found[0]):
        return "names"
    tags = " ".join([*_TAG["layout"].findall(found[0]), *_INSIDE.findall(found[0])])
    raised = 'vertical-align="sup"' in tags
    for form, opens in (("brackets", "["), ("parentheses", "(")):
        if f'prefix="{opens}"' in tags:
            return f"superscript-{form}" if raised and form == "brackets" else form
    return "superscript" if raised else "plain"


def asks_for_short_titles(csl: str) -> bool:
    """Whether the style prints the titles of journals abbreviated."""
    asks = (tag for tag in _TEXT.findall(csl) if 'variable="container-title"' in tag)
    return "container-title-short" in csl or any('form="short"' in tag for tag in asks)


def sorts_references(csl: str) -> bool:
    """Whether the list is sorted, by author or year, and not in the order of the text."""
    _, _, list_of_references = csl.partition("<bibliography")
    return "<sort>" in list_of_references


def items_for(items: Sequence[CslItem], rule: ReferenceList | None) -> list[CslItem]:
    """The items without what the journal does not want to be printed."""
    if rule is None:
        return [*items]
    dropped = {"DOI"} if rule.doi == "never" else set()
    if rule.pmid == "never":
        dropped |= {"PMID", "PMCID"}
    if rule.journal_titles == "full":
        dropped.add("container-title-short")
    kept = [{name: item[name] for name in item if name not in dropped} for item in items]
    if rule.journal_titles == "abbreviated":
        for item in kept:
            if item.get("container-title-short"):
                item["container-title"] = item["container-title-short"]
    return kept


def _with_marker(csl: str, rule: Citations) -> tuple[str, list[str]]:
    """A style that does not number its references has no such marker, and stays as it is."""
    found = _CITATION.search(csl)
    wanted = _MARKERS.get(rule.marker)
    if wanted is None or not found or not _NUMBER.search(found[0]):
        return csl, []
    cleared = ("prefix", "suffix", "vertical-align")
    layout = _changed(found[0], "layout", dict.fromkeys(cleared, "") | dict(wanted))
    bare = _NUMBER.sub(lambda m: _set(m[0], dict.fromkeys(cleared, "")), layout)
    csl = csl[: found.start()] + bare + csl[found.end() :]
    return csl, [f"the marker has the form '{rule.marker}'"]


def _with_list(csl: str, rule: ReferenceList) -> tuple[str, list[str]]:
    changes = []
    if most := rule.max_authors:
        named = rule.named_authors or most
        for tag in ("style", "name"):
            csl = _changed(csl, tag, dict.fromkeys(_ET_AL, ""))
        limits = {"et-al-min": str(most + 1), "et-al-use-first": str(named), "et-al-use-last": ""}
        csl = _changed(csl, "bibliography", limits)
        changes.append(f"of more than {most} authors {named} are named")
    if rule.page_ranges != "as-style":
        csl = _changed(csl, "style", {"page-range-format": _PAGES[rule.page_ranges]})
        changes.append(f"page ranges are {rule.page_ranges}")
    return csl, changes


def _changed(csl: str, tag: str, attributes: Mapping[str, str]) -> str:
    return _TAG[tag].sub(lambda match: _set(match[0], attributes), csl)


def _set(tag: str, attributes: Mapping[str, str]) -> str:
    """The tag with these attributes; an empty value takes one away."""
    for name, value in attributes.items():
        tag = re.sub(rf'\s{name}="[^"]*"', "", tag)
        if value:
            tag = re.sub(r"\s*(/?)>$", rf' {name}="{value}"\1>', tag)
    return tag

"""A manuscript that reviewers read without knowing who wrote it: nothing in it may tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Severity, Span
from casewright.model.authors import Author
from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.locating import locate
from casewright.model.profile import binds
from casewright.model.reference import CslItem
from casewright.model.series import CaseReport
from casewright.model.statement_places import is_blinded
from casewright.model.tree import plain_text, source_keys, walk
from casewright.rules.any_case import AnyCase
from casewright.rules.identities import Identity, identities

_FIRST_PERSON = AnyCase(r"\b(we|our|ours|us)\b")
_EARLIER = AnyCase(
    r"\bwe (have |had )?(previously|earlier|already|recently)\b"
    r"|\bour (own |group's |team's )?(previous|earlier|prior|recent|first|former)\b"
    r"|\bwe (have |had )?(reported|described|shown?|published)\b"
    r"|\b(reported|described|shown|published)( \w+)? by (us|our)\b",
)
_HINT = "leave it out, or write 'our hospital', 'one of us'; the title page may name it"


def check_blinding(
    case: CaseReport, journal: Journal, document: Document, items: Mapping[str, CslItem]
) -> Diagnostics:
    """Look for the authors in a manuscript for double-blind review, and in its properties."""
    found = Diagnostics()
    if not is_blinded(journal):
        return found
    known = identities(case)
    told: set[str] = set()
    for block in document.blocks:
        if not _is_references(block):  # authors may cite themselves
            told |= _check_block(block, known, document, case=case, journal=journal, found=found)
    for text, keys, cites in _sentences(document.blocks):
        if said := _own_work(text, cites, case=case, items=items):
            place = locate(said, keys, case=case, sources=document.sources)
            _report_own_work(said, place, found)
    _check_properties(case, journal, document, told=told, found=found)
    return found


def _check_block(
    block: Ast,
    known: tuple[Identity, ...],
    document: Document,
    *,
    case: CaseReport,
    journal: Journal,
    found: Diagnostics,
) -> set[str]:
    """Each sentence, then what stands across sentences or in none; returns what was found."""
    said: set[str] = set()
    place = Span(case.file, 1, 1)
    for number, (text, keys, cites) in enumerate(_sentences([block])):
        span = document.sources[keys[0]].span
        place = place if number else span
        for one in _named(text, known, cites=bool(cites)):
            said.add(one.text)
            exact = locate(one.pattern, keys, case=case, sources=document.sources)
            _report(one, exact or span, journal, found=found)
    for one in _named(_read(block), known, cites=any(_cited(block))):
        if one.text not in said:
            said.add(one.text)
            _report(one, place, journal, found=found)
    return said


def _report(
    one: Identity,
    span: Span,
    journal: Journal,
    *,
    found: Diagnostics,
    at: str = "",
    hint: str = _HINT,
) -> None:
    sure = journal.blinding and binds(journal.blinding.provenance("review"), journal.sources)
    tells = "tells" if one.certain else "may tell"
    found.add(
        RULES["PRV004"],
        f"'{one.text}'{at} {tells} who wrote the report ({one.what}), which reviewers for "
        f"{journal.title} may not know",
        span,
        hint=hint,
        severity=None if one.certain and sure else Severity.WARNING,
    )


def _report_own_work(said: str, span: Span | None, found: Diagnostics) -> None:
    found.add(
        RULES["PRV005"],
        f"'{said}' beside the citation says that the cited work is the authors' own, and so tells "
        "who they are",
        span,
        hint="write of it in the third person: 'Byron et al reported … [3]' for 'we reported …'",
    )


def _sentences(blocks: list[Ast]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each sentence with its sources and the keys of what it cites."""
    for node in walk(blocks):
        if keys := source_keys(node):
            yield _read(node), keys, list(_cited(node))


def _read(node: Ast) -> str:
    return plain_text(node).replace("\u00a0", " ")


def _is_references(block: Ast) -> bool:
    return bool(block["t"] == "Div" and block["c"][0][0] == "refs")


def _cited(node: Ast) -> Iterator[str]:
    for inner in walk(node):
        if inner["t"] == "Cite":
            yield from (citation["citationId"] for citation in inner["c"][0])


def _named(text: str, known: tuple[Identity, ...], *, cites: bool) -> Iterator[Identity]:
    """Who is named, by the longest of the names that stand there.

    A family name beside a citation is how authors write of their own work in the third person.
    """
    left = text
    for one in known:
        if one.certain or not cites:
            left, count = one.pattern.subn("", left)
            if count:
                yield one


def _own_work(
    text: str, cites: list[str], *, case: CaseReport, items: Mapping[str, CslItem]
) -> str | None:
    """The words by which a sentence with citations speaks of the authors' own work."""
    said = _FIRST_PERSON.search(text)
    if not cites or not said:
        return None
    if earlier := _EARLIER.search(text):
        return earlier[0]
    own = any(
        _is_by(items[key], author) for key in cites if key in items for author in case.authors
    )
    return said[0] if own else None


def _is_by(item: CslItem, author: Author) -> bool:
    """Whether an author of the report wrote a work: the family name and the first initial agree."""
    names = item.get("author", ())
    return any(
        name.get("family", "").casefold() == author.family.casefold()
        and name.get("given", "?")[:1].casefold() == author.given[:1].casefold()
        for name in names
        if isinstance(name, Mapping)
    )


def _check_properties(
    case: CaseReport,
    journal: Journal,
    document: Document,
    *,
    told: set[str],
    found: Diagnostics,
) -> None:
    """What does not stand in the text: properties of the file, head of the page, figure files.

    Title and keywords are among the properties; what is `told` of them is not told again.
    """
    known = identities(case)
    properties = " ".join((document.title, *document.authors, *document.keywords))
    head = case.place("title.running" if case.title.running else "title")
    for at, text, span, hint in (
        (
            " in the properties of the file",
            properties,
            Span(case.file, 1, 1),
            "leave it out of the title and the keywords",
        ),
        (
            " at the head of the pages",
            document.running_title,
            head,
            "leave it out of the running title",
        ),
    ):
        for one in _named(text, known, cites=False):
            if "properties" not in at or one.text not in told:
                _report(one, span, journal, found=found, at=at, hint=hint)
    for image in document.images.values():
        for one in _in_bytes(image.name.encode() + b"\n" + image.data, known):
            at = f" in the file '{image.name}'"
            hint = "export the image without it"
            _report(one, case.place("figures"), journal, found=found, at=at, hint=hint)


def _in_bytes(data: bytes, known: tuple[Identity, ...]) -> Iterator[Identity]:
    """Who is named first in the bytes of a file; short texts could stand there by chance."""
    plain = data.decode("utf-8", errors="replace")
    for text in (plain, plain.replace("\0", "")):  # as it stands, and two bytes a letter
        for one in known:
            if one.certain and len(one.text) > 5 and one.pattern.search(text):
                yield one
                return

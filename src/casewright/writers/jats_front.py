"""What stands before the text of a JATS article: the journal, the title, the authors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from casewright.model.authors import CREDIT, Affiliation, Author
from casewright.model.document import Document
from casewright.model.journal import Journal
from casewright.model.series import CaseReport
from casewright.model.statement_places import is_blinded


def journal_meta(journal: Journal) -> etree._Element:
    """The journal by the names that the NLM Catalog and its publisher have for it."""
    made, identity = etree.Element("journal-meta"), journal.identity
    if identity.nlm_abbreviation:
        _add(made, "journal-id", identity.nlm_abbreviation, {"journal-id-type": "nlm-ta"})
    else:
        _add(made, "journal-id", journal.id, {"journal-id-type": "publisher-id"})
    titles = _add(made, "journal-title-group")
    _add(titles, "journal-title", journal.title)
    if identity.nlm_abbreviation:
        kind = {"abbrev-type": "nlm-ta"}
        _add(titles, "abbrev-journal-title", identity.nlm_abbreviation, kind)
    for number, form in (
        (identity.issn_print, "print"),
        (identity.issn_electronic, "electronic"),
    ):
        if number:
            _add(made, "issn", number, {"publication-format": form})
    if journal.publisher:
        _add(_add(made, "publisher"), "publisher-name", journal.publisher)
    return made


def article_meta(
    document: Document,
    case: CaseReport,
    journal: Journal,
    *,
    title: etree._Element,
    abstract: etree._Element | None,
    counts: Mapping[str, int],
) -> etree._Element:
    """The article's own data, in the order of the tag set.

    Nothing is made up: what a publisher adds (DOI, dates, volume, pages, licence) is not there.
    """
    made = etree.Element("article-meta")
    subject = _add(_add(made, "article-categories"), "subj-group", attributes=_HEADING)
    _add(subject, "subject", journal.article_type)
    group = _add(made, "title-group")
    group.append(title)
    if document.running_title:
        _add(group, "alt-title", document.running_title, {"alt-title-type": "running-head"})
    if not is_blinded(journal):
        _add_authors(made, case.authors, case.affiliations)
    _add(made, "pub-date-not-available")
    if abstract is not None:
        made.append(abstract)
    if document.keywords:
        words = _add(made, "kwd-group", attributes={"kwd-group-type": "author"})
        for word in document.keywords:
            _add(words, "kwd", word)
    numbers = _add(made, "counts")
    for tag, count in counts.items():
        _add(numbers, tag, attributes={"count": str(count)})
    return made


_HEADING = {"subj-group-type": "heading"}


def _add_authors(
    meta: etree._Element, authors: Sequence[Author], affiliations: Sequence[Affiliation]
) -> None:
    numbers = {one.id: number for number, one in enumerate(affiliations, 1)}
    group = _add(meta, "contrib-group")
    writing_to = [author for author in authors if author.corresponding]
    for author in authors:
        contrib = _add(group, "contrib", attributes={"contrib-type": "author"})
        if author.orcid:
            address = f"https://orcid.org/{author.orcid.rpartition('/')[2]}"
            _add(contrib, "contrib-id", address, {"contrib-id-type": "orcid"})
        name = _add(contrib, "name")
        _add(name, "surname", author.family)
        _add(name, "given-names", author.given)
        if author.degrees:
            _add(contrib, "degrees", ", ".join(author.degrees))
        for key in author.affiliations:
            if key in numbers:
                _add_link(contrib, "aff", f"aff-{numbers[key]}", str(numbers[key]))
        for role in author.roles:
            kind = {"content-type": f"https://credit.niso.org/contributor-roles/{role}/"}
            _add(contrib, "role", CREDIT[role], kind)
        if author.equal:
            contrib.set("equal-contrib", "yes")
        if author in writing_to:
            contrib.set("corresp", "yes")
            _add_link(contrib, "corresp", f"cor-{writing_to.index(author) + 1}", "*")
    for number, one in enumerate(affiliations, 1):
        _add_affiliation(meta, one, number)
    _add_correspondence(meta, writing_to)


def _add_affiliation(meta: etree._Element, one: Affiliation, number: int) -> None:
    aff = _add(meta, "aff", attributes={"id": f"aff-{number}"})
    _add(aff, "label", str(number))
    parts = [
        ("institution", one.department, {"content-type": "dept"}),
        ("institution", one.name, {}),
        ("city", one.city, {}),
        ("postal-code", one.postcode, {}),
        ("state", one.state, {}),
        ("country", one.country, {}),
    ]
    given = [_add(aff, tag, text, attributes) for tag, text, attributes in parts if text]
    for part in given[:-1]:
        part.tail = ", "


def _add_correspondence(meta: etree._Element, authors: Iterable[Author]) -> None:
    notes = etree.Element("author-notes")
    for number, author in enumerate(authors, 1):
        corresp = _add(notes, "corresp", attributes={"id": f"cor-{number}"})
        corresp.text = author.name
        if author.email:
            corresp.text += ", "
            _add(corresp, "email", author.email)
    if len(notes):
        meta.append(notes)


def _add_link(parent: etree._Element, kind: str, target: str, text: str) -> None:
    _add(_add(parent, "xref", attributes={"ref-type": kind, "rid": target}), "sup", text)


def _add(
    parent: etree._Element,
    tag: str,
    text: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> etree._Element:
    made = etree.SubElement(parent, tag, dict(attributes or {}))
    made.text = text
    return made

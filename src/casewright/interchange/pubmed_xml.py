"""PubMed's XML, as E-utilities and the site give it.

Source: the DTD of PubMed, "PubMed DTD Documentation", National Library of Medicine.
"""

from __future__ import annotations

import re

from lxml import etree

from casewright.interchange.medline import LANGUAGES, medline_date
from casewright.interchange.reading import Draft, Reading
from casewright.interchange.safe_xml import rich_text
from casewright.model.work import Person, date_fields, listed, whole_pages

_NOT_TAKEN = {
    "CommentsCorrections": "the link to another record",
    "InvestigatorList": "the list of investigators",
    "PersonalNameSubjectList": "the list of persons written about",
    "SpaceFlightMission": "the space flight mission",
}


def read_pubmed_xml(root: etree._Element, file: str) -> Reading:
    """Every article and book of a set."""
    reading = Reading(file)
    for article in root.iter("PubmedArticle", "PubmedBookArticle", "MedlineCitation"):
        if article.tag == "MedlineCitation" and article.getparent() is not None:
            parent = article.getparent()
            if parent.tag == "PubmedArticle":
                continue
        book = article.find("BookDocument")
        draft = _article(article) if book is None else _book(book)
        _names(draft, article)
        for name, what in _NOT_TAKEN.items():
            for element in article.iter(name):
                kind = element.get("RefType", "")
                if kind in ("Cites", "RetractionIn"):
                    continue
                said = f"{what} ({kind} {element.findtext('PMID') or ''})" if kind else what
                reading.unknown(said.replace(" )", ")"), element.sourceline or 1)
        _note_retraction(draft, article, reading)
        reading.add(draft.work(), article.sourceline or 1)
    return reading.done()


def _note_retraction(draft: Draft, root: etree._Element, reading: Reading) -> None:
    notices = root.findall(".//CommentsCorrections[@RefType='RetractionIn']")
    types = [(one.text or "").strip() for one in root.iter("PublicationType")]
    if notices or "Retracted Publication" in types:
        pmid = next((number for one in notices if (number := one.findtext("PMID"))), "")
        notice = f"notice: PMID {pmid}" if pmid else ""
        reading.retracted(draft.fields.get("title", ""), root.sourceline or 1, notice=notice)


def _article(root: etree._Element) -> Draft:
    draft = Draft()
    draft.kind = "article"
    title = rich_text(root.find(".//ArticleTitle")) or rich_text(root.find(".//VernacularTitle"))
    draft.set("title", re.sub(r"^\[(.*)\]$", r"\1", title.removesuffix(".")))
    for name, path in (
        ("pmid", "PMID"),
        ("journal", ".//Journal/Title"),
        ("shortjournal", ".//MedlineTA"),
        ("volume", ".//JournalIssue/Volume"),
        ("number", ".//JournalIssue/Issue"),
        ("issn", ".//Journal/ISSN"),
        ("note", ".//GeneralNote"),
    ):
        found = root.find(path) if name != "pmid" else root.find(".//MedlineCitation/PMID")
        if name == "pmid" and found is None:
            found = root.find("PMID")
        draft.set(name, rich_text(found))
    draft.set("shortjournal", rich_text(root.find(".//Journal/ISOAbbreviation")).replace(".", ""))
    ends = (root.findtext(f".//Pagination/{name}") or "" for name in ("StartPage", "EndPage"))
    pages = root.findtext(".//MedlinePgn") or "-".join(end for end in ends if end)
    draft.set("pages", whole_pages(pages))
    for element in root.findall(".//ELocationID"):
        text = (element.text or "").strip()
        if element.get("EIdType") == "doi":
            draft.set("doi", text)
        elif re.fullmatch(r"e\w{2,15}", text):
            draft.set("pages", text)
    for element in root.findall("PubmedData/ArticleIdList/ArticleId"):
        field = {"doi": "doi", "pmc": "pmcid", "pubmed": "pmid"}.get(element.get("IdType", ""))
        if field:
            draft.set(field, element.text or "")
    draft.fields.update(_date(root.find(".//JournalIssue/PubDate")))
    return draft


def _book(root: etree._Element) -> Draft:
    draft = Draft()
    chapter = rich_text(root.find("ArticleTitle"))
    title = rich_text(root.find("Book/BookTitle"))
    draft.kind = "incollection" if chapter and chapter != title else "book"
    draft.set("title", chapter or title)
    if draft.kind == "incollection":
        draft.set("booktitle", title)
    for name, path in (
        ("pmid", "PMID"),
        ("publisher", "Book/Publisher/PublisherName"),
        ("address", "Book/Publisher/PublisherLocation"),
        ("isbn", "Book/Isbn"),
        ("edition", "Book/Edition"),
    ):
        draft.set(name, root.findtext(path) or "")
    draft.fields.update(_date(root.find("Book/PubDate")))
    return draft


def _date(date: etree._Element | None) -> dict[str, str]:
    if date is None:
        return {}
    loose = date.findtext("MedlineDate")
    if loose:
        return medline_date(loose)
    parts = [date.findtext(name) or "" for name in ("Year", "Month", "Day")]
    return date_fields(*parts)


def _names(draft: Draft, root: etree._Element) -> None:
    for people in root.iter("AuthorList"):
        role = "editor" if people.get("Type") == "editors" else "author"
        for one in people.findall("Author"):
            group = rich_text(one.find("CollectiveName"))
            family = rich_text(one.find("LastName"))
            given = one.findtext("ForeName") or one.findtext("Initials") or ""
            suffix = (one.findtext("Suffix") or "").strip()
            if group or family:
                who = Person(group, group=True) if group else Person(family, given.strip(), suffix)
                draft.add_person(role, who)
        if people.get("CompleteYN") == "N" and draft.people.get(role):
            draft.add_person(role, Person("others", group=True))
    language = root.findtext(".//Language") or ""
    draft.set("language", LANGUAGES.get(language, language))
    parts = [
        ": ".join(part for part in (one.get("Label", ""), rich_text(one)) if part)
        for one in root.findall(".//Abstract/AbstractText")
    ]
    draft.set("abstract", " ".join(parts))
    words = [rich_text(one) for one in root.iter("Keyword", "DescriptorName")]
    draft.set("keywords", listed(words))

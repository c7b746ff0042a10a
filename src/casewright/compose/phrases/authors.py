"""Authors by name and by initials, their institutions, and what each of them did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from casewright.compose.language import join_list
from casewright.model.authors import CREDIT, Author
from casewright.model.case import Report
from casewright.model.journal_style import HouseStyle

NameForm = Literal["initials", "dotted-initials", "family-initials", "names"]
NameOrder = Literal["given-family", "family-given"]


def full_name(author: Author, order: NameOrder) -> str:
    """The name as a title page prints it."""
    return author.name if order == "given-family" else f"{author.family} {author.given}"


def short_name(author: Author, form: NameForm) -> str:
    """YSK, Y.S.K., Koh YS or Yang Seok Koh."""
    match form:
        case "initials":
            return author.all_letters
        case "dotted-initials":
            return "".join(f"{letter}." for letter in author.all_letters)
        case "family-initials":
            return f"{author.family} {author.letters}"
    return author.name


class Names:
    """What the statements of a report call its authors: no two of them the same."""

    def __init__(self, report: Report, form: NameForm, style: HouseStyle) -> None:
        self._style = style
        used = Counter(short_name(author, form) for author in report.authors)
        fuller: NameForm = "family-initials" if max(used.values()) > 1 else form
        used = Counter(short_name(author, fuller) for author in report.authors)
        self._form: NameForm = "names" if max(used.values()) > 1 else fuller

    def of(self, author: Author) -> str:
        """What one author is called."""
        return short_name(author, self._form)

    def all_of(self, authors: Iterable[Author]) -> str:
        """'YSK and JCK'"""
        return self.joined([self.of(author) for author in authors])

    def joined(self, items: Sequence[str]) -> str:
        """A list as the journal joins it."""
        return join_list(items, serial_comma=self._style.serial_comma)


def contributions(
    authors: Sequence[Author], names: Names, *, listed: Literal["by-author", "by-role"]
) -> str:
    """Who did what: in own words where an author has any, else by the roles of CRediT."""
    own = [author for author in authors if author.contributions]
    sentences = [f"{who} {names.joined(clauses)}" for clauses, who in _shared(own, names)]
    with_roles = [author for author in authors if author.roles and not author.contributions]
    if listed == "by-author":
        sentences += [
            f"{names.of(author)}: {', '.join(CREDIT[role] for role in author.roles)}"
            for author in with_roles
        ]
    else:
        sentences += [
            f"{title}: {', '.join(names.of(author) for author in doing)}"
            for role, title in CREDIT.items()
            if (doing := [author for author in with_roles if role in author.roles])
        ]
    return "; ".join(sentences)


def _shared(authors: Sequence[Author], names: Names) -> list[tuple[tuple[str, ...], str]]:
    """Authors who did the same are named together."""
    by_clauses: dict[tuple[str, ...], list[Author]] = {}
    for author in authors:
        by_clauses.setdefault(author.contributions, []).append(author)
    return [(clauses, names.all_of(who)) for clauses, who in by_clauses.items()]


def conflicts(authors: Sequence[Author], names: Names) -> str:
    """'YSK has received fees from Example Pharma. The other authors declare no conflict …'"""
    having = [author for author in authors if author.conflicts not in (None, "none")]
    sentences = [f"{names.of(author)} {author.conflicts}." for author in having]
    others = [author for author in authors if author.conflicts == "none"]
    if others and len(others) + len(having) == len(authors):
        who = "The other author declares" if len(others) == 1 else "The other authors declare"
        sentences.append(f"{who} no conflict of interest.")
    elif others:
        verb = "declares" if len(others) == 1 else "declare"
        sentences.append(f"{names.all_of(others)} {verb} no conflict of interest.")
    return " ".join(sentences)

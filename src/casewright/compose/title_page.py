"""The title page: its items in the journal's order, in the manuscript or in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casewright.compose.lists import listed
from casewright.compose.marks import COUNT, Md
from casewright.compose.phrases import authors as people
from casewright.compose.statements import StatementWriter
from casewright.model.authors import Affiliation, Author
from casewright.model.journal import Journal
from casewright.model.journal_demands import FrontItem, FrontMatter
from casewright.model.series import CaseReport
from casewright.model.statement_places import STATEMENT_KINDS, has_title_file

_USUAL = FrontMatter(source=("default",), as_of="2026-11", verified=False)
_LABELS: Mapping[str, str] = {
    "corresponding": "Correspondence to",
    "orcids": "ORCID",
    "word_counts": "Word count",
}
_BLIND = ("article_type", "title", "running_title", "word_counts", "float_counts")
"""What the title page of a blinded manuscript may hold."""


class TitlePage:
    """What the templates of the title page call."""

    def __init__(
        self,
        case: CaseReport,
        journal: Journal,
        statements: StatementWriter,
        *,
        mark: Callable[[str], Md],
    ) -> None:
        self._case, self._journal, self._statements = case, journal, statements
        self._front = journal.front_matter or _USUAL
        self._mark = mark
        self.is_file = has_title_file(journal)
        """Whether it is a file of its own."""

    def items(self) -> list[FrontItem]:
        """The items of the whole page; each is the name of a template, or a statement."""
        return list(self._statements.places.title_page)

    def opening(self) -> list[FrontItem]:
        """What opens a manuscript whose title page is a file of its own."""
        blinding = self._journal.blinding
        whole = blinding is not None and blinding.title_page == "both"
        wanted = _BLIND if whole else ("article_type", "title")
        kept = [item for item in self.items() if item in wanted]
        return kept if "title" in kept else ["title", *kept]

    def is_statement(self, item: str) -> bool:
        """Whether an item is one that the authors declare."""
        return item in STATEMENT_KINDS

    def statement(self, kind: Any) -> Md:
        """A statement with its name."""
        return self._statements.labelled(kind, "**{}:** ")

    def label(self, item: Any) -> str:
        """What the journal calls an item, else what casewright does."""
        return self._front.headings.get(item, _LABELS.get(item, ""))

    def is_grouped(self) -> bool:
        """Whether institutions stand after the names of their authors."""
        return self._front.affiliations == "grouped"

    def name(self, author: Author) -> str:
        """An author as the page prints the name."""
        return people.full_name(author, self._front.names)

    def numbers(self, author: Author) -> str:
        """The numbers of an author's institutions: '1,2'."""
        order = [affiliation.id for affiliation in self._case.affiliations]
        return ",".join(str(order.index(key) + 1) for key in author.affiliations if key in order)

    def names_at(self, affiliation: Affiliation) -> list[str]:
        """The authors of an institution."""
        at = [one for one in self._case.authors if affiliation.id in one.affiliations]
        return [self.name(author) for author in at]

    def address(self, affiliation: Affiliation) -> str:
        """An institution and where it is."""
        return affiliation.address

    def post(self, author: Author) -> list[str]:
        """Position and address of an author to whom readers write."""
        first = [one for one in self._case.affiliations if one.id in author.affiliations[:1]]
        places = [one.postal_address for one in first]
        return [part for part in (author.position, *places) if part]

    def equals(self) -> list[str]:
        """'**Co-first authors:** A and B.', with the mark of its source."""
        lines = []
        for rank in ("first", "senior"):
            who = [author for author in self._case.authors if author.equal == rank]
            if who:
                label = Md.of(f"Co-{rank} authors")
                names = listed([self.name(author) for author in who], self._journal.house_style)
                mark = self._mark(who[0].at_path("equal"))
                lines.append(Md.join_all(mark, Md(f"**{label}:** "), names, "."))
        return [*lines]

    def holds_keywords(self) -> bool:
        """Whether the keywords stand here and so not after the abstract of the same file."""
        return "keywords" in self.items() and not self.is_file

    def count(self, what: str) -> Md:
        """A number that is known when the manuscript is finished: of words, floats, references."""
        return Md(f"{COUNT}{what}")

    def has_abstract(self) -> bool:
        """Whether the journal prints an abstract."""
        return bool(self._journal.abstract.parts)

    def heading(self) -> str:
        """What the running title is called."""
        rule = self._journal.running_title
        return rule.heading if rule else "Running title"

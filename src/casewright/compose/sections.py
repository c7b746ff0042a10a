"""The journal's sections in its order: headings, their numbers, and what stands under them."""

from __future__ import annotations

from collections.abc import Callable

from casewright.compose.empty import report_empty, report_no_timeline
from casewright.compose.marks import Md
from casewright.compose.series import SeriesTeller
from casewright.compose.statements import StatementWriter
from casewright.diagnostics import Diagnostics
from casewright.model.journal import Journal
from casewright.model.journal_text import Part, Section
from casewright.model.series import CaseReport
from casewright.model.statement_places import STATEMENT_KINDS
from casewright.model.tree import NUMBER_CLASS


class SectionWriter:
    """Writes every section for which the case has something; `part` gives a part by its name."""

    def __init__(
        self,
        case: CaseReport,
        journal: Journal,
        diagnostics: Diagnostics,
        *,
        series: SeriesTeller | None,
        statements: StatementWriter,
        part: Callable[[Part], Md],
    ) -> None:
        self._case, self._journal, self._diagnostics = case, journal, diagnostics
        self._series, self._statements, self._part = series, statements, part

    def before_abstract(self) -> Md:
        """The sections that stand before the abstract."""
        return self._sections([one for one in self._journal.sections.order if one.before_abstract])

    def after_abstract(self) -> Md:
        """All the others."""
        order = self._journal.sections.order
        return self._sections([one for one in order if not one.before_abstract])

    def _sections(self, order: list[Section]) -> Md:
        return Md("\n\n".join(self._numbered(order, level=1, above="")))

    def _numbered(self, order: list[Section], *, level: int, above: str) -> list[Md]:
        """The sections that have something; only they and those that want one take a number."""
        written: list[Md] = []
        count = 0
        for section in order:
            counts = self._journal.sections.numbering == "decimal" and section.numbered
            number = f"{above}{count + 1}." if counts else ""
            text = self._section(section, level=level, number=number)
            if text:
                written.append(text)
                count += counts
        return written

    def _section(self, section: Section, *, level: int, number: str) -> Md:
        body = self._body(section)
        opening = [] if section.parts or self._series is None else self._series.opening(section)
        inner = self._numbered(list(section.sections), level=level + 1, above=number)
        texts = [text for text in (body, *(opening if inner else ()), *inner) if text]
        if not texts:
            return Md("")
        label = f"[{number}]{{.{NUMBER_CLASS}}} " if number else ""
        heading = Md(f"{'#' * level} {label}{section.heading}")
        return Md("\n\n".join([heading, *texts]))

    def _body(self, section: Section) -> Md:
        """What stands under a heading itself; a finding where the case has nothing for it."""
        told = {part: self._text(part, section) for part in section.parts}
        texts = [text for text in told.values() if text]
        if texts and not told.get("timeline", "-"):
            report_no_timeline(self._case, self._journal, diagnostics=self._diagnostics)
        if self._series is not None and texts:
            texts = [*self._series.opening(section), *self._told_once(section), *texts]
        if not texts and self._is_missed(section):
            report_empty(section, self._case, self._journal, diagnostics=self._diagnostics)
        return Md("\n\n".join(texts))

    def _text(self, part: Part, section: Section) -> Md:
        kind = next((kind for kind in STATEMENT_KINDS if kind == part), None)
        return self._statements.under(section, kind) if kind else self._part(part)

    def _is_missed(self, section: Section) -> bool:
        """Whether the author should know that nothing stands under the heading."""
        if self._series is None and section.parts == ("methods",):
            return False
        return bool(section.parts) and not self._statements.needs_no_word(section)

    def _told_once(self, section: Section) -> list[Md]:
        """What the narrative of one patient tells, and that of several but once."""
        if self._series is None or "narrative" not in section.parts:
            return []
        common = self._series.is_common("differential")
        return [text] if common and (text := self._part("differential")) else []

"""The sentence that calls the timeline, where a journal has a place for it."""

from __future__ import annotations

from casewright.compose.language import join_list
from casewright.compose.marks import Md, Sources
from casewright.model.document import Source
from casewright.model.floats import TimelineFigure, TimelineTable
from casewright.model.journal import Journal
from casewright.model.series import CaseReport
from casewright.model.values import FigureRef


def timeline_call(case: CaseReport, journal: Journal, sources: Sources) -> Md:
    """'The clinical course is shown in Figure 2.'; nothing where the case has no timeline.

    Nothing, too, where the text calls it already, unless the sentence has a heading of its own.
    """
    figures = [one for one in case.figures if isinstance(one, TimelineFigure)]
    tables = [one for one in case.tables if isinstance(one, TimelineTable)]
    calls = [f"@fig:{one.id}" for one in figures] + [f"@tab:{one.id}" for one in tables]
    alone = any(one.parts == ("timeline",) for one in journal.sections.each())
    if not calls or (not alone and _calls_any(case, calls)):
        return Md("")
    path = [*figures, *tables][0].path
    mark = sources.mark(Source(path, case.place(path), "fact"))
    return Md.join_all(mark, "the clinical course is shown in ", Md(join_list(calls)), ".")


def _calls_any(case: CaseReport, calls: list[str]) -> bool:
    """Whether authored prose or an event calls one of the floats."""
    if any(call in prose.text for call in calls for prose in case.prose.values()):
        return True
    references = (getattr(node, "figure", None) for node in case.nodes())
    return any(isinstance(one, FigureRef) and f"@fig:{one.figure}" in calls for one in references)

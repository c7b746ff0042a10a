"""What the templates of parts call: the case at hand, its events and its sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casewright.compose.marks import Md
from casewright.compose.order import part_of
from casewright.compose.telling import Teller
from casewright.model.case import Case
from casewright.model.diagnoses import Diagnosis
from casewright.model.events import Event
from casewright.model.journal import Journal
from casewright.model.series import CaseReport, Series


class PartCalls:
    """The calls of one report; in a series, those of each patient and those of all."""

    def __init__(
        self,
        report: CaseReport,
        journal: Journal,
        tellers: Mapping[str, Teller],
        *,
        prose_at: Callable[[str], Md],
    ) -> None:
        self._report, self._journal = report, journal
        self._tellers, self._prose_at = tellers, prose_at

    def of_all(self) -> dict[str, Any]:
        """The calls in what stands once in a report."""
        if isinstance(self._report, Case):
            return self.of_patient(self._report)
        return {
            "differential": self._common_differential,
            "final_diagnosis": self._common_final,
            "events": lambda _: (),
            "tell": lambda _: Md(""),
        }

    def of_patient(self, case: Case) -> dict[str, Any]:
        """The calls in what tells of one patient; a diagnosis that all share is told elsewhere."""
        teller, parts = self._tellers[case.path], self._journal.sections.parts
        shared = isinstance(self._report, Series) and self._report.diagnosis is not None

        def events(part: str) -> tuple[Event, ...]:
            return tuple(one for one in case.course if part_of(one, case, parts) == part)

        def final_diagnosis(before: Md) -> Md:
            told = events("final_diagnosis")
            return teller.tell(told) if shared else teller.final(told, before)

        return {
            "case": case,
            "events": events,
            "tell": teller.tell,
            "differential": lambda: Md("") if shared else teller.differential(),
            "prognosis": lambda: Md("") if shared else self._prognosis(case.diagnosis),
            "chief_complaint": teller.chief_complaint,
            "past_history": teller.past_history,
            "personal_and_family_history": teller.personal_and_family_history,
            "physical_examination": lambda: teller.examined(events("physical_examination")),
            "final_diagnosis": final_diagnosis,
        }

    def _common_final(self, before: Md) -> Md:
        """The final diagnosis where all patients of a series have the same."""
        return self._tellers[self._report.cases[0].path].final((), before)

    def _common_differential(self) -> Md:
        """What was considered in all patients of a series, and what was expected for them."""
        diagnosis = self._report.diagnosis
        if diagnosis is None:
            return Md("")
        told = self._tellers[self._report.cases[0].path].differential(diagnosis)
        return Md("\n\n".join(text for text in (told, self._prognosis(diagnosis)) if text))

    def _prognosis(self, diagnosis: Diagnosis) -> Md:
        if not isinstance(diagnosis.prognosis, str):
            return Md("")
        return self._prose_at(diagnosis.at_path("prognosis"))

"""Several patients in one report: each in turn, all of them in a table, and in counts."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from casewright.catalogue import RULES
from casewright.compose.abstract_length import printed_length
from casewright.compose.filters import shown
from casewright.compose.marks import Md, Sources
from casewright.compose.phrases import cohort
from casewright.compose.prose import fields_hint, find_fact
from casewright.diagnostics import Diagnostics
from casewright.model.case import Case
from casewright.model.document import Source
from casewright.model.floats import SummaryColumn, SummaryTable
from casewright.model.journal import Journal
from casewright.model.journal_text import Move, Section, SeriesForm
from casewright.model.node import Node
from casewright.model.series import Series

_COURSE: frozenset[str] = frozenset(
    {"narrative", "presentation", "investigations", "treatment", "outcome"}
    | {"chief_complaint", "present_illness", "past_history", "personal_and_family_history"}
    | {"physical_examination", "laboratory", "imaging", "other_investigations"}
    | {"final_diagnosis"}
)
PARTS_OF_PATIENTS = _COURSE | {"differential", "perspective"}
"""The parts of a manuscript that a series tells for each patient in turn."""

_UNVERIFIED = SeriesForm(source=("general-knowledge",), as_of="2026-11", verified=False)
_GAP = "–"


class SeriesTeller:
    """Tells what a report of several patients has and a report of one has not."""

    def __init__(
        self,
        series: Series,
        journal: Journal,
        sources: Sources,
        diagnostics: Diagnostics,
        *,
        prose_at: Callable[[str], Md],
    ) -> None:
        self.series, self.journal, self.diagnostics = series, journal, diagnostics
        self._sources = sources
        self._prose_at = prose_at
        self._form = journal.case_series or _UNVERIFIED
        self._opened = False
        self._gaps = False

    def _mark(self, path: str, *more: str) -> Md:
        """Begin a sentence that comes from the value at `path`, and from those at `more`."""
        sources = [Source(one, self.series.place(one), "fact") for one in (path, *more)]
        return Md.join_all(self._sources.mark(sources[0]), *map(self._sources.also, sources[1:]))

    def is_common(self, part: str) -> bool:
        """Whether a part is the same for all patients, and so is told once."""
        return part in {"differential", "final_diagnosis"} and self.series.diagnosis is not None

    def each_patient(self, part: str, render: Callable[[str, Case], Md]) -> Md:
        """A part of every patient who has something in it, under a heading or after a label."""
        told = [(case, render(part, case)) for case in self.series.cases]
        form = self._titled if part == "narrative" else self._labelled
        numbered = enumerate(told, 1)
        return Md("\n\n".join(form(n, case, text) for n, (case, text) in numbered if text))

    def _titled(self, number: int, case: Case, text: Md) -> Md:
        title = self._form.heading.replace("{number}", str(number))
        return Md.join_all(Md("## "), self._mark(case.path), title, Md("\n\n"), text)

    def _labelled(self, number: int, case: Case, text: Md) -> Md:
        label = Md.of(self._form.label.replace("{number}", str(number)))
        return Md.join_all(self._mark(case.path), Md(f"**{label}.** "), text)

    def opening(self, section: Section) -> list[Md]:
        """What stands before the first patient: how the cases were found, and their table."""
        if self._opened or not _COURSE.intersection(section.all_parts):
            return []
        self._opened = True
        placed = "methods" in self.journal.sections.parts
        methods = Md("") if placed else self._prose_at("methods")
        call = self._table_call()
        if methods and call and "\n" not in methods:
            return [Md.join_all(methods, " ", call)]
        return [text for text in (methods, call) if text]

    def _table_call(self) -> Md:
        """A sentence that calls the summary table, unless the author does."""
        table = self.series.summary_table
        if table is None:
            return Md("")
        if any(f"@tab:{table.id}" in prose.text for prose in self.series.prose.values()):
            return Md("")
        count = cohort.count_of_patients(self.series.cases)
        what = Md.join_all("the characteristics of the ", count, " are shown in ")
        return Md.join_all(self._mark(table.path), what, Md(f"@tab:{table.id}"), ".")

    def rows(self, table: SummaryTable) -> list[list[str]]:
        """The summary table: its header, then a row for each patient."""
        number = self._form.heading if self._is_titled() else self._form.label
        head = [number.replace("{number}", "").strip()]
        head += [
            column.heading if isinstance(column, SummaryColumn) else cohort.HEADINGS[column]
            for column in table.columns
        ]
        rows = [[str(Md.of(cell)) for cell in head]]
        for n, case in enumerate(self.series.cases, 1):
            rows.append([str(Md.join_all(self._mark(case.path), str(n)))])
        for position, column in enumerate(table.columns):
            cells = self._column(column, table.at_path("columns", position))
            for row, cell in zip(rows[1:], cells, strict=True):
                row.append(cell)
        return rows

    def _is_titled(self) -> bool:
        return "narrative" in self.journal.sections.parts

    def _column(self, column: str | SummaryColumn, path: str) -> list[str]:
        cases = self.series.cases
        if isinstance(column, SummaryColumn):
            values = self._facts(column, path)
        else:
            values = [cohort.usual(column, case, self.journal) for case in cases]
        return [
            str(self._cell(*value) if value else self._gap(case))
            for case, value in zip(cases, values, strict=True)
        ]

    def _cell(self, path: str, text: Md) -> Md:
        return Md.join_all(self._mark(path), cohort.opening(text))

    def _gap(self, case: Case) -> Md:
        self._gaps = True
        return Md.join_all(self._mark(case.path), _GAP)

    def _facts(self, column: SummaryColumn, path: str) -> list[tuple[str, Md] | None]:
        """The fact of each patient; a name that no patient has is a finding."""
        looked = [find_fact(case, column.fact) for case in self.series.cases]
        made: list[tuple[str, Md] | None] = []
        wrong = looked[0] if all(problem for _, problem, _ in looked) else None
        for case, (value, problem, _) in zip(self.series.cases, looked, strict=True):
            text = None if problem else _text_of(value, self.journal)
            if text is None and problem is None:
                hint = fields_hint(value, column.fact)
                wrong = (None, f"'{column.fact}' holds several values", hint)
            made.append((case.path, text) if text else None)
        if wrong:
            place = self.series.place(f"{path}.fact")
            self.diagnostics.add(RULES["CASE011"], str(wrong[1]), place, hint=wrong[2])
        return made

    def note(self) -> Md:
        """What stands below the summary table; the sign for what is not known is explained."""
        table = self.series.summary_table
        own = self._prose_at("summary_table.note") if table and table.note else Md("")
        if table is None or not self._gaps:
            return own
        space = " " if own else ""
        return Md.join_all(own, space, self._mark(table.path), f"{_GAP}, not stated.")

    def abstract(self) -> list[dict[str, Any]]:
        """The abstract, part by part: moves of the author, the others as counts of patients.

        One that is too long does without the background, then without the work-up too, as long as
        no heading of the journal loses its text.
        """
        form = self.journal.abstract
        parts = shortest = self._abstract()
        left_out: tuple[Move, ...] = ()
        for move in ("background", "workup"):
            if form.max_words is None or self._words(shortest) <= form.max_words:
                break
            shorter = self._abstract({*left_out, move})
            if len(shorter) == len(parts) and self._words(shorter) < self._words(shortest):
                left_out, shortest = (*left_out, move), shorter
        if left_out:
            names = " and ".join("the work-up" if m == "workup" else f"the {m}" for m in left_out)
            self.diagnostics.add(
                RULES["JRN013"],
                f"to have at most {form.max_words} words, the abstract of {self.journal.title} "
                f"leaves out {names}",
                self.series.place("abstract"),
                hint="write shorter moves under abstract",
            )
        return shortest

    def _abstract(self, without: Container[Move] = ()) -> list[dict[str, Any]]:
        parts = []
        for part in self.journal.abstract.parts:
            moves = [move for move in part.moves if move not in without]
            said = [text for move in moves if (text := self._move(move))]
            if said:
                parts.append({"heading": part.heading, "text": Md(" ".join(said))})
        return parts

    def _words(self, parts: Sequence[Mapping[str, Any]]) -> int:
        texts = [f"{part['heading'] or ''} {part['text']}" for part in parts]
        return printed_length(texts, self.journal, self.series.abbreviations)

    def _move(self, move: Move) -> Md:
        own = self.series.abstract
        if own is not None and getattr(own, move) is not None:
            return self._prose_at(f"abstract.{move}")
        if move == "lesson":
            return self._prose_at("lessons.0") if self.series.lessons else Md("")
        told = cohort.MOVES.get(move)
        if told is None:
            return Md("")
        sentence, nodes = told(self.series, self.journal)
        if not sentence:
            return Md("")
        paths = _paths(nodes) or [case.path for case in self.series.cases]
        return Md.join_all(self._mark(*paths), sentence, ".")


def _paths(nodes: Iterable[Node]) -> list[str]:
    return list(dict.fromkeys(node.path for node in nodes))


def _text_of(value: Any, journal: Journal) -> Md | None:
    """A fact in a cell: a single value, or a list of texts or of things with a name."""
    text = shown(value, journal)
    if text is not None:
        return text
    items: Sequence[Any] = value if isinstance(value, tuple) else (value,)
    names = [item if isinstance(item, str) else cohort.name_of(item) for item in items]
    if not all(names):
        return None
    return Md(", ".join(str(Md.of(name)) for name in names))

"""Tables that are made from the facts: laboratory results, the timeline, similar cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casewright.catalogue import RULES
from casewright.compose.chosen import chosen_events, patient_of
from casewright.compose.language import capitalised
from casewright.compose.marks import Md, Sources, as_read
from casewright.compose.phrases import cohort, similar
from casewright.compose.phrases.labels import long_label, since_day_zero, time_label
from casewright.compose.phrases.measured import against, bounds
from casewright.compose.phrases.people import age_as_published
from casewright.compose.phrases.quantities import NBSP, quantity, unit
from casewright.compose.phrases.times import event_name
from casewright.diagnostics import Diagnostics, suggest
from casewright.model.case import Case
from casewright.model.document import Source
from casewright.model.floats import (
    GeneratedTable,
    LaboratoryTable,
    SimilarCasesTable,
    TimelineTable,
)
from casewright.model.journal import Journal
from casewright.model.laboratory import Laboratory, LaboratoryTest, Measured
from casewright.model.positions import Positions
from casewright.model.quantities import Quantity
from casewright.model.series import CaseReport
from casewright.model.similar import SimilarCase
from casewright.model.times import When

_GAP = "–"
_NOT_STATED = f"{_GAP}, not stated"
_NO_RESULT = f"{_GAP}, no result"
_SEVERAL = 2


@dataclass(slots=True)
class Made:
    """A table as Markdown: rows of cells, the first of which is the header, and its signs."""

    rows: list[list[Md]]
    notes: list[str | Md] = field(default_factory=list)
    """What stands below it, as sentences without a full stop."""

    def add(self, note: str) -> None:
        """Explain a sign once."""
        if note not in self.notes:
            self.notes.append(note)


class TableMaker:
    """Makes the tables of one report for one journal."""

    def __init__(
        self, case: CaseReport, journal: Journal, sources: Sources, diagnostics: Diagnostics
    ) -> None:
        self._report, self._journal = case, journal
        self._sources, self._diagnostics = sources, diagnostics
        self._made: dict[str, Made] = {}

    def make(self, table: GeneratedTable) -> Made:
        """The table; what cannot be made of the facts is reported once."""
        if table.path not in self._made:
            self._made[table.path] = self._make(table)
        return self._made[table.path]

    def note(self, table: GeneratedTable) -> Md:
        """What stands below the table: its summary, and what its signs mean."""
        notes = sorted(self.make(table).notes, key=lambda note: note.startswith(_GAP))
        said = [str(Md.join_all(self._mark(table.path), note, ".")) for note in notes]
        return Md(" ".join(said))

    def _make(self, table: GeneratedTable) -> Made:
        if isinstance(table, SimilarCasesTable):
            return self._similar(table)
        case = patient_of(table, self._report, self._diagnostics)
        if case is None:
            return Made([[Md("")]])
        if isinstance(table, TimelineTable):
            return self._timeline(table, case)
        assert isinstance(table, LaboratoryTable)
        return self._laboratory(table, case)

    def _mark(self, path: str) -> Md:
        return self._sources.mark(Source(path, self._report.place(path), "fact"))

    def _cell(self, path: str, text: object) -> Md:
        return Md.join_all(self._mark(path), text)

    def _gap(self, made: Made, path: str) -> Md:
        made.add(_NOT_STATED)
        return self._cell(path, _GAP)

    def _timeline(self, table: TimelineTable, case: Case) -> Made:
        made = Made([[Md("Time"), Md("Event")]])
        positions = Positions(case.course, anchor=case.anchor, patient=case.patient)
        zero = event_name(case.course[positions.zero])
        for event in chosen_events(table, case, self._report, self._diagnostics):
            at = time_label(event.at, case, self._journal) if event.at else None
            place = next(n for n, other in enumerate(case.course) if other is event)
            if at is None and (known := positions.start(place)):
                at = since_day_zero(known, zero)
            when = self._cell(event.at_path("at"), at) if at else self._gap(made, event.path)
            label = Md.of(long_label(event, self._journal.house_style))
            made.rows.append([when, self._cell(event.path, label)])
        return made

    def _laboratory(self, table: LaboratoryTable, case: Case) -> Made:
        before = len(tuple(self._diagnostics))
        results = _results(table, case, self._journal, self._report, self._diagnostics)
        if not results.by_analyte and len(tuple(self._diagnostics)) > before:
            return Made([[Md("")]])
        if not results.by_analyte:
            message = f"there are no laboratory results for the table '{table.id}'"
            hint = "add a laboratory event to the course, or delete the table"
            self._diagnostics.add(
                RULES["FIG006"], message, self._report.place(table.path), hint=hint
            )
            return Made([[Md("")]])
        single = len(results.times) < _SEVERAL
        head: list[object] = ["Analyte", "Reference range", *results.times.values()]
        if single:
            head = ["Analyte", "Result", "Reference range"]
        made = Made([[Md.of(text) for text in head]])
        for label, row in results.by_analyte.items():
            test = next(iter(row.values())).test
            cells = [self._result(made, row.get(key), test) for key in results.times]
            limits = self._limits(made, row)
            first = self._cell(test.at_path("analyte"), Md.of(capitalised(label)))
            made.rows.append([first, *cells, limits] if single else [first, limits, *cells])
        return made

    def _limits(self, made: Made, row: dict[str, _Result]) -> Md:
        test = next((one.test for one in row.values() if one.test.range), None)
        if test is None or test.range is None:
            return self._gap(made, next(iter(row.values())).test.path)
        text = bounds(test.range)
        if test.range.also:
            text += f" ({bounds(test.range.also)})"
        return self._cell(test.at_path("range"), text)

    def _result(self, made: Made, one: _Result | None, test: LaboratoryTest) -> Md:
        if one is None:
            made.add(_NO_RESULT)
            return self._cell(test.path, _GAP)
        if one.value is None:
            return self._cell(one.path, Md.of(one.test.titer or one.flag or _GAP))
        # The unit stands with the analyte.
        text = quantity(_without_unit(one.value))
        flag = one.flag or against(one.value, one.test.range) or ""
        for word, letter in (("high", "H"), ("low", "L")):
            if flag.endswith(word):
                side = "above" if letter == "H" else "below"
                made.add(f"{letter}, {side} the reference range")
                text = Md.join_all(text, f"{NBSP}{letter}")
        return self._cell(one.path, text)

    def _similar(self, table: SimilarCasesTable) -> Made:
        cases = self._report.similar_cases
        if not cases:
            message = f"there are no similar cases for the table '{table.id}'"
            hint = "add a block 'similar_cases:', a list with 'cite: …' and what each report says"
            place = self._report.place(table.path)
            self._diagnostics.add(RULES["FIG006"], message, place, hint=hint)
            return Made([[Md("")]])
        heads = [_HEADINGS[column] for column in table.columns]
        summary = similar.summary(cases, self._journal.house_style)
        made = Made([[Md(head) for head in heads]], [summary])
        made.rows += [
            [self._of_case(made, column, one) for column in table.columns] for one in cases
        ]
        return made

    def _of_case(self, made: Made, column: str, one: SimilarCase) -> Md:
        if column == "report":
            who = Md.of(f"{one.report} ") if one.report else Md("")
            return self._cell(one.at_path("cite"), Md.join_all(who, Md(f"[@{one.cite}]")))
        name = column.replace("-", "_")
        value = getattr(one, name)
        if value is None:
            return self._gap(made, one.path)
        in_words = age_as_published(value) if column == "age" else Md.of(value)
        return self._cell(one.at_path(name), Md(capitalised(str(in_words))))


_HEADINGS = {
    "report": "Report",
    "site": "Site",
    **cohort.HEADINGS,
}


@dataclass(frozen=True, slots=True)
class _Result:
    test: LaboratoryTest
    value: Quantity | None
    flag: str | None
    path: str


@dataclass(slots=True)
class _Results:
    """Results by analyte and by time."""

    times: dict[str, Md] = field(default_factory=dict)
    """The heads of the columns by a key of the time."""
    by_analyte: dict[str, dict[str, _Result]] = field(default_factory=dict)


def _results(
    table: LaboratoryTable,
    case: Case,
    journal: Journal,
    report: CaseReport,
    diagnostics: Diagnostics,
) -> _Results:
    events = chosen_events(table, case, report, diagnostics)
    all_of_kind = [event for event in events if isinstance(event, Laboratory)]
    known = list(dict.fromkeys(test.analyte for event in all_of_kind for test in event.tests))
    _report_unknown(table, known, report, diagnostics)
    columns = _Columns(case, journal)
    found = _Results()
    for event in all_of_kind:
        for test in event.tests:
            if table.analytes and test.analyte not in table.analytes:
                continue
            row = found.by_analyte.setdefault(_row_label(event, test), {})
            for key, result in columns.of(event, test):
                row.setdefault(key, result)
    used = {key for row in found.by_analyte.values() for key in row}
    found.times = {key: head for key, head in columns.heads() if key in used}
    if table.analytes:
        order = {name: n for n, name in enumerate(table.analytes)}
        rows = sorted(
            found.by_analyte.items(),
            key=lambda row: order[next(iter(row[1].values())).test.analyte],
        )
        found.by_analyte = dict(rows)
    return found


def _report_unknown(
    table: LaboratoryTable, known: Sequence[str], report: CaseReport, diagnostics: Diagnostics
) -> None:
    for number, name in enumerate(table.analytes):
        if name not in known:
            there = f"the analytes are {', '.join(known)}" if known else "add a laboratory event"
            hint = suggest(name, known, otherwise=there)
            place = report.place(table.at_path("analytes", number))
            diagnostics.add(RULES["FIG006"], f"no event measures '{name}'", place, hint=hint)


def _without_unit(value: Quantity) -> Quantity:
    """A value as it stands in a row whose first cell names the units."""
    also = replace(value.also, unit=None) if value.also else None
    return replace(value, unit=None, also=also)


def _row_label(event: Laboratory, test: LaboratoryTest) -> str:
    specimen = f", {event.specimen}" if event.specimen else ""
    value = test.values[0].value if test.values else test.value
    measured = ""
    if value and value.unit:
        other = f" [{as_read(unit(value.also.unit))}]" if value.also and value.also.unit else ""
        measured = f" ({as_read(unit(value.unit))}{other})"
    return f"{test.analyte}{specimen}{measured}"


class _Columns:
    """The times at which specimens were taken, in their order."""

    def __init__(self, case: Case, journal: Journal) -> None:
        self._case, self._journal = case, journal
        self._positions = Positions(case.course, anchor=case.anchor, patient=case.patient)
        self._heads: dict[str, tuple[float, Md]] = {}
        self._last = 0.0

    def heads(self) -> list[tuple[str, Md]]:
        """Keys and heads of the columns by time."""
        ordered = sorted(self._heads.items(), key=lambda item: item[1][0])
        return [(key, head) for key, (_, head) in ordered]

    def of(self, event: Laboratory, test: LaboratoryTest) -> list[tuple[str, _Result]]:
        """The results of a test, each with the key of its time."""
        if test.values:
            return [
                (self._key(event, one.at), _Result(test, one.value, one.flag, one.path))
                for one in test.values
                if isinstance(one, Measured)
            ]
        place = test.at_path("value" if test.value else "flag")
        return [(self._key(event, event.at), _Result(test, test.value, test.flag, place))]

    def _key(self, event: Laboratory, at: When | None) -> str:
        place = next(n for n, other in enumerate(self._case.course) if other is event)
        label = time_label(at, self._case, self._journal) if at else None
        head = label or Md("Time not stated")
        where = self._positions.of(at, place) if at else self._positions.start(place)
        self._last = where.days if where else self._last + 0.001
        key = str(label) if label else f"event {place}"
        self._heads.setdefault(key, (self._last, head))
        return key

"""What the drawn figures of a report show, with their legends and alternative texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from casewright.catalogue import RULES
from casewright.compose.axes import time_axis
from casewright.compose.chosen import chosen_events, events_by_id, patient_of
from casewright.compose.language import capitalised, join_list
from casewright.compose.marks import Md, as_read, plain
from casewright.compose.order import section_of
from casewright.compose.phrases.labels import long_label, short_label, since_day_zero, time_label
from casewright.compose.phrases.quantities import quantity, unit
from casewright.compose.phrases.times import event_name
from casewright.diagnostics import Diagnostics, suggest
from casewright.model.case import Case
from casewright.model.charts import (
    Chart,
    ChartItem,
    Lane,
    TimeAxis,
    Timeline,
    Trend,
    TrendLine,
    TrendPanel,
    TrendPoint,
)
from casewright.model.events import Event
from casewright.model.floats import DrawnFigure, TimelineFigure, TrendFigure
from casewright.model.intervals import mean_days
from casewright.model.journal import Journal
from casewright.model.journal_style import HouseStyle
from casewright.model.laboratory import Laboratory, LaboratoryTest
from casewright.model.positions import Position, Positions
from casewright.model.presentation import Presentation
from casewright.model.quantities import Quantity, ReferenceRange
from casewright.model.series import CaseReport
from casewright.model.times import When

_LANES = {
    "presentation": "Symptoms and signs",
    "investigations": "Investigations",
    "differential": "Diagnosis",
    "treatment": "Treatment",
    "outcome": "Outcome",
}
_VAGUE = 0.15
"""From this part of the axis on, the legend says that times are approximate."""


def charts_of(report: CaseReport, journal: Journal, diagnostics: Diagnostics) -> dict[str, Chart]:
    """The chart of each drawn figure by the figure's path; what cannot be drawn is reported."""
    made = {}
    for figure in report.figures:
        if not isinstance(figure, DrawnFigure):
            continue
        case = patient_of(figure, report, diagnostics)
        if case is None:
            continue
        maker = _Maker(figure, case, report, journal, diagnostics)
        chart = maker.timeline(figure) if isinstance(figure, TimelineFigure) else None
        if isinstance(figure, TrendFigure):
            chart = maker.trend(figure)
        if chart is not None:
            made[figure.path] = chart
    return made


@dataclass(frozen=True, slots=True)
class _Result:
    """One value of an analyte, and where it stands."""

    value: Quantity
    at: Position
    told: str
    path: str


class _Maker:
    def __init__(
        self,
        figure: DrawnFigure,
        case: Case,
        report: CaseReport,
        journal: Journal,
        diagnostics: Diagnostics,
    ) -> None:
        self._figure, self._case, self._report = figure, case, report
        self._journal, self._diagnostics = journal, diagnostics
        self._style = journal.house_style
        self._positions = Positions(case.course, anchor=case.anchor, patient=case.patient)
        self._zero = event_name(case.course[self._positions.zero])
        self._place_of = {id(event): n for n, event in enumerate(case.course)}

    def _refuse(self, message: str, path: str, hint: str) -> None:
        self._diagnostics.add(RULES["FIG006"], message, self._report.place(path), hint=hint)

    def _when(self, at: When | None) -> str:
        label = time_label(at, self._case, self._journal) if at else None
        return as_read(label or Md(""))

    # the timeline

    def timeline(self, figure: TimelineFigure) -> Chart | None:
        """Lanes in the order of a report; events without a known time are left out."""
        before = len(tuple(self._diagnostics))
        events = chosen_events(figure, self._case, self._report, self._diagnostics)
        lanes: dict[str, list[ChartItem]] = {name: [] for name in _LANES}
        words, errors = [], [0.0]
        for event in events:
            items, position = self._items(event)
            if position is None:
                if figure.events:
                    self._untimed(event)
                continue
            errors.append(position.error)
            lanes[section_of(event, self._case)] += items
            told = self._when(event.at) or as_read(since_day_zero(position, self._zero))
            label = long_label(event, self._style)
            words.append(f"{told}: {label}" if told else label)
        if len(tuple(self._diagnostics)) > before:
            return None
        if not words:
            hint = "add 'at: …' to the events: a date, or a time from another event"
            self._refuse("no event has a known time", figure.path, hint)
            return None
        shown = tuple(Lane(_LANES[name], tuple(items)) for name, items in lanes.items() if items)
        ends = [end for lane in shown for one in lane.items for end in (one.start, one.end)]
        known = [end for end in ends if end is not None]
        axis = time_axis(min(known), max(known), self._case, self._journal, self._positions)
        alt = f"Timeline of the clinical course. {_sentences(words)}"
        picture = Timeline(axis, shown, self._last_contact(events))
        return Chart(picture, readable(alt), _vague(max(errors), axis))

    def _untimed(self, event: Event) -> None:
        message = f"the time of the event '{event.id}' is not known"
        hint = "add 'at: …' to the event: a date, or a time from another event"
        self._refuse(message, event.path, hint)

    def _items(self, event: Event) -> tuple[list[ChartItem], Position | None]:
        place = self._place_of[id(event)]
        start, end = self._positions.start(place), self._positions.end(place)
        if start is None:
            return [], None
        if isinstance(event, Presentation):
            return _symptoms(event, start.days), start
        finish = end.days if end and end.days > start.days else None
        label = short_label(event, self._style)
        if section_of(event, self._case) in {"outcome", "investigations"}:
            label = long_label(event, self._style)
        return [ChartItem(label, start.days, finish)], start

    def _last_contact(self, events: Sequence[Event]) -> float | None:
        followed = [
            known.days
            for event in events
            if event.kind == "follow_up"
            and (known := self._positions.start(self._place_of[id(event)]))
        ]
        return max(followed) if followed else None

    # trends

    def trend(self, figure: TrendFigure) -> Chart | None:
        """A panel for each unit; None where something cannot be drawn."""
        before = len(tuple(self._diagnostics))
        tests = self._tests()
        lines = [self._line(name, n, tests) for n, name in enumerate(figure.analytes)]
        treated = events_by_id(figure, "treatments", self._case, self._report, self._diagnostics)
        marks = [item for event in treated for item in self._treatment(event)]
        drawn = [line for line in lines if line]
        if len(tuple(self._diagnostics)) > before or not drawn:
            return None
        panels = _panels(drawn, logarithmic=figure.scale == "logarithmic")
        xs = [point.x for panel in panels for line in panel.lines for point in line.points]
        xs += [end for mark in marks for end in (mark.start, mark.end) if end is not None]
        axis = time_axis(min(xs), max(xs), self._case, self._journal, self._positions)
        errors = [one.at.error for line in drawn for one in line.results]
        legend = " ".join(filter(None, [_how_to_read(panels, marks), _vague(max(errors), axis)]))
        words = [_in_words(line, self._style) for line in drawn]
        alt = f"Line chart. {_sentences([*words, *_treatments_in_words(marks)])}"
        return Chart(Trend(axis, panels, tuple(marks)), readable(alt), legend)

    def _tests(self) -> list[tuple[Laboratory, LaboratoryTest]]:
        events = [event for event in self._case.course if isinstance(event, Laboratory)]
        return [(event, test) for event in events for test in event.tests]

    def _treatment(self, event: Event) -> list[ChartItem]:
        items, position = self._items(event)
        if position is None:
            self._untimed(event)
        return [ChartItem(short_label(event, self._style), one.start, one.end) for one in items]

    def _line(
        self, name: str, number: int, tests: Sequence[tuple[Laboratory, LaboratoryTest]]
    ) -> _Line | None:
        path = self._figure.at_path("analytes", number)
        named = [(event, test) for event, test in tests if test.analyte == name]
        if not named:
            known = list(dict.fromkeys(test.analyte for _, test in tests))
            there = f"the analytes are {', '.join(known)}" if known else "add a laboratory event"
            hint = suggest(name, known, otherwise=there)
            self._refuse(f"no event measures '{name}'", path, hint)
            return None
        results = [one for event, test in named for one in self._results(event, test)]
        units = list(dict.fromkeys(one.value.unit for one in results))
        if len(units) > 1:
            other = next(one for one in results if one.value.unit != units[0])
            said = f"'{name}' is given in {units[0] or 'no unit'} and in {units[1] or 'no unit'}"
            hint = f"give all results of it in one unit; here {units[1] or 'none'} is given"
            self._refuse(said, other.path, hint)
            return None
        if len(results) < 2:
            message = f"no line can be drawn of '{name}': fewer than two results have a known time"
            self._refuse(message, path, "add results with 'at: …', or leave the analyte out")
            return None
        if isinstance(self._figure, TrendFigure) and self._figure.scale == "logarithmic":
            zero = next((one for one in results if one.value.magnitude <= 0), None)
            if zero:
                message = f"a result of '{name}' is not above zero, as a logarithmic scale needs"
                self._refuse(message, zero.path, "draw the figure with 'scale: linear'")
                return None
        limits = next((test.range for _, test in named if test.range), None)
        results.sort(key=lambda one: one.at.days)
        return _Line(name, tuple(results), limits)

    def _results(self, event: Laboratory, test: LaboratoryTest) -> list[_Result]:
        place = self._place_of[id(event)]
        taken = [(one.value, one.at, one.at_path("value")) for one in test.values or ()]
        found = []
        for value, at, path in taken:
            position = self._positions.of(at, place)
            if position and value.form == "value":
                found.append(_Result(value, position, self._when(at), path))
        position = self._positions.start(place)
        if test.value and position and test.value.form == "value":
            told = self._when(event.at)
            found.append(_Result(test.value, position, told, test.at_path("value")))
        return found


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    results: tuple[_Result, ...]
    limits: ReferenceRange | None

    @property
    def unit(self) -> str:
        return as_read(unit(self.results[0].value.unit or ""))

    @property
    def band(self) -> tuple[float | None, float | None] | None:
        if self.limits is None:
            return None
        low, high = self.limits.low, self.limits.high
        return (float(low) if low else None, float(high) if high else None)


def _panels(lines: Sequence[_Line], *, logarithmic: bool) -> tuple[TrendPanel, ...]:
    by_unit: dict[str, list[_Line]] = {}
    for line in lines:
        by_unit.setdefault(line.unit, []).append(line)
    panels = []
    for measured, group in by_unit.items():
        name = capitalised(group[0].name) if len(group) == 1 else "Value"
        bands = {line.band for line in group}
        drawn = tuple(
            TrendLine(
                capitalised(line.name),
                tuple(
                    TrendPoint(one.at.days, one.value.magnitude, one.value.comparator in _LIMITS)
                    for one in line.results
                ),
            )
            for line in group
        )
        label = f"{name} ({measured})" if measured else name
        band = bands.pop() if len(bands) == 1 else None
        panels.append(TrendPanel(label, drawn, band, logarithmic))
    return tuple(panels)


_LIMITS = ("<", ">", "≤", "≥")


def _symptoms(event: Presentation, at: float) -> list[ChartItem]:
    """Each complaint, as long as it had lasted; those without a length together."""
    lasting = [one for one in event.complaints if one.duration]
    items = [
        ChartItem(capitalised(one.what), at - mean_days(one.duration), at)
        for one in lasting
        if one.duration
    ]
    others = [one.what for one in event.complaints if not one.duration]
    if others:
        items.append(ChartItem(capitalised(", ".join(others)), at))
    return items


def _how_to_read(panels: Sequence[TrendPanel], marks: Sequence[ChartItem]) -> str:
    said = []
    if any(panel.band for panel in panels):
        said.append("Shaded area, reference range.")
    if any(point.censored for panel in panels for line in panel.lines for point in line.points):
        said.append("Open symbols, values beyond the limit of measurement.")
    if any(mark.end is not None for mark in marks):
        said.append("Bars, duration of treatment.")
    return " ".join(said)


def _vague(error: float, axis: TimeAxis) -> str:
    vague = error > (axis.high - axis.low) * _VAGUE
    return "Times are approximate." if vague else ""


def _in_words(line: _Line, style: HouseStyle) -> str:
    """'C-reactive protein was 182 mg/L on day 0 and 12 mg/L on day 7'."""
    told = [f"{as_read(quantity(one.value))}{_at(one.told)}" for one in line.results]
    return f"{capitalised(line.name)}: {join_list(told, serial_comma=style.serial_comma)}"


def _at(told: str) -> str:
    return f" ({told[0].lower()}{told[1:]})" if told else ""


def _treatments_in_words(marks: Sequence[ChartItem]) -> list[str]:
    return [f"Treatments: {'; '.join(mark.label for mark in marks)}"] if marks else []


def _sentences(parts: Sequence[str]) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts)


_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def readable(text: str) -> str:
    """A text with the markup of facts as plain characters: '10^9^' is '10⁹'."""
    text = re.sub(r"\^([\d+−-]+)\^", lambda m: m[1].translate(_RAISED), text)
    return plain(re.sub(r"~(\d+)~", lambda m: m[1].translate(_LOWERED), text))

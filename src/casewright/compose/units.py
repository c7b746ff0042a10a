"""The results of a case in the units that a journal prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from casewright.catalogue import RULES
from casewright.compose.phrases.measured import against
from casewright.diagnostics import Diagnostics
from casewright.model.analytes import Analyte, find_analyte
from casewright.model.case import Case, PatientCase
from casewright.model.conversions import (
    System,
    conversion,
    converted,
    converted_range,
    is_due,
)
from casewright.model.events import Event
from casewright.model.imaging import Imaging
from casewright.model.journal import Journal
from casewright.model.laboratory import Laboratory, LaboratoryTest
from casewright.model.measurements import Measurement
from casewright.model.physiology import Physiology
from casewright.model.quantities import Quantity, ReferenceRange
from casewright.model.series import CaseReport

CourseT = TypeVar("CourseT", bound=PatientCase)

_OTHER: Mapping[System, System] = {"si": "conventional", "conventional": "si"}
_BLOOD = re.compile(r"\b(?:blood|serum|plasma)\b")
_FINEST = 3


def in_printed_units(case: CaseReport, journal: Journal, found: Diagnostics) -> CaseReport:
    """The report with its laboratory results in the units of `house_style`.

    Nodes keep their paths and places. A result that the journal wants in other units, and that no
    conversion is known for, stays as given and is noted (STY002).
    """
    style = journal.house_style
    if style.units == "as-given" and not style.second_units:
        return case
    units = _Units(case, journal, found)
    if isinstance(case, Case):
        return units.patient(case, case)
    cases = tuple(units.patient(one, one) for one in case.cases)
    patients = tuple(
        units.patient(patient, one) for patient, one in zip(case.patients, cases, strict=True)
    )
    made = case.model_copy(update={"patients": patients})
    made._cases = cases
    return made


class _Units:
    """The conversion of one report; each course is converted once."""

    def __init__(self, report: CaseReport, journal: Journal, found: Diagnostics) -> None:
        self._report: CaseReport = report
        self._found = found
        style = journal.house_style
        self._wanted: System | None = None if style.units == "as-given" else style.units
        self._both = style.second_units
        self._events: dict[str, Event] = {}

    def patient(self, case: CourseT, report: Case) -> CourseT:
        """`case` with its course converted; `report` knows the places of its values."""
        self._report = report
        course = tuple(map(self._event, case.course))
        return case.model_copy(update={"course": course})

    def _event(self, event: Event) -> Event:
        if event.path not in self._events:
            self._events[event.path] = self._converted(event)
        return self._events[event.path]

    def _converted(self, event: Event) -> Event:
        if isinstance(event, Laboratory):
            fluid = bool(event.specimen and not _BLOOD.search(event.specimen))
            tests = tuple(self._test(test, fluid=fluid) for test in event.tests)
            return event.model_copy(update={"tests": tests})
        if isinstance(event, Imaging | Physiology):
            return event.model_copy(
                update={"measurements": tuple(map(self._measurement, event.measurements))}
            )
        return event

    def _test(self, test: LaboratoryTest, *, fluid: bool) -> LaboratoryTest:
        unit = _ResultUnits(self, self._analyte(test.analyte), test.range, fluid=fluid)
        update: dict[str, object] = {}
        if test.value:
            update["value"] = unit.value(test.value)
            self._note(test.analyte, test.value, unit, test.at_path("value"))
        if test.values:
            update["values"] = tuple(
                one.model_copy(update={"value": unit.value(one.value)}) for one in test.values
            )
            for one in test.values:
                self._note(test.analyte, one.value, unit, one.at_path("value"))
        if before := test.baseline:
            update["baseline"] = before.model_copy(update={"value": unit.value(before.value)})
        update["differential"] = tuple(
            one.model_copy(update={"count": one.count and unit.value(one.count)})
            for one in test.differential
        )
        shown = test.value or (test.values[0].value if test.values else None)
        update["range"] = unit.limits(test.range, shown)
        return test.model_copy(update=update)

    def _measurement(self, one: Measurement) -> Measurement:
        unit = _ResultUnits(self, self._analyte(one.name), one.range, fluid=False)
        self._note(one.name, one.value, unit, one.at_path("value"))
        limits = unit.limits(one.range, one.value)
        return one.model_copy(update={"value": unit.value(one.value), "range": limits})

    def _analyte(self, name: str) -> Analyte | None:
        return find_analyte(name) or find_analyte(self._report.abbreviations.get(name, ""))

    def systems(self, unit: str | None, analyte: Analyte) -> tuple[System | None, System | None]:
        """The system to print in, None for as given, and the second one, None for no second."""
        second: System | None = None
        if self._both:
            given: System = "si" if unit in analyte.si else "conventional"
            second = _OTHER[self._wanted or given]
        return self._wanted, second

    def _note(self, name: str, value: Quantity, unit: _ResultUnits, path: str) -> None:
        """Say that a result could not be converted."""
        wanted = [self._wanted] if self._wanted else []
        systems: list[System] = ["si", "conventional"] if self._both else wanted
        missing = [one for one in systems if is_due(value.unit, one) and not unit.knows(value, one)]
        if not missing:
            return
        kind = {"si": "SI", "conventional": "conventional"}[missing[0]]
        self._found.add(
            RULES["STY002"],
            f"no conversion to {kind} units is known for '{name}' in {value.unit}",
            self._report.place(path),
            hint="it is printed as given; write the value in the unit that the journal wants",
        )


class _ResultUnits:
    """The units of the results of one analyte."""

    def __init__(
        self, units: _Units, analyte: Analyte | None, limits: ReferenceRange | None, *, fluid: bool
    ) -> None:
        self._units, self._analyte, self._limits, self._fluid = units, analyte, limits, fluid

    def knows(self, value: Quantity, system: System) -> bool:
        """Whether the value can be given in the units of `system`."""
        if self._analyte is None or value.form in {"pair", "ratio"}:
            return False
        return conversion(self._analyte, value.unit, system, fluid=self._fluid) is not None

    def value(self, given: Quantity) -> Quantity:
        """The value in the journal's units."""
        if self._analyte is None:
            return given
        wanted, second = self._units.systems(given.unit, self._analyte)
        made = self._in(given, wanted) or given
        also = self._in(given, second)
        if also and (also.number, also.second) != (made.number, made.second):
            made = replace(made, also=replace(also, given=None))
        return made

    def limits(
        self, limits: ReferenceRange | None, value: Quantity | None
    ) -> ReferenceRange | None:
        """The reference range of `value`, as given, in the journal's units."""
        if limits is None or value is None or self._analyte is None:
            return limits
        wanted, second = self._units.systems(value.unit, self._analyte)
        made = self._limits_in(limits, value, wanted) or limits
        also = self._limits_in(limits, value, second)
        shown = self.value(value)
        if also and shown.also:
            made = replace(made, also=replace(also, given=None))
        return made

    def _in(self, given: Quantity, system: System | None) -> Quantity | None:
        if system is None or not self.knows(given, system) or self._analyte is None:
            return None
        way = conversion(self._analyte, given.unit, system, fluid=self._fluid)
        if way is None or way.unit == given.unit:
            return given
        made = [converted(given, way, finer=finer) for finer in range(_FINEST)]
        if self._limits is None:
            return made[0]
        # What was out of range may not be rounded into it.
        verdict, limits = against(given, self._limits), converted_range(self._limits, way)
        return next((one for one in made if against(one, limits) == verdict), made[0])

    def _limits_in(
        self, limits: ReferenceRange, value: Quantity, system: System | None
    ) -> ReferenceRange | None:
        if system is None or self._analyte is None:
            return None
        way = conversion(self._analyte, value.unit, system, fluid=self._fluid)
        if way is None:
            return None
        same = replace(limits, unit=value.unit)
        return same if way.unit == value.unit else converted_range(limits, way)

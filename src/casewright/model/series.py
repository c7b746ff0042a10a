"""Several patients in one report: what is common, and a file for each patient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from casewright.diagnostics import Span
from casewright.model.case import Case, PatientCase, Report
from casewright.model.declarations import Consent, Perspective
from casewright.model.declare import Field, PrivateAttr, WithJsonSchema
from casewright.model.diagnoses import Diagnosis
from casewright.model.floats import AnyTable, SummaryTable
from casewright.model.node import Maybe, Text
from casewright.model.values import Slug


class SeriesPatient(PatientCase):
    """One patient of a series, as it stands in a file of its own beside `case.yaml`."""

    id: Slug | None = None
    """How prose names the patient: `{{ patients.<id>.patient.age }}`. The file's name if absent."""
    perspective: Maybe[Perspective] | None = None
    """This patient's own words (CARE 12)."""
    consent: Maybe[Consent] | None = None
    """This patient's consent (CARE 13), where it is not told in `case.yaml` for all."""


class Series(Report):
    """Several patients in one report, as it stands in `case.yaml` and in files beside it."""

    diagnosis: Diagnosis | None = None
    """The diagnosis where all patients have the same; their own files then give none."""
    methods: Text | None = None
    """How the cases were found: where, in which period, who was included (PROCESS)."""
    patients: Annotated[
        tuple[SeriesPatient, ...],
        Field(min_length=2),
        WithJsonSchema({"type": "array", "minItems": 2, "items": {"type": "string"}}),
    ]
    """The files of the patients, in the order of their telling: [patient-1.yaml, …]."""
    summary_table: SummaryTable | None = None
    """One row for each patient; printed as a table of the report."""

    _cases: tuple[Case, ...] = PrivateAttr(default=())

    @property
    def cases(self) -> tuple[Case, ...]:
        """Each patient with all that is common to the series, as a case of one patient."""
        return self._cases

    @property
    def called_tables(self) -> tuple[AnyTable | SummaryTable, ...]:
        """The tables of the author and the summary table, which the text may call."""
        return (*self.tables, self.summary_table) if self.summary_table else self.tables


CaseReport: TypeAlias = Case | Series
"""A report of one patient or of several."""


def patient_cases(series: Series, places: tuple[Mapping[str, Span], ...]) -> tuple[Case, ...]:
    """The patients of a series as cases.

    `places` holds for each patient where the values of its own file stand. The nodes are those of
    the series, and keep their paths in it (`patients.0.course.3`).
    """
    common = {name: getattr(series, name) for name in Report.model_fields}
    return tuple(
        _patient_case(series, patient, common, own)
        for patient, own in zip(series.patients, places, strict=True)
    )


def _patient_case(
    series: Series, patient: SeriesPatient, common: Mapping[str, object], own: Mapping[str, Span]
) -> Case:
    names = (*PatientCase.model_fields, "perspective")
    values = {**common, **{name: getattr(patient, name) for name in names}}
    values["consent"] = common["consent"] if patient.consent is None else patient.consent
    case = Case.model_construct(**values)
    case._path = patient.path
    case._file = series.file
    case._places = {**series._places, **own}
    case._prose = series.prose
    return case

"""The table of what is checked in a composed manuscript, and how it is run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.model.statement_places import is_blinded
from casewright.rules.blinding import check_blinding
from casewright.rules.care import check_care
from casewright.rules.consistency.abbreviations import check_abbreviations
from casewright.rules.consistency.doses import check_doses
from casewright.rules.consistency.figures import check_figures
from casewright.rules.consistency.plausible import check_values
from casewright.rules.consistency.prose import check_prose
from casewright.rules.consistency.ranges import check_ranges
from casewright.rules.consistency.repeats import check_abstract_numbers, check_repeats
from casewright.rules.consistency.spellings import check_spellings
from casewright.rules.consistency.sums import check_sums
from casewright.rules.figure_traces import check_figure_traces, check_pictured_text
from casewright.rules.figures import check_image_files
from casewright.rules.guidelines import check_guideline
from casewright.rules.identifying import check_identifiers
from casewright.rules.journal import check_bounds, check_journal
from casewright.rules.legends import check_legends
from casewright.rules.privacy import check_consent
from casewright.rules.references import check_references
from casewright.rules.style import check_style
from casewright.rules.subject import Subject, Typed
from casewright.rules.wording.claims import check_claims
from casewright.rules.wording.people import check_people
from casewright.rules.wording.spelling import check_words
from casewright.rules.wording.terms import check_terms

Check: TypeAlias = Callable[[Subject], Iterable[Diagnostic]]
"""Pure; it may find faults of several rules that share their work."""


def run_checks(subject: Subject) -> Diagnostics:
    """Everything that the rules find in a manuscript."""
    return Diagnostics(one for check in CHECKS for one in check(subject))


def run_typed_checks(typed: Typed) -> Diagnostics:
    """What they find in a case that no manuscript could be made of."""
    return Diagnostics(one for check in TYPED_CHECKS for one in check(typed))


def _references(subject: Subject) -> Iterable[Diagnostic]:
    if subject.library is None:
        return ()
    return check_references(
        subject.journal,
        subject.document,
        subject.items,
        library=subject.library,
        short_titles=subject.short_titles,
    )


def _care(typed: Typed) -> Iterable[Diagnostic]:
    return [found for one in typed.case.cases for found in check_care(one)]


def _blinding(subject: Subject) -> Iterable[Diagnostic]:
    if not is_blinded(subject.journal):
        return ()
    return check_blinding(subject.case, subject.journal, subject.document, subject.items)


TYPED_CHECKS: tuple[Callable[[Typed], Iterable[Diagnostic]], ...] = (
    _care,  # CARE009, CARE010
    lambda typed: check_consent(typed.case),  # PRV002, PRV003
    check_identifiers,  # PRV010 to PRV016
    check_values,  # CON010, CON011
    check_doses,  # CON012
    check_sums,  # CON013
    check_ranges,  # CON014
    check_prose,  # CON020 to CON026
    check_repeats,  # CON031
    check_spellings,  # CON034
    check_figures,  # CON035
    check_claims,  # STY010, STY011
    check_people,  # STY012, STY013
    check_terms,  # STY014, STY015, STY016, STY021
    check_words,  # STY017 to STY020, STY022
)
"""What can be found without a manuscript."""

CHECKS: tuple[Check, ...] = (
    *TYPED_CHECKS,
    _references,  # REF007, REF008
    check_guideline,  # CARE020, JRN021
    lambda subject: check_journal(subject.case, subject.journal, subject.document),  # JRN
    lambda subject: check_bounds(subject.case, subject.journal, subject.measures),  # JRN
    lambda subject: check_style(subject.case, subject.journal, subject.document),  # STY001
    check_image_files,  # FIG010 to FIG013, FIG019
    check_legends,  # FIG014, FIG016 to FIG018, FIG020, FIG021
    _blinding,  # PRV004, PRV005
    check_figure_traces,  # PRV017, PRV018
    check_pictured_text,  # PRV020
    check_abstract_numbers,  # CON030
    check_abbreviations,  # CON032, CON033
)
"""In the order of their running; findings are sorted afterwards."""

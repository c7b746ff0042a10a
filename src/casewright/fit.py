"""One case against many journals: what is over, what is missing, what nobody has verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casewright.budget import Limit, budget_of
from casewright.composing import Pair, compose_all
from casewright.diagnostics import Diagnostic, Severity, Span
from casewright.manuscript import Manuscript
from casewright.model.guidelines import CHECKLISTS
from casewright.model.journal import Journal
from casewright.model.profile import Provenance
from casewright.model.series import CaseReport
from casewright.rules.measures import SectionWords
from casewright.rules.summary import NOT_VERIFIED
from casewright.workspace import Workspace


class Kind(StrEnum):
    """What a task asks of the author."""

    CUT = "cut"
    CHANGE = "change"
    WRITE = "write"
    SEND = "send"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that is left to do before the report can go to the journal."""

    kind: Kind
    text: str
    place: Span | None = None
    hint: str | None = None
    code: str | None = None
    """The rule that found it; none for what the journal wants of every report."""
    verified: bool = True
    """Whether the journal's rule was read in the named source."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A case held against a journal."""

    journal: str
    title: str
    composed: bool
    """Whether there is a manuscript at all; errors are in the way if not."""
    limits: tuple[Limit, ...] = ()
    sections: tuple[SectionWords, ...] = ()
    tasks: tuple[Task, ...] = ()
    unprinted: tuple[Diagnostic, ...] = ()
    """What the case has and the journal does not print."""
    others: tuple[Diagnostic, ...] = ()
    """Findings about the case itself, or about the profile."""

    def over(self, *whats: str) -> int:
        """By how much the manuscript is over the limits on any of these."""
        return sum(one.bound.over for one in self.limits if one.bound.what in whats)

    def to_do(self, kind: Kind) -> tuple[Task, ...]:
        """The tasks of a kind."""
        return tuple(task for task in self.tasks if task.kind is kind)

    @property
    def to_check(self) -> int:
        """What a look into the author guide has to settle.

        Limits that are not known, and tasks that rest on a rule that was not verified.
        """
        unsure = sum(not task.verified for task in self.tasks if task.kind is not Kind.CHECK)
        return len(self.to_do(Kind.CHECK)) + unsure

    @property
    def work(self) -> int:
        """The steps that are left: one for each task, one for every 100 words begun to be cut.

        It only puts journals in an order, and says nothing about how good any of them is.
        """
        tasks = [task for task in self.tasks if task.kind is not Kind.CHECK]
        long = [words for what in ("main text", "abstract") if (words := self.over(what))]
        return len(tasks) - len(long) + -(-sum(long) // 100)

    @property
    def order(self) -> tuple[object, ...]:
        """Least work first: steps, words to be cut, things to check, name."""
        words = self.over("main text", "abstract")
        return (not self.composed, self.work, words, self.to_check, self.journal)


STATEMENT_MISSING = "JRN019"
"""The rule for a statement that the journal wants and the case does not make."""

_KINDS = {
    **dict.fromkeys(("JRN002", "JRN004", "JRN006", "JRN008", "JRN014"), Kind.CUT),
    **dict.fromkeys(
        ("JRN001", "JRN005", "JRN011", "JRN018", "JRN022", STATEMENT_MISSING), Kind.WRITE
    ),
    "JRN017": Kind.CHECK,
}
"""What is to be done about a finding that is the journal's; the rest is to be changed."""
_OF_CHECKLISTS = "CARE020"
_OF_BLIND_REVIEW = ("PRV004", "PRV005")
_OF_IMAGE_FILES = ("FIG010", "FIG011", "FIG012", "FIG013", "FIG020")


def fit_all(
    workspace: Workspace, case: str, journals: Sequence[str], *, jobs: int | None = None
) -> list[Fit]:
    """Hold the case against every one of `journals`, those with the least work left first.

    Nothing is written but caches. Raises `CannotRun` when pandoc is missing or fails.
    """
    made = compose_all(workspace, [(case, name) for name in journals], _fit, jobs=jobs)
    return sorted(made, key=lambda one: one.order)


def _fit(pair: Pair, made: Manuscript) -> Fit:
    _, journal = pair
    about_case = tuple(one for one in made.diagnostics if not _is_of_journal(one))
    title = made.journal.title if made.journal else journal
    if made.journal is None or made.case is None or made.measures is None:
        return Fit(journal, title, composed=False, others=tuple(made.diagnostics))
    budget = budget_of(made)
    return Fit(
        journal,
        title,
        composed=True,
        limits=budget.limits,
        sections=budget.sections,
        tasks=tuple(_tasks(made, made.case, made.journal, budget.limits)),
        unprinted=tuple(one for one in made.diagnostics if one.rule.code == "JRN010"),
        others=about_case,
    )


def _is_of_journal(one: Diagnostic) -> bool:
    """Whether another journal might not mind; all else is wrong with the case everywhere."""
    others = (*_OF_BLIND_REVIEW, *_OF_IMAGE_FILES, _OF_CHECKLISTS)
    return one.rule.code.startswith("JRN") or one.rule.code in others


def _tasks(
    made: Manuscript, case: CaseReport, journal: Journal, limits: Sequence[Limit]
) -> Iterator[Task]:
    for one in made.diagnostics:
        if _is_of_journal(one) and one.severity is not Severity.NOTE:
            kind = _KINDS.get(one.rule.code, Kind.CHANGE)
            verified = NOT_VERIFIED not in one.message
            text = one.message.replace(NOT_VERIFIED, "")
            text += "; this stops a build" if one.severity is Severity.ERROR else ""
            yield Task(kind, text, one.span, one.hint, one.rule.code, verified)
    yield from _papers(case, journal)
    yield from _unknown(journal, limits)


def _papers(case: CaseReport, journal: Journal) -> Iterator[Task]:
    """What goes to the journal beside the manuscript, and is for the author to make."""
    if lists := journal.checklists:
        several = len(case.cases) > 1 and bool(lists.series)
        rule = "series" if several else "required"
        for name in lists.series if several else lists.required:
            text = f"the {name.upper().replace('-', ' ')} checklist, filled in"
            hint = "`casewright checklist` fills it in" if name in CHECKLISTS else None
            yield _paper(text, lists.provenance(rule), hint=hint)
    if statements := journal.statements:
        for form in statements.forms:
            yield _paper(form, statements.provenance("forms"))
    if (letter := journal.cover_letter) and letter.required:
        hint = f"it says: {'; '.join(letter.must_say)}" if letter.must_say else None
        yield _paper("a cover letter", letter.provenance("required"), hint=hint)
    if (submission := journal.submission) and submission.template:
        text = "the text moved into the journal's own Word template"
        yield _paper(text, submission.provenance("template"))


def _paper(text: str, told: Provenance, *, hint: str | None = None) -> Task:
    return Task(Kind.SEND, text, hint=hint, verified=told.verified)


_WORTH_KNOWING = ("main text", "abstract", "references", "figures")
"""Limits that most journals have: where one is not known, it has to be looked up."""


def _unknown(journal: Journal, limits: Sequence[Limit]) -> Iterator[Task]:
    together = any(one.known for one in limits if one.bound.what == "figures and tables")
    for one in limits:
        what = one.bound.what
        if what not in _WORTH_KNOWING or one.known or (what == "figures" and together):
            continue
        if what == "abstract" and not journal.abstract.parts:
            continue
        text = f"how long the {what} may be" if one.bound.unit == "words" else f"how many {what}"
        yield Task(Kind.CHECK, text, journal.place(one.bound.group))

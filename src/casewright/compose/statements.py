"""What the authors declare, in the words of the journal and once in every file.

The author's own words are printed as they are. Else facts are told in the journal's sentence or in
casewright's; what the case does not say is left out, and a finding says so where it is due.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from casewright.catalogue import RULES
from casewright.compose.language import capitalised, join_list
from casewright.compose.marks import Md
from casewright.compose.phrases import statements as phrases
from casewright.compose.phrases.declarations import (
    ON_FILE,
    ONE,
    ONE_OF_SEVERAL,
    SEVERAL,
    Subject,
    consent_of_all,
    other_consent_sentence,
)
from casewright.diagnostics import Diagnostics, Span
from casewright.model.declarations import Consent
from casewright.model.journal import Journal
from casewright.model.journal_demands import StatementRule
from casewright.model.journal_text import Section, StatementKind
from casewright.model.series import CaseReport, Series, SeriesPatient
from casewright.model.statement_places import STATEMENT_KINDS, places_of
from casewright.model.values import Absent

HINTS: Mapping[StatementKind, str] = {
    "acknowledgments": "write them under statements.acknowledgments, or 'none'",
    "ai_use": "write 'none', or 'tool' and 'purpose', under statements.ai_use",
    "author_contributions": "give each author 'roles' (of CRediT) or 'contributions'",
    "authors_information": "write it under statements.authors_information, or 'none'",
    "conflicts": "write 'none' under statements.conflicts, or what each author has to declare "
    "under authors",
    "consent": "say under consent whether it was obtained, and from whom",
    "data_availability": "write 'in the report' or 'on request' under statements.data_availability",
    "ethics": "write 'status: approved', 'waived' or 'not required' under ethics",
    "funding": "write 'none' or a list of grants under statements.funding",
    "guarantor": "write 'guarantor: true' under the author who answers for the report",
    "open_access": "write the licence under statements.open_access",
    "prior_presentation": "write 'none', or where, under statements.prior_presentation",
    "provenance": "write it under statements.provenance",
    "registration": "write registry and number under statements.registration, or "
    "'not applicable: <reason>'",
    "reporting_guideline": "name it under statements.reporting_guideline, as in 'care-2013'",
}
"""By kind, what to write for it."""


class StatementWriter:
    """Writes statements by their kinds."""

    def __init__(
        self,
        case: CaseReport,
        journal: Journal,
        diagnostics: Diagnostics,
        *,
        prose_at: Callable[[str], Md],
        mark: Callable[..., Md],
    ) -> None:
        self._case, self._journal, self._diagnostics = case, journal, diagnostics
        self._prose_at, self._mark = prose_at, mark
        self.places = places_of(journal)

    def under(self, section: Section, kind: StatementKind) -> Md:
        """A statement in a section: with its name where several share the section."""
        if kind not in self.places.manuscript:
            return Md("")
        several = len(STATEMENT_KINDS.intersection(section.parts)) > 1
        named = several and self._rule(kind).heading is not None
        return self.labelled(kind, "**{}.** ") if named else self.text(kind)

    def shared(self) -> Md:
        """All that have no place of their own, each with its name."""
        texts = [self.labelled(kind, "**{}.** ") for kind in self.places.shared]
        return Md("\n\n".join(text for text in texts if text))

    def labelled(self, kind: StatementKind, form: str) -> Md:
        """A statement after its name, which `form` has a place for."""
        text = self.text(kind)
        name = (self._rule(kind).heading or phrases.LABELS[kind]).rstrip(" .:")
        if not text or _begins(text, name):
            return text
        return Md.join_all(Md(form.format(Md.of(name))), text)

    def text(self, kind: StatementKind) -> Md:
        """The statement as it is printed; empty where the case has nothing to print for it."""
        if kind == "consent" and isinstance(self._case, Series) and self._each_consents():
            return self._consents(self._case)
        return self._said(kind, self._value(kind), self._path(kind))

    def _said(self, kind: StatementKind, value: Any, path: str) -> Md:
        rule = self._rule(kind)
        if isinstance(value, Absent) and value.state == "not applicable":
            words = {"reason": value.reason or ""}
            return self._journals(path, rule.not_applicable or "", words)
        if value == "none":
            words = {"text": phrases.none_sentence(kind, self._case)}
            return self._journals(path, rule.none or words["text"], {})
        if isinstance(value, Consent):
            return self._consent(value)
        words = dict(phrases.words_of(kind, self._case, self._journal))
        if words:
            return self._journals(path, self._sentence(rule, words), words)
        if isinstance(value, str):
            return self._prose_at(path)
        return self._journals(path, rule.empty or "", {})

    def _sentence(self, rule: StatementRule, words: Mapping[str, str]) -> str:
        """The journal's words around the facts, if the case gives all that they need."""
        named = set(re.findall(r"\{(.*?)\}", rule.given or "")) - {"authors"}
        return rule.given if rule.given and named <= words.keys() else "{text}"

    def _journals(self, path: str, sentence: str, words: Mapping[str, str]) -> Md:
        if not sentence:
            return Md("")
        every = {"authors": phrases.authors_phrase(self._case), **words}
        text = re.sub(r"\{(\w+)\}", lambda match: every.get(match[1], match[0]), sentence)
        return Md.join_all(self._mark(path), capitalised(text))

    def _consent(self, consent: Consent) -> Md:
        if consent.statement:
            told = [self._prose_at(consent.at_path("statement"))]
        else:
            style, subject = self._journal.house_style, self._subject(consent)
            words = phrases.consent_words(consent, style, subject=subject)
            sentence = self._sentence(self._rule("consent"), words)
            told = [self._journals(consent.path, sentence, words)]
            if consent.on_file and sentence != "{text}":
                told.append(Md.of(ON_FILE))
        told += [
            Md.join_all(
                self._mark(other.path), other_consent_sentence(other, self._journal.house_style)
            )
            for other in consent.others
        ]
        return Md(" ".join(told))

    def _subject(self, consent: Consent) -> Subject:
        if not isinstance(self._case, Series):
            return ONE
        return SEVERAL if consent is self._case.consent else ONE_OF_SEVERAL

    def _each_consents(self) -> bool:
        return any(one.consent is not None for one in _patients(self._case))

    def _consents(self, series: Series) -> Md:
        """The consent of each patient; in one sentence where it is the same."""
        given = [one.consent for one in series.cases if isinstance(one.consent, Consent)]
        if len(given) == len(series.cases) and _same(given):
            first = Md.of(consent_of_all(given[0], self._journal.house_style))
            return Md.join_all(self._mark(*(one.path for one in given)), first)
        form = self._journal.case_series.label if self._journal.case_series else "Patient {number}"
        told = []
        for number, one in enumerate(series.cases, 1):
            text = self._said("consent", one.consent, one.at_path("consent"))
            if text:
                label = Md.of(form.replace("{number}", str(number)))
                told.append(Md.join_all(Md(f"**{label}.** "), text))
        return Md("\n\n".join(told))

    def report_missing(self) -> None:
        """Say which statements the journal wants and the case does not give."""
        rules = self._journal.statements
        required = rules.required if rules else ()
        for kind in required:
            if not self.is_answered(kind):
                self._report(kind, _unsure(self._journal, "of"))
        checklists = self._journal.checklists
        named = checklists is not None and checklists.named_in_text
        if named and "reporting_guideline" not in required:
            self._report_unnamed()
        self._report_silent_authors()

    def _report_unnamed(self) -> None:
        if self.is_answered("reporting_guideline"):
            return
        checklists = self._journal.checklists
        sure = checklists is not None and checklists.provenance("named_in_text").verified
        self._report("reporting_guideline", "" if sure else _NOT_VERIFIED)

    def _report(self, kind: StatementKind, unsure: str) -> None:
        what = self._rule(kind).heading or phrases.LABELS[kind]
        silent = self._silent_patients() if kind == "consent" else ""
        self._diagnostics.add(
            RULES["JRN019"],
            f"{self._journal.title} wants a statement '{what}', and the case gives "
            f"none{silent}{unsure}",
            self._silent_place() if silent else self._case.place(self._path(kind)),
            hint=HINTS[kind],
        )

    def _silent_place(self) -> Span:
        one = next(one for one in self._case.cases if not _is_answer(one.consent))
        return one.place(one.path)

    def _silent_patients(self) -> str:
        cases = self._case.cases
        silent = [n for n, one in enumerate(cases, 1) if not _is_answer(one.consent)]
        if len(silent) == len(cases):
            return ""
        return f" for {join_list([f'patient {number}' for number in silent])}"

    def _report_silent_authors(self) -> None:
        """Where some authors have said what they have to declare, all must."""
        authors = self._case.authors
        silent = [author for author in authors if author.conflicts is None]
        if self._value("conflicts") is not None or not 0 < len(silent) < len(authors):
            return
        who = join_list([author.name for author in silent])
        self._diagnostics.add(
            RULES["JRN019"],
            f"other authors declare their conflicts of interest, but not {who}",
            self._case.place(silent[0].path),
            hint="write 'conflicts: none', or what there is to declare, under each author",
        )

    def is_answered(self, kind: StatementKind) -> bool:
        """Whether the case says what there is to say, were it that it does not apply."""
        if kind == "consent":
            return all(_is_answer(one.consent) for one in self._case.cases)
        value = self._value(kind)
        if value is None:
            words = phrases.words_of(kind, self._case, self._journal)
            return bool(words) or self._rule(kind).empty is not None
        return _is_answer(value)

    def needs_no_word(self, section: Section) -> bool:
        """Whether nobody need be told that a section of statements is empty.

        Either there is nothing to declare, or it stands elsewhere, or a finding has told it.
        """
        kinds = STATEMENT_KINDS.intersection(section.parts)
        if not kinds:
            return False
        rules = self._journal.statements
        due = kinds - set(rules.required if rules else ())
        return all(self.is_answered(k) or k not in self.places.manuscript for k in due)

    def _rule(self, kind: StatementKind) -> StatementRule:
        rules = self._journal.statements
        return rules.of.get(kind, _PLAIN) if rules else _PLAIN

    def _value(self, kind: StatementKind) -> Any:
        if kind in ("consent", "ethics"):
            return getattr(self._case, kind)
        value = getattr(self._case.statements, kind, None)
        if kind == "conflicts" and value is None and _nobody_declares(self._case):
            return "none"
        return value

    def _path(self, kind: StatementKind) -> str:
        if kind in ("consent", "ethics"):
            return kind
        if getattr(self._case.statements, kind, None) is None and kind in _OF_AUTHORS:
            return "authors"
        return f"statements.{kind}"


_PLAIN = StatementRule()
_OF_AUTHORS = ("author_contributions", "conflicts", "guarantor")
_NOT_VERIFIED = " (this rule was not verified: see the author guide)"


def _unsure(journal: Journal, rule: str) -> str:
    group = journal.statements
    return "" if group and group.provenance(rule).verified else _NOT_VERIFIED


def _nobody_declares(case: CaseReport) -> bool:
    return all(author.conflicts == "none" for author in case.authors)


def _patients(case: CaseReport) -> tuple[SeriesPatient, ...]:
    return case.patients if isinstance(case, Series) else ()


def _is_answer(value: object) -> bool:
    if isinstance(value, Absent):
        return value.state == "not applicable"
    return value is not None


def _same(given: list[Consent]) -> bool:
    """Whether each of the patients gave the same consent, and nobody else did."""
    told = [{**one.model_dump(mode="json"), "others": None} for one in given]
    own = given[0].given_by in ((), ("patient",)) and not any(one.others for one in given)
    alike = all(one == told[0] for one in told)
    return alike and own and bool(given[0].obtained) and not given[0].statement


def _begins(text: Md, name: str) -> bool:
    """Whether a statement opens with its own name: 'Supported by …'."""
    plain = re.sub(r"\ue000.*?\ue001 ?", "", str(text))
    return plain.casefold().startswith(name.casefold())

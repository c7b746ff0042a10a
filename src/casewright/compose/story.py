"""`Story`: what has been said so far, so that the next sentence can refer to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casewright.compose.language import join_list
from casewright.compose.marks import Md, Sources
from casewright.compose.phrases import nouns, people, scores, times
from casewright.compose.results import Results
from casewright.model.case import Case
from casewright.model.document import Source
from casewright.model.event import Finding
from casewright.model.events import Event
from casewright.model.imaging import Imaging
from casewright.model.journal import Journal
from casewright.model.node import Node
from casewright.model.outcomes import FollowUp
from casewright.model.presentation import Complaint
from casewright.model.scores import Score
from casewright.model.times import CalendarDate, Interval, When
from casewright.model.treatments import Medication, Procedure
from casewright.model.values import FigureRef

_BREAKS_PARAGRAPH = frozenset(
    {"presentation", "examination", "laboratory", "imaging", "endoscopy", "physiology"}
    | {"microbiology", "genetics", "procedure", "medication", "radiotherapy", "other_treatment"}
)
_GAVE = ("was given", "also received", "was also given")
_GAVE_AT = ("was given", "received")


class Story:
    """The state of one run of text: an abstract, a section or the whole narrative.

    Prose macros ask it for the parts of a sentence that depend on what went before.
    """

    def __init__(
        self,
        case: Case,
        journal: Journal,
        sources: Sources,
        *,
        met: bool,
        genera: set[str] | None = None,
    ) -> None:
        self._case = case
        self._journal = journal
        self._sources = sources
        self._met = met
        self._named_in_paragraph = False
        self._drugs_in_paragraph = 0
        self._stated: When | None = None
        self.results = Results(case, journal, set() if genera is None else genera)
        """The wording of results; genera in `genera` have been named before."""

    def paragraphs(self, events: Iterable[Event]) -> list[list[Event]]:
        """Group events into paragraphs: a new one where time moves on or an operation begins."""
        groups: list[list[Event]] = []
        stated: When | None = None
        for event in events:
            if groups and not self._starts_paragraph(event, stated):
                groups[-1].append(event)
            else:
                groups.append([event])
            stated = event.at or stated
        return groups

    def _starts_paragraph(self, event: Event, stated: When | None) -> bool:
        if isinstance(event, Procedure) and event.findings:
            return True
        moves_on = times.is_interval(event.at) and not times.same_time(event.at, stated)
        return moves_on and event.kind in _BREAKS_PARAGRAPH

    def begin_paragraph(self) -> None:
        """Forget who was named: a paragraph begins with 'the patient', not with 'she'."""
        self._named_in_paragraph = False
        self._drugs_in_paragraph = 0

    def mark(self, node: Node, *parts: str) -> Md:
        """Begin a sentence whose source is `node`, or the field of it that `parts` name."""
        return self._sources.mark(self._source(node, *parts))

    def _source(self, node: Node, *parts: str) -> Source:
        path = node.at_path(*parts)
        return Source(path, self._case.place(path), "fact")

    def subject(self) -> Md:
        """The patient as the subject of a sentence."""
        patient = self._case.patient
        if not self._met:
            self._met = self._named_in_paragraph = True
            also = self._sources.also(self._source(patient))
            return Md.join_all(also, people.person(patient, self._journal))
        if self._named_in_paragraph:
            return Md(people.pronoun(patient))
        self._named_in_paragraph = True
        return Md("the patient")

    def possessive(self) -> Md:
        """The patient as the owner of what follows: 'her', after she was named."""
        if self._named_in_paragraph:
            return Md.of(people.possessive(self._case.patient))
        self._met = self._named_in_paragraph = True
        return Md.of("the patient's")

    def lead(self, event: Event) -> Md:
        """The time of an event at the start of a sentence, with its comma; nothing if just told."""
        phrase = self._time(event)
        return Md.join_all(phrase, ", ") if phrase else Md("")

    def trail(self, event: Event) -> Md:
        """The time of an event after the verb, with the space before it; nothing if just told."""
        phrase = self._time(event)
        return Md.join_all(" ", phrase) if phrase else Md("")

    def _time(self, event: Event) -> Md | None:
        if event.at is None or times.same_time(event.at, self._stated):
            return None
        self._stated = event.at
        return times.time_phrase(event.at, self._case, self._journal)

    def leads(self, event: Event) -> bool:
        """Whether the time of an event reads better before its sentence than after it.

        A date follows an operation ('underwent resection in 2005'); all else follows its time.
        """
        return not isinstance(event.at, CalendarDate) or not isinstance(event, Procedure)

    def findings(self, findings: Sequence[Finding]) -> Md:
        """Findings with their sites as one list."""
        return self.all_of([nouns.finding_phrase(f, self._journal) for f in findings])

    def noun(self, finding: Finding) -> Md:
        """One finding without its site."""
        return nouns.noun_phrase(finding, self._journal)

    def whole(self, finding: Finding) -> Md:
        """One finding with its site."""
        return nouns.finding_phrase(finding, self._journal)

    def is_last_status(self, event: FollowUp) -> bool:
        """Whether no later follow-up says how the patient was."""
        followed = [e for e in self._case.course if isinstance(e, FollowUp)]
        told = [e for e in followed if isinstance(e.status, str)]
        return not told or told[-1].path == event.path

    def predicate(self, status: str) -> Md:
        """A status as a predicate: 'was well', 'died of sepsis', 'had no recurrence'."""
        return people.predicate(status)

    def complaints(self, complaints: Sequence[Complaint]) -> Md:
        """Complaints with site and duration as one list."""
        return self.all_of([nouns.complaint_phrase(c) for c in complaints])

    def all_of(self, items: Sequence[str]) -> Md:
        """'a, b and c', with the journal's serial comma."""
        return self._joined(items, "and")

    def any_of(self, items: Sequence[str]) -> Md:
        """'a, b or c', with the journal's serial comma."""
        return self._joined(items, "or")

    def _joined(self, items: Sequence[str], word: str) -> Md:
        comma = self._journal.house_style.serial_comma
        return Md(join_list([str(Md.of(item)) for item in items], word, serial_comma=comma))

    def joins(self, event: Event, before: Event, *, form: str) -> bool:
        """Whether an operation is told in one sentence with the imaging just before it."""
        if not isinstance(event, Procedure) or not isinstance(before, Imaging):
            return False
        if event.text or before.text or event.figure or event.at:
            return False
        return form == "brief" or not (event.findings or before.absent or before.normal)

    def also(self, node: Node) -> Md:
        """Add `node` to the sources of the sentence that is being said."""
        return self._sources.also(self._source(node))

    def separator(self, index: int, length: int) -> str:
        """What stands before item `index` of a list of `length` clauses."""
        if index == 0:
            return ""
        comma = "," if self._journal.house_style.serial_comma and length > 2 else ""
        return f"{comma} and " if index == length - 1 else ", "

    def call(self, *refs: FigureRef | None) -> Md:
        """A call of figures in parentheses; each is called once however often it is given."""
        return nouns.call(*dict.fromkeys(refs))

    def calls(self, event: Event, items: Iterable[Finding | Complaint] = ()) -> Md:
        """The call of an event's own figure and of those of its findings."""
        return self.call(event.figure, *(item.figure for item in items))

    def score(self, value: Score) -> Md:
        """A score as a label: 'CTCAE grade 3', 'pT3N1M0 (stage IIIB)'."""
        return scores.score(value, self._case.abbreviations)

    def score_inside(self, value: Score) -> Md:
        """A score inside parentheses: 'Glasgow Coma Scale score 13, E3V4M6'."""
        return scores.score_inside(value, self._case.abbreviations)

    def score_of(self, value: Score) -> Md:
        """A score as an object: 'an ECOG performance status of 1', 'NYHA class III'."""
        return scores.score_of(value, self._case.abbreviations)

    def score_title(self, value: Score) -> Md:
        """What a score is called: 'modified Rankin Scale score'."""
        return scores.score_title(value, self._case.abbreviations)

    def gave(self, event: Medication) -> str | None:
        """How the patient got a drug; in a run of drugs, no two sentences are alike.

        None where the drug is the subject: it was started, added, continued or restarted.
        """
        if event.manner and event.manner != "given":
            return None
        turn = self._drugs_in_paragraph
        self._drugs_in_paragraph += 1
        if event.at is not None and not times.same_time(event.at, self._stated):
            return _GAVE_AT[turn % len(_GAVE_AT)]
        return _GAVE[turn % len(_GAVE)]

    def when(self, at: When | None) -> Md:
        """A time inside a sentence, with the space before it; nothing if it is not printed."""
        phrase = times.time_phrase(at, self._case, self._journal) if at is not None else None
        return Md.join_all(" ", phrase) if phrase else Md("")

    def is_bare_interval(self, event: Event) -> bool:
        """Whether an event is told from another without an amount of time ('after …')."""
        return isinstance(event.at, Interval) and event.at.amount is None

    def has_interval_amount(self, event: Event) -> bool:
        """Whether an event is told by an amount of time from another ('9 months after …')."""
        return isinstance(event.at, Interval) and event.at.amount is not None

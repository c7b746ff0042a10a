"""`Story`: what has been said so far, so that the next sentence can refer to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from casewright.compose.bedside import Bedside
from casewright.compose.lists import listed
from casewright.compose.marks import Md, Sources
from casewright.compose.order import last_status
from casewright.compose.paragraphs import paragraphs
from casewright.compose.phrases import bedside, history, nouns, people, scores, times
from casewright.compose.phrases.codes import CodesTold
from casewright.compose.results import Results
from casewright.compose.timing import Timing
from casewright.model.case import Case
from casewright.model.codes import Coded
from casewright.model.diagnoses import DiagnosisMade, DifferentialItem
from casewright.model.document import Source
from casewright.model.event import Finding
from casewright.model.events import Event
from casewright.model.history import FamilyItem, History, HistoryItem
from casewright.model.imaging import Imaging
from casewright.model.journal import Journal
from casewright.model.node import Node
from casewright.model.outcomes import FollowUp
from casewright.model.presentation import Complaint, Presentation
from casewright.model.scores import Score
from casewright.model.times import CalendarDate, Interval, When
from casewright.model.treatments import Medication, OtherTreatment, Procedure
from casewright.model.values import FigureRef

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
        brief: bool = False,
        genera: set[str] | None = None,
        codes: CodesTold | None = None,
    ) -> None:
        self._case = case
        self._journal = journal
        self._sources = sources
        self._met = met
        self._brief = brief
        self._codes = codes or CodesTold(())
        self._named_in_paragraph = False
        self._drugs_in_paragraph = 0
        self._stated: tuple[Event, Md] | None = None
        self._told: Event | None = None
        self._timing = Timing(case, journal)
        self.bedside = Bedside(case, journal)
        """The wording of what was measured at the bedside."""
        named = set[str]() if genera is None else genera
        self.results = Results(case, journal, named, codes=self._codes)
        """The wording of results; genera in `genera` have been named before, `codes` been told."""

    def paragraphs(self, events: Iterable[Event]) -> list[list[Event]]:
        """The events in groups, each of them a paragraph."""
        has_history = isinstance(self._case.history, History)
        return paragraphs(events, has_history=has_history, at=self._timing.at)

    def begin_paragraph(self) -> None:
        """Forget who was named: a paragraph begins with 'the patient', not with 'she'."""
        self._named_in_paragraph = False
        self._drugs_in_paragraph = 0

    def told(self, event: Event | None) -> None:
        """Remember the event that was told last: what follows may be 'two days later'."""
        self._told = event

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
            who = people.person(patient, self._journal, brief=self._brief)
            if patient.pregnancy is None:
                return Md.join_all(also, who)
            expecting = people.expecting(patient.pregnancy, brief=self._brief)
            return Md.join_all(also, who, expecting)
        if self._named_in_paragraph:
            return Md(people.pronoun(patient))
        self._named_in_paragraph = True
        return Md("the fetus" if patient.is_fetus else "the patient")

    def possessive(self) -> Md:
        """The patient as the owner of what follows: 'her', after she was named."""
        if self._named_in_paragraph:
            return Md.of(people.possessive(self._case.patient))
        self._met = self._named_in_paragraph = True
        return Md.of("the fetus's" if self._case.patient.is_fetus else "the patient's")

    def lead(self, event: Event) -> Md:
        """The time of an event at the start of a sentence, with its comma; nothing if just told."""
        phrase = self._time(event)
        return Md.join_all(phrase, ", ") if phrase else Md("")

    def trail(self, event: Event) -> Md:
        """The time of an event after the verb, with the space before it; nothing if just told."""
        phrase = self._time(event)
        return Md.join_all(" ", phrase) if phrase else Md("")

    def _time(self, event: Event) -> Md | None:
        plain = self._timing.phrase(event, None)
        if plain is None:
            return None
        before, self._stated = self._stated, (event, plain)
        if before and before[1] == plain:
            return self._timing.later(event, before[0])
        return self._timing.phrase(event, self._told)

    def leads(self, event: Event) -> bool:
        """Whether the time of an event reads better before its sentence than after it.

        A date follows an operation ('underwent resection in 2005'), and a number that cannot begin
        a sentence follows the verb; all else follows its time.
        """
        at = self._timing.at(event)
        if isinstance(at, CalendarDate) and isinstance(event, Procedure):
            return False
        return at is None or times.opens_sentence(at)

    def findings(self, findings: Sequence[Finding]) -> Md:
        """Findings with their sites as one list."""
        return self.all_of([self.whole(finding) for finding in findings])

    def noun(self, finding: Finding) -> Md:
        """One finding without its site."""
        return self.coded(nouns.noun_phrase(finding, self._journal), finding)

    def whole(self, finding: Finding) -> Md:
        """One finding with its site."""
        return self.coded(nouns.finding_phrase(finding, self._journal), finding)

    def is_last_status(self, event: FollowUp) -> bool:
        """Whether no other follow-up tells how it ended."""
        last = last_status(self._case)
        return last is None or last.path == event.path

    def predicate(self, status: str) -> Md:
        """A status as a predicate: 'was well', 'died of sepsis', 'had no recurrence'."""
        return people.predicate(status)

    def complaints(self, complaints: Sequence[Complaint]) -> Md:
        """Complaints with site and duration as one list."""
        return self.all_of(
            [Md.join_all(nouns.complaint_phrase(c), self.codes(c)) for c in complaints]
        )

    def complaints_of(self, event: Presentation, complaints: Sequence[Complaint]) -> Md:
        """Complaints with how long they had lasted: 'a 10-hour history of headache and fever'."""
        if event.duration is None:
            return self.complaints(complaints)
        span = times.before_noun(event.duration)
        told = self.all_of(
            [
                Md.join_all(nouns.complaint_phrase(c, bare=bool(span)), self.codes(c))
                for c in complaints
            ]
        )
        if span:
            return Md.join_all(f"{span} history of ", told)
        return Md.join_all(told, " for ", times.duration(event.duration))

    def features(self, complaint: Complaint) -> Md:
        """How a complaint went: 'occurred at night', 'was worse with meals'."""
        be = "were" if complaint.plural else "was"
        told = [
            Md.join_all(words, " ", (self.any_of if words == "worse with" else self.all_of)(items))
            for words, items in bedside.feature_clauses(complaint)
        ]
        if told:
            told[0] = Md.join_all(be, " ", told[0])
        return self.all_of([*bedside.episodes(complaint), *told])

    def codes(self, node: Coded) -> Md:
        """The codes of a term at its first mention, with the space before them."""
        return self._codes.after(node)

    def coded(self, phrase: str, node: Coded) -> Md:
        """A term with its codes at its first mention."""
        return self._codes.behind(Md.of(phrase), node)

    def diagnoses(self, items: Sequence[DifferentialItem]) -> Md:
        """Diagnoses that were considered as one list."""
        return self.all_of([self.coded(one.diagnosis, one) for one in items])

    def items(self, items: Sequence[HistoryItem]) -> Md:
        """Items of the history as one list."""
        case, journal = self._case, self._journal
        phrases = [Md.join_all(history.item_phrase(i, case, journal), self.codes(i)) for i in items]
        return self.all_of(phrases)

    def relatives(self, items: Sequence[FamilyItem]) -> Md:
        """Illnesses of relatives as one list."""
        phrases = [Md.join_all(history.family_phrase(i, self._case), self.codes(i)) for i in items]
        return self.all_of(phrases)

    def habits(self, known: History | None) -> Md:
        """What the patient did and consumed, as predicates: 'was a farmer and had never smoked'."""
        patient, omitted = self._case.patient, self._journal.demographics
        told: list[Md] = []
        if patient.occupation and not (omitted and "occupation" in omitted.omit):
            told.append(history.occupation_predicate(patient.occupation))
        if known and known.smoking:
            told.append(history.smoking_predicate(known.smoking))
            if len(told) == 2 and told[1].startswith("was "):
                told = [Md.join_all(told[0], " and ", Md(told[1].removeprefix("was ")))]
        if known and known.alcohol:
            told.append(history.alcohol_predicate(known.alcohol))
        return self.all_of(told)

    def also_at(self, node: Node, field: str) -> Md:
        """Add a field of `node` to the sources of the sentence that is being said."""
        return self._sources.also(self._source(node, field))

    def call_of(self, items: Iterable[Finding | Complaint]) -> Md:
        """The call of the figures of findings or complaints."""
        return self.call(*(item.figure for item in items))

    def diagnosed(self, event: DiagnosisMade) -> Mapping[str, object]:
        """What an event of diagnosis says; the final one by default as the block `diagnosis`."""
        block = self._case.diagnosis
        final = event.certainty in {"final", "confirmed"} and event.diagnosis in {None, block.final}
        name = event.diagnosis or (block.final if final else block.working or block.final)
        extent: list[str | None] = [event.stage, event.grade]
        values = event.scores
        if final:
            extent = [event.stage or block.stage, event.grade or block.grade]
            values = event.scores or block.scores
        extent += [self.score_inside(value) for value in values]
        return {
            "also": self.also(block) if final or not event.diagnosis else "",
            "name": Md.join_all(name, self.codes(block if final else event)),
            "extent": [part for part in extent if part],
            "basis": event.basis or (block.basis if final else ()),
        }

    def scores_of(self, values: Sequence[Score]) -> Md:
        """Scores as objects of one verb: 'Apgar scores of 3 and 7 at 1 and 5 minutes'."""
        return self.all_of([self.score_of(value) for value in values])

    def all_of(self, items: Sequence[str]) -> Md:
        """'a, b and c', with the journal's serial comma."""
        return listed(items, self._journal.house_style)

    def any_of(self, items: Sequence[str]) -> Md:
        """'a, b or c', with the journal's serial comma."""
        return listed(items, self._journal.house_style, "or")

    def joins(self, event: Event, before: Event, *, form: str) -> bool:
        """Whether an operation is told in one sentence with the imaging just before it."""
        if not isinstance(event, Procedure) or not isinstance(before, Imaging):
            return False
        if event.text or before.text or event.figure or event.at:
            return False
        return form == "brief" or not (event.findings or before.absent or before.normal)

    def adds(self, event: Event, before: Event, said: str, *, form: str) -> bool:
        """Whether two treatments of an abstract are told in one sentence with one subject."""
        kinds = (Medication, Procedure)
        if form != "brief" or not isinstance(event, kinds) or not isinstance(before, kinds):
            return False
        if isinstance(event, Medication) and (
            event.manner in {"stopped", "withheld"} or self.replaces_key(event)
        ):
            return False
        return not (event.text or before.text) and " and " not in said

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
        return scores.score(value, self._journal.house_style, self._case.abbreviations)

    def score_inside(self, value: Score) -> Md:
        """A score inside parentheses: 'Glasgow Coma Scale score 13, E3V4M6'."""
        return scores.score_inside(value, self._journal.house_style, self._case.abbreviations)

    def score_of(self, value: Score) -> Md:
        """A score as an object: 'an ECOG performance status of 1', 'NYHA class III'."""
        return scores.score_of(value, self._journal.house_style, self._case.abbreviations)

    def score_title(self, value: Score) -> Md:
        """What a score is called: 'modified Rankin Scale score'."""
        return scores.score_title(value, self._case.abbreviations)

    def gave(self, event: Medication) -> str | None:
        """How the patient got a drug; in a run of drugs, no two sentences are alike.

        None where the drug is the subject: it was started, added, continued, restarted or stopped.
        """
        if event.prescriber or event.manner == "prescribed":
            return "was prescribed"
        if event.manner == "started" and not self._met:
            return "was started on"
        if event.manner and event.manner != "given":
            return None
        turn = self._drugs_in_paragraph
        self._drugs_in_paragraph += 1
        time = self._timing.phrase(event, None)
        if time is not None and not (self._stated and self._stated[1] == time):
            return _GAVE_AT[turn % len(_GAVE_AT)]
        told = _GAVE[turn % len(_GAVE)]
        on_days = (event.frequency or "").startswith("on ")
        return _GAVE[1] if told == _GAVE[2] and on_days else told

    def again(self, event: OtherTreatment) -> str:
        """'also ' where the sentence before was of a treatment too and did not say so."""
        turn = self._drugs_in_paragraph
        self._drugs_in_paragraph += 1
        return "also " if turn % 2 and event.manner == "received" else ""

    def replaced(self, event: Medication) -> Md:
        """The drugs that another took the place of, with their verb: 'vancomycin was replaced'."""
        drugs = [one for one in self._replaced(event) if isinstance(one, Medication)]
        names = [drug for one in drugs for drug in one.names]
        return Md.join_all(self.all_of(names), " was " if len(names) == 1 else " were ", "replaced")

    def replaces_key(self, event: Medication) -> bool:
        """Whether what a medication took the place of is in the abstract too."""
        return bool(event.replaces) and all(one.key for one in self._replaced(event))

    def _replaced(self, event: Medication) -> list[Event]:
        # An id that no event has was reported where the case was read.
        course = self._case.course
        return [one for name in event.replaces for one in course if one.id == name]

    def when(self, at: When | None) -> Md:
        """A time inside a sentence, with the space before it; nothing if it is not printed."""
        phrase = times.time_phrase(at, self._case, self._journal) if at is not None else None
        return Md.join_all(" ", phrase) if phrase else Md("")

    def is_bare_interval(self, event: Event) -> bool:
        """Whether an event is told from another without an amount of time ('after …')."""
        at = self._timing.at(event)
        return isinstance(at, Interval) and at.amount is None

    def has_interval_amount(self, event: Event) -> bool:
        """Whether an event is told by an amount of time from another ('9 months after …')."""
        at = self._timing.at(event)
        return isinstance(at, Interval) and at.amount is not None

"""The events of the course as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from casewright.compose.marks import Md, Sources
from casewright.compose.order import section_of
from casewright.compose.phrases.codes import CodesTold
from casewright.compose.story import Story
from casewright.model.case import Case
from casewright.model.diagnoses import Diagnosis, DiagnosisMade
from casewright.model.events import Event
from casewright.model.history import History
from casewright.model.journal import Journal
from casewright.model.journal_text import Part
from casewright.model.node import Node


class Teller:
    """Tells the course of a case by the prose macros."""

    def __init__(
        self,
        case: Case,
        journal: Journal,
        sources: Sources,
        *,
        macros: Callable[[str], Any],
        prose_at: Callable[[str], Md],
    ) -> None:
        self.case, self.journal = case, journal
        self.sources = sources
        self._macros, self._prose_at = macros, prose_at
        self._met = False
        self._genera: set[str] = set()
        self._codes = CodesTold(journal.house_style.codes)

    def tell(self, events: Sequence[Event], before_treatment: str = "") -> Md:
        """The events as paragraphs, in their order, and a text before the first treatment.

        A final diagnosis counts as one: what else was considered is told before it.
        """
        story = self._story()
        sections = [section_of(event, self.case) for event in events]
        begun = sections.index("presentation") if "presentation" in sections else 0
        turns = (
            place
            for place in range(begun, len(events) if before_treatment else 0)
            if sections[place] == "treatment" or _settles(events[place])
        )
        turn = next(turns, len(events))
        paragraphs = [
            *(self._paragraph(group, story) for group in story.paragraphs(events[:turn])),
            before_treatment,
            *(self._paragraph(group, story) for group in story.paragraphs(events[turn:])),
        ]
        self._met = self._met or bool(events)
        return Md("\n\n".join(text for text in paragraphs if text))

    def chief_complaint(self) -> Md:
        """Why the patient came, in one sentence; when, and how, is told with the illness."""
        first = self._first_presentation()
        if first is None:
            return Md("")
        story = self._story()
        self._met = True
        return Md(self.told("presentation", "complaint", first, story=story))

    def past_history(self) -> Md:
        """What was known before the illness, where it has a heading of its own."""
        return self._of_background("past_history")

    def personal_and_family_history(self) -> Md:
        """How the patient lived, and the illnesses of relatives, under a heading of their own."""
        return self._of_background("personal_and_family_history")

    def examined(self, events: Sequence[Event]) -> Md:
        """The examination under a heading of its own, after the measures of the patient."""
        measures = self._of_background("physical_examination")
        return Md(" ".join(text for text in (measures, self.tell(events)) if text))

    def final(self, events: Sequence[Event], before: Md) -> Md:
        """The final diagnosis in a sentence, after `before` and what else `events` say of it.

        An event that tells when or in which words it was made is told as it stands.
        """
        block = self.case.diagnosis
        bare = [e for e in events if _settles(e) and _says_no_more(e, block)]
        others = [e for e in events if all(e.path != one.path for one in bare)]
        told = self.tell(others, before)
        if any(_settles(e) for e in others):
            return told
        event = bare[-1] if bare else DiagnosisMade(kind="diagnosis")
        macros: Any = self._macros("diagnosis")
        return Md(
            "\n\n".join(
                text for text in (told, _tidy(macros.final(event, block, self._story()))) if text
            )
        )

    def _story(self, *, met: bool = False) -> Story:
        """A run of the text: genera and codes that an earlier one told are known."""
        return Story(
            self.case,
            self.journal,
            self.sources,
            met=self._met or met,
            genera=self._genera,
            codes=self._codes,
        )

    def _first_presentation(self) -> Event | None:
        return next((e for e in self.case.course if e.kind == "presentation"), None)

    def _of_background(self, part: Part) -> Md:
        story = self._story()
        said = Md(" ".join(text for text in self._background(story, part) if text))
        self._met = self._met or bool(said)
        return said

    def _paragraph(self, events: Sequence[Event], story: Story) -> str:
        """A group of events; the history follows the presentation."""
        first = self._first_presentation()
        story.begin_paragraph()
        said: list[str] = []
        for before, event in zip([None, *events], events, strict=False):
            self.say(said, event, before, story=story, form="tell")
            if event is first:
                background = [text for text in self._background(story, "presentation") if text]
                said += background
                if background:
                    story.told(None)
        return " ".join(said)

    def say(
        self, said: list[str], event: Event, before: Event | None, *, story: Story, form: str
    ) -> None:
        """Add the sentences of an event; an operation joins the image that led to it."""
        if said and before is not None and story.joins(event, before, form=form):
            clause = self.sentences(event, story, "joined" if form == "tell" else "joined_brief")
            said[-1] = f"{said[-1].removesuffix('.')}, and {clause}"
        elif before and said and story.adds(event, before, said[-1], form=form):
            alike = "added_alike" if event.kind == before.kind else "added"
            clause = self.sentences(event, story, alike)
            said[-1] = f"{said[-1].removesuffix('.')} and {clause}"
        elif text := self.sentences(event, story, form):
            said.append(text)

    def _background(self, story: Story, part: Part) -> Iterator[str]:
        """The patient and what was known before the illness, as far as `part` tells them.

        They follow the presentation unless the journal has headings for them.
        """
        patient = self.case.patient
        history = self.case.history if isinstance(self.case.history, History) else None
        past = self._home("past_history")
        personal = self._home("personal_and_family_history", otherwise=past)
        if patient.text is not None and part == past:
            yield str(self._prose_at(patient.at_path("text")))
        if patient.text is None and part == "presentation":
            yield self.told("patient", "pregnancy", patient, story=story)
        if patient.text is None and part == past:
            yield self.told("patient", "tell", patient, story=story)
        if patient.text is None and part == self._home("physical_examination", otherwise=past):
            yield self.told("patient", "measures", patient, story=story)
        if history and history.text is not None:
            if part == past:
                yield str(self._prose_at(history.at_path("text")))
            return
        if history and part == past:
            yield self.told("history", "past", history, story=story)
        if history and part == personal:
            yield self.told("history", "family", history, story=story)
        if patient.text is None and part == personal:
            module: Any = self._macros("patient")
            yield _tidy(str(module.habits(patient, history, story)))

    def _home(self, part: Part, *, otherwise: Part = "presentation") -> Part:
        return part if part in self.journal.sections.parts else otherwise

    def differential(self, common: Diagnosis | None = None) -> Md:
        """The diagnoses that were considered, and what made the diagnosis hard.

        Those of `common` where several patients share a diagnosis.
        """
        diagnosis = common or self.case.diagnosis
        made = [event for event in self.case.course if isinstance(event, DiagnosisMade)]
        if any(event.certainty == "working" for event in made):
            diagnosis = diagnosis.model_copy(update={"working": None})
        story = self._story(met=True)
        said = self.told("differential", "tell", diagnosis, story=story)
        if diagnosis.text is not None:
            said = str(self._prose_at(diagnosis.at_path("text")))
        hard = ""
        if isinstance(diagnosis.challenges, str):
            hard = str(self._prose_at(diagnosis.at_path("challenges")))
        return Md("\n\n".join(text for text in (said, hard) if text))

    def has(self, form: str, event: Event) -> bool:
        """Whether there is a macro of this name for the kind of the event."""
        return hasattr(self._macros(event.kind), form)

    def sentences(self, event: Event, story: Story, form: str) -> str:
        """The sentences of one event: the author's own, or those of the macro called `form`."""
        if event.text is not None:
            story.told(event)
            return str(self._prose_at(event.at_path("text")))
        text = self.told(event.kind, form, event, story=story)
        if text:
            story.told(event)
        return text

    def told(self, template: str, macro: str, node: Node, *, story: Story) -> str:
        """The sentences of a node by a macro of the prose template of this name."""
        return _tidy(str(getattr(self._macros(template), macro)(node, story)))


def _settles(event: Event) -> bool:
    """Whether an event says which of the diagnoses considered it was."""
    return isinstance(event, DiagnosisMade) and event.certainty in {"final", "confirmed"}


def _says_no_more(event: Event, block: Diagnosis) -> bool:
    """Whether an event adds neither a time nor words of its own to the diagnosis of the case."""
    if not isinstance(event, DiagnosisMade) or event.text is not None or event.at is not None:
        return False
    return event.diagnosis in {None, block.final}


def _tidy(text: str) -> str:
    """One space between words, none before a full stop or comma; no-break spaces are kept."""
    text = re.sub(r"[ \t\n]+", " ", text).strip(" ")
    text = re.sub(r" ([.,;:])(?= |$)", r"\1", text)
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)

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
        story = self._story(met=self._met)
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

    def _story(self, *, met: bool) -> Story:
        """A run of the text: genera and codes that an earlier one told are known."""
        return Story(
            self.case,
            self.journal,
            self.sources,
            met=met,
            genera=self._genera,
            codes=self._codes,
        )

    def _paragraph(self, events: Sequence[Event], story: Story) -> str:
        """A group of events; the history follows the presentation."""
        first = next((e for e in self.case.course if e.kind == "presentation"), None)
        story.begin_paragraph()
        said: list[str] = []
        for before, event in zip([None, *events], events, strict=False):
            self.say(said, event, before, story=story, form="tell")
            if event is first:
                background = [text for text in self._background(story) if text]
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

    def _background(self, story: Story) -> Iterator[str]:
        """The patient and what was known before the illness; it follows the presentation."""
        patient = self.case.patient
        history = self.case.history if isinstance(self.case.history, History) else None
        if patient.text is not None:
            yield str(self._prose_at(patient.at_path("text")))
        else:
            yield self.told("patient", "tell", patient, story=story)
        if history and history.text is not None:
            yield str(self._prose_at(history.at_path("text")))
            return
        if history:
            yield self.told("history", "tell", history, story=story)
        if patient.text is None:
            module: Any = self._macros("patient")
            yield _tidy(str(module.habits(patient, history, story)))

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


def _tidy(text: str) -> str:
    """One space between words, none before a full stop or comma; no-break spaces are kept."""
    text = re.sub(r"[ \t\n]+", " ", text).strip(" ")
    text = re.sub(r" ([.,;:])(?= |$)", r"\1", text)
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)

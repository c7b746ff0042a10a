"""The events of the course as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from casewright.compose.marks import Md, Sources
from casewright.compose.order import section_of
from casewright.compose.story import Story
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.journal import Journal
from casewright.model.node import Node
from casewright.model.patient import History


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

    def tell(self, events: Sequence[Event], before_treatment: str = "") -> Md:
        """The events as paragraphs, in their order, and a text before the first treatment."""
        story = Story(self.case, self.journal, self.sources, met=self._met, genera=self._genera)
        sections = [section_of(event, self.case) for event in events]
        begun = sections.index("presentation") if "presentation" in sections else 0
        due = "treatment" in sections[begun:] and before_treatment
        turn = sections.index("treatment", begun) if due else len(events)
        paragraphs = [
            *(self._paragraph(group, story) for group in story.paragraphs(events[:turn])),
            before_treatment,
            *(self._paragraph(group, story) for group in story.paragraphs(events[turn:])),
        ]
        self._met = self._met or bool(events)
        return Md("\n\n".join(text for text in paragraphs if text))

    def _paragraph(self, events: Sequence[Event], story: Story) -> str:
        """A group of events; the history follows the presentation."""
        first = next((e for e in self.case.course if e.kind == "presentation"), None)
        story.begin_paragraph()
        said: list[str] = []
        for before, event in zip([None, *events], events, strict=False):
            self.say(said, event, before, story=story, form="tell")
            if event is first and (history := self._history(story)):
                said.append(history)
        return " ".join(said)

    def say(
        self, said: list[str], event: Event, before: Event | None, *, story: Story, form: str
    ) -> None:
        """Add the sentences of an event; an operation joins the image that led to it."""
        if said and before is not None and story.joins(event, before, form=form):
            clause = self.sentences(event, story, "joined")
            said[-1] = f"{said[-1].removesuffix('.')}, and {clause}"
        elif text := self.sentences(event, story, form):
            said.append(text)

    def _history(self, story: Story) -> str:
        """What was known before the illness; it follows the presentation."""
        history = self.case.history
        if not isinstance(history, History):
            return ""
        return self.told("history", "tell", history, story=story)

    def has(self, form: str, event: Event) -> bool:
        """Whether there is a macro of this name for the kind of the event."""
        return hasattr(self._macros(event.kind), form)

    def sentences(self, event: Event, story: Story, form: str) -> str:
        """The sentences of one event: the author's own, or those of the macro called `form`."""
        if event.text is not None:
            return str(self._prose_at(event.at_path("text")))
        return self.told(event.kind, form, event, story=story)

    def told(self, template: str, macro: str, node: Node, *, story: Story) -> str:
        """The sentences of a node by a macro of the prose template of this name."""
        return _tidy(str(getattr(self._macros(template), macro)(node, story)))


def _tidy(text: str) -> str:
    """One space between words, none before a full stop or comma; no-break spaces are kept."""
    text = re.sub(r"[ \t\n]+", " ", text).strip(" ")
    text = re.sub(r" ([.,;:])(?= |$)", r"\1", text)
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)

"""The events of the course as paragraphs, and as the moves of the abstract."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from casewright.catalogue import RULES
from casewright.compose.marks import Md, Sources
from casewright.compose.order import move_of, section_of
from casewright.compose.story import Story
from casewright.diagnostics import Diagnostics
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.journal import Journal
from casewright.model.patient import History


class Teller:
    """Tells the course of a case by the prose macros."""

    def __init__(
        self,
        case: Case,
        journal: Journal,
        sources: Sources,
        diagnostics: Diagnostics,
        *,
        macros: Callable[[str], Any],
        prose_at: Callable[[str], Md],
    ) -> None:
        self.case, self.journal, self.diagnostics = case, journal, diagnostics
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
            self._say(said, event, before, story=story, form="tell")
            if event is first and (history := self._history(story)):
                said.append(history)
        return " ".join(said)

    def _say(
        self, said: list[str], event: Event, before: Event | None, *, story: Story, form: str
    ) -> None:
        """Add the sentences of an event; an operation joins the image that led to it."""
        if said and before is not None and story.joins(event, before, form=form):
            clause = self._sentences(event, story, "joined")
            said[-1] = f"{said[-1].removesuffix('.')}, and {clause}"
        elif text := self._sentences(event, story, form):
            said.append(text)

    def _history(self, story: Story) -> str:
        """What was known before the illness; it follows the presentation."""
        history = self.case.history
        if not isinstance(history, History):
            return ""
        module: Any = self._macros("history")
        return _tidy(str(module.tell(history, story)))

    def _sentences(self, event: Event, story: Story, form: str) -> str:
        if event.text is not None:
            return str(self._prose_at(event.at_path("text")))
        module = self._macros(event.kind)
        return _tidy(str(getattr(module, form)(event, story)))

    def abstract(self) -> list[dict[str, Any]]:
        story = Story(self.case, self.journal, self.sources, met=False)
        parts = []
        for part in self.journal.abstract.parts:
            text = self._moves(part.moves, story)
            if text:
                parts.append({"heading": part.heading, "text": Md(text)})
        if not parts:
            self.diagnostics.add(
                RULES["JRN001"],
                f"the case has nothing for the abstract of {self.journal.title}; it is left out",
                self.case.place("course"),
                hint="mark its main events with 'key: true', or write the moves under 'abstract'",
            )
        return parts

    def _moves(self, moves: Sequence[str], story: Story) -> str:
        """The moves under one heading: authored ones in their place, events in order."""
        own = self.case.abstract
        authored = {m for m in moves if own is not None and getattr(own, m) is not None}
        said = [str(self._prose_at("abstract.background"))] if "background" in authored else []
        story.begin_paragraph()
        used: set[str] = set()
        before: Event | None = None
        for event in self.case.course:
            move = move_of(event, self.case)
            if not event.key or move not in moves:
                continue
            if move in authored:
                if move not in used:
                    said.append(str(self._prose_at(f"abstract.{move}")))
                used.add(move)
            else:
                self._say(said, event, before, story=story, form="brief")
                before = event
        rest = authored - used - {"background"}
        said += [str(self._prose_at(f"abstract.{m}")) for m in moves if m in rest]
        return " ".join(text for text in said if text)


def _tidy(text: str) -> str:
    """One space between words, none before a full stop or comma; no-break spaces are kept."""
    text = re.sub(r"[ \t\n]+", " ", text).strip(" ")
    text = re.sub(r" ([.,;:])(?= |$)", r"\1", text)
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)

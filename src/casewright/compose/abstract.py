"""The abstract: moves under the journal's headings, as long as the journal allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from casewright.catalogue import RULES
from casewright.compose.abstract_length import printed_length
from casewright.compose.abstract_plan import (
    MOVES,
    Form,
    Plan,
    additions,
    condensing,
    first_plan,
    told_fully,
)
from casewright.compose.condense import bare, is_negative, lean
from casewright.compose.language import join_list
from casewright.compose.marks import MARK, Md, Sources
from casewright.compose.order import move_of
from casewright.compose.story import Story
from casewright.compose.telling import Teller
from casewright.diagnostics import Diagnostics
from casewright.model.case import Case
from casewright.model.events import Event
from casewright.model.imaging import Imaging
from casewright.model.journal import Journal
from casewright.model.journal_text import AbstractHeading, Move
from casewright.model.values import FigureRef

Passage: TypeAlias = tuple[Move, str]
"""Sentences of one move."""

_NAMES: Mapping[Move, str] = {"workup": "work-up"}
_SMALLER: Mapping[Form, Callable[[Event], Event]] = {"lean": lean, "shortest": bare}
_CITATION = re.compile(r"\s?\[[^\[\]]*@[^\[\]]*\]")


class _AbstractStory(Story):
    """A story that calls no figure: an abstract is read without them."""

    def call(self, *refs: FigureRef | None) -> Md:
        return Md("")


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands under one heading."""

    heading: str | None
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.passages)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """The abstract as it is by one plan."""

    plan: Plan
    parts: tuple[_Part, ...]
    words: int

    @property
    def headed(self) -> int:
        """How many of the journal's paragraphs have text."""
        return sum(bool(part.text) for part in self.parts)


class AbstractWriter:
    """Writes the abstract of one case for one journal."""

    def __init__(
        self,
        case: Case,
        journal: Journal,
        sources: Sources,
        diagnostics: Diagnostics,
        *,
        teller: Teller,
        prose_at: Callable[[str], Md],
    ) -> None:
        self._case, self._journal, self._sources = case, journal, sources
        self._diagnostics, self._teller = diagnostics, teller
        self._prose: dict[str, str] = {}
        self._prose_at = prose_at
        self._own = _authored(case)
        self._moves = tuple(move for part in journal.abstract.parts for move in part.moves)
        self.moves: dict[str, Move] = {}
        """The move of each source that the written abstract holds."""

    def parts(self) -> list[dict[str, Any]]:
        """The paragraphs of the abstract, each with its heading."""
        if not self._journal.abstract.parts:
            return []
        start = first_plan(self._case)
        fitted = self._fitted(start)
        self._report(start, fitted.plan, fitted.parts)
        for part in fitted.parts:
            for move, text in part.passages:
                paths = [self._sources.by_key[key].path for _, key in MARK.findall(text)]
                self.moves.update({path: self._move_at(path) or move for path in paths})
        return [
            {"heading": part.heading, "text": Md(part.text)} for part in fitted.parts if part.text
        ]

    def _move_at(self, path: str) -> Move | None:
        """The move of the event at a path: an operation may be told in the sentence of an image."""
        events = (e for e in self._case.course if f"{path}.".startswith(f"{e.path}."))
        return next((move_of(event, self._case) for event in events), None)

    def _fitted(self, plan: Plan) -> _Attempt:
        """The abstract by the plan, or by the nearest one that keeps to the journal's limits."""
        rule = self._journal.abstract
        first = self._attempt(plan)
        if rule.max_words and first.words > rule.max_words:
            return self._shortened(first, rule.max_words)
        if rule.is_report and rule.max_words:
            return self._lengthened(first, rule.max_words, rule.max_words)
        if rule.min_words and first.words < rule.min_words:
            return self._lengthened(first, rule.min_words, rule.max_words or 1_000_000)
        return first

    def _shortened(self, best: _Attempt, most: int) -> _Attempt:
        """The abstract after as many steps as it takes to fit; after all if it never does."""
        for move, form in condensing(self._moves):
            shorter = self._attempt(best.plan.changed(move, form))
            if shorter.headed < best.headed or shorter.words >= best.words:
                continue
            best = shorter
            if best.words <= most:
                break
        return best

    def _lengthened(self, best: _Attempt, least: int, most: int) -> _Attempt:
        """With further events and fuller sentences, as far as the plan needs and can take."""
        for event in additions(best.plan, self._case, self._moves):
            if move_of(event, self._case) in self._own:
                continue
            longer = replace(best.plan, told=best.plan.told | {event.path})
            best = self._if_room(best, longer, most)
            if best.words >= least:
                return best
        for move in told_fully(best.plan, self._moves):
            best = self._if_room(best, best.plan.changed(move, "tell"), most)
            if best.words >= least:
                return best
        return best

    def _if_room(self, best: _Attempt, longer: Plan, most: int) -> _Attempt:
        attempt = self._attempt(longer)
        return attempt if attempt.words <= most else best

    def _attempt(self, plan: Plan) -> _Attempt:
        parts = tuple(self._written(plan))
        return _Attempt(plan, parts, self._words(parts))

    def _words(self, parts: Sequence[_Part]) -> int:
        texts = [f"{part.heading or ''} {part.text}" for part in parts if part.text]
        return printed_length(texts, self._journal, self._case.abbreviations)

    def _written(self, plan: Plan) -> list[_Part]:
        kind = Story if self._journal.abstract.is_report else _AbstractStory
        story = kind(self._case, self._journal, self._sources, met=False, brief=True)
        return [self._part(part, plan, story) for part in self._journal.abstract.parts]

    def _part(self, part: AbstractHeading, plan: Plan, story: Story) -> _Part:
        story.begin_paragraph()
        if part.heading:
            story.told(None)
        said: list[str] = []
        moves: list[Move] = []
        before: Event | None = None
        for entry in self._entries(part.moves, plan):
            if isinstance(entry, str):
                said.append(self._statement(entry, story))
                story.told(None)
                moves.append(entry)
                before = None
                continue
            move = move_of(entry, self._case)
            self._say(said, entry, before, plan=plan, story=story)
            moves += [move] * (len(said) - len(moves))
            before = entry
        passages = tuple((move, text) for move, text in zip(moves, said, strict=True) if text)
        return _Part(part.heading, passages)

    def _say(
        self, said: list[str], event: Event, before: Event | None, *, plan: Plan, story: Story
    ) -> None:
        form = plan.form(move_of(event, self._case))
        if event.text is not None:
            said.append(_CITATION.sub("", self._authored_at(event.at_path("text"))))
            story.told(event)
        elif form == "shortest" and self._teller.has("shortest", event):
            self._teller.say(said, event, before, story=story, form="shortest")
        elif form == "tell":
            self._teller.say(said, event, before, story=story, form="tell")
        else:
            smaller = event if form == "brief" else _SMALLER[form](event)
            self._teller.say(said, smaller, before, story=story, form="brief")

    def _entries(self, moves: Sequence[Move], plan: Plan) -> list[Event | Move]:
        """The told events in their order, and each statement where its move belongs."""
        due = [move for move in moves if move not in plan.without]
        told = [event for event in self._case.course if self._is_told(event, plan)]
        entries: list[Event | Move] = []
        for event in told:
            move = move_of(event, self._case)
            if move in due and move not in self._own:
                entries.append(event)
            elif move in due and move not in entries:
                entries.append(move)
        for move in sorted(due, key=MOVES.index):
            if move not in entries and self._is_stated(move, told, entries):
                entries.insert(self._place(move, entries), move)
        return entries

    def _is_told(self, event: Event, plan: Plan) -> bool:
        """Whether an event is in the plan; negatives alone have no shortest form."""
        if event.path not in plan.told:
            return False
        move = move_of(event, self._case)
        shortest = move in {"presentation", "workup"} and plan.form(move) == "shortest"
        if not shortest or event.text is not None or not is_negative(event):
            return True
        return not self._has_other(move, event, plan)

    def _has_other(self, move: Move, event: Event, plan: Plan) -> bool:
        others = (e for e in self._case.course if e.path in plan.told and e is not event)
        return any(move_of(e, self._case) == move and not is_negative(e) for e in others)

    def _is_stated(
        self, move: Move, told: Sequence[Event], entries: Sequence[Event | Move]
    ) -> bool:
        """Whether a move is a statement: the author's, or the diagnosis that no event gives."""
        if move in self._own:
            return True
        if move != "diagnosis" or any(move_of(e, self._case) == move for e in told):
            return False
        return not any(self._establishes(e) for e in entries if not isinstance(e, str))

    def _establishes(self, event: Event) -> bool:
        """Whether images were diagnostic of the final diagnosis, which need not be said again."""
        if not isinstance(event, Imaging) or event.certainty != "diagnostic":
            return False
        final = self._case.diagnosis.final.casefold()
        return event.text is None and (event.impression or "").casefold() == final

    def _place(self, move: Move, entries: Sequence[Event | Move]) -> int:
        """Just after the last entry of an earlier move."""
        ranks = [
            MOVES.index(one if isinstance(one, str) else move_of(one, self._case))
            for one in entries
        ]
        earlier = [at for at, rank in enumerate(ranks) if rank < MOVES.index(move)]
        return earlier[-1] + 1 if earlier else 0

    def _statement(self, move: Move, story: Story) -> str:
        path = self._own.get(move)
        if path is None:
            return self._teller.told("abstract", move, self._case.diagnosis, story=story)
        text = self._authored_at(path)
        return text if path.startswith("abstract.") else _CITATION.sub("", text)

    def _authored_at(self, path: str) -> str:
        """Authored prose, read once however many plans are tried."""
        if path not in self._prose:
            self._prose[path] = str(self._prose_at(path))
        return self._prose[path]

    def _report(self, start: Plan, plan: Plan, parts: Sequence[_Part]) -> None:
        form, place = self._journal.abstract, self._case.place("abstract")
        title = self._journal.title
        if not any(part.text for part in parts):
            message = f"the case has nothing for the abstract of {title}; it is left out"
            hint = "mark its main events with 'key: true', or write the moves under 'abstract'"
            self._diagnostics.add(RULES["JRN001"], message, self._case.place("course"), hint=hint)
            return
        for part, empty in zip(form.parts, (not part.text for part in parts), strict=True):
            if empty and part.heading:
                fields = " or ".join(f"abstract.{move}" for move in part.moves)
                message = f"the case has nothing for '{part.heading}' in the abstract of {title}"
                self._diagnostics.add(RULES["JRN001"], message, place, hint=f"write {fields}")
        grows = form.is_report and not plan.without
        if not grows and (changes := "; ".join(_changes(start, plan, self._case))):
            grown = plan.told != start.told or "tell" in plan.forms.values()
            limit = f"at least {form.min_words}" if grown else f"at most {form.max_words}"
            message = f"to have {limit} words, the abstract of {title} {changes}"
            hint = "choose what it tells with 'key: true', or write moves under abstract"
            self._diagnostics.add(RULES["JRN013"], message, place, hint=hint)


def _authored(case: Case) -> dict[Move, str]:
    """The moves in the author's words, each with its path in the case."""
    own = {
        move: f"abstract.{move}"
        for move in MOVES
        if case.abstract is not None and getattr(case.abstract, move) is not None
    }
    return {"lesson": "lessons.0", **own} if case.lessons else own


def _changes(start: Plan, plan: Plan, case: Case) -> Iterator[str]:
    """What was done to the first plan, as verb phrases."""
    if added := sorted(int(path.rpartition(".")[2]) for path in plan.told - start.told):
        kinds = [f"the {case.course[n].kind.replace('_', ' ')} (course.{n})" for n in added]
        yield f"also tells {join_list(kinds)}"
    for form, how in (
        ("tell", "tells {} in full"),
        ("lean", "tells {} without technique, negatives and normal values"),
        ("shortest", "tells {} in the shortest form"),
    ):
        if moves := [move for move in MOVES if plan.forms.get(move) == form]:
            yield how.format(_named(moves))
    if plan.without:
        yield f"leaves out {_named([move for move in MOVES if move in plan.without])}"


def _named(moves: Sequence[Move]) -> str:
    return join_list([f"the {_NAMES.get(move, move)}" for move in moves])

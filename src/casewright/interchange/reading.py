"""What every reader gives: works with their places, and what could not be taken over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Severity, Span
from casewright.model.work import Person, Work, tidy


class Unreadable(Exception):
    """A file that is not what it should be, or that is refused; `hint` says what to do."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Found:
    """A work and where it stands."""

    work: Work
    span: Span


@dataclass(slots=True)
class Reading:
    """What was found in one file."""

    file: str
    works: list[Found] = field(default_factory=list)
    found: Diagnostics = field(default_factory=Diagnostics)
    _unknown: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def add(self, work: Work, line: int) -> None:
        """A work; one without a title is a finding."""
        span = Span(self.file, line, 1)
        if not work.text("title"):
            message = "a record without a title was left out"
            hint = "give it one in the program that it comes from"
            self.found.add(RULES["REF030"], message, span, hint=hint, severity=Severity.WARNING)
            return
        self.works.append(Found(work, span))

    def unknown(self, what: str, line: int, *, kind: str = "") -> None:
        """Something that has no place in a library; what is of one `kind` is told together."""
        self._unknown.setdefault(kind or what, []).append((what, line))

    def retracted(self, title: str, line: int, *, notice: str = "") -> None:
        """A work that its own record calls retracted."""
        where = f" ({notice})" if notice else ""
        plain = re.sub(r"</?\w+>", "", title)
        message = f"'{plain[:60]}' was retracted, says its record{where}"
        hint = "cite something else; if the retraction is the point, say so in the title"
        span = Span(self.file, line, 1)
        self.found.add(RULES["REF016"], message, span, hint=hint, severity=Severity.WARNING)

    def damaged(self, message: str, line: int, *, hint: str) -> None:
        """Something that cannot be read."""
        span = Span(self.file, line, 1)
        self.found.add(RULES["REF030"], message, span, hint=hint, severity=Severity.WARNING)

    def done(self) -> Reading:
        """Name each thing that was left out once, where it stands first."""
        hint = "add it to the entry by hand if readers need it to find the work"
        for kind, each in self._unknown.items():
            (what, line), *others = each
            message = f"{what} was not imported"
            if others and what == kind:
                message = f"{message}, here and in {len(others)} more places"
            elif others:
                message = f"{what} and {len(others)} more of {kind} were not imported"
            self.found.add(RULES["REF030"], message, Span(self.file, line, 1), hint=hint)
        self._unknown.clear()
        return self


@dataclass(frozen=True, slots=True)
class Written:
    """An export, and what its format has no place for: the key of the work and the names."""

    data: bytes
    left_out: tuple[tuple[str, str], ...] = ()


class Draft:
    """A work that is put together piece by piece."""

    def __init__(self) -> None:
        self.kind = "misc"
        self.key = ""
        self.fields: dict[str, str] = {}
        self.people: dict[str, list[Person]] = {}

    def set(self, name: str, text: str) -> bool:
        """Give a field its text; whether it has that now. What comes first counts."""
        text = tidy(text)
        if text:
            self.fields.setdefault(name, text)
        return not text or self.fields[name] == text

    def add_person(self, role: str, one: Person | None) -> None:
        """Add somebody, once."""
        people = self.people.setdefault(role, [])
        if one and one not in people:
            people.append(one)

    def work(self) -> Work:
        """The work as far as it was told."""
        people = {role: tuple(found) for role, found in self.people.items() if found}
        fields = {name: text for name, text in self.fields.items() if text}
        return Work(self.kind, people, fields, self.key)


def left_out(works: Iterable[Work], held: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The fields and roles of works that a format has no place for."""
    return tuple(
        (work.key, name)
        for work in works
        for name in (*work.fields, *work.people)
        if name not in held
    )

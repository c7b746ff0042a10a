"""Findings as values with a place: what was found, where, and what to do about it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

PRIVATE = ".private.yaml"
"""How the names of files end whose content is never shown, recorded or shipped."""


class Severity(StrEnum):
    """How much a finding matters; errors stop a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Stage(StrEnum):
    """How far a manuscript has come: what is due later is not a fault of a draft."""

    ALWAYS = "always"
    """Without it there is no right manuscript: nobody can allow it."""
    DRAFT = "draft"
    SUBMISSION = "submission"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file."""

    file: str
    """Path relative to the workspace root, with forward slashes."""
    line: int
    """1-based."""
    column: int
    """1-based, counted in Unicode code points."""
    end_line: int = 0
    """1-based line of the last character; 0 when only the start is known."""
    end_column: int = 0
    """1-based column just after the last character; 0 when only the start is known."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def private(self) -> bool:
        """Whether it is in a file whose content is never shown."""
        return self.file.endswith(PRIVATE)


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement for the text of a span, offered as the remedy of a finding."""

    span: Span
    replacement: str
    safe: bool = True
    """Whether it can be made without a look: it changes the form, never the meaning."""
    instead_of: str | None = None
    """What has to stand there; the edit is not made where something else does."""


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """The fixed facts of a rule: its documentation is `rules/docs/<code>.md`."""

    code: str
    name: str
    severity: Severity
    stage: Stage = Stage.DRAFT
    """From when on it is due."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    rule: RuleInfo
    message: str
    span: Span | None = None
    hint: str | None = None
    edit: Edit | None = None
    severity: Severity = field(default=Severity.ERROR)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        place = self.span or Span("", 0, 0)
        return (place.file, place.line, place.column, self.rule.code, self.message)


class Diagnostics:
    """A growing collection of findings; duplicates are kept once."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found: dict[Diagnostic, None] = dict.fromkeys(found)

    def add(
        self,
        rule: RuleInfo,
        message: str,
        span: Span | None = None,
        *,
        hint: str | None = None,
        edit: Edit | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Record a finding of `rule`; its severity is the rule's own unless given."""
        self._found[Diagnostic(rule, message, span, hint, edit, severity or rule.severity)] = None

    def extend(self, others: Iterable[Diagnostic]) -> None:
        self._found.update(dict.fromkeys(others))

    def revise(self, judge: Callable[[Diagnostic], Diagnostic | None]) -> None:
        """Put what `judge` makes of each finding in its place; None takes it out."""
        judged = [judge(one) for one in self._found]
        self._found = dict.fromkeys(one for one in judged if one is not None)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._found, key=lambda d: d.sort_key))

    def __len__(self) -> int:
        return len(self._found)

    def count(self, severity: Severity) -> int:
        return sum(d.severity is severity for d in self._found)

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(d.severity is Severity.ERROR for d in self._found)


def near(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was probably meant to be."""
    choices = list(known)
    folded = {choice.casefold().replace("_", "-"): choice for choice in choices}
    plain = word.casefold().replace("_", "-")
    close = difflib.get_close_matches(plain, folded, n=1, cutoff=0.6)
    if close:
        return folded[close[0]]
    longer = [choice for form, choice in folded.items() if form.startswith(plain)]
    if len(plain) < 3:
        return None
    return longer[0] if len(longer) == 1 else None


def suggest(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """A hint that names the probable word, or else says what there is."""
    guess = near(word, known)
    return f"did you mean '{guess}'?" if guess else otherwise


class CannotRun(Exception):
    """The work cannot go on for a reason outside the user's case (exit code 2).

    `hint` says what to do about it.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

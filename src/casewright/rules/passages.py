"""A text that somebody typed, and where each character of it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from casewright.diagnostics import Edit, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that somebody typed, with its place."""

    path: str
    """In the case: `discussion`, `course.3.text`, `patients.0.history.social`."""
    text: str
    """Markdown with calls of facts for `prose`, plain words for `fact`."""
    kind: Literal["prose", "fact"]
    lines: tuple[Span, ...]
    """The place of each line of `text`; that of the whole value where its lines have none."""

    def span(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`, as exactly as the file tells it."""
        row = self.text.count("\n", 0, start)
        if row >= len(self.lines):
            return self.lines[0]
        line, begin = self.lines[row], self.text.rfind("\n", 0, start) + 1
        shift = self._shift(line, row, begin)
        if shift is None:
            return line
        first = line.column + shift + start - begin
        stop = self.text.find("\n", start)
        last = min(end, len(self.text) if stop < 0 else stop)
        return replace(
            line,
            column=first,
            end_line=line.line,
            end_column=max(first + 1, line.column + shift + last - begin),
        )

    def edit(self, start: int, end: int, right: str, *, safe: bool = True) -> Edit | None:
        """Write `right` instead of `text[start:end]`; None where the file has it on two lines."""
        span, seen = self.span(start, end), self.text[start:end]
        whole = span.line == span.end_line and span.end_column - span.column == len(seen)
        return Edit(span, right, safe, seen) if whole and "\n" not in seen else None

    def _shift(self, line: Span, row: int, begin: int) -> int | None:
        """Columns before the line's text, such as a quotation mark; None where it is rewritten."""
        if self.kind == "prose" and not line.end_line:
            return 0
        stop = self.text.find("\n", begin)
        length = (len(self.text) if stop < 0 else stop) - begin
        spare = line.end_column - line.column - length if line.end_line == line.line else -1
        if spare in (0, 2):
            return spare // 2
        return 0 if self.kind == "prose" and len(self.lines) > 1 else None

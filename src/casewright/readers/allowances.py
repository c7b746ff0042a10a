"""What somebody accepts in the very place: `casewright: allow exact-date: reason` in a comment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from casewright.catalogue import RULES, find_rule
from casewright.diagnostics import Diagnostic, Diagnostics, RuleInfo, Span, Stage
from casewright.readers.settings import say_unless_adjustable

MARK = "casewright: allow"
_REST = r"\s*casewright:\s*allow\b(?P<said>.*?)\s*"
_SAID = re.compile(
    r"\s*(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*)(?:\s+for\s+(?P<journal>[\w-]+))?\s*"
    r"(?::\s*(?P<reason>\S.*))?"
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment that accepts what some rules find in the lines that it stands before or in."""

    rules: tuple[RuleInfo, ...]
    reason: str
    span: Span
    """The place of the comment."""
    last: int
    """The last line that it is for."""
    journal: str | None = None

    def covers(self, one: Diagnostic, journal: str | None) -> bool:
        """Whether it accepts a finding; one about the whole file is accepted from anywhere in it.

        `journal` is what the manuscript was composed for.
        """
        place = one.span
        if place is None or one.rule not in self.rules or place.file != self.span.file:
            return False
        if self.journal is not None and self.journal != journal:
            return False
        whole = (place.line, place.column, place.end_line) == (1, 1, 0)
        return whole or self.span.line <= place.line <= self.last


def read_allowances(text: str, file: str) -> tuple[tuple[Allowance, ...], Diagnostics]:
    """The allowances in the comments of a YAML, Markdown or BibTeX file, and what is wrong."""
    found = Diagnostics()
    if MARK not in text:
        return (), found
    form = _FORMS.get(file[file.rfind(".") :])
    if form is None:
        return (), found
    comment, reach = form
    lines = text.splitlines()
    made = [
        one
        for number, line in enumerate(lines)
        if (match := comment.search(line))
        for one in _read(match, lines, number, reach, file=file, found=found)
    ]
    return tuple(made), found


def _read(
    match: re.Match[str],
    lines: Sequence[str],
    number: int,
    reach: Reach,
    *,
    file: str,
    found: Diagnostics,
) -> Iterator[Allowance]:
    place = Span(file, number + 1, match.start() + 1, number + 1, match.end() + 1)
    said = _SAID.fullmatch(match["said"])
    if said is None or not said["reason"]:
        message = "this comment does not say what is allowed and why"
        hint = "write 'casewright: allow exact-date: the reason', with the code or name of a rule"
        found.add(RULES["CASE018"], message, place, hint=hint)
        return
    words = re.split(r"\s*,\s*", said["rules"])
    for word in words:
        say_unless_adjustable(word, place, found)
    known = (find_rule(word) for word in words)
    rules = tuple(rule for rule in known if rule and rule.stage is not Stage.ALWAYS)
    if not rules:
        return
    alone = not lines[number][: match.start()].strip()
    last = reach(lines, number + 1 if alone else number)
    yield Allowance(rules, said["reason"], place, last + 1, said["journal"])


def _block(lines: Sequence[str], start: int) -> int:
    """The last line of the YAML value that begins at or after `start`: what is indented deeper."""
    first = next((at for at in range(start, len(lines)) if _is_content(lines[at])), start)
    if first >= len(lines):
        return start
    last = first
    for at in range(first + 1, len(lines)):
        if lines[at].strip() and _indent(lines[at]) <= _indent(lines[first]):
            break
        last = at
    return last


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _paragraph(lines: Sequence[str], start: int) -> int:
    """The last line of the paragraph at or after `start`."""
    first = next((at for at in range(start, len(lines)) if lines[at].strip()), start)
    return next(
        (at - 1 for at in range(first, len(lines)) if not lines[at].strip()), len(lines) - 1
    )


def _entry(lines: Sequence[str], start: int) -> int:
    """The last line of the entry of a library at or after `start`."""
    heads = [at for at in range(start, len(lines)) if lines[at].lstrip().startswith("@")]
    return heads[1] - 1 if len(heads) > 1 else len(lines) - 1


Reach: TypeAlias = Callable[[Sequence[str], int], int]
"""The last line, counted from 0, of what begins at or after a line."""

_FORMS: Mapping[str, tuple[re.Pattern[str], Reach]] = {
    ".yaml": (re.compile(rf"#{_REST}$"), _block),
    ".md": (re.compile(rf"<!--{_REST}-->"), _paragraph),
    ".bib": (re.compile(rf"^\s*%{_REST}$"), _entry),
}

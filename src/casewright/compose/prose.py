"""Authored Markdown: `{{ facts }}` filled in, and a source mark before every line of text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from casewright.catalogue import RULES
from casewright.compose.marks import Md, Sources, without_marks
from casewright.compose.phrases import similar
from casewright.diagnostics import Diagnostics, Severity, Span, near
from casewright.model.document import Source
from casewright.model.node import Node, Prose
from casewright.model.quantities import Quantity, ReferenceRange
from casewright.model.series import CaseReport
from casewright.model.similar import SimilarCase
from casewright.model.values import Absent

FACT = re.compile(r"\{\{([^{}\n]*)\}\}")
_UNMARKED = re.compile(
    r"\s*$"  # blank
    r"|\s{0,3}(`{3,}|~{3,})"  # fences
    r"|\s*([-*+>]|#{1,6}|\(?\d{1,3}[.)])\s*$"  # empty items
    r"|\s{0,3}[-=+:| ]{2,}$"  # underlines, rules, table borders
    r"|\s{0,3}\[[^\]@^]+\]:\s"  # link definitions
    r"|:\s{1,3}\S"  # definitions
    r"|( {4}|\t)\S"  # indented code
)
_BLOCK_PREFIX = re.compile(r"(?:\s*(?:[-*+]|\(?\d{1,3}[.)]|>|#{1,6}(?=\s)|\[\^[^\]]+\]:)\s+)*\s*")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_ROW = re.compile(r"\s{0,3}\|")  # of a table or a line block
_CODE = re.compile(r"(`+).+?\1")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_DIV = re.compile(r":{3,}")


class ProseRenderer:
    """Turn authored Markdown into Markdown with marks; findings go to `diagnostics`."""

    def __init__(
        self,
        case: CaseReport,
        sources: Sources,
        diagnostics: Diagnostics,
        *,
        show: Callable[[Any], Md | None],
    ) -> None:
        self._case = case
        self._sources = sources
        self._diagnostics = diagnostics
        self._show = show

    def render(self, path: str, text: str | None) -> Md:
        """The prose at `path` of the case (`introduction`, `lessons.0`), or nothing."""
        prose = self._case.prose.get(path)
        if prose is None:
            if text is None:
                return Md("")
            prose = Prose(text, tuple([self._case.place(path)] * (text.count("\n") + 1)))
        lines, places = without_marks(prose.text).split("\n"), prose.lines
        fenced = False
        out = []
        for number, given in enumerate(lines):
            place = places[min(number, len(places) - 1)]
            line = self._without_div(given, place)
            if _FENCE.match(line):
                fenced = not fenced
                out.append(line)
            elif fenced or _UNMARKED.match(line):
                out.append(line)
            elif _ROW.match(line):
                out.append(self._filled(path, line, place))
            else:
                out.append(self._line(path, line, place))
        return Md("\n".join(out).rstrip())

    def _line(self, path: str, line: str, place: Span) -> str:
        prefix = _BLOCK_PREFIX.match(line)
        start = prefix.end() if prefix else 0
        mark = self._sources.mark(Source(path, place, "prose"))
        self._report_tags(line, place)
        return f"{line[:start]}{mark}{self._filled(path, line, place, start=start)}"

    def _report_tags(self, line: str, place: Span) -> None:
        """Say that HTML is no markup here; it is printed as it stands."""
        for match in _TAG.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
            self._diagnostics.add(
                RULES["DOC001"],
                f"'{match[0]}' is printed as it stands: prose is Markdown, not HTML",
                replace(place, column=place.column + match.start(), end_line=0, end_column=0),
                hint="write Markdown: *italic*, **bold**, H~2~O, 10^9^",
                severity=Severity.WARNING,
            )

    def _without_div(self, line: str, place: Span) -> str:
        """The line; one that would open a block of the layout's own kind is reported."""
        prefix = _BLOCK_PREFIX.match(line)
        start = prefix.end() if prefix else 0
        match = _DIV.match(line, start)
        if match is None:
            return line
        span = replace(place, column=place.column + start, end_line=0, end_column=0)
        hint = "write plain paragraphs; what has a place of its own is a field of case.yaml"
        message = f"'{match[0]}' opens or closes a block, and blocks belong to the layouts"
        self._diagnostics.add(RULES["DOC001"], message, span, hint=hint)
        return ""

    def _filled(self, path: str, line: str, place: Span, *, start: int = 0) -> str:
        """The line from `start` on with its facts; those of the patient whose prose it is first."""
        found = FACT.finditer(line, start)
        out, last = "", start
        for match in found:
            out += line[last : match.start()] + self._fact(self._owner(path), match, place)
            last = match.end()
        return out + line[last:]

    def _owner(self, path: str) -> CaseReport:
        """The patient of a series whose own prose stands at `path`, or else the report."""
        return next(
            (one for one in self._case.cases if path.startswith(f"{one.path}.")), self._case
        )

    def _fact(self, owner: CaseReport, match: re.Match[str], place: Span) -> str:
        name = match[1].strip()
        column = place.column + match.start(1) + len(match[1]) - len(match[1].lstrip())
        span = Span(place.file, place.line, column)
        value, problem, hint = find_fact(owner, name)
        shown = None if problem else self._show(value)
        if shown is None:
            message = problem or f"'{name}' holds several values"
            self._diagnostics.add(
                RULES["CASE011"], message, span, hint=hint or fields_hint(value, name)
            )
            return ""
        path = fact_path(owner, name)
        also = self._sources.also(Source(path, self._case.place(path), "fact"))
        return f"{also}{shown}"


def find_fact(case: CaseReport, name: str) -> tuple[Any, str | None, str | None]:
    """Look up a dotted name such as `patient.age` or `course.operation.name`.

    Returns the value, or what is wrong with the name and what to write instead.
    """
    value: Any = case
    walked: list[str] = []
    for part in name.split("."):
        choices = _choices(value)
        if part not in choices:
            where = f"'{'.'.join(walked)}'" if walked else "the case"
            guess = near(part, choices)
            hint = (
                f"did you mean '{'.'.join([*walked, guess])}'?"
                if guess
                else f"known here: {', '.join(sorted(choices)) or 'nothing'}"
            )
            return None, f"'{name}' is no fact: {where} has no '{part}'", hint
        value = choices[part]
        walked.append(part)
    if value is None or isinstance(value, Absent):
        return None, f"'{name}' has no value in the case", "give it a value, or write around it"
    return value, None, None


def fact_path(case: CaseReport, name: str) -> str:
    """The path in the case file of a name that `find_fact` knows (ids become positions)."""
    value: Any = case
    path = ""
    for part in name.split("."):
        items = value if isinstance(value, tuple) else ()
        named = (n for n, item in enumerate(items) if getattr(item, "id", None) == part)
        position = next(named, None)
        path = f"{path}.{part if position is None else position}".removeprefix(".")
        value = _choices(value).get(part)
        if isinstance(value, Node) and value.path:
            path = value.path
    return path


def _choices(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Quantity | ReferenceRange):
        # Beside a part of a value stands the unit that the author knows.
        value = value.given or value
        names = {"given", "also"}
        fields = [field.name for field in dataclasses.fields(value) if field.name not in names]
        return {name: getattr(value, name) for name in fields}
    if isinstance(value, Node):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Absent):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return dict(_members(value))
    return {}


def _members(items: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for position, item in enumerate(items):
        identity = getattr(item, "id", None)
        yield (identity or str(position)), item
    cases = tuple(item for item in items if isinstance(item, SimilarCase))
    if cases:
        yield "summary", similar.Summary(cases)


def _is_given(value: Any) -> bool:
    return value is not None and value != () and not isinstance(value, Absent)


def fields_hint(value: Any, name: str) -> str:
    """What to write for a name that holds several values."""
    given = sorted(field for field, one in _choices(value).items() if _is_given(one))
    names = ", ".join(f"{name}.{field}" for field in given)
    return f"name one of them: {names}" if names else "name a single value"

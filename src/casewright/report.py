"""Findings as text for people and as JSON for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from casewright.diagnostics import Diagnostic, Diagnostics, Severity, Span

Source = Callable[[str], str | None]
"""Gives the text of a file that a span names, or `None` when it cannot be read."""

_ORDER = tuple(Severity)
_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36;1"}
_WIDTH, _NARROWEST = 96, 24
"""Columns of an excerpt where there is room, and the fewest."""
_MARGIN = 11
"""Columns before an excerpt."""


def render_text(
    found: Iterable[Diagnostic], *, source: Source, colour: bool, columns: int | None = None
) -> str:
    """The counts; then all findings, errors first, each with its line of source and a caret.

    Excerpts fit into a terminal of so many `columns`. Empty when nothing was found.
    """
    ordered = worst_first(found)
    if not ordered:
        return ""
    room = _WIDTH if columns is None else max(_NARROWEST, min(_WIDTH, columns - _MARGIN - 2))
    blocks = [_render_one(one, source=source, colour=colour, width=room) for one in ordered]
    return f"{count_text(ordered)}\n" + "\n".join(blocks) + "\n"


def worst_first(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Errors, then warnings, then notes; each by place."""
    return sorted(found, key=lambda d: (_ORDER.index(d.severity), d.sort_key))


def render_json(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """All findings as JSON objects, errors first."""
    return [
        {
            "code": one.rule.code,
            "name": one.rule.name,
            "severity": one.severity.value,
            "message": one.message,
            "hint": one.hint,
            "place": place_json(one.span),
            "edit": one.edit
            and {
                "place": place_json(one.edit.span),
                "replacement": one.edit.replacement,
                "safe": one.edit.safe,
            },
        }
        for one in worst_first(found)
    ]


def code_of(found: Diagnostics, *, strict: bool) -> int:
    """The exit code that the findings ask for."""
    return int(found.failed or (strict and found.count(Severity.WARNING) > 0))


def counts(found: Iterable[Diagnostic]) -> dict[str, int]:
    """How many findings there are of each severity."""
    severities = [one.severity for one in found]
    return {severity.value: severities.count(severity) for severity in Severity}


def findings_as_json(found: Iterable[Diagnostic]) -> dict[str, Any]:
    """All findings and their counts, as commands print them."""
    each = list(found)
    return {"diagnostics": render_json(each), "counts": counts(each)}


def count_text(found: Iterable[Diagnostic]) -> str:
    """The counts as a phrase: '2 errors, 1 warning'."""
    return ", ".join(
        f"{number} {name}{'s' * (number != 1)}" for name, number in counts(found).items() if number
    )


def excerpt(line: str, span: Span, *, width: int = _WIDTH) -> tuple[str, str]:
    """`line` as a terminal shows it, cut to a width, and the carets under `span`.

    Control characters are replaced: a case may come from a stranger, and a terminal obeys them.
    """
    start = min(span.column - 1, len(line))
    if span.end_line > span.line:
        end = len(line)
    elif span.end_column > span.column:
        end = min(span.end_column - 1, len(line))
    else:
        end = start + 1
    first = max(0, min(start - width // 3, len(line) - width))
    last = first + width
    prefix, suffix = "…" * (first > 0), "…" * (last < len(line))
    shown = prefix + "".join(map(_visible, line[first:last])) + suffix
    indent = len(prefix) + sum(map(_columns, line[first:start]))
    carets = sum(map(_columns, line[start : min(end, last)]))
    return shown.rstrip(), " " * indent + "^" * max(1, carets)


def visible(text: str) -> str:
    """`text` without characters that a terminal would obey."""
    return "".join(map(_visible, text))


def visible_lines(text: str) -> str:
    """The same for a text of several lines, such as a difference; tabs and line ends stay."""
    kept = "\n\t"
    return "".join(char if char in kept else _visible(char) for char in text.rstrip("\n"))


def paint(text: str, code: str, *, colour: bool) -> str:
    """`text` between ANSI escapes where `colour` is wanted."""
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _render_one(one: Diagnostic, *, source: Source, colour: bool, width: int) -> str:
    level = paint(one.severity.value, _COLOURS[one.severity], colour=colour)
    place = paint(visible(str(one.span)), "1", colour=colour) + "  " if one.span else ""
    lines = [f"{place}{level}  {one.rule.code} {one.rule.name}  {visible(one.message)}"]
    if one.span and not one.span.private and not is_whole_file(one.span):
        text = source(one.span.file)
        lines += [] if text is None else _excerpt_lines(text, one.span, colour=colour, width=width)
    if one.hint:
        lines.append(f"    hint: {visible(one.hint)}")
    return "\n".join(lines)


def _excerpt_lines(text: str, span: Span, *, colour: bool, width: int) -> list[str]:
    row = line_of(text, span.line)
    if not row.strip():
        return []
    shown, carets = excerpt(row, span, width=width)
    indent = " " * carets.count(" ")
    return [
        f"{span.line:>8} | {shown}",
        f"{'':>8} | {indent}{paint(carets.strip(), '31', colour=colour)}",
    ]


_BLOCK = 1 << 16


def line_of(text: str, line: int) -> str:
    """A line of a file, counted from 1, without its end and a byte order mark."""
    return _row(text, line).removeprefix("\ufeff").rstrip("\r")


def _row(text: str, line: int) -> str:
    """A line, counted from 1, of what may have a million; empty where there is no such line."""
    start, left = 0, max(0, line - 1)
    while (here := text.count("\n", start, start + _BLOCK)) < left:
        if start >= len(text):
            return ""
        start, left = start + _BLOCK, left - here
    for _ in range(left):
        start = text.index("\n", start) + 1
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]


def is_whole_file(span: Span) -> bool:
    """What is missing has no place; findings about it name the start of the file."""
    return (span.line, span.column, span.end_line) == (1, 1, 0)


def place_json(span: Span | None) -> dict[str, Any] | None:
    """A place as a JSON object."""
    if span is None:
        return None
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line or None,
        "end_column": span.end_column or None,
    }


def _visible(char: str) -> str:
    if char == "\t":
        return " "
    # Cc are control characters, Cf hold the marks that turn the direction of text.
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1

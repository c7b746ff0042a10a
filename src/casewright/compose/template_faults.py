"""What is wrong with a template, in words for who wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import jinja2

from casewright.diagnostics import Span

_HINT = "correct it, or delete the file if it stands before a template that came with casewright"
_FORMS: tuple[tuple[str, str, str], ...] = (
    (
        r"Unexpected end of template.*needs to be closed is '(\w+)'.*",
        r"the block '\1' is not closed",
        r"write {% end\1 %} where it ends",
    ),
    (
        r"'casewright\.(?:\w+\.)*(\w+) object' has no attribute '(\w+)'",
        r"'\1' has no field '\2'",
        "docs/case-file.md names the fields of a case",
    ),
    (r"'(\w+)' is undefined", r"templates know no '\1'", _HINT),
    (
        r"access to attribute '(\w+)' of '(\w+)' object is unsafe",
        r"'\1' of '\2' is closed to templates",
        _HINT,
    ),
    (r"No filter named '(\w+)'", r"templates have no filter '\1'", _HINT),
    (r"(.*)'end of statement block'(.*)", r"\1'%}'\2", _HINT),
    (r"(.*)'end of print statement'(.*)", r"\1'}}'\2", _HINT),
)
"""What Jinja says, what is said instead, and the hint."""


def explain(error: Exception, shown: Mapping[str, str]) -> tuple[str, Span | None, str]:
    """Message, place and hint; `shown` has the paths of the templates by their names."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        name = error.name or ""
        place: Span | None = Span(shown.get(name, name or "a template"), error.lineno, 1)
    else:
        place = _place(error, {*shown.values()})
    if isinstance(error, RecursionError):
        return "templates include or call each other without end", place, _HINT
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template '{error.name}'", place, "correct the name, or add the file"
    text = (getattr(error, "message", None) or str(error) or type(error).__name__).rstrip(".")
    for pattern, message, hint in _FORMS:
        if match := re.fullmatch(pattern, text):
            return _sentence(match.expand(message)), place, match.expand(hint)
    return _sentence(text), place, _HINT


def _place(error: Exception, files: set[str]) -> Span | None:
    trace, place = error.__traceback__, None
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name in files:
            place = Span(name, trace.tb_lineno, 1)
        trace = trace.tb_next
    return place


def _sentence(text: str) -> str:
    return text[:1].lower() + text[1:]

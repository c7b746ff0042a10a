"""Findings as one page that a browser opens without anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from casewright.diagnostics import Diagnostic, Severity
from casewright.report import Source, count_text, excerpt, is_whole_file, line_of, worst_first
from casewright.rules import explain

_STYLE = """
body { font: 16px/1.45 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1c1c1c; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
article { border-left: 4px solid; margin: 1rem 0; padding: .1rem 1rem }
.error { border-color: #b3261e } .warning { border-color: #a15c00 } .note { border-color: #3b6ea5 }
p { margin: .3rem 0 } .place, pre { font: 14px/1.4 ui-monospace, monospace; overflow-x: auto }
pre { background: #f4f4f4; padding: .4rem .6rem; white-space: pre-wrap }
mark { background: #ffe08a } .hint { color: #444 } summary { cursor: pointer; color: #444 }
"""
_HEADS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}


def render_html(found: Iterable[Diagnostic], *, about: str, source: Source) -> str:
    """A page with the counts first and the worst findings first; `about` says of what."""
    ordered = worst_first(found)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Findings: {escape(about)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(about)}</h1>\n<p>{count_text(ordered) or 'no findings'}</p>\n"
        + "".join(_groups(ordered, source))
        + "</body>\n</html>\n"
    )


def _groups(ordered: list[Diagnostic], source: Source) -> Iterator[str]:
    for level, head in _HEADS.items():
        each = [one for one in ordered if one.severity is level]
        if each:
            yield f"<h2>{head} ({len(each)})</h2>\n"
            yield from (_article(one, source) for one in each)


def _article(one: Diagnostic, source: Source) -> str:
    place = f'<p class="place">{escape(str(one.span))}</p>\n' if one.span else ""
    hint = f'<p class="hint">{escape(one.hint)}</p>\n' if one.hint else ""
    rule = f"{one.rule.code} {one.rule.name}"
    return (
        f'<article class="{one.severity.value}">\n{place}'
        f"<p><strong>{escape(one.message)}</strong></p>\n{_shown(one, source)}{hint}"
        f"<details><summary>{escape(rule)}</summary><pre>{escape(explain(one.rule.code))}</pre>"
        "</details>\n</article>\n"
    )


def _shown(one: Diagnostic, source: Source) -> str:
    place = one.span
    if place is None or place.private or is_whole_file(place):
        return ""
    text = source(place.file)
    line = "" if text is None else line_of(text, place.line)
    if not line.strip():
        return ""
    shown, carets = excerpt(line, place)
    start, length = carets.count(" "), carets.count("^")
    parts = (shown[:start], shown[start : start + length], shown[start + length :])
    before, marked, after = map(escape, parts)
    return f"<pre>{before}<mark>{marked}</mark>{after}</pre>\n"

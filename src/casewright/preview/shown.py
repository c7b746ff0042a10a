"""What the page of the preview gets to know, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casewright.diagnostics import Diagnostic, Severity
from casewright.preview.board import State
from casewright.preview.marked import Targets, target_of
from casewright.report import count_text
from casewright.rules.limits import Bound

_FILES = {
    "manuscript.docx": "Word file",
    "manuscript.pdf": "PDF",
    "title-page.docx": "Title page, Word file",
    "title-page.pdf": "Title page, PDF",
}
"""The files that are offered, by what a person calls them."""


def shown(state: State, journals: Sequence[str]) -> dict[str, Any]:
    """The state in a form that JSON can hold, findings in the order of their weight."""
    weights = list(Severity)
    each = dict.fromkeys((*state.findings, *state.found_in_files))
    found = sorted(each, key=lambda d: (weights.index(d.severity), d.sort_key))
    targets = state.page.targets if state.page else {}
    return {
        "number": state.number,
        "case": state.case,
        "journal": state.journal,
        "journals": list(journals),
        "page": state.page_number,
        "stale": state.stale,
        "composing": state.composing,
        "checking": state.checking,
        "problem": state.problem,
        "counts": count_text(found) or "no findings",
        "findings": [_finding(one, targets) for one in found],
        "lengths": [_length(one) for one in state.lengths if _is_telling(one)],
        "building": state.building,
        "files": [
            {"name": name, "label": label} for name, label in _FILES.items() if name in state.files
        ],
        "files_are_old": state.files_of < state.page_number or state.stale,
    }


def _is_telling(one: Bound) -> bool:
    """Whether a number is worth a line: words are, others where the journal limits them."""
    limited = one.least is not None or one.most is not None
    return one.short > 0 or (one.has > 0 and (limited or one.unit == "words"))


def _length(one: Bound) -> dict[str, Any]:
    """As '1,202 of at most 2,000'; a limit that nobody knows is not told."""
    text = f"{one.has:,}"
    if one.short or (one.least and one.most is None):
        text += f" of at least {one.least:,}"
    elif one.most is not None:
        text += f" of at most {one.most:,}"
    unit = "" if one.unit == one.what else f" {one.unit}"
    return {"what": one.what, "text": text + unit, "broken": bool(one.over or one.short)}


def _finding(one: Diagnostic, targets: Targets) -> dict[str, Any]:
    return {
        "code": one.rule.code,
        "name": one.rule.name,
        "severity": one.severity.value,
        "message": one.message,
        "hint": one.hint,
        "place": str(one.span) if one.span else None,
        "target": target_of(one.span, targets) if one.span else None,
    }

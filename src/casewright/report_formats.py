"""Findings for other programs: GitHub's annotations and SARIF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from casewright import __version__
from casewright.diagnostics import Diagnostic, Severity, Span
from casewright.report import worst_first
from casewright.rules import explain

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def render_github(found: Iterable[Diagnostic]) -> str:
    """A workflow command for each finding (GitHub Docs, 'Workflow commands for GitHub Actions')."""
    return "\n".join(_command(one) for one in worst_first(found))


def _command(one: Diagnostic) -> str:
    told = {"title": f"{one.rule.code} {one.rule.name}"}
    if place := one.span:
        told = {"file": place.file, "line": str(place.line), "col": str(place.column), **told}
        if place.end_line == place.line:
            told["endColumn"] = str(place.end_column)
        elif place.end_line:
            told["endLine"] = str(place.end_line)
    said = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in told.items())
    text = one.message + (f"\n{one.hint}" if one.hint else "")
    return f"::{_GITHUB[one.severity]} {said}::{_escaped(text, '')}"


def _escaped(text: str, more: str) -> str:
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def render_sarif(found: Iterable[Diagnostic]) -> dict[str, Any]:
    """All findings as one run (SARIF 2.1.0, OASIS Standard)."""
    ordered = worst_first(found)
    rules = sorted({one.rule for one in ordered}, key=lambda rule: rule.code)
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "casewright",
                        "version": __version__,
                        "rules": [
                            {
                                "id": rule.code,
                                "name": rule.name,
                                "shortDescription": {"text": rule.name.replace("-", " ")},
                                "help": {
                                    "text": explain(rule.code),
                                    "markdown": explain(rule.code),
                                },
                                "defaultConfiguration": {"level": rule.severity.value},
                            }
                            for rule in rules
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, rules.index(one.rule)) for one in ordered],
            }
        ],
    }


def _result(one: Diagnostic, rule: int) -> dict[str, Any]:
    text = one.message + (f" ({one.hint})" if one.hint else "")
    made: dict[str, Any] = {
        "ruleId": one.rule.code,
        "ruleIndex": rule,
        "level": one.severity.value,
        "message": {"text": text},
    }
    if one.span:
        made["locations"] = [
            {"physicalLocation": {"artifactLocation": _uri(one.span), "region": _region(one.span)}}
        ]
    if one.edit:
        edit = {
            "deletedRegion": _region(one.edit.span),
            "insertedContent": {"text": one.edit.replacement},
        }
        change = {"artifactLocation": _uri(one.edit.span), "replacements": [edit]}
        made["fixes"] = [{"artifactChanges": [change]}]
    return made


def _uri(place: Span) -> dict[str, str]:
    path = quote(place.file)
    return {"uri": f"file://{path}"} if path.startswith("/") else {"uri": path}


def _region(place: Span) -> dict[str, int]:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_line:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return region

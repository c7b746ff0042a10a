"""How a budget is printed: what there is of everything, and how much more the journal takes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from casewright.budget import Budget, Limit
from casewright.report import paint, visible
from casewright.rules.limits import OF_HEADINGS


def budget_lines(budget: Budget, colour: bool) -> Iterator[str]:
    """A line for everything that is counted, those of the sections below the main text."""
    yield paint(f"{'':<20} {'has':>14}   allowed", "1", colour=colour)
    of_sections = {
        limit.bound.what: limit for limit in budget.limits if limit.bound.group == "sections"
    }
    of_abstract = [limit for limit in budget.limits if limit.bound.rules == OF_HEADINGS]
    for limit in budget.limits:
        bound = limit.bound
        if bound.group == "sections" or limit in of_abstract:
            continue
        has = bound.amount if bound.unit in ("words", "characters") else f"{bound.has:,}"
        yield f"  {bound.what:<18} {has:>14}   {_allowed(limit)}"
        if bound.what == "main text":
            for section in budget.sections:
                own = of_sections.pop(section.heading, None)
                yield _section(section.heading, section.words, section.counted, own)
            for heading, own in of_sections.items():
                yield _section(heading, own.bound.has, True, own)
        for own in of_abstract if bound.what == "abstract" else ():
            yield _section(own.bound.what, own.bound.has, True, own)


def _section(heading: str, words: int, counted: bool, limit: Limit | None) -> str:
    shown = textwrap.shorten(visible(heading), 26, placeholder=" …")
    notes = [_allowed(limit)] if limit else []
    notes += [] if counted else ["not counted"]
    return f"    {shown:<26} {words:>4,}{'   ' if notes else ''}{'; '.join(notes)}"


def _allowed(limit: Limit) -> str:
    bound = limit.bound
    if not limit.told:
        return "not known"
    points = f"{bound.amount}; " if bound.unit == "points" else ""
    most = f"at most {bound.most:,}" if bound.most is not None else ""
    least = f"at least {bound.least:,}" if bound.least is not None else ""
    advised = " (advised)" if bound.advised else ""
    verified = "" if limit.verified else " (not verified)"
    state = f": {bound.left:,} left" if bound.most and bound.left is not None else ""
    state = f": {bound.over:,} to cut" if bound.over else state
    state = f": {bound.short:,} more needed" if bound.short else state
    allowed = " and ".join(filter(None, (least, most)))
    return f"{points}{allowed}{advised}{verified}{state}"


def budget_as_json(budget: Budget) -> dict[str, Any]:
    """The limits and the sections, for a program."""
    return {
        "limits": [_limit_as_json(limit) for limit in budget.limits],
        "sections": [
            {"heading": s.heading, "words": s.words, "points": s.points, "counted": s.counted}
            for s in budget.sections
        ],
    }


def _limit_as_json(limit: Limit) -> dict[str, Any]:
    bound, told = limit.bound, limit.told
    return {
        "what": bound.what,
        "unit": bound.unit,
        "has": bound.has,
        "least": bound.least,
        "most": bound.most,
        "over": bound.over,
        "short": bound.short,
        "left": bound.left,
        "advised": bound.advised,
        "rule": f"{bound.group}.{bound.broken_rule}",
        "told": told
        and {
            "source": list(told.source),
            "as_of": told.as_of,
            "verified": told.verified,
            "confidence": told.confidence,
        },
    }

"""Rules: what each one reports, why, and what to do, in `docs/<code>.md`."""

from __future__ import annotations

from casewright.catalogue import RULES
from casewright.workspace import read_package_file


def explain(code: str) -> str:
    """The documentation of a rule, as Markdown; raises `KeyError` for an unknown code."""
    return read_package_file("rules", "docs", f"{RULES[code].code}.md").decode()

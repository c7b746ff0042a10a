"""Rules: what each one reports, why, and what to do, in `docs/<code>.md`."""

from __future__ import annotations

import re

from casewright.catalogue import RULES
from casewright.diagnostics import RuleInfo, Stage
from casewright.workspace import read_package_file


def explain(code: str) -> str:
    """The documentation of a rule, as Markdown; raises `KeyError` for an unknown code."""
    return read_package_file("rules", "docs", f"{RULES[code].code}.md").decode()


def rules_page() -> str:
    """All rules with their documentation as one Markdown page: `docs/rules.md`."""
    rows = [
        f"| [{one.code}](#{_anchor(one)}) | {one.name} | {_due(one)} |" for one in RULES.values()
    ]
    texts = [re.sub("^(#+)", r"#\1", explain(code), flags=re.M) for code in RULES]
    table = "\n".join(("| code | name | severity |", "|---|---|---|", *rows))
    return f"# Rules\n\n{_HEAD}\n\n{table}\n\n" + "\n".join(texts)


_HEAD = """\
What `casewright check` finds. Errors fail it. What is due before submission is not reported for a
draft; what is due always cannot be accepted or made to matter less."""


def _due(one: RuleInfo) -> str:
    return (
        one.severity.value
        + {
            Stage.ALWAYS: ", always",
            Stage.DRAFT: "",
            Stage.SUBMISSION: ", before submission",
        }[one.stage]
    )


def _anchor(one: RuleInfo) -> str:
    return f"{one.code} {one.name}".lower().replace(" ", "-")

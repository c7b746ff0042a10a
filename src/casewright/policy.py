"""What becomes of findings: how much they matter here, what is accepted, and what is due yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Self

from casewright.catalogue import RULES, find_rule
from casewright.diagnostics import (
    PRIVATE,
    Diagnostic,
    Diagnostics,
    RuleInfo,
    Severity,
    Stage,
)
from casewright.model.profile import Level
from casewright.model.settings import Settings
from casewright.readers.allowances import MARK, Allowance, read_allowances
from casewright.readers.settings import read_settings, say_unless_journal
from casewright.workspace import Workspace, read_if_there

_OFF = "off"


@dataclass(slots=True)
class Policy:
    """The decisions of a workspace and its journals about findings."""

    workspace: Workspace
    settings: Settings
    stage: Stage
    found: Diagnostics
    """What is wrong with the settings themselves."""
    used: set[tuple[Allowance, RuleInfo]] = field(default_factory=set)
    """The comments that accepted something so far, with the rules of which they did."""
    _read: dict[str, tuple[Allowance, ...]] = field(default_factory=dict)

    @classmethod
    def open(cls, workspace: Workspace, stage: Stage = Stage.SUBMISSION) -> Self:
        """The policy of a workspace, with the settings that it has now."""
        settings, found = read_settings(workspace)
        return cls(workspace, settings, stage, found)

    def apply(
        self,
        found: Diagnostics,
        *,
        journal: str | None = None,
        severities: Mapping[str, Level] | None = None,
    ) -> None:
        """Change the severity of findings and take out what is accepted or not due yet.

        `severities` are those of the journal called `journal`; the workspace's own count before
        them. What is wrong with comments that accept findings is found, too.
        """
        found.extend(self.found)
        levels = {**_levels(severities or {}), **_levels(self.settings.severities)}
        files = {one.span.file for one in found if one.span and one.rule.stage is not Stage.ALWAYS}
        for file in sorted(files):
            found.extend(self._look_into(file))
        found.revise(lambda one: self._judged(one, levels, journal))

    def unused(self, journals: Iterable[str]) -> Diagnostics:
        """Comments that accept what was not found, though `journals` were all looked at."""
        found, looked = Diagnostics(), set(journals)
        for each in self._read.values():
            for one in each:
                idle = [rule for rule in one.rules if (one, rule) not in self.used]
                if idle and (one.journal is None or one.journal in looked):
                    names = " and ".join(f"'{rule.name}'" for rule in idle)
                    message = f"nothing is found here that this comment allows by {names}"
                    whole = len(idle) == len(one.rules)
                    hint = "delete the comment" if whole else f"delete {names} in the comment"
                    found.add(RULES["CASE019"], message, one.span, hint=hint)
        return found

    def _judged(
        self, one: Diagnostic, levels: Mapping[RuleInfo, Level], journal: str | None
    ) -> Diagnostic | None:
        rule = one.rule
        if rule.stage is Stage.ALWAYS:
            return one
        if rule.stage is Stage.SUBMISSION and self.stage is Stage.DRAFT:
            return None
        level = levels.get(rule)
        if level == _OFF or self._is_allowed(one, journal):
            return None
        return one if level is None else replace(one, severity=Severity(level))

    def _is_allowed(self, one: Diagnostic, journal: str | None) -> bool:
        accepting = [
            each
            for each in (self._read.get(one.span.file, ()) if one.span else ())
            if each.covers(one, journal)
        ]
        self.used.update((each, one.rule) for each in accepting)
        return bool(accepting) or any(
            find_rule(each.rule) is one.rule
            and each.journal in (None, journal)
            and fnmatchcase(one.span.file if one.span else "", each.files)
            for each in self.settings.allow
        )

    def _look_into(self, file: str) -> Diagnostics:
        if file in self._read or file.endswith(PRIVATE):
            return Diagnostics()
        data = read_if_there(self.workspace.root / file) or b""
        if MARK.encode() not in data:
            self._read[file] = ()
            return Diagnostics()
        self._read[file], found = read_allowances(data.decode(errors="replace"), file)
        for one in self._read[file]:
            say_unless_journal(one.journal, one.span, self.workspace, found)
        return found


def _levels(named: Mapping[str, Level]) -> dict[RuleInfo, Level]:
    return {rule: level for word, level in named.items() if (rule := find_rule(word))}

"""What a workspace decides for itself: `casewright.yaml` in its root."""

from __future__ import annotations

from collections.abc import Mapping

from casewright.model.declare import Field
from casewright.model.profile import Data, Level, Text


class Allowed(Data):
    """Findings that somebody has looked at and accepts."""

    rule: Text
    """Code or name."""
    files: Text = "*"
    """Relative to the workspace: `cases/x/*.md`; every one unless given."""
    journal: Text | None = None
    """Where it is accepted for one journal alone."""
    reason: Text
    """Why they are accepted."""


class References(Data):
    """How the workspace keeps its libraries."""

    key_pattern: Text | None = None
    """How new works are called, of the parts {family}, {year}, {yy}, {word} and {journal}.

    {Family} begins with a capital; {family}{year}{word}, as koh2007pancreatic, unless given.
    """


class Settings(Data):
    """The workspace's own decisions; whatever is absent is as casewright has it."""

    severities: Mapping[str, Level] = Field(default_factory=dict)
    """How much a rule matters, by its code or name."""
    allow: tuple[Allowed, ...] = ()
    """Findings that are accepted in all files, or in those that are named."""
    journals: tuple[Text, ...] = ()
    """Those that `build` and `check` mean where none is named."""
    words: tuple[Text, ...] = ()
    """Words that are spelled right though no dictionary has them."""
    references: References = Field(default_factory=References)
    """How the libraries are kept."""

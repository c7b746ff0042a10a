"""What every group of a journal's rules says of where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import BaseModel, ConfigDict, Field, model_validator

Text: TypeAlias = Annotated[str, Field(min_length=1)]

Level: TypeAlias = Literal["error", "warning", "note", "off"]
"""A severity, or that a rule is not wanted."""

GENERAL_KNOWLEDGE = "general-knowledge"
"""The source of a rule that nobody has looked up."""
DEFAULT = "default"
"""The source of what casewright does where the journal's rule is not known."""


class Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


SourceKind: TypeAlias = Literal[
    "primary",
    "primary-archived",
    "primary-repost",
    "published-article",
    "secondary",
    "experiment",
]
"""The journal's own page; an old capture of it; a copy elsewhere; an article as it was printed;
a third party; what was tried here."""


class SourceInfo(Data):
    """A page or article that a rule was read in."""

    title: Text
    url: Text | None = None
    date: Text
    kind: SourceKind = "secondary"


class Provenance(Data):
    """Where a rule was read, and how sure it is."""

    source: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Ids of `sources` in the same file or its parents, `general-knowledge`, or `default`."""
    as_of: Text
    """When the source was current, as precisely as known."""
    verified: bool
    """Whether the rule was read in the named source."""
    confidence: Literal["low", "medium", "high"] | None = None
    note: Text | None = None

    @property
    def is_default(self) -> bool:
        """Whether nothing is known of the journal's own rule."""
        return self.source == (DEFAULT,)


class Group(Provenance):
    """A group of rules with its provenance."""

    rules: Mapping[Text, Provenance] = Field(default_factory=dict)
    """The provenance of single rules of the group that were read elsewhere, by their names."""

    @model_validator(mode="after")
    def _has_what_rules_name(self) -> Group:
        known = type(self).model_fields.keys() - Group.model_fields.keys()
        for name in self.rules:
            if name not in known:
                raise ValueError(f"there is no rule '{name}' here; name one of {sorted(known)}")
        return self

    def provenance(self, rule: str) -> Provenance:
        """Where the rule of this name was read."""
        return self.rules.get(rule, self)


def binds(rule: Provenance, sources: Mapping[str, SourceInfo]) -> bool:
    """Whether a rule may count as the journal's demand: read in a page of its own that stands.

    Anything else (unverified, a repost, an old capture, a third party) can only warn.
    """
    kinds = {sources[name].kind for name in rule.source if name in sources}
    return rule.verified and "primary" in kinds

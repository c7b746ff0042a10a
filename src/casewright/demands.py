"""What a journal demands, rule by rule: its value, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from casewright.library.style_changes import marker_form
from casewright.library.styles import UnknownStyle, resolve_style
from casewright.model.declare import BaseModel
from casewright.model.journal import Citations, Journal
from casewright.model.journal_text import AbstractHeading, Section
from casewright.model.profile import Group, Provenance, binds


class Standing(StrEnum):
    """How sure a rule is."""

    BINDS = "binds"
    WARNS = "can only warn"
    UNVERIFIED = "not verified"
    DEFAULT = "not known, with a default"
    UNKNOWN = "not known"

    @property
    def known(self) -> bool:
        """Whether the rule is the journal's own."""
        return self in (Standing.BINDS, Standing.WARNS, Standing.UNVERIFIED)


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule of a journal."""

    group: str
    rule: str
    """`max_words`, `style.font`; empty where nothing of a whole group is known."""
    value: Any
    standing: Standing
    told: Provenance | None
    """Where it was read; none where it is not known."""

    @property
    def name(self) -> str:
        return f"{self.group}.{self.rule}" if self.rule else self.group

    @property
    def lines(self) -> tuple[str, ...]:
        """The value for people."""
        return tuple(_lines(self.value))


def demands(journal: Journal) -> Iterator[Demand]:
    """Every rule that a profile can hold, also those of which nothing is known."""
    groups = journal.groups()
    for name in group_names():
        if group := groups.get(name):
            yield from _of_group(name, group, journal)
        else:
            yield Demand(name, "", None, Standing.UNKNOWN, None)
    for name, remark in journal.remarks.items():
        yield from _of_group(f"remarks.{name}", remark, journal)


def group_names() -> tuple[str, ...]:
    """The groups of rules that a profile may have, in their order."""
    fields = Journal.model_fields.items()
    return tuple(name for name, field in fields if _is_group(field.annotation))


def _is_group(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType):
        return any(map(_is_group, get_args(annotation)))
    return isinstance(annotation, type) and issubclass(annotation, Group)


def _of_group(name: str, group: Group, journal: Journal) -> Iterator[Demand]:
    for rule in type(group).model_fields:
        if rule not in Group.model_fields:
            yield from _of_rule(name, rule, group, group.provenance(rule), journal)


_NOTHING: tuple[Any, ...] = (None, (), {}, "", "as-written", "as-style", "as-given", "given", False)
"""Values that leave everything as it is."""


def _of_rule(
    group: str, rule: str, holder: BaseModel, told: Provenance, journal: Journal
) -> Iterator[Demand]:
    """The rule, or each of those inside it."""
    value = getattr(holder, rule.rpartition(".")[2])
    if not journal.says(f"{group}.{rule}"):
        standing = Standing.UNKNOWN if value in _NOTHING else Standing.DEFAULT
        yield Demand(group, rule, value, standing, None)
    elif isinstance(value, BaseModel):
        for inner in type(value).model_fields:
            yield from _of_rule(group, f"{rule}.{inner}", value, told, journal)
    elif isinstance(value, Mapping) and any(isinstance(one, BaseModel) for one in value.values()):
        for key, inner_value in value.items():
            yield Demand(group, f"{rule}.{key}", inner_value, _standing(told, journal), told)
    else:
        yield Demand(group, rule, value, _standing(told, journal), told)


def _standing(told: Provenance, journal: Journal) -> Standing:
    if told.is_default:
        return Standing.DEFAULT
    if binds(told, journal.sources):
        return Standing.BINDS
    return Standing.WARNS if told.verified else Standing.UNVERIFIED


def differences(first: Journal, second: Journal) -> Iterator[tuple[Demand, Demand]]:
    """The rules in which two journals differ, or that are known of one of them alone."""
    ours, theirs = ({one.name: one for one in demands(j) if one.rule} for j in (first, second))
    order = {name: number for number, name in enumerate((*group_names(), "remarks"))}
    for name in sorted({**ours, **theirs}, key=lambda name: order[name.partition(".")[0]]):
        pair = (
            ours.get(name) or _unknown(theirs[name]),
            theirs.get(name) or _unknown(ours[name]),
        )
        if _said(pair[0]) != _said(pair[1]):
            yield pair


def _unknown(other: Demand) -> Demand:
    """What the journal that has no such rule says of it."""
    return Demand(other.group, other.rule, None, Standing.UNKNOWN, None)


def _said(one: Demand) -> tuple[bool, tuple[str, ...]]:
    """What is told of a journal; a default of casewright's own is nothing that it says."""
    return one.standing.known, one.lines if one.standing.known else ()


def citation_form(rule: Citations) -> str:
    """A word with a citation as the journal prints it before a full stop: `text [1].`"""
    form: str = rule.marker
    if form == "as-style":
        try:
            form = marker_form(resolve_style(rule.style))
        except UnknownStyle:
            return "not known"
    marker = _MARKERS[form]
    if rule.position in ("before-punctuation", "unknown"):
        raised = marker in _RAISED
        space = " " if (not raised if rule.space_before is None else rule.space_before) else ""
        return f"text{space}{marker}."
    return f"text.{' ' if rule.space_before else ''}{marker}"


_RAISED = ("¹", "^[1]")
_MARKERS: Mapping[str, str] = {
    "brackets": "[1]",
    "parentheses": "(1)",
    "superscript": "¹",
    "superscript-brackets": "^[1]",
    "plain": "1",
    "names": "(Ng 2026)",
}


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value):
        for one in value:
            yield from _lines(one)
    elif isinstance(value, Section):
        yield f"{value.heading}{_aside(value)}"
        for inner in value.sections:
            yield from (f"  {line}" for line in _lines(inner))
    elif isinstance(value, AbstractHeading):
        limits = [
            f"{name} {most:,} words"
            for name, most in (("at least", value.min_words), ("at most", value.max_words))
            if most is not None
        ]
        aside = f" ({' and '.join(limits)})" if limits else ""
        yield f"{value.heading or '(no heading)'}: {', '.join(value.moves)}{aside}"
    elif isinstance(value, BaseModel):
        yield "; ".join(_differing(value)) or "as usual"
    else:
        yield _brief(value)


def _differing(value: BaseModel) -> Iterator[str]:
    """What is said in `value` that would not go without saying."""
    for name, field in type(value).model_fields.items():
        one = getattr(value, name)
        if field.is_required() or one != field.get_default(call_default_factory=True):
            yield f"{words(name)}: {_brief(one)}"


def _aside(section: Section) -> str:
    """What stands under a heading, and its bounds."""
    bounds = ("min_items", "max_items", "max_words", "max_characters")
    notes = [f"{words(name)} {count}" for name in bounds if (count := getattr(section, name))]
    notes += ["optional"] * section.optional + ["before the abstract"] * section.before_abstract
    parts = f": {', '.join(map(words, section.parts))}" if section.parts else ""
    return parts + (f" ({', '.join(notes)})" if notes else "")


def _brief(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_brief(one)}" for key, one in value.items()) or "none"
    if isinstance(value, tuple):
        return ", ".join(map(_brief, value)) or "none"
    if isinstance(value, BaseModel):
        return "; ".join(_lines(value))
    if value is None:
        return "not known"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    plain = text and text[0] not in _OPENS_NO_TEXT and text.strip() == text
    return text if plain else repr(text)


_OPENS_NO_TEXT = ",;:."
"""Signs that would be lost at the beginning of a value."""


def words(name: str) -> str:
    """The name of a group, a rule or a part for people."""
    return name.replace("_", " ").replace(".", ", ")

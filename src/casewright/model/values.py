"""What any value of a case may be: an id, a call of a figure, the statement that it is missing.

Every class has `parse`, which raises `ValueError` with a sentence that says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import PlainValidator, WithJsonSchema


class NotAValue(ValueError):
    """A value that is refused, with what to write and, where it is a slip, what was meant."""

    def __init__(self, message: str, hint: str, instead: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.instead = instead
        """The value as it should stand in the file."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A value that is known to be missing, in one of three states."""

    state: Literal["not stated", "not done", "not applicable"]
    reason: str | None = None

    @classmethod
    def parse(cls, raw: object) -> Absent:
        match = isinstance(raw, str) and re.fullmatch(
            r"(not stated|not done|not applicable)(?::\s+(\S.*))?", raw
        )
        if not match:
            raise ValueError("write 'not stated', 'not done' or 'not applicable: <reason>'")
        state, reason = match.groups()
        if state == "not applicable" and not reason:
            raise ValueError("say why: 'not applicable: <reason>'")
        return cls(state, reason)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A figure, or one panel of it."""

    figure: str
    panel: str | None = None

    @classmethod
    def parse(cls, raw: object) -> FigureRef:
        match = isinstance(raw, str) and re.fullmatch(
            r"([a-z0-9][a-z0-9-]*)(?:/([a-z0-9][a-z0-9-]*))?", raw
        )
        if not match:
            raise ValueError("write the id of a figure, or 'figure/panel' as in 'imaging/a'")
        return cls(match[1], match[2])


def _slug(raw: object) -> str:
    if isinstance(raw, str) and re.fullmatch(r"[a-z][a-z0-9-]{0,39}", raw):
        return raw
    plain = re.sub(r"[^a-z0-9]+", "-", raw.casefold()).strip("-") if isinstance(raw, str) else ""
    offer = plain[:40] if plain[:1].isalpha() else "first-ct"
    form = "a lower-case letter, then up to 39 lower-case letters, digits or hyphens"
    raise NotAValue(f"'{raw}' is no id", f"write {form}: '{offer}'")


@dataclass(frozen=True)
class _OneForm:
    pattern: re.Pattern[str]
    what: str
    hint: str
    meant: Callable[[str], Iterable[str]]

    def __call__(self, raw: object) -> str:
        if isinstance(raw, str) and self.pattern.fullmatch(raw):
            return raw
        offers = self.meant(raw) if isinstance(raw, str) else ()
        instead = next((offer for offer in offers if self.pattern.fullmatch(offer)), None)
        raise NotAValue(f"'{raw}' is not {self.what}", self.hint, instead)


def _nothing(_: str) -> Iterable[str]:
    return ()


def one_form(
    pattern: re.Pattern[str],
    what: str,
    hint: str,
    *,
    meant: Callable[[str], Iterable[str]] = _nothing,
) -> PlainValidator:
    """The validator of text that has one form and is kept as it is written.

    `meant` gives what a slip may have been meant for; the first that has the form is offered.
    """
    return PlainValidator(_OneForm(pattern, what, hint, meant))


def value_schema(description: str, *examples: str | int) -> WithJsonSchema:
    kinds = sorted({"integer" if isinstance(e, int) else "string" for e in examples})
    return WithJsonSchema(
        {
            "type": kinds[0] if len(kinds) == 1 else kinds,
            "description": description,
            "examples": list(examples),
        }
    )


Slug: TypeAlias = Annotated[
    str,
    PlainValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9-]{0,39}$"}),
]
FigureRefValue: TypeAlias = Annotated[
    FigureRef,
    PlainValidator(FigureRef.parse),
    value_schema("A figure, or a panel of it.", "histology", "imaging/a"),
]
AbsentValue: TypeAlias = Annotated[
    Absent,
    PlainValidator(Absent.parse),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^(not stated|not done|not applicable: .+)$",
            "description": "Known to be missing.",
        }
    ),
]


def none_tag(raw: object) -> str:
    """Tell 'none' from a given value, for the discriminated unions of the case."""
    return "none" if raw == "none" else "given"


def absent_tag(raw: object) -> str:
    """Tell a missing value from a given one, for the discriminated unions of the case."""
    if isinstance(raw, Absent):
        return "absent"
    if isinstance(raw, str) and raw.startswith(("not stated", "not done", "not applicable")):
        return "absent"
    return "given"

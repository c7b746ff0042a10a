"""Scores, grades and stages with a checked vocabulary: 'ECOG 1', 'GCS 13 (E3V4M6)', 'pT3N1M0'.

CARE asks for prognostic characteristics such as stage (8d), for outcomes with their instrument
(10a), and reports of harm for a named causality tool.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from casewright.diagnostics import near, suggest
from casewright.model.declare import PlainValidator, WithJsonSchema
from casewright.model.scales import BY_NAME, Labels, Numbers, Scale
from casewright.model.values import NotAValue

_HELP = (
    "write a scale and a value as 'ECOG 1', 'GCS 13 (E3V4M6)', 'Clavien-Dindo IIIa' or "
    "'pT3N1M0, stage IIIB, AJCC 8th edition'; for a scale of your own, 'name:' and 'value:'"
)
_NOUNS = r"(?:score|grade|class|stage|category|level|type|index|performance status)"
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V", "6": "VI"}
_PREFIX = r"(?:yc|yp|[cpryam])?"
_TNM = re.compile(
    rf"(?P<t>{_PREFIX}T(?:X|0|is(?:\([^)]*\))?|a|[1-4](?:mi|[a-d](?:[12])?)?)(?:\(m\))?)"
    rf"[ ,]*(?P<n>{_PREFIX}N(?:X|0(?:\([i+sn-]+\))?|[1-3](?:mi|[a-c])?(?:\(sn\))?))"
    rf"[ ,]*(?P<m>{_PREFIX}M(?:X|0(?:\(i\+\))?|1(?:[a-d](?:\([01]\))?)?))?"
)
_GROUP = r"(?:occult|0|0is|0a|I{1,3}|IV)(?:[A-E][1-3]?)?"
_EDITION = re.compile(r"(AJCC|UICC|ENETS)(?: (\d)(?:st|nd|rd|th)?(?: edition)?)?")
_NARANJO = ((9, "definite"), (5, "probable"), (1, "possible"), (-4, "doubtful"))
_HARTWIG = {"1": "mild", "2": "mild", "3": "moderate", "4": "moderate"}


@dataclass(frozen=True, slots=True)
class Score:
    """A value on a scale, with what was written beside it."""

    scale: str
    """The key of a known scale (`scales.SCALES`), 'TNM', or the author's own name of one."""
    value: str
    """'13', 'IIIa', 'pT3N1M0'."""
    detail: str | None = None
    """The parts of a sum ('E3V4M6', '3 + 4'), points, or the stage group of a TNM ('IIIB')."""
    edition: str | None = None
    """'AJCC 8th edition'."""
    out_of: str | None = None
    """The maximum of the author's own scale."""

    @classmethod
    def parse(cls, raw: object) -> Score:
        """Read a score; raises `ValueError` with the allowed values or the nearest right word."""
        if isinstance(raw, Mapping):
            return _own(raw)
        if not isinstance(raw, str):
            raise ValueError(_HELP)
        text = " ".join(raw.split())
        if re.match(rf"(?:TNM:? )?{_PREFIX}T(?:X|\d|is|a(?![a-z]))", text):
            return _tnm(text.removeprefix("TNM").lstrip(": "))
        for name in _names_that_begin(text):
            return _known(BY_NAME[name.casefold()], text[len(name) :])
        raise _unknown(text)

    @property
    def known(self) -> Scale | None:
        """The scale's entry in the table; None for TNM and a scale of the author's own."""
        return BY_NAME.get(self.scale.casefold())

    @property
    def category(self) -> str | None:
        """What the value means where the scale's authors say so: Naranjo 7 is 'probable'."""
        if self.scale == "Naranjo":
            return next(word for least, word in _NARANJO if int(self.value) >= least)
        if self.scale == "WHO-UMC":
            return self.value
        if self.scale == "Hartwig":
            return _HARTWIG.get(self.value[0], "severe")
        return None


def _names_that_begin(text: str) -> list[str]:
    """Names of scales that `text` begins with, the longest first."""
    plain = text.casefold()
    fitting = [n for n in BY_NAME if plain.startswith(n) and not plain[len(n) :][:1].isalpha()]
    return sorted(fitting, key=len, reverse=True)


def _known(scale: Scale, rest: str) -> Score:
    rest = re.sub(rf"^[ :]*(?:{_NOUNS}\b)?[ :]*(?:of )?", "", rest)
    value, _, edition = rest.partition(", ")
    if not value:
        raise ValueError(f"write the value after '{scale.key}': {scale.values}")
    return Score(scale.key, *_checked(scale, value), edition=edition or None)


def _checked(scale: Scale, value: str) -> tuple[str, str | None]:
    """The value in its canonical form, and its parts."""
    special = _SPECIAL.get(scale.key)
    values = scale.values
    if isinstance(values, Numbers):
        return _number(scale, values, value), None
    if isinstance(values, Labels):
        return _label(scale, values, value), None
    if not re.fullmatch(values.regex, value):
        raise NotAValue(f"{scale.title} has no value '{value}'", f"write {values}")
    return special(value) if special else (value, None)


def _number(scale: Scale, values: Numbers, text: str) -> str:
    number, slash, most = text.replace("−", "-").partition("/")
    roman = {word: digit for digit, word in _ROMAN.items()}
    number = roman.get(number.strip(), number.strip())
    wrong = NotAValue(f"{scale.title} has no value '{text}'", f"write {values}")
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", number) or (slash and float(most) != values.high):
        raise wrong
    steps = (float(number) - values.low) / values.step
    if not values.low <= float(number) <= values.high or abs(steps - round(steps)) > 1e-6:
        raise wrong
    return number


def _label(scale: Scale, values: Labels, text: str) -> str:
    plain = text.casefold()
    plain = {"probable/likely": "probable", "likely": "probable"}.get(plain, plain)
    by_form = {label.casefold(): label for label in values.values}
    for label, shown in zip(values.values, values.printed, strict=False):
        by_form[shown.casefold()] = label
    if scale.key == "LI-RADS":
        by_form |= {label.removeprefix("LR-").casefold(): label for label in values.values}
    if plain not in by_form and plain[:1] in _ROMAN:
        plain = f"{_ROMAN[plain[0]]}{plain[1:]}".casefold()
    if plain in by_form:
        return by_form[plain]
    raise NotAValue(f"{scale.title} has no value '{text}'", f"write {values}")


_SUM = "check the sum and its parts"


def _gcs(text: str) -> tuple[str, str | None]:
    parts = re.search(r"E ?([1-4C]) ?V ?([1-5T]) ?M ?([1-6])", text)
    total = re.match(r"\d+T?", text)
    detail = "E{}V{}M{}".format(*parts.groups()) if parts else None
    marks = parts.groups() if parts else ()
    if parts and all(mark.isdigit() for mark in marks):
        count = sum(map(int, marks))
        if total and int(total[0]) != count:
            raise NotAValue(f"{detail} is {count}, not {total[0]}", _SUM)
        return str(count), detail
    if parts and total is None:
        return detail or "", None  # an untestable part (intubated, closed eyes) gives no sum
    if total is None or not 3 <= int(total[0].rstrip("T")) <= 15:
        raise NotAValue(
            f"Glasgow Coma Scale score has no value '{text}'", "write a whole number from 3 to 15"
        )
    return total[0], detail


def _gleason(text: str) -> tuple[str, str | None]:
    total = re.match(r"(\d{1,2})(?! ?\+)", text) or re.search(r"= ?(\d{1,2})", text)
    parts = re.search(r"(\d) ?\+ ?(\d)", text)
    if parts:
        count = int(parts[1]) + int(parts[2])
        if total and int(total[1]) != count:
            raise NotAValue(f"{parts[1]} + {parts[2]} is {count}, not {total[1]}", _SUM)
        if not all(1 <= int(part) <= 5 for part in parts.groups()):
            raise NotAValue("a Gleason pattern goes from 1 to 5", "check both numbers")
        return str(count), f"{parts[1]} + {parts[2]}"
    assert total is not None
    if not 2 <= int(total[1]) <= 10:
        raise NotAValue(f"Gleason score has no value '{text}'", "write a number from 2 to 10")
    return total[1], None


def _child_pugh(text: str) -> tuple[str, str | None]:
    points = re.search(r"\d+", text)
    if points is None:
        return text, None
    least, most = {"A": (5, 6), "B": (7, 9), "C": (10, 15)}[text[0]]
    if not least <= int(points[0]) <= most:
        sentence = f"Child-Pugh class {text[0]} is {least} to {most} points, not {points[0]}"
        raise NotAValue(sentence, "check the class and the points")
    return text[0], f"{points[0]} points"


def _apgar(text: str) -> tuple[str, str | None]:
    if any(int(part) > 10 for part in text.split("/")):
        raise NotAValue(f"Apgar score has no value '{text}'", "write whole numbers from 0 to 10")
    return text, None


def _spaced(text: str) -> tuple[str, str | None]:
    return re.sub(r"(?<=\d) ?(?=mm)", " ", text.replace(" A", "A")), None


_SPECIAL = {
    "GCS": _gcs,
    "Gleason": _gleason,
    "Child-Pugh": _child_pugh,
    "Apgar": _apgar,
    "Breslow": _spaced,
    "KDIGO CKD": _spaced,
}
"""Scales whose values have parts, which must agree."""


def _tnm(text: str) -> Score:
    """'pT3 N1 M0, stage IIIB, AJCC 8th edition'; the group and the edition may be left out."""
    match = _TNM.match(text)
    help_ = "write T, N and M as in 'pT3N1M0', 'cT2aN0M1b' or 'ypT0 N0'"
    if match is None:
        raise NotAValue(f"'{text}' is no TNM stage", help_)
    group, edition = None, None
    for part in filter(None, re.split(r", *", text[match.end() :].strip(" ,()"))):
        if found := re.fullmatch(rf"stage (?:group )?({_GROUP})", part):
            group = found[1]
        elif found := _EDITION.fullmatch(part):
            edition = f"{found[1]} {_ordinal(found[2])} edition" if found[2] else found[1]
        else:
            extra = "after it, 'stage IIIB' and 'AJCC 8th edition' may stand"
            raise NotAValue(f"'{part}' is no part of a TNM stage", f"{help_}; {extra}")
    value = "".join(part for part in match.group("t", "n", "m") if part)
    return Score("TNM", value, group, edition)


def _ordinal(digit: str) -> str:
    return digit + {"1": "st", "2": "nd", "3": "rd"}.get(digit, "th")


def _own(raw: Mapping[str, Any]) -> Score:
    """A scale that the table does not know, by its name; nothing about its value is checked."""
    allowed = {"name", "value", "out_of"}
    if extra := sorted(set(raw) - allowed):
        raise NotAValue(f"there is no key '{extra[0]}' in a score", "write 'name' and 'value'")
    name, value = raw.get("name"), raw.get("value")
    if not isinstance(name, str) or isinstance(value, bool | None | dict | tuple):
        raise ValueError("write 'name:' and 'value:' of the scale, and 'out_of:' if it has an end")
    if name.casefold() in BY_NAME:
        scale = BY_NAME[name.casefold()]
        return Score(scale.key, *_checked(scale, str(value)))
    if guess := _misspelt(name):
        raise NotAValue(f"there is no scale '{name}'", f"did you mean '{guess}'?")
    most = raw.get("out_of")
    return Score(name, str(value), out_of=None if most is None else str(most))


def _misspelt(name: str) -> str | None:
    """The known scale that `name` is a slip for; a name that only resembles one is left alone."""
    plain = name.casefold()
    for known, scale in BY_NAME.items():
        if sorted(plain) == sorted(known) and len(known) > 2:
            return scale.key
    close = difflib.get_close_matches(plain, BY_NAME, n=1, cutoff=0.85 if len(plain) > 4 else 1)
    return BY_NAME[close[0]].key if close else None


def _unknown(text: str) -> ValueError:
    """What to write for a score whose scale is not in the table."""
    head = re.split(rf" (?:{_NOUNS}\b|[\d(]|[IVX]+[a-c]?\b)", text, maxsplit=1)[0]
    close = near(head, BY_NAME)
    guess = _misspelt(head) or (BY_NAME[close].key if close else None)
    if guess is None:
        return ValueError(_HELP)
    return NotAValue(
        f"there is no scale '{head}'", f"did you mean '{guess}'?", f"{guess}{text[len(head) :]}"
    )


SEVERITIES = ("mild", "moderate", "severe", "life-threatening", "fatal")


def _grade(raw: object) -> Score | str:
    """How severe an adverse event was: a word for it, or a graded scale."""
    if isinstance(raw, Score):
        return raw
    if isinstance(raw, str) and raw.casefold() in SEVERITIES:
        return raw.casefold()
    if isinstance(raw, str) and re.fullmatch(r"[a-z-]+", raw, re.IGNORECASE):
        other = f"write a scale and its value, or {', '.join(SEVERITIES)}"
        hint = suggest(raw, SEVERITIES, otherwise=other)
        raise NotAValue(f"'{raw}' is no grade", hint, near(raw, SEVERITIES))
    if isinstance(raw, str) and re.fullmatch(r"(?:grade )?(?:\d|[IV]+)[ab]?", raw):
        number = raw.removeprefix("grade ")
        hint = f"write 'CTCAE grade {number}' or 'Clavien-Dindo grade {number}'"
        raise NotAValue(f"'{raw}' does not say on which scale", hint)
    return Score.parse(raw)


def _schema(description: str, *examples: str) -> WithJsonSchema:
    """Text, or a scale of the author's own as a mapping."""
    own = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "The name of the scale."},
            "value": {"type": ["string", "number"], "description": "The value on it."},
            "out_of": {"type": ["string", "number"], "description": "Its maximum."},
        },
        "required": ["name", "value"],
        "additionalProperties": False,
    }
    kinds = [{"type": "string"}, own]
    return WithJsonSchema({"description": description, "anyOf": kinds, "examples": list(examples)})


ScoreValue: TypeAlias = Annotated[
    Score,
    PlainValidator(Score.parse),
    _schema(
        "A score, grade or stage: a known scale and its value, or a scale's name.",
        "ECOG 1",
        "GCS 13 (E3V4M6)",
        "pT3N1M0, stage IIIB, AJCC 8th edition",
    ),
]
"""A score, grade or stage of a node."""

GradeValue: TypeAlias = Annotated[
    Score | str,
    PlainValidator(_grade),
    _schema(
        "How severe: a word, or a graded scale.", "severe", "CTCAE grade 3", "Clavien-Dindo IIIa"
    ),
]
"""The severity of an adverse event: a `Score`, or one of `SEVERITIES`."""

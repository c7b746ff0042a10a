"""What people write for the keys and values of a case, and what is meant by it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from casewright.model.declare import BaseModel
from casewright.readers.naming import Path, either
from casewright.readers.shape import (
    blocks_with,
    fields_with,
    keys_at,
    takes_text,
    text_key_at,
    words_at,
)
from casewright.readers.yaml_file import YamlFile

_KEYS: Mapping[str, tuple[str, ...]] = {
    "caption": ("legend",),
    "comorbidities": ("medical",),
    "date": ("at",),
    "description": ("text", "what"),
    "dosage": ("dose",),
    "drugs": ("drug",),
    "first_name": ("given",),
    "image": ("file",),
    "institution": ("affiliations",),
    "last_name": ("family",),
    "location": ("site",),
    "mail": ("email",),
    "medication": ("drug",),
    "medications": ("drug",),
    "medicine": ("drug",),
    "operation": ("name",),
    "operations": ("surgical",),
    "outcome": ("status",),
    "parameter": ("analyte",),
    "path": ("file",),
    "pmh": ("medical",),
    "procedure": ("name",),
    "reference_range": ("range",),
    "reference": ("range",),
    "surgeries": ("surgical",),
    "surgery": ("name",),
    "surname": ("family",),
    "symptoms": ("complaints",),
    "test": ("analyte",),
    "time": ("at",),
    "type": ("kind",),
    "when": ("at",),
}
"""Keys that people write, and what they are called here, where there is such a key."""

_FLAGS = {word: word for word in ("high", "low", "normal", "positive", "negative")} | {
    "elevated": "high",
    "increased": "high",
    "raised": "high",
    "decreased": "low",
    "reduced": "low",
    "+": "positive",
    "-": "negative",
}
"""Words for a result, and its flag."""

_VALUES: Mapping[str, Mapping[str, str]] = {
    "sex": {"m": "male", "man": "male", "boy": "male"}
    | {"f": "female", "w": "female", "woman": "female", "girl": "female"},
    "flag": {**_FLAGS, "h": "high", "l": "low", "pos": "positive", "neg": "negative"},
    "status": {"smoker": "current", "ex-smoker": "former", "non-smoker": "never"},
}
"""Values that people write under a key, and what is meant."""

_FEW = 3
_LEVELS = {"none": "off", "ignore": "off", "info": "note", "hint": "note"}
"""Words for how much a rule matters."""
_UNITS = {
    **dict.fromkeys(("h", "hr", "hrs"), "hour"),
    **dict.fromkeys(("d",), "day"),
    **dict.fromkeys(("wk", "wks"), "week"),
    **dict.fromkeys(("mo", "mos"), "month"),
    **dict.fromkeys(("y", "yr", "yrs", "y/o", "yo"), "year"),
    "min": "minute",
}
"""Units of time as notes have them."""
_TIMES = frozenset(
    ("age", "at", "at_age", "corrected_age", "date", "discharged", "duration", "gestational_age")
) | {"onset", "since", "until"}
"""Keys with a time, an age or a duration."""
_UNIT = re.compile(rf"(.*?\d)\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![\w/])(.*)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(?:(\d{1,2})\.? )?([a-z]{3})[a-z]*\.?(?: (\d{1,2}),)? (\d{4})", re.I)
_PLAIN = re.compile(r"[^\W_][^:#,\[\]{}\n]*(?<!\s)")
"""Text that needs no quotes between brackets."""
_SYSTEMS = re.compile(r"icd[ _-]?(1[01])?|(snomed)", re.I)
_NOTHING = re.compile(
    r"(?:yes|on|off|true|false|no|not|none|nothing|nil|negative|unknown|denie[sd]|n/?a)\b", re.I
)
_LATER = re.compile(r"(?P<amount>.*\d.*?) (?:later|after|afterwards?|thereafter)")


def meant_key(key: str, absent: Iterable[str]) -> str | None:
    """The key that was meant by a word for it; it is one of those that are `absent` there."""
    there = set(absent)
    return next((one for one in _KEYS.get(key.casefold(), ()) if one in there), None)


def home_of(
    model: type[BaseModel], data: Any, parent: Path, key: str, allowed: Iterable[str]
) -> str | None:
    """Where a key belongs that does not stand in the mapping `parent`."""
    if "codes" in allowed and (system := _SYSTEMS.match(key)):
        name = "SNOMED CT" if system[2] else f"ICD-{system[1] or '10'}"
        return f"write 'codes: {{{name}: …}}'"
    if key == "name" and {"given", "family"} <= set(allowed):
        return "write 'given: …' and 'family: …'"
    inner = fields_with(model, data, parent, key) if parent else ()
    if inner and len(inner) <= _FEW:
        return f"'{key}' belongs under {either(inner)}"
    if len(parent) > 1:
        return None
    for name in (key, *_KEYS.get(key.casefold(), ())):
        if blocks := blocks_with(model, name):
            under = f"under {either(blocks)}"
            return f"'{key}' belongs {under}" if name == key else f"write it as '{name}' {under}"
    return None


def meant_value(key: str | int, value: str, among: Iterable[str]) -> str | None:
    """The value that was meant by a word for it, where it is one of those that may stand there."""
    word = value.casefold()
    meant = _VALUES.get(str(key), {}).get(word) or _LEVELS.get(word)
    return meant if meant and meant in among else None


def is_torn(model: type[BaseModel], file: YamlFile, path: Path) -> bool:
    """Whether what is taken for a key is the end of a text that holds a comma: {size: 3,5 cm}."""
    if (
        not path
        or not isinstance(path[-1], str)
        or path[-1] in keys_at(model, file.data, path[:-1])
    ):
        return False
    name = ".".join(map(str, path))
    key, value = file.key_place(name), file.place(name)
    return (key.end_line, key.end_column) == (value.line, value.column)


def as_it_should_be(model: type[BaseModel], data: Any, path: Path, value: object) -> str | None:
    """A text as a list or a mapping, where that has only one form: {what: cough}, [asthma]."""
    if not isinstance(value, str) or "\n" in value or _NOTHING.match(value):
        return None
    text = value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    if key := text_key_at(model, data, path):
        return f"{{{key}: {text}}}"
    item = (*path, 0)
    if keys_at(model, data, path) or "," in value:
        return None
    if takes_text(model, data, item) or value in words_at(model, data, item):
        return f"[{text}]"
    key = text_key_at(model, data, item)
    return f"[{{{key}: {text}}}]" if key else None


def digits_of(value: object) -> str | None:
    """The whole number of a text such as '250 words' or '70%'."""
    match = re.fullmatch(r"(\d{1,9}) ?(?:%|[a-z]+)", value) if isinstance(value, str) else None
    return match and match[1]


def rewritten(key: str | int, value: str | float, *, beside: Iterable[str]) -> str | None:
    """What to write for a value that is nearly right; `beside` are the keys that may stand by it.

    An age without its unit, a time that is told from nothing, a word for a result.
    """
    if key == "age" and isinstance(value, int):
        return f"write '{value} years', or what else its unit is"
    if not isinstance(value, str):
        return None
    match = _LATER.fullmatch(value)
    if key == "at" and match:
        return f"write '{match['amount']} after <id>', with the id of the event before it"
    if key in _TIMES and (instead := _as_time(value)):
        return f"write '{instead}'"
    if key == "value" and "flag" in beside and (flag := _FLAGS.get(value.casefold())):
        return f"write 'flag: {flag}' instead of 'value'"
    comma = re.fullmatch(r"(\d+),(\d{1,2}|\d{4,})(?!\d)(.*)", value)
    if comma:
        return f"write '{comma[1]}.{comma[2]}{comma[3]}': the decimal sign is a point"
    return None


def _as_time(value: str) -> str | None:
    """A time as people note it, in the form of a case file."""
    if match := re.fullmatch(r"POD ?#?(\d+)", value, re.I):
        return f"postoperative day {match[1]}"
    if match := re.fullmatch(r"(\d.*) post[- ]([a-z][a-z0-9-]*)", value):
        return f"{match[1]} after {match[2]}"
    if (match := _DATE.fullmatch(value)) and match[2].casefold() in _MONTHS:
        month, day = _MONTHS.index(match[2].casefold()) + 1, match[1] or match[3]
        return f"{match[4]}-{month:02}" + (f"-{int(day):02}" if day else "")
    if match := _UNIT.fullmatch(value):
        unit = _UNITS[match[2]]
        return f"{match[1]} {unit}{'' if match[1] == '1' else 's'}{match[3]}"
    return None

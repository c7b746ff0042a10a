"""What a type refuses, said at the place where it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic_core import ValidationError

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Edit, Span, near
from casewright.model.declare import BaseModel
from casewright.model.validators import validator
from casewright.model.values import NotAValue
from casewright.readers.kinds import AN, KIND_OF, meant_kind
from casewright.readers.naming import (
    Path,
    either,
    name_of,
    path_text,
    quoted,
    quoted_words,
    shown_value,
)
from casewright.readers.references import report_missing_alt
from casewright.readers.shape import keys_at, kinds_at, kinds_with
from casewright.readers.slips import (
    as_it_should_be,
    digits_of,
    home_of,
    is_torn,
    meant_key,
    meant_value,
    rewritten,
)
from casewright.readers.yaml_errors import CURLY, STRAIGHT
from casewright.readers.yaml_file import YamlFile

ModelT = TypeVar("ModelT", bound=BaseModel)


def validate(model: type[ModelT], file: YamlFile, found: Diagnostics) -> ModelT | None:
    """Make a `model` of the file's data; everything that it refuses is reported in `found`."""
    if not isinstance(file.data, dict):
        what = "is empty" if file.data is None else f"holds {name_of(file.data)}"
        keys = ", ".join(name for name, field in model.model_fields.items() if field.is_required())
        message = f"the file {what} where keys with values are expected"
        found.add(RULES["CASE003"], message, file.place(""), hint=f"it needs at least: {keys}")
        return None
    empty = [one for one in _without_value(file.data, ()) if not is_torn(model, file, one)]
    for path in empty:
        message, hint = f"{quoted(path)} has no value", "write the value, or delete the line"
        found.add(RULES["CASE003"], message, file.key_place(path_text(path)), hint=hint)
    try:
        made: ModelT = validator(model).validate_python(file.data)
    except ValidationError as error:
        _Report(model, file, found).all(error)
        return None
    return None if empty else made


def _without_value(data: Any, path: Path) -> Iterator[Path]:
    """Keys and items that were begun and left empty."""
    if data is None:
        yield path
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _without_value(value, (*path, key))
    elif isinstance(data, tuple):
        for number, value in enumerate(data):
            yield from _without_value(value, (*path, number))


_MAPPING = ("keys with values", "write 'key: value' below it")
_EXPECTED = {
    "string": ("text", "write one text"),
    "tuple": ("a list", "put each item on a line of its own after '- ', or write [one, two]"),
    "model": _MAPPING,
    "dict": _MAPPING,
    "mapping": _MAPPING,
    "int": ("a whole number", "write the digits alone, as in 60"),
    "float": ("a number", "write the digits alone, as in 1.5"),
}
"""By the first word of pydantic's error type: what was expected, and what to write."""


class _Report:
    """Turns the errors of one validation into findings."""

    def __init__(self, model: type[BaseModel], file: YamlFile, found: Diagnostics) -> None:
        self.model = model
        self.file = file
        self.found = found
        self.expected: set[Path] = set()
        """Keys that a misspelt one was meant to be: they are not reported as missing too."""

    def all(self, error: ValidationError) -> None:
        errors = error.errors(include_url=False)
        for one in errors:
            if one["type"] == "extra_forbidden":
                self._unknown_key(self._path(one["loc"]))
        for one in errors:
            if one["type"] == "missing":
                self._missing_key((*self._path(one["loc"][:-1]), one["loc"][-1]))
            elif one["type"] in ("union_tag_invalid", "union_tag_not_found"):
                self._wrong_kind(self._path(one["loc"]), one)
            elif one["type"] == "literal_error" and one["loc"][-1:] == ("[key]",):
                self._unknown_name(self._path(one["loc"]), one)
            elif one["type"] != "extra_forbidden":
                self._wrong_value(self._path(one["loc"]), one)

    def _path(self, loc: tuple[str | int, ...]) -> Path:
        """`loc` without the tags of unions, which do not stand in the file."""
        return _longest(self.file.data, loc)

    def _unknown_key(self, path: Path) -> None:
        key, parent = str(path[-1]), path[:-1]
        if _value_at(self.file.data, path) is None and is_torn(self.model, self.file, path):
            message = f"'{key}' is taken for a key of its own, because a comma stands before it"
            hint = "put the whole text in quotes; in a number the decimal sign is a point"
            place = self.file.key_place(path_text(path))
            self.found.add(RULES["CASE002"], message, place, hint=hint)
            return
        allowed = keys_at(self.model, self.file.data, parent)
        present = _value_at(self.file.data, parent)
        absent = [name for name in allowed if name not in (present or ())]
        guess = meant_key(key, absent)
        others = () if guess else kinds_with(self.model, self.file.data, parent, key)
        if not guess and not others:
            guess = near(key, absent) or near(key, allowed)
        span = self.file.key_place(path_text(path))
        where = f" in {quoted(parent)}" if parent else ""
        message = f"there is no key '{key}'{where}"
        if guess:
            self.expected.add((*parent, guess))
            edit = Edit(span, guess)
            hint = f"did you mean '{guess}'?"
            self.found.add(RULES["CASE002"], message, span, hint=hint, edit=edit)
            return
        hint = f"the keys here are {', '.join(allowed)}"
        if others:
            of = KIND_OF.get(parent[0], "event")
            hint = f"'{key}' belongs to {AN[of]} of kind {either(others)}"
        elif home := home_of(self.model, self.file.data, parent, key, allowed):
            hint = home
        elif key in self.model.model_fields:
            hint = f"'{key}' belongs at the start of a line, under no other key"
        self.found.add(RULES["CASE002"], message, span, hint=hint)

    def _unknown_name(self, path: Path, error: Mapping[str, Any]) -> None:
        """A key of a mapping whose keys are names from a list."""
        key, allowed = str(path[-1]), quoted_words(error.get("ctx", {}).get("expected", ""))
        guess = near(key, allowed)
        hint = f"did you mean '{guess}'?" if guess else f"the keys here are {', '.join(allowed)}"
        span = self.file.key_place(path_text(path))
        edit = Edit(span, guess) if guess else None
        message = f"there is no key '{key}' in {quoted(path[:-1])}"
        self.found.add(RULES["CASE002"], message, span, hint=hint, edit=edit)

    def _missing_key(self, path: Path) -> None:
        if path in self.expected:
            return
        if isinstance(path[-1], int):
            place = self.file.place(path_text(path[:-1]))
            hint = "add it on a line of its own after '- '"
            self.found.add(RULES["CASE004"], f"{quoted(path)} is missing", place, hint=hint)
            return
        parent = path[:-1]
        place = self.file.place(path_text(parent)) if parent else Span(self.file.file, 1, 1)
        if path[-1] == "alt":
            report_missing_alt(self._image_name(parent), place, self.found)
            return
        where = f" in {quoted(parent)}" if parent else ""
        message = f"the key '{path[-1]}' is missing{where}"
        self.found.add(RULES["CASE004"], message, place, hint=f"add '{path[-1]}: …'")

    def _image_name(self, path: Path) -> str:
        panel = _value_at(self.file.data, path)
        name = panel.get("id") if isinstance(panel, dict) else None
        return f"the panel '{name}'" if isinstance(name, str) else quoted(path)

    def _wrong_kind(self, path: Path, error: Mapping[str, Any]) -> None:
        value = _value_at(self.file.data, path)
        kinds = kinds_at(self.model, self.file.data, path)
        if value is None or (isinstance(value, dict) and value.get("kind", "") is None):
            return  # reported with all that has no value
        if error["type"] == "union_tag_invalid":
            self._unknown_kind((*path, "kind"), value["kind"], kinds)
        elif not isinstance(value, dict):
            message = f"{quoted(path)} must be keys with values, not {name_of(value)}"
            self._refuse(path, message, "write 'kind: …' and the other keys of an event")
        else:
            self._no_kind(path, value, kinds)

    def _unknown_kind(self, path: Path, kind: Any, kinds: Iterable[str]) -> None:
        known = list(kinds)
        word = kind if isinstance(kind, str) else shown_value(kind)
        guess = meant_kind(word, known)
        span = self.file.place(path_text(path))
        edit = Edit(span, guess) if guess else None
        offer = f"did you mean '{guess}'? " if guess else ""
        hint = f"{offer}the kinds are {', '.join(known)}"
        message = f"{shown_value(kind)} is not a kind of {KIND_OF.get(path[0], 'event')}"
        self.found.add(RULES["CASE003"], message, span, hint=hint, edit=edit)

    def _no_kind(self, path: Path, value: Mapping[str, Any], kinds: Iterable[str]) -> None:
        known = keys_at(self.model, self.file.data, path)
        misspelt = next((key for key in value if key not in known and near(key, ["kind"])), None)
        if misspelt:
            span = self.file.key_place(path_text((*path, misspelt)))
            message = f"there is no key '{misspelt}' in {quoted(path)}"
            edit = Edit(span, "kind")
            hint = "did you mean 'kind'?"
            self.found.add(RULES["CASE002"], message, span, hint=hint, edit=edit)
        else:
            message = f"{quoted(path)} has no 'kind'"
            hint = f"add 'kind: …', one of {either(kinds)}"
            self.found.add(RULES["CASE004"], message, self.file.place(path_text(path)), hint=hint)

    def _wrong_value(self, path: Path, error: Mapping[str, Any]) -> None:
        value = _value_at(self.file.data, path)
        name = quoted(path)
        ctx = error.get("ctx", {})
        if value is None or _counts_only_sound(error, value):
            return  # reported on its own
        if error["type"] == "value_error":
            self._by_sentence(path, ctx["error"], value)
        elif error["type"] in ("literal_error", "enum"):
            message = f"{shown_value(value)} is not a value of {name}"
            choices = quoted_words(str(ctx["expected"]))
            meant = meant_value(path[-1], value, choices) if isinstance(value, str) else None
            words = {value.casefold(): meant} if meant else {}
            self._offer(path, message, value, choices, words)
        elif error["type"] == "string_type" and not isinstance(value, dict | tuple):
            self._not_text(path, value)
        elif error["type"] == "bool_type":
            guess = {"yes": "true", "on": "true", "no": "false", "off": "false"}
            self._offer(path, f"{name} must be true or false", value, ("true", "false"), guess)
        else:
            message, hint = self._expectation(path, error, value)
            instead = None
            if error["type"].startswith("int"):
                instead = digits_of(value)
            elif error["type"].startswith(("model", "dict", "tuple")):
                instead = as_it_should_be(self.model, self.file.data, path, value)
            self._refuse(path, message, f"write it as {instead}" if instead else hint, instead)

    def _by_sentence(self, path: Path, error: ValueError, value: Any) -> None:
        """`error` is what a clinical value's own `parse` raised."""
        sentence = str(error)
        if isinstance(error, NotAValue):
            span = self.file.place(path_text(path))
            edit = Edit(span, error.instead) if error.instead else None
            message = f"{quoted(path)}: {sentence}"
            hint = self._rewritten_slip(path, value) or error.hint
            self.found.add(RULES["CASE003"], message, span, hint=hint, edit=edit)
            return
        if isinstance(value, dict):
            message = f"{quoted(path)} does not say enough, or contradicts itself"
            self._refuse(path, message, sentence)
        elif sentence.startswith(("write ", "say ")) or not isinstance(value, str | int | float):
            hint = self._rewritten(path, value) or sentence
            self._refuse(path, f"{shown_value(value)} cannot be read as {quoted(path)}", hint)
        else:
            self._refuse(path, f"{quoted(path)}: {sentence}", "correct the value")

    def _rewritten(self, path: Path, value: Any) -> str | None:
        """What to write for a value that is nearly right."""
        if hint := self._rewritten_slip(path, value):
            return hint
        if not isinstance(value, str):
            return None
        name = value.casefold()
        if path[-1] != "at" or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            return None
        if _value_at(self.file.data, (*path[:-1], "id")) == name:
            return "write a date, or 'day 0': an event is not told from itself"
        course = _value_at(self.file.data, path[:1])
        events = course if isinstance(course, tuple) else ()
        if any(isinstance(event, dict) and event.get("id") == name for event in events):
            return f"write 'after {name}', or 'day 0'"
        return f"write 'after {name}', where an event has 'id: {name}', or 'day 0'"

    def _rewritten_slip(self, path: Path, value: Any) -> str | None:
        beside = keys_at(self.model, self.file.data, path[:-1])
        return rewritten(path[-1], value, beside=beside)

    def _not_text(self, path: Path, value: Any) -> None:
        name = quoted(path)
        span = self.file.place(path_text(path))
        shown = shown_value(value)
        message = f"{name} must be text, but {shown} is read as {name_of(value)}"
        edit = Edit(span, f'"{shown}"')
        self.found.add(RULES["CASE003"], message, span, hint=f'write it as "{shown}"', edit=edit)

    def _expectation(self, path: Path, error: Mapping[str, Any], value: Any) -> tuple[str, str]:
        """What was expected, and what to write."""
        name, ctx, what = quoted(path), error.get("ctx", {}), name_of(value)
        if "ge" in ctx or "le" in ctx:
            bound = f"at least {ctx['ge']:g}" if "ge" in ctx else f"at most {ctx['le']:g}"
            return f"{name} must be {bound}, not {shown_value(value)}", "correct the number"
        if "min_length" in ctx and isinstance(value, str):
            return f"{name} is empty", "write its text, or delete the line"
        if "min_length" in ctx:
            least = int(ctx["min_length"])
            return f"{name} has {len(value)} of at least {least} items", "add what is missing"
        expected, hint = _EXPECTED.get(error["type"].split("_")[0], ("", ""))
        if not expected:
            return f"{name}: {error['msg']}", "correct the value"
        keys = keys_at(self.model, self.file.data, path)
        if kinds_at(self.model, self.file.data, path):
            hint = "write 'kind: …' and the other keys of an event"
        elif keys:
            hint = f"write its keys below it: {', '.join(keys)}"
        if error["type"] == "string_type" and _is_in_curly_quotes(value):
            hint = STRAIGHT
        if "given" in error["loc"] and str(value).startswith("not "):
            hint = "write 'not stated', 'not done' or 'not applicable: <reason>'"
        if error["type"].startswith(("int", "float")):
            what = shown_value(value)
        return f"{name} must be {expected}, not {what}", hint

    def _offer(
        self,
        path: Path,
        message: str,
        value: Any,
        choices: Iterable[str],
        synonyms: Mapping[str, str] | None = None,
    ) -> None:
        """Refuse a value where only a few are allowed."""
        allowed = list(choices)
        word = value if isinstance(value, str) else shown_value(value)
        guess = (synonyms or {}).get(word.lower()) or near(word, allowed)
        span = self.file.place(path_text(path))
        edit = Edit(span, guess) if guess else None
        hint = f"did you mean '{guess}'?" if guess else f"write one of {either(allowed)}"
        self.found.add(RULES["CASE003"], message, span, hint=hint, edit=edit)

    def _refuse(self, path: Path, message: str, hint: str, instead: str | None = None) -> None:
        span = self.file.place(path_text(path))
        edit = Edit(span, instead) if instead else None
        self.found.add(RULES["CASE003"], message, span, hint=hint, edit=edit)


def _is_in_curly_quotes(value: Any) -> bool:
    """Whether text that a word processor quoted was taken for a key and its value."""
    return isinstance(value, dict) and any(key.startswith(CURLY) for key in value)


def _counts_only_sound(error: Mapping[str, Any], value: Any) -> bool:
    """Whether a list is long enough, but not when items that were refused are left out."""
    too_short = error["type"] == "too_short" and isinstance(value, tuple)
    return too_short and len(value) >= error["ctx"]["min_length"]


def _longest(data: Any, loc: Path) -> Path:
    """The longest path of `data` that can be read from `loc` by leaving out elements."""
    if not loc:
        return ()
    head, rest = loc[0], loc[1:]
    inside: Path = ()
    if _has(data, head):
        below = _longest(data[head], rest)
        is_tag = rest and not below and data.get("kind") == head if isinstance(head, str) else False
        inside = () if is_tag else (head, *below)
    if len(inside) == len(loc) or isinstance(head, int):
        return inside
    without = _longest(data, rest)
    return inside if len(inside) >= len(without) else without


def _has(data: Any, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(data, tuple) and part < len(data)
    return isinstance(data, dict) and part in data


def _value_at(data: Any, path: Path) -> Any:
    for part in path:
        if isinstance(data, dict):
            data = data.get(str(part))
        elif isinstance(data, tuple) and isinstance(part, int):
            data = data[part]
        else:
            return None
    return data

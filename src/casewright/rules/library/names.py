"""Lists of names that would be printed wrongly, and fields that no reader knows; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from casewright.bibtex.editing import rename_field, set_field
from casewright.bibtex.names import MEANT, STANDARD
from casewright.bibtex.plain import names
from casewright.bibtex.source import Work
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics

_FIELDS = ("author", "editor", "translator")
_INITIALS = r"[A-Z]{1,3}(?:-[A-Z])?"
_PUBMED_NAME = re.compile(rf"((?:[^\W\d_][\w'’-]*\s+)*[^\W\d_][\w'’-]+)\s+({_INITIALS})")
_GROUP = re.compile(
    r"\b(?:Academy|Agency|Alliance|Association|Board|Bureau|Centers|Centre|Collaboration|"
    r"Collaborators|College|Commission|Committee|Consortium|Council|Department|Federation|"
    r"Foundation|Group|Initiative|Institute|Investigators|Ministry|Network|Organi[sz]ation|"
    r"Program(?:me)?|Registry|Society|Team|Trialists|University|Workshop)\b"
)
_SUFFIX = r"(Jr|Sr|Jnr|Snr|II|III|IV)"
_DEGREE = re.compile(
    r",\s*(?:M\.?D|Ph\.?D|M\.?B\.?B\.?S|M\.?Sc|FRC[A-Z]+|FAC[A-Z]+|D\.?O|MPH)\b\.?"
)


def check_names(work: Work, found: Diagnostics) -> None:
    """Report names that BibTeX would take for something else."""
    for name in _FIELDS:
        field = work.field(name)
        text = work.inner(field) if field else None
        if not field or text is None:
            continue
        for message, hint, repair, safe in _slips(text):
            new = repair(text) if repair else None
            edit = None
            if new is not None and new != text and _is_balanced(new):
                splices = set_field(work.source.data, work.entry, name, new)
                edit = work.source.edit(splices, safe=safe)
            said = f"the {name}s of '{work.key}': {message}"
            found.add(RULES["REF019"], said, work.place(field), hint=hint, edit=edit)
            break  # one edit of the field at a time


def _is_balanced(text: str) -> bool:
    return text.count("{") == text.count("}")


_Slip = tuple[str, str, Callable[[str], str] | None, bool]


def _slips(text: str) -> Iterator[_Slip]:
    """What is wrong, what to do, the text as it should be, and whether that is sure."""
    if re.search(r"\bet\.?\s+al\b\.?", text):
        yield "'et al' is no name", "write 'and others'", _others, True
    single = [name for name in names(text) if name != "others"]
    if len(single) == 1 and ";" in text and "{" not in text:
        yield "semicolons do not part names", "write 'and' between them", _parted(r"\s*;\s*"), False
    if len(single) == 1 and _is_list(single[0]):
        hint = "write 'Family, Given and Family, Given'"
        parted = _replaced(single[0], _from_pubmed(single[0]))
        yield "commas do not part names", hint, parted, False
    if re.search(r"\s\\?&\s", text) and "{" not in text:
        yield "'&' does not part names", "write 'and'", _parted(r"\s*,?\s*\\?&\s*"), False
    for name in single:
        if _GROUP.search(name) and not re.search(r"[{}\\,]", name) and " " in name:
            hint = f"put braces around it: {{{name}}}"
            yield f"'{name}' is a group, not a person", hint, _braced(name), False
        elif (match := _PUBMED_NAME.fullmatch(name)) and "," not in name:
            hint = f"write {_turned(match)}"
            yield (
                f"'{name}' has no comma: {match[2]} is taken for the family name",
                hint,
                (lambda whole: " and ".join(map(_with_comma, names(whole)))),
                False,
            )
        elif better := _suffixed(name):
            message = f"the suffix of '{name}' does not stand where BibTeX looks for it"
            yield message, f"write {better}", _replaced(name, better), False
        elif degree := _DEGREE.search(name):
            message = f"'{degree[0].strip(', ')}' is no part of a name"
            yield message, "delete the degree", _replaced(name, _DEGREE.sub("", name)), False


def _others(text: str) -> str:
    return re.sub(r"(?:\s*,|\s+and)?\s*\bet\.?\s+al\b\.?", " and others", text)


def _parted(by: str) -> Callable[[str], str]:
    return lambda text: " and ".join(part for part in re.split(by, text) if part.strip())


def _is_list(text: str) -> bool:
    parts = re.split(r"\s*,\s*", text.strip().rstrip("."))
    return len(parts) > 1 and all(_PUBMED_NAME.fullmatch(part) for part in parts)


def _from_pubmed(text: str) -> str:
    return " and ".join(map(_with_comma, re.split(r"\s*,\s*", text.strip().rstrip("."))))


def _with_comma(name: str) -> str:
    match = _PUBMED_NAME.fullmatch(name)
    return _turned(match) if match else name


def _turned(match: re.Match[str]) -> str:
    initials = " ".join(f"{letter}." for letter in re.sub(r"\W", "", match[2]))
    return f"{match[1]}, {initials}"


def _braced(name: str) -> Callable[[str], str]:
    return _replaced(name, f"{{{name}}}")


def _replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def _suffixed(name: str) -> str | None:
    """`Family, Suffix, Given`, as BibTeX wants it."""
    if "{" in name or name.count(",") > 1:
        return None
    if match := re.fullmatch(rf"([^,]+?)\s+{_SUFFIX}\.?,\s*([^,]+)", name):
        return f"{match[1]}, {match[2]}, {match[3]}"
    if match := re.fullmatch(rf"([^,]+),\s*([^,]+?)\s+{_SUFFIX}\.?", name):
        return f"{match[1]}, {match[3]}, {match[2]}"
    if match := re.fullmatch(rf"([^,]+?)\s+(\S+),?\s+{_SUFFIX}\.?", name):
        return f"{match[2]}, {match[3]}, {match[1]}"
    return None


def check_field_names(work: Work, found: Diagnostics) -> None:
    """Report fields that programs other than BibTeX have under another name."""
    for field in work.entry.fields:
        better = MEANT.get(field.name.lower())
        if better is None or work.field(better) or field.name.lower() in STANDARD:
            continue
        source = work.source
        edit = source.edit(rename_field(work.entry, field.name, better), safe=True)
        place = source.span(field.start, field.start + len(field.name.encode()))
        message = f"'{field.name}' of '{work.key}' is '{better}' in BibTeX"
        hint = f"call it '{better}', else other programs do not print it"
        found.add(RULES["REF020"], message, place, hint=hint, edit=edit)

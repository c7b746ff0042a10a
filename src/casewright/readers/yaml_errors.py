"""What the YAML parser complains of, in plain words with what to do."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.readers.text import Places

_TABS = "indent with two spaces for each level; most editors can convert tabs to spaces"
_QUOTE = "put the whole value in quotes: 'text'"

CURLY = tuple("“”„‘‚«»")
STRAIGHT = "use straight quotation marks around text that holds ': '; curly ones are mere text"
"""What to do about quotation marks as word processors make them."""


def explain(
    error: MarkedYAMLError | ReaderError, text: str, at: Places, found: Diagnostics
) -> None:
    """Report a syntax error where it stands (CASE001)."""
    if isinstance(error, ReaderError):
        place = at.point(error.position)
        message = f"an invisible control character (U+{int(error.character):04X}) stands here"
        found.add(RULES["CASE001"], message, place, hint="delete it")
        return
    offset = _offset(error.problem_mark, len(text))
    opened = _offset(error.context_mark, offset)
    tab = _tab(text, offset, at)
    if tab is not None:
        offset, message, hint = tab, "a tab stands where YAML takes only spaces", _TABS
    elif _is_second_colon(error, text[opened + 1 : offset]):
        message, hint = _COLON, _colon_hint(_line_until(text, offset))
    elif _is_closed_too_late(error):
        offset, (message, hint) = opened, _unclosed(error, text, opened)
    else:
        offset = opened if (error.problem or "").startswith(_FROM_ITS_START) else offset
        message, hint = _plain_words(error, text, offset)
    found.add(RULES["CASE001"], message, at.point(offset), hint=hint)


def _offset(mark: Any, default: int) -> int:
    return default if mark is None else int(mark.index)


def _tab(text: str, offset: int, at: Places) -> int | None:
    """The first tab used as space at the error, or among the lines that it concerns."""
    if text[offset : offset + 1] == "\t":
        return offset
    line = at.start_of(at.line_of(offset))
    indent = re.compile(r" *\t").match(text, line)
    return indent.end() - 1 if indent and indent.end() <= offset + 1 else None


def _is_second_colon(error: MarkedYAMLError, inside: str) -> bool:
    """Whether a value between brackets holds ': ', as in {title: A mass: a surprise}."""
    begun = re.split(r"[,{\[]", inside)[-1]
    return "but got ':'" in (error.problem or "") and ":" in begun and "\n" not in begun


def _is_closed_too_late(error: MarkedYAMLError) -> bool:
    context, problem = error.context or "", error.problem or ""
    if "quoted scalar" in context:
        return "end of stream" in problem or "document separator" in problem
    return "while parsing a flow" in context and error.context_mark is not None


def _unclosed(error: MarkedYAMLError, text: str, opened: int) -> tuple[str, str]:
    opening = text[opened : opened + 1]
    if opening in ("'", '"'):
        hint = f"add the closing {opening}; inside '…' an apostrophe is written twice: ''"
        return f"the quote {opening} that opens here is never closed", hint
    closing = {"[": "]", "{": "}"}.get(opening, "]")
    line = error.problem_mark.line + 1 if error.problem_mark else 0
    hint = (
        f"add '{closing}' or a comma before line {line}; "
        "put text that holds commas, colons or brackets in quotes"
    )
    if re.match(r"[^\n]*\s#", text[opened:]):
        hint = "' #' begins a comment, which hides what follows: put text that holds it in quotes"
    return f"the '{opening}' that opens here is not closed with '{closing}' as expected", hint


_COLON = "a ':' followed by a space stands inside a value, or the line above lacks one"
_FROM_ITS_START = ("could not find expected ':'", "expected chomping", "expected a comment")
"""Complaints that say where the parser gave up, and not what is meant."""
_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        _COLON,
        "",
    ),
    (
        "could not find expected ':'",
        "this line has no ':' after its key",
        "write 'key: value', or indent the line if it belongs to the text above it",
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "text goes on after the closing quote or bracket",
        _QUOTE,
    ),
    (
        "expected <block end>, but found '-'",
        "a list item stands among keys",
        "indent it under the key it belongs to",
    ),
    (
        "expected <block end>, but found '?'",
        "a key stands among list items",
        "indent it by two spaces, or start it with '- '",
    ),
    *(
        (
            f"expected <block end>, but found '{closing}'",
            f"the '{closing}' here closes nothing",
            f"delete it, or put the '{opening}' that it belongs to before it",
        )
        for opening, closing in ("{}", "[]")
    ),
    (
        "expected <block end>",
        "this line is indented differently from the lines it follows",
        "give it as many spaces as the lines it belongs with",
    ),
    ("expected chomping", "a value cannot start with '{char}'", _QUOTE),
    ("expected a comment", "a value cannot start with '{char}'", _QUOTE),
    ("found character", "a value cannot start with '{char}'", _QUOTE),
    ("expected the node content", "a value cannot start with '{char}'", _QUOTE),
    (
        "sequence entries are not allowed",
        "a list item '- ' cannot start in the middle of a line",
        "start it on a line of its own",
    ),
    (
        "found unknown escape",
        "'\\{char}' means nothing inside double quotes",
        "use single quotes, or write the backslash twice",
    ),
)
"""How the parser's complaint starts, and how it is said here."""


def _plain_words(error: MarkedYAMLError, text: str, offset: int) -> tuple[str, str]:
    problem = error.problem or "the YAML cannot be read"
    line = _line_until(text, offset)
    if problem.startswith(_FROM_ITS_START[0]) and text[offset : offset + 1] == "-":
        return "a list item needs a space after its '-'", "write '- ' before its text"
    if problem.startswith("mapping values") and ":" not in line[:-1]:
        return (
            "this key is read as part of the line above",
            "give the line above its ': ', or both lines the same indentation",
        )
    for start, message, hint in _WORDS:
        if problem.startswith(start):
            what = message.replace("{char}", text[offset : offset + 1])
            return what, _colon_hint(line) if message == _COLON else hint
    return problem, "compare with the lines around it: keys, colons, indentation, quotes"


def _line_until(text: str, offset: int) -> str:
    return text[: offset + 1].replace("\r", "\n").rpartition("\n")[2]


def _colon_hint(line: str) -> str:
    if any(mark in line for mark in CURLY):
        return STRAIGHT
    return "put text that holds ': ' in quotes; a key is written 'key: value'"

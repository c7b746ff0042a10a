"""Source marks become `Span`s around sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from casewright.compose.marks import CLOSE, MARK, OPEN
from casewright.model.document import Ast
from casewright.model.tree import INLINE_TAGS, SPACES, is_word, source_keys, source_span

_NOT_AN_END = re.compile(
    r"(?:^|[(\[“\"])(?:al|approx|ca|cf|Dr|e\.g|et|Fig|Figs|i\.e|Mr|Mrs|Ms|No|Prof|Ref|Refs|St|vs|[A-Z])\.$"
)
_LAST = frozenset(".?!)]”’\"'")
_END = re.compile(r"[.?!][)\]”’\"']*$")


def lift_sources(blocks: list[Ast]) -> list[Ast]:
    """Wrap every marked sentence in a source `Span`, and remove the marks."""
    lifted: list[Ast] = []
    level = 1
    for block in blocks:
        done = _block(block)
        if done["t"] == "Header":
            if any(source_keys(inline) for inline in done["c"][2]):
                # An author's heading stands below the journal's.
                done["c"][0] = max(done["c"][0], level + 1)
            else:
                level = done["c"][0]
        lifted.append(done)
    return lifted


def _block(block: Any) -> Any:
    if isinstance(block, list):
        if block and isinstance(block[0], dict) and block[0].get("t") in INLINE_TAGS:
            return _sentences(block)
        return [_block(item) for item in block]
    if not isinstance(block, dict):
        return block
    if block.get("t") == "Header":
        level, attr, inlines = block["c"]
        return {**block, "c": [level, attr, _sentences(inlines)]}
    if block.get("t") in {"CodeBlock", "RawBlock"}:
        return {**block, "c": [block["c"][0], _strip(block["c"][1])]}
    return {key: _block(item) for key, item in block.items()}


@dataclass(slots=True)
class _Run:
    """Inlines between two marks; `lines` says from which inline on which source holds."""

    kind: str
    inlines: list[Ast] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    also: list[tuple[int, str]] = field(default_factory=list)


def _sentences(inlines: list[Ast]) -> list[Ast]:
    runs = [_Run("")]
    skip_space = False
    for inline in inlines:
        if skip_space and inline["t"] in SPACES:
            skip_space = False
            continue
        skip_space = False
        run = runs[-1]
        if inline["t"] == "Str" and OPEN in inline["c"]:
            skip_space = _marked_word(inline["c"], runs)
            continue
        if is_word(inline):
            run.inlines.append(inline)
            continue
        clean, keys = _clean(inline)
        run.also += [(len(run.inlines), key) for key in keys]
        run.inlines.append(clean)
    out: list[Ast] = []
    for run in runs:
        out += _wrapped(run)
    return out


def _marked_word(word: str, runs: list[_Run]) -> bool:
    """Take the marks out of a word; returns whether the space after it goes too."""
    last = 0
    for match in MARK.finditer(word):
        _append(runs[-1], word[last : match.start()])
        last = match.end()
        also, key = match.groups()
        if also:
            runs[-1].also.append((len(runs[-1].inlines), key))
        elif key[0] == "p" and runs[-1].kind == "p":
            runs[-1].lines.append((len(runs[-1].inlines), key))
        else:
            runs.append(_Run(key[0], lines=[(0, key)]))
    _append(runs[-1], word[last:])
    return last == len(word)


def _append(run: _Run, text: str) -> None:
    if text:
        run.inlines.append({"t": "Str", "c": text})


def _clean(node: Any) -> tuple[Any, list[str]]:
    """`node` without marks, and the keys of those that were inside it."""
    keys: list[str] = []

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            keys.extend(match[2] for match in MARK.finditer(value))
            return _strip(value)
        if isinstance(value, dict):
            return {key: clean(item) for key, item in value.items()}
        if not isinstance(value, list):
            return value
        out: list[Any] = []
        drop_space = False
        for item in value:
            is_space = isinstance(item, dict) and item.get("t") in SPACES
            if not (drop_space and is_space):
                out.append(clean(item))
            drop_space = (
                isinstance(item, dict)
                and item.get("t") == "Str"
                and item["c"].endswith(CLOSE)
                and OPEN in item["c"]
            )
        return [item for item in out if item != {"t": "Str", "c": ""}]

    return clean(node), keys


def _strip(text: str) -> str:
    if OPEN not in text:
        return text
    return re.sub(f"{MARK.pattern} ?", "", text)


def _wrapped(run: _Run) -> list[Ast]:
    if not run.kind:
        return run.inlines
    ends = _sentence_ends(run.inlines) if run.kind == "p" else [len(run.inlines)]
    out: list[Ast] = []
    start = 0
    for end in ends:
        out += _sentence(run, start, end)
        start = end
    return out


def _sentence(run: _Run, start: int, end: int) -> list[Ast]:
    first, last = start, end
    while first < last and run.inlines[first]["t"] in SPACES:
        first += 1
    while last > first and run.inlines[last - 1]["t"] in SPACES:
        last -= 1
    if first == last:
        return run.inlines[start:end]
    before = [key for at, key in run.lines if at <= first]
    keys = before[-1:] + [key for at, key in run.lines if first < at < last]
    keys += [key for at, key in run.also if start <= at <= end]
    sentence = source_span(run.inlines[first:last], list(dict.fromkeys(keys)))
    return [*run.inlines[start:first], sentence, *run.inlines[last:end]]


def _sentence_ends(inlines: list[Ast]) -> list[int]:
    """The positions just after each sentence."""
    ends = []
    for position in range(1, len(inlines) - 1):
        if inlines[position]["t"] not in SPACES:
            continue
        before, after = inlines[position - 1], inlines[position + 1]
        if before["t"] not in {"Str", "Quoted", "Note"}:
            continue
        text = before["c"] if before["t"] == "Str" else "."
        if (
            text[-1:] in _LAST
            and _END.search(text)
            and not _NOT_AN_END.search(text)
            and _may_begin(after)
        ):
            ends.append(position)
    return [*ends, len(inlines)]


def _may_begin(inline: Ast) -> bool:
    if inline["t"] != "Str":
        in_text = inline["t"] == "Cite" and inline["c"][0][0]["citationMode"]["t"] == "AuthorInText"
        return in_text or inline["t"] not in {"Cite", "Note"}
    first: str = inline["c"].lstrip("“‘\"'([")[:1]
    return first.isupper() or first.isdigit()

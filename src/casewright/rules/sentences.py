"""The sentences that authors typed, and whether each is about the patient of the report.

Nothing here understands language. A sentence counts as one about the patient only where its words
say so ("our patient", "this case", "she" after such a sentence) and nothing in it speaks of others
(a citation, a series, a study, "may", "should"); what is unsure does not count.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from casewright.diagnostics import Span
from casewright.rules.any_case import AnyCase
from casewright.rules.passages import Passage

HIDDEN = "\u25af"
"""Stands for each character of what is no authored word: calls of facts and figures, quotations."""

_CITED = re.compile(r"\[[^\]\[]*@(?!fig:|tab:)[^\]]*\]|(?<![\w.])@(?!fig:|tab:)[\w{][\w:.{}/-]*")
_HIDE = re.compile(
    r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|`[^`\n]*`|(?<![\w.])@(?:fig|tab):[\w/-]*"
    r"|https?://\S+|“[^“”]*”|(?<!\w)\"(?:[^\"\n]|\n(?!\s*\n))*\"(?!\w)|<!--(?:(?!<!--).)*?-->",
    re.S,
)
_MARKED = re.compile(r"[@{`<“\"]|https?:")
"""What all that is hidden begins with."""
_MARKS = re.compile(r"(?<!\w)[*_]+(?=[\w(])|(?<=[\w.)])[*_]+(?!\w)|[\n\t\u00a0\u202f]")
_STOP = re.compile(r"(?<=[.!?])[\"”)\]]*\s+(?=[\"“(]?[A-Z0-9\u25af])")
_NO_STOP = re.compile(
    r"\b(?:e\.g|i\.e|vs|cf|ca|approx|Figs?|Tabs?|Dr|Prof|Mrs?|Ms|St|et al|(?<!/)[A-Z]|resp|No"
    r"|Nos|Vol)\.$"
)
_LONGEST = 8
"""No abbreviation in `_NO_STOP` is longer."""
_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+\.)[ \t])|\n(?=#)")

_ABOUT = AnyCase(
    r"\b(?:our|this|the present|the reported|the index|the described)"
    r" (?:[\w-]+ )?(?:patient|case|woman|man|girl|boy|infant|child|neonate|newborn|adolescent"
    r"|gentleman|lady)\b(?! (?:series|reports?|stud))|\bthe patient\b|\bthe (?:wo)?man\b"
    r"|\bthe (?:girl|boy|infant)\b",
)
_REPORTED = AnyCase(r"\bwe (?:here |herein |hereby )?(?:report|describe|present)(?:ed)?\b")
_OTHERS = AnyCase(
    r"\bet al\b|\b(?:series|cohorts?|literature|patients|cases|trials?|stud(?:y|ies)|guidelines?"
    r"|regist(?:ry|ries)|meta-analys[ei]s|reviews?|median|mean|average|population|authors?"
    r"|incidence|prevalence|usually|typically|generally|commonly|often|rarely|others?|another"
    r"|unlike|in contrast|whereas|compared|reported by|have been|has been (?:reported|described)"
    r"|previously|should|would|could|might|may|if|whether|when a|had (?:she|he) been"
    r"|mothers?|fathers?|brothers?|sisters?|sons?|daughters?|husband|wife|siblings?|twins?|uncle"
    r"|aunt|cousin|grand\w+|relatives?|donors?|partner|controls?)\b",
)
_OTHERS_THERE = AnyCase(
    r"\b(?:et al|series|cohorts?|literature|patients|trials?|guidelines?|meta-analys[ei]s"
    r"|population|authors?|incidence|prevalence|usually|typically|generally|commonly|should"
    r"|reported by|another (?:patient|case|person|child|man|woman)|other (?:patients|cases)"
    r"|mothers?|fathers?|brothers?|sisters?|sons?|daughters?|husband|wife|siblings?|twins?|uncle"
    r"|aunt|cousin|grand\w+|relatives?|donors?|partner|controls)\b"
)
"""Who else may be meant where the case itself is told: there, 'previously' is the patient's."""
_PRONOUN = re.compile(r"^\W*(?:She|He|Her|His)\b")
_OWN_PATHS = re.compile(
    r"(?:^|\.)(?:course\.\d+\.text|patient\.text|title\.\w+)$|^figures\."
    r"|^abstract\.(?:presentation|workup|diagnosis|treatment|outcome)$"
)
"""Passages that tell of the patient wherever they do not say otherwise."""
_CASE_PATHS = re.compile(r"(?:^|\.)(?:course\.\d+|patient)\.text$")
"""Passages that tell the case."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage."""

    passage: Passage
    start: int
    text: str
    """Its characters one for one, with citations and marks of Markdown as spaces."""
    cited: bool
    """Whether it cites a work."""
    own: bool
    """Whether it is plainly about the patient of the report."""
    reports: bool
    """Whether it says 'We report …', whoever else is in it."""

    def span(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`."""
        return self.passage.span(self.start + start, self.start + end)

    def said(self, match: re.Match[str], group: int | str = 0) -> str:
        """What a pattern found, as it was typed."""
        return " ".join(self.text[slice(*match.span(group))].split())

    def of(self, match: re.Match[str], group: int | str = 0) -> Span:
        """The place of what a pattern found in `text`."""
        return self.span(*match.span(group))


def shown_text(passage: Passage) -> str:
    """The text character for character, its citations, calls and quotations hidden."""
    return _shown(passage.text)


@functools.lru_cache(maxsize=4096)
def _shown(text: str) -> str:
    if not _MARKED.search(text):
        return text
    text = _CITED.sub(lambda found: HIDDEN * len(found[0]), text)
    return _HIDE.sub(lambda found: HIDDEN * len(found[0]), text)


def sentences_of(passage: Passage) -> Iterator[Sentence]:
    """The sentences of a passage in their order."""
    masked, cites = _masked(passage.text)
    begin = 0
    for end in [*(gap.start() for gap in _BLOCK.finditer(passage.text)), len(passage.text)]:
        yield from _paragraph(passage, masked, cites, start=begin, end=end)
        begin = end


def _masked(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with what are no words hidden, and where citations stand."""
    cites = tuple(found.start() for found in _CITED.finditer(text))
    text = _CITED.sub(lambda found: " " * len(found[0]), text)
    text = _HIDE.sub(lambda found: HIDDEN * len(found[0]), text)
    return _MARKS.sub(lambda found: " " * len(found[0]), text), cites


def _paragraph(
    passage: Passage, masked: str, cites: tuple[int, ...], *, start: int, end: int
) -> Iterator[Sentence]:
    by_default = bool(_OWN_PATHS.search(passage.path))
    others = _OTHERS_THERE if _CASE_PATHS.search(passage.path) else _OTHERS
    before: bool | None = None
    for first, last in _cuts(masked, start, end):
        text = masked[first:last]
        cited = any(first <= place < last for place in cites)
        of_others = others.search(text) is not None
        own = not cited and not of_others
        if own:
            same = _PRONOUN.match(text)
            own = bool(_ABOUT.search(text) or _REPORTED.search(text))
            own = own or (before is not False if same else by_default)
        if own or cited or of_others:
            before = own
        yield Sentence(passage, first, text, cited, own, bool(_REPORTED.search(text)))


def _cuts(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for found in _STOP.finditer(masked, start, end):
        if _NO_STOP.search(masked, max(begin, found.start() - _LONGEST), found.start()):
            continue
        yield begin, found.end()
        begin = found.end()
    if masked[begin:end].strip():
        yield begin, end

"""CON030 and CON031: numbers that only the abstract knows, and sentences that stand there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.model.tree import div_class, plain_text, source_keys, walk
from casewright.rules.consistency.facts import NUMBER, number_of
from casewright.rules.sentences import HIDDEN, Sentence
from casewright.rules.subject import Subject, Typed

_DIGITS = r"\d+(?:[,\u2009\u202f\u00a0]\d{3})*(?:[.·]\d+)?"
_TOLD = re.compile(rf"(?<![\w./–-])({_DIGITS})(?![\w]|[.]\d|-\d)")
_PRINTED = re.compile(rf"(?<![\w.])({_DIGITS})")
_SPELLED = re.compile(rf"\b{NUMBER}\b", re.I)
_WITH_UNIT = re.compile(
    r"[ \u00a0-]?(?:%|°C|[kmcµn]?g\b|mg/|[mcµ]m\b|m?L\b|mmol|µmol|mm Hg|years?|months?|weeks?"
    r"|days?|hours?|minutes?|patients?|cases?|of\b|×|x\b|/)"
)
_LEAST_WORDS = 6
_RUNNING = re.compile(
    r"^(?:introduction|discussion|conclusion|consultation|strengths|limitations|methods)$"
    r"|^(?:lessons|highlights|what_this_adds|learning_objectives)\.|\.text$"
)


def check_abstract_numbers(subject: Subject) -> Iterator[Diagnostic]:
    """Report numbers that the author typed into the abstract and that stand nowhere else."""
    found = Diagnostics()
    moves = [one for one in subject.sentences if one.passage.path.startswith("abstract.")]
    if not any(_TOLD.search(one.text) for one in moves):
        return
    known = _numbers_outside(subject)
    if known is None:
        return
    for sentence in moves:
        for match in _TOLD.finditer(sentence.text):
            told = _WITH_UNIT.match(sentence.text, match.end())
            if told and _plain(match[1]) not in known:
                found.add(
                    RULES["CON030"],
                    f"{match[1]} is in the abstract, and nowhere else in the manuscript",
                    sentence.of(match, 1),
                    hint="tell it in the text as well, or take it from the facts: {{ … }}",
                )
    yield from found


def _numbers_outside(subject: Subject) -> set[float] | None:
    """Every number of text, tables and legends; None where there is no text but the abstract."""
    words = [
        plain_text(block)
        for block in subject.document.blocks
        if not div_class(block, "abstract") and not div_class(block, "refs")
    ]
    text = " ".join(words)
    if not any(source_keys(node) for block in subject.document.blocks for node in walk(block)):
        return None
    known = {_plain(one) for one in _PRINTED.findall(text)}
    known |= {number_of(one) for one in _SPELLED.findall(text)}
    # A journal that prints other units, or no dates, leaves out what the facts hold.
    facts = " ".join(one.text for one in subject.passages if not one.path.startswith("abstract."))
    known |= {_plain(one) for one in _PRINTED.findall(facts)}
    return known


def _plain(number: str) -> float:
    return float(re.sub("[,\u2009\u202f\u00a0]", "", number).replace("·", "."))


def check_repeats(subject: Typed) -> Iterator[Diagnostic]:
    """Report a sentence of the running text that stands there twice."""
    found = Diagnostics()
    seen: dict[str, Sentence] = {}
    for sentence in subject.sentences:
        if not _RUNNING.search(sentence.passage.path) or HIDDEN in sentence.text:
            continue
        words = re.findall(r"\w+", sentence.text.casefold())
        if len(words) < _LEAST_WORDS:
            continue
        first = seen.setdefault(" ".join(words), sentence)
        if first is sentence or _is_copied(first, sentence):
            continue
        begin = len(sentence.text) - len(sentence.text.lstrip())
        place = first.span(len(first.text) - len(first.text.lstrip()), len(first.text))
        found.add(
            RULES["CON031"],
            f"'{' '.join(sentence.text.split()[:6])} …' stands at {place} already",
            sentence.span(begin, len(sentence.text.rstrip())),
            hint="take one of the two out",
        )
    yield from found


def _is_copied(first: Sentence, second: Sentence) -> bool:
    """Whether both stand in parts that journals print instead of each other."""
    one, other = (sentence.passage.path.partition(".")[0] for sentence in (first, second))
    return one != other and bool({one, other} & {"highlights", "what_this_adds", "lessons"})

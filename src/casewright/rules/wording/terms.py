"""STY014, STY015, STY016 and STY021: brands, jargon, tense and terms that are nearly right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, RuleInfo
from casewright.model.node import walk_nodes
from casewright.rules.any_case import AnyCase
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed
from casewright.rules.wording.lists import BRAND, BRANDS, JARGON, TERMS, WordList

_NOW = AnyCase(
    r"\b(?:(?:our|the|this) patient|she|he|the (?:wo)?man|the (?:girl|boy|infant))"
    r"(?: (?:then|also|now|subsequently|initially))? (?P<verb>presents|complains|undergoes|receives"
    r"|develops|denies|reports|recovers|undertakes|shows|suffers|notices|dies"
    r"|is (?:admitted|referred|treated|discharged|diagnosed|given|started|brought|taken|operated"
    r"|intubated|transferred|transfused|found))\b",
)
_EXAMINED_NOW = re.compile(
    r"^\W*On (?:\w+ )?(?:examination|admission|arrival|presentation|inspection|palpation"
    r"|auscultation),? [^.;]*?\b(?P<verb>is|are|has|have|shows?|reveals?)\b"
    r"|^\W*(?:The |An? |Her |His )?(?:[\w-]+ ){0,4}?(?:CT|MRI|radiographs?|scans?|ultrasonography"
    r"|ultrasound|echocardiography|tomography|biops(?:y|ies)|histology|colonoscopy|endoscopy)"
    r"(?: \([^()]*\)| scans?| images?)* "
    r"(?P<sees>shows?|reveals?|demonstrates?|confirms?|suggests?)\b",
)
_TOLD_OF_THE_CASE = re.compile(r"(?:^|\.)course\.\d+\.text$")


def check_terms(subject: Typed) -> Iterator[Diagnostic]:
    """Report proprietary names, the language of the ward, the present tense and wrong terms."""
    found = Diagnostics()
    wanted = {
        brand.casefold()
        for node in walk_nodes(subject.case)
        if isinstance(brand := getattr(node, "brand", None), str)
    }
    for sentence in subject.sentences:
        if "perspective" in sentence.passage.path:
            continue  # the patient's own words
        _brands(sentence, wanted, found)
        _rows(JARGON, RULES["STY015"], "is the language of the ward", sentence, found)
        _rows(TERMS, RULES["STY021"], "is not the term", sentence, found)
        if sentence.own:
            _tense(sentence, found)
    yield from found


def _tense(sentence: Sentence, found: Diagnostics) -> None:
    told = [(match, "verb") for match in _NOW.finditer(sentence.text)]
    if _TOLD_OF_THE_CASE.search(sentence.passage.path) and (
        match := _EXAMINED_NOW.match(sentence.text)
    ):
        told.append((match, "verb" if match["verb"] else "sees"))
    for match, group in told:
        found.add(
            RULES["STY016"],
            f"'{match[group]}' tells the case in the present tense",
            sentence.of(match, group),
            hint="what happened to the patient is told in the past tense",
        )


def _rows(
    words: WordList, rule: RuleInfo, what: str, sentence: Sentence, found: Diagnostics
) -> None:
    for match, hint in words.finds(sentence.text):
        found.add(rule, f"'{sentence.said(match)}' {what}", sentence.of(match), hint=hint)


def _brands(sentence: Sentence, wanted: set[str], found: Diagnostics) -> None:
    for match in BRAND.finditer(sentence.text):
        name = BRANDS[match[0]]
        before = sentence.text[max(0, match.start() - 60) : match.start()]
        # 'infliximab (Remicade, Example Pharma)' gives both, as reports of harm do.
        if match[0].casefold() in wanted or re.search(
            rf"{re.escape(name)}(?: \w+)? \($", before, re.I
        ):
            continue
        found.add(
            RULES["STY014"],
            f"'{match[0]}' is a brand of {name}",
            sentence.of(match),
            hint=f"write '{name}'; the brand only where it matters, as '{name} ({match[0]})'",
        )

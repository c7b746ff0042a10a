"""STY012 and STY013: how the patient is spoken of."""

from __future__ import annotations

from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.rules.any_case import AnyCase
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed
from casewright.rules.wording.lists import LABELS, STIGMA

_DONE = (
    r"underwent|received|recovered|died|complained|was admitted|was treated|was discharged"
    r"|was operated|was hospitali[sz]ed|was diagnosed|was intubated|was transferred|was referred"
    r"|was given|had (?:a )?(?:fever|pain|surgery|symptoms|history)|responded to|tolerated|survived"
    r"|presented (?:with|to)|developed|was followed"
    r"|was an? (?:\S+ )?(?:wo)?man|was an? (?:\S+ )?(?:fe)?male|was (?:fe)?male"
)
_CASE = AnyCase(
    rf"\b(?:this|our|the|the present|the index) case (?:{_DONE})\b"
    r"|\b\d+[- ](?:year|month|week|day)s?[- ]old (?:\w+ )?case\b"
    r"|\b(?:male|female|elderly|pediatric|paediatric|young) cases? (?!reports?|series|stud)"
    r"|\bcases? (?:complaining|aged)\b|\b(?:died|surviving|operated|treated) cases\b"
    rf"|\bcases (?:underwent|received|recovered|died|were (?:(?:fe)?males?|(?:wo)?men|admitted"
    r"|treated|operated|discharged|hospitali[sz]ed))\b"
    r"|\bpresented case (?:was|had)\b|\b(?:is|was|with) an? known case of\b",
)


def check_people(subject: Typed) -> Iterator[Diagnostic]:
    """Report patients who are called cases, and words that blame, doubt or label."""
    found = Diagnostics()
    for sentence in subject.sentences:
        if "perspective" in sentence.passage.path:
            continue  # the patient's own words
        for match in _CASE.finditer(sentence.text):
            found.add(
                RULES["STY012"],
                f"'{match[0].strip()}' calls a patient a case",
                sentence.of(match),
                hint="a case is reported, a patient is treated: write 'patient'",
            )
        _words(sentence, found)
    yield from found


def _words(sentence: Sentence, found: Diagnostics) -> None:
    for match, hint in STIGMA.finds(sentence.text):
        found.add(
            RULES["STY013"],
            f"'{sentence.said(match)}' may be read as blaming or belittling the patient",
            sentence.of(match),
            hint=hint,
        )
    for match in LABELS.finditer(sentence.text):
        found.add(
            RULES["STY013"],
            f"'{match[0]}' names people by their illness",
            sentence.of(match),
            hint="write 'a patient with …'",
        )

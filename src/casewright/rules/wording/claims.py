"""STY010 and STY011: claims of being the first, and claims of effect from one patient.

A case report can suggest; it cannot show that a treatment works, and a claim of priority is as good
as the search behind it (CARE 3a, 11b, 11c).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.model.outcomes import AdverseEvent
from casewright.rules.any_case import AnyCase
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed

_KNOWN = r"(?:ever |previously |yet )?(?:reported|known|documented|described|published|recorded)"
_THING = r"(?:cases?|reports?|patients?|instances?|descriptions?|examples?|occurrences?)"
_CLAIM = AnyCase(
    rf"\bfirst(?:-ever| ever)? {_KNOWN}(?: \w+){{0,2}} {_THING}\b"
    rf"|\b(?:the|only the|is|be|our|as a) (?:very )?first (?:\w+ )?"
    r"(?:case|report|description|instance)\b"
    r"(?: (?:of|in the|worldwide|with|to be|to our|ever)|[.,])"
    r"|(?:^|: )first (?:\w+ )?(?:case|report|description|instance) (?:of|in)\b"
    rf"|\b(?:has|have) (?:never|not)(?: been)?(?: previously| yet| so far)*(?: been)? "
    r"(?:reported|described|published|documented)\b"
    rf"|\bno (?:previous|prior|similar|other|such) (?:\w+ )?(?:cases?|reports?|instances?)\b"
    rf"|\bnever (?:before )?(?:been )?(?:reported|described|published|documented)\b"
    rf"|\b(?:unique|unprecedented) (?:case|report|presentation)\b"
    rf"|\bonly (?:\w+ )?(?:other )?(?:cases?|reports?) (?:has|have) been (?:reported|described)\b"
    rf"|\bworld(?:'s|’s)? first {_THING}\b|\bfirst patient in the (?:world|literature)\b"
    rf"|\bonly the (?:second|third|fourth|fifth) (?:\w+ )?(?:case|report|patient)\b",
)
_BOUNDED = AnyCase(
    r"\b(?:our|this) (?:hospital|institution|center|centre|department|clinic|country|region)\b"
    r"|\b(?:reported|described) (?:first )?(?:by|in (?:1[89]|20)\d\d)\b|\bin (?:1[89]|20)\d\d\b",
)
_OURS = AnyCase(r"\b(?:our|we|this (?:is|case|report)|here)\b")

_HEDGE = AnyCase(
    r"\b(?:may|might|can|could|would|seems?|seemed|appears?|appeared|suggests?|possibly|perhaps"
    r"|likely|probably|potential(?:ly)?|in selected|in this patient|in our patient|whether|if"
    r"|not|cannot|no evidence|remains|needed|should be (?:considered|studied))\b",
)
_EFFECT = AnyCase(
    r"\b(?:proves?|proved|proven)(?: to be)? (?:\w+ )?"
    r"(?:effective|efficacious|safe|beneficial|useful|that)\b"
    r"|\b(?:is|are|was|were) (?:\w+ )?(?:an? )?(?:safe and |highly |very |completely )?"
    r"(?:effective|efficacious)\b(?! dose)|\b(?:case|report|findings?|results?|we) (?:clearly )?"
    r"(?:proves?|proved|demonstrates?|demonstrated|confirms?|confirmed|establish(?:es|ed))"
    r" (?:that|the (?:efficacy|effectiveness|safety|benefit|superiority))\b"
    r"|\b(?:cures?|guarantees?)\b(?! rate)"
    r"|\b(?:improves?|prolongs?|increases?) (?:overall |long-term |patient )?"
    r"(?:survival|outcomes?|prognosis|quality of life)\b"
    r"|\b(?:reduces?|lowers?|decreases?|prevents?) (?:the )?"
    r"(?:mortality|(?:risk|rate|incidence) of|recurrences?|death|complications?)\b"
    r"|\bshould be (?:given|offered|used|performed|administered|done) (?:to|in|for) (?:all|every)\b"
    r"|\b(?:should be|is) the (?:standard|treatment of choice|gold standard|first-line)\b",
)
_TOLD_SHORT = re.compile(
    r"^(?:title\.|abstract\.|conclusion$|lessons\.|key_message$|core_tip$|highlights\."
    r"|what_this_adds\.|practice_impact$)"
)


def check_claims(subject: Typed) -> Iterator[Diagnostic]:
    """Report claims of priority without a search, and of effect from one patient."""
    found = Diagnostics()
    unjudged = _drugs_without_causality(subject)
    for sentence in subject.sentences:
        _priority(sentence, subject, found)
        if sentence.cited or not _TOLD_SHORT.match(sentence.passage.path):
            continue
        for match in _EFFECT.finditer(sentence.text):
            if not _HEDGE.search(sentence.text):
                _effect(match, sentence, found)
        for drug in unjudged:
            pattern = rf"\b(?:caused by|due to) (?:\w+ )?{re.escape(drug)}\b"
            for match in re.finditer(pattern, sentence.text, re.I):
                found.add(
                    RULES["STY011"],
                    f"'{match[0]}' is certain, and no causality assessment is given",
                    sentence.of(match),
                    hint="add 'causality: [Naranjo …, WHO-UMC …]' to the adverse event, or write "
                    "'after' or 'associated with'",
                )
    yield from found


def _priority(sentence: Sentence, subject: Typed, found: Diagnostics) -> None:
    match = _CLAIM.search(sentence.text)
    if match is None or _BOUNDED.search(sentence.text):
        return
    if sentence.cited and not _OURS.search(sentence.text):
        return  # the history of the disease, and whose it is
    search = subject.case.search_strategy
    missing = [
        word
        for word, given in (("date", search and search.date), ("terms", search and search.terms))
        if not given
    ]
    if search is not None and not missing:
        return
    lacks = "no search is recorded" if search is None else f"its search has no {missing[0]}"
    found.add(
        RULES["STY010"],
        f"'{match[0].strip()}' is a claim of priority, and {lacks}",
        sentence.of(match),
        hint="record databases, date and terms under search_strategy, or leave the claim out",
    )


def _effect(match: re.Match[str], sentence: Sentence, found: Diagnostics) -> None:
    found.add(
        RULES["STY011"],
        f"'{match[0].strip()}' is more than one patient can show",
        sentence.of(match),
        hint="write what was seen ('resolved after …'), or hedge it ('may', 'in this patient')",
    )


def _drugs_without_causality(subject: Typed) -> list[str]:
    events = [event for case in subject.case.cases for event in case.course]
    return [
        drug
        for event in events
        if isinstance(event, AdverseEvent) and not event.causality
        for drug in event.suspected
    ]

"""STY018, STY019 and STY020: broken words, stray characters and vague measures.

Text that was copied from a PDF has words that are cut ('sur vival') or joined ('pyloruspreserving',
'CASE REPORTA'), and spaces before stops. Whether a piece is a word is told by the report itself and
by a short list: only a piece that stands nowhere else is taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.facts import NUMBER
from casewright.rules.sentences import Sentence, shown_text
from casewright.rules.subject import Passage, Typed

_COMMON = """
    a i an as at be by do go he if in is it me my no of on or so to up us we am all and any are
    bed but can day did due eye far few for get had has her him his how its leg lung may men new
    nor not now off old one our out own per ray red sex she six ten the too two use via was way
    who why yet able acid also area arms away back base bile bone both brain case cell clear cold
    come copy cord core cyst data days deep does done dose down drug each ears edge even ever eyes
    face fact fast fell felt film find fine firm five flow fluid follow food foot form four free
    from full gave give good gram grew grow hair half hand hard have head heal heart held help
    here high home hour into iron just keep kept knee knew know lack last late lead left less life
    like line lips list live liver lobe long look lost low made main make male many mass meal mean
    mild milk more most much must nail name near neck need node none nose note once only onto open
    oral over pain pale part past peak plan poor post pulse rare rash rate read rest rise risk
    role rose same scan scar seen self sent side sign site size skin slow soft some soon stem step
    stop such sure take tail tell term test than that them then they this thus time told took tube
    turn type unit upon vein very view want warm week well went were what when will with word work
    year about above after again along among apart arose below blood bowel cause chest child class
    close could daily death doses doubt drain early eight enter equal every exact first focal
    found fresh front given graft great group grown hours index known large later least level
    light limit local lower lymph major match means might minor model month motor nerve never
    night normal often onset order organ other ovary pelvis phase place point prior quite range
    rapid reach rectal renal right round route scale score serum seven shape share sharp short
    shown since small solid sound spine stage start state still stool study table their there
    these thigh third those three tibia tissue title total touch towards treat trial tumor tumour
    ulcer under until upper urine usual value valve vital water weeks where which while white
    whole whose within without wound years another before between cannot during either however
    maybe something sometime sometimes therefore abdomen abdominal absence acute admission adverse
    antibiotic antibiotics biopsy bladder cancer carcinoma cardiac cerebral chronic clinical
    computed contrast culture decreased described develop diagnosis diagnosed diameter discharge
    disease distal drainage elevated emergency enhanced evidence examination excised extended
    fever findings finding followed following fracture function gastric gland hepatic history
    hospital imaging increased infection injury intensity intestinal invasion kidney laboratory
    laparotomy lesion lesions malignant management margin markers masses metastasis metastases
    metastatic months mucosa muscle negative neoplasm observed operation outcome pancreas
    pancreatic partial pathology patient patients performed physical plasma pneumonia positive
    posterior presence presentation presented primary proximal pulmonary pylorus recurrence
    related remnant report reported resected resection respiratory result results revealed sarcoma
    section severe showed significant specimen spindle spleen stomach surgery surgical survival
    suspected symptom symptoms syndrome systemic therapy thorax thrombosis tomography treated
    treatment tumors ultrasound underwent uneventful palliation quality
"""
_WORDS = frozenset(_COMMON.split())
FUSED = {
    "followup": "follow-up", "longterm": "long-term", "shortterm": "short-term",
    "highgrade": "high-grade", "lowgrade": "low-grade", "wellknown": "well-known",
    "lifethreatening": "life-threatening", "broadspectrum": "broad-spectrum",
    "spaceoccupying": "space-occupying", "fullthickness": "full-thickness",
    "welldefined": "well-defined", "illdefined": "ill-defined", "onethird": "one third",
    "ofthe": "of the", "inthe": "in the", "tothe": "to the", "andthe": "and the",
    "wasthe": "was the", "withthe": "with the", "onthe": "on the", "fromthe": "from the",
    "atthe": "at the", "forthe": "for the", "bythe": "by the", "thatthe": "that the",
    "thepatient": "the patient", "ofa": "of a", "ina": "in a", "witha": "with a",
    "wasa": "was a", "casereport": "case report",
}  # fmt: skip
"""Two words that are never written as one."""
_SECOND = re.compile(
    r"(?P<first>[a-z]{4,})(?P<second>preserving|enhanced|weighted|related|associated|guided|sparing"
    r"|threatening|resistant|dependent|containing|producing|secreting|occupying|infected|treated)"
)
_HEADING = re.compile(
    r"\b(?P<head>CASE REPORT|CASE PRESENTATION|INTRODUCTION|DISCUSSION|ABSTRACT|BACKGROUND"
    r"|CONCLUSIONS?|RESULTS|METHODS)(?P<rest>[A-Z])(?=[a-z ])"
)
_CAPITAL = re.compile(r"\b[a-z]{3,}(?:The|This|She|We|However|After|There|It|An|On|In|A)\b")
_CUT = re.compile(r"\b(?P<first>[A-Za-z]{2,})- (?P<second>[a-z]{2,})\b(?!-)")
_HYPHENED = re.compile(r"\b[a-z]+-[a-z]+\b")
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")

_STRAY = (
    (re.compile(r"(?<=\S)[ \n\u00a0]+(?=[,;](?:\s|$)|\.(?![\d.])(?:\s|$))"), "a space before '{}'"),
    (re.compile(r"\([ \u00a0]+(?=\w)|(?<=\w)[ \u00a0]+(?=\))"), "a space inside the parentheses"),
    (re.compile(r"(?<![.\w])(?:,,|;;)|(?<=[\w\]])\.\.(?![./\w])"), "a doubled sign"),
    (re.compile(r"(?<=[a-z]{3})[.;,](?=[A-Z][a-z]+\s)"), "no space after '{}'"),
    (
        re.compile(
            r"\b(the|of|and|to|in|a|an|was|were|with|for|is|are|at|on|by|from|be)\s+\1\b(?!-)",
            re.I,
        ),
        "a doubled word",
    ),
)
_VAGUE = AnyCase(
    rf"\b{NUMBER}(?: ?(?:[cmk]?m|[mµk]?g|mL|L|%)| \w+s?)? or so\b|\ba couple of \w+"
    r"|\b\d+-odd\b|\bsome \d+(?:\.\d+)? ?(?:cm|mm|mL|g|kg|mg)\b",
)


def check_broken(subject: Typed) -> Iterator[Diagnostic]:
    """Report cut and joined words, stray spaces and signs, and measures that are vague."""
    found = Diagnostics()
    counts = Counter(
        match[0].lower()
        for passage in subject.passages
        if not passage.path.startswith(("authors", "affiliations"))
        for match in _TOKEN.finditer(passage.text)
    )
    hyphened = {
        one for passage in subject.passages for one in _HYPHENED.findall(passage.text.lower())
    }
    for sentence in subject.sentences:
        _split(sentence, counts, found)
        _joined(sentence, counts, found, hyphened=hyphened)
        _glued(sentence, counts, found)
        for match in _VAGUE.finditer(sentence.text):
            found.add(
                RULES["STY020"],
                f"'{match[0]}' is vague",
                sentence.of(match),
                hint="give the number as it was measured, or 'about' and the number",
            )
    for passage in subject.passages:
        if passage.kind == "prose":
            _stray(passage, found)
    yield from found


def _broken(what: str, right: str, sentence: Sentence, at: tuple[int, int]) -> Diagnostic:
    rule = RULES["STY018"]
    hint = f"write '{right}'"
    message = f"'{what}' is broken"
    return Diagnostic(rule, message, sentence.span(*at), hint, severity=rule.severity)


def _split(sentence: Sentence, counts: Counter[str], found: Diagnostics) -> None:
    """Two pieces, one of which is no word, that make up a word together."""
    for first, second in pairwise(_TOKEN.finditer(sentence.text)):
        if sentence.text[first.end() : second.start()] != " " or not second[0].islower():
            continue
        whole = (first[0] + second[0]).lower()
        if len(whole) < 4 or not (whole in _WORDS or counts[whole]):
            continue
        pieces = (first[0].lower(), second[0])
        if any(one not in _WORDS and counts[one] == 1 for one in pieces):
            place = (first.start(), second.end())
            found.extend([_broken(f"{first[0]} {second[0]}", whole, sentence, place)])


def _joined(
    sentence: Sentence, counts: Counter[str], found: Diagnostics, *, hyphened: set[str]
) -> None:
    """Two words in one; where the report has them with a hyphen elsewhere, CON034 says so."""
    for match in _TOKEN.finditer(sentence.text):
        word = match[0].lower()
        right = FUSED.get(word)
        part = _SECOND.fullmatch(word)
        if part and (part["first"] in _WORDS or counts[part["first"]]):
            right = f"{part['first']}-{part['second']}"
            right = None if right in hyphened else right
        if right and match[0][1:].islower():
            found.extend([_broken(match[0], right, sentence, match.span())])


def _glued(sentence: Sentence, counts: Counter[str], found: Diagnostics) -> None:
    """A heading or the end of a sentence that runs into the next, and words cut by a hyphen."""
    text = sentence.text
    for match in _HEADING.finditer(text):
        right = f"{match['head']} {match['rest']}"
        found.extend([_broken(match[0], right, sentence, match.span())])
    for match in _CAPITAL.finditer(text):
        right = re.sub(r"(?=[A-Z])", " ", match[0])
        found.extend([_broken(match[0], right, sentence, match.span())])
    for match in _CUT.finditer(text):
        whole = match["first"] + match["second"]
        if match["second"] in {"and", "or", "to", "nor", "versus", "vs", "bis", "but"}:
            continue
        known = whole.lower() in _WORDS or counts[whole.lower()]
        right = whole if known else f"{match['first']}-{match['second']}"
        found.extend([_broken(match[0], right, sentence, match.span())])


def _stray(passage: Passage, found: Diagnostics) -> None:
    text = shown_text(passage)
    for pattern, what in _STRAY:
        for match in pattern.finditer(text):
            sign = match[0].strip() or text[match.end() : match.end() + 1]
            found.add(
                RULES["STY019"],
                f"{what.format(sign)}",
                passage.span(*match.span()),
                hint="take it out" if "no space" not in what else "add a space",
            )

"""CON032 and CON033: abbreviations that nothing uses, and those that mean two things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.model.tree import plain_text
from casewright.rules.lexicon import american
from casewright.rules.subject import Subject

_ROWS = """
ACE angiotensin-converting enzyme; ACTH adrenocorticotropic hormone; AFP alpha-fetoprotein
AIDS acquired immunodeficiency syndrome; ALP alkaline phosphatase; ALT alanine aminotransferase
ANA antinuclear antibody; ANCA antineutrophil cytoplasmic antibody
ARDS acute respiratory distress syndrome; AST aspartate aminotransferase; BMI body mass index
BUN blood urea nitrogen; CEA carcinoembryonic antigen; CK creatine kinase
COPD chronic obstructive pulmonary disease; CPR cardiopulmonary resuscitation
CRP C-reactive protein; CSF cerebrospinal fluid; CT computed tomography
DVT deep vein thrombosis; ECG electrocardiogram; ECMO extracorporeal membrane oxygenation
EEG electroencephalogram; ESR erythrocyte sedimentation rate
ERCP endoscopic retrograde cholangiopancreatography; EUS endoscopic ultrasound
FDG fluorodeoxyglucose; FNA fine-needle aspiration; GIST gastrointestinal stromal tumor
HIV human immunodeficiency virus; HPV human papillomavirus; ICU intensive care unit
IHC immunohistochemistry; INR international normalized ratio; LDH lactate dehydrogenase
LVEF left ventricular ejection fraction; MRCP magnetic resonance cholangiopancreatography
MRI magnetic resonance imaging; MRSA methicillin-resistant Staphylococcus aureus
NSAID nonsteroidal anti-inflammatory drug; PCI percutaneous coronary intervention
PCR polymerase chain reaction; PE pulmonary embolism; PET positron emission tomography
PSA prostate-specific antigen; SLE systemic lupus erythematosus; TB tuberculosis
TSH thyroid-stimulating hormone; VAS visual analog scale; WBC white blood cell
"""
_USUAL = {
    short: long
    for line in _ROWS.strip().splitlines()
    for short, _, long in (one.strip().partition(" ") for one in line.split(";"))
}
"""What abbreviations of everyday medicine stand for; for a slip in one of their words."""
_IN_BRACKETS = re.compile(r"\([A-Z][A-Z0-9-]{1,6}s?\)")
_DEFINED = re.compile(r"((?:[\w-]+[ ]){1,7})\(([A-Z][A-Z0-9-]{1,6})s?\)")


def check_abbreviations(subject: Subject) -> Iterator[Diagnostic]:
    """Report abbreviations without a use, and definitions that differ from each other."""
    found = Diagnostics()
    _unused(subject, found)
    _twice(subject, found)
    yield from found


def _unused(subject: Subject, found: Diagnostics) -> None:
    """Neither the typed nor the printed words have it, in its short or in its long form."""
    case = subject.case
    if not case.abbreviations:
        return
    typed = " ".join(
        one.text for one in subject.passages if not one.path.startswith("abbreviations")
    )
    printed = " ".join(plain_text(block) for block in subject.document.all_blocks)
    for short, long in case.abbreviations.items():
        pattern = rf"(?<!\w){re.escape(short)}(?:s|\b|(?!\w))"
        if re.search(pattern, typed) or re.search(pattern, printed):
            continue
        if long.casefold() not in f"{typed} {printed}".casefold():
            found.add(
                RULES["CON032"],
                f"'{short}' is defined, and nothing uses it",
                subject.place(f"abbreviations.{short}"),
                hint="take the line out",
            )


def _twice(subject: Subject, found: Diagnostics) -> None:
    case = subject.case
    for short, long in case.abbreviations.items():
        usual = _USUAL.get(short)
        if usual and _nearly(long, usual):
            found.add(
                RULES["CON033"],
                f"'{short}' is '{long}' here; usually it is '{usual}'",
                subject.place(f"abbreviations.{short}"),
                hint=f"write '{usual}'",
            )
    for sentence in subject.sentences:
        if not _IN_BRACKETS.search(sentence.text):
            continue  # what stands before the brackets takes long to search for
        for match in _DEFINED.finditer(sentence.text):
            short = match[2]
            told = match[1].strip()
            wanted = case.abbreviations.get(short) or _USUAL.get(short)
            if wanted is None or _same(told, wanted):
                continue
            tail = " ".join(told.split()[-len(wanted.split()) :])
            declared = short in case.abbreviations
            spelled = " ".join(told.split()[-len(re.sub(r"[^A-Z]", "", short)) :])
            if declared and _initials(spelled, short) and not _same(spelled, wanted):
                tail = spelled
            if (declared and _initials(tail, short)) or _nearly(tail, wanted):
                found.add(
                    RULES["CON033"],
                    f"'{short}' is '{tail}' here; "
                    f"{'under abbreviations' if declared else 'usually'} it is '{wanted}'",
                    sentence.of(match),
                    hint=f"write '{wanted}'",
                )


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", american(text.casefold()))


def _same(told: str, wanted: str) -> bool:
    """Whether `told` ends with the wanted words; plurals do not matter."""
    ends, words = _words(told), _words(wanted)
    return [one.rstrip("s") for one in ends[-len(words) :]] == [one.rstrip("s") for one in words]


def _nearly(told: str, wanted: str) -> bool:
    """Whether the two differ in one word of several: what is quite different is another term."""
    ends, words = _words(told), _words(wanted)
    if len(ends) != len(words) or len(words) < 2:
        return False
    differ = [(a, b) for a, b in zip(ends, words, strict=True) if a.rstrip("s") != b.rstrip("s")]
    return len(differ) == 1 and differ[0][0][:1] == differ[0][1][:1] and not _variant(*differ[0])


def _variant(one: str, other: str) -> bool:
    """Forms of one word: 'electrocardiogram' and 'electrocardiography', 'tumor' and 'tumors'."""
    return one[:5] == other[:5]


def _initials(told: str, short: str) -> bool:
    letters = re.sub(r"[^A-Z]", "", short).casefold()
    return "".join(word[0] for word in _words(told)) == letters

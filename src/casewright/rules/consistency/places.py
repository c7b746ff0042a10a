"""CON022 and CON023: sides of the body and sizes in prose and in the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from casewright.diagnostics import Diagnostics, Span
from casewright.model.event import Finding
from casewright.model.imaging import ImagingFinding
from casewright.model.presentation import Complaint
from casewright.model.quantities import Size
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.facts import Facts, disagreement
from casewright.rules.sentences import Sentence

_PAIRED = """
    thigh leg arm forearm hand foot knee hip shoulder elbow wrist ankle finger thumb toe heel calf
    buttock groin flank axilla breast nipple eye eyelid orbit ear cheek kidney ureter lung pleura
    hemithorax chest adrenal ovary testis testicle tonsil parotid iliac femur tibia fibula humerus
    radius ulna scapula clavicle patella maxilla hemisphere psoas femoral carotid popliteal
    subclavian brachial renal jugular vertebral ophthalmic optic thyroid parathyroid submandibular
    mandible sinus rib supraclavicular inguinal axillary iliac ovarian fallopian spermatic pelvis
    scrotum hemicolon hemithyroid salpinx temporal frontal parietal occipital thalamus insula
    cerebellum vestibule labium lip cornea retina macula eyebrow jaw molar canine trapezius deltoid
"""
_QUARTERS = "quadrant fossa"
_POSITIONS = """
    upper lower middle medial lateral anterior posterior proximal distal superior inferior inner
    outer superficial deep first second third fourth fifth internal external common
"""
_SIDES = frozenset({"right", "left"})
_BESIDE = re.compile(
    r"\b(?:near|adjacent to|beside|next to|towards?|behind|close to|between|above|below|beneath"
    r"|along|up to|abutting|displac\w+|compress\w+)(?: the)? ?$",
    re.I,
)
"""What makes a part of the body a landmark."""
_PARTS = frozenset(_PAIRED.split())
_POSITION = frozenset(_POSITIONS.split())
_PART = "|".join(sorted({*_PARTS, *_QUARTERS.split()}))
_SIDE = AnyCase(
    rf"\b(?P<side>left|right)(?:-sided)?(?P<between>(?: (?!and\b|or\b|to\b)[a-z-]+){{0,2}}?)"
    rf" (?P<part>{_PART})s?\b",
)
_BOTH = AnyCase(r"\b(?:both|bilateral(?:ly)?|each|contralateral|either) ")
_NOT = AnyCase(
    r"\b(?:no|not|nor|neither|without|normal|unremarkable|unaffected|healthy|intact|spared|opposite"
    r"|contralateral|uninvolved|free of|also|other|then|previous|earlier|first|later)\b",
)

_MASS = "mass tumor tumour lesion neoplasm nodule growth recurrence metastasis metastases deposit"
_OTHERS = """
    cyst ulcer polyp abscess aneurysm stone calculus gallstone collection hematoma haematoma
    thrombus defect bone line
"""
_NOUNS = (*_MASS.split(), *_OTHERS.split())
_DIMS = r"\d+(?:\.\d+)?(?: ?(?:cm|mm))?(?: ?[x×] ?\d+(?:\.\d+)?(?: ?(?:cm|mm))?){0,2}"
_NOUN = "|".join(sorted(_NOUNS, key=len, reverse=True))
_SIZE = AnyCase(
    rf"(?<![\d.–-])(?P<size>(?P<dims>{_DIMS})[- ]?(?P<unit>cm|mm))(?:-sized)?\b,?"
    rf"(?: (?!and\b|or\b|from\b|above\b|below\b|of\b|in\b)[\w-]+,?){{0,3}}? (?P<noun>{_NOUN})s?\b"
    rf"|\b(?P<noun2>{_NOUN})s?\b(?: (?!and\b|or\b|from\b|was \w+ed\b)[\w-]+){{0,6}}?,?"
    rf" (?:of|measuring|measured|sized)(?: about| approximately)?"
    rf" (?P<size2>(?P<dims2>{_DIMS})[- ]?(?P<unit2>cm|mm))\b",
)
_TEXT_SIZE = re.compile(rf"(?<![\d.])({_DIMS})[- ]?(cm|mm)\b")
_GROWN = AnyCase(r"\b(?:margin|incision|scar|port|stent|screw|distance|away|deep|thick)\b")


class _Side(NamedTuple):
    side: str
    part: str
    positions: frozenset[str]
    place: Span
    shown: str
    about: frozenset[str] = frozenset()
    """Words of the fact beside the part: 'nodule'."""


def naming(sentence: Sentence, sides: list[_Side]) -> list[_Side]:
    """The sides of facts that the sentence names otherwise, too: of the nodule, the excision."""
    words = _words(sentence.text)
    return [one for one in sides if one.about & words]


def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z]{5,}", text.casefold())
    return frozenset(one.removesuffix("s") for one in found) - _PARTS - _POSITION - _SIDES


def check_sides(sentence: Sentence, sides: list[_Side], found: Diagnostics) -> None:
    """Report 'left' where the facts know only of 'right', of the same part of the body."""
    if not sentence.own or _NOT.search(sentence.text) or _BOTH.search(sentence.text):
        return
    for match in _SIDE.finditer(sentence.text):
        if _BESIDE.search(sentence.text[max(0, match.start() - 20) : match.start()]):
            continue
        said = _side_of(match, Span("", 0, 0))
        known = [one for one in sides if one.part == said.part and one.positions == said.positions]
        if known and all(one.side != said.side for one in known):
            fact = f"'{known[0].shown}'"
            disagreement("CON022", sentence, match, fact=fact, place=known[0].place, found=found)


def sides_of(facts: Facts) -> list[_Side]:
    """Every side of a part of the body that the facts name."""
    found: list[_Side] = []
    for one in facts.texts:
        about: frozenset[str] | None = None
        for match in _SIDE.finditer(one.text):
            if about is None:
                block = one.path.rpartition(".")[0] + "."
                about = _words(" ".join(o.text for o in facts.texts if o.path.startswith(block)))
            side = _side_of(match, one.span(*match.span()))._replace(about=about)
            found.append(side)
            if _BOTH.search(one.text):
                found.append(side._replace(side="left" if side.side == "right" else "right"))
    for node in facts.nodes:
        if isinstance(node, ImagingFinding | Complaint) and node.laterality:
            words = f"{node.site or ''} {node.what}"
            sides = ("left", "right") if node.laterality == "bilateral" else (node.laterality[:5],)
            for part in re.findall(rf"\b(?:{_PART})(?=s?\b)", words):
                place = facts.place(node.at_path("laterality"))
                about = _words(node.what)
                found += [
                    _Side(one, part, frozenset(), place, f"{one} {part}", about)
                    for one in (side.strip("-") for side in sides)
                ]
    return found


def _side_of(match: re.Match[str], place: Span) -> _Side:
    positions = _POSITION & set(match["between"].casefold().split())
    if match["part"].casefold() in _PARTS:
        positions = frozenset()  # the anterior thigh is on the side of the thigh
    side, part = match["side"].casefold(), match["part"].casefold()
    return _Side(side, part, positions, place, " ".join(match[0].split()))


class _Sized(NamedTuple):
    noun: str
    millimetres: tuple[float, ...]
    shown: str
    place: Span


def sizes_of(facts: Facts) -> list[_Sized]:
    """Every size of a finding that the facts name; those in texts have no noun."""
    found = []
    for node in facts.nodes:
        if not isinstance(node, Finding):
            continue
        for name in ("size", "previous"):
            size = getattr(node, name, None)
            if isinstance(size, Size):
                lengths = tuple(
                    float(part) * {"mm": 1, "cm": 10, "m": 1000, "µm": 0.001}[size.unit]
                    for length in size.lengths
                    for part in length.split("–")
                )
                shown = f"{' x '.join(size.lengths)} {size.unit}"
                place = facts.place(node.at_path(name))
                found.append(_Sized(_group(node.what), lengths, shown, place))
    for one in facts.texts:
        for dims, unit in _TEXT_SIZE.findall(one.text):
            found.append(_Sized("", tuple(_lengths(dims, unit)), "", one.lines[0]))
    return found


def check_sizes(sentence: Sentence, sizes: list[_Sized], found: Diagnostics) -> None:
    """Report a size of a lesion that is none of the sizes that the facts give."""
    if not sentence.own or not sizes or _GROWN.search(sentence.text):
        return
    for match in _SIZE.finditer(sentence.text):
        group = _group(match["noun"] or match["noun2"])
        known = [one for one in sizes if one.noun == group]
        lengths = list(_lengths(match["dims"] or match["dims2"], match["unit"] or match["unit2"]))
        step = 0.5 if "mm" in (match["unit"] or match["unit2"]) else 5
        if "." in (match["dims"] or match["dims2"]):
            step = step / 10
        every = [one for size in sizes for one in size.millimetres]
        if known and not all(any(abs(a - b) < step for b in every) for a in lengths):
            shown = " and ".join(dict.fromkeys(one.shown for one in known))
            where = "size" if match["size"] else "size2"
            disagreement(
                *("CON023", sentence, match),
                fact=shown,
                place=known[0].place,
                found=found,
                group=where,
            )


def _group(noun: str) -> str:
    word = noun.casefold().split()[-1] if noun else ""
    word = word.removesuffix("s") if word.removesuffix("s") in _NOUNS else word
    return "mass" if word in _MASS.split() else word.replace("haem", "hem")


def _lengths(dims: str, unit: str) -> Iterator[float]:
    """Each length in millimetres."""
    for part in re.split(r" ?[x×] ?", dims):
        number, own = re.findall(r"(\d+(?:\.\d+)?) ?(cm|mm)?", part)[0]
        yield float(number) * (10 if (own or unit) == "cm" else 1)

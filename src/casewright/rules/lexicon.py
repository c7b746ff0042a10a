"""The words of English and of medicine: whether one is known, and what was meant by another.

The list is read as it is and never made into a set: its lines are in the order of the alphabet, so
that the one line that can hold a word is found by bisection.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

_PREFIXES = """
    ab abdomino ad allo ambi amphi an ana andro aneurysmo angio aniso ante antero anthropo anti
    aorto apo arterio arthro astro athero atlanto atrio atrioventriculo audio auto bacterio baro
    bi bio blasto blepharo brachio brachy brady broncho bucco bullo capillaro carcino cardio
    carpo cata cavo celio cerebello cerebro cervico cheilo chemo cholangio chole cholecysto
    choledocho chondro chorio chorioretino chromato chromo circum clinico clino co coelio colo
    colpo conjunctivo contra corneo cortico costo cranio crico cryo crypto cyclo cysto cyto
    dacryo dactylo de deca dento dermato dermo di dihydro dis dorso duodeno dys echo ecto
    electro embryo encephalo endo endomyo entero eosino epi erythro esophago eu eury ex exo
    extra facio femoro feto fetu fibrino fibro fluoro foeto fronto galacto gastro genito geno
    gingivo glomerulo glosso gluco glyco gono granulo gynaeco gyneco haemato haemo half hecto
    hemato hemi hemo hepato hetero hexa hidro histo holo homo hyalo hydro hyo hyp hyper hypno
    hypo hypochromo hypothalamo hystero iatro ichthyo ileo ilio immuno infero infra infundibulo
    inguino inter intra iridio irido ischio iso jejuno juxta kerato keto kilo labio labyrintho
    lacto laparo laryngo latero leio lenticulo lepto leuco leuko lipo litho lumbo lymphangio
    lymphatico lympho lymphocyto macro maculo mal mammo mandibulo masto maxillo meato medio
    medullo mega megakaryo megalo melano meningo mesio meso meta metacarpo metatarso methoxy
    micro milli mini mis mitro mono morpho mucino muco multi musculo myco myelo myo myocardio
    myringo myxo naevo nano naso necro neo nephro neuro neutro nevo nitro nodulo non normo
    nucleo occipito oculo odonto oesophago oligo omento omni onco onycho oo ophthalmo opto orchi
    oro ortho osseo osteo oto out ovario over ovo oxi oxy pachy paediatrico palato palmo pan
    pancreatico papillo papulo para parieto patello patho pelvi pelvo penta peri pericardio
    perineo peritoneo phaco phako phalango pharmaco pharyngo phlebo phono phospho photo phreno
    phyto pigmento pituito plasmo pleuro pneumato pneumo pneumono poikilo polio poly poro port
    porto post postero pre pro procto prostato proteo proto pseudo psycho ptero pubo pulmo
    pulmono pupillo pustulo pyelo pyloro pyo quadri quasi radiculo radio re recto reno reticulo
    retino retro retroperitoneo rhabdo rheo rheumato rhino sacro salpingo sanguino sarco scapulo
    schizo sclero scoto semi septo sero sialo sigmoido sino socio somato spermato spheno
    sphenoido sphero spino spinocerebello splanchno spleno spondylo squamo stapedo staphylo
    steato stereo sterno stomato strepto stylo sub super supero supra sur sym sympathico syn
    synovio tachy talo tarso telangi tele temporo tendo teno tera testo tetra thalamo thermo
    thoraco thrombo thymo thyro tibio tonsillo toxico trachelo tracheo trans tri trichino tricho
    trigemino tropho tuberculo tubo tubulo tympano ulno ultra umbilico un under uni urano
    uretero urethro uro utero uveo uvulo vagino vago valvo valvulo varico vasculo vaso veno
    ventri ventriculo vertebro vesico vesiculo vestibulo video viscero visco vitreo vulvo xantho
    xeno xero xipho zygo zygomatico
"""
_CHANCY = """
    ab ad an bi co hyp de di dis eu ex mal mis oo pan pre pro re sur sym syn tri un uni
"""
_SHORT = frozenset(_CHANCY.split())
"""Prefixes that any six letters may follow by chance: a long word has to follow."""
_CHANGED = (
    "ante",
    "endo",
    "epi",
    "extra",
    "hyper",
    "hypo",
    "inter",
    "intra",
    "peri",
    "post",
    "sub",
)
"""What may stand instead of another prefix."""
_OPENING = frozenset(_PREFIXES.split())
_LONGEST = max(map(len, _OPENING))
_ENDINGS = re.compile(
    r"(?P<root>\w{3,}?)(?:ectom(?:y|ies|i[sz]ed?)|itis|itides|os[ie]s|omas?|omata|omatous|omatosis"
    r"|a?emi[ac]|uri[ac]|algia|algic"
    r"|o(?:stom(?:y|ies)|tom(?:y|ies)|plast(?:y|ies|ic)|scop(?:y|ies|ic|ically|es?)"
    r"|graph(?:y|ies|ic|ically)|grams?|path(?:y|ies|ic|ologic|ological)|peni[ac]"
    r"|cyt(?:es?|ic|osis|oses)|blasts?|blastic|genic|genesis|lysis|lytic|malaci[ac]|megaly|ptosis"
    r"|rrhaphy|rrho?ea|rrhage|rrhagic|sclerosis|spasms?|stasis|tomes?|troph(?:y|ic)|tropic"
    r"|plasias?|plastic|pex(?:y|ies)|centesis|desis|philia|philic|phobi[ac]))"
)
"""Endings that make a word with the root of any medical one."""
_INFLECTED = (
    (re.compile(r"(?<=[^sux])s$"), ("",)),
    (re.compile(r"(?<=sh|ch|.x)es$"), ("",)),
    (re.compile(r"ies$"), ("y",)),
    (re.compile(r"(?<=s)es$"), ("is",)),
    (re.compile(r"mata$"), ("ma",)),
    (re.compile(r"(?<=ic)ally$"), ("",)),
    (re.compile(r"(?<=ic)al$"), ("",)),
    (re.compile(r"(?<=i)c$"), ("a",)),
    (re.compile(r"(?<=[lrn])i$"), ("us",)),
    (re.compile(r"(?<=al)ly$|(?<=us)ly$"), ("",)),
    (re.compile(r"i[sz](?:ed|ing|ations?)$"), ("ize", "ise", "")),
    (re.compile(r"(?<=b)ly$"), ("le",)),
    (re.compile(r"like$"), ("",)),
    (re.compile(r"if(?:y|ied|ies|ying)$"), ("ification", "ify")),
    (re.compile(r"(?<=[^aeious])$"), ("s",)),
)
"""The end of a word as it is inflected, and what its plain form ends with instead."""
_BRITISH = (
    (re.compile(r"[ao]e"), "e"),
    (re.compile(r"our(?=s?\b|ed|ing)"), "or"),
    (re.compile(r"is(?=ed|ation|ing|e\b)"), "iz"),
    (re.compile(r"leuc"), "leuk"),
    (re.compile(r"ll(?=ed|ing)"), "l"),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A list of words, and words that somebody added to it."""

    common: tuple[bytes, ...]
    """Usual words in lower case with a space on both sides, in the order of their bytes."""
    others: tuple[bytes, ...] = ()
    names: tuple[bytes, ...] = ()
    """Words that begin with a capital."""
    added: frozenset[str] = frozenset()
    _answers: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def parse(cls, data: bytes) -> Lexicon:
        """The list as its file has it: comments, then each kind after an empty line."""
        _, common, others, names = (tuple(part.splitlines()) for part in data.split(b"\n\n"))
        return cls(common, others, names)

    def adding(self, words: Iterable[str]) -> Lexicon:
        """The same list with more words."""
        more = frozenset(plain(word.casefold()) for word in words)
        return replace(self, added=self.added | more, _answers={})

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is listed, or made of listed ones as medicine does."""
        if word not in self._answers:
            self._answers[word] = self._is_known(plain(word))
        return self._answers[word]

    def names_one(self, word: str) -> bool:
        """Whether a word in lower case is known if a capital begins it."""
        return _holds(self.names, plain(word))

    def lists(self, word: str) -> bool:
        """Whether a word in lower case stands in the list as it is."""
        return self._is_listed(plain(word))

    def near(self, word: str) -> str | None:
        """The word that was most likely meant, one slip of the pen away."""
        tries = [one for one in slips(plain(word)) if len(one) > 2]
        for known in (self.common, self.others):
            for one in tries:
                if one in self.added or _holds(known, one):
                    return one
        return None

    def is_usual(self, word: str) -> bool:
        """Whether a word in lower case is one that many texts have."""
        return _holds(self.common, word)

    def parts(self, word: str) -> tuple[str, str] | None:
        """Two usual words that were written as one."""
        for at in range(4, len(word) - 3):
            if self.is_usual(word[:at]) and self.is_usual(word[at:]):
                return word[:at], word[at:]
        return None

    def _is_known(self, word: str) -> bool:
        if self._is_listed(word) or self._is_made(word):
            return True
        other = american(word[:-2]) + word[-2:]
        return other != word and len(other) > 6 and self._is_listed(other)

    def _is_listed(self, word: str) -> bool:
        return word in self.added or _holds(self.common, word) or _holds(self.others, word)

    def _begins(self, root: str) -> bool:
        """Whether a listed word begins so."""
        key = b" " + root.encode()
        for lines in (self.common, self.others):
            at = bisect_right(lines, key) - 1
            if any(key in line for line in lines[max(at, 0) : at + 2]):
                return True
        return False

    def _is_made(self, word: str) -> bool:
        if len(word) < 6:
            return self._is_inflected(word)
        if self._is_inflected(word) or self._is_compound(word):
            return True
        found = _ENDINGS.fullmatch(word)
        root = f"{found['root']}o" if found else ""
        return bool(found) and (root in _OPENING or (len(root) > 5 and self._begins(root)))

    def _is_inflected(self, word: str) -> bool:
        for ending, others in _INFLECTED:
            found = ending.search(word, 5)
            if found and any(self._is_listed(word[: found.start()] + one) for one in others):
                return True
        return False

    def _is_compound(self, word: str) -> bool:
        for at in range(2, min(_LONGEST, len(word) - 4) + 1):
            first, rest = word[:at], word[at:]
            if first not in _OPENING or len(rest) < (7 if first in _SHORT else 5):
                continue
            if self._is_listed(rest) or (len(rest) > 5 and self._is_made(rest)):
                return True
            if len(rest) > 4 and any(self._is_listed(other + rest) for other in _CHANGED):
                return True  # 'prepartal' as 'postpartal'
        return False


def _holds(lines: tuple[bytes, ...], word: str) -> bool:
    at = bisect_right(lines, b" %b ~" % word.encode()) - 1
    return at >= 0 and b" %b " % word.encode() in lines[at]


def opens_words(piece: str) -> bool:
    """Whether words of medicine are made with this before others."""
    return piece in _OPENING


def plain(word: str) -> str:
    """A word without accents, and without the ending of a possessive."""
    word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    if word.isascii():
        return word
    word = word.replace("æ", "ae").replace("œ", "oe")
    parts = unicodedata.normalize("NFD", word)
    return "".join(one for one in parts if not unicodedata.combining(one))


def slips(word: str) -> Iterator[str]:
    """What differs by one slip of the pen: the likeliest first, the first letter last of all."""
    inner = range(1, len(word))
    for at in inner[:-1]:
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in inner:
        yield word[:at] + word[at - 1] + word[at:]
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
    yield word + word[-1]
    for at in range(1, len(word) + 1):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at:]
    for at in inner:
        for letter in _LETTERS:
            yield word[:at] + letter + word[at + 1 :]
    for at in inner:
        yield word[:at] + word[at + 1 :]
    yield word[1:2] + word[:1] + word[2:]
    yield word[1:]
    for letter in _LETTERS:
        yield letter + word
        yield letter + word[1:]


def american(text: str) -> str:
    """Lower-case text with the commonest British spellings made American, to compare words."""
    for british, ours in _BRITISH:
        text = british.sub(ours, text)
    return text

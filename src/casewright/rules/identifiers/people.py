"""Names and initials of patients, of those around them and of those who treat them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.rules.any_case import AnyCase
from casewright.rules.identifiers.hits import Hit, Policy, Prose, is_a_maker, is_about_literature
from casewright.rules.identifiers.vocabulary import (
    cities,
    first_names,
    names_a_thing,
    names_or_words,
    regions,
    words,
)

_PART = r"[A-Z](?=[\w'-]{0,24}[a-z])[\w'-]{1,30}"
_JOINT = r"(?:(?:de|da|van|von|der|al|el|bin|binti|ibn)\s)?"
_NAME = rf"(?:(?:[A-Z]\.\s?){{1,3}})?{_PART}(?:\s{_JOINT}{_PART}){{0,3}}"
_STOPS = r"(?:[A-Z]\.\s?){2,4}"

_TITLED = re.compile(
    r"\b(?P<title>Mr|Mrs|Ms|Miss|Mx|Messrs|Mme|Madam|Madame|Smt|Shri|Sri|Kumari|Sir|Lady|Dame|Rev"
    r"|Reverend|Sheikh|Se[nñ]or|Se[nñ]ora|Herr|Frau|Dr|Prof|Professor|Doctor|Nurse|Sister|Master"
    r"|Baby(?:\sof)?|Matron|Pastor|Imam|Rabbi)\b\.?\s+"
    rf"(?:and\s(?:Mrs|Mr)\.?\s+)?(?P<name>{_NAME})"
)
_TITLED_INITIAL = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Smt|Shri|Dr)\.?\s+(?P<name>(?:[A-Z]\.){1,3}|[A-Z]{1,2}\b\.?)(?!\w)"
)
_RELATIVE = (
    "mother|father|sister|brother|wife|husband|son|daughter|aunt|uncle|cousin|niece|nephew|partner"
    "|fianc[ée]e?|grandmother|grandfather|grandson|granddaughter|friend|neighbou?r|car[ei]r"
    "|caregiver"
    "|twin|girlfriend|boyfriend|colleague|guardian|stepmother|stepfather|employer|teacher"
)
_RELATED = re.compile(
    rf"\b(?P<kin>{_RELATIVE}|patient|boy|girl|child|infant|proband|twins)\b(?:-in-law\b)?"
    r"(?P<comma>,?\s\(?|,\s)"
    rf"(?P<name>{_PART}(?:\s{_PART})?)(?P<closed>[,)])?"
)
_CALLED = AnyCase(
    r"\b(?:girl|boy|man|woman|child|patient|infant|baby|daughter|son|sister|brother|wife|husband|he"
    r"|she|was|lady|gentleman|name)\b[^.\n]{0,20}?\b(?:named|called|call|nicknamed|known as|name is"
    rf"|name was|name:)\s['\"“‘]?(?P<name>{_PART}(?:\s{_PART})?)",
)
_FOR_PATIENT = re.compile(
    rf"(?:\b(?:for|of|on|by|from)\s(?:the\s)?patient|(?:^|(?<=\. ))Patient|\bcharted as)\s"
    rf"(?P<name>{_PART}(?:\s{_PART})?)(?=[,.;]|\s[a-z])"
)
_PATIENT_NAME = re.compile(rf"\b[Pp]atient(?:'s)?\sname\s?(?:is|was|:)\s?(?P<name>{_NAME})")
_CAPITALIZED = re.compile(r"(?<![\w-])[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?(?![\w-])")
_FAMILY = re.compile(
    r"\s(?P<letter>[A-Z]\.)(?=[,;)]|\s[a-z])"
    r"|(?:\s[A-Z]\.)?\s(?P<name>(?:O'|Mc|Mac|D')?[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?)(?![\w-])"
)
_WRITES = re.compile(
    r"(?:\s[\w'-]+)?,?\s(?:first\s|also\s|later\s)?(?:et al|and (?:colleagues|co-?workers"
    r"|associates)|described|proposed"
    r"|coined|introduced|published|defined|reviewed|classified|showed|studied|developed|invented"
    r"|discovered)\b"
)
_IS_A_PERSON = re.compile(
    r"(?:,|\s\(|'s\s|\s(?:was|is|had|has|presented|complained|underwent|died|came|told|said"
    r"|reported"
    r"|noticed|felt|received|developed|lived|lives|worked|works|declined|agreed|gave|returned)\b)"
)
_NAME_COMMA = re.compile(rf"(?<![\w-])(?P<name>{_PART},\s(?P<first>[A-Z][a-z]+))(?![\w-])")

_INITIALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Pp]atients?,?\s(?:initials?\s)?\(?(?P<name>{_STOPS})",
        r"(?<![\w.])(?P<name>(?:[A-Z]\.){2,3})(?='s\s[a-z])",
        rf"\b(?:case of|named|called|with|proband|man|woman|boy|girl"
        rf"|child)\s?,?\s\(?(?P<name>{_STOPS})"
        r"(?=[,)]|\s(?:was|is|had|who))",
        rf"(?<![\w.]\s)(?<![\w.])(?P<name>{_STOPS})(?=,\s(?:an?|the|aged|who)\s)",
        r"\binitials?\s(?:are\s|were\s|is\s|of\s)?(?P<name>[A-Z]{2,4}"
        r"|(?:[A-Z]\.\s?){2,4})(?![a-z])",
    )
)
_BARE_INITIALS = re.compile(
    r"\b(?P<who>patient|man|woman|boy|girl|infant|child|male|female|lady"
    r"|gentleman|proband)(?:,\s|\s\()(?P<name>[A-Z]{2,3})(?=[,)])"
)


_AND_NAME = re.compile(r"\s(?:and|&|or)\s(?P<name>[A-Z][a-zà-ÿ]+)(?![\w-])")
_TOLD_OF = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?P<name>{_PART}(?:\s{_PART}){{1,3}}),\s(?:aged\s|an?\s(?:\d+-year-old"
    r"|(?:[a-z-]+\s){0,2}[a-z-]*(?:er|or|ist|man|woman|student|nurse|widow|gravida|clerk|cook)\b))"
)
_HAS_AGE = re.compile(r"s old\b|attends |in kindergarten|in first grade")
_OF_AGE = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?P<name>{_PART})\s(?:is|was)\s(?:now\s|currently\s)?"
    r"(?:\d{1,2}|[a-z]+)\s(?:years|months)\sold\b"
    rf"|(?:^|(?<=[.!?]\s))(?P<told>{_PART})\s"
    r"(?:attends\s|(?:is|was)\sin\s(?:kindergarten|first grade))"
)


def find_names(prose: Prose, policy: Policy) -> Iterator[Hit]:
    """Names of persons; not eponyms, and not those who wrote what is cited."""
    for find in (_titled, _related, _called, _by_first_name, _by_comma, _told_of, _of_age):
        for start, end in find(prose):
            if policy.known.issuperset(prose.text[start:end].replace("-", " ").split()):
                continue
            yield Hit("name", start, end, "the name of a person")
            other = _AND_NAME.match(prose.text, end)
            if other and _is_second(other, prose.text):
                yield Hit("name", *other.span("name"), "the name of a person")


def _is_second(match: re.Match[str], text: str) -> bool:
    """Whether 'Marta and Joaquim' ends with a name: known as one, or at the end of its phrase."""
    name = match["name"]
    if name in first_names() or name in names_or_words():
        return True
    ends = text[match.end() : match.end() + 1] in {",", ".", ";", ")"}
    return ends and _may_be_a_name(name) and not _is_a_place(name)


def find_initials(prose: Prose, policy: Policy) -> Iterator[Hit]:
    """Initials that stand for a person."""
    reason = "short for the name of a person"
    for match in _TITLED_INITIAL.finditer(prose.text):
        yield Hit("initials", *match.span("name"), reason)
    for pattern in _INITIALS:
        for match in pattern.finditer(prose.text):
            if match["name"].strip() not in words("dotted"):
                start = match.start("name")
                yield Hit("initials", start, start + len(match["name"].rstrip()), reason)
    for match in _BARE_INITIALS.finditer(prose.text):
        letters = match["name"]
        spelled = _letters(f"{prose.before(match.start(), 40)}{match['who']}")
        if letters not in words("not-initials") | policy.known and not spelled.endswith(letters):
            yield Hit("initials", *match.span("name"), reason)


def _letters(text: str) -> str:
    return "".join(word[0].upper() for word in text.split())


def _titled(prose: Prose) -> Iterator[tuple[int, int]]:
    for match in _TITLED.finditer(prose.text):
        if not _names_an_eponym(prose, *match.span("name")):
            yield match.span("name")


def _names_an_eponym(prose: Prose, start: int, end: int) -> bool:
    """Whether any word of the name is followed by what eponyms are followed by."""
    text = prose.text
    ends = [start + at.end() for at in re.finditer(r"[\w'-]+", text[start:end])]
    return any(names_a_thing(text[at : at + 40]) for at in ends)


def _related(prose: Prose) -> Iterator[tuple[int, int]]:
    for match in _RELATED.finditer(prose.text):
        start, end = match.span("name")
        first = re.split(r"[\s-]", match["name"])[0]
        if _names_an_eponym(prose, start, end) or _is_a_place(match["name"]):
            continue
        apart = bool(match["comma"].strip() and match["closed"])
        near = apart or match["kin"] not in words("patients")
        named = first in first_names() or (first in names_or_words() and near)
        if named or (apart and _may_be_a_name(first)):
            yield start, end
        elif match["kin"] not in words("patients") and _is_alone(prose, match, first):
            yield start, start + len(first)


_THEIR = re.compile(r"\b(?:her|his|their|whose|\w+'s)\s(?:[a-z]+\s)?$", re.IGNORECASE)
_AFTER_A_NAME = re.compile(
    r"[,.;)]|$|\s(?:and|who|was|is|had|has|at|in|from|with|on|to|by|for|aged|said|told|called|noticed"
    r"|reported|found|brought|gave|lives|lived|died|donated|came|works|worked)\b"
)


def _is_alone(prose: Prose, match: re.Match[str], word: str) -> bool:
    """Whether it is an unknown first name by where it stands: 'her daughter Gudrun was'."""
    return (
        not match["comma"].strip()
        and re.fullmatch(r"[A-ZÄÖÜÉ][a-zà-ÿ]{2,}", word) is not None
        and _may_be_a_name(word)
        and _THEIR.search(prose.text[max(0, match.start() - 24) : match.start()]) is not None
        and _AFTER_A_NAME.match(prose.text, match.start("name") + len(word)) is not None
    )


def _may_be_a_name(word: str) -> bool:
    return word not in words("not-names") and not word.endswith(tuple(words("endings")))


def _is_a_place(text: str) -> bool:
    return text in cities() or text in regions() or text.split(maxsplit=1)[0] in regions()


def _called(prose: Prose) -> Iterator[tuple[int, int]]:
    for pattern in (_CALLED, _PATIENT_NAME, _FOR_PATIENT):
        for match in pattern.finditer(prose.text):
            start, end = match.span("name")
            first = re.split(r"[\s-]", match["name"])[0]
            known = first in first_names() or first in names_or_words()
            sure = pattern is _PATIENT_NAME or (known and prose.text[start].isupper())
            if pattern is _FOR_PATIENT:
                sure = _may_be_a_name(first)
            if sure and not _names_an_eponym(prose, start, end):
                yield start, end


def _by_first_name(prose: Prose) -> Iterator[tuple[int, int]]:
    """A first name alone where it can be nothing else, or before what can be a family."""
    text = prose.text
    for match in _CAPITALIZED.finditer(text):
        first = match[0].split("-")[0]
        alone = first in first_names()
        if not alone and first not in names_or_words():
            continue
        family = _FAMILY.match(text, match.end())
        if family and family["name"] in words("not-families"):
            family = None
        start, end = match.start(), family.end() if family else match.end()
        sure = alone or bool(family and family["letter"])
        likely = family if sure else family and _IS_A_PERSON.match(text, end)
        if not likely and not (alone and not is_about_literature(prose, start)):
            continue
        if not alone and is_about_literature(prose, start):
            continue
        if not _is_of_another_kind(prose, start, end):
            yield start, end


def _is_of_another_kind(prose: Prose, start: int, end: int) -> bool:
    """Whether what looks like a name is an eponym, a place, a maker or somebody who wrote."""
    text = prose.text
    place = text[start:end] in cities() or text[start:end].split()[0] in regions()
    return (
        place
        or _belongs_to_more(text, start)
        or _names_an_eponym(prose, start, end)
        or _WRITES.match(text, end) is not None
        or is_a_maker(prose, start)
    )


def _belongs_to_more(text: str, start: int) -> bool:
    """Whether another capitalized word stands before: a name that is longer than what is known."""
    before = text[max(0, start - 24) : start]
    if before.endswith(("-", "/", ". ")) and not re.search(r"[a-z)\]\"]\. $", before):
        return True
    last = re.search(r"([A-Za-z.'-]+)[ -]$", before)
    return bool(last and last[1][0].isupper() and last[1] not in words("openers"))


def _by_comma(prose: Prose) -> Iterator[tuple[int, int]]:
    """'Smith, John', where something was labelled."""
    for match in _NAME_COMMA.finditer(prose.text):
        known = match["first"] in first_names() or match["first"] in names_or_words()
        labels = re.search(
            r"\b(?:label\w*|written|wrote|printed|name)\b", prose.sentence(match.start())
        )
        if known and labels:
            yield match.span("name")


def _told_of(prose: Prose) -> Iterator[tuple[int, int]]:
    """'Nguyen Thi Lan, a rice farmer, …' at the head of a sentence."""
    for match in _TOLD_OF.finditer(prose.text):
        if not _names_an_eponym(prose, *match.span("name")) and not _is_a_place(match["name"]):
            yield match.span("name")


def _of_age(prose: Prose) -> Iterator[tuple[int, int]]:
    """'Luca is now seven years old' at the head of a sentence."""
    if not _HAS_AGE.search(prose.text):
        return
    for match in _OF_AGE.finditer(prose.text):
        if _may_be_a_name(match["name"] or match["told"]):
            yield match.span("name" if match["name"] else "told")

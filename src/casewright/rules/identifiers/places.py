"""Places smaller than a state, institutions and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.rules.any_case import AnyCase
from casewright.rules.identifiers.hits import Hit, Policy, Prose, is_about_literature
from casewright.rules.identifiers.vocabulary import cities, names_a_thing, regions, words

_CAP = r"(?:[A-ZÀ-ÖØ-Þ][a-zà-ÿ']+(?:-[A-Za-zà-ÿ]+){0,3}|St\.)"
_CAPS = rf"{_CAP}(?: {_CAP}){{0,3}}"
_PLACE = rf"{_CAP}(?: {_CAP}){{0,2}}(?:, (?:[A-Z]{{2}}\b(?: \d{{5}})?|{_CAP}(?: {_CAP})?))?"

_HOUSES = (
    "Hospitals?|Infirmary"
    "|(?:Medical|Health|Cancer|Heart|Trauma|Dialysis|Rehabilitation|Transplant|Diagnostic|Burns?"
    "|Eye|Care|Community|Wellness) Cent(?:er|re)|(?:Dialysis|Burns?|Stroke|Rehabilitation) Unit"
    "|Clinic"
    "|Hospice|Sanatorium|Nursing Home|Care Home|Retirement Home|Medical College|Polyclinic|Surgery"
    "|(?:Primary|Elementary|High|Secondary|Grammar|Middle|Nursery|Preparatory) School|Academy"
    "|Prison|Jail|Penitentiary|Church|Mosque|Temple|Barracks|University"
)
_A_HOUSE = re.compile(rf"\s(?:{_HOUSES})\b")
_HOUSE = re.compile(
    rf"\b(?:[Tt]he\s)?(?P<own>{_CAP}(?: (?:{_CAP}|of|and|for|the)){{0,4}}?)\s(?:{_HOUSES})\b"
)
_COMPOUND = re.compile(
    r"\b(?:St\.?\s)?(?!(?:Pre|In|Out|Post|Inter|Intra|Non|Multi|Extra)-?hospital)[A-ZÄÖÜ][\w-]{2,24}(?:hospital|klinik|klinikum|kliniken|krankenhaus|spital|sjukhus"
    r"|sykehus|ziekenhuis|sairaala|hospitalet|sjukhuset|sykehuset|sygehus|klinikken)\b"
    rf"(?:\s{_CAP}){{0,2}}"
    r"|\b(?:Klinikum|Krankenhaus|Hôpital|Ospedale|Clínica|Clinique|Policlinico|Szpital|Nemocnice"
    r"|Centre Hospitalier)"
    rf"\s(?:(?:de|del|della|di|du|da|do|des|la|le|los|im|am|van)\s)*{_CAPS}"
    rf"|\bHospital\s(?:(?:de|da|do|del|dos|das|la|São|San|Santa|Sant)\s){{1,3}}{_CAPS}"
    rf"|\bSt\.?\s{_CAP}-?(?:\s?Stift)\b|\bSt\.\s[A-Z][a-z]+-Stift\b"
)
"""Names in which the word for a house stands at the end of a compound, or before."""
_UNIVERSITY = re.compile(
    rf"\bUniversity of (?P<own>{_CAPS})"
    rf"|\bInstitute of {_CAPS}(?: and {_CAPS})?,? (?:of|in|at) (?:the )?(?P<seat>{_CAPS})"
)
_SHORT_HOUSE = re.compile(
    r"\b(?!(?:VA|US|UK|NHS|EU|USA|UAE|ICU|HIV|TB) )(?:[A-Z]{2,5} |"
    rf"{_CAPS} \([A-Z]{{2,6}}\) )[Hh]ospital\b"
)
_SAINT = re.compile(
    r"\b(?:to|at|in|from)\s(?:the\s)?(?P<value>St\.? [A-Z][a-z]+(?:'s)?)(?=[,.;]|\s[a-z])(?! and\b)"
)
_HOUSED = re.compile(rf"\b(?:{_HOUSES})$")
_WARD = re.compile(
    r"\b(?:[Ww]ard|[Rr]oom|[Bb]ed|[Bb]ay)\s(?:[Nn]o\.?\s|[Nn]umber\s)?\d{1,4}[A-Z]?\b"
)
_STREET = (
    "Street|Road|Rd|Avenue|Ave|Lane|Drive|Close|Crescent|Court|Boulevard|Blvd|Terrace|Gardens"
    "|Nagar|Marg"
)
_ADDRESS = re.compile(
    rf"\b\d{{1,5}}[A-Za-z]?,?\s(?:{_CAP}\s){{1,3}}(?:{_STREET}|St|Way|Place|Square|Highway)\b"
    rf"|(?<=\b(?:on|in|at)\s)(?:{_CAP}\s){{1,2}}(?:{_STREET})\b"
    r"|\b[A-ZÄÖÜ][\w-]{2,24}(?:stra(?:ss|ß)e|str\.|gasse|allee|straat|gatan|vej)\s\d{1,4}[a-z]?\b"
    rf"(?:,\s\d{{4,5}}\s{_CAP})?"
    rf"|\b\d{{1,4}},?\s(?:rue|avenue|boulevard|chemin)\s(?:d\w{{0,2}}\s|l\w\s){{0,2}}{_CAPS}"
    rf"|\b(?:Via|Viale|Calle|Rua)\s{_CAPS},?\s\d{{1,4}}\b"
)
_HAS_POSTCODE = re.compile(r"[A-Z]{2} \d{5}|[Zz]ip|ZIP|[Pp]ost|POST|[Pp]in ?code|PIN")
_POSTCODE = re.compile(
    r"(?i:\bzip(?:\scode)?|\bpin\s?code|\bpost\s?code|\bpostal code)(?:\s[a-z]+){0,5}[\s:(]{1,2}"
    r"(?P<value>\d{4,6}|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d)\b"
    rf"|\b(?P<mail>{_CAPS}, [A-Z]{{2}} \d{{5}})\b"
)
_KIND_OF = re.compile(
    r"\b(?:village|town|city|hamlet|suburb|island|parish|municipality|borough|district|county"
    rf"|commune|neighbou?rhood|settlement|slum|township)\s(?:of|near|called"
    rf"|named)\s(?P<value>{_PLACE})"
    rf"|\b(?:County|Lake|River)\s(?P<lake>{_CAP})"
    rf"|(?P<part>{_CAPS}\s(?:County|Valley|Village|Island|Parish|Borough|Township|Tehsil|Taluka?"
    r"|Prefecture|Municipality|Shire|Beach|District|[Dd]istrict|county|village|suburb|beach))\b"
)
_LIVES = re.compile(
    r"\b(?:liv(?:e|es|ed|ing)|resid(?:e|es|ed|ing)|residents?|native|home|house|hail(?:s|ed|ing)?"
    r"|grew up"
    r"|raised"
    r"|moved|settled|relocated|emigrated|stay(?:ed|ing)|born|travell?(?:ed|ing)|trip|visit(?:ed"
    r"|ing)?"
    r"|flown|flew|airlifted|evacuated|repatriated|returned|came|comes|coming|swum|bathed|hik(?:ed"
    r"|ing)|camp(?:ed|ing)?|beach|farm|station"
    r"|accident|happened|occurred|village|town|admitted|transferred|holiday)\b"
    r"(?:\s(?:here|back|up|home|recently|alone))?\s(?:in|of|at|from|to|near|through|around"
    r"|outside|on)"
    r"(?:\sthe\s(?:outskirts|suburbs?|vicinity|cent(?:er|re)|north|south|east|west|city|town|region)"
    r"\sof)?"
    rf"\s(?:the\s)?(?P<value>{_PLACE})(?:\sand\s(?P<second>{_CAPS}))?"
    rf"|\bvisited\s(?P<visited>{_PLACE})"
    r"|\b(?:brought|transported|rushed|driven|referred|taken)\b(?:\s(?:in|here|by\s\w+))?"
    rf"\sfrom\s(?P<brought>(?!(?:\w+\s)?(?:\w+(?:logy|try|ics|cine|gery|care)|Department|Unit|Clinic|Room|ICU|ER|ED)\b){_PLACE})"
)
_FROM = re.compile(
    r"\b(?:man|woman|boy|girl|patient|male|female|lady|gentleman|child|infant|couple|family"
    r"|[a-z]+(?:er|or|man"
    rf"|woman|ist|ant))\sfrom\s(?P<value>{_PLACE})"
)
_CITIZEN = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he)\s(?P<value>{_CAP}(?: {_CAP})?)(?=\s(?:man|woman|boy|girl|family"
    rf"|resident)\b)"
)
_IN_A_CITY = re.compile(rf"\b(?:in|from|near|to|at|outside|around)\s(?P<value>{_CAPS})")
_COMPASS = re.compile(
    r"^(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:ern)?\s|^[Cc]entral\s|^Rural\s|^Greater\s"
)


def find_places(prose: Prose, policy: Policy) -> Iterator[Hit]:
    """Places below a state; those of works, makers and classifications are left alone."""
    del policy
    yield from _by_form(prose)
    for match in _LIVES.finditer(prose.text):
        name = next(one for one in ("value", "visited", "brought") if match[one])
        yield from _unless_region(prose, *match.span(name))
        if match["second"]:
            yield from _unless_region(prose, *match.span("second"))
    for match in _FROM.finditer(prose.text):
        yield from _unless_region(prose, *match.span("value"))
    for match in _CITIZEN.finditer(prose.text):
        if match["value"] in cities():
            yield Hit("place", *match.span("value"), _SMALL)
    for match in _IN_A_CITY.finditer(prose.text):
        end = _city_at(prose.text, match.start("value"))
        if end:
            yield from _unless_region(prose, match.start("value"), end)


def _by_form(prose: Prose) -> Iterator[Hit]:
    text = prose.text
    for match in _ADDRESS.finditer(text):
        yield Hit("place", *match.span(), "an address")
    for match in _POSTCODE.finditer(text) if _HAS_POSTCODE.search(text) else ():
        yield Hit("place", *match.span("mail" if match["mail"] else "value"), "a postal code")
    for match in _KIND_OF.finditer(text):
        name = next(name for name in ("value", "lake", "part") if match[name])
        start, end = match.span(name)
        place = match[name].removeprefix("The ").split(",")[0]
        if place in regions() or names_a_thing(text[end : end + 40]):
            continue
        if place.split()[0] in words("not-places") | {"The"} or is_about_literature(prose, start):
            continue
        yield Hit("place", *(match.span() if name == "lake" else (start, end)), _SMALL)


_SMALL = "a place smaller than a state"


def _unless_region(prose: Prose, start: int, end: int) -> Iterator[Hit]:
    text = prose.text
    value = text[start:end].rstrip(".'")
    city = value.split(",")[0]
    while city and _trimmed(city) != city:
        city = _trimmed(city)
    if not city or _is_region(city) or city.split()[0] in words("not-places") | words("calendar"):
        return
    if "," not in value:
        value = city
    elif not value.startswith(city):
        return
    stop = start + len(value)
    if _HOUSED.search(value):
        return  # 'transferred to the National Hospital': what has a name is an institution
    if names_a_thing(text[stop : stop + 40]) or names_a_thing(text[start + len(city) :][:40]):
        return
    if is_about_literature(prose, start):
        return
    yield Hit("place", start, stop, _SMALL)


def _trimmed(place: str) -> str:
    """Without what belongs to the next clause: 'Leeds He'."""
    head, _, last = place.rpartition(" ")
    strange = last in words("not-places") or last in words("calendar")
    return head.rstrip(".") if head and strange else place


def _is_region(city: str) -> bool:
    known = regions()
    plain = _COMPASS.sub("", city)
    return (
        city in known
        or plain in known
        or (city not in cities() and city.split(maxsplit=1)[0] in known)
    )


def _city_at(text: str, start: int) -> int:
    """Where the city that begins there ends; 0 if there is none."""
    ends = [match.end() for match in re.finditer(r"[\w'.-]+", text[start : start + 40])]
    for length in reversed(ends[:3]):
        if text[start : start + length].rstrip(".,") in cities():
            return start + len(text[start : start + length].rstrip(".,"))
    return 0


def find_institutions(prose: Prose, policy: Policy) -> Iterator[Hit]:
    """Hospitals, schools, homes and other houses by their names, and wards by their numbers."""
    del policy
    text = prose.text
    houses = _HOUSE.finditer(text) if _A_HOUSE.search(text) else iter(())
    for match in (*houses, *_UNIVERSITY.finditer(text)):
        named = match["own"] or match["seat"]
        own = [word for word in named.split() if word not in words("not-own")]
        after = text[match.end() : match.end() + 40]
        if not own or names_a_thing(after) or re.match(r"\s(?:[A-Z][a-z]|Anxiety)", after):
            continue
        if not is_about_literature(prose, match.start()) and not _COMMITTEE.search(
            prose.sentence(match.start())
        ):
            start = match.start() + _opening(match[0])
            yield Hit("institution", start, match.end(), "the name of an institution")
    for match in _COMPOUND.finditer(text):
        if not is_about_literature(prose, match.start()):
            yield Hit("institution", *match.span(), "the name of an institution")
    for pattern in (_SHORT_HOUSE, _SAINT):
        for match in pattern.finditer(text):
            after = text[match.end() : match.end() + 40]
            if not names_a_thing(after) and not is_about_literature(prose, match.start()):
                start, end = match.span("value" if pattern is _SAINT else 0)
                yield Hit("institution", start, end, "the name of an institution")
    for match in _WARD.finditer(text):
        yield Hit("institution", *match.span(), "a ward, room or bed")


_OF_PEOPLE = re.compile(
    r"(?:[Tt]he\s)?(?:Patients?|Members?|Staff|Doctors?|Physicians?|Surgeons?|Nurses?|Colleagues|All"
    r"|Records?|Files?|Residents?|Students?|Visitors?|Wards?|One|Some|Many|Most|None|Both)\s"
    r"(?:of|for|and|the)\s(?:the\s)?"
)


def _opening(name: str) -> int:
    """How long what stands before the name is: 'Patients of'."""
    match = _OF_PEOPLE.match(name)
    return match.end() if match else 0


_COMMITTEE = AnyCase(r"\b(?:ethics|review board|IRB|committee|approved)\b")

"""Telephone numbers, addresses on the net, and the numbers of records, policies and devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from casewright.rules.any_case import AnyCase, Pattern
from casewright.rules.identifiers.hits import Hit, Kind, Prose

_TELEPHONE = "a telephone or fax number"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,12}\b")
_PHONE = re.compile(
    r"(?<![\w.,/+:-])(?!0000-000[1-9]-\d{4}-\d{3}[\dX]\b)(?:"
    r"(?:\+|00)\d{1,3}[\s.-]?(?:\(0?\d{1,4}\)[\s.-]?)?\d{1,4}(?:[\s.-]?\d{2,4}){2,4}"
    r"|\(0?\d{2,4}\)\s?\d{3,4}[\s.-]?\d{3,4}"
    r"|\d{3}[.-]\d{3}[.-]\d{4}"
    r"|0\d{2,4}\s\d{3,4}\s?\d{3,4}"
    r")(?![\w/-])"
)
_PHONE_CALLED = AnyCase(
    r"\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|pager|call)\b"
    r"(?:\s?(?:no|number|numbers))?\.?(?:\s(?:is|was|are|at|to|on|of))?[:\s]{0,3}"
    r"(?P<value>\+?[\d(][\d\s().-]{5,18}\d)",
)
_IP = re.compile(
    r"\b(?:from|address|addresses|IP|host|server|at|to|via|on)\s(?:is\s|was\s|named\s)?"
    r"(?P<value>(?:\d{1,3}\.){3}\d{1,3})(?![\d.]*\d)"
)
_IPV6 = re.compile(r"(?<![\w:*.])(?:[0-9A-Fa-f]{1,4}:{1,2}){3,7}[0-9A-Fa-f]{1,4}(?![\w:])")
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]}]{3,200}")
_PERSONAL_SITE = AnyCase(
    r"facebook|instagram|twitter|//(?:www\.)?x\.com|tiktok|snapchat|linkedin|youtube|youtu\.be"
    r"|vimeo"
    r"|flickr|reddit|pinterest|tumblr|blogspot|wordpress|blog\.|/blog|medium\.com|caringbridge"
    r"|gofundme|justgiving|crowdfund|dropbox|drive\.google|onedrive|icloud|photos\.|weibo|vk\.com"
    r"|strava|patient|pacs|intranet|\.local\b|localhost|portal|mychart|/~|/u/|/users?/|/profile",
)
_HANDLE = re.compile(
    r"(?:Instagram|Twitter|Facebook|TikTok|Snapchat|YouTube)\s(?:account|handle|name|profile)\s"
    r"(?P<value>@?[\w.]{3,40})"
)

_VALUE = (
    r"(?P<value>[A-Z]{2,12}-\d{3,8}\b(?:-\d+)*"
    r"|[A-Z]{0,3}[ -]?\(?\d[\dA-Za-z()/:.-]{0,40}[\dA-Za-z](?: ?\d{1,6}){0,4}"
    r"|[A-Z]{4,12}\d\w{1,20})"
)
_OF_WHAT = r"(?:\s(?:at|of|on|for|in)\s[a-z' ]{3,40}?)?"
_IS = rf"(?:{_OF_WHAT}\s(?:is|was|were|of|reads?))?\s?[:#,(=]?\s?(?:\(|was\s)?"
_NUMBER = r"(?:numbers?|no\.?|nos\.?|num\.?|ID|I\.D\.|identifier|code|template|#)"
_RECORD = AnyCase(
    r"(?:MRN|\b(?:barcode|UHID|SSN|UMR|CRN|VIN|account(?=\s\d{6})"
    r"|(?:NHS|CHI|Medicare|Medicaid|Aadhaar|Aadhar|PAN|passport|driv(?:er'?s?|ing) licen[cs]e"
    rf"|social security|national insurance|IBAN)(?:\s{_NUMBER})?"
    r"|(?:medical record|hospital(?: registration| record)?|patient|chart|record|registration"
    r"|identification|admission|in-?patient|out-?patient|IP|OP|OPD|CR|insurance"
    r"|(?:insurance )?policy|health ?card"
    r"|beneficiary|member|enrol?lment(?: study)?|participant|voiceprint(?: template)?"
    r"|fingerprint(?: template)?|iris scan|biometric(?: template)?|case file|case sheet"
    r"|case record|case|study|subject|specimen|histology"
    r"|pathology|biopsy|slide|block|accession|sample|lab(?:oratory)?|film|account|certificate"
    rf"|licen[cs]e|number plate|licen[cs]e plate)\s{_NUMBER}"
    r"|lab(?:oratory)? reference(?=\s[A-Z]{2,6}-?\d{2})"
    rf")){_IS}{_VALUE}",
)
_ACCESSION = re.compile(
    r"(?<![\w/.-])[A-Z]{1,3}-?(?:\d{2}[-/]\d{4,6}|(?:19|20)\d\d[-/]\d{3,6})(?![\w/-])"
)
_OF_PATHOLOGY = AnyCase(
    r"\b(?:histolog\w+|patholog\w+|biops(?:y|ies)|specimen|slides?|cytolog\w+|accession|sample"
    r"|block)\b",
)
_HAS_SHAPE = re.compile(r"\d-\d\d-\d|SSN|ocial security")
_SHAPED = re.compile(
    r"(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])"
    r"|\b(?:SSN|[Ss]ocial security)\b[^.\n]{0,50}?(?P<value>\d{3} ?\d{2} ?\d{4})\b"
)
_VIN = re.compile(r"\b(?=[A-Z]*\d)(?=\d*[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{11}\d{6}\b")
_PLATE = re.compile(
    r"\b(?:registration|number plate|licen[cs]e plate|plate)(?:\s(?:no\.?|number))?[,:\s]{1,2}"
    r"(?P<value>[A-Z]{1,3}(?:-[A-Z]{1,2})?[\s-]?\d{1,4}(?:[\s-]?[A-Z]{1,3})?(?:[\s-]?\d{1,4})?"
    r"|\d[A-Z]{3}\d{3})\b"
)
_OF_AN_APPROVAL = re.compile(
    r"\b(?:approval|ethics|IRB|review board|protocol|trial|PROSPERO|grant|GenBank|Gene Expression"
    r"|GEO|SRA|ENA|ArrayExpress|dbGaP|PDB|UniProt|ClinVar|dbSNP|deposited|catalog(?:ue)?|clone"
    r"|OMIM|ICD|lot|NCT\d+|CRD\d+)\b"
)
_DEVICE = AnyCase(
    r"(?:\b(?:serial(?:\s(?:number|no\.?|#))?|S/N|UDI|IMEI|device (?:ID|identifier|number))\b\.?)"
    r"(?:\s(?:of|is|was)(?:\s[a-z]+){0,3})?[\s:,(#]{1,3}"
    r"(?P<value>\(?[A-Za-z0-9(][A-Za-z0-9()/-]{0,20}\d[A-Za-z0-9()/-]{0,30})",
)
_LOT = re.compile(
    r"\b[Ll]ot(?:\s(?:number|no\.?))?\s(?P<value>(?=[A-Z]*\d)[A-Z0-9][A-Z0-9-]{2,20})"
    r"(?=[^.;]{0,40}\b(?:prosthes[ie]s|implant|device|pacemaker|lens|stent|valve|mesh|pump"
    r"|graft)\b)"
)


# What these begin with is searched for many times faster than the patterns themselves.
_HAS_AT = re.compile("@")
_HAS_DIGITS = re.compile(r"\d[\d\s().-]{3,}\d")
_HAS_POINTS = re.compile(r"\d\.\d{1,3}\.\d")
_HAS_COLONS = re.compile(r":[0-9A-Fa-f]{1,4}:")
_HAS_ADDRESS = re.compile(r"(?:https?:|www\.)")

_CONTACTS: tuple[tuple[Pattern, Pattern, Kind, str, Callable[[str], bool]], ...] = (
    (_HAS_AT, _EMAIL, "email", "an e-mail address", bool),
    (
        _HAS_DIGITS,
        _PHONE,
        "phone",
        _TELEPHONE,
        lambda value: sum(map(str.isdigit, value)) >= 9,
    ),
    (_HAS_DIGITS, _PHONE_CALLED, "phone", _TELEPHONE, bool),
    (
        _HAS_POINTS,
        _IP,
        "ip",
        "an IP address",
        lambda value: all(int(one) < 256 for one in value.split(".")),
    ),
    (
        _HAS_COLONS,
        _IPV6,
        "ip",
        "an IP address",
        lambda value: "::" in value or value.count(":") == 7,
    ),
    (
        _HAS_ADDRESS,
        _URL,
        "url",
        "the address of a personal or internal page",
        lambda value: _PERSONAL_SITE.search(value) is not None,
    ),
    (_HANDLE, _HANDLE, "url", "the name of an account", bool),
)
"""What must be in a text for the pattern after it to be tried, and what that finds."""


def find_contacts(prose: Prose) -> Iterator[Hit]:
    """Telephone and fax numbers, e-mail and internet addresses."""
    for needed, pattern, kind, reason, holds in _CONTACTS:
        if not needed.search(prose.text):
            continue
        for match in pattern.finditer(prose.text):
            name = "value" if "value" in pattern.groupindex else 0
            if holds(match[name]):
                yield Hit(kind, *match.span(name), reason)


def find_record_numbers(prose: Prose) -> Iterator[Hit]:
    """Numbers of records, specimens, insurances, licences, vehicles and devices."""
    for match in _RECORD.finditer(prose.text):
        if _is_long(match["value"]) and not _OF_AN_APPROVAL.search(prose.sentence(match.start())):
            yield Hit("id", *match.span("value"), "the number of a record")
    for match in _ACCESSION.finditer(prose.text):
        if _OF_PATHOLOGY.search(prose.sentence(match.start())):
            yield Hit("id", *match.span(), "the number of a specimen")
    yield from _shaped(prose)
    for match in _VIN.finditer(prose.text):
        yield Hit("id", *match.span(), "the number of a vehicle")
    for match in _PLATE.finditer(prose.text):
        yield Hit("id", *match.span("value"), "the registration of a vehicle")
    for match in _LOT.finditer(prose.text):
        yield Hit("device", *match.span("value"), "the lot of a device")
    for match in _DEVICE.finditer(prose.text):
        start, end = match.span("value")
        closed = match["value"].endswith(")") and "(" not in match["value"]
        yield Hit("device", start, end - closed, "the serial number of a device")


def _shaped(prose: Prose) -> Iterator[Hit]:
    if not _HAS_SHAPE.search(prose.text):
        return
    for match in _SHAPED.finditer(prose.text):
        place = match.span("value") if match["value"] else match.span()
        yield Hit("id", *place, "a number in the form of a social security number")


def _is_long(value: str) -> bool:
    """Short numbers count patients, cases and slides, and tell nobody."""
    return sum(char.isdigit() for char in value) >= 4 or bool(
        re.search(r"\d[-/]\d|[A-Z]-?\d{3}", value)
    )

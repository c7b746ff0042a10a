"""What an image file tells beside its picture: where, when and by whom it was taken.

Sources: Exif 2.32 (CIPA DC-008), XMP (ISO 16684-1), IPTC-IIM 4.2 in Photoshop's image resources,
PNG (W3C 2025), TIFF 6.0. Damaged metadata count as absent: nothing here raises.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator

from casewright.figures.png import SIGNATURE

PLACE = "where it was taken (GPS)"
TIME = "when it was taken"
PERSON = "who took it, made it or is shown"
TEXT = "a description or a comment"
SERIAL = "the serial number of a camera"
SMALL = "a small copy of the picture, perhaps from before it was cropped"
PATH = "the path of a file on somebody's computer"

_ORDER = (PERSON, PLACE, TEXT, SMALL, SERIAL, PATH, TIME)
_TAGS = {
    0x010E: TEXT,  # ImageDescription
    0x0132: TIME,  # DateTime
    0x013B: PERSON,  # Artist
    0x8298: PERSON,  # Copyright
    0x9003: TIME,  # DateTimeOriginal
    0x9004: TIME,  # DateTimeDigitized
    0x9286: TEXT,  # UserComment
    0x9C9B: TEXT,  # XPTitle
    0x9C9C: TEXT,  # XPComment
    0x9C9D: PERSON,  # XPAuthor
    0x9C9E: TEXT,  # XPKeywords
    0x9C9F: TEXT,  # XPSubject
    0xA430: PERSON,  # CameraOwnerName
    0xA431: SERIAL,  # BodySerialNumber
    0xA435: SERIAL,  # LensSerialNumber
    0x0002: PLACE,  # GPSLatitude, in the directory of positions alone
}
_GPS, _GPS_LATITUDE = 0x8825, 0x0002
_DIRECTORIES = {0x8769, _GPS}
_XMP_TAG, _IPTC_TAG, _PHOTOSHOP_TAG, _THUMBNAIL_TAG = 0x02BC, 0x83BB, 0x8649, 0x0201
_XMP: tuple[tuple[str, str], ...] = (
    (r"GPSLatitude|GPSLongitude|Iptc4xmpCore:Location|photoshop:City", PLACE),
    (r"DateTimeOriginal|CreateDate|DateCreated", TIME),
    (r"dc:creator|OwnerName|AuthorsPosition|PersonInImage|CaptionWriter|dc:rights", PERSON),
    (r"SerialNumber", SERIAL),
    (r"dc:description|dc:title|Headline|UserComment|Instructions", TEXT),
    (r"xmp:Thumbnails|xapGImg:image|xmpGImg:image", SMALL),
    (r"(?:filePath|stRef:filePath|absref)[^<]{0,12}(?:/|[A-Z]:\\)", PATH),
)
_IPTC = {55: TIME, 62: TIME, 80: PERSON, 85: PERSON, 90: PLACE, 92: PLACE, 95: PLACE, 5: TEXT}
_IPTC |= {105: TEXT, 110: PERSON, 115: PERSON, 116: PERSON, 118: PERSON, 120: TEXT, 122: PERSON}
_PNG_TEXT = {b"Author": PERSON, b"Copyright": PERSON, b"Creation Time": TIME, b"Title": TEXT}
_PNG_TEXT |= {b"Description": TEXT, b"Comment": TEXT, b"Disclaimer": TEXT, b"Source": TEXT}
_MOST_ENTRIES = 1000
_OF_A_PROGRAM = re.compile(
    rb"(?i)created (?:with|by)|creator: |gimp|imagemagick|imagej|adobe|photoshop|lavc|optimi[sz]ed"
    rb"|compressed|paint\.net|matplotlib|software"
)
"""What programs write where people could."""


def traces(data: bytes) -> tuple[str, ...]:
    """What the metadata of an image file tell, each thing once, the most telling first."""
    if data.startswith(b"\xff\xd8\xff"):
        found = set(_of_jpeg(data))
    elif data.startswith(SIGNATURE):
        found = set(_of_png(data))
    elif data[:4] in (b"II*\0", b"MM\0*"):
        found = set(_of_tiff(data))
    else:
        found = set(_of_svg(data))
    return tuple(one for one in _ORDER if one in found)


def _of_jpeg(data: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        marker, body = data[at + 1], data[at + 4 : at + 2 + size]
        if body.startswith(b"Exif\0\0"):
            yield from _of_tiff(body[6:])
        elif body.startswith(b"http://ns.adobe.com/"):
            yield from _of_xmp(body)
        elif body.startswith(b"Photoshop 3.0\0"):
            yield from _of_photoshop(body[14:])
        elif marker == 0xFE and _is_told(body):
            yield TEXT
        at += 2 + max(size, 2)


def _of_png(data: bytes) -> Iterator[str]:
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind == b"eXIf":
            yield from _of_tiff(body)
        elif kind == b"tIME":
            yield TIME
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield from _of_png_text(body)
        at += 12 + size


def _of_png_text(body: bytes) -> Iterator[str]:
    key, _, text = body.partition(b"\0")
    if key == b"XML:com.adobe.xmp":
        yield from _of_xmp(text)
    elif key.startswith(b"Raw profile type") and text[:1] == b"\0":
        yield from _of_raw_profile(text[1:])
    elif key in _PNG_TEXT and _is_told(text):
        yield _PNG_TEXT[key]


def _of_raw_profile(packed: bytes) -> Iterator[str]:
    """As ImageMagick writes EXIF and IPTC: a name, a length, and hexadecimal digits."""
    try:
        lines = zlib.decompressobj().decompress(packed, 1 << 22).split(b"\n", 3)
        raw = bytes.fromhex(lines[3].decode("ascii", "ignore")) if len(lines) > 3 else b""
    except (zlib.error, ValueError):
        return
    yield from _of_tiff(raw.removeprefix(b"Exif\0\0"))
    yield from _of_photoshop(raw)


def _of_tiff(data: bytes) -> Iterator[str]:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if not order or len(data) < 8:
        return
    try:
        (first,) = struct.unpack_from(f"{order}I", data, 4)
        yield from _of_directory(data, order, at=first, pending=6)
    except struct.error:
        return


def _of_directory(
    data: bytes, order: str, *, at: int, pending: int, positions: bool = False
) -> Iterator[str]:
    """A directory, those inside it, and the next one, of which a second holds a small copy."""
    (count,) = struct.unpack_from(f"{order}H", data, at)
    for index in range(min(count, _MOST_ENTRIES)):
        entry = at + 2 + 12 * index
        tag, kind, number, value = struct.unpack_from(f"{order}HHII", data, entry)
        if tag in _DIRECTORIES and pending:
            inner = tag == _GPS
            yield from _of_directory(data, order, at=value, pending=pending - 1, positions=inner)
        elif tag in (_XMP_TAG, _IPTC_TAG, _PHOTOSHOP_TAG):
            body = data[value : value + number * (4 if kind == 4 else 1)]
            yield from _of_xmp(body) if tag == _XMP_TAG else _of_photoshop(body)
        elif tag == _THUMBNAIL_TAG:
            yield SMALL
        elif tag in _TAGS and (tag == _GPS_LATITUDE) == positions:
            size = number * {1: 1, 2: 1, 7: 1}.get(kind, 4)
            body = data[value : value + size] if size > 4 else data[entry + 8 : entry + 12]
            if _is_told(body):
                yield _TAGS[tag]
    (following,) = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)
    if following and pending:
        yield from _of_directory(data, order, at=following, pending=pending - 1)


def _is_told(value: bytes) -> bool:
    """Whether a value is there and was not written by a program."""
    empty = value.strip(b"\0 \n") in (b"", b"ASCII", b"UNICODE")
    return not empty and not _OF_A_PROGRAM.search(value)


def _of_xmp(packet: bytes) -> Iterator[str]:
    text = packet.decode("utf-8", "replace")
    for pattern, what in _XMP:
        if re.search(pattern, text):
            yield what


def _of_photoshop(resources: bytes) -> Iterator[str]:
    """Image resources: IPTC in 0x0404, small copies in 0x0409 and 0x040C; or IPTC alone."""
    if resources[:1] == b"\x1c":
        yield from _of_iptc(resources)
    at = 0
    while resources[at : at + 4] == b"8BIM" and at + 12 <= len(resources):
        kind = int.from_bytes(resources[at + 4 : at + 6], "big")
        name = resources[at + 6] + 1
        head = at + 6 + name + name % 2
        size = int.from_bytes(resources[head : head + 4], "big")
        if kind == 0x0404:
            yield from _of_iptc(resources[head + 4 : head + 4 + size])
        elif kind in (0x0409, 0x040C):
            yield SMALL
        at = head + 4 + size + size % 2


def _of_iptc(records: bytes) -> Iterator[str]:
    at = 0
    while at + 5 <= len(records) and records[at] == 0x1C:
        size = int.from_bytes(records[at + 3 : at + 5], "big")
        if records[at + 1] == 2 and records[at + 2] in _IPTC and size:
            yield _IPTC[records[at + 2]]
        at += 5 + size


_SVG_PERSON = re.compile(
    r"<dc:(?:creator|rights|publisher)>\s*(?:<[^>]*>\s*){0,4}(?!Matplotlib)[^<\s]"
)
_SVG_PATH = re.compile(
    r"(?:export-filename|absref|docbase)=[\"'](?:[A-Za-z]:\\|/|file:)|[\"'>](?:/home/|/Users/|file:///"
    r"|[A-Z]:\\Users\\)"
)
_EMBEDDED = re.compile(r"data:image/[a-z+-]{3,12};base64,([A-Za-z0-9+/=\s]{40,})")


def _of_svg(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", "replace")
    for pattern, what in ((_SVG_PERSON, PERSON), (_SVG_PATH, PATH)):
        if pattern.search(text):
            yield what
    for match in _EMBEDDED.finditer(text):
        try:
            inner = base64.b64decode(match[1])
        except binascii.Error:
            continue
        if inner.startswith((b"\xff\xd8\xff", SIGNATURE)):
            yield from traces(inner)

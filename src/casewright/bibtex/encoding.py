"""In which encoding a library was saved, and its text as UTF-8."""

from __future__ import annotations

import codecs

_LOOKED_AT = 4096


def encoding_of(data: bytes) -> str:
    """`UTF-8`, `UTF-16`, or `Windows-1252` where there are bytes that are no UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _codec(data):
        return "UTF-16"
    try:
        data.decode()
    except UnicodeDecodeError:
        return "Windows-1252"
    return "UTF-8"


def as_utf8(data: bytes) -> bytes:
    """The same text as UTF-8; of a mixed file, what is UTF-8 already stays as it is."""
    match encoding_of(data):
        case "UTF-16":
            codec = "utf-16" if not _codec(data) else _codec(data)
            return data.decode(codec, errors="replace").encode()
        case "Windows-1252":
            return data.decode(errors=_FALLBACK).encode()
    return data


def from_windows(data: bytes) -> str:
    """The characters that bytes are in Windows-1252; what it has no sign for, in Latin-1."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in _UNDEFINED else "cp1252") for byte in data
    )


def not_utf8(byte: bytes) -> str:
    """What is said of a byte that cannot stand where it does in UTF-8."""
    said = f"the byte 0x{byte.hex()} here is not UTF-8"
    return f"{said}; in Windows-1252 it is '{from_windows(byte)}'"


def _codec(data: bytes) -> str:
    """UTF-16 without a byte order mark: every other byte of ASCII text is zero."""
    head = data[:_LOOKED_AT]
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\0" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 4:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
_FALLBACK = "casewright-windows-1252"


def _fallback(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return from_windows(error.object[error.start : error.end]), error.end


codecs.register_error(_FALLBACK, _fallback)

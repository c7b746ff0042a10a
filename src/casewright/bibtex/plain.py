"""Texts of a library without what varies between copies of the same one."""

from __future__ import annotations

import re
import unicodedata

_ACCENT = re.compile(r"\\(?:[`'^\"~=.]|[uvHtcdbkr](?![A-Za-z]))\s*\{?\s*\\?([A-Za-z])\}?")
_LETTERS = {
    "AA": "A", "AE": "AE", "L": "L", "O": "O", "OE": "OE", "aa": "a", "ae": "ae", "i": "i",
    "j": "j", "l": "l", "o": "o", "oe": "oe", "ss": "ss",
}  # fmt: skip
_LETTER = re.compile(r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae"})


def words(text: str) -> list[str]:
    """The words of a text without case, accents, markup and punctuation."""
    if "\\" in text:
        text = _ACCENT.sub(r"\1", text)
        text = _LETTER.sub(lambda match: _LETTERS[match[1]], text)
        text = re.sub(r"\\&", " and ", text)
        text = re.sub(r"\\[a-zA-Z]+\s*", "", text)
    if "<" in text or "&" in text:
        text = re.sub(r"</?[A-Za-z:]+[^<>]*>", "", text)
        text = re.sub(r"&(?:amp;)?", " and ", text)
    text = re.sub(r"[{}$]", "", text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_PLAIN).replace("œ", "oe")
        text = "".join(char for char in text if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", text)


def folded(text: str) -> str:
    r"""The same for copies of one text: 'Müller', 'Mueller' and 'M{\"u}ller' are one."""
    return re.sub(r"([aou])e", r"\1", "".join(words(text)))


def names(text: str) -> list[str]:
    """The single names of a list that `and` joins; braces hold names together."""
    found, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", text):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            found.append(text[start : match.start()].strip())
            start = match.end()
    return [name for name in (*found, text[start:].strip()) if name]


def family(name: str) -> str:
    """The family name of a single name, particles left out where they are told apart."""
    name = " ".join(name.split())
    if "," in name and not name.startswith("{"):
        return name.partition(",")[0]
    if name.startswith("{") and name.endswith("}"):
        return name
    return name.rpartition(" ")[2]

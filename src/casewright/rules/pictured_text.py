"""What the text that stands in a picture tells: labels of films, heads of ECG strips, overlays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.rules.any_case import AnyCase
from casewright.rules.finished import Trace
from casewright.rules.identifiers.scan import scan
from casewright.rules.identifiers.vocabulary import first_names, names_or_words

_NAME = re.compile(r"\b([A-Za-z][A-Za-z'-]+)[,^*~\"“”'`]\s?([A-Za-z]{2,})\b")
_NUMBER = re.compile(r"(?<![\d.])(?:\d{6,}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?![\d.])")
_LABEL = AnyCase(r"\b(?:DOB|MRN|Patient|Name|Hospital|Clinic|Pat\.? ?ID|Accession|Sex/Age)\b")
_LETTERS = 4
_REMEDY = "cover it in the image file itself, not in the manuscript, and export a new image"


def pictured_traces(text: str) -> Iterator[Trace]:
    """What text read in a picture tells; other text is a note, for it is often misread."""
    told: dict[str, str] = {}
    for line in text.splitlines():
        _look(" ".join(line.split()), told)
    for seen, what in told.items():
        yield Trace(f"the picture shows '{seen}', {what}", _REMEDY)
    words = [word for word in re.findall(r"[A-Za-z]{2,}", text) if len(word) >= _LETTERS]
    if words and not told:
        yield Trace(f"the picture shows text: '{' '.join(words[:8])}'", "look at it", usual=True)


def _look(line: str, told: dict[str, str]) -> None:
    calm = re.sub(r"\b[A-Z]{3,}\b", lambda match: match[0].capitalize(), line)
    for match in _NAME.finditer(calm):
        if {match[1].capitalize(), match[2].capitalize()} & (first_names() | names_or_words()):
            told[match[0]] = "the name of a person"
    for match in _NUMBER.finditer(line):
        told[match[0]] = "a date or the number of a record"
    for match in _LABEL.finditer(line):
        told[match[0]] = "a label beside which such things stand"
    for hit in scan(calm):
        seen = calm[hit.start : hit.end]
        if not any(seen in one or one in seen for one in told):
            told[seen] = hit.reason

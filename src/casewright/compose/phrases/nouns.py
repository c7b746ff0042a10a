"""What was seen, felt or complained of, as noun phrases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from casewright.compose.language import article, at_site, with_the
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases.bedside import complaint_head, complaint_place
from casewright.compose.phrases.lesions import as_finding, without
from casewright.compose.phrases.quantities import quantity, size
from casewright.compose.phrases.times import duration
from casewright.model.event import Finding, Signal
from casewright.model.imaging import ImagingFinding
from casewright.model.journal import Journal
from casewright.model.journal_style import HouseStyle
from casewright.model.presentation import Complaint
from casewright.model.values import FigureRef


def noun_phrase(finding: Finding, journal: Journal) -> Md:
    """A finding as a noun phrase with its size and features, without its site."""
    before: list[str] = ["new"] if finding.new else []
    after: list[object] = []
    extent = finding.size
    if extent:
        if extent.is_one_length:
            before.append(f"{extent.lengths[0]}-{extent.unit}")
        else:
            after.append(size(extent, journal))
    if finding.descriptors:
        before.append(_adjectives(finding.descriptors))
    if finding.value:
        after.append(Md.join_all("of ", quantity(finding.value)))
    if finding.features:
        after.append(Md.join_all("with ", listed(finding.features, journal.house_style)))
    if missing := without(finding):
        also = "and without " if finding.features else "without "
        after.append(Md.join_all(also, listed(missing, journal.house_style, "or")))
    head = " ".join([*before, finding.what])
    parts: list[object] = [_determined(head, finding), *after]
    return Md(" ".join(str(Md.of(part)) for part in parts))


_COUNTS = frozenset({"multiple", "several", "numerous", "many", "few", "a few", "some"})
_SIDES = frozenset({"bilateral", "unilateral"})


def _adjectives(words: Sequence[str]) -> str:
    """Adjectives with commas, but none after a count or before a side: 'multiple tiny'."""
    told = words[0]
    for before, word in pairwise(words):
        told += f" {word}" if before in _COUNTS or word in _SIDES else f", {word}"
    return told


def _determined(head: str, item: Finding | Complaint) -> str:
    if isinstance(item, Finding) and item.known:
        return f"the {head}"
    if item.plural or (item.uncountable and not item.value):
        return head
    return f"{article(head)} {head}"


def finding_phrase(finding: Finding, journal: Journal) -> Md:
    """A finding with its site: 'a palpable mass in the left flank, which moved with breathing'."""
    shown = as_finding(finding) if isinstance(finding, ImagingFinding) else finding
    if finding.sense and finding.sense not in finding.descriptors:
        adjectives = (finding.sense, *shown.descriptors)
        shown = shown.model_copy(update={"descriptors": adjectives})
    phrase = noun_phrase(shown, journal)
    if shown.site:
        phrase = Md.join_all(phrase, " ", at_site(shown.site))
    if finding.due_to:
        phrase = Md.join_all(phrase, " due to ", finding.due_to)
    return Md.join_all(phrase, ", which ", finding.effect) if finding.effect else phrase


def complaint_phrase(complaint: Complaint, *, bare: bool = False) -> Md:
    """A complaint with its site and duration: 'a mass in the right thigh'; `bare` without 'a'."""
    head = complaint_head(complaint)
    parts: list[object] = [head if bare else _determined(head, complaint)]
    if complaint.value:
        parts += ["of", quantity(complaint.value)]
    if complaint.onset in {"gradual", "insidious"}:
        parts.append(f"of {complaint.onset} onset")
    if place := complaint_place(complaint):
        parts.append(place)
    if complaint.radiation:
        parts.append(f"radiating to {with_the(complaint.radiation)}")
    if complaint.duration:
        parts += ["for", duration(complaint.duration)]
    return Md(" ".join(str(Md.of(part)) for part in parts))


def signal_phrase(signals: Iterable[Signal], style: HouseStyle) -> Md:
    """MRI signal: 'of low signal intensity on T1-weighted images and of …'."""
    clauses = [
        f"of {signal.pattern + ' ' if signal.pattern else ''}{signal.intensity} signal intensity "
        f"on {signal.sequence} images"
        for signal in signals
    ]
    return listed(clauses, style)


def call(*refs: FigureRef | None) -> Md:
    """A call of figures in parentheses, with the space before it; nothing for no figure."""
    keys = [f"@fig:{r.figure}" + (f"/{r.panel}" if r.panel else "") for r in refs if r]
    return Md(f" [{'; '.join(keys)}]") if keys else Md("")

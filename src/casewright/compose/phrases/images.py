"""What images show, as noun phrases and clauses that fit the modality."""

from __future__ import annotations

from casewright.compose.language import at_site, with_the
from casewright.compose.marks import Md
from casewright.compose.phrases.lesions import as_finding
from casewright.compose.phrases.nouns import noun_phrase
from casewright.compose.phrases.quantities import size
from casewright.model.imaging import Imaging, ImagingFinding
from casewright.model.journal import Journal
from casewright.model.quantities import Size


def changed(finding: ImagingFinding, journal: Journal) -> Md:
    """How a finding differs from the earlier study, as a clause in the pluperfect.

    'the nodule in the right upper lobe had increased in size from 1 cm to 2 cm'.
    """
    plain = as_finding(finding).model_copy(
        update={"known": True, "size": None, "effect": None, "new": False}
    )
    subject = noun_phrase(plain, journal)
    if plain.site:
        subject = Md.join_all(subject, " ", at_site(plain.site))
    now, before = _extent(finding.size, journal), _extent(finding.previous, journal)
    match finding.change:
        case "resolved":
            return Md.join_all(subject, " had resolved")
        case "unchanged":
            verb = "were" if finding.plural else "was"
            at = Md.join_all(" in size at ", now) if now else ""
            return Md.join_all(subject, f" {verb} unchanged", at)
    way = "increased" if finding.change == "larger" else "decreased"
    start = Md.join_all(" from ", before) if before and now else ""
    end = Md.join_all(" to ", now) if now else ""
    return Md.join_all(subject, f" had {way} in size", start, end)


def _extent(value: Size | None, journal: Journal) -> Md | None:
    return Md(str(size(value, journal)).removeprefix("of ")) if value else None


def study(event: Imaging) -> Md:
    """An imaging study as a noun phrase: 'follow-up CT of the abdomen'."""
    words = ["follow-up" if event.purpose == "follow-up" else None, event.contrast, event.modality]
    head = " ".join(word for word in words if word)
    region = f" of {with_the(event.region)}" if event.region else ""
    return Md.of(f"{head}{region}{f' in the {event.phase} phase' if event.phase else ''}")


def study_in_brief(event: Imaging) -> Md:
    """An imaging study without its technique."""
    return study(event.model_copy(update={"contrast": None, "phase": None}))


def earlier(event: Imaging, before: Imaging, time: Md | None = None, *, others: bool = False) -> Md:
    """How a study calls the one that it is compared with: 'the earlier CT'.

    Where there are `others` of its kind, its `time` tells it from them: 'the CT on day 28'.
    """
    if event.modality != before.modality:
        return study_in_brief(before)
    if others and time:
        return Md.join_all("the ", before.modality, " ", time)
    return Md.of(f"the {'previous' if others else 'earlier'} {before.modality}")

"""Works that were retracted or corrected after they were published; pure."""

from __future__ import annotations

from casewright.bibtex.identifiers import bare_doi, bare_pmid
from casewright.bibtex.source import Work
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Severity
from casewright.model.retractions import SAYS_RETRACTED, Notice, Retractions, standing_retraction


def check_retracted(
    work: Work, found: Diagnostics, *, retractions: Retractions, cited: bool
) -> None:
    """Report a work that was retracted (REF016), corrected or put in doubt (REF017).

    A retracted work may be cited as such: an entry whose title or note says so is only noted.
    ICMJE, "Corrections, Retractions, Republications and Version Control" and section IV.A.3.g.
    """
    doi, pmid = bare_doi(work.text("doi")), bare_pmid(work.text("pmid")) or ""
    notices = retractions.of(doi=doi, pmid=pmid)
    retraction = standing_retraction(notices)
    if retraction is not None:
        _report_retracted(work, retraction, retractions, found, cited=cited)
        return
    for notice in notices:
        if notice.nature in ("Correction", "Expression of concern"):
            doubt = notice.nature == "Expression of concern"
            what = "was put in doubt (expression of concern)" if doubt else "was corrected"
            message = f"'{work.key}' {what} on {notice.day.isoformat()}{_told(notice)}"
            hint = f"read the notice{_where(notice)}, and see whether what you cite still holds"
            severity = Severity.WARNING if doubt and cited else Severity.NOTE
            found.add(RULES["REF017"], message, work.place(), hint=hint, severity=severity)


def _report_retracted(
    work: Work, notice: Notice, retractions: Retractions, found: Diagnostics, *, cited: bool
) -> None:
    message = f"'{work.key}' was retracted on {notice.day.isoformat()}{_told(notice)}"
    if SAYS_RETRACTED.search(work.text("title")) or SAYS_RETRACTED.search(work.text("note")):
        severity = Severity.NOTE
        hint = "the entry says so; see that the text does, too"
    else:
        severity = Severity.ERROR if cited else Severity.WARNING
        hint = (
            f"read the notice{_where(notice)} and cite something else; if you cite it because it "
            "was retracted, put 'Retracted: ' before the title of the entry"
        )
    message += f"; {retractions.file} knows notices until {retractions.newest}"
    found.add(RULES["REF016"], message, work.place(), hint=hint, severity=severity)


def _told(notice: Notice) -> str:
    return f" ({'; '.join(notice.reasons[:3])})" if notice.reasons else ""


def _where(notice: Notice) -> str:
    return f" (doi {notice.doi})" if notice.doi else ""

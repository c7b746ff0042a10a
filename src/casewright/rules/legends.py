"""What the legend of a figure owes to its readers, and to whoever owns the image.

Source: ICMJE Recommendations, IV.A.3.h Illustrations (Figures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.model.case import Case
from casewright.model.floats import Figure, Panel
from casewright.model.pathology import Pathology
from casewright.model.tree import plain_text, source_keys, walk
from casewright.model.words import word_count
from casewright.rules.any_case import AnyCase
from casewright.rules.subject import Subject
from casewright.rules.summary import unsure


def check_legends(subject: Subject) -> Iterator[Diagnostic]:
    """Look for what legends leave out."""
    found = Diagnostics()
    for figure in subject.case.figures:
        if isinstance(figure, Figure):
            _legend(figure, subject, found)
            _letters(figure, subject, found)
            for picture in figure.pictures:
                _microscopy(figure, picture, subject, found)
                _person(picture, subject, found)
            each: tuple[Figure | Panel, ...] = (figure, *figure.panels)
            for one in each:
                _reuse(one, subject, found)
    _lengths(subject, found)
    return iter(found)


def _legend(figure: Figure, subject: Subject, found: Diagnostics) -> None:
    if figure.panels or figure.legend:
        return
    found.add(
        RULES["FIG014"],
        f"the figure '{figure.id}' has a title and no legend",
        subject.case.place(figure.at_path("title")),
        hint="add 'legend: …' that says what is seen, and what arrows and signs mean",
    )


_LETTER = re.compile(r"\(([A-Ha-h])\)|\b[Pp]anel ([A-Ha-h])\b|(?:^|[.;] )([A-H])[:,] ")


def _letters(figure: Figure, subject: Subject, found: Diagnostics) -> None:
    """Parts that the legend tells apart and that no call can name."""
    text = figure.legend or ""
    letters = {next(filter(None, one)).upper() for one in _LETTER.findall(text)}
    if figure.panels or not letters >= {"A", "B"}:
        return
    found.add(
        RULES["FIG016"],
        f"the legend of '{figure.id}' tells parts {', '.join(sorted(letters))} of one image",
        subject.case.place(figure.at_path("legend")),
        hint="give each part under 'panels' with a file of its own: it is lettered, and called by "
        f"[@fig:{figure.id}/…]",
    )


_MICROSCOPY = AnyCase(
    r"\b(histolog(y|ic|ical)|histopatholog(y|ic|ical)|(photo)?micrographs?|microscop(y|ic)"
    r"|immunohistochem\w+|immunofluorescence|cytolog(y|ic)|(blood|marrow|sputum) smears?)\b",
)
_ELECTRON = AnyCase(r"\belectron[- ]micro")
_NO_TISSUE = AnyCase(
    r"\b(confocal|specular|operat\w+|surgical|slit[- ]lamp)[- ]microscop|schematic|\bdrawing\b"
    r"|\bdiagram\b|\b(CT|MRI|PET)\b|\btomogra|radiogra|ultraso|endoscop|resonance|\bphotograph\b"
    r"|\bgross\b|macroscop",
)
_STAIN = AnyCase(
    r"h(a)?ematoxylin|eosin(?!ophil)|\bH\s?&\s?E\b|stain|\bPAS\b|periodic acid|Masson|trichrome"
    r"|Congo red|Giemsa|Wright|\bGram\b|Ziehl|acid-fast|Grocott|Gomori|\bGMS\b|methenamine"
    r"|Papanicolaou|Diff-?Quik|toluidine|reticulin|Van Gieson|orcein|Alcian|mucicarmine|Perls"
    r"|Prussian blue|von Kossa|Fontana|Warthin|Sudan|oil red|Luxol|immuno\w+|\bCD\d+|\bFISH\b"
    r"|in situ hybridi|cytokeratin|\banti-",
)
_SCALE = AnyCase(
    r"[×x]\s?\d{2,4}\b|\d{2,4}\s?[×x](?!\s?\d)|magnification|\bbar\b|high[- ]power|low[- ]power"
    r"|\boil immersion",
)


def _microscopy(
    figure: Figure, picture: Figure | Panel, subject: Subject, found: Diagnostics
) -> None:
    """ICMJE: explain the internal scale and identify the method of staining in photomicrographs."""
    facts = subject.image_facts.get(picture.path)
    if facts is None or facts.pixels is None or not _is_microscopy(figure, picture, subject):
        return
    told = " ".join(filter(None, (figure.title, figure.legend, picture.legend)))
    stained = picture.stain or figure.stain or _STAIN.search(told) or _ELECTRON.search(told)
    scaled = [getattr(one, n) for one in (figure, picture) for n in ("magnification", "scale_bar")]
    lacks, add = [], []
    if not stained and not any(_names(marker, told) for marker in _markers(subject)):
        lacks, add = ["the stain"], ["'stain: hematoxylin and eosin'"]
    if not any(scaled) and not _SCALE.search(told):
        lacks.append("the scale")
        add.append("'magnification: ×400' or 'scale_bar: 50 um'")
    if lacks:
        verb = "tells neither" if len(lacks) > 1 else "does not tell"
        found.add(
            RULES["FIG017"],
            f"the legend of the microscopic image '{picture.id}' {verb} {' nor '.join(lacks)}",
            subject.case.place(picture.at_path("legend" if picture.legend else "id")),
            hint=f"add {', and '.join(add)}: the legend prints it",
        )


def _is_microscopy(figure: Figure, picture: Figure | Panel, subject: Subject) -> bool:
    """By its own words; by the title of its figure or the event that shows it where it has none."""
    own = _own_words(picture)
    if _NO_TISSUE.search(own) or (picture is not figure and _NO_TISSUE.search(figure.title)):
        return False
    if _MICROSCOPY.search(own) or _MICROSCOPY.search(figure.title):
        return True
    return any(
        isinstance(event, Pathology)
        and event.figure is not None
        and event.figure.figure == figure.id
        and event.figure.panel in (None, picture.id)
        and bool(event.microscopic or event.immunohistochemistry or event.stains)
        for case in subject.case.cases
        for event in case.course
    )


def _own_words(picture: Figure | Panel) -> str:
    """Title, first sentence and alternative text: what follows may tell of the case."""
    opening = re.split(r"(?<=[.;]) ", picture.legend or "")[0]
    return " ".join(filter(None, (getattr(picture, "title", ""), opening, picture.alt)))


def _markers(subject: Subject) -> Iterator[str]:
    """Antibodies that the case names: in a legend they are the stain."""
    for case in subject.case.cases:
        yield from _markers_of(case)


def _markers_of(case: Case) -> Iterator[str]:
    for event in case.course:
        panel = event.immunohistochemistry if isinstance(event, Pathology) else None
        if panel:
            yield from (*panel.positive, *panel.negative, *panel.focal, *panel.weak, *panel.strong)
            yield from (one.marker for one in panel.markers)


def _names(marker: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(marker)}(?!\w)", text, re.IGNORECASE))


_WHOM = "(patient|child|boy|girl|woman|man|baby|infant|newborn)"
_PERSON = AnyCase(
    r"\b(face|facial (appearance|features?|photographs?|rash|swelling|dysmorphism)"
    r"|portrait|tattoos?|clinical (photographs?|pictures?|appearance)"
    rf"|(photographs?|pictures?|appearance) of (the|our|this) {_WHOM}"
    rf"|^(the|our|this) {_WHOM} (before|after|at|on|during|with|in))\b",
)
_NO_PERSON = AnyCase(
    r"schematic|\bdrawing\b|\bdiagram\b|\b(CT|MRI|PET)\b|\btomogra|radiogra|ultraso|resonance|scopy"
    r"|histolog|histopath|microgra|\b(cut|posterior|anterior|articular) face\b"
    rf"|\bface of (?!(the|our|this|a) {_WHOM})",
)


def _person(picture: Figure | Panel, subject: Subject, found: Diagnostics) -> None:
    """ICMJE II.E: a photograph by which a patient can be recognized needs consent."""
    facts = subject.image_facts.get(picture.path)
    if facts is None or facts.pixels is None or picture.shows_person is not None:
        return
    own = _own_words(picture)
    if (match := _PERSON.search(own)) and not _NO_PERSON.search(own):
        found.add(
            RULES["FIG021"],
            f"'{picture.id}' may show a person ('{match[0]}'), and nothing is said of it",
            subject.case.place(picture.at_path("id")),
            hint="add 'shows_person: true' if anybody could recognize the person, else 'false'",
        )


_BORROWED = AnyCase(
    r"\b(adapted|modified|reproduced|reprinted|redrawn)( (with|by) (kind )?permission)?"
    r"( of [^.;]{1,60}?)? from\b",
)
_ALLOWED = AnyCase(r"permission|licen[cs]e|\bCC[ -](BY|0)|public domain")
_NO_CHANGES = AnyCase(r"\bND\b|no[- ]deriv")


def _reuse(picture: Figure | Panel, subject: Subject, found: Diagnostics) -> None:
    """ICMJE: whose figure was published before submits the permission to reproduce it."""
    reuse = picture.reused
    text = " ".join(filter(None, (getattr(picture, "title", ""), picture.legend)))
    path = picture.at_path("legend" if picture.legend else "title")
    if reuse is None:
        match = _BORROWED.search(text)
        if not match or _ALLOWED.search(text):
            return
        message = f"the legend of '{picture.id}' says '{match[0]}', and nothing of a licence"
        hint = "write 'reused: {source: …, licence: …}' instead, and the legend prints it"
    elif reuse.permission:
        return
    elif not reuse.licence:
        path = reuse.at_path("source")
        message = f"'{picture.id}' was published before, and no licence or permission is told"
        hint = "add 'licence: …' or 'permission: …' (who gave it) to 'reused'"
    elif reuse.how == "adapted" and _NO_CHANGES.search(reuse.licence):
        path = reuse.at_path("licence")
        message = f"'{picture.id}' is adapted, which the licence {reuse.licence} does not allow"
        hint = "show it unchanged, or ask for permission and name who gave it"
    else:
        return
    found.add(RULES["FIG018"], message, subject.case.place(path), hint=hint)


def _lengths(subject: Subject, found: Diagnostics) -> None:
    """Titles and legends as they are printed, the label not counted."""
    rule = subject.journal.figure_files
    if rule is None or not (rule.legend_title_max_words or rule.legend_max_words):
        return
    for block in subject.document.blocks:
        if block["t"] != "Figure":
            continue
        words = {"title": 0, "legend": 0}
        figure = None
        for node in walk(block["c"][1]):
            for path in (subject.document.sources[key].path for key in source_keys(node)[:1]):
                _, number, *field = path.split(".")
                figure = subject.case.figures[int(number)]
                words["title" if field == ["title"] else "legend"] += word_count(plain_text(node))
        if figure is None:
            continue
        for part, most, name in (
            ("title", rule.legend_title_max_words, "legend_title_max_words"),
            ("legend", rule.legend_max_words, "legend_max_words"),
        ):
            if most is not None and words[part] > most:
                found.add(
                    RULES["FIG020"],
                    f"the {part} of the figure '{figure.id}' has {words[part]} words; "
                    f"{subject.journal.title} allows {most}{unsure(rule, name)}",
                    subject.case.place(figure.at_path(part)),
                    hint=f"shorten it by {words[part] - most}",
                )

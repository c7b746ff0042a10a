"""What a journal demands of image files: resolution in print, format, colours, size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic
from casewright.model.document import ImageFacts
from casewright.model.floats import Figure, Panel
from casewright.model.journal import Journal
from casewright.model.journal_demands import FigureFiles
from casewright.model.print_sizes import TALLEST, panel_percent, text_height_mm, text_width_mm
from casewright.rules.subject import Subject
from casewright.rules.summary import unsure

_INCH = 25.4
_MEGABYTE = 1024 * 1024
_COLUMN_PERCENT = 60
"""Figures up to this width are taken to be printed in a column."""
_SUFFIXES = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "TIFF": (".tif", ".tiff"),
    "SVG": (".svg",),
}
_SAME = {"JPG": "JPEG", "TIF": "TIFF"}
_NOTHING_GAINED = "enlarging it adds nothing"


@dataclass(frozen=True, slots=True)
class _File:
    """An image file of the author where it is shown."""

    facts: ImageFacts
    figure: Figure
    picture: Figure | Panel
    journal: Journal
    rule: FigureFiles
    alike: tuple[str, ...]
    """The files of the figure that have the same format, this one among them."""

    @property
    def name(self) -> str:
        return f"'{self.facts.name}'"


def check_image_files(subject: Subject) -> Iterator[Diagnostic]:
    """Hold every image file of the author against what the journal takes."""
    for file in _files(subject):
        place = subject.case.place(f"{file.picture.path}.file")
        for code, check in _CHECKS:
            for message, hint in check(file):
                rule = RULES[code]
                yield Diagnostic(rule, message, place, hint, severity=rule.severity)


def _files(subject: Subject) -> Iterator[_File]:
    rule = subject.journal.figure_files
    for figure in subject.case.figures if rule else ():
        if not isinstance(figure, Figure):
            continue
        known = [
            (picture, facts)
            for picture in figure.pictures
            if (facts := subject.image_facts.get(picture.path))
        ]
        for picture, facts in known:
            alike = tuple(one.name for _, one in known if one.format == facts.format)
            if rule:
                yield _File(facts, figure, picture, subject.journal, rule, alike)


def printed_mm(figure: Figure, journal: Journal, pixels: tuple[int, int]) -> float:
    """How wide an image of a figure is in print, as far as the journal's columns are known."""
    rule, style = journal.figure_files, journal.page.style
    page = (rule and rule.page_mm) or text_width_mm(style)
    column = rule and rule.column_mm
    whole = page * figure.width / 100
    if figure.panels or (rule and rule.page_mm and figure.width > _COLUMN_PERCENT):
        whole = float(page)
    elif column and figure.width <= _COLUMN_PERCENT:
        whole = float(column)
    whole = max(whole, (rule and rule.min_width_mm) or 0)
    width, height = pixels
    tallest = text_height_mm(style) * TALLEST
    return min(whole * (panel_percent() / 100 if figure.panels else 1), tallest * width / height)


def _resolution(file: _File) -> Iterator[tuple[str, str]]:
    facts, rule = file.facts, file.rule
    if facts.pixels is None or rule.dpi is None:
        return
    wanted = rule.dpi.line if facts.colour == "bilevel" else rule.dpi.halftone
    width, height = facts.pixels
    printed = printed_mm(file.figure, file.journal, facts.pixels)
    dpi = round(width / printed * _INCH)
    if wanted is None or dpi >= wanted:
        return
    demand = f"{file.journal.title} wants {wanted}{unsure(rule, 'dpi')}"
    if rule.provenance("dpi").is_default:
        demand = f"{wanted} are usual (what {file.journal.title} wants is not known)"
    yield (
        f"{file.name} has {width} × {height} pixels, {dpi} dpi at the {printed:.0f} mm of its "
        f"width in print; {demand}",
        f"it will do up to {int(width / wanted * _INCH)} mm; export it from its source with a "
        f"width of at least {round(printed / _INCH * wanted)} pixels ({_NOTHING_GAINED})",
    )


def _pixels(file: _File) -> Iterator[tuple[str, str]]:
    if file.facts.pixels is None:
        return
    width, height = file.facts.pixels
    wide, high = file.rule.min_width_pixels or 0, file.rule.min_height_pixels or 0
    if width >= wide and height >= high:
        return
    name = "min_width_pixels" if width < wide else "min_height_pixels"
    yield (
        f"{file.name} has {width} × {height} pixels; {file.journal.title} wants at least "
        f"{wide} × {high}{unsure(file.rule, name)}",
        f"export it from its source with more pixels ({_NOTHING_GAINED})",
    )


def _format(file: _File) -> Iterator[tuple[str, str]]:
    kind = file.facts.format
    taken = [_SAME.get(one.upper(), one.upper()) for one in file.rule.formats]
    if not taken or kind in taken or file.facts.name != file.alike[0]:
        return
    more = len(file.alike) - 1
    others = f" and {more} more file{'s' * (more > 1)} of its figure" if more else ""
    of_lines = ("EPS", "PDF") if kind == "SVG" else ()
    best = next((one for one in (*of_lines, "TIFF", "PNG", "JPEG") if one in taken), None)
    yield (
        f"the format of {file.name}{others} is {kind}; {file.journal.title} takes "
        f"{', '.join(file.rule.formats)}{unsure(file.rule, 'formats')}",
        f"save a copy as {best} for the upload" if best else "ask the journal how to send it",
    )


def _colours(file: _File) -> Iterator[tuple[str, str]]:
    wanted, has = file.rule.colour, file.facts.colour
    if wanted is None or has not in ("RGB", "CMYK") or has == wanted:
        return
    yield (
        f"the colors of {file.name} are {has}; {file.journal.title} wants "
        f"{wanted}{unsure(file.rule, 'colour')}",
        f"convert it to {wanted} with its color profile, and look at it again",
    )


def _size(file: _File) -> Iterator[tuple[str, str]]:
    most, has = file.rule.max_megabytes, file.facts.size / _MEGABYTE
    if most is None or has <= most:
        return
    yield (
        f"{file.name} has {has:.1f} MB; {file.journal.title} takes at most "
        f"{most}{unsure(file.rule, 'max_megabytes')}",
        "crop what is white around it, or compress it without loss (PNG, TIFF with LZW)",
    )


def _suffix(file: _File) -> Iterator[tuple[str, str]]:
    kind = file.facts.format
    suffix = f".{file.facts.name.rpartition('.')[2].lower()}"
    others = [one for name, known in _SUFFIXES.items() if name != kind for one in known]
    if suffix in others:
        yield (
            f"{file.name} is a {kind} by its content",
            f"let its name end in '{_SUFFIXES[kind][0]}': portals may refuse it as it is",
        )


_CHECKS: tuple[tuple[str, Callable[[_File], Iterator[tuple[str, str]]]], ...] = (
    ("FIG010", _resolution),
    ("FIG010", _pixels),
    ("FIG011", _format),
    ("FIG012", _colours),
    ("FIG013", _size),
    ("FIG019", _suffix),
)
"""Each gives the message and the hint of what it finds."""

"""What the journal demands of title, abstract, keywords and messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Severity, Span
from casewright.model.case import Case
from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.journal_text import Section
from casewright.model.profile import Group
from casewright.model.series import CaseReport
from casewright.model.tree import div_class, heading_text, plain_text, source_keys, walk
from casewright.model.words import word_count
from casewright.rules.any_case import AnyCase
from casewright.rules.limits import abstract_bounds
from casewright.rules.measures import abstract_parts

Check = Callable[[CaseReport, Journal, Document, Diagnostics], None]

_AGE_OR_SEX = AnyCase(
    r"\b(?:\d+[- ](?:day|week|month|year)s?[- ]old|aged \d+)\b"
    r"|(?<![\w-])(?:(?:wo)?m[ae]n|lady|ladies|gentlem[ae]n|girls?|boys?|(?:fe)?males?|infants?)"
    r"(?![\w-]| syndrome)",
)
"""Not in names of diseases: stiff-man syndrome."""
_CITATION = re.compile(r"(?<![\w.])@[\w{][\w:.-]*")

NOT_VERIFIED = " (this rule was not verified: see the author guide)"
"""Ends what is said of a rule that was not read in the named source."""


def unsure(group: Group, rule: str = "") -> str:
    """What a finding says of a rule that was not read in the named source."""
    verified = group.provenance(rule).verified
    return "" if verified else NOT_VERIFIED


def _title_path(case: CaseReport, journal: Journal) -> str:
    return case.title.path_for(journal.title_rule.form)


def _says(title: str, phrase: str) -> bool:
    """Whether the phrase is there, and not as a part of other words."""
    before, after = (r"(?<!\w)" * phrase[:1].isalnum(), r"(?!\w)" * phrase[-1:].isalnum())
    return re.search(before + re.escape(phrase) + after, title, re.IGNORECASE) is not None


def allows(kind: str) -> str:
    """What a journal does by a greatest number that is `hard` or `advised`."""
    return "advises" if kind == "advised" else "allows"


def asks(kind: str) -> str:
    """What a journal does by a least number."""
    return "advises" if kind == "advised" else "wants"


def _title(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule, title = journal.title_rule, document.title
    for phrase in rule.forbid:
        if _says(title, phrase):
            _forbidden(phrase, f"'{phrase}'", "forbid", case=case, journal=journal, found=found)
    for phrase in rule.require if isinstance(case, Case) else ():
        if not _says(title, phrase):
            found.add(
                RULES["JRN020"],
                f"the title does not say '{phrase}', as {journal.title} "
                f"wants{unsure(rule, 'require')}",
                case.place(_title_path(case, journal)),
                hint=f"add the words to {_title_path(case, journal)}",
            )
    if rule.forbid_patient and (match := _AGE_OR_SEX.search(title)):
        what = f"the patient's age or sex ('{match[0]}')"
        _forbidden(match[0], what, "forbid_patient", case=case, journal=journal, found=found)
    if case.title.subtitle and rule.suffix.startswith(":") and rule.form == "focus":
        found.add(
            RULES["JRN010"],
            f"'title.subtitle' is not printed: {journal.title} ends a title with '{rule.suffix}'",
            case.place("title.subtitle"),
            hint="nothing need be done; what matters of it belongs into title.focus",
        )
    if case.title.focus is None and not _title_path(case, journal).startswith("title"):
        found.add(
            RULES["JRN001"],
            "the case has no title: it is called by its final diagnosis",
            case.place("title"),
            hint="write what the report is about under title.focus",
            severity=Severity.NOTE,
        )


def _forbidden(
    words: str, what: str, rule: str, *, case: CaseReport, journal: Journal, found: Diagnostics
) -> None:
    path = _title_path(case, journal)
    found.add(
        RULES["JRN003"],
        f"the title holds {what}, which {journal.title} does not "
        f"allow{unsure(journal.title_rule, rule)}",
        _within(case, path, words),
        hint=f"write {path} without it",
    )


def _within(case: CaseReport, path: str, words: str) -> Span:
    """Where in a value of one line `words` stand; else where the value begins."""
    place = case.place(path)
    block, _, field = path.rpartition(".")
    value = getattr(getattr(case, block), field) or ""
    at = value.casefold().find(words.casefold())
    quotes = place.end_column - place.column - len(value)
    if at < 0 or place.end_line != place.line or quotes not in {0, 2}:
        return place
    column = place.column + quotes // 2 + at
    return replace(place, column=column, end_column=column + len(words))


def _title_length(
    case: CaseReport, journal: Journal, document: Document, found: Diagnostics
) -> None:
    rule, path = journal.title_rule, _title_path(case, journal)
    for count, most, unit in _lengths(document.title, rule.max_words, rule.max_characters):
        found.add(
            RULES["JRN006"],
            f"the title has {count} {unit}; {journal.title} allows "
            f"{most}{unsure(rule, f'max_{unit}')}",
            case.place(path),
            hint=f"shorten {path} by {count - most}",
        )


def _lengths(
    text: str, words: int | None, characters: int | None
) -> Iterator[tuple[int, int, str]]:
    """Each limit that a text breaks: its length, the limit, the unit."""
    if words is not None and word_count(text) > words:
        yield word_count(text), words, "words"
    if characters is not None and len(text) > characters:
        yield len(text), characters, "characters"


def _abbreviations(
    case: CaseReport, journal: Journal, document: Document, found: Diagnostics
) -> None:
    rule, path = journal.title_rule, _title_path(case, journal)
    if not rule.forbid_abbreviations:
        return
    for short, long in case.abbreviations.items():
        if re.search(rf"(?<![\w-]){re.escape(short)}(?![\w-])", document.title):
            found.add(
                RULES["JRN016"],
                f"the title holds the abbreviation '{short}', which {journal.title} does not "
                f"allow{unsure(rule, 'forbid_abbreviations')}",
                _within(case, path, short),
                hint=f"write '{long}'",
            )


def _running_title(
    case: CaseReport, journal: Journal, document: Document, found: Diagnostics
) -> None:
    rule = journal.running_title
    if rule is None:
        return
    own = case.title.running is not None
    text = document.running_title
    for count, most, unit in _lengths(text, rule.max_words, rule.max_characters):
        found.add(
            RULES["JRN014"],
            f"the running title has {count} {unit}, {count - most} more than the {most} of "
            f"{journal.title}{unsure(rule, f'max_{unit}')}",
            case.place("title.running" if own else _title_path(case, journal)),
            hint="shorten title.running" if own else "give a short form under title.running",
        )


def _abstract(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule = journal.abstract
    abstract = [block for block in document.blocks if div_class(block, "abstract")]
    count = sum(word_count(plain_text(block)) for block in abstract)
    if rule.max_words and count > rule.max_words:
        longest, place = _longest_move(abstract, document)
        found.add(
            RULES["JRN002"],
            f"the abstract has {count} words, {count - rule.max_words} more than the "
            f"{rule.max_words} that {journal.title} {allows(rule.kind)}{longest}"
            f"{unsure(rule, 'max_words')}",
            place or case.place("abstract"),
            hint="take 'key: true' from events there, or write a shorter move under abstract",
        )
    if abstract and rule.min_words and count < rule.min_words:
        found.add(
            RULES["JRN011"],
            f"the abstract has {count} words with everything that the case has for it; "
            f"{journal.title} wants at least {rule.min_words}{unsure(rule, 'min_words')}",
            case.place("abstract"),
            hint="add facts to the course, or write moves such as the background under abstract",
        )
    _abstract_headings(case, journal, document, found)


def _abstract_headings(
    case: CaseReport, journal: Journal, document: Document, found: Diagnostics
) -> None:
    rule = journal.abstract
    for bound in abstract_bounds(journal, abstract_parts(journal, document)):
        more, limit = (bound.over, bound.most) if bound.over else (bound.short, bound.least)
        if not more:
            continue
        code, than, does, hint = (
            (
                *("JRN002", "more than the", allows(rule.kind)),
                "take 'key: true' from events there, or write it yourself",
            )
            if bound.over
            else (
                *("JRN011", "fewer than the", asks(rule.kind)),
                "add facts to the course, or write it yourself",
            )
        )
        found.add(
            RULES[code],
            f"'{bound.what}' in the abstract has {bound.amount}, {more} {than} {limit} that "
            f"{journal.title} {does}{unsure(rule, 'parts')}",
            case.place(bound.path),
            hint=f"{hint}: {bound.path}",
        )


def _longest_move(abstract: list[Ast], document: Document) -> tuple[str, Span | None]:
    """The move of most words, and where its first sentence comes from."""
    lengths: Counter[str] = Counter()
    places: dict[str, Span] = {}
    for node in walk(abstract):
        if keys := source_keys(node):
            source = document.sources[keys[0]]
            move = document.moves.get(source.path)
            if move is None:
                continue
            lengths[move] += word_count(plain_text(node))
            places.setdefault(move, source.span)
    if not lengths:
        return "", None
    move, count = max(lengths.items(), key=lambda item: item[1])
    name = "work-up" if move == "workup" else move
    return f", in the shortest form; its longest move is the {name} ({count} words)", places[move]


def _abstract_prose(
    case: CaseReport, journal: Journal, document: Document, found: Diagnostics
) -> None:
    cites = journal.abstract.is_report and "references" in journal.sections.parts
    if cites or not journal.abstract.parts:
        return
    for path, prose in case.prose.items():
        if not path.startswith("abstract."):
            continue
        for line, place in zip(prose.text.split("\n"), prose.lines, strict=False):
            for match in _CITATION.finditer(line):
                column = place.column + match.start()
                found.add(
                    RULES["JRN012"],
                    f"the abstract holds '{match[0]}': it is read without references and figures",
                    replace(place, column=column, end_line=0, end_column=0),
                    hint="say it without, and cite it in the introduction or the discussion",
                )


def _keywords(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule, count = journal.keywords, len(document.keywords)
    words = "1 keyword" if count == 1 else f"{count or 'no'} keywords"
    if rule.max == 0:
        return
    added = count - len(case.keywords)
    note = f" ({added} added for this journal)" if added else ""
    if rule.max is not None and count > rule.max:
        found.add(
            RULES["JRN004"],
            f"{words}{note}; {journal.title} allows {rule.max}{unsure(rule, 'max')}",
            case.place("keywords"),
            hint=f"take out {count - rule.max}, the least specific first",
        )
    if rule.min is not None and count < rule.min:
        found.add(
            RULES["JRN005"],
            f"{words}{note}; {journal.title} wants at least {rule.min}{unsure(rule, 'min')}",
            case.place("keywords"),
            hint=f"add {rule.min - count} under which you would search for this report",
        )
    plain = [(n, word) for n, word in enumerate(case.keywords) if isinstance(word, str)]
    if rule.mesh and plain:
        found.add(
            RULES["JRN015"],
            f"{journal.title} wants MeSH terms; not marked as such: "
            f"{', '.join(word for _, word in plain)}{unsure(rule, 'mesh')}",
            case.place(f"keywords.{plain[0][0]}"),
            hint="look each up at https://meshb.nlm.nih.gov, then write {term: …, mesh: true}",
        )


_POINTS: Mapping[str, str] = {
    "learning_points": "lessons",
    "highlights": "highlights",
    "learning_objectives": "learning_objectives",
    "what_this_adds": "what_this_adds",
}
"""Parts that are lists of points, and where the points come from."""

TEXTS = ("core_tip", "key_message", "practice_impact")
"""Parts that are one short text."""


def _messages(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    """Lists within their bounds; points and short texts no longer than the journal wants."""
    for section in journal.sections.each():
        points = list(_under(section.heading, document))
        if len(section.parts) != 1 or not points:
            continue
        (part,) = section.parts
        if part in _POINTS:
            field = _POINTS[part]
            field = field if getattr(case, field) else "lessons"
            _bounds(len(points), field, section, case=case, journal=journal, found=found)
            paths = [f"{field}.{number}" for number in range(len(points))]
        elif part in TEXTS:
            paths = [part if getattr(case, part) else "lessons.0"]
            points = [" ".join(points)]
        else:
            continue
        for path, text in zip(paths, points, strict=False):
            _point(path, text, section, case=case, journal=journal, found=found)


def _under(heading: str, document: Document) -> Iterator[str]:
    """The points under a heading, or its paragraphs."""
    inside = False
    for block in document.blocks:
        if block["t"] == "Header":
            inside = heading_text(block) == heading
        elif inside and block["t"] in {"BulletList", "OrderedList"}:
            items = block["c"] if block["t"] == "BulletList" else block["c"][1]
            yield from (plain_text(item) for item in items)
        elif inside and block["t"] in {"Para", "Plain"}:
            yield plain_text(block)


def _bounds(
    count: int,
    field: str,
    section: Section,
    *,
    case: CaseReport,
    journal: Journal,
    found: Diagnostics,
) -> None:
    low, high = section.min_items or 0, section.max_items
    if low <= count and (high is None or count <= high):
        return
    wanted = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    over = count - (high or 0)
    found.add(
        RULES["JRN007"],
        f"{count} {'point' if count == 1 else 'points'} in '{field}'; {journal.title} wants "
        f"{wanted} under '{section.heading}'{unsure(journal.sections)}",
        case.place(field),
        hint=f"add {low - count}" if count < low else f"merge points, or take {over} out",
    )


def _point(
    path: str,
    text: str,
    section: Section,
    *,
    case: CaseReport,
    journal: Journal,
    found: Diagnostics,
) -> None:
    for count, most, unit in _lengths(text, section.max_words, section.max_characters):
        found.add(
            RULES["JRN006"],
            f"{_called(path)} has {count} {unit}, {count - most} more than the {most} that "
            f"{journal.title} allows under '{section.heading}'{unsure(journal.sections)}",
            case.place(path),
            hint=f"shorten it by {count - most}",
        )


def _called(path: str) -> str:
    field, _, number = path.partition(".")
    return f"item {int(number) + 1} of '{field}'" if number else f"'{field}'"


SUMMARY_CHECKS: tuple[Check, ...] = (
    *(_title, _title_length, _abbreviations, _running_title),
    *(_abstract, _abstract_prose, _keywords, _messages),
)

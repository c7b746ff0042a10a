"""What the journal demands of the composed manuscript; pure over case, journal and document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Severity, Span
from casewright.model.case import Case
from casewright.model.document import Ast, Document
from casewright.model.journal import Group, Journal
from casewright.model.series import CaseReport
from casewright.model.tree import div_class, plain_text
from casewright.model.values import Absent

_AGE_OR_SEX = re.compile(
    r"\b(\d+[- ](?:day|week|month|year)s?[- ]old"
    r"|(?:wo)?m[ae]n|girls?|boys?|(?:fe)?males?|infants?)\b",
    re.IGNORECASE,
)

Check = Callable[[CaseReport, Journal, Document, Diagnostics], None]


def check_journal(case: CaseReport, journal: Journal, document: Document) -> Diagnostics:
    """Hold the manuscript against the journal's rules; an unverified rule says so."""
    found = Diagnostics()
    for check in CHECKS:
        check(case, journal, document, found)
    return found


def word_count(text: str) -> int:
    """Words of rendered text: what stands between spaces and holds a letter or a digit."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


def _unsure(group: Group) -> str:
    return "" if group.verified else " (this rule was not verified: see the author guide)"


def _abstract(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule = journal.abstract
    count = _abstract_words(document)
    if rule.max_words and count > rule.max_words:
        over = count - rule.max_words
        found.add(
            RULES["JRN002"],
            f"the abstract has {count} words, {over} more than the {rule.max_words} of "
            f"{journal.title}{_unsure(rule)}",
            case.place("abstract"),
            hint="take 'key: true' from events, or shorten the moves under abstract",
        )


def _short_abstract(
    case: CaseReport, journal: Journal, document: Document, found: Diagnostics
) -> None:
    rule = journal.abstract
    count = _abstract_words(document)
    if rule.min_words and count < rule.min_words:
        found.add(
            RULES["JRN011"],
            f"the abstract has {count} words; {journal.title} wants at least {rule.min_words}"
            f"{_unsure(rule)}",
            case.place("abstract"),
            hint="mark more events with 'key: true', or write moves under abstract",
        )


def _abstract_words(document: Document) -> int:
    abstracts = (block for block in document.blocks if div_class(block, "abstract"))
    return sum(word_count(plain_text(block)) for block in abstracts)


def _title(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule = journal.title_rule
    title = document.title
    for phrase in rule.forbid:
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", title, re.IGNORECASE):
            _title_finding(f"'{phrase}'", case, journal, found)
    if rule.forbid_patient and (match := _AGE_OR_SEX.search(title)):
        _title_finding(f"the patient's age or sex ('{match[0]}')", case, journal, found)
    count = word_count(title)
    if rule.max_words and count > rule.max_words:
        found.add(
            RULES["JRN006"],
            f"the title has {count} words; {journal.title} allows {rule.max_words}{_unsure(rule)}",
            case.place("title.focus"),
        )


def _title_finding(what: str, case: CaseReport, journal: Journal, found: Diagnostics) -> None:
    found.add(
        RULES["JRN003"],
        f"the title holds {what}, which {journal.title} does not allow"
        f"{_unsure(journal.title_rule)}",
        case.place("title.focus"),
        hint="reword title.focus",
    )


def _keywords(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule, count = journal.keywords, len(case.keywords)
    if rule.max is not None and count > rule.max:
        found.add(
            RULES["JRN004"],
            f"{count} keywords; {journal.title} allows {rule.max}{_unsure(rule)}",
            case.place("keywords"),
        )
    if rule.min is not None and count < rule.min:
        found.add(
            RULES["JRN005"],
            f"{count} keywords; {journal.title} wants at least {rule.min}{_unsure(rule)}",
            case.place("keywords"),
        )


def _main_text(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule = journal.main_text
    if rule is None or not rule.max_words:
        return
    count = sum(word_count(plain_text(block)) for block in main_text(document))
    if count > rule.max_words:
        found.add(
            RULES["JRN006"],
            f"the main text has {count} words, {count - rule.max_words} more than the "
            f"{rule.max_words} of {journal.title} ({rule.kind}){_unsure(rule)}",
            Span(case.file, 1, 1),
        )


def main_text(document: Document) -> Iterator[Ast]:
    """The paragraphs of the body: no front matter, abstract, floats or references."""
    for block in document.blocks:
        if block["t"] in {"Para", "Plain", "BulletList", "OrderedList", "BlockQuote"}:
            yield block


def _lists(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    for section in journal.sections.order:
        if "learning_points" not in section.parts or not case.lessons:
            continue
        count = len(case.lessons)
        low, high = section.min_items or 0, section.max_items or count
        if not low <= count <= high:
            found.add(
                RULES["JRN007"],
                f"{count} lessons; {journal.title} wants {low} to {high}"
                f"{_unsure(journal.sections)}",
                case.place("lessons"),
            )


def _limits(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule = journal.limits
    if rule is None:
        return
    references = sum(
        len(block["c"][1])
        for block in document.blocks
        if block["t"] == "Div" and block["c"][0][0] == "refs"
    )
    for what, count, limit, path in (
        ("authors", len(case.authors), rule.authors, "authors"),
        ("references", references, rule.references, ""),
        ("figures", len(case.figures), rule.figures, "figures"),
    ):
        if limit is not None and count > limit:
            found.add(
                RULES["JRN008"],
                f"{count} {what}; {journal.title} allows {limit}{_unsure(rule)}",
                case.place(path),
                severity=Severity.WARNING,
            )


_PRINTED_BY: dict[str, tuple[str, ...]] = {
    "introduction": ("introduction",),
    "discussion": ("discussion",),
    "diagnosis.differential": ("differential", "narrative"),
    "lessons": ("learning_points",),
    "perspective": ("perspective",),
    "consent": ("consent",),
    "ethics": ("consent",),
    "statements.acknowledgments": ("acknowledgments",),
    "statements.funding": ("statements",),
    "statements.conflicts": ("statements",),
    "statements.data_availability": ("statements",),
    "statements.ai_use": ("statements",),
}
"""The parts of a manuscript that print a field of the case; the first one is the usual one."""


def _unprinted(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    parts = {part for section in journal.sections.order for part in section.parts}
    for path, printing in _PRINTED_BY.items():
        given = any(_is_given(one, path) for one in (case, *case.cases))
        if parts.intersection(printing) or not given:
            continue
        found.add(
            RULES["JRN010"],
            f"{journal.title} has no section for '{path}': it is not printed",
            case.place(path),
        )


_UNSAID = ("diagnosis.final", "diagnosis.primary", "patient.ethnicity", "patient.occupation")
"""Facts that are printed where the author's prose names them, and nowhere else."""


def _unsaid(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    text = plain_text(document.blocks).casefold()
    for one in case.cases:
        for path in _UNSAID:
            block, _, field = path.partition(".")
            value = _value(one, path)
            if isinstance(value, str) and value.casefold() not in text:
                node = getattr(one, block)
                found.add(
                    RULES["JRN010"],
                    f"'{path}' is not printed",
                    case.place(node.at_path(field)),
                    hint=f"write {{{{ {_name_of(case, one)}{path} }}}} in the prose where it "
                    "should stand",
                )


def _name_of(case: CaseReport, one: Case) -> str:
    """What the name of a fact of this patient begins with."""
    if isinstance(case, Case):
        return ""
    position = case.cases.index(one)
    return f"patients.{case.patients[position].id}."


def _value(case: CaseReport, path: str) -> object:
    value: object = case
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _not_stated(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    paths = [
        node.at_path(name)
        for node in case.nodes()
        for name in type(node).model_fields
        if isinstance(value := getattr(node, name), Absent) and value.state == "not stated"
    ]
    paths.sort(key=case.place)
    if paths:
        found.add(
            RULES["CARE001"],
            f"not stated, and so left out: {', '.join(paths)}",
            case.place(paths[0]),
            hint="fill in what is known; nothing is ever made up for the rest",
        )


def _is_given(case: CaseReport, path: str) -> bool:
    value = _value(case, path)
    return (bool(value) and not isinstance(value, Absent)) or path in case.prose


CHECKS: tuple[Check, ...] = (
    *(_title, _abstract, _short_abstract, _keywords, _main_text, _lists, _limits),
    *(_unprinted, _unsaid, _not_stated),
)

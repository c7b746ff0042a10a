"""What the journal demands of the composed manuscript; pure over case, journal and document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Severity, Span
from casewright.model.case import Case
from casewright.model.document import Ast, Document
from casewright.model.journal import Journal
from casewright.model.journal_text import Part
from casewright.model.series import CaseReport
from casewright.model.tree import heading_text, plain_text, walk
from casewright.model.values import Absent
from casewright.model.words import word_count
from casewright.rules.summary import SUMMARY_CHECKS, Check, unsure

_PARAGRAPHS = frozenset({"Para", "Plain", "BulletList", "OrderedList", "BlockQuote"})


def check_journal(case: CaseReport, journal: Journal, document: Document) -> Diagnostics:
    """Hold the manuscript against the journal's rules; an unverified rule says so."""
    found = Diagnostics()
    for check in CHECKS:
        check(case, journal, document, found)
    return found


def _main_text(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    rule = journal.main_text
    if rule is None or not rule.max_words:
        return
    count = sum(word_count(plain_text(block)) for block in main_text(document, journal))
    if count > rule.max_words:
        found.add(
            RULES["JRN006"],
            f"the main text has {count} words, {count - rule.max_words} more than the "
            f"{rule.max_words} of {journal.title} ({rule.kind}){unsure(rule, 'max_words')}",
            Span(case.file, 1, 1),
        )


_NOT_COUNTED: frozenset[Part] = frozenset(
    {"core_tip", "highlights", "key_message", "learning_objectives", "what_this_adds"}
)
"""Parts that stand beside the report rather than in it."""


def main_text(document: Document, journal: Journal) -> Iterator[Ast]:
    """The paragraphs of the body: no front matter, abstract, messages, floats or references."""
    beside = {s.heading for s in journal.sections.each() if _NOT_COUNTED.issuperset(s.all_parts)}
    counted = True
    for block in document.blocks:
        if block["t"] == "Header":
            counted = heading_text(block) not in beside
        elif counted and block["t"] in _PARAGRAPHS:
            yield block


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
                f"{count} {what}; {journal.title} allows {limit}{unsure(rule, what)}",
                case.place(path),
                severity=Severity.WARNING,
            )


def _markers(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    if journal.citations.position != "unknown":
        return
    if any(node["t"] == "Cite" for node in walk(document.blocks)):
        found.add(
            RULES["JRN017"],
            f"where {journal.title} wants citation markers is not known: they stand before "
            f"punctuation, in the form of the style '{journal.citations.style}'",
            journal.place("citations.position"),
            hint="look at an article of the journal and write the position into its profile",
        )


_PRINTED_BY: dict[str, tuple[str, ...]] = {
    "introduction": ("introduction",),
    "discussion": ("discussion",),
    "diagnosis.differential": ("differential", "narrative"),
    "lessons": ("learning_points", "highlights"),
    "key_message": ("key_message",),
    "highlights": ("highlights",),
    "core_tip": ("core_tip",),
    "learning_objectives": ("learning_objectives",),
    "what_this_adds": ("what_this_adds",),
    "practice_impact": ("practice_impact",),
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
    parts = journal.sections.parts
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
            if isinstance(value, str) and _bare(value) not in text:
                node = getattr(one, block)
                found.add(
                    RULES["JRN010"],
                    f"'{path}' is not printed",
                    case.place(node.at_path(field)),
                    hint=f"write {{{{ {_name_of(case, one)}{path} }}}} in the prose where it "
                    "should stand",
                )


def _bare(text: str) -> str:
    """A fact as it is looked for in plain text: without the signs of its markup."""
    return re.sub(r"[*^~]", "", text).casefold()


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
    *SUMMARY_CHECKS,
    *(_main_text, _limits, _markers, _unprinted, _unsaid, _not_stated),
)

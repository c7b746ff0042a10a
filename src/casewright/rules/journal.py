"""What the journal demands of the composed manuscript; pure over case, journal and document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span
from casewright.model.case import Case
from casewright.model.document import Document
from casewright.model.journal import Journal
from casewright.model.journal_text import StatementKind
from casewright.model.node import Node
from casewright.model.patient import Patient
from casewright.model.series import CaseReport
from casewright.model.statement_places import STATEMENT_KINDS, places_of
from casewright.model.tree import plain_text, walk
from casewright.model.values import Absent
from casewright.rules.limits import Bound, bounds
from casewright.rules.measures import Measures
from casewright.rules.summary import SUMMARY_CHECKS, TEXTS, Check, allows, asks, unsure

_FIT = "`casewright fit`"
_TOO_MANY: Mapping[str, str] = {
    "references": "cite {over} fewer: those that a claim of the text needs stay",
    "figures": "leave {over} out, or join images as panels of one figure",
    "tables": "leave {over} out, or tell it in the text",
    "figures and tables": "leave {over} out, join figures as panels of one, or tell it in the text",
    "panels of a figure": "leave {over} out, or make two figures of it",
    "authors": "ask the editor; whoever is no author by the ICMJE's criteria belongs in "
    "statements.acknowledgments",
    "patients": f"report fewer, or see which journals take so many: {_FIT}",
}
"""What to do, by what there is too much of."""


def check_journal(case: CaseReport, journal: Journal, document: Document) -> Diagnostics:
    """Hold the manuscript against the journal's rules; an unverified rule says so."""
    found = Diagnostics()
    for check in CHECKS:
        check(case, journal, document, found)
    return found


def check_bounds(case: CaseReport, journal: Journal, measures: Measures) -> Diagnostics:
    """Hold the length of the text and the number of everything against the journal's limits."""
    found = Diagnostics()
    known = bounds(journal, measures)
    for bound in known:
        if bound.group == "main_text":
            _text_length(bound, case, journal, measures, found)
        elif bound.group == "limits":
            _number(bound, case, journal, found)
        elif bound.group == "front_matter" and bound.short:
            _orcids(bound, case, journal, found)
        elif bound.group == "sections" and bound.unit == "words":
            _section_length(bound, case, journal, known, found)
    return found


def _section_length(
    bound: Bound,
    case: CaseReport,
    journal: Journal,
    known: Sequence[Bound],
    found: Diagnostics,
) -> None:
    kind = "advised" if bound.advised else "hard"
    said = f"the section '{bound.what}' has {bound.has} words"
    if bound.over and bound.path not in TEXTS:
        text = next(one for one in known if one.what == "main text")
        room = f"; the main text has {text.left} left" if text.left else ""
        found.add(
            RULES["JRN006"],
            f"{said}, {bound.over} more than the {bound.most} that {journal.title} "
            f"{allows(kind)}{room}{_unsure(bound, journal)}",
            case.place(bound.path),
            hint=f"shorten it by {bound.over}",
        )
    if bound.short:
        found.add(
            RULES["JRN018"],
            f"{said}, {bound.short} fewer than the {bound.least} that {journal.title} "
            f"{asks(kind)}{_unsure(bound, journal)}",
            case.place(bound.path),
            hint=f"tell more there, or see where else the report fits: {_FIT}",
        )


def _orcids(bound: Bound, case: CaseReport, journal: Journal, found: Diagnostics) -> None:
    front = journal.front_matter
    all_of_them = front is not None and front.orcids_of == "all"
    lacking = [
        (number, author.name)
        for number, author in enumerate(case.authors)
        if not author.orcid and (all_of_them or author.corresponding)
    ]
    found.add(
        RULES["JRN022"],
        f"{journal.title} requires the ORCID iD of "
        f"{'each author' if all_of_them else 'the corresponding author'}; not given: "
        f"{', '.join(name for _, name in lacking)}{_unsure(bound, journal)}",
        case.place(f"authors.{lacking[0][0]}"),
        hint="write 'orcid: …' as it stands at orcid.org; registration there is free",
    )


def _text_length(
    bound: Bound, case: CaseReport, journal: Journal, measures: Measures, found: Diagnostics
) -> None:
    kind = "advised" if bound.advised else "hard"
    said = f"the main text has {bound.has} words"
    if bound.over:
        longest = max(measures.sections, key=lambda one: one.words * one.counted)
        found.add(
            RULES["JRN006"],
            f"{said}, {bound.over} more than the {bound.most} that {journal.title} "
            f"{allows(kind)}; its longest section is '{longest.heading}' ({longest.words} "
            f"words){_unsure(bound, journal)}",
            Span(case.file, 1, 1),
            hint=f"shorten it by {bound.over}; `casewright check --budget` has every part",
        )
    if bound.short:
        found.add(
            RULES["JRN018"],
            f"{said}, {bound.short} fewer than the {bound.least} that {journal.title} "
            f"{asks(kind)}{_unsure(bound, journal)}",
            Span(case.file, 1, 1),
            hint=f"tell more of the case, or see where else the report fits: {_FIT}",
        )


def _number(bound: Bound, case: CaseReport, journal: Journal, found: Diagnostics) -> None:
    if bound.over:
        found.add(
            RULES["JRN008"],
            f"{bound.amount}; {journal.title} allows {bound.most}{_unsure(bound, journal)}",
            case.place(bound.path),
            hint=_TOO_MANY[bound.what].format(over=bound.over),
        )
    if bound.short:
        found.add(
            RULES["JRN018"],
            f"{bound.amount}; {journal.title} wants at least "
            f"{bound.least}{_unsure(bound, journal)}",
            case.place(bound.path),
            hint=f"add {bound.short}, or see where else the report fits: {_FIT}",
        )


def _unsure(bound: Bound, journal: Journal) -> str:
    return unsure(getattr(journal, bound.group), bound.broken_rule)


def _markers(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    if journal.citations.position != "unknown":
        return
    if any(node["t"] == "Cite" for node in walk(document.blocks)):
        found.add(
            RULES["JRN017"],
            f"where {journal.title} wants citation markers is not known: they stand before "
            f"punctuation, in the form of the style '{journal.citations.style}'",
            journal.place("citations.position"),
            hint="look at an article of the journal, and write before-punctuation, "
            "after-punctuation or after-comma-and-period here",
        )


_PRINTED_BY: dict[str, tuple[str, ...]] = {
    "introduction": ("introduction",),
    "discussion": ("discussion",),
    "diagnosis.differential": ("differential", "narrative", "final_diagnosis"),
    "conclusion": ("conclusion", "discussion"),
    "consultation": ("consultation",),
    "challenge": ("challenge_question",),
    "lessons": ("learning_points", "highlights", "conclusion"),
    "key_message": ("key_message",),
    "highlights": ("highlights",),
    "core_tip": ("core_tip",),
    "learning_objectives": ("learning_objectives",),
    "what_this_adds": ("what_this_adds",),
    "practice_impact": ("practice_impact",),
    "perspective": ("perspective",),
}
"""The parts of a manuscript that print a field of the case; the first one is the usual one."""


def _unprinted(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    parts = journal.sections.parts
    _unprinted_statements(case, journal, found)
    for path, printing in _PRINTED_BY.items():
        given = any(_is_given(one, path) for one in (case, *case.cases))
        if parts.intersection(printing) or not given:
            continue
        found.add(
            RULES["JRN010"],
            f"{journal.title} has no section for '{path}': it is not printed",
            case.place(path),
            hint="nothing need be done; what readers should know of it belongs in another section",
        )


_OF_AUTHORS: dict[str, tuple[str, ...]] = {
    "author_contributions": ("roles", "contributions"),
    "conflicts": ("conflicts",),
    "guarantor": ("guarantor",),
}
"""Statements that are made from what stands under each author."""


_DECLARED: tuple[StatementKind, ...] = ("ai_use", "conflicts", "funding")
"""Statements in which 'none' is something that readers should know."""


def _unprinted_statements(case: CaseReport, journal: Journal, found: Diagnostics) -> None:
    printed = places_of(journal).printed
    for kind in sorted(STATEMENT_KINDS - printed):
        path = kind if kind in ("consent", "ethics") else f"statements.{kind}"
        own = [_value(one, path) for one in (case, *case.cases)]
        fields = _OF_AUTHORS.get(kind, ())
        theirs = [getattr(author, field) for author in case.authors for field in fields]
        if any(map(_says_something, (*own, *theirs))) or (kind in _DECLARED and "none" in own):
            told = any(map(_says_something, theirs)) and not any(map(_says_something, own))
            where = f"{fields[0]}' of 'authors" if told else path
            found.add(
                RULES["JRN010"],
                f"{journal.title} has no place for '{where}': it is not printed",
                case.place(path if "authors" not in where else "authors"),
                hint="nothing need be done; the form of a submission may ask for it",
            )


def _says_something(value: object) -> bool:
    return bool(value) and value != "none" and not isinstance(value, Absent)


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


def _is_not_stated(node: Node, name: str) -> bool:
    value = getattr(node, name)
    if isinstance(value, Absent):
        return value.state == "not stated"
    return isinstance(node, Patient) and name == "sex" and value == "not stated"


def _fact_name(case: CaseReport, path: str) -> str:
    """What a fact at a path is called; an event goes by its line, a patient by its id."""
    one = next((one for one in case.cases if one.path and path.startswith(f"{one.path}.")), None)
    name = path if one is None else f"{_name_of(case, one)}{path.removeprefix(f'{one.path}.')}"
    if match := re.search(r"(?:^|\.)course\.\d+\.(.+)$", name):
        return f"{match[1]} in line {case.place(path).line}"
    return name


def _not_stated(case: CaseReport, journal: Journal, document: Document, found: Diagnostics) -> None:
    paths = [
        node.at_path(name)
        for node in case.nodes()
        for name in type(node).model_fields
        if _is_not_stated(node, name)
    ]
    paths.sort(key=case.place)
    if paths:
        names = ", ".join(_fact_name(case, path) for path in paths)
        found.add(
            RULES["CARE001"],
            f"not stated, and so left out: {names}",
            case.place(paths[0]),
            hint="fill in what is known; nothing is ever made up for the rest",
        )


def _is_given(case: CaseReport, path: str) -> bool:
    value = _value(case, path)
    return (bool(value) and not isinstance(value, Absent)) or path in case.prose


CHECKS: tuple[Check, ...] = (
    *SUMMARY_CHECKS,
    *(_markers, _unprinted, _unsaid, _not_stated),
)

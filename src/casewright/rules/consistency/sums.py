"""CON013: parts that do not make up their whole, and percentages that do not fit their counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, Span
from casewright.model.laboratory import LaboratoryTest
from casewright.model.node import walk_nodes
from casewright.model.pathology import Pathology
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.facts import NUMBER, number_of
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed

_COUNT = r"(\d{1,3}(?:[, ]\d{3})+|\d+)"
_PERCENT = r"(\d+(?:\.\d+)?) ?%"
_WHO = r"(?:patients|people|adults|children|women|men|cases|lesions|nodes|specimens|samples)"
_OF = re.compile(
    rf"(?<![\d./–-]){_COUNT} (?:out )?of (?:the |these |all )?{_COUNT}(?! ?%)\b[^().;:]{{0,60}}"
    rf"\({_PERCENT}\)"
)
_SLASH = re.compile(rf"(?<![\d./–-]){_COUNT} ?/ ?{_COUNT}(?:,| patients| cases)? \({_PERCENT}\)")
_BACK = re.compile(rf"(?<![\d.–-]){_PERCENT} \({_COUNT} ?(?:/|of|out of) ?{_COUNT}\)")
_AMONG = re.compile(
    rf"\b(?:Of|Among) (?:the |these |all )?{_COUNT} (?:\w+ )?{_WHO},? {_COUNT} \({_PERCENT}\)"
)
_TOO_MANY = AnyCase(rf"\b({NUMBER}) (?:out )?of (?:the |these |our )?({NUMBER}) (?:\w+ )?{_WHO}\b")
_CONSISTS = re.compile(
    r"\b(?:consist(?:s|ed|ing) of|composed of|comprised of|made up of|comprised)\b([^;:()]*)",
)
_SHARE = re.compile(r"(?<![\d.–<>≤≥-])(\d+(?:\.\d+)?) ?%(?! (?:to|confidence))")
_VAGUE = re.compile(
    r"\b(?:about|approximately|around|at least|up to|more than|less than|over|mainly)\b"
)
_SEXES = re.compile(
    rf"\b(?:Of|Among|All) (?:the |these )?{_COUNT} (?:\w+ )?"
    r"(?:patients|people|adults|children|cases)"
    rf"\b[^.;]{{0,30}}?,? {_COUNT} (?:were |are )?(wo)?(?:m[ae]n|males?|females?|girls|boys)"
    rf"[^.;\d]{{0,20}}? {_COUNT} (?:were |are )?(?:(?:wo)?men|males?|females?|girls|boys)\b"
)
_SEXES_FIRST = re.compile(
    rf"\b{_COUNT} (?:\w+ )?(wo)?(?:men|males?|females?|girls|boys) and {_COUNT} (?:\w+ )?"
    r"(?:wo)?(?:men|males?|females?|girls|boys) (?:made up|of|among|in) (?:all |the |a total of )*"
    rf"{_COUNT} (?:\w+ )?(?:patients|people|adults|children|cases)\b"
    rf"|\b(?P<whole>{_COUNT[1:-1]}) (?:\w+ )?(?:patients|people|adults|children|cases) "
    rf"\((?P<one>{_COUNT[1:-1]}) (?:wo)?(?:men|males?|females?|girls|boys)(?:,| and) "
    rf"(?P<other>{_COUNT[1:-1]}) (?:wo)?(?:men|males?|females?|girls|boys)\)"
)


def check_sums(subject: Typed) -> Iterator[Diagnostic]:
    """Report components, cell counts and typed percentages that do not add up."""
    found = Diagnostics()
    for case in subject.case.cases:
        for event in case.course:
            if isinstance(event, Pathology) and event.components:
                shares = [one.percent for one in event.components if one.percent is not None]
                whole = len(shares) == len(event.components)
                span = subject.place(event.at_path("components"))
                _total(float(sum(shares)), "the components", span, found, whole=whole)
            for node in walk_nodes(event):
                if isinstance(node, LaboratoryTest) and node.differential:
                    parts = [one.percent for one in node.differential if one.percent is not None]
                    span = subject.place(node.at_path("differential"))
                    # Rounded to whole per cent, and rarely complete.
                    _total(float(sum(parts)), "the cells", span, found, slack=2)
    for sentence in subject.sentences:
        _fractions(sentence, found)
        _shares(sentence, found)
        _sexes(sentence, found)
    yield from found


def _total(
    total: float,
    what: str,
    span: Span,
    found: Diagnostics,
    *,
    whole: bool = False,
    slack: float = 0,
) -> None:
    if total > 100 + slack or (whole and total < 98):
        found.add(
            RULES["CON013"],
            f"{what} add up to {total:g}%",
            span,
            hint="correct a percentage"
            if total > 100
            else "correct a percentage, or name what the rest is",
        )


def _fractions(sentence: Sentence, found: Diagnostics) -> None:
    """'45 of 74 (61%)': the count is no greater than the whole, the percentage is theirs."""
    matches = [(one, (1, 2, 3)) for one in _OF.finditer(sentence.text)]
    matches += [(one, (1, 2, 3)) for one in _SLASH.finditer(sentence.text)]
    matches += [(one, (2, 3, 1)) for one in _BACK.finditer(sentence.text)]
    matches += [(one, (2, 1, 3)) for one in _AMONG.finditer(sentence.text)]
    for match, (part_at, whole_at, percent_at) in matches:
        part, whole = (int(re.sub(r"\D", "", match[at])) for at in (part_at, whole_at))
        told = match[percent_at]
        if part > whole or not whole:
            message = f"{part} of {whole} cannot be: the part is greater than the whole"
        elif abs(100 * part / whole - float(told)) > 10.0 ** -len(told.partition(".")[2]):
            digits = max(1, len(told.partition(".")[2]))
            message = f"{part} of {whole} is {100 * part / whole:.{digits}f}%, not {told}%"
        else:
            continue
        found.add(RULES["CON013"], message, sentence.of(match), hint="correct one of the numbers")
    told_already = {match.start() for match, _ in matches}
    for match in _TOO_MANY.finditer(sentence.text):
        if number_of(match[1]) > number_of(match[2]) and match.start() not in told_already:
            message = f"{match[1]} of {match[2]} cannot be: the part is greater than the whole"
            found.add(
                RULES["CON013"], message, sentence.of(match), hint="correct one of the numbers"
            )


def _shares(sentence: Sentence, found: Diagnostics) -> None:
    """'consisted of 70% A and 40% B': all parts together are the whole."""
    for match in _CONSISTS.finditer(sentence.text):
        shares = [float(one) for one in _SHARE.findall(match[1])]
        if len(shares) < 2 or _VAGUE.search(match[1]):
            continue
        total = sum(shares)
        _total(total, "the parts", sentence.of(match, 1), found, whole=True, slack=0.5)


def _sexes(sentence: Sentence, found: Diagnostics) -> None:
    for match in _SEXES_FIRST.finditer(sentence.text):
        names = ("one", "other", "whole") if match["whole"] else (1, 3, 4)
        _of_both([int(re.sub(r"\D", "", match[at])) for at in names], match, sentence, found)
    for match in _SEXES.finditer(sentence.text):
        counts = [int(re.sub(r"\D", "", match[at])) for at in (2, 4, 1)]
        _of_both(counts, match, sentence, found)


def _of_both(
    counts: list[int], match: re.Match[str], sentence: Sentence, found: Diagnostics
) -> None:
    first, second, whole = counts
    one_sex = match[0].count("women") + match[0].count("female") + match[0].count("girl")
    if one_sex == 1 and first + second != whole:
        found.add(
            RULES["CON013"],
            f"{first} and {second} are {first + second}, not {whole}",
            sentence.of(match),
            hint="correct one of the numbers",
        )

"""How journals look on a terminal: listed, shown in full, compared; and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any

from casewright.demands import Demand, Standing, citation_form, demands, differences, words
from casewright.model.journal import Journal
from casewright.model.profile import Provenance, binds
from casewright.report import paint, place_json, visible

if TYPE_CHECKING:
    from casewright.check import Trial

_WIDTH = 100
_LABEL = 22
"""Columns for the names of rules."""


# List


def listing(read: Sequence[tuple[str, Journal | None]], *, colour: bool) -> Iterator[str]:
    """A line for each journal, by publishers."""
    rows = sorted(
        ((_publisher(journal), name, journal) for name, journal in read),
        key=lambda row: (row[0] == "", row[0].casefold(), row[1]),
    )
    width = max((len(name) for name, _ in read), default=0)
    for publisher, group in groupby(rows, key=lambda row: row[0]):
        yield paint(visible(publisher) or "Publisher not known", "1", colour=colour)
        for _, name, journal in group:
            cells = _row(journal) if journal else "cannot be read"
            yield f"  {visible(name):<{width}}  {cells}"
    if read:
        yield ""
        yield "abstract and text in words, ? where no limit is known, * where it was not verified"


def _publisher(journal: Journal | None) -> str:
    return (journal.publisher or "") if journal else ""


def _row(journal: Journal) -> str:
    kind = textwrap.shorten(visible(journal.article_type), 20, placeholder=" …")
    limits = f"abstract {_limit(journal, 'abstract'):>5}  text {_limit(journal, 'main_text'):>6}"
    return f"{limits}  {citation_form(journal.citations):<10}  {kind}"


def _limit(journal: Journal, name: str) -> str:
    most, told = _most(journal, name)
    if name == "abstract" and not journal.abstract.parts:
        return "none"
    if most is None or told is None or told.is_default:
        return "?"
    return f"{most:,}" + ("" if told.verified else "*")


def _most(journal: Journal, name: str) -> tuple[int | None, Provenance | None]:
    """The most words of the abstract or the text, and where that was read."""
    group = journal.groups().get(name)
    most = getattr(group, "max_words", None)
    return most, group.provenance("max_words") if group and most is not None else None


def listed_as_json(name: str, journal: Journal | None) -> dict[str, Any]:
    """A journal of the list as a JSON object."""
    if journal is None:
        return {"id": name, "title": None}
    return {
        "id": name,
        "title": journal.title,
        "publisher": journal.publisher,
        "article_type": journal.article_type,
        "abstract_words": _limit_as_json(journal, "abstract"),
        "text_words": _limit_as_json(journal, "main_text"),
        "citation": citation_form(journal.citations),
        "citation_style": journal.citations.style,
    }


def _limit_as_json(journal: Journal, name: str) -> dict[str, Any] | None:
    most, told = _most(journal, name)
    if most is None or told is None:
        return None
    return {"most": most, "verified": told.verified, "as_of": told.as_of}


# Show


def in_full(journal: Journal, *, colour: bool) -> Iterator[str]:
    """Every rule of a journal, group by group, with where it was read and whether it binds."""
    rules = list(demands(journal))
    yield paint(f"{journal.title} ({journal.id})", "1", colour=colour)
    yield f"  publisher: {journal.publisher or 'not known'}; article type: {journal.article_type}"
    yield f"  {_told(tally(journal))}"
    for name, each in groupby(rules, key=lambda one: one.group):
        yield ""
        heading = paint(words(name), "1", colour=colour)
        group = journal.groups().get(name)
        if group is None:
            yield f"{heading}  not known"
            continue
        yield f"{heading}  {journal.place(name)}"
        yield from _rules(list(each))
        if name == "citations":
            yield from _style_notice(journal.citations.style)
        yield from _told_by(group, journal)
        for rule, told in group.rules.items():
            yield f"  {words(rule)}:"
            yield from (f"  {line}" for line in _told_by(told, journal))


def tally(journal: Journal) -> dict[str, int]:
    """How many rules are known, by how well."""
    standings = [one.standing for one in demands(journal)]
    return {name: standings.count(one) for name, one in _TALLIED.items()}


_TALLIED = {
    "binding": Standing.BINDS,
    "only_warning": Standing.WARNS,
    "not_verified": Standing.UNVERIFIED,
}


def _told(rules: dict[str, int]) -> str:
    said = {
        "binding": "{} bind",
        "only_warning": "{} can only warn",
        "not_verified": "{} not verified",
    }
    known = [said[name].format(count) for name, count in rules.items() if count]
    return f"rules: {', '.join([*known, 'the others not known'])}"


def _rules(rules: Sequence[Demand]) -> Iterator[str]:
    for one in rules:
        if one.standing.known:
            yield from _named(one)
    for one in rules:
        if one.standing is Standing.DEFAULT and one.told:
            yield from _named(one)
    unknown = [one for one in rules if one.told is None]
    if none := [words(one.rule) for one in unknown if one.standing is Standing.UNKNOWN]:
        yield from _wrapped(f"not known: {', '.join(none)}")
    if usual := [one for one in unknown if one.standing is Standing.DEFAULT]:
        said = (f"{words(one.rule)} {', '.join(one.lines)}" for one in usual)
        yield from _wrapped(f"not known, and so by default: {'; '.join(said)}")


def _named(one: Demand) -> Iterator[str]:
    name, lines = words(one.rule), one.lines
    if len(lines) == 1:
        yield from _wrapped(f"{name}: {lines[0]}")
    else:
        yield f"  {name}:"
        yield from (f"    - {visible(line)}" for line in lines)


def _wrapped(text: str) -> Iterator[str]:
    yield from textwrap.wrap(
        visible(text), _WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False
    )


def _told_by(told: Provenance, journal: Journal) -> Iterator[str]:
    if told.is_default:
        yield "  not known of this journal: what casewright does by default"
        return
    verified = "verified" if told.verified else "not verified"
    sure = f", confidence {told.confidence}" if told.confidence else ""
    yield f"  as of {told.as_of}, {verified}{sure}, from"
    for source in told.source:
        info = journal.sources.get(source)
        yield f"    {source}" + (f": {info.title}, {info.date} ({info.kind})" if info else "")
    if told.verified and not binds(told, journal.sources):
        yield "    and so it can only warn: no page of the journal's that stands today says it"
    if told.note:
        yield from _wrapped(f"note: {told.note}")


def _style_notice(style: str) -> Iterator[str]:
    """What the licence of the citation style asks to be told."""
    from casewright.library.styles import UnknownStyle, resolve_style, style_notice

    try:
        notice = style_notice(resolve_style(style))
    except UnknownStyle as error:
        yield f"  citation style: {error}"
        return
    yield f"  citation style: {notice.title}, by {', '.join(notice.authors) or 'not known'}"
    yield f"    licence: {notice.licence}"
    if notice.changes:
        yield f"    changed here: {notice.changes}"


def shown_as_json(journal: Journal) -> dict[str, Any]:
    """A journal with every rule that is known or not as a JSON object."""
    rules = [_rule_as_json(one, journal) for one in demands(journal)]
    return {**journal.model_dump(mode="json"), "rules": rules}


def _rule_as_json(one: Demand, journal: Journal) -> dict[str, Any]:
    return {"rule": one.name, **_value_as_json(one), "place": _place_as_json(one, journal)}


def _place_as_json(one: Demand, journal: Journal) -> dict[str, Any] | None:
    return place_json(journal.place(one.name)) if one.told else None


def _value_as_json(one: Demand) -> dict[str, Any]:
    known = one.standing.known
    return {
        "value": list(one.lines) if one.standing is not Standing.UNKNOWN else None,
        "standing": one.standing.value,
        "as_of": one.told.as_of if one.told and known else None,
        "source": list(one.told.source) if one.told and known else None,
    }


# Compare


def side_by_side(first: Journal, second: Journal, *, colour: bool) -> Iterator[str]:
    """The rules in which two journals differ."""
    width = (_WIDTH - _LABEL) // 2 - 2
    pairs_of_rules = list(differences(first, second))
    about = [_of_both(name, first, second) for name in ("title", "publisher", "article_type")]
    if not pairs_of_rules and all(ours == theirs for _, ours, theirs in about):
        yield "They differ in no rule that is known."
        return
    yield paint(_columns("", first.id, second.id, width=width), "1", colour=colour)
    for name, ours, theirs in about:
        if ours != theirs:
            yield from _compared(words(name), [ours], [theirs], width=width)
    for group, pairs in groupby(pairs_of_rules, key=lambda pair: pair[0].group):
        yield paint(words(group), "1", colour=colour)
        for one, other in pairs:
            label = "  " + words(one.rule)
            yield from _compared(label, _marked(one), _marked(other), width=width)
    yield ""
    yield "*: was not verified; +: verified, but not in a page of the journal's that stands today"
    yield "What is not in the list is the same in both, or known of neither."


def _of_both(name: str, first: Journal, second: Journal) -> tuple[str, str, str]:
    ours, theirs = (getattr(one, name) or "not known" for one in (first, second))
    return name, ours, theirs


def _columns(name: str, left: str, right: str, *, width: int) -> str:
    return f"{name:<{_LABEL}}  {visible(left):<{width}}  {visible(right)}".rstrip()


def _compared(
    name: str, ours: Sequence[str], theirs: Sequence[str], *, width: int
) -> Iterator[str]:
    left, right = (list(_cell(lines, width)) for lines in (ours, theirs))
    indent = " " * (len(name) - len(name.lstrip()))
    label = textwrap.wrap(
        name.lstrip(), _LABEL, initial_indent=indent, subsequent_indent=f"{indent}  "
    )
    for cells in zip_longest(label, left, right, fillvalue=""):
        yield _columns(*cells, width=width)


def _cell(lines: Sequence[str], width: int) -> Iterator[str]:
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()))
        yield from textwrap.wrap(
            line, width, initial_indent=indent, subsequent_indent=f"{indent}  "
        ) or [""]


_MARKS = {Standing.WARNS: "+", Standing.UNVERIFIED: "*"}


def _marked(one: Demand) -> Sequence[str]:
    if not one.standing.known:
        return ["not known"]
    mark = _MARKS.get(one.standing, "")
    return [*one.lines[:-1], f"{one.lines[-1]}{' ' * bool(mark)}{mark}"]


def compared_as_json(first: Journal, second: Journal) -> dict[str, Any]:
    """The differences of two journals as a JSON object."""
    return {
        "first": first.id,
        "second": second.id,
        "differences": [
            {"rule": ours.name, "first": _value_as_json(ours), "second": _value_as_json(theirs)}
            for ours, theirs in differences(first, second)
        ],
    }


# Check


def checked(name: str, journal: Journal | None, trials: Sequence[Trial]) -> dict[str, Any]:
    """What came of checking a profile, as a JSON object."""
    own = [trial for trial in trials if trial.journal == name]
    return {
        "journal": name,
        "readable": journal is not None,
        "rules": tally(journal) if journal else None,
        "cases": [{"case": one.case, "composed": one.composed} for one in own],
    }


def checked_line(row: dict[str, Any]) -> str:
    """The same for people."""
    name = visible(row["journal"])
    if not row["readable"]:
        return f"{name}: cannot be read"
    composed = [one["composed"] for one in row["cases"]]
    count = f"{sum(composed)} of {len(composed)} case{'s' * (len(composed) != 1)} composed"
    tried = count if composed else "no case to try it on (`casewright new NAME` begins one)"
    return f"{name}: {tried}; {_told(row['rules'])}"

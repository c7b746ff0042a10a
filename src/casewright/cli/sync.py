"""The command `refs sync`: what has become of the references since a draft."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from casewright.cli.places import find_case, find_journals, open_workspace
from casewright.cli.terminal import Terminal
from casewright.diagnostics import Diagnostics, Severity
from casewright.drafts import find_draft
from casewright.library.compare import Difference, Field
from casewright.model.retractions import Notice, standing_retraction
from casewright.pandoc import Pandoc
from casewright.refs import known_retractions, told_of
from casewright.report import render_json, render_text
from casewright.sync import Comparison, hold, targets, update_lock

_LONGEST = 60


def sync(args: Namespace, terminal: Terminal) -> int:
    """Compare, bring the lock up to date, and say what differs."""
    workspace = open_workspace(args.workspace, case=args.case)
    case = find_case(workspace, args.case)
    journals = find_journals(workspace, args.journal) if args.journal else ()
    draft = find_draft(workspace, case, args.draft) if args.draft else None
    named = None if args.retractions is None else Path(args.retractions)
    retractions, problems = known_retractions(workspace, named)
    compared = []
    with Pandoc.start() as pandoc:
        for target in targets(workspace, case, journals, draft=draft):
            terminal.progress(f"{case} for {target.journal}")
            compared.append(hold(workspace, target, pandoc, retractions=retractions))
    stale = not all(one.locked for one in compared)
    written = not args.check and update_lock(workspace, case, compared)
    if args.json:
        terminal.print_json(
            {
                "case": case,
                "retractions": retractions and retractions.about(),
                "manuscripts": [_json(one) for one in compared],
                "diagnostics": render_json(problems),
            }
        )
    else:
        for one in compared:
            for line in _told(one):
                terminal.print(line)
        lock = "written" if written else "out of date" if stale else "up to date"
        told = "not looked for, the table cannot be read" if problems else told_of(retractions)
        terminal.say(f"lock: {lock}; retractions: {told}")
        if problems:
            terminal.say(render_text(problems, source=lambda _: None, colour=False).rstrip("\n"))
    failed = any(one.failed or one.retracted for one in compared)
    return int(failed or (args.check and stale))


def _told(one: Comparison) -> Iterator[str]:
    """What a person reads of one manuscript."""
    if one.failed:
        about = f"{one.target.case} for {one.target.journal}"
        yield f"{about}: its errors come first, nothing was compared"
        yield render_text(_errors(one), source=lambda _: None, colour=False).rstrip("\n")
        return
    rows = [row for each in one.differences for row in _rows(each, one)]
    heading = _heading(one)
    if not rows:
        yield heading
        return
    yield f"{heading}:"
    wide = max(len(row[2]) for row in rows)
    yield f"  {'then':>6}  {'now':>6}  {'key':<{wide}}  what"
    for then, now, key, what in rows:
        yield f"  {then:>6}  {now:>6}  {key:<{wide}}  {what}".rstrip()
    yield f"  {_summary(one)}"


def _heading(one: Comparison) -> str:
    target = one.target
    about = f"{target.case} for {target.journal}"
    if one.base is None:
        return f"{about}: {_works(len(one.works))}, and no draft to compare with yet"
    since = f"{target.draft.title} of {target.draft.when}" if target.draft else "the lock"
    if any(each.kinds for each in one.differences):
        return f"{about}, compared with {since}"
    return f"{about}: {_works(len(one.works))}, all as in {since}"


def _rows(difference: Difference, one: Comparison) -> Iterator[tuple[str, str, str, str]]:
    before, now = difference.before, difference.after
    key = now.key if now else before.key if before else ""
    notices = [_notice(notice, one) for notice in _worth_telling(key, one)]
    if not difference.kinds and not notices:
        return
    fields = [_change(field) for field in difference.fields if difference.changed]
    what = ", ".join(_kind(kind, difference, one) for kind in difference.kinds)
    first, *more = [what, *fields, *notices] if what else notices
    then, after = (
        f"[{work.number}]" if work else "" for work in (before if one.base else None, now)
    )
    yield then, after, key, first
    for line in more:
        yield "", "", "", f"  {line}"


def _worth_telling(key: str, one: Comparison) -> tuple[Notice, ...]:
    """A retraction that stands; corrections and doubts that came after the draft."""
    notices = one.notices.get(key, ())
    if retraction := standing_retraction(notices):
        return (retraction,)
    return tuple(notice for notice in notices if _is_new(notice, one))


def _is_new(notice: Notice, one: Comparison) -> bool:
    draft = one.target.draft
    return draft is None or notice.day.isoformat() >= draft.when


_NATURES = {"Retraction": "retracted", "Correction": "corrected"}


def _notice(notice: Notice, one: Comparison) -> str:
    what = _NATURES.get(notice.nature, notice.nature.lower())
    since = ", since the draft" if one.target.draft and _is_new(notice, one) else ""
    why = f" ({'; '.join(notice.reasons[:3])})" if notice.reasons else ""
    where = f", doi {notice.doi}" if notice.doi else ""
    return f"{what} on {notice.day.isoformat()}{since}{why}{where}"


def _kind(kind: str, difference: Difference, one: Comparison) -> str:
    before = difference.before
    if before and kind in ("renamed", "merged"):
        return f"{'was' if kind == 'renamed' else 'takes the place of'} {before.key}"
    if before and kind == "dropped" and before.key not in one.in_library:
        return "dropped, and no library has it any more"
    return kind


def _change(field: Field) -> str:
    """Both values, where they are known; long ones only from where they differ."""
    if not field.before and not field.after:
        return f"{field.name}: not as in the lock"
    if not field.before:
        return f"{field.name}: {_cut(field.after)} (new)"
    if not field.after:
        return f"{field.name}: {_cut(field.before)} is gone"
    before, after = field.before, field.after
    if max(len(before), len(after)) > _LONGEST:
        before, after = _differing_part(before.split(), after.split())
    return f"{field.name}: {_cut(before)} → {_cut(after)}"


def _differing_part(before: list[str], after: list[str]) -> tuple[str, str]:
    """Where two texts differ, with two words on either side."""
    pairs = zip(before, after, strict=False)
    start = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    start = max(start - 2, 0)
    pairs = zip(reversed(before[start:]), reversed(after[start:]), strict=False)
    shorter = min(len(before), len(after)) - start
    end = max(next((at for at, (a, b) in enumerate(pairs) if a != b), shorter) - 2, 0)
    first, last = "… " if start else "", " …" if end else ""
    left, right = (" ".join(words[start : len(words) - end]) for words in (before, after))
    return f"{first}{left}{last}", f"{first}{right}{last}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _summary(one: Comparison) -> str:
    """How many works of each kind there are."""
    kinds = [kind for each in one.differences for kind in each.kinds]
    names = ("added", "dropped", "merged", "renamed", "renumbered", "changed")
    parts = [f"{kinds.count(kind)} {kind}" for kind in names if kind in kinds]
    if one.retracted:
        parts.append(f"{len(one.retracted)} retracted and still cited")
    same = sum(not each.kinds for each in one.differences)
    if same and one.base:
        parts.append(f"{same} as {'it was' if same == 1 else 'they were'}")
    return ", ".join(parts)


def _works(count: int) -> str:
    return f"{count} work{'' if count == 1 else 's'}"


def _json(one: Comparison) -> dict[str, Any]:
    draft = one.target.draft
    return {
        "journal": one.target.journal,
        "compared_with": one.base,
        "draft": draft and {"number": draft.number, "when": draft.when, "message": draft.message},
        "ok": not one.failed,
        "locked": one.locked,
        "references": [_difference_json(each, one) for each in one.differences],
        "diagnostics": render_json(_errors(one)),
    }


def _errors(one: Comparison) -> Diagnostics:
    return Diagnostics(each for each in one.found if each.severity is Severity.ERROR)


def _difference_json(difference: Difference, one: Comparison) -> dict[str, Any]:
    sides = {
        name: work and {"number": work.number, "key": work.key, "entry": work.entry}
        for name, work in (("then", difference.before), ("now", difference.after))
    }
    keys = [work.key for work in (difference.after, difference.before) if work]
    return {
        **sides,
        "what": list(difference.kinds),
        "fields": [asdict(field) for field in difference.fields] if difference.changed else [],
        "in_library": keys[0] in one.in_library,
        "notices": [
            {
                "nature": notice.nature,
                "day": notice.day.isoformat(),
                "reasons": list(notice.reasons),
                "doi": notice.doi,
            }
            for notice in one.notices.get(keys[0], ())
        ],
    }

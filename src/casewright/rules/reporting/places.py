"""On which page and lines of the PDF each sentence stands."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from casewright.model.checklists import Place, Sentence
from casewright.rules.reporting.printed import SEPARATE

_SHORT = 12
"""Letters below which a text may stand in many places."""
_NEAR = 600
"""Letters within which the next short text has to follow."""

Line = tuple[str, int, int | None]
"""The text of a line, its page, and its number if it has one."""


def placed(sentences: Iterable[Sentence], lines: Sequence[Line]) -> tuple[Sentence, ...]:
    """The sentences with their places: each is looked for after the one before it.

    A sentence that is not found, such as one of a title page in a file of its own, gets no place.
    """
    texts = [_squeezed(text) for text, _, _ in lines]
    whole = "".join(texts)
    ends: list[int] = []
    for text in texts:
        ends.append((ends[-1] if ends else 0) + len(text))
    done, at = [], 0
    for one in sentences:
        wanted = _squeezed(one.text)
        found = -1 if one.section == SEPARATE else _found(wanted, whole, at)
        if found < 0:
            done.append(one)
            continue
        at = max(at, found + len(wanted))
        first = bisect.bisect_right(ends, found)
        last = bisect.bisect_left(ends, found + len(wanted))
        place = Place(lines[first][1], lines[first][2], lines[last][1], lines[last][2])
        done.append(replace(one, place=place))
    return tuple(done)


def _found(wanted: str, whole: str, at: int) -> int:
    if not wanted:
        return -1
    if len(wanted) < _SHORT:
        return whole.find(wanted, at, at + _NEAR)
    found = whole.find(wanted, at)
    return found if found >= 0 else whole.find(wanted)


def _squeezed(text: str) -> str:
    """Without spaces and case, which line breaks and small capitals change."""
    return re.sub(r"[\s\xad\u200b]+", "", text).casefold()


def told_places(sentences: Sequence[Sentence]) -> list[str]:
    """Where sentences stand, in words, a text for each section: 'Discussion, p. 4, lines 3–9'."""
    by_section: dict[str, list[Place]] = {}
    for one in sentences:
        by_section.setdefault(one.section, []).extend([one.place] if one.place else [])
    return [", ".join([name, *_told(_merged(some))]) for name, some in by_section.items()]


_APART = 3
"""Lines between two places that are told as one."""
_FEW = 3
"""As many places of one section as are told one by one."""


def _merged(places: Sequence[Place]) -> list[Place]:
    """Places in reading order; those that (nearly) follow each other are one."""
    done: list[Place] = []
    for one in sorted(places, key=lambda p: (p.page, p.line or 0)):
        before = done[-1] if done else None
        if before and _follows(one, before):
            end = max(
                (before.last_page, before.last_line or 0), (one.last_page, one.last_line or 0)
            )
            done[-1] = replace(before, last_page=end[0], last_line=end[1] or None)
        else:
            done.append(one)
    return done


def _follows(one: Place, before: Place) -> bool:
    if one.line is None or before.last_line is None:
        return one.line is before.last_line and one.page <= before.last_page + 1
    if one.page != before.last_page:
        return 0 < one.line - before.last_line <= _APART and one.page == before.last_page + 1
    return one.line <= before.last_line + _APART


def _told(places: Sequence[Place]) -> list[str]:
    texts: list[str] = []
    page = 0
    for one in places[:_FEW]:
        whole = one.page == one.last_page and one.line is not None
        if whole and one.page == page:
            texts[-1] += f", {_lines(one)}"
        else:
            texts.append(_one(one))
        page = one.page if whole else 0
    if len(places) > _FEW:
        texts.append(f"and further to p. {places[-1].last_page}")
    return ["; ".join(texts)] if texts else []


def _one(place: Place) -> str:
    if place.line is None or place.last_line is None:
        if place.page == place.last_page:
            return f"p. {place.page}"
        return f"pp. {place.page}–{place.last_page}"
    if place.page != place.last_page:
        return (
            f"p. {place.page}, line {place.line}, to p. {place.last_page}, line {place.last_line}"
        )
    plural = "" if place.line == place.last_line else "s"
    return f"p. {place.page}, line{plural} {_lines(place)}"


def _lines(place: Place) -> str:
    return f"{place.line}" if place.line == place.last_line else f"{place.line}–{place.last_line}"

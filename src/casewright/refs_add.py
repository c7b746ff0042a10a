"""Works that are typed, pasted or named by a number, for a library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casewright.bibtex.identifiers import typed_number
from casewright.diagnostics import CannotRun, Diagnostics, Span
from casewright.interchange.files import read_works, text_of
from casewright.interchange.reading import Found, Unreadable
from casewright.lookup import Ask, Number, register_of
from casewright.model.work import Work
from casewright.refs_import import Import, Naming, Taken, plan_works
from casewright.refs_known import KnownWorks, known_works
from casewright.refs_rekey import CITABLE
from casewright.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave: numbers of works, and a text in any format that can be imported."""

    numbers: tuple[Number, ...] = ()
    text: bytes = b""
    name: str = ""
    """What the text is called in findings."""


def given_text(data: bytes, name: str) -> Given:
    """A text; one with nothing but numbers of works stands for these.

    Raises `CannotRun` for a text with nothing in it.
    """
    lines = [line for line in text_of(data).splitlines() if line.strip()]
    if not lines:
        raise CannotRun(f"{name} is empty", hint="give an entry, a DOI or a PMID")
    numbers = [typed_number(line) for line in lines]
    found = tuple(number for number in numbers if number)
    return Given(found) if len(found) == len(lines) else Given((), data, name)


def typed(kind: str, text: str) -> Number:
    """A number that was given as DOI or as PMID; raises `CannotRun` for one that is none."""
    number = typed_number(text)
    if number is None or number[0] != kind:
        example = "10.3748/wjg.v13.i7.1135" if kind == "DOI" else "17373753"
        raise CannotRun(f"'{text}' is no {kind}", hint=f"a {kind} is written as {example}")
    return number


def plan_add(
    workspace: Workspace,
    given: Given,
    *,
    ask: Ask | None,
    key: str | None = None,
    library: Path | None = None,
) -> Import:
    """Say what a library gets; nothing is written yet.

    `ask` looks numbers up; without it, none may be left that no library has. `key` is the key of
    the only new work, else each gets one by the pattern. Raises `CannotRun` for a number that
    cannot be looked up and a text that cannot be read.
    """
    known = known_works(workspace)
    found = Diagnostics()
    works: list[Found] = []
    there: list[Taken] = []
    for number in given.numbers:
        has = known.find_number(number)
        if has:
            there.append(Taken(has, "", Span(" ".join(number), 1, 1), number[0]))
        else:
            works += _looked_up(number, ask, found)
    if given.text:
        try:
            reading = read_works(given.text, given.name)
        except Unreadable as error:
            raise CannotRun(f"{given.name}: {error}", hint=error.hint) from error
        found.extend(reading.found)
        works += reading.works
    naming = made_key if key is None else _naming(key, known, works)
    done = plan_works(workspace, works, known=known, library=library, name=naming)
    diagnostics = Diagnostics([*found, *done.diagnostics])
    return replace(done, taken=(*there, *done.taken), diagnostics=diagnostics)


def made_key(work: Work, known: KnownWorks) -> str:
    """A key by the pattern, whatever the source calls the work."""
    return known.new_key(work)


def _naming(key: str, known: KnownWorks, works: Sequence[Found]) -> Naming:
    new = [one for one in works if known.find(one.work) is None]
    if len(new) > 1:
        raise CannotRun(f"one key for {len(new)} works", hint="leave out --key, or add them singly")
    if key in known:
        raise CannotRun(f"there is an entry '{key}' already", hint="choose another key")
    if not CITABLE.fullmatch(key):
        hint = "write letters and digits, such as koh2007pancreatic"
        raise CannotRun(f"'{key}' cannot be cited as a key", hint=hint)
    return lambda work, known: key


def _looked_up(number: Number, ask: Ask | None, found: Diagnostics) -> list[Found]:
    kind, value = number
    if ask is None:
        raise CannotRun(
            f"no library has {kind} {value}, and nothing is looked up without --online",
            hint=f"`casewright refs add {value} --online` asks {register_of(number)}; or give the "
            "entry itself, as PubMed's Cite button and doi.org offer it",
        )
    reading = ask(number)
    if reading is None:
        hint = "is it written right?"
        if kind == "DOI":
            hint += (
                " other agencies give DOIs, too: add the BibTeX that the site of the work offers"
            )
        raise CannotRun(f"{register_of(number)} knows no {kind} {value}", hint=hint)
    found.extend(reading.found)
    return reading.works

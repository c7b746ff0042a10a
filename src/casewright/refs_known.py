"""The works that the libraries of a workspace hold, and what a further one would be called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from casewright.bibtex.encoding import encoding_of
from casewright.bibtex.identifiers import bare_doi, numbers_of
from casewright.bibtex.keys import KEY_PATTERN, made_by
from casewright.bibtex.plain import folded
from casewright.bibtex.source import Source
from casewright.bibtex.works import work_of
from casewright.diagnostics import CannotRun, Severity
from casewright.model.work import Work
from casewright.readers.settings import read_settings
from casewright.workspace import Workspace

_LEAST_TITLE = 12
"""Letters of a title that can tell a work from others: 'Reply' and 'Editorial' are many."""


class KnownWorks:
    """Works by what they are known by, the surest first: numbers, then title, year and author.

    Those with hardly a title are known by everything that they say.
    """

    def __init__(self, *, pattern: str = KEY_PATTERN) -> None:
        self._pattern = pattern
        self._keys: dict[tuple[str, str], str] = {}
        self._dois: dict[str, str] = {}
        self._taken: set[str] = set()

    @classmethod
    def of(cls, sources: Iterable[Source], *, pattern: str = KEY_PATTERN) -> KnownWorks:
        """All works of the libraries; of two with one key, the first counts.

        `pattern` is that of the keys of new ones.
        """
        known = cls(pattern=pattern)
        for source in sources:
            for entry in source.entries:
                if entry.key not in known:
                    known.add(work_of(entry, source.strings), entry.key)
        return known

    def __contains__(self, key: str) -> bool:
        return key in self._taken

    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._taken)

    def add(self, work: Work, key: str) -> None:
        """Take a work up under a key."""
        self._taken.add(key)
        self._dois[key] = bare_doi(work.text("doi")).casefold()
        for identity in identities(work):
            self._keys.setdefault(identity, key)

    def find(self, work: Work) -> tuple[str, str] | None:
        """The key of a work, and by what it is known; None for a new one."""
        doi = bare_doi(work.text("doi")).casefold()
        for what, value in identities(work):
            key = self._keys.get((what, value))
            if key is None:
                continue
            # an article, its preprint and its erratum may have one title
            if what == "title" and doi and self._dois[key] not in ("", doi):
                continue
            return key, what
        return None

    def find_number(self, number: tuple[str, str]) -> str | None:
        """The key of the work that has a number, as `numbers_of` gives it."""
        return self._keys.get(number)

    def new_key(self, work: Work) -> str:
        """A key by the pattern; a letter follows where that is taken."""
        stem = made_by(self._pattern, work)
        letters = ["", *"bcdefghijklmnopqrstuvwxyz"]
        free = (stem + letter for letter in letters if stem + letter not in self._taken)
        key = next(free, None)
        return key or next(
            f"{stem}-{n}" for n in range(2, 1_000_000) if f"{stem}-{n}" not in self._taken
        )


def identities(work: Work) -> Iterator[tuple[str, str]]:
    """By what a work is known, the surest first."""
    yield from numbers_of(work.text)
    title = folded(work.text("title"))
    if len(title) >= _LEAST_TITLE:
        people = (*work.people.get("author", ()), *work.people.get("editor", ()))
        name = folded(people[0].family) if people else ""
        yield "title", f"{title}/{work.text('year')[:4]}/{name}"
    else:
        yield "content", repr((work.kind, sorted(work.people.items()), sorted(work.fields.items())))


def known_works(workspace: Workspace) -> KnownWorks:
    """The works of every library of a workspace; new ones are called by its pattern.

    Raises `CannotRun` where casewright.yaml is wrong: nobody knows how works are to be called then.
    """
    settings, found = read_settings(workspace)
    if wrong := next((one for one in found if one.severity is Severity.ERROR), None):
        raise CannotRun(f"{wrong.span}: {wrong.message}", hint=wrong.hint)
    pattern = settings.references.key_pattern or KEY_PATTERN
    return KnownWorks.of(all_libraries(workspace), pattern=pattern)


def all_libraries(workspace: Workspace) -> tuple[Source, ...]:
    """Every library of a workspace: the shared ones, then those of the cases."""
    shared = sorted((workspace.root / "references").glob("*.bib"))
    own = sorted(workspace.root.glob("cases/*/references.bib"))
    return tuple(
        Source.of(workspace.relative(path), workspace.read_bytes(path))
        for path in (*shared, *own)
        if path.is_file()
    )


def library_to_add_to(workspace: Workspace, named: Path | None) -> Path:
    """The library that new works go to: the one named, else the shared one.

    Raises `CannotRun` where there are several and none is called library.bib, and for a library
    in an encoding to which nothing can be added.
    """
    folder = workspace.root / "references"
    path = named or folder / "library.bib"
    if named is not None:
        if path.suffix != ".bib" or not path.resolve().is_relative_to(workspace.root):
            raise CannotRun(f"{path} is no .bib file of the workspace")
    elif not path.is_file():
        shared = sorted(folder.glob("*.bib"))
        if len(shared) > 1:
            names = ", ".join(workspace.relative(one) for one in shared)
            raise CannotRun("which library?", hint=f"name one with --library: {names}")
        path = shared[0] if shared else path
    if path.is_file() and (encoding := encoding_of(workspace.read_bytes(path))) != "UTF-8":
        raise CannotRun(
            f"{workspace.relative(path)} is {encoding}; nothing can be added to it",
            hint="`casewright refs fix --all` makes it UTF-8",
        )
    return path

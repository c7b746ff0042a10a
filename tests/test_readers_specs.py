"""Every message of the readers, with its place: the specs are `tests/readers/*.md`.

A spec is a heading that says what happens, the files, and the findings. The blocks that a case or a
journal cannot do without are added to the end of a file that does not have them, unless it is
marked `alone`; `bytes` gives a file with Python's escapes. After a change that is meant, write the
findings anew with `CASEWRIGHT_REFRESH=1 pytest tests/test_readers_specs.py` and review the diff.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from casewright.diagnostics import Diagnostics
from casewright.readers.bibtex import cited_entries, read_library
from casewright.readers.case import read_case
from casewright.readers.journal import read_journal
from specs import BASES, completed, workspace_at

_SPECS = Path(__file__).parent / "readers"
_FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Spec:
    """One heading of a spec file."""

    file: Path
    title: str
    text: str

    def blocks(self, kind: str) -> Iterator[tuple[str, str]]:
        return ((info, body) for k, info, body in _FENCE.findall(self.text) if k == kind)

    @property
    def expected(self) -> str:
        return next(body for _, body in self.blocks("findings"))


def _specs() -> Iterator[Spec]:
    for file in sorted(_SPECS.glob("*.md")):
        for part in re.split(r"^## ", file.read_text(), flags=re.M)[1:]:
            title, _, text = part.partition("\n")
            yield Spec(file, title, text)


def _content(info: str, body: str) -> tuple[str, bytes]:
    name, *flags = info.split()
    if "bytes" in flags:
        return name, body.rstrip("\n").encode().decode("unicode_escape").encode("latin-1")
    base = "" if "alone" in flags else BASES.get(Path(name).name, "")
    return name, completed(body, base).encode()


def _findings(spec: Spec, root: Path) -> Diagnostics:
    folder = root / "cases" / "x"
    folder.mkdir(parents=True)
    for info, body in spec.blocks("file"):
        name, content = _content(info, body)
        path = root / name if "/" in name and name.split("/")[0] == "templates" else folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    workspace = workspace_at(root)
    action, _, argument = next((b for _, b in spec.blocks("read")), "case").strip().partition(" ")
    if action == "journal":
        return read_journal(workspace, argument)[1]
    if action == "case":
        return read_case(workspace, folder)[1]
    assert action == "library"
    files = sorted(folder.glob("*.bib"))
    library, found = read_library(workspace, files)
    return cited_entries(library, argument.split(), warned=found)[1] if argument else found


def _shown(found: Diagnostics) -> str:
    lines: list[str] = []
    for one in found:
        place = str(one.span).replace("cases/x/", "") if one.span else "-"
        lines.append(f"{place} {one.severity} {one.rule.code} {one.message}")
        lines.append(f"    {one.hint}")
        if one.edit:
            end = f"{one.edit.span.end_line}:{one.edit.span.end_column}"
            start = f"{one.edit.span.line}:{one.edit.span.column}"
            lines.append(f"    {start}-{end} = {one.edit.replacement}")
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("spec", list(_specs()), ids=lambda spec: f"{spec.file.stem}: {spec.title}")
def test_the_reader_says_what_is_wrong_and_where(spec: Spec, tmp_path: Path) -> None:
    shown = _shown(_findings(spec, tmp_path))
    if os.environ.get("CASEWRIGHT_REFRESH"):
        text = spec.file.read_text()
        section = f"## {spec.title}\n{spec.text}"
        fresh = section.replace(f"```findings\n{spec.expected}```", f"```findings\n{shown}```")
        spec.file.write_text(text.replace(section, fresh))
        return
    assert shown == spec.expected


def test_every_finding_says_what_to_do() -> None:
    for spec in _specs():
        for line, after in itertools.pairwise([*spec.expected.splitlines(), ""]):
            if not line.startswith("    "):
                assert after.startswith("    ") and after.strip() != "None", (spec.title, line)

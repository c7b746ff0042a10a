"""Libraries made of the blocks of a spec, and what `refs check` and `refs fix` make of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from casewright.refs import check, look
from casewright.refs_fix import Which, fix
from casewright.workspace import Workspace
from specs import finding_lines, mini_workspace

_FILES = {
    "library": "references/library.bib",
    "second": "references/second.bib",
    "retractions": "references/retractions.csv",
    "own": "cases/x/references.bib",
    "prose": "cases/x/introduction.md",
}
LIBRARIES = ("library", "bytes", "second", "own")
"""The blocks that are libraries; `bytes` is the first one with Python's escapes."""


def desk_with(root: Path, blocks: Mapping[str, str]) -> Workspace:
    """A workspace with one case `x` and the libraries of the blocks."""
    return with_libraries(mini_workspace(root, {"case.yaml": blocks.get("case", "")}), blocks)


def with_libraries(workspace: Workspace, blocks: Mapping[str, str]) -> Workspace:
    """The workspace with the libraries of the blocks, and what else is looked at with them."""
    files = {name: blocks[block].encode() for block, name in _FILES.items() if block in blocks}
    if "bytes" in blocks:
        data = blocks["bytes"].removesuffix("\n").encode().decode("unicode_escape")
        files["references/library.bib"] = data.encode("latin-1")
    for name, content in files.items():
        path = workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return workspace


def looked_at(code: str, blocks: Mapping[str, str], workspace: Workspace) -> dict[str, str]:
    """The findings of one rule, and the difference that mending them makes.

    They are those of all cases, or `one-case` alone, and of what is composed for a `journal`.
    """
    case = "x" if "one-case" in blocks else None
    found = check(workspace, case, blocks.get("journal", "").split()).diagnostics
    made = {"findings": finding_lines(one for one in found if one.rule.code == code)}
    scope, _ = look(workspace, case)
    for which in Which:
        if which.value in blocks:
            made[which.value] = "".join(one.diff() for one in fix(scope, which, only=[code]))
    return made

"""The lock of a case: which works each of its manuscripts cites, in which order and content.

`drafts/<case>/references.lock.json` is meant to be kept in git. It is written when a draft is saved
and by `casewright refs sync`, never by a build, so that builds change nothing that is kept. A work
has a line of its own, so that two branches that cite different works can be merged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from casewright.diagnostics import CannotRun
from casewright.drafts import drafts_folder
from casewright.library.compare import Cited
from casewright.readers.conflicts import find_conflicts
from casewright.staging import write_atomic
from casewright.workspace import Workspace, read_if_there

LOCK = "references.lock.json"


def lock_path(workspace: Workspace, case: str) -> Path:
    """Where the lock of a case stands."""
    return drafts_folder(workspace, case) / LOCK


def read_lock(workspace: Workspace, case: str) -> dict[str, tuple[Cited, ...]]:
    """The works of each journal; nothing where there is no lock yet.

    Raises `CannotRun` for a lock that cannot be read: which of two sides is right is not known.
    """
    path = lock_path(workspace, case)
    data = read_if_there(path)
    if data is None:
        return {}
    name = workspace.relative(path)
    hint = f"delete it, and `casewright refs sync {case}` writes it anew"
    for conflict in find_conflicts(data):
        line = data.count(b"\n", 0, conflict.start) + 1
        raise CannotRun(f"{name}:{line}:1: a merge conflict was left here", hint=hint)
    try:
        blocks: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(data)
        return {
            journal: tuple(
                Cited(
                    row["number"],
                    row["key"],
                    row["entry"],
                    row["content"],
                    fields=dict(row.get("fields", {})),
                )
                for row in rows
            )
            for journal, rows in blocks.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotRun(f"{name} cannot be read", hint=hint) from error


def locked_as(before: Iterable[Cited] | None, now: Iterable[Cited]) -> bool:
    """Whether the lock says of a manuscript what is so."""
    return before is not None and list(map(_row, before)) == list(map(_row, now))


def write_lock(workspace: Workspace, case: str, blocks: Mapping[str, Iterable[Cited]]) -> None:
    """Write what every journal cites; a lock that says so already is left alone."""
    lines = []
    for journal, works in sorted(blocks.items()):
        rows = ",\n".join(f"  {json.dumps(_row(work), ensure_ascii=False)}" for work in works)
        lines.append(f" {json.dumps(journal)}: [\n{rows}\n ]" if rows else f' "{journal}": []')
    data = ("{\n" + ",\n".join(lines) + "\n}\n").encode()
    path = lock_path(workspace, case)
    if read_if_there(path) != data:
        write_atomic(path, data)


def _row(work: Cited) -> dict[str, Any]:
    return {
        "number": work.number,
        "key": work.key,
        "entry": work.entry,
        "content": work.content,
        "fields": dict(work.fields),
    }

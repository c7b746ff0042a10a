"""How many of the faults that were marked by hand the rules of consistency and wording find.

The marked sentences are `tests/consistency/labelled/*.md`. Those of `held-out.md` were written
before they were run for the first time; the rules were made with the others.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from casewright.pandoc import Pandoc
from labelled_rules import HELD_OUT, TUNED, Score, score


def _table(title: str, result: Score) -> str:
    lines = [
        f"{title}: {result.sentences} sentences, {result.faults} with a fault; "
        f"recall {result.recall:.1%}, precision {result.precision:.1%}",
        f"  {'rule':<8} {'marked':>6} {'found':>6}",
    ]
    lines += [f"  {code:<8} {all_:>6} {hit:>6}" for code, (all_, hit) in result.by_code.items()]
    lines += [f"  missed  {one}" for one in result.missed]
    lines += [f"  wrong   {one}" for one in result.spurious]
    return "\n".join(lines)


def main() -> int:
    """Print a table for each part of the marked sentences."""
    with tempfile.TemporaryDirectory() as folder, Pandoc.start() as pandoc:
        for title, paths in (("Held out", (HELD_OUT,)), ("Tuned", TUNED)):
            print(_table(title, score(paths, Path(folder), pandoc)), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

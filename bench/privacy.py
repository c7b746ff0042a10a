"""How much of what was marked by hand the scanner of identifiers finds, and what it makes up.

The marked sentences are `tests/privacy/labelled/*.md`. Those of `held-out.md` were written before
the scanner and not looked at while it was made; the others it was made with.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from casewright.rules.identifiers.scan import scan
from labelled import HELD_OUT, HELD_OUT_LATER, TUNING, Mark, Score, read_sentences, score


def marks(text: str) -> Iterator[Mark]:
    """What the scanner finds in a text."""
    return ((hit.kind, hit.start, hit.end) for hit in scan(text))


def _table(title: str, result: Score, seconds: float) -> str:
    each = 1000 * seconds / result.sentences
    lines = [
        f"{title}: {result.sentences} sentences, recall {result.recall:.1%}, "
        f"precision {result.precision:.1%}, {each:.2f} ms a sentence",
        f"  {'class':<12} {'marked':>6} {'found':>6} {'wrong':>6}",
    ]
    for kind in sorted(result.marked | result.spurious):
        row = (result.marked[kind], result.found[kind], result.spurious[kind])
        lines.append(f"  {kind:<12} {row[0]:>6} {row[1]:>6} {row[2]:>6}")
    lines += [f"  missed  {one}" for one in result.missed]
    lines += [f"  wrong   {one}" for one in result.wrong]
    return "\n".join(lines)


def main() -> int:
    """Print a table for each part of the labelled sentences."""
    list(marks("Mr Smith was seen on 3 May 2019."))  # reads the lists of words
    for title, files in (
        ("Held out", (HELD_OUT,)),
        ("Held out, written last", (HELD_OUT_LATER,)),
        ("Tuned", TUNING),
    ):
        sentences = [one for path in files for one in read_sentences(path)]
        began = time.perf_counter()
        result = score(sentences, marks)
        print(_table(title, result, time.perf_counter() - began), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

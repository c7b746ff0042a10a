"""The command line.

Exit codes: 0 is fine, 1 means findings of severity error, 2 that the work could not be done, 130
that it was interrupted.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        # Ctrl-C can come while the imports still run.
        from casewright.cli.shell import run

        return run(argv)
    except KeyboardInterrupt:
        return 130

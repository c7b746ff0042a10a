"""`python -m casewright`, and the command `casewright`."""

from __future__ import annotations

import gc
import os
import sys

from casewright import patterns
from casewright.cli import main


def run() -> None:
    """Run the command line and end the process with its exit code."""
    # A build makes many objects and few circles: looking for these often costs a tenth of its time.
    gc.set_threshold(400_000, 20, 20)
    patterns.remember()
    code = main()
    patterns.keep()
    # All is written and every child has ended: what Python would tidy up ends with the process.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or 1
    os._exit(code)


if __name__ == "__main__":
    run()

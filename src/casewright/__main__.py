"""`python -m casewright`."""

from __future__ import annotations

import sys

from casewright.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""The command line.

Exit codes: 0 is fine, 1 means findings of severity error, 2 that the work could not be done, 130
that it was interrupted.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # Python has None where whoever started it closed a stream: nobody wants to read that.
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    # Imports stand where they are due: --help needs few of them, and Ctrl-C can come meanwhile.
    try:
        from casewright.cli.arguments import make_parser
        from casewright.cli.parser import WrongUsage

        words = sys.argv[1:] if argv is None else list(argv)
        try:
            args = make_parser().parse_args(words)
        except WrongUsage as error:
            if "--json" not in words:
                raise

            from casewright.cli.shell import refuse_as_json

            return refuse_as_json(error.message, hint=error.hint)

        from casewright.cli.shell import run

        return run(args)
    except SystemExit as end:  # argparse: --help, --version and wrong usage
        return end.code if isinstance(end.code, int) else 2
    except KeyboardInterrupt:
        return 130

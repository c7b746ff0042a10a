"""What a person sees: progress, colour, complaints."""

from __future__ import annotations

import contextlib
import json
from io import TextIOWrapper
from typing import Any, TextIO

from casewright.report import visible
from casewright.workspace import columns_of, setting


class Terminal:
    """Standard output for results, standard error for everything else."""

    def __init__(self, out: TextIO, err: TextIO, *, json: bool = False) -> None:
        self._json = json
        self._out = out
        self._err = err
        self._live = err.isatty() and setting("TERM") != "dumb"
        self._line_open = False
        for stream in (out, err):
            if isinstance(stream, TextIOWrapper):
                # A locale without '≤' must not end the work.
                stream.reconfigure(errors="backslashreplace")

    def colour_of_output(self) -> bool:
        """Whether results may be coloured."""
        return _wants_colour(self._out)

    def colour_of_errors(self) -> bool:
        """Whether findings on standard error may be coloured."""
        return _wants_colour(self._err)

    def columns_of_output(self) -> int | None:
        """How wide results may be; None where any width will do."""
        return columns_of(self._out)

    def columns_of_errors(self) -> int | None:
        """How wide findings on standard error may be."""
        return columns_of(self._err)

    def print(self, text: str) -> None:
        """Write a line of the result."""
        self._wipe()
        self._out.write(text + "\n")

    def print_json(self, value: Any) -> None:
        """Write the result as JSON."""
        self.print(json.dumps(value, indent=2, ensure_ascii=False))

    def say(self, text: str) -> None:
        """Write a line beside the result."""
        self._wipe()
        with contextlib.suppress(OSError):
            print(text, file=self._err, flush=True)

    def complain(self, text: str, *, hint: str | None = None) -> None:
        """Say why the work could not be done, and what to do about it; as JSON where wanted."""
        try:
            if self._json:
                self.print_json({"error": text, "hint": hint})
            self._out.flush()
        except OSError:
            self.abandon()
        else:
            if self._json:
                return
        self.say(f"casewright: {visible(text)}")
        if hint:
            self.say(f"    hint: {visible(hint)}")

    def progress(self, text: str) -> None:
        """Show what is being done, on one line that is written over; nothing when piped."""
        if self._live:
            self._err.write(f"\r\x1b[K{visible(text)} …")
            self._err.flush()
            self._line_open = True

    def close(self) -> None:
        """Write out what is still held back; raises `BrokenPipeError`."""
        self._wipe()
        self._out.flush()

    def abandon(self) -> None:
        """Give up standard output because nobody reads it."""
        with contextlib.suppress(OSError):
            self._out.close()

    def _wipe(self) -> None:
        if self._line_open:
            self._err.write("\r\x1b[K")
            self._err.flush()
            self._line_open = False


def _wants_colour(stream: TextIO) -> bool:
    """The conventions of no-color.org and force-color.org."""
    if setting("NO_COLOR"):
        return False
    if setting("FORCE_COLOR"):
        return setting("FORCE_COLOR") != "0"
    return stream.isatty() and setting("TERM") != "dumb"

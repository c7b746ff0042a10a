"""The preview as a browser sees it: from the change of a word to the page, and to the files."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench_programs import CommandError, Sample, casewright, environment

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Preview:
    """A running preview of the case `bench`."""

    port: int
    path: str
    command: tuple[str, ...]

    def change(self, change: Callable[[], None]) -> tuple[Sample, Sample]:
        """Seconds from `change` until the page is there, and until Word file and PDF are.

        Raises `CommandError` when they do not come.
        """
        before = self.ready()
        start = time.perf_counter()
        change()
        state = self._until(before, lambda now: now["page"] > before["page"])
        self._get("page/")
        page = time.perf_counter() - start
        self._until(state, _is_done)
        return _sample(page), _sample(time.perf_counter() - start)

    def ready(self) -> dict[str, Any]:
        """The state, with the files of the page."""
        return self._until(json.loads(self._get("state")), _is_done)

    def _until(
        self, state: dict[str, Any], seen: Callable[[dict[str, Any]], bool]
    ) -> dict[str, Any]:
        while not seen(state):
            later = json.loads(self._get(f"state?after={state['number']}"))
            if later["number"] == state["number"] or later["stale"]:
                raise CommandError(f"the preview shows nothing new: {later['counts']}")
            state = later
        return state

    def _get(self, path: str) -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        with contextlib.closing(connection):
            connection.request("GET", self.path + path)
            return connection.getresponse().read()


@contextlib.contextmanager
def run_preview(workspace: Path, journal: str) -> Iterator[Preview]:
    """Show the case `bench` of `workspace` for the length of the block; raises `CommandError`."""
    command = casewright("preview", "bench", "--journal", journal, "--no-browser")
    process = subprocess.Popen(
        command,
        cwd=workspace,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        match = re.search(r"http://127\.0\.0\.1:(\d+)(/\S+)", line)
        if not match:
            raise CommandError(f"{' '.join(command)}: no preview in {workspace}")
        yield Preview(int(match[1]), match[2], command)
    finally:
        process.terminate()
        process.communicate()


def _is_done(state: dict[str, Any]) -> bool:
    return bool(state["files"]) and not state["files_are_old"] and not state["building"]


def _sample(seconds: float) -> Sample:
    return Sample((seconds,), {}, 0.0)

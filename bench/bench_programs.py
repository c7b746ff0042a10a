"""The programs that casewright is measured against, and how whole programs are run and measured."""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

_PHASE = re.compile(r"^timing (\S.*?) ([\d.]+)$", re.MULTILINE)
_POLL_SECONDS = 0.02


class CommandError(Exception):
    """A program was missing or ended with an error; the message has its last words."""


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Task:
    """Commands that are measured together, and what is made ready before, unmeasured."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    cwd: Path
    prepare: Callable[[], None] = _nothing


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of a task."""

    parts: tuple[float, ...]
    """Seconds of each command."""
    phases: dict[str, float]
    """Milliseconds by the name that the program gave a phase."""
    largest: float
    """Peak resident MB of the largest process, by the kernel's account."""

    @property
    def seconds(self) -> float:
        return sum(self.parts)

    def times(self, count: int) -> Sample:
        """As many such runs one after the other."""
        return Sample(tuple(part * count for part in self.parts), self.phases, self.largest)


@dataclass(slots=True)
class Samples:
    """All runs of a task."""

    task: Task
    runs: list[Sample] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def spread(self) -> tuple[float, float]:
        """The fastest and the slowest run."""
        seconds = [run.seconds for run in self.runs]
        return min(seconds), max(seconds)

    @property
    def noise(self) -> float:
        """How far the median is above the fastest run, as a share: other work on the machine."""
        return self.seconds / self.spread[0] - 1

    @property
    def parts(self) -> list[float]:
        """Median seconds of each command."""
        return [statistics.median(part) for part in zip(*(r.parts for r in self.runs), strict=True)]

    @property
    def phases(self) -> dict[str, float]:
        """Median milliseconds of each phase, in the order of the first run."""
        return {
            name: statistics.median(run.phases.get(name, 0.0) for run in self.runs)
            for name in self.runs[0].phases
        }


def show_seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def judge(used: float, noise: float) -> str:
    """Whether a budget is met, by the share of it that is used.

    It is unclear where the noise of the runs is greater than what separates them from the budget.
    """
    if noise and abs(used - 1) <= noise:
        return "unclear: noise"
    return "met" if used <= 1 else "NOT met"


def show_spread(samples: Samples) -> str:
    fastest, slowest = samples.spread
    return "" if fastest == slowest else f"{show_seconds(fastest)} to {show_seconds(slowest)}"


def environment() -> dict[str, str]:
    """The environment of measured programs: byte code is kept, phases are told."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if path := env.get("PYTHONPATH"):
        env["PYTHONPATH"] = os.pathsep.join(str(Path(p).resolve()) for p in path.split(os.pathsep))
    # A `make` that runs the benchmark must not pass its own flags on to the `make` it measures.
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"):
        env.pop(name, None)
    return env | {"CASEWRIGHT_TIMINGS": "1"}


def _megabytes(maxrss: int) -> float:
    return maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024)


def _run(command: Sequence[str], cwd: Path) -> tuple[float, float, str]:
    """Run one command: seconds, MB of its largest process, and what it wrote."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise CommandError(f"{command[0]}: {error.strerror}") from error
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode:
        last = "\n    ".join(text.strip().splitlines()[-12:])
        raise CommandError(
            f"{' '.join(command)}\n  in {cwd}: exit code {process.returncode}\n    {last}"
        )
    return seconds, _megabytes(usage.ru_maxrss), text


def run_task(task: Task) -> Sample:
    """Run a task once; raises `CommandError`."""
    task.prepare()
    results = [_run(command, task.cwd) for command in task.commands]
    phases: dict[str, float] = {}
    for name, value in _PHASE.findall("\n".join(text for _, _, text in results)):
        phases[name] = phases.get(name, 0.0) + float(value)
    return Sample(
        parts=tuple(seconds for seconds, _, _ in results),
        phases=phases,
        largest=max(megabytes for _, megabytes, _ in results),
    )


def interleave(
    tasks: Sequence[Task], runs: int, *, say: Callable[[str], None]
) -> dict[str, Samples]:
    """Run all tasks in turn, `runs` times over, after one round that does not count.

    Raises `CommandError`.
    """
    found = {task.name: Samples(task) for task in tasks}
    for number in range(runs + 1):
        for task in tasks:
            say(f"{task.name}: {f'run {number} of {runs}' if number else 'warming up'}")
            sample = run_task(task)
            if number:
                found[task.name].runs.append(sample)
    return found


def _tree(pid: int) -> list[int]:
    """A process and all that it started."""
    children: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children += [int(child) for child in thread.read_text().split()]
        except OSError:
            continue
    return [pid, *(member for child in children for member in _tree(child))]


def _proportional_megabytes(pid: int) -> float:
    """Resident memory with shared pages divided among those that share them."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    match = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(match[1]) * 1024 / 1e6 if match else 0.0


def peak_memory(task: Task) -> tuple[float, float | None]:
    """Peak MB of a task's largest process, and of all its processes at one moment.

    The second is polled, so a peak shorter than 20 ms may be missed; None where the system does
    not tell. Raises `CommandError`.
    """
    peak, done = 0.0, threading.Event()

    def poll() -> None:
        nonlocal peak
        while not done.wait(_POLL_SECONDS):
            members = [p for p in _tree(os.getpid()) if p != os.getpid()]
            peak = max(peak, sum(_proportional_megabytes(p) for p in members))

    watcher = threading.Thread(target=poll)
    watcher.start()
    try:
        sample = run_task(task)
    finally:
        done.set()
        watcher.join()
    return sample.largest, peak or None


def short(command: tuple[str, ...]) -> str:
    """A command line as it is typed where its programs are on the search path."""
    return re.sub(r"(?<![^\s=])/\S*/(?=[\w.]+(\s|$))", "", " ".join(command))


def output_of(command: str) -> str:
    """The program of a command line and the file that it writes."""
    files = re.findall(r"manuscript\.(?:docx|pdf|html|typ)\b", command)
    return " -> ".join([command.partition(" ")[0], *files[-1:]])


def casewright(*arguments: str) -> tuple[str, ...]:
    """The command line of casewright: its script where it is installed, else the module."""
    script = Path(sys.executable).with_name("casewright")
    start = [str(script)] if script.is_file() else [sys.executable, "-m", "casewright"]
    return (*start, *arguments)


def pandoc() -> str:
    """The pandoc that casewright brings, so that all tools run the same version.

    Raises `CommandError` when it is not installed.
    """
    spec = find_spec("pypandoc")
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder, "files", "pandoc")
        if path.is_file():
            return str(path)
    raise CommandError("pypandoc_binary is not installed: pip install pypandoc_binary")


def _fresh(folder: Path) -> Callable[[], None]:
    def prepare() -> None:
        shutil.rmtree(folder / "out", ignore_errors=True)
        (folder / "out").mkdir()

    return prepare


def _to(output: str, *options: str) -> tuple[str, ...]:
    """Pandoc's command line for one output, as its manual gives it."""
    cite = ("--citeproc", "--bibliography", "references.bib", "--csl", "style.csl")
    return (pandoc(), "-s", *cite, *options, "manuscript.md", "-o", output)


def plain_docx(folder: Path) -> Task:
    """Pandoc's DOCX alone."""
    return Task(PLAIN_DOCX, (_to("out/manuscript.docx"),), folder, _fresh(folder))


PLAIN_DOCX = "pandoc -o x.docx"
WEASYPRINT, TYPST = "pandoc + WeasyPrint", "pandoc + typst"
ENGINE = "pandoc --pdf-engine=weasyprint"


UNTRIED = ("myst", "manubot", "Rscript")
"""Programs whose projects need templates that a benchmark may not download."""


def peers(folder: Path) -> list[Task]:
    """DOCX and PDF of the manuscript in `folder` by every toolchain that is installed."""
    docx = _to("out/manuscript.docx")
    html = _to("manuscript.html", "-t", "html5")
    weasyprint = (_beside_python("weasyprint"), "manuscript.html", "out/manuscript.pdf")
    # Pandoc calling WeasyPrint puts the images into the HTML, which is slower than two steps.
    engine = _to("out/manuscript.pdf", f"--pdf-engine={_beside_python('weasyprint')}")
    found = {WEASYPRINT: (docx, html, weasyprint), ENGINE: (docx, engine)}
    if compile_typst := _typst():
        found[TYPST] = (docx, _to("manuscript.typ", "-t", "typst"), compile_typst)
    for latex in filter(shutil.which, ("xelatex", "lualatex", "pdflatex")):
        pdf = _to("out/manuscript.pdf", f"--pdf-engine={latex}")
        found[f"pandoc + {latex}"] = (docx, pdf)
    if quarto := shutil.which("quarto"):
        meta = ("-M", "bibliography:references.bib", "-M", "csl:style.csl")
        found["Quarto (DOCX, typst)"] = tuple(
            (quarto, "render", "manuscript.md", "--to", form, *meta) for form in ("docx", "typst")
        )
    return [Task(name, commands, folder, _fresh(folder)) for name, commands in found.items()]


def _beside_python(name: str) -> str:
    """A program of this virtual environment, else of the search path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.is_file() else name


def _typst() -> tuple[str, ...] | None:
    """The command line of typst: its own program, else the Python package."""
    if program := shutil.which("typst"):
        return (program, "compile", "manuscript.typ", "out/manuscript.pdf")
    if find_spec("typst"):
        code = "import typst; typst.compile('manuscript.typ', output='out/manuscript.pdf')"
        return (sys.executable, "-c", code)
    return None


def describe(folder: Path, whose: str) -> str:
    """What an output holds, to show that the same content was built."""
    with zipfile.ZipFile(folder / "manuscript.docx") as package:
        xml = package.read("word/document.xml").decode().replace("</w:p>", " ")
        text = re.sub(r"<[^>]+>", "", xml)
        images = sum(name.startswith("word/media/") for name in package.namelist())
    code = "import pypdf, sys; print(len(pypdf.PdfReader(sys.argv[1]).pages))"
    command = [sys.executable, "-c", code, str(folder / "manuscript.pdf")]
    pages = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    size = sum((folder / f"manuscript.{end}").stat().st_size for end in ("docx", "pdf")) / 1e6
    return (
        f"{whose} outputs: {len(text.split()):,} words and {images} images in the DOCX, "
        f"{pages or '?'} pages in the PDF, {size:.1f} MB together"
    )


def machine() -> list[str]:
    """The machine and the versions that were measured."""

    def of(package: str) -> str:
        try:
            return f"{package} {version(package)}"
        except PackageNotFoundError:
            return f"no {package}"

    output = subprocess.run([pandoc(), "--version"], capture_output=True, check=True).stdout
    found = [path for name in UNTRIED if (path := shutil.which(name))]
    lines = [
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {output.decode().splitlines()[0]}, "
        f"{of('weasyprint')}, {of('typst')}",
    ]
    load = os.getloadavg()[0]
    if load > 0.3:
        lines.append(f"Load {load:.1f} at the start: other work was running, expect noise.")
    if found:
        lines.append(f"installed but not measured: {', '.join(found)}")
    return lines

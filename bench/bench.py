"""Measures casewright beside plain pandoc toolchains that build the same content.

Everything runs as whole processes, in turn (A B A B), after one round that does not count, so that
ratios within one run hold even where the machine's speed drifts. The budgets are goals: the exit
code is 0 whether they are met or not, and 2 when something could not be measured. A verdict is
'unclear' where the distance of the fastest run from the median is more than the margin.

'Cold' is a build without `build/` and the caches in it. Python's byte code and the system's file
cache stay warm, for casewright and for the others alike.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import bench_programs as programs
from bench_preview import run_preview
from bench_programs import (
    CommandError,
    Samples,
    Task,
    casewright,
    describe,
    interleave,
    judge,
    machine,
    peak_memory,
    run_task,
)
from bench_report import Report, Row, print_report

ROOT = Path(__file__).resolve().parents[1]
JOURNAL = "world-journal-of-gastroenterology-2007"
LIBRARIES = (40, 100, 1_000, 10_000, 100_000)
COLD, REBUILD, DOCX = "cold build, DOCX + PDF", "rebuild after one word", "cold build, DOCX alone"


@dataclass(frozen=True, slots=True)
class Bench:
    """What the groups of measures need."""

    work: Path
    runs: int
    batch: int
    report: Report

    def measure(self, tasks: list[Task], *, runs: int | None = None) -> dict[str, Samples]:
        """Run tasks in turn; raises `CommandError`, also where a build did nothing."""
        found = interleave(tasks, runs or self.runs, say=say)
        for name, samples in found.items():
            # A build that finds nothing to do tells no phases: its time would be too good.
            if "build" in samples.task.commands[0] and not all(r.phases for r in samples.runs):
                raise CommandError(f"{name}: nothing was built")
        self.report.keep(found)
        return found


def say(text: str) -> None:
    """Show what is being done, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def build(
    workspace: Path, name: str, *arguments: str, prepare: Callable[[], None] = lambda: None
) -> Task:
    """A task that builds the case `bench` of `workspace`."""
    command = casewright("build", "bench", "--journal", JOURNAL, *arguments)
    return Task(name, (command,), workspace, prepare)


def clean(workspace: Path) -> Callable[[], None]:
    """What makes a build cold."""
    return lambda: shutil.rmtree(workspace / "build", ignore_errors=True)


def change_word(workspace: Path) -> Callable[[], None]:
    """Changes the first word of the discussion to one that it never was before."""

    def change() -> None:
        path = workspace / "cases/bench/discussion.md"
        first, rest = path.read_text().split(" ", 1)
        number = re.search(r"\d+", first)
        path.write_text(f"Edited{int(number[0]) + 1 if number else 1} {rest}")

    return change


def measure_main(bench: Bench, *, only_peers: bool = False) -> None:
    """Cold build, DOCX alone and one-word rebuild beside the peers."""
    peers = _working(bench.report, programs.peers(bench.work / "single/peer"))
    workspace = bench.work / "single/main"
    own = [
        # The rebuild follows the cold build, whose caches it finds.
        build(workspace, COLD, "--format", "docx,pdf", prepare=clean(workspace)),
        build(workspace, REBUILD, "--format", "docx,pdf", prepare=change_word(workspace)),
        build(workspace, DOCX, "--format", "docx", prepare=clean(workspace)),
    ]
    tasks = [peers[0], programs.plain_docx(bench.work / "single/peer"), *peers[1:]]
    found = bench.measure(tasks if only_peers else [*own, *tasks])
    bench.report.notes.append(describe(bench.work / "single/peer/out", "the last peer's"))
    if not only_peers:
        run_task(own[0])
        bench.report.notes.append(describe(workspace / f"build/bench/{JOURNAL}", "casewright's"))
        _compare(bench.report, found)
    base = found[programs.WEASYPRINT]
    for task in peers:
        bench.report.ratio(task.name, found[task.name], base, to=programs.WEASYPRINT)


def _working(report: Report, peers: list[Task]) -> list[Task]:
    """The peers that run here; only the first, the base of all ratios, is indispensable."""
    working = peers[:1]
    for peer in peers[1:]:
        say(f"{peer.name}: trying")
        try:
            run_task(peer)
            working.append(peer)
        except CommandError as error:
            report.notes.append(f"{peer.name} does not run here: {str(error).splitlines()[-1]}")
    return working


def _compare(report: Report, found: dict[str, Samples]) -> None:
    cold, plain = found[COLD], programs.PLAIN_DOCX
    # The budget names pandoc + WeasyPrint as documented: that is one command with --pdf-engine. Two
    # commands are faster, and the ratio to them is the stricter one.
    limits = ((programs.ENGINE, 0.3), (programs.WEASYPRINT, 0.3), (programs.TYPST, 1.0))
    for peer, limit in limits:
        if peer in found:
            report.ratio(COLD, cold, found[peer], to=peer, limit=limit)
        else:
            report.notes.append(f"{peer} was not measured: no comparison")
    report.ratio(DOCX, found[DOCX], found[plain], to=plain, limit=0.6)
    report.ratio(REBUILD, found[REBUILD], cold, to="the cold build", limit=0.8)


def measure_preview(bench: Bench) -> None:
    """The preview after a change of one word, in turn with cold builds of the same content."""
    main, shown = bench.work / "single/main", bench.work / "single/preview"
    shutil.rmtree(shown, ignore_errors=True)
    shutil.copytree(main, shown, ignore=shutil.ignore_patterns("build"))
    # The preview makes all that `make` makes: HTML and Markdown too.
    cold = Samples(build(main, "cold build, all formats", prepare=clean(main)))
    with run_preview(shown, JOURNAL) as preview:
        names = ("preview: HTML after one word", "preview: all formats after one word")
        page, files = (Samples(Task(name, (preview.command,), shown)) for name in names)
        for number in range(bench.runs + 1):
            say(f"preview: {f'run {number} of {bench.runs}' if number else 'warming up'}")
            built, both = run_task(cold.task), preview.change(change_word(shown))
            if number:  # the first round does not count
                cold.runs.append(built)
                page.runs.append(both[0])
                files.runs.append(both[1])
    bench.report.keep({samples.task.name: samples for samples in (cold, page, files)})
    bench.report.time(page.task.name, page, limit=0.3)
    bench.report.ratio(files.task.name, files, cold, to="a cold build of the same", limit=0.8)


def measure_start(bench: Bench) -> None:
    """Start-up and the build that has nothing to do, with what they consist of."""
    made = bench.work / "made"
    shutil.rmtree(made, ignore_errors=True)
    run_task(Task("init", (casewright("init", str(made)),), bench.work))
    shutil.copytree(
        bench.work / "single/main/cases/bench", made / "cases/bench", dirs_exist_ok=True
    )
    shutil.copytree(bench.work / "single/main/references", made / "references", dirs_exist_ok=True)
    make = ("make", "CASE=bench", f"JOURNAL={JOURNAL}")
    run_task(Task("first make", (make,), made))
    pdf = made / f"build/bench/{JOURNAL}/manuscript.pdf"
    before = pdf.stat().st_mtime_ns
    python = sys.executable
    tasks = [
        Task("casewright --help", (casewright("--help"),), ROOT),
        Task("casewright --version", (casewright("--version"),), ROOT),
        Task("make with nothing to do", (make,), made),
        Task("Python alone", ((python, "-c", "pass"),), ROOT),
        Task("import casewright.cli", ((python, "-c", "import casewright.cli"),), ROOT),
        Task("make alone", (("make", "--version"),), ROOT),
    ]
    found = bench.measure(tasks, runs=4 * bench.runs)
    if pdf.stat().st_mtime_ns != before:
        raise CommandError("make with nothing to do built the manuscript again")
    # Shares come from the fastest runs: a difference of medians is lost in the machine's noise.
    best = {name: 1000 * samples.spread[0] for name, samples in found.items()}
    parts, bare, imported = bench.report.parts, best["Python alone"], best["import casewright.cli"]
    for name in ("casewright --help", "casewright --version"):
        bench.report.time(name, found[name], limit=0.1)
        parts[f"{name}, by subtraction of fastest runs"] = {
            "Python starts": bare,
            "casewright.cli is imported": imported - bare,
            "arguments, output, end": best[name] - imported,
        }
    noop = "make with nothing to do"
    bench.report.time(noop, found[noop], limit=0.05)
    parts[f"{noop}, by subtraction of fastest runs"] = {
        "make starts": best["make alone"],
        "rules are read and files compared": best[noop] - best["make alone"],
    }


def measure_library(bench: Bench) -> None:
    """Time and memory with libraries of several sizes, always with 40 entries cited."""
    tasks, both = [], ("--format", "docx,pdf")
    for size in LIBRARIES:
        workspace = bench.work / f"single/library-{size}"
        tasks += [
            build(workspace, f"library of {size:,}, first", *both, prepare=clean(workspace)),
            build(workspace, f"library of {size:,}, cached", *both, prepare=change_word(workspace)),
        ]
    found = bench.measure(tasks)
    for state in ("first", "cached"):
        base = found[f"library of {LIBRARIES[0]:,}, {state}"]
        for size in LIBRARIES[1:]:
            name = f"library of {size:,}, {state}"
            limit = 1.05 if (size, state) == (LIBRARIES[-1], "cached") else None
            to = f"a library of {LIBRARIES[0]}"
            bench.report.ratio(name, found[name], base, to=to, limit=limit)
    for task in tasks:
        say(f"memory of {task.name}")
        add_memory(bench.report, task)


def add_memory(report: Report, task: Task, *, limit: float | None = None) -> None:
    """Add rows for the memory of a task, with a budget in MB; the run is not timed."""
    largest, together = peak_memory(task)
    values = {"largest process": largest}
    if together is not None:
        # The kernel's account of one process misses nothing, unlike the polling of all.
        values["all processes at once, at least"] = max(together, largest)
    for what, value in values.items():
        row = Row(f"peak memory, {task.name}: {what}", f"{value:.0f} MB")
        if limit is not None:
            row = replace(row, budget=f"<= {limit:.0f} MB", verdict=judge(value / limit, 0.0))
        report.rows.append(row)


def measure_batch(bench: Bench) -> None:
    """Many manuscripts on two cores against as many cold builds; the batch itself runs once."""
    workspace, main = bench.work / "batch", bench.work / "single/main"
    single = build(main, "one cold build", "--format", "docx,pdf", prepare=clean(main))
    options = ("--all", "--journal", JOURNAL, "--jobs", "2", "--format", "docx,pdf")
    name = f"batch of {bench.batch}, 2 cores, once"
    batch = Task(name, (casewright("build", *options),), workspace, clean(workspace))
    before = interleave([single], 2, say=say)[single.name].runs
    say(f"{name}: runs once")
    whole = run_task(batch)
    after = interleave([single], 2, say=say)[single.name].runs
    built = len(list(workspace.glob(f"build/*/{JOURNAL}/manuscript.pdf")))
    if built != bench.batch:
        raise CommandError(f"{built} of {bench.batch} manuscripts were built")
    singles = Samples(single, [r.times(bench.batch) for r in (*before, *after)])
    to = f"{bench.batch} cold builds"
    once = Samples(batch, [whole])
    bench.report.ratio(name, once, singles, to=to, limit=0.5)
    bench.report.seconds[name] = [whole.seconds]


def measure_memory(bench: Bench) -> None:
    """Peak memory of a cold build and of the peers; runs that are not timed."""
    main = bench.work / "single/main"
    own = build(main, "casewright", "--format", "docx,pdf", prepare=clean(main))
    for task in (own, *programs.peers(bench.work / "single/peer")[:1]):
        say(f"memory of {task.name}")
        add_memory(bench.report, task, limit=250 if task is own else None)


GROUPS: dict[str, Callable[[Bench], None]] = {
    "main": measure_main,
    "preview": measure_preview,
    "start": measure_start,
    "library": measure_library,
    "batch": measure_batch,
    "memory": measure_memory,
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, metavar="N", help="runs of each (default: 5)")
    parser.add_argument("--batch", type=int, metavar="N", help="manuscripts (default: 100)")
    parser.add_argument("--quick", action="store_true", help="2 runs, a batch of 10")
    parser.add_argument("--only", choices=GROUPS, action="append", help="measure this group only")
    parser.add_argument("--only-peers", action="store_true", help="measure the peers alone")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def run(args: argparse.Namespace) -> Report:
    """Write the content and measure it; raises `CommandError` when there is no content."""
    batch = args.batch or (10 if args.quick else 100)
    bench = Bench(ROOT / "build/bench", args.runs or (2 if args.quick else 5), batch, Report())
    bench.report.notes += [f"Medians of {bench.runs} runs, in turn.", *machine()]
    groups = [] if args.only_peers else list(args.only or GROUPS)
    say("writing the content")
    # In a process of its own: this one's memory is the least that measured programs report.
    script = Path(__file__).with_name("bench_content.py")
    many = ("--batch", str(batch)) if "batch" in groups else ()
    run_task(Task("content", ((sys.executable, str(script), str(bench.work), *many),), ROOT))
    if args.only_peers:
        measure_main(bench, only_peers=True)
    for name in groups:
        try:
            GROUPS[name](bench)
        except CommandError as error:
            bench.report.failures.append(str(error))
    return bench.report


def main() -> int:
    """Run the benchmark and print it."""
    args = parse_arguments()
    try:
        report = run(args)
    except CommandError as error:
        say("")
        print(f"The benchmark cannot run: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        say("")
        return 130
    say("")
    if args.json:
        print(json.dumps(asdict(report), indent=2))
    else:
        print_report(report)
    for failure in report.failures:
        print(f"Could not be measured: {failure}", file=sys.stderr)
    return 2 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
